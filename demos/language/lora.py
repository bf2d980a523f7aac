"""LoRA: a low-rank detour beside frozen weights

Claim: A rank-8 detour around every frozen layer, under 9 % of the weights, keeps at least 80 % of
what full fine-tuning gains on people outside the lessons; detached, it leaves the base's logits
bit for bit, and merged into the weights it gives the same logits within 0.001.
Refuted if: less than 80 % of the gain is kept, or full fine-tuning gains under 30 points, or 9 % of
the weights or more are trained, or a logit differs after detaching, or by over 0.001 after merging.
Takes: about 20 seconds a seed on one core.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from demos.lab import cli, plotting, results
from demos.lab.language import base, training, world

if TYPE_CHECKING:
    from torch import Tensor, nn

UNITS = {
    "full": "share",
    "lora": "share",
    "untuned": "share",
    "weights": "share",
    "detached_gap": "",
    "merged_gap": "",
}


@dataclass(frozen=True)
class Config:
    model: str = "demos/lab/language/base-1"  # knows forty people, has never seen a report
    rank: int = 8  # 4 learns less, 16 doubles the weights for little
    alpha: float = 32  # the detour counts alpha / rank = 4 times
    lessons: int = 256  # reports, all about the same thirty people
    exam: int = 200  # reports about the other ten; one is half a point
    steps: int = 120  # the detour starts at zero and needs twice as long as the layers themselves
    lr: float = 5e-3  # and longer strides, five times as long
    full_lr: float = 1e-3  # the best for full fine-tuning
    trained: bool = True  # the control never lets the detour leave zero
    device: str = "cpu"  # cuda works too


# %% The idea: W x + (alpha / rank) B A x
# A layer's weights W stay frozen. Beside them a detour: A squeezes the input into `rank` numbers,
# B spreads them out again. A starts random and B at zero, so at first nothing changes at all.
@dataclass(frozen=True)
class Detour:
    layer: nn.Linear
    down: Tensor  # A: (rank, inputs)
    up: Tensor  # B: (outputs, rank)
    scale: float

    def __call__(self, layer: nn.Linear, inputs: tuple[Tensor], output: Tensor) -> Tensor:
        return output + self.scale * (inputs[0] @ self.down.T @ self.up.T)

    def merge(self) -> None:
        """The detour becomes part of the weights: it costs nothing from then on."""
        self.layer.weight.data += self.scale * (self.up @ self.down).detach()


# A PyTorch layer lets others change its output on the way out: a hook. Adding a detour is hooking
# it to a layer, taking it off is removing the hook.
def attach(model: Any, config: Config, seed: int) -> tuple[dict[str, Detour], list[Any]]:
    """Freeze the model and hook a detour to each linear layer but the last, the vocabulary's."""
    import torch
    from torch import nn

    rng = torch.Generator().manual_seed(seed)
    model.requires_grad_(False)
    detours, hooks = {}, []
    for name, layer in list(model.named_modules()):
        if isinstance(layer, nn.Linear) and layer is not model.get_output_embeddings():
            outputs, inputs = layer.weight.shape
            bound = inputs**-0.5
            down = torch.rand(config.rank, inputs, generator=rng) * 2 * bound - bound
            up = torch.zeros(outputs, config.rank)
            layer.lora_A = nn.Parameter(down.to(layer.weight))  # now part of model.parameters()
            layer.lora_B = nn.Parameter(up.to(layer.weight), requires_grad=config.trained)
            scale = config.alpha / config.rank
            detours[name] = Detour(layer, layer.lora_A, layer.lora_B, scale)
            hooks.append(layer.register_forward_hook(detours[name]))
    if not detours:
        raise cli.Unusable(f"{config.model}: no linear layers to put a detour around")
    return detours, hooks


# %% The lessons
# As in fine_tuning.py: reports about thirty people in a format that pretraining never showed.
# Ten people are kept out of them, so what is said of those was known before.
def reports(people: Sequence[world.Person], count: int, seed: int) -> list[tuple[str, str]]:
    return training.draw(lambda rng: world.report(rng, rng.choice(people)), count, seed)


def teach(config: Config, model: Any, tok: Any, lr: float, seed: int) -> None:
    """Train whatever in the model is not frozen."""
    lessons = reports(world.TRAIN_PEOPLE, config.lessons, seed)
    training.fit(model, tok, lessons, steps=config.steps, lr=lr, seed=seed, weight_decay=0.0)


def tuned(config: Config, seed: int) -> Any:
    """The adapter for `--save`, as the peft library reads and writes it."""
    from peft import LoraConfig, get_peft_model, set_peft_model_state_dict

    model, tok = base.load(config.model, config.device)
    detours, _ = attach(model, config, seed)
    teach(config, model, tok, config.lr, seed)
    learned = {}
    for name, detour in detours.items():
        learned[f"base_model.model.{name}.lora_A.weight"] = detour.down.detach()
        learned[f"base_model.model.{name}.lora_B.weight"] = detour.up.detach()
    fresh, _ = base.load(config.model, config.device)
    shape = LoraConfig(r=config.rank, lora_alpha=config.alpha, target_modules=sorted(detours))
    made = get_peft_model(fresh, shape)
    set_peft_model_state_dict(made, learned)
    return made


# %% What is measured
# All four facts right to the letter; the share of weights trained; and what the logits of the exam
# do when the detour is taken off, and when it is merged into the weights instead.
def measure(config: Config, seed: int) -> dict[str, Any]:
    import torch

    exam = reports(world.HELD_OUT_PEOPLE, config.exam, seed + 10_000)
    full, tok = base.load(config.model, config.device)
    untuned = training.exact(full, tok, exam)
    teach(config, full, tok, config.full_lr, seed)

    model, _ = base.load(config.model, config.device)
    rows = [training.encode(tok, report) for report in exam[:32]]
    batch = training.collate(rows, tok.pad_token_id, model.device)

    @torch.no_grad()
    def logits() -> Tensor:
        return model(batch["input_ids"], attention_mask=batch["attention_mask"]).logits

    def gap(one: Tensor, other: Tensor) -> float:
        return float((one - other).abs().max())

    before, size = logits(), model.num_parameters()
    detours, hooks = attach(model, config, seed)
    teach(config, model, tok, config.lr, seed)
    lora, attached = training.exact(model, tok, exam), logits()
    for hook in hooks:
        hook.remove()
    detached = logits()
    for detour in detours.values():
        detour.merge()
    merged = logits()
    return {
        "full": training.exact(full, tok, exam),
        "lora": lora,
        "untuned": untuned,
        "weights": sum(d.down.numel() + d.up.numel() for d in detours.values()) / size,
        "detached_gap": gap(detached, before),
        "merged_gap": gap(merged, attached),
    }


# %% When the claim holds
def holds(runs: Sequence[Mapping[str, float]]) -> bool:
    if not results.finite(runs):
        return False
    mean = results.means(runs)
    gained = mean["full"] - mean["untuned"]
    return (
        gained >= 0.3
        and mean["lora"] - mean["untuned"] >= 0.8 * gained
        and 0 < mean["weights"] < 0.09
        and all(r["detached_gap"] == 0 and r["merged_gap"] < 1e-3 for r in runs)
    )


def control(config: Config) -> Config:
    return replace(config, trained=False)


def plot(runs: Sequence[Mapping[str, Any]]) -> Any:
    fig, (left, right) = plotting.figure(2)
    arms = {"full": "all weights", "lora": "LoRA", "untuned": "none"}
    colors = (plotting.VIOLET, plotting.GREEN, plotting.GREY)
    plotting.bars(left, runs, arms, colors=colors)
    left.set_ylabel("right about new people")
    trained = {"full": 1.0, "lora": plotting.values(runs, "weights")[0], "untuned": 0.0}
    plotting.bars(right, [{"measured": trained}], arms, colors=colors)
    right.set_ylabel("weights trained")
    return fig


if __name__ == "__main__":
    cli.main(__file__)
