"""Drawings of the graph, as SVG, as Mermaid text and in formats of other programs."""
