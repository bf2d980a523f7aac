"""The ideas that the demos write out by hand, against the libraries and papers they come from.

LoRA is compared with peft itself.
TRL's losses live inside its trainers, so the formulas of RewardTrainer and GRPOTrainer (TRL 1.16,
`reward_trainer.py` and `grpo_trainer.py`) are derived here once more from their definitions, in
float64 NumPy.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from torch import nn
from transformers import GPT2Config, GPT2LMHeadModel, LlamaForCausalLM

from demos.lab import cli
from demos.lab.language import base, heads
from demos.language import front_running, lora, reward_model, rlhf

pytestmark = pytest.mark.demos


def random_model(seed: int = 0) -> Any:
    torch.manual_seed(seed)
    return LlamaForCausalLM(base.config()).eval()


def some_ids() -> torch.Tensor:
    return torch.randint(3, 1024, (4, 20), generator=torch.Generator().manual_seed(1))


def attached(config: lora.Config) -> tuple[Any, dict[str, lora.Detour], list[Any]]:
    """A random model with detours that already lead somewhere."""
    model = random_model()
    detours, hooks = lora.attach(model, config, seed=0)
    rng = torch.Generator().manual_seed(2)
    for detour in detours.values():
        detour.up.data = 0.1 * torch.randn(detour.up.shape, generator=rng)
    return model, detours, hooks


def test_our_lora_gives_the_logits_of_peft_with_as_many_weights_trained() -> None:
    config = lora.Config()
    ours, detours, _ = attached(config)
    shape = LoraConfig(r=config.rank, lora_alpha=config.alpha, target_modules="all-linear")
    theirs = get_peft_model(random_model(), shape).eval()
    for name, detour in detours.items():
        layer = theirs.get_submodule(f"base_model.model.{name}")
        layer.lora_A["default"].weight.data = detour.down.data
        layer.lora_B["default"].weight.data = detour.up.data
    with torch.no_grad():
        torch.testing.assert_close(ours(some_ids()).logits, theirs(some_ids()).logits)
    trained = sum(p.numel() for p in ours.parameters() if p.requires_grad)
    assert trained == theirs.get_nb_trainable_parameters()[0]
    assert trained == sum(d.down.numel() + d.up.numel() for d in detours.values())


def test_our_lora_gives_the_gradients_of_peft() -> None:
    config = lora.Config()
    ours, detours, _ = attached(config)
    shape = LoraConfig(r=config.rank, lora_alpha=config.alpha, target_modules=sorted(detours))
    theirs = get_peft_model(random_model(), shape).eval()
    for name, detour in detours.items():
        layer = theirs.get_submodule(f"base_model.model.{name}")
        layer.lora_A["default"].weight.data = detour.down.data.clone()
        layer.lora_B["default"].weight.data = detour.up.data.clone()
    for model in (ours, theirs):
        model(some_ids(), labels=some_ids()).loss.backward()
    for name, detour in detours.items():
        layer = theirs.get_submodule(f"base_model.model.{name}")
        torch.testing.assert_close(detour.down.grad, layer.lora_A["default"].weight.grad)
        torch.testing.assert_close(detour.up.grad, layer.lora_B["default"].weight.grad)


def test_a_detour_changes_nothing_at_first_and_nothing_once_detached() -> None:
    model = random_model()
    with torch.no_grad():
        before = model(some_ids()).logits
        _, hooks = lora.attach(model, lora.Config(), seed=0)
        assert torch.equal(model(some_ids()).logits, before)
        model, _, hooks = attached(lora.Config())
        assert not torch.allclose(model(some_ids()).logits, before, atol=1e-3)
        for hook in hooks:
            hook.remove()
        assert torch.equal(model(some_ids()).logits, before)


def test_a_merged_detour_gives_the_logits_of_an_attached_one() -> None:
    model, detours, hooks = attached(lora.Config())
    with torch.no_grad():
        before = model(some_ids()).logits
        for hook in hooks:
            hook.remove()
        for detour in detours.values():
            detour.merge()
        torch.testing.assert_close(model(some_ids()).logits, before, atol=1e-4, rtol=0)


def test_an_adapter_that_the_demo_saves_is_one_that_peft_loads(tmp_path: Path) -> None:
    config = replace(lora.Config(), steps=3, lessons=32)
    lora.tuned(config, seed=5).save_pretrained(tmp_path)
    start, tok = base.load(config.model)
    by_hand, _ = base.load(config.model)
    lora.attach(by_hand, config, seed=5)
    lora.teach(config, by_hand, tok, config.lr, seed=5)
    with torch.no_grad():
        untuned = start(some_ids()).logits
        loaded = PeftModel.from_pretrained(start, tmp_path).eval()
        torch.testing.assert_close(loaded(some_ids()).logits, by_hand(some_ids()).logits)
        assert not torch.equal(loaded(some_ids()).logits, untuned)


def test_a_model_without_linear_layers_gets_one_clear_line() -> None:
    torch.manual_seed(0)
    gpt2 = GPT2LMHeadModel(GPT2Config(vocab_size=64, n_embd=16, n_layer=1, n_head=2))
    with pytest.raises(cli.Unusable, match="no linear layers to put a detour around"):
        lora.attach(gpt2, lora.Config(), seed=0)


def test_the_reward_loss_is_the_surprise_at_the_preference_by_bradley_and_terry() -> None:
    rng = np.random.default_rng(0)
    preferred, other = rng.normal(size=(2, 64)) * 3
    chance = np.exp(preferred) / (np.exp(preferred) + np.exp(other))  # Bradley and Terry, 1952
    ours = reward_model.bradley_terry(torch.tensor(preferred), torch.tensor(other))
    np.testing.assert_allclose(float(ours), -np.log(chance).mean(), rtol=1e-12)


def reference_grpo(config: rlhf.Config, now: Any, then: Any, ref: Any, advantage: Any) -> Any:
    """Per-token loss of GRPO (arXiv:2402.03300, equations 3 and 4), as TRL computes it."""
    ratio = np.exp(now - then)
    kept = np.clip(ratio, 1 - config.clip, 1 + config.clip)
    surrogate = np.where(ratio * advantage < kept * advantage, ratio * advantage, kept * advantage)
    kl = np.exp(ref) / np.exp(now) - np.log(np.exp(ref) / np.exp(now)) - 1
    return -(surrogate - config.kl * kl)


def test_the_policy_loss_is_that_of_grpo() -> None:
    config = rlhf.Config()
    rng = np.random.default_rng(0)
    now, then, ref = -rng.exponential(size=(3, 8, 12))
    advantage = rng.normal(size=(8, 1))
    expected = reference_grpo(config, now, then, ref, advantage)
    ours = rlhf.loss_of(config, *map(torch.tensor, (now, then, ref, advantage)))
    np.testing.assert_allclose(ours.numpy(), expected, rtol=1e-10)


def test_the_penalty_is_on_average_the_kl_divergence_and_never_negative() -> None:
    rng = torch.Generator().manual_seed(0)
    policy, reference = torch.randn(2, 50, generator=rng, dtype=torch.float64).log_softmax(-1)
    config = replace(rlhf.Config(), kl=1.0)
    penalty = rlhf.loss_of(config, policy, policy, reference, torch.zeros(1, dtype=torch.float64))
    exact = nn.functional.kl_div(reference, policy, log_target=True, reduction="sum")
    torch.testing.assert_close((policy.exp() * penalty).sum(), exact)
    assert bool((penalty >= 0).all())


def test_before_anything_moved_the_gradient_is_that_of_reinforce() -> None:
    config = replace(rlhf.Config(), kl=0.0)
    now = torch.tensor([[-1.0, -2.0], [-0.5, -3.0]], requires_grad=True)
    advantage = torch.tensor([[1.5], [-0.5]])
    rlhf.loss_of(config, now, now.detach(), now.detach(), advantage).sum().backward()
    torch.testing.assert_close(now.grad, -advantage.expand(2, 2))


def test_what_moved_beyond_the_clip_has_no_gradient_left() -> None:
    config = replace(rlhf.Config(), kl=0.0)
    then = torch.full((2, 1), -2.0)
    now = torch.tensor([[-1.0], [-3.0]], requires_grad=True)  # up and down by a factor of e
    rlhf.loss_of(config, now, then, then, torch.tensor([[1.0], [-1.0]])).sum().backward()
    assert now.grad is not None
    assert now.grad.abs().max() == 0


def test_a_text_gets_the_same_numbers_alone_as_beside_a_longer_one() -> None:
    start, tok = base.load()
    judge = heads.add_head(start, 2, seed=0)
    texts = ["Sure, here it is.", "Go away, the ladder is mine, and so is the basket, fool."]
    with torch.no_grad():
        together = heads.scores(judge, tok, texts)
        alone = torch.cat([heads.scores(judge, tok, [text]) for text in texts])
    torch.testing.assert_close(together, alone)


def judged(start: Any, tok: Any, pairs: list[tuple[str, str]]) -> torch.Tensor:
    with torch.no_grad():
        return heads.points(start, tok, pairs)


def test_only_the_reply_earns_points_but_in_the_light_of_what_was_asked() -> None:
    start, tok = base.load()
    judge = heads.add_judge(start, seed=0)
    asked, reply = "Ask: May I borrow your ladder? Reply:", "Gladly, please take my ladder."
    ids = tok(f"{asked} {reply}", return_tensors="pt")["input_ids"]
    count = len(tok(reply, add_special_tokens=False)["input_ids"])
    with torch.no_grad():
        hidden = judge.model(ids).last_hidden_state[0, -count:]
        logs = judge.lm_head(judge.model(ids).last_hidden_state)[0].log_softmax(-1)
        expected = logs[torch.arange(-count - 1, -1), ids[0, -count:]]
        words = hidden @ judge.head.weight[0, :-1] + expected * judge.head.weight[0, -1]
    together = judged(judge, tok, [(asked, reply), (asked, "No.")])
    torch.testing.assert_close(together[0], 4 * words.mean())
    torch.testing.assert_close(judged(judge, tok, [(asked, "No.")])[0], together[1])
    elsewhere = judged(judge, tok, [("Ask: May I borrow your key? Reply:", reply)])
    assert not torch.isclose(elsewhere[0], together[0], atol=1e-3)


def test_an_empty_reply_earns_nothing() -> None:
    start, tok = base.load()
    judge = heads.add_judge(start, seed=0)
    assert judged(judge, tok, [("Ask: May I borrow your key? Reply:", "")])[0] == 0


def test_ngrams_cannot_tell_sandwiches_apart() -> None:
    lessons, exam = front_running.windows(2000, seed=0), front_running.windows(500, seed=1)
    marks = np.array([mark for _, mark in exam])
    right = float(np.mean(front_running.ngrams(lessons, exam) == marks))
    assert right < 0.62
