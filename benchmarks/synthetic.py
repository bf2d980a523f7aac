"""A glossary of as many terms as wanted, for tests and measurements of scale.

Invented, but with the shape of a real map, in English and Polish, valid, and the same bytes for the
same number.

    python -m benchmarks.synthetic FOLDER [COUNT]
"""

from __future__ import annotations

import random
import sys
from itertools import product
from pathlib import Path
from typing import Any

import yaml

from benchmarks.synthetic_words import ADJECTIVES, NOUNS, TOPICS
from glossary.model.loader import load_terms
from glossary.model.translation import fingerprint
from glossary.sources.config import read_config

DEEPEST = 12  # levels; a longer chain of prerequisites is rare in any field
ANCESTORS = 45  # as many as a reader could mean to learn


def write(folder: Path, count: int = 1000) -> Path:
    """Writes the glossary and returns its `mkdocs.yml`."""
    (folder / "terms" / "pl").mkdir(parents=True, exist_ok=True)
    (folder / "docs").mkdir(exist_ok=True)
    dump(folder / "mkdocs.yml", _config(count))
    terms = _terms(count)
    for slug, (english, _) in terms.items():
        dump(folder / "terms" / f"{slug}.yml", english)
    loaded = load_terms(read_config(folder / "mkdocs.yml")).terms
    for slug, (_, polish) in terms.items():
        own = {"of": fingerprint(loaded[slug]), **polish}
        dump(folder / "terms" / "pl" / f"{slug}.yml", own)
    return folder / "mkdocs.yml"


def _config(count: int) -> dict[str, Any]:
    topics = {slug: {"en": en, "pl": pl} for slug, en, pl in TOPICS}
    languages = {"en": "English", "pl": "Polski"}
    return {
        "site_name": f"{count} terms",
        "theme": {"name": "material", "font": False},
        "markdown_extensions": ["attr_list", "toc"],
        "plugins": [{"glossary": {"languages": languages, "topics": topics}}],
    }


def _names(count: int) -> list[tuple[str, str, str, str, str]]:
    """English name and plural, Polish name, of the name, with the name."""
    names = []
    for number, ((adjective, stem), noun) in enumerate(
        product(ADJECTIVES, NOUNS) if count <= 1000 else _more()
    ):
        if number == count:
            break
        one, many, pl, of, by = noun
        names.append(
            (
                f"{adjective} {one}".capitalize(),
                f"{adjective} {many}",
                f"{stem}y {pl}".capitalize(),
                f"{stem}ego {of}",
                f"{stem}ym {by}",
            )
        )
    return names


def _more() -> Any:
    """Beyond a thousand, two adjectives: 25,000 names."""
    for (first, a), (second, b), noun in product(ADJECTIVES, ADJECTIVES, NOUNS):
        if first != second:
            yield (f"{first} {second}", f"{a}o-{b}"), noun


def _terms(count: int) -> dict[str, tuple[dict[str, Any], dict[str, Any]]]:
    chance = random.Random(count)
    names = _names(count)
    chance.shuffle(names)
    slugs = [name[0].lower().replace(" ", "-") for name in names]
    level: list[int] = []
    above: list[set[int]] = []  # ancestors
    needs: list[list[int]] = []
    topic: list[int] = []
    for n in range(count):
        needs.append(_needs(n, level, above, topic, chance))
        above.append(set(needs[n]).union(*(above[p] for p in needs[n])))
        level.append(max((level[p] + 1 for p in needs[n]), default=0))
        near = topic[needs[n][0]] if needs[n] and chance.random() < 0.7 else None
        topic.append(chance.randrange(len(TOPICS)) if near is None else near)
    children: list[list[int]] = [[] for _ in range(count)]
    for n in range(count):
        if needs[n] and chance.random() < 0.4 and len(children[needs[n][0]]) < 5:
            children[needs[n][0]].append(n)
    terms = {}
    for n, slug in enumerate(slugs):
        others = {chance.randrange(count) for _ in range(chance.choice((0, 0, 1, 2)))}
        connected = {n, *above[n], *children[n]}
        related = sorted(o for o in others if o < n and o not in connected and n not in above[o])
        terms[slug] = _term(
            n,
            names=names,
            slugs=slugs,
            needs=needs[n],
            children=children[n],
            related=related,
            topic=TOPICS[topic[n]][0],
        )
    return dict(sorted(terms.items()))


def _needs(
    n: int, level: list[int], above: list[set[int]], topic: list[int], chance: random.Random
) -> list[int]:
    """Up to three earlier terms, none implied by another, and not too much below them."""
    if n < 3 or chance.random() < 0.01:
        return []
    # Most terms stand in the middle of the map, as in any field: few roots, few very deep ones.
    wanted_level = min(round(chance.gauss(5, 2.2)), DEEPEST - 1)
    candidates = range(n) if n < 400 else sorted(chance.sample(range(n), 400))
    free = [p for p in candidates if len(above[p]) < ANCESTORS]
    nearest = min(abs(level[p] - wanted_level + 1) for p in free)
    first = chance.choice([p for p in free if abs(level[p] - wanted_level + 1) == nearest])
    prerequisites, implied_terms = [first], above[first] | {first}
    for _ in range(chance.choice((0, 1, 1, 2, 2))):
        for _ in range(20):
            other = chance.randrange(n)
            all_implied = implied_terms | above[other] | {other}
            implied = other in implied_terms or any(p in above[other] for p in prerequisites)
            if not implied and level[other] <= level[first] and len(all_implied) <= ANCESTORS:
                prerequisites, implied_terms = [*prerequisites, other], all_implied
                break
    return sorted(prerequisites)


def _term(
    n: int,
    *,
    names: list[tuple[str, str, str, str, str]],
    slugs: list[str],
    needs: list[int],
    children: list[int],
    related: list[int],
    topic: str,
) -> tuple[dict[str, Any], dict[str, Any]]:
    name, plural, pl, of, by = names[n]
    low = name.lower()
    prerequisites = [names[p] for p in needs]
    parts = " and ".join(b[1] for b in prerequisites) or "numbers"
    parts_pl = " i ".join(b[4] for b in prerequisites) or "liczbami"
    english = {
        "name": name,
        "aliases": [f"{low} method"],
        "forms": [plural],
        "topic": topic,
        "definition": f"A {low} is a component number {n} that turns {parts} into something that a "
        "later step of the system can use directly.",
        "explanation": f"People reach for a {low} when plain methods stop helping.\n"
        f"It builds on {parts}, and its cost grows with the size of the input.\n\n"
        + f"Watch the scale: case {n} behaves unlike its neighbours when data is scarce.\n"
        * 4,
        "eli5": f"Imagine a box with {n + 2} buttons.\nThe {low} tells you which one to press.\n",
        "expert": f"Let $x_{{{n}}}$ be the input; then $f(x) = W_{{{n}}} x + b$.\n"
        "The bound is tight up to a constant, as practice confirms.\n",
        "prerequisites": {slugs[p]: f"It works on {names[p][1]}, case {n}." for p in needs},
        "children": {slugs[c]: f"One kind of it, for case {c}." for c in children},
        "related": {slugs[r]: f"Both answer the question of case {r}." for r in related},
        "quiz": [_question(n, q, "Question", "Answer", "Reason") for q in range(3)],
    }
    polish = {
        "name": pl,
        "aliases": [f"metoda {of}"],
        "forms": [of, by],
        "definition": f"{pl} to element numer {n}, który pracuje nad {parts_pl} i oddaje wynik "
        "gotowy do użycia w następnym kroku całego systemu.",
        "explanation": f"Po pomoc {of} sięga się, gdy zwykłe sposoby zawodzą.\n"
        f"Opiera się na pracy nad {parts_pl}, a koszt rośnie z rozmiarem danych.\n\n"
        + f"Uwaga na skalę: przypadek {n} zachowuje się inaczej, gdy danych jest mało.\n"
        * 4,
        "eli5": f"Wyobraź sobie pudełko z {n + 2} guzikami.\n{pl} mówi, który nacisnąć.\n",
        "expert": f"Niech $x_{{{n}}}$ będzie wejściem; wtedy $f(x) = W_{{{n}}} x + b$.\n"
        "Oszacowanie jest dokładne co do stałej, co potwierdza praktyka.\n",
        "prerequisites": {slugs[p]: f"Pracuje nad {names[p][4]}, przypadek {n}." for p in needs},
        "children": {slugs[c]: f"Jedna z odmian, przypadek {c}." for c in children},
        "related": {slugs[r]: f"Oba odpowiadają na pytanie z przypadku {r}." for r in related},
        "quiz": [_question(n, q, "Pytanie", "Odpowiedź", "Powód") for q in range(3)],
    }
    return _full(english), _full(polish)


def _question(n: int, q: int, question: str, answer: str, why: str) -> dict[str, Any]:
    answers = [
        {"text": f"{answer} {k} ({n})", "correct": True, "why": f"{why} {k}."}
        if k == (n + q) % 3
        else {"text": f"{answer} {k} ({n})", "why": f"{why} {k}."}
        for k in range(3)
    ]
    return {"question": f"{question} {q + 1}, {n}?", "answers": answers}


def _full(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value}


def dump(path: Path, value: Any) -> None:
    """Writes a term as a file."""
    dumper = getattr(yaml, "CSafeDumper", yaml.SafeDumper)
    text = yaml.dump(value, Dumper=dumper, allow_unicode=True, sort_keys=False, width=1000)
    path.write_text(text, "utf-8")


if __name__ == "__main__":
    print(write(Path(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 1000))
