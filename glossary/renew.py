"""A site that is made again and again: only the parts are made of which something changed.

What comes out is what `build` would give: a part is a function of the answers that the glossary
gave it (see `facts`), and of what is `Given`; where that changes, every part is made.
"""

from __future__ import annotations

from typing import Any, cast

from glossary.build import Built, put_together
from glossary.changes import changes
from glossary.config import Config
from glossary.facts import FILES, Asked, Watched
from glossary.loading import Memory
from glossary.parts import Given, Made, parts
from glossary.whole import Glossary, read


class Workshop:
    """The parts as they were last made, each with what it asked for."""

    def __init__(self) -> None:
        self._memory: tuple[Config | None, Memory] = (None, {})
        self._made: dict[str, tuple[Made, Asked]] = {}
        self._last: tuple[Glossary, Given] | None = None

    def read(self, config: Config) -> Glossary:
        """What the files say; those that are as they were are not parsed again."""
        if self._memory[0] != config:
            self._memory = (config, {})
        return read(config, self._memory[1])

    def build(self, glossary: Glossary, given: Given, *, files: bool = True) -> Built:
        """The site of a glossary without an error; `files` is false if only terms changed."""
        kept = self._kept(glossary, given, files)
        watched = Watched(glossary)
        made: dict[str, tuple[Made, Asked]] = {}
        for name, part in parts(glossary, given).items():
            if name in kept:
                made[name] = kept[name]
            else:
                watched.asked = Asked()
                made[name] = part(cast(Any, watched)), watched.asked
        self._made, self._last = made, (glossary, given)
        return put_together(each for each, _ in made.values())

    def _kept(self, glossary: Glossary, given: Given, files: bool) -> dict[str, tuple[Made, Asked]]:
        """The parts that cannot have changed."""
        if self._last is None or self._last[1] != given:
            return {}
        last = self._last[0]
        if last.config != glossary.config:
            return {}
        changed = changes(last, glossary)
        return {
            name: (made, asked)
            for name, (made, asked) in self._made.items()
            if not asked.touched(changed) and not (files and FILES in asked.facts)
        }
