"""A site that is made again and again: only the targets are made of which something changed.

What comes out is what `build` would give: a target is a function of the answers that the glossary
gave it (see `dependencies`), and of its `Context`; where that changes, every target is made.
"""

from __future__ import annotations

from typing import Any, cast

from glossary.model.glossary import Glossary, read_glossary
from glossary.model.loader import ParseCache
from glossary.pipeline.builder import SiteFiles, join_outputs
from glossary.pipeline.changes import changes
from glossary.pipeline.dependencies import FILES, Dependencies, TrackedGlossary
from glossary.pipeline.targets import Context, Output, all_targets
from glossary.sources.config import Config


class IncrementalBuilder:
    """The targets as they were last made, each with what it asked for."""

    def __init__(self) -> None:
        self._memory: tuple[Config | None, ParseCache] = (None, {})
        self._made: dict[str, tuple[Output, Dependencies]] = {}
        self._last: tuple[Glossary, Context] | None = None

    def read(self, config: Config) -> Glossary:
        """What the files say; those that are as they were are not parsed again."""
        if self._memory[0] != config:
            self._memory = (config, {})
        return read_glossary(config, self._memory[1])

    def build(self, glossary: Glossary, context: Context, *, files: bool = True) -> SiteFiles:
        """The site of a glossary without an error; `files` is false if only terms changed."""
        kept = self._kept(glossary, context, files)
        tracked = TrackedGlossary(glossary)
        made: dict[str, tuple[Output, Dependencies]] = {}
        for name, target in all_targets(glossary, context).items():
            if name in kept:
                made[name] = kept[name]
            else:
                tracked.dependencies = Dependencies()
                made[name] = target(cast(Any, tracked)), tracked.dependencies
        self._made, self._last = made, (glossary, context)
        return join_outputs(each for each, _ in made.values())

    def _kept(
        self, glossary: Glossary, context: Context, files: bool
    ) -> dict[str, tuple[Output, Dependencies]]:
        """The targets that cannot have changed."""
        if self._last is None or self._last[1] != context:
            return {}
        last = self._last[0]
        if last.config != glossary.config:
            return {}
        changed = changes(last, glossary)
        return {
            name: (made, dependencies)
            for name, (made, dependencies) in self._made.items()
            if not dependencies.touched(changed) and not (files and FILES in dependencies.facts)
        }
