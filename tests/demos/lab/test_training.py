"""Our training and measuring code against transformers' own and against naive loops."""

from __future__ import annotations

import hashlib
import math
from random import Random
from typing import Any

import pytest

from demos.lab.language import base, training, world
from demos.lab.language.world import stories

PAIRS = training.draw(stories.counting, 12, 31)


@pytest.fixture(scope="module")
def lab() -> tuple[Any, Any]:
    return base.load()


def digest(model: Any) -> str:
    made = hashlib.sha256()
    for name, value in sorted(model.state_dict().items()):
        made.update(name.encode() + value.detach().numpy().tobytes())
    return made.hexdigest()


def test_the_masked_loss_is_the_loss_of_transformers(lab: tuple[Any, Any]) -> None:
    import torch

    model, tok = lab
    rows = [training.encode(tok, pair) for pair in PAIRS]
    batch = training.collate(rows, tok.pad_token_id)
    with torch.no_grad():
        theirs = model(**batch).loss
        assert torch.allclose(training.loss_on(model, batch), theirs, atol=1e-5)
    assert math.isclose(training.nll(model, tok, PAIRS, batch_size=5), float(theirs), abs_tol=1e-4)


def test_the_log_probability_of_an_answer_is_the_sum_over_its_tokens(lab: tuple[Any, Any]) -> None:
    import torch

    model, tok = lab
    with torch.no_grad():
        rows = [training.encode(tok, pair) for pair in PAIRS]
        logprobs, _ = training.token_logprobs(model, training.collate(rows, tok.pad_token_id))
        for value, (prompt, answer) in zip(logprobs.sum(-1).tolist(), PAIRS, strict=True):
            ids = tok(prompt)["input_ids"]
            total = 0.0
            for token in [*tok(answer, add_special_tokens=False)["input_ids"], tok.eos_token_id]:
                logs = torch.log_softmax(model(torch.tensor([ids])).logits[0, -1], -1)
                total += float(logs[token])
                ids = [*ids, token]
            assert math.isclose(value, total, abs_tol=1e-3)


def test_batched_greedy_answers_are_those_of_generate_one_by_one(lab: tuple[Any, Any]) -> None:
    import torch

    model, tok = lab
    prompts = [prompt for prompt, _ in PAIRS]
    ours = training.sample(model, tok, prompts, max_new=12, temperature=0)
    for prompt, ids in zip(prompts, ours, strict=True):
        given = tok(prompt, return_tensors="pt")
        theirs = model.generate(**given, max_new_tokens=12, do_sample=False)[0]
        new = theirs[given["input_ids"].shape[1] :]
        assert ids == new[: len(ids)].tolist()
        assert len(ids) == 12 or ids[-1] == tok.eos_token_id
    assert isinstance(model, torch.nn.Module)


def test_exact_is_what_greedy_decoding_gives(lab: tuple[Any, Any]) -> None:
    model, tok = lab
    rng = Random(33)
    pairs = [world.closed_book(rng, p, kind) for p in world.PEOPLE[:6] for kind in world.FACTS]
    pairs += [(prompt, "nobody.") for prompt, _ in pairs[:10]]
    said = training.answer(model, tok, [prompt for prompt, _ in pairs])
    share = sum(a == b for a, (_, b) in zip(said, pairs, strict=True)) / len(pairs)
    assert training.exact(model, tok, pairs) == share < 1


def test_sampling_repeats_with_its_seed_and_only_then(lab: tuple[Any, Any]) -> None:
    model, tok = lab
    prompts = ["One morning", "Karl"] * 4
    first = training.sample(model, tok, prompts, max_new=10, seed=1)
    assert first == training.sample(model, tok, prompts, max_new=10, seed=1)
    assert first != training.sample(model, tok, prompts, max_new=10, seed=2)
    tight = training.sample(model, tok, prompts, max_new=10, top_p=1e-6, seed=3)
    assert tight == training.sample(model, tok, prompts, max_new=10, temperature=0)


def test_the_same_seed_gives_the_same_bits(lab: tuple[Any, Any]) -> None:
    model, tok = lab
    examples = [world.report(Random(i), world.TRAIN_PEOPLE[i]) for i in range(20)]
    runs = []
    for seed in (1, 1, 2):
        tuned = base.fresh(model, 5)
        tuned.load_state_dict(model.state_dict())
        training.fit(tuned, tok, examples, steps=4, lr=1e-3, seed=seed)
        runs.append(digest(tuned))
    assert runs[0] == runs[1] != runs[2]
    assert (
        digest(base.fresh(model, 1)) == digest(base.fresh(model, 1)) != digest(base.fresh(model, 2))
    )


def test_prompts_are_left_out_of_the_loss_when_asked(lab: tuple[Any, Any]) -> None:
    _, tok = lab
    pair = ("Question: Where does Karl live? Answer:", "Elmport.")
    ids, masked = training.encode(tok, pair, mask_prompt=True)
    same, full = training.encode(tok, pair, mask_prompt=False)
    assert ids == same == full
    assert [i for i, label in enumerate(masked) if label != training.IGNORED] == [
        len(ids) - 3, len(ids) - 2, len(ids) - 1
    ]  # fmt: skip
    assert training.encode(tok, "<user> Hi<assistant> Hi.<end>")[0][-1] != tok.eos_token_id


def test_examples_may_be_drawn_by_a_function_and_steps_are_reported(lab: tuple[Any, Any]) -> None:
    model, tok = lab
    seen: list[int] = []
    losses = training.fit(
        base.fresh(model, 1), tok, lambda rng, n: [" ".join(stories.counting(rng))] * n,
        steps=3, lr=3e-3, seed=1, batch_size=2, on_step=lambda step, loss: seen.append(step),
    )  # fmt: skip
    assert seen == [0, 1, 2] and losses[2] < losses[0]
