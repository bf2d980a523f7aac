"""The incremental builder: it makes only those targets again of which a dependency changed.

The site is the one that `build_site` would give: a target is a function of the answers that the
glossary gave it (see `dependencies`), and of its `Context`; where that changes, all are made.
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
    """Keeps the output of every target with its dependencies, from one build to the next."""

    def __init__(self) -> None:
        self._parsed: tuple[Config | None, ParseCache] = (None, {})
        self._outputs: dict[str, tuple[Output, Dependencies]] = {}
        self._last: tuple[Glossary, Context] | None = None

    def load(self, config: Config) -> Glossary:
        """The glossary that the files hold; a file that did not change is not parsed again."""
        if self._parsed[0] != config:
            self._parsed = (config, {})
        return read_glossary(config, self._parsed[1])

    def build(self, glossary: Glossary, context: Context, *, files: bool = True) -> SiteFiles:
        """The site of a glossary without errors; `files` is false if only terms changed.

        Raises `AttributeError` where a target makes an untracked query.
        """
        unchanged = self._unchanged(glossary, context, files)
        tracked = TrackedGlossary(glossary)
        outputs: dict[str, tuple[Output, Dependencies]] = {}
        for name, target in all_targets(glossary, context).items():
            if name in unchanged:
                outputs[name] = unchanged[name]
            else:
                tracked.dependencies = Dependencies()
                outputs[name] = target(cast(Any, tracked)), tracked.dependencies
        self._outputs, self._last = outputs, (glossary, context)
        return join_outputs(each for each, _ in outputs.values())

    def _unchanged(
        self, glossary: Glossary, context: Context, files: bool
    ) -> dict[str, tuple[Output, Dependencies]]:
        """The outputs of the targets that are up to date."""
        if self._last is None or self._last[1] != context:
            return {}
        last = self._last[0]
        if last.config != glossary.config:
            return {}
        changed = changes(last, glossary)
        return {
            name: (output, dependencies)
            for name, (output, dependencies) in self._outputs.items()
            if not dependencies.touched(changed) and not (files and FILES in dependencies.facts)
        }
