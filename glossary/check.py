"""x"""

from glossary.whole import Glossary
from glossary.problem import Problem


def check(g: Glossary, advice: bool = False) -> tuple[Problem, ...]:
    return tuple(sorted(set(g.unread)))
