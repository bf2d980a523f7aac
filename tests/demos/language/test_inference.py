"""A cache changes what is read, not what is written: held against the library and a count."""

from __future__ import annotations

import pytest
import torch

from demos.lab.language import base
from demos.language import inference


@pytest.fixture(scope="module")
def small() -> object:
    """The base's architecture with random weights: counts and caches do not depend on training."""
    from transformers import AutoModelForCausalLM

    torch.manual_seed(0)
    return AutoModelForCausalLM.from_config(base.config()).eval()


@pytest.fixture
def prompts() -> torch.Tensor:
    return torch.randint(3, 1024, (4, 8), generator=torch.Generator().manual_seed(1))


def test_a_cache_changes_no_token_and_the_loop_writes_what_the_library_writes(
    small: object, prompts: torch.Tensor
) -> None:
    reread, *_ = inference.write(small, prompts, 12, cache=False)
    cached, *_ = inference.write(small, prompts, 12, cache=True)
    library = small.generate(  # type: ignore[attr-defined]
        prompts,
        attention_mask=torch.ones_like(prompts),
        max_new_tokens=12,
        min_new_tokens=12,
        do_sample=False,
        eos_token_id=-1,
    )
    assert torch.equal(cached, reread)
    assert torch.equal(cached, library)


def test_each_token_is_the_likeliest_after_all_tokens_before_it(
    small: object, prompts: torch.Tensor
) -> None:
    text, *_ = inference.write(small, prompts, 12, cache=True)
    with torch.no_grad():
        logits = small(text).logits  # type: ignore[operator]
    assert torch.equal(logits[:, 7:-1].argmax(-1), text[:, 8:])


def test_the_tokens_read_are_those_the_formula_gives(small: object, prompts: torch.Tensor) -> None:
    _, reread, nothing = inference.write(small, prompts, 12, cache=False)
    _, cached, kept = inference.write(small, prompts, 12, cache=True)
    assert reread == [4.0 * (8 + written) for written in range(12)]
    assert cached == [4.0 * 8] + [4.0] * 11
    assert nothing is None
    assert kept.layers[0].keys.shape == (4, 4, 8 + 11, 32)  # readers, heads, tokens, numbers
