"""A language model that gives numbers about a text instead of its next token.

Reward models and detectors start from the base this way; what the numbers mean, and the loss that
teaches it, is in the demo.
Each token adds to them: reading them off the last token only, as
`AutoModelForSequenceClassification` does, was tried too and learned several times slower here,
because what decides is said in the middle and the end would first have to look back for it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from demos.lab.language.training import IGNORED, collate, encode


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


def scores(model: Any, tok: Any, texts: Sequence[str]) -> Any:
    """The numbers for each text: (texts, outputs), with gradient.

    They are sums over its tokens, each seen in the light of what precedes it.
    """
    batch = collate(
        [encode(tok, text, end=False) for text in texts], tok.pad_token_id, model.device
    )
    seen = model.base_model(batch["input_ids"], attention_mask=batch["attention_mask"])
    counted = (batch["labels"] != IGNORED).unsqueeze(-1)
    return (model.head(seen.last_hidden_state) * counted).sum(1)


def add_judge(model: Any, seed: int) -> Any:
    """A head for replies: one number a token, from its hidden state and from how expected it was.

    Without the expectation, whether the judge learns to compare a reply with what was asked for is
    a matter of luck at this size; with it, what the base expects is where it starts.
    """
    import torch

    rng = torch.Generator().manual_seed(seed)
    width = model.get_output_embeddings().weight.shape[1]
    start = 0.02 * torch.randn(1, width + 1, generator=rng)
    start[0, -1] = 0.5  # a word that is a nat likelier is worth half a point more at first
    model.head = torch.nn.Linear(width + 1, 1, bias=False).to(model.device)
    model.head.weight.data.copy_(start)
    return model


def points(model: Any, tok: Any, pairs: Sequence[tuple[str, str]]) -> Any:
    """A judge's points for each (prompt, reply): (pairs,), with gradient; an empty reply gets 0.

    They are four times the mean of the reply's tokens, so that longer is not better.
    """
    import torch

    rows = [encode(tok, pair, end=False) for pair in pairs]
    batch = collate(rows, tok.pad_token_id, model.device)
    asked = {key: batch[key] for key in ("input_ids", "attention_mask")}
    seen = model(**asked, output_hidden_states=True)
    words = batch["input_ids"][:, 1:].unsqueeze(-1)
    expected = seen.logits[:, :-1].log_softmax(-1).gather(-1, words)
    given = model.head(torch.cat([seen.hidden_states[-1][:, 1:], expected], -1)).squeeze(-1)
    counted = batch["labels"][:, 1:] != IGNORED
    return 4 * (given * counted).sum(-1) / counted.sum(-1).clamp_min(1)
