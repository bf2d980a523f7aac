"""A profile of a build by MkDocs: the seconds of each of our stages.

    python -m benchmarks.profile_build REPORT.json [--profile] -- MKDOCS ARGUMENTS

Each function that stands for a stage is replaced, wherever it is known by its name, by one that
counts its time without that of other stages inside it, so the stages add up to what is ours. Pages
and diagrams are made by several processes: the time that ours waits for them is shared between the
two as the others' time is. A profile is taken of a build by one process, which knows it all.
"""

from __future__ import annotations

import cProfile
import importlib
import json
import os
import pstats
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from functools import partial, wraps
from inspect import getattr_static
from pathlib import Path
from typing import Any, Final

from glossary.utils import parallel

# Stage → functions; a name that a later version no longer has is an error, so that this stays true.
STAGES: Final[dict[str, tuple[str, ...]]] = {
    "load": (
        "glossary.sources.config.read_config",
        "glossary.model.glossary.read_glossary",
        "glossary.i18n.catalog.read_locales",
    ),
    "graph": (
        "glossary.model.graph.build_graph",
        "glossary.model.graph.levels",
        "glossary.model.graph.order",
        "glossary.render.diagrams.layered.layout",
    ),
    "check": ("glossary.checks.runner.check",),
    "diagrams": (
        "glossary.render.diagrams.neighbourhood.draw",
        "glossary.render.diagrams.neighbourhood.draw_any",
    ),
    "pages": ("glossary.pipeline.builder.build_site",),
}
# The last hook waits for Pagefind, which began when all pages were known.
HOOKS: Final = {"_write_index": "search"}
ALL: Final = (*STAGES, "search", "hooks")


class Clock:
    """Time by stage, each without the stages that it calls."""

    def __init__(self) -> None:
        self.spent: dict[str, float] = defaultdict(float)
        self.others: dict[str, float] = defaultdict(float)  # by processes that pages are made by
        self._running: list[str] = []
        self._since = 0.0
        self._process = os.getpid()

    def wrap(self, stage: str, function: Callable[..., Any]) -> Callable[..., Any]:
        """The function, counted."""

        @wraps(function)
        def counted(*args: Any, **kwargs: Any) -> Any:
            self._turn()
            self._running.append(stage)
            try:
                return function(*args, **kwargs)
            finally:
                self._turn()
                self._running.pop()

        return counted

    def each(self, original: Callable[..., Iterator[Any]]) -> Callable[..., Iterator[Any]]:
        """`workers.each` with a clock in every process."""

        def timed(work: Callable[[int], Any], number: int) -> tuple[Any, dict[str, float]]:
            if os.getpid() == self._process:
                return work(number), {}
            self.spent.clear()
            self._since = time.perf_counter()
            result = work(number)
            self._turn()
            return result, dict(self.spent)

        def each(count: int, work: Callable[[int], Any]) -> Iterator[Any]:
            for result, spent in original(count, partial(timed, work)):
                for stage, seconds in spent.items():
                    self.others[stage] += seconds
                yield result

        return each

    def stages(self) -> dict[str, float]:
        """Seconds by stage."""
        seconds_by_stage = dict(self.spent)
        if all_others := sum(self.others.values()):
            waited = seconds_by_stage.pop("pages")
            for stage, seconds in self.others.items():
                seconds_by_stage[stage] = (
                    seconds_by_stage.get(stage, 0.0) + waited * seconds / all_others
                )
        return seconds_by_stage

    def _turn(self) -> None:
        now = time.perf_counter()
        if self._running:
            self.spent[self._running[-1]] += now - self._since
        self._since = now


def install(clock: Clock) -> None:
    """Puts the clock into our functions and into the hooks of our plugin."""
    from mkdocs.plugins import CombinedEvent

    from glossary.integrations.mkdocs.plugin import GlossaryPlugin

    parallel.each = clock.each(parallel.each)
    for stage, names in STAGES.items():
        for name in names:
            module, _, attribute = name.rpartition(".")
            function = getattr(importlib.import_module(module), attribute)
            counted = clock.wrap(stage, function)
            for each in [m for n, m in sys.modules.items() if n.startswith("glossary")]:
                for key, value in list(vars(each).items()):
                    if value is function:
                        setattr(each, key, counted)
    for name in [name for name in dir(GlossaryPlugin) if name.startswith("on_")]:
        hook = getattr_static(GlossaryPlugin, name)  # some are inherited
        methods = hook.methods if isinstance(hook, CombinedEvent) else [hook]
        timed = [clock.wrap(HOOKS.get(each.__name__, "hooks"), each) for each in methods]
        setattr(GlossaryPlugin, name, CombinedEvent(*timed) if len(timed) > 1 else timed[0])


def by_package(profile: cProfile.Profile) -> dict[str, float]:
    """Seconds by the package whose code ran; what is built in counts for whoever called it."""
    seconds_by_package: dict[str, float] = defaultdict(float)
    for (file, _, _), (_, _, own, _, callers) in pstats.Stats(profile).stats.items():  # type: ignore[attr-defined]
        if file == "~" or file.startswith("<"):
            for (caller, _, _), figures in callers.items():
                seconds_by_package[_package(caller)] += figures[2]
        else:
            seconds_by_package[_package(file)] += own
    return dict(sorted(seconds_by_package.items(), key=lambda item: -item[1]))


def _package(file: str) -> str:
    parts = Path(file).parts
    if "site-packages" in parts:
        return parts[parts.index("site-packages") + 1].removesuffix(".py")
    if "glossary" in parts:
        return "glossary"
    return "templates" if "templates" in parts else "python"


def main() -> None:
    """Builds, then writes the report."""
    report, *arguments = sys.argv[1:]
    options, mkdocs = arguments[: arguments.index("--")], arguments[arguments.index("--") + 1 :]
    clock, profile = Clock(), cProfile.Profile()
    start = time.perf_counter()
    from mkdocs.__main__ import cli

    install(clock)
    if "--profile" in options:
        parallel.each = lambda count, work: map(work, range(count))
    try:
        if "--profile" in options:
            profile.runcall(cli, mkdocs, standalone_mode=False)
        else:
            cli(mkdocs, standalone_mode=False)
    finally:
        total = time.perf_counter() - start
        results: dict[str, Any] = {"total": total, "stages": clock.stages()}
        if "--profile" in options:
            results["packages"] = by_package(profile)
        Path(report).write_text(json.dumps(results, indent=1), "utf-8")


if __name__ == "__main__":
    main()
