"""Random edits of the files of a glossary, as a person may make them."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import yaml

from benchmarks import synthetic, synthetic_words


class Editor:
    """A person at work: changes that leave the glossary valid, or break and mend it."""

    def __init__(self, config: Path, chance: random.Random) -> None:
        self.terms, self.chance = config.parent / "terms", chance
        self.added = 0

    def one(self) -> str:
        """Makes some change and says which."""
        changes: tuple[Callable[[], str], ...] = (
            self.text, self.text, self.name, self.alias, self.reason, self.topic, self.relate,
            self.cut, self.add, self.remove, self.rename, self.translate, self.mention,
        )  # fmt: skip
        return self.chance.choice(changes)()

    def _slug(self) -> str:
        return self.chance.choice(sorted(path.stem for path in self.terms.glob("*.yml")))

    def _edit(self, slug: str, change: Callable[[dict[str, Any]], None], *where: str) -> None:
        for folder in where or ("", "pl"):
            path = self.terms / folder / f"{slug}.yml"
            value = yaml.safe_load(path.read_text("utf-8"))
            change(value)
            synthetic.dump(path, {k: v for k, v in value.items() if v})

    def text(self) -> str:
        slug, key = self._slug(), self.chance.choice(("eli5", "explanation", "expert"))
        word = self.chance.choice(("now", "*then*", "a longer remark " * 40))
        self._edit(
            slug, lambda v: v.update({key: f"{v[key]} {word}"}), self.chance.choice(("", "pl"))
        )
        return f"{key} of {slug}"

    def name(self) -> str:
        slug = self._slug()
        self._edit(slug, lambda v: v.update(name=f"{v['name']} X{self.chance.randrange(99)}"), "")
        return f"name of {slug}"

    def alias(self) -> str:
        slug, word = self._slug(), self.chance.choice(("plain methods", "the scale", "przypadek"))
        where = self.chance.choice(("", "pl"))
        self._edit(slug, lambda v: v.update(aliases=[*v.get("aliases", []), word]), where)
        return f"alias of {slug}"

    def mention(self) -> str:
        slug, other = self._slug(), self._slug()
        name = yaml.safe_load((self.terms / f"{other}.yml").read_text("utf-8"))["name"]
        self._edit(slug, lambda v: v.update(eli5=f"{v['eli5']} See {name}."), "")
        return f"{other} mentioned in {slug}"

    def reason(self) -> str:
        slug = self._slug()
        key = self.chance.choice(("prerequisites", "children", "related"))

        def change(value: dict[str, Any]) -> None:
            value[key] = {k: f"{why} Indeed." for k, why in value.get(key, {}).items()}

        self._edit(slug, change, self.chance.choice(("", "pl")))
        return f"{key} of {slug}"

    def topic(self) -> str:
        slug = self._slug()
        self._edit(
            slug, lambda v: v.update(topic=self.chance.choice(synthetic_words.TOPICS)[0]), ""
        )
        return f"topic of {slug}"

    def relate(self) -> str:
        slugs = sorted(path.stem for path in self.terms.glob("*.yml"))
        one, other = self.chance.sample(slugs, 2)
        values = {s: yaml.safe_load((self.terms / f"{s}.yml").read_text("utf-8")) for s in slugs}
        for s, o in ((one, other), (other, one)):
            if any(o in values[s].get(k, {}) for k in ("prerequisites", "children", "related")):
                return "nothing"
        self._edit(one, lambda v: v.setdefault("related", {}).update({other: "They are alike."}))
        return f"{one} related to {other}"

    def cut(self) -> str:
        slug = self._slug()
        self._edit(slug, lambda v: v.pop("prerequisites", None))
        return f"prerequisites of {slug} gone"

    def add(self) -> str:
        model = self._slug()
        self.added += 1
        for folder in ("", "pl"):
            value = yaml.safe_load((self.terms / folder / f"{model}.yml").read_text("utf-8"))
            value |= {"name": f"New {self.added} {value['name']}", "children": {}, "related": {}}
            value |= {"prerequisites": {model: "It is made of it."}, "aliases": [], "forms": []}
            target = self.terms / folder / f"new-{self.added}.yml"
            synthetic.dump(target, {k: v for k, v in value.items() if v})
        return f"new-{self.added} below {model}"

    def remove(self, slug: str = "", instead: str = "") -> str:
        slug = slug or self._slug()
        for folder in ("", "pl"):
            (self.terms / folder / f"{slug}.yml").unlink()
            for path in (self.terms / folder).glob("*.yml"):
                value = yaml.safe_load(path.read_text("utf-8"))
                for key in ("prerequisites", "children", "related"):
                    if slug in value.get(key, {}):
                        reason = value[key].pop(slug)
                        value[key] |= {instead: reason} if instead else {}
                        synthetic.dump(path, {k: v for k, v in value.items() if v})
        return f"{slug} removed"

    def rename(self) -> str:
        slug = self._slug()
        self.added += 1
        for folder in ("", "pl"):
            path = self.terms / folder / f"{slug}.yml"
            shutil.copy(path, path.with_name(f"moved-{self.added}.yml"))
        self.remove(slug, f"moved-{self.added}")
        where = self.chance.choice(([slug], []))
        self._edit(f"moved-{self.added}", lambda v: v.update(formerly=where), "")
        return f"{slug} is now moved-{self.added}"

    def translate(self) -> str:
        slug = self._slug()
        self._edit(slug, lambda v: v.update(name=f"{v['name']} Y"), "pl")
        return f"Polish name of {slug}"
