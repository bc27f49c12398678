"""The markup of the lexicon's example sentences: `<source>`, `[cue]`, `{content}`."""

from __future__ import annotations

from dataclasses import dataclass

from selon.model import Span

PAIRS = {"<": ">", "[": "]", "{": "}"}


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence without its markup, and the code points that the markup encloses."""

    text: str
    source: Span | None
    cue: Span | None
    content: tuple[Span, ...]


def parse_example(marked: str) -> Example:
    """The example that a marked sentence says; `ValueError` where brackets do not pair."""
    out: list[str] = []
    stack: list[tuple[str, int]] = []
    found: dict[str, list[Span]] = {"<": [], "[": [], "{": []}
    for c in marked:
        if c in PAIRS:
            stack.append((c, len(out)))
        elif c in PAIRS.values():
            if not stack or PAIRS[stack[-1][0]] != c:
                raise ValueError(f"{c!r} closes nothing in {marked!r}")
            opener, start = stack.pop()
            found[opener].append((start, len(out)))
        else:
            out.append(c)
    if stack:
        raise ValueError(f"{stack[-1][0]!r} is never closed in {marked!r}")
    return Example(
        text="".join(out),
        source=found["<"][0] if found["<"] else None,
        cue=found["["][0] if found["["] else None,
        content=tuple(sorted(found["{"])),
    )
