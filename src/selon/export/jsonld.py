"""JSON-LD documents of many nodes, written one by one so that memory stays small."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any

Node = dict[str, Any]


def write_graph(context: object, nodes: Iterable[Iterable[Node]], path: Path) -> int:
    """One document with a context and a graph; how many groups of nodes (articles) went in."""
    n = 0
    with path.open("w", encoding="utf8", newline="\n") as out:
        out.write('{"@context": ' + json.dumps(context) + ',\n"@graph": [')
        joint = "\n"
        for group in nodes:
            n += 1
            for node in group:
                out.write(joint + json.dumps(node, ensure_ascii=False))
                joint = ",\n"
        out.write("\n]}\n")
    return n


def known(**fields: object) -> Node:
    """A node without what is unknown: `None` and empty lists leave no key. `id` and `type` become `@id` and `@type`."""
    keys = {"id": "@id", "type": "@type"}
    return {keys.get(k, k): v for k, v in fields.items() if v is not None and v != []}
