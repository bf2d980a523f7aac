"""The invented glossary of any size, under the name by which tests of scale import it."""

from benchmarks.synthetic import write

__all__ = ["write"]
