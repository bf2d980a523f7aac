"""What training changed, in a tenth of the bytes: differences to the base, cut to a low rank.

The difference of each matrix is cut by singular value decomposition, the best there is at a rank,
and both factors are rounded to whole numbers of eight bits, with a scale for each component.
The rounding costs nothing that can be measured beside the cut (a thousandth of the error), and
what the cut costs is decided by the exam of the recorded run, which the page asks again.
"""

from __future__ import annotations

from typing import Any

LARGEST = 127  # of a signed number of eight bits, the same on both sides


def cut(trained: dict[str, Any], base: dict[str, Any], rank: int) -> dict[str, Any]:
    """The tensors to ship: what a page needs besides the base to come close to `trained`.

    For a matrix of the base they are `<layer>.lora_A`, `.lora_B` and `.lora_scale`, as an adapter
    has them, to be merged as W + B · scale · A; what the base lacks (a head) and what is no matrix
    stays as it is.
    `base` must be what the page has, half precision included, or its rounding would stay.
    """
    tensors: dict[str, Any] = {}
    for name, tensor in sorted(trained.items()):
        if name in base and tensor.ndim == 2:
            difference = tensor.detach().double() - base[name].double()
            layer = name.removesuffix(".weight")
            up, down, scale = factors(difference, min(rank, *tensor.shape))
            tensors |= {
                f"{layer}.lora_A": down,
                f"{layer}.lora_B": up,
                f"{layer}.lora_scale": scale,
            }
        else:
            tensors[name] = tensor.detach()
    return tensors


def factors(matrix: Any, rank: int) -> tuple[Any, Any, Any]:
    """`up` (rows, rank), `down` (rank, columns), both int8, and `scale` (rank,), float32.

    The matrix is about `up * scale @ down`; the same matrix gives the same bytes.
    """
    import torch

    up, sizes, down = torch.linalg.svd(matrix, full_matrices=False)
    up, down = up[:, :rank], down[:rank]
    # A pair of singular vectors may come out with either sign.
    signs = torch.sign(up.gather(0, up.abs().argmax(0, keepdim=True)))
    (up, up_scale), (down, down_scale) = _rounded(up * signs, 0), _rounded(down * signs.T, 1)
    scale = sizes[:rank] * up_scale.flatten() * down_scale.flatten()
    return up, down, scale.float()


def _rounded(vectors: Any, dim: int) -> tuple[Any, Any]:
    import torch

    scale = vectors.abs().amax(dim, keepdim=True) / LARGEST
    return (vectors / scale).round().to(torch.int8), scale
