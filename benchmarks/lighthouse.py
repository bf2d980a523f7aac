"""The table of `make lighthouse`: what a reader with a phone waits for, page by page.

    python -m benchmarks.lighthouse [--site FOLDER] [PAGE…]   (Lighthouse is in .cache/lighthouse)

The site is served compressed, as every web server does; so are the sizes, of a first visit and of
the next page with the cache warm. Speed is the best of three runs: a busy machine only slows it.
"""

from __future__ import annotations

import argparse
import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import transfer_size
from tests.support import sites

ROOT = Path(__file__).resolve().parent.parent
TOOL = ROOT / ".cache" / "lighthouse" / "node_modules" / "lighthouse" / "cli" / "index.js"
KEYS = ("index", "terms/fine-tuning", "map", "topics/foundations", "topics")
TARGETS = {"performance": 0.99, "accessibility": 1.0, "best-practices": 1.0, "seo": 1.0}
FIRST, NEXT = 120, 25  # KB of a term page
RUNS = 3
FLAGS = (
    "--headless=new --no-sandbox --disable-gpu --disable-quic --no-first-run"
    " --disable-background-networking --disable-component-update --disable-sync"
)


def main(arguments: list[str]) -> int:
    """Prints the table and returns the exit code."""
    parser = argparse.ArgumentParser(description="The table of make lighthouse.")
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site")
    parser.add_argument("pages", nargs="*", metavar="PAGE", help="such as pl/terms/lora/")
    chosen = parser.parse_args(arguments)
    site = chosen.site
    pages = chosen.pages or [
        f"{prefix}{key}/".replace("index/", "")
        for prefix in ("", "pl/")
        for key in KEYS
        if (site / prefix / key / "index.html").is_file() or key == "index"
    ]
    bad: list[str] = []
    print(f"{'page':34}{'perf':>6}{'a11y':>6}{'best':>6}{'seo':>6}{'first KB':>10}{'next KB':>9}")
    with sites.served(site, compressed=True) as address:
        for page in pages:
            best: dict[str, float] = {}
            for _ in range(RUNS):
                report = audit(f"{address}/{page}")
                scores = {k: report["categories"][k]["score"] or 0.0 for k in TARGETS}
                if not best or scores["performance"] > best["performance"]:
                    best, best_report = scores, report
                if all(best[k] >= target for k, target in TARGETS.items()):
                    break
            first, again = transfer_size.visits(site, page)
            row = "".join(f"{best[k]:6.2f}" for k in TARGETS)
            print(f"/{page:33}{row}{first / 1000:10.1f}{again / 1000:9.1f}", flush=True)
            bad += [f"/{page}: {k} {best[k]}" for k, t in TARGETS.items() if best[k] < t]
            bad += [f"/{page}:   {line}" for line in failed(best_report)]
            if "terms/" in page and (first > FIRST * 1000 or again > NEXT * 1000):
                bad.append(f"/{page}: more than {FIRST} KB at first or {NEXT} KB after")
    print("\n".join(bad))
    return int(any("  " not in line for line in bad))


def audit(url: str) -> dict[str, Any]:
    """What Lighthouse says of one address."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "report.json"
        done = subprocess.run(
            [
                *("node", TOOL, url, "--quiet", "--output=json", f"--output-path={out}"),
                *(f"--only-categories={','.join(TARGETS)}", f"--chrome-flags={FLAGS}"),
            ],
            env={"PATH": "/usr/bin:/bin", "HOME": folder, "CHROME_PATH": chromium()},
            capture_output=True,
            text=True,
            check=False,
        )
        if not out.is_file():
            sys.exit(f"Lighthouse failed: {done.stderr[-2000:]}")
        report: dict[str, Any] = json.loads(out.read_text("utf-8"))
    return report


def chromium() -> str:
    """The machine's browser."""
    names = ("chromium", "chromium-browser", "google-chrome")
    return next(path for name in names if (path := shutil.which(name)))


def failed(report: dict[str, Any]) -> list[str]:
    """The audits that cost points, each with the first thing it names."""
    lines = []
    for category in TARGETS:
        for ref in report["categories"][category]["auditRefs"]:
            result = report["audits"][ref["id"]]
            if not ref["weight"] or result["score"] is None or result["score"] >= 0.9:
                continue
            items = (result.get("details") or {}).get("items") or [""]
            first = json.dumps(items[0], ensure_ascii=False)[:300] if items[0] else ""
            shown = result.get("displayValue", "")
            lines.append(f"{category}: {result['title']} {result['score']} {shown} {first}")
    return lines


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
