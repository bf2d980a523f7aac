"""The command line every demo has, in two lines: `if __name__ == "__main__": cli.main(__file__)`.

Exit status: 0 the claim holds, 1 it is refuted, 2 it could not be judged, 130 stopped by hand.
Nothing heavy is imported before it is known that a demo will really run.
"""

from __future__ import annotations

import argparse
import importlib
import math
import os
import sys
import textwrap
from collections.abc import Callable, Iterable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any, NoReturn

from demos.lab import progress, results, runner, script, settings, table
from demos.lab.runner import Demo
from demos.lab.script import Unusable

__all__ = ["Unusable", "main"]


def main(file: str, argv: Sequence[str] | None = None) -> NoReturn:
    """Run the demo that `file` is, as its options ask, and exit with its verdict."""
    path = Path(file)
    # A script's own folder comes first on the path, where a demo `x.py` would hide a library `x`.
    sys.path[:] = [p for p in sys.path if Path(p or ".").resolve() != path.resolve().parent]
    exit_with(lambda: run_script(path, argv))


def exit_with(work: Callable[[], int]) -> NoReturn:
    """Turn whatever stops the work into one clear line and an exit status."""
    try:
        status = work()
        sys.stdout.flush()
    except Unusable as error:
        print(error, file=sys.stderr)
        status = 2
    except KeyboardInterrupt:
        print("\nstopped; nothing was recorded", file=sys.stderr)
        status = 130
    except BrokenPipeError:  # the reader (`| head`) went away
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        status = 2
    except OSError as error:
        if error.filename is None and error.strerror is None:
            raise  # a library's own error, not the machine's: its traceback is worth more
        print(f"{error.filename or 'output'}: {error.strerror}", file=sys.stderr)
        status = 2
    sys.exit(status)


class Parser(argparse.ArgumentParser):
    def error(self, message: str) -> NoReturn:
        raise Unusable(f"{self.prog}: {message} (see --help)")


def options(parser: argparse.ArgumentParser) -> argparse.ArgumentParser:
    """What one demo and many understand alike."""
    parser.add_argument("--seed", type=_seed, metavar="N", help="another seed (default: 0)")
    parser.add_argument("--control", action="store_true", help="remove the ingredient")
    parser.add_argument("--json", action="store_true", help="the run as JSON, and nothing else")
    parser.add_argument("--record", action="store_true", help="judge on fresh seeds and keep it")
    return parser


def run_script(path: Path, argv: Sequence[str] | None = None) -> int:
    """One demo with its settings, as its own command line asks."""
    source = script.read(path)
    about = "\n".join(
        [source.title, "", textwrap.fill(f"Claim: {source.claim}", 88), f"Takes: {source.takes}"]
    )
    layout = argparse.RawDescriptionHelpFormatter
    parser = Parser(prog=path.name, description=about, formatter_class=layout)
    options(parser)
    parser.add_argument("--plot", type=Path, metavar="FILE", help="save the plot (.svg, .png)")
    parser.add_argument("--save", type=Path, metavar="DIR", help="save the tuned model")
    known = settings.of(source)
    settings.add(parser, known)
    fields = {setting.name: setting.option for setting in known}
    asked, rest = parser.parse_known_args(argv)
    if rest:
        _refuse(parser, path, rest[0], [*fields.values()])
    changes = {name: value for name, value in vars(asked).items() if name in fields}
    given = [fields[name] for name in changes]
    given += [f"--{name}" for name in ("seed", "control", "plot", "save") if _given(asked, name)]
    if asked.record and given:
        raise Unusable(f"{path.name}: --record takes the demo as it is; drop {given[0]}")
    return run_demo(path, asked, changes, plot=asked.plot, save=asked.save)


def run_demo(
    path: Path,
    asked: argparse.Namespace,
    changes: Mapping[str, object] | None = None,
    *,
    plot: Path | None = None,
    save: Path | None = None,
) -> int:
    """One demo, one seed (or `--record`): print it, return 0 if the claim holds, else 1."""
    progress.silence(asked.json or os.environ.get("RANK", "0") != "0")
    demo = runner.load(path)
    changes = changes or {}
    if save and not hasattr(demo.module, "tuned"):
        raise Unusable(f"{path.name}: this demo has no model to --save")
    with progress.waiting("loading libraries… "):
        runner.load_libraries(demo)
    if asked.record:
        return _record(demo, asked.json)
    config = demo.config(**changes)
    config = demo.module.control(config) if asked.control else config
    run = demo.measure(config, asked.seed or 0)
    held = demo.holds([run])
    if os.environ.get("RANK", "0") == "0":  # one voice when `accelerate launch` starts many
        if asked.json:
            print(_json(demo, config, [run], held))
        else:
            about = " (control: the ingredient removed)" if asked.control else ""
            print(table.heading(demo, about))
            print(table.table(demo, {f"seed {run.seed}": run}))
            print(table.verdict(demo, held))
        if plot:
            from demos.lab import plotting

            plotting.save(demo.module.plot([run.as_json()]), plot, salt=path.stem)
        if save:
            demo.module.tuned(config, run.seed).save_pretrained(save)
            if hasattr(config, "model"):  # with its tokenizer, so that --model can read the folder
                base = importlib.import_module(f"demos.lab.{demo.source.bench}.base")
                base.load(config.model)[1].save_pretrained(save)
    return 0 if held else 1


def choose(names: Iterable[str], folder: Path) -> list[Path]:
    """The demos of these names, each once, or every unknown name in one message."""
    found, unknown = [], []
    for name in names:
        try:
            found.append(script.find(name, folder))
        except Unusable as error:
            unknown.append(str(error))
    if unknown:
        raise Unusable("\n".join(unknown))
    return list(dict.fromkeys(found))


def _record(demo: Demo, as_json: bool) -> int:
    result = runner.judge(demo)
    runs = [runner.Run(**run) for run in result["runs"]]
    again = [runner.Run(**run) for run in result["control"]["runs"]]
    columns = {f"seed {run.seed}": run for run in runs} | {f"control {r.seed}": r for r in again}
    if not as_json:
        print(table.heading(demo))
        print(table.table(demo, columns))
        print(table.verdict(demo, result["holds"]))
    if not result["holds"]:
        progress.note("nothing recorded")
        return 1
    target = results.write(demo, result)
    print(results.as_text(result) if as_json else f"recorded in {target}")
    return 0


def _json(demo: Demo, config: Any, runs: Sequence[runner.Run], held: bool) -> str:
    from dataclasses import asdict

    def plain(value: Any) -> Any:  # JSON has no NaN
        if isinstance(value, float) and not math.isfinite(value):
            return None
        if isinstance(value, dict):
            return {key: plain(item) for key, item in value.items()}
        return [plain(item) for item in value] if isinstance(value, list | tuple) else value

    out = {"demo": demo.source.name, "config": asdict(config), "holds": held}
    out["runs"] = [run.as_json() for run in runs]
    return results.as_text(plain(out))


def _given(asked: argparse.Namespace, name: str) -> bool:
    return getattr(asked, name) not in (None, False)


def _refuse(parser: Parser, path: Path, word: str, known: Sequence[str]) -> NoReturn:
    if not word.startswith("--"):
        parser.error(f"unrecognized argument: {word}")
    option = word.partition("=")[0]
    near = get_close_matches(option, known, n=1)
    hint = f"; did you mean {near[0]}?" if near else ""
    raise Unusable(f"{path.name}: this demo has no setting for {option}{hint}")


def _seed(text: str) -> int:
    if not text.isdecimal() or int(text) >= 2**32:
        raise argparse.ArgumentTypeError(f"a seed is a whole number from 0 to 2^32-1, not {text!r}")
    return int(text)
