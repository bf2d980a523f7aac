"""`python -m demos`: several demos in one process, so that libraries are imported once."""

from __future__ import annotations

import sys
from itertools import takewhile
from pathlib import Path

from demos.lab import cli, script
from demos.lab.script import Unusable

HERE = Path(__file__).resolve().parent


def show_list() -> int:
    found = script.discover(HERE)
    width = max(map(len, found), default=0)
    for name, path in found.items():
        source = script.read(path)
        print(f"{name:<{width}}  {source.title}")
    return 0


def main() -> int:
    argv = sys.argv[1:]
    words = list(takewhile(lambda word: not word.startswith("-"), argv))
    if len(words) == 1 and words != ["list"]:  # one demo takes its settings as well
        return cli.run_script(script.find(words[0], HERE), argv[1:])
    parser = cli.options(cli.Parser(prog="python -m demos", description=__doc__))
    parser.add_argument("names", nargs="*", metavar="NAME", help="`list` shows what there is")
    parser.add_argument("--all", action="store_true", help="every demo")
    asked = parser.parse_args()
    names = asked.names
    if names == ["list"]:
        return show_list()
    if asked.all == bool(names):
        raise Unusable("which demos? `python -m demos lora rlhf`, or --all, or list")
    if asked.record and (asked.control or asked.seed is not None):
        raise Unusable("--record takes the demos as they are; drop --seed and --control")
    status = 0
    for path in cli.choose(names or script.discover(HERE), HERE):
        try:
            status = max(status, cli.run_demo(path, asked))
        except Unusable as error:  # the others can still be judged
            print(error, flush=True)
            status = 2
        print()
    return status


if __name__ == "__main__":
    cli.exit_with(main)
