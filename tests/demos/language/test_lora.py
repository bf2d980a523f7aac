"""LoRA by hand against the peft library: logits, gradients, what is saved."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import torch
from peft import LoraConfig, PeftModel, get_peft_model
from transformers import GPT2Config, GPT2LMHeadModel, LlamaForCausalLM

from demos.lab import cli
from demos.lab.language import base
from demos.language import lora

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
