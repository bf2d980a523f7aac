"""Training, answering and measuring, shared by every demo that starts from a language model.

An example is a text, or a pair (prompt, answer); a pair is trained on its answer only if
`mask_prompt`, and measured on its answer always.
What a term names (an adapter, a reward head, a policy gradient) is in that term's demo: it passes
its own loss to `loop`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from random import Random
from typing import Any, TypeVar

Example = str | tuple[str, str]
Row = tuple[list[int], list[int]]
T = TypeVar("T")
IGNORED = -100  # what PyTorch's and Hugging Face's losses leave out


def encode(tok: Any, example: Example, mask_prompt: bool = True, end: bool = True) -> Row:
    """Tokens and labels; with `end` the text is closed by <eos> unless it closes a chat turn."""
    prompt, answer = ("", example) if isinstance(example, str) else example
    head = tok(prompt)["input_ids"] if prompt else tok("")["input_ids"]
    body = tok(answer, add_special_tokens=False)["input_ids"]
    if end and not answer.endswith("<end>"):
        body = [*body, tok.eos_token_id]
    hidden = len(head) if mask_prompt or not prompt else 0
    return head + body, [IGNORED] * hidden + (head + body)[hidden:]


def collate(rows: Sequence[Row], pad: int, device: Any = "cpu") -> dict[str, Any]:
    """Rows of any length as one batch, padded on the right."""
    import torch

    width = max(len(ids) for ids, _ in rows)
    ids = [row + [pad] * (width - len(row)) for row, _ in rows]
    labels = [row + [IGNORED] * (width - len(row)) for _, row in rows]
    mask = [[1] * len(row) + [0] * (width - len(row)) for row, _ in rows]
    made = {"input_ids": ids, "attention_mask": mask, "labels": labels}
    return {key: torch.tensor(value, device=device) for key, value in made.items()}


def token_logprobs(model: Any, batch: dict[str, Any]) -> tuple[Any, Any]:
    """Log-probability of each label given what precedes it, and where there is a label."""
    import torch

    logits = model(input_ids=batch["input_ids"], attention_mask=batch["attention_mask"]).logits
    labels = batch["labels"][:, 1:]
    known = labels != IGNORED
    logs = torch.log_softmax(logits[:, -batch["input_ids"].shape[1] :][:, :-1].float(), -1)
    picked = logs.gather(-1, labels.clamp_min(0).unsqueeze(-1)).squeeze(-1)
    return picked * known, known


def loss_on(model: Any, batch: dict[str, Any]) -> Any:
    """Mean cross-entropy a label, in nats."""
    logs, known = token_logprobs(model, batch)
    return -logs.sum() / known.sum()


def loop(
    model: Any,
    loss: Callable[[list[T]], Any],
    examples: Sequence[T] | Callable[[Random, int], list[T]],
    *,
    steps: int,
    lr: float,
    seed: int,
    batch_size: int = 16,
    warmup: int = 5,
    decay: bool = True,
    weight_decay: float = 0.01,
    on_step: Callable[[int, float], None] | None = None,
) -> list[float]:
    """AdamW on the trainable weights, `loss(batch)` at each step; returns the losses.

    Examples are drawn by passes over a shuffled list, or by a function of a generator and a count.
    The rate rises for `warmup` steps and, with `decay`, falls linearly to a tenth.
    """
    import torch

    rng = Random(seed)
    torch.manual_seed(seed)  # for dropout, which adapters may have
    weights = [p for p in model.parameters() if p.requires_grad]
    optimizer = torch.optim.AdamW(weights, lr=lr, betas=(0.9, 0.95), weight_decay=weight_decay)
    losses: list[float] = []
    pool: list[T] = []
    model.train()
    for step in range(steps):
        if callable(examples):
            batch = examples(rng, batch_size)
        else:
            while len(pool) < batch_size:
                pool += rng.sample(list(examples), len(examples))
            batch, pool = pool[:batch_size], pool[batch_size:]
        rate = min(1.0, (step + 1) / (warmup + 1))
        if decay:
            rate *= 1 - 0.9 * step / max(1, steps)
        for group in optimizer.param_groups:
            group["lr"] = lr * rate
        value = loss(batch)
        optimizer.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(weights, 1.0)
        optimizer.step()
        losses.append(float(value.detach()))
        if on_step:
            on_step(step, losses[-1])
    model.eval()
    return losses


def fit(
    model: Any,
    tok: Any,
    examples: Sequence[Example] | Callable[[Random, int], list[Example]],
    *,
    mask_prompt: bool = False,
    **how: Any,
) -> list[float]:
    """Language-model training on examples; the other settings are those of `loop`."""

    def loss(batch: list[Example]) -> Any:
        rows = [encode(tok, example, mask_prompt) for example in batch]
        return loss_on(model, collate(rows, tok.pad_token_id, model.device))

    return loop(model, loss, examples, **how)


def _batches(items: Sequence[T], size: int) -> list[Sequence[T]]:
    return [items[start : start + size] for start in range(0, len(items), size)]


def nll(model: Any, tok: Any, examples: Sequence[Example], batch_size: int = 64) -> float:
    """Mean negative log-likelihood a token, in nats; of a pair only the answer counts."""
    import torch

    total, count = 0.0, 0
    with torch.no_grad():
        for some in _batches(examples, batch_size):
            batch = collate([encode(tok, e) for e in some], tok.pad_token_id, model.device)
            logs, known = token_logprobs(model, batch)
            total, count = total - float(logs.sum()), count + int(known.sum())
    return total / count


def exact(model: Any, tok: Any, pairs: Sequence[tuple[str, str]], batch_size: int = 64) -> float:
    """Share of pairs whose whole answer greedy decoding gives, from one pass each.

    Greedy decoding gives the answer if and only if each of its tokens is the likeliest one after
    the prompt and the answer so far.
    """
    import torch

    right = 0
    with torch.no_grad():
        for some in _batches(pairs, batch_size):
            rows = [encode(tok, pair, end=False) for pair in some]
            batch = collate(rows, tok.pad_token_id, model.device)
            logits = model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits
            guess, labels = logits[:, :-1].argmax(-1), batch["labels"][:, 1:]
            right += int(((guess == labels) | (labels == IGNORED)).all(-1).sum())
    return right / len(pairs)


def sample(
    model: Any,
    tok: Any,
    prompts: Sequence[str],
    *,
    max_new: int = 24,
    temperature: float = 1.0,
    top_p: float = 1.0,
    seed: int = 0,
) -> list[list[int]]:
    """New tokens for each prompt, all prompts at once with a cache; temperature 0 is greedy.

    A list ends with the token that ended it (<eos>, or <end> of a chat turn), if one did.
    """
    import torch

    rng = torch.Generator().manual_seed(seed)
    rows = [tok(prompt)["input_ids"] for prompt in prompts]
    width = max(map(len, rows))
    device = model.device
    ids = torch.tensor([[tok.pad_token_id] * (width - len(r)) + r for r in rows], device=device)
    mask = torch.tensor([[0] * (width - len(r)) + [1] * len(r) for r in rows], device=device)
    place = (mask.cumsum(-1) - 1).clamp_min(0)
    stops = {tok.eos_token_id, tok.convert_tokens_to_ids("<end>")}
    done = torch.zeros(len(rows), dtype=torch.bool)
    out: list[list[int]] = [[] for _ in rows]
    cache = None
    with torch.no_grad():
        for _ in range(max_new):
            made = model(input_ids=ids, attention_mask=mask, position_ids=place,
                         past_key_values=cache, use_cache=True)  # fmt: skip
            cache = made.past_key_values
            logits = made.logits[:, -1].float().cpu()
            if temperature == 0:
                new = logits.argmax(-1)
            else:
                odds = torch.softmax(logits / temperature, -1)
                if top_p < 1:
                    best, order = odds.sort(-1, descending=True)
                    best[best.cumsum(-1) - best >= top_p] = 0
                    odds = torch.zeros_like(odds).scatter(-1, order, best)
                new = torch.multinomial(odds, 1, generator=rng).squeeze(-1)
            for row, token in enumerate(new.tolist()):
                if not done[row]:
                    out[row].append(token)
                    done[row] = token in stops
            if bool(done.all()):
                break
            ids = new.unsqueeze(-1).to(device)
            mask = torch.cat([mask, mask.new_ones(len(rows), 1)], -1)
            place = place[:, -1:] + 1
    return out


def generate(model: Any, tok: Any, prompts: Sequence[str], **how: Any) -> list[str]:
    """Continuations as text without special tokens; settings are those of `sample`."""
    texts = sample(model, tok, prompts, **how)
    return [tok.decode(ids, skip_special_tokens=True).strip() for ids in texts]


def answer(model: Any, tok: Any, prompts: Sequence[str], max_new: int = 16) -> list[str]:
    """Greedy answers, each up to its first full stop (which is kept)."""
    texts = generate(model, tok, prompts, max_new=max_new, temperature=0)
    return [head + stop for head, stop, _ in (text.partition(".") for text in texts)]


def draw(make: Callable[[Random], T], count: int, seed: int) -> list[T]:
    """`count` things from a maker of the world, with its own generator."""
    rng = Random(seed)
    return list(islice(iter(lambda: make(rng), object()), count))
