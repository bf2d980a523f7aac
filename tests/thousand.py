"""The invented glossary of any size, under the name by which tests of scale import it."""

from benchmarks.synthetic import TOPICS, dump, write

__all__ = ["TOPICS", "dump", "write"]
