"""From a glossary to the files of its site: targets, incremental builds, the search index."""
