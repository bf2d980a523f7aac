"""The neighbourhood of a term as Mermaid text, which pastes into any Markdown that knows Mermaid.

Only text is made here, from names and addresses that the caller has chosen; `neighbourhood` draws.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

Role = Literal["pre", "child", "parent", "related"]
"""What a neighbour is to the centre, which is also its class in the diagram."""

Flow = Literal["LR", "RL"]
"""Which way a diagram is read, as the text of its language is."""

ROLES: tuple[Role, ...] = ("pre", "child", "parent", "related")

_PREFIX: dict[Role, str] = {"pre": "Pre", "child": "Child", "parent": "Parent", "related": "Rel"}

_CLASSES = {
    "main": "fill:#7c3aed,stroke:#8b5cf6,stroke-width:2px,color:white,font-weight:bold,rx:5,ry:5;",
    "pre": "fill:#eff6ff,stroke:#3b82f6,stroke-width:2px,color:#1e3a5f,rx:5,ry:5;",
    "child": "fill:#ecfdf5,stroke:#10b981,stroke-width:2px,color:#064e3b,rx:5,ry:5;",
    "parent": "fill:#ecfdf5,stroke:#10b981,stroke-width:2px,color:#064e3b,rx:5,ry:5;",
    "related": "fill:#f5f3ff,stroke:#8b5cf6,stroke-width:2px,color:#4c1d95,rx:5,ry:5,"
    "stroke-dasharray: 5 5;",
}

# Mermaid reads markup inside a quoted label: entities, Markdown, formulas, comments, directives.
_ESCAPES = {ord(c): f"#{ord(c)};" for c in "#&<>`*_$%{}|\\~"} | {ord('"'): "#quot;"}


@dataclass(frozen=True, slots=True)
class Node:
    """A neighbour: what it is called, where its page is, and why it is a neighbour."""

    slug: str
    name: str
    role: Role
    href: str
    reason: str = ""

    @property
    def id(self) -> str:
        """An identifier Mermaid accepts and that no keyword of Mermaid can be, as in `Pre_lora`."""
        return f"{_PREFIX[self.role]}_{re.sub('[^0-9A-Za-z]', '_', self.slug)}"


def diagram(
    name: str,
    nodes: Iterable[Node],
    flow: Flow = "LR",
    classes: Mapping[str, str] | None = None,
) -> str:
    """The `graph LR` of one term: prerequisites point at it, it points at its children.

    Related terms hang on dotted lines, every neighbour is a link. `flow` is the direction of
    reading; `classes` are styles instead of those that are shipped.
    """
    nodes = tuple(nodes)
    lines = [f"graph {flow}", f'Center["{label(name)}"]:::main']
    for node in nodes:
        box = f'{node.id}["{label(node.name)}"]:::{node.role}'
        match node.role:
            case "child":
                lines.append(f"Center --> {box}")
            case "related":
                lines.append(f"{box} -.-> Center")
            case _:
                lines.append(f"{box} --> Center")
        lines.append(f'click {node.id} "{_address(node.href)}" "{tooltip(node.reason)}"')
    used = ["main", *(role for role in ROLES if any(node.role == role for node in nodes))]
    styles = _CLASSES | dict(classes or {})
    lines += [f"classDef {role} {styles[role]}" for role in used]
    if nodes:
        lines.append("linkStyle default stroke:#4b5563,stroke-width:2px;")
    return "\n".join(lines) + "\n"


def label(name: str) -> str:
    """The name as it may stand between the quotes of a node: read as text, never as markup."""
    text = " ".join(name.split()).translate(_ESCAPES)
    # "1. x" and "- x" would be read as lists, which Mermaid answers with an error message.
    return re.sub(
        r"^(\d+)\.|^([-+])(?= )", lambda m: f"{m[1] or ''}#{46 if m[1] else ord(m[2])};", text
    )


def tooltip(reason: str) -> str:
    """A reason as a tooltip: no entities are read there, so quotes become typographic ones."""
    text = re.sub(r'"([^"]*)"', "“\\1”", " ".join(reason.split()))
    return text.replace('"', "”").translate({ord("<"): "‹", ord(">"): "›", ord("`"): "’"})


def _address(href: str) -> str:
    """An address that cannot end the quotes it stands in."""
    return "".join(f"%{ord(c):02X}" if c in '"<>`\\ \n\t' else c for c in href)
