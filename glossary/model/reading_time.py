"""How many words of a text a person reads."""

from __future__ import annotations

import re
from functools import lru_cache


@lru_cache(maxsize=8192)
def count_words(*markdown: str) -> int:
    """How many words a person reads, formulas and code left out."""
    kept = (
        re.sub(r"```.*?```|\$\$.*?\$\$|\$[^$\n]+\$|`[^`]*`", " ", t, flags=re.S) for t in markdown
    )
    return sum(len(re.findall(r"\w[\w’'-]*", text)) for text in kept)
