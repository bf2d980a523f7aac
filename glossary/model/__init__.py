"""The glossary in memory: terms, the graph of their edges, results of demos, addresses."""
