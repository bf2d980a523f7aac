"""The graph in the formats of other programs: Mermaid, JSON, GraphML, DOT.

What is written is what was declared: a related pair once, in the direction of its file. Names and
reasons are those of one language.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import Any

import networkx as nx

from glossary.model.glossary import Glossary
from glossary.model.graph import build_graph
from glossary.render.diagrams.mermaid import label


def extract(glossary: Glossary, terms: Collection[str], language: str) -> nx.MultiDiGraph:
    """The terms with their neighbours and all edges among them; the whole graph without terms.

    A node has `name`, `topic` and `level`; an edge has its kind as key, and `reason`.
    """
    subgraph = nx.MultiDiGraph()
    graph = build_graph({slug: glossary.term(slug, language) for slug in glossary.terms})
    kept = {*terms} if terms else {*graph}
    for slug in terms:
        kept |= {*graph.successors(slug), *graph.predecessors(slug)}
    for slug in sorted(kept):
        term = glossary.term(slug, language)
        subgraph.add_node(slug, name=term.name, topic=term.topic, level=glossary.level(slug))
    for source, target, kind, data in sorted(
        graph.edges(keys=True, data=True), key=lambda e: e[:3]
    ):
        if source in kept and target in kept and data["declared"]:
            reason = " ".join(data["reason"].split())
            subgraph.add_edge(source, target, key=kind, reason=reason)
    return subgraph


def as_json(graph: nx.MultiDiGraph) -> str:
    """Node-link data, as networkx and d3 read it."""
    return json.dumps(nx.node_link_data(graph, edges="edges"), indent=1, ensure_ascii=False) + "\n"


def as_graphml(graph: nx.MultiDiGraph) -> str:
    """GraphML, for Gephi, yEd and Cytoscape; an edge's identifier is unique there."""
    named = nx.MultiDiGraph()
    named.add_nodes_from(graph.nodes(data=True))
    for source, target, kind, reason in graph.edges(keys=True, data="reason"):
        named.add_edge(source, target, key=f"{kind} {source} {target}", kind=kind, reason=reason)
    return "\n".join(nx.generate_graphml(named)) + "\n"


_ARROWS = {"prerequisite": "-->", "child": "==>", "related": "-.->"}
_STYLES = {"prerequisite": "solid", "child": "bold", "related": "dashed"}


def as_mermaid(graph: nx.MultiDiGraph) -> str:
    """Mermaid text: prerequisites on thin arrows, children on thick ones, relatives on dots."""
    ids = {slug: f"n{number}" for number, slug in enumerate(graph)}
    lines = ["graph LR"]
    lines += [f'{ids[slug]}["{label(name)}"]' for slug, name in graph.nodes(data="name")]
    for source, target, kind in graph.edges(keys=True):
        lines.append(f"{ids[source]} {_ARROWS[kind]} {ids[target]}")
    return "\n".join(lines) + "\n"


def as_dot(graph: nx.MultiDiGraph) -> str:
    """DOT, for Graphviz; a reason is the tooltip of its edge."""
    lines = ["digraph glossary {", "  rankdir=LR;", "  node [shape=box];"]
    for slug, data in graph.nodes(data=True):
        lines.append(f"  {_quoted(slug)} [{_attributes({'label': data['name']})}];")
    for source, target, kind, reason in graph.edges(keys=True, data="reason"):
        says = {"class": kind, "style": _STYLES[kind], "tooltip": reason}
        if kind == "related":
            says["dir"] = "none"
        lines.append(f"  {_quoted(source)} -> {_quoted(target)} [{_attributes(says)}];")
    return "\n".join([*lines, "}"]) + "\n"


def _attributes(values: Mapping[str, Any]) -> str:
    return ", ".join(f"{key}={_quoted(value)}" for key, value in values.items())


def _quoted(text: str) -> str:
    """A string of DOT; a backslash would begin an escape such as \\N, the name of the node."""
    return '"' + text.replace("\\", "\\\\").replace('"', '\\"') + '"'


FORMATS: Mapping[str, Callable[[nx.MultiDiGraph], str]] = {
    "mermaid": as_mermaid,
    "json": as_json,
    "graphml": as_graphml,
    "dot": as_dot,
}
