"""A language model that gives numbers about a text instead of its next token.

Reward models and detectors start from the base this way; what the numbers mean, and the loss that
teaches it, is in the demo.
Each token adds to the sums: reading them off the last token only, as
`AutoModelForSequenceClassification` does, was tried too and learned several times slower here,
because what decides is said in the middle and the end would first have to look back for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from demos.lab.train import IGNORED, Example, collate, encode


def add_head(model: Any, outputs: int, seed: int) -> Any:
    """Put a random linear layer with `outputs` numbers on top, and return the model."""
    import torch

    rng = torch.Generator().manual_seed(seed)
    width = model.get_output_embeddings().weight.shape[1]
    start = 0.02 * torch.randn(outputs, width, generator=rng)
    model.head = torch.nn.Linear(width, outputs).to(model.device)
    model.head.weight.data.copy_(start)
    model.head.bias.data.zero_()
    return model


def scores(model: Any, tok: Any, examples: Sequence[Example], mean: bool = False) -> Any:
    """The numbers for each text, or for each reply given its prompt: (examples, outputs).

    They are sums over the text's or the reply's tokens, each seen in the light of what precedes it,
    or their means, where length must not count.
    """
    rows = [encode(tok, example, end=False) for example in examples]
    batch = collate(rows, tok.pad_token_id, model.device)
    seen = model.base_model(batch["input_ids"], attention_mask=batch["attention_mask"])
    counted = (batch["labels"] != IGNORED).unsqueeze(-1)
    total = (model.head(seen.last_hidden_state) * counted).sum(1)
    return total / counted.sum(1).clamp_min(1) if mean else total
