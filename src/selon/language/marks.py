"""Quotation marks paired by a scanner that needs no parser and never fails.

It knows `" "`, `« »`, `“ ”`, `„ “`, `‹ ›`, `‘ ’`, `' '`, `<< >>` and `'' ''`, nested or not, with any space inside the
marks or none. An apostrophe is never a mark. A quotation that is opened again at the head of the next paragraph (the French
custom for long quotations) makes one record a paragraph; one whose closing mark comes some paragraphs later runs on to it;
one that never closes ends with its paragraph and leaves a problem; one of which only the closing mark stands begins with
its paragraph. The work is linear in the length of the text.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from selon.model import Span

PARAGRAPH = re.compile(r"[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
MARK = re.compile(r"[\"«»“”„‟‹›‘’‚'＂]|<<|>>|[\n\r\v\f\x1c-\x1e\x85\u2028\u2029]+")
FAMILIES = {
    '"': "straight", "＂": "straight", "''": "straight",
    "«": "guillemets", "»": "guillemets", "<<": "chevrons", ">>": "chevrons",
    "“": "curly", "”": "curly", "„": "curly", "‟": "curly",
    "‹": "angles", "›": "angles",
    "‘": "single", "’": "single", "‚": "single", "'": "apostrophe",
}  # fmt: skip
OPENERS = frozenset({"«", "<<", "“", "„", "‟", "‹", "‘", "‚"})
CLOSERS = frozenset({"»", ">>", "”", "›", "’"})
BEFORE = frozenset("([{-–—/¿¡=<>«“„‹‘\"'’|*_:;,…")  # what may stand right before an opening mark without a space
AFTER = frozenset(".,;:!?)]}»”’›…")  # what an opening mark never stands right before
REACH = 64  # marks looked at ahead for a closing one, so that no input makes the work quadratic
RUN_ON = 15  # paragraph breaks over which a quotation may run to its closing mark
DEEPEST = 6  # quotations inside one another; a mark that would open a deeper one is no mark
LONGEST_SINGLE = 600  # code points that a quotation in single marks may hold
FEWEST = 4  # words from which a paragraph's beginning may be a quotation that was never opened


@dataclass(frozen=True, slots=True)
class Quotation:
    """A quotation: its marks, what they enclose (`inner`, without outer space) and all of it (`outer`).

    `close` is None where a paragraph's end closed it, `open` is empty where its beginning opened it; `parent` is the
    number of the quotation that it stands in.
    """

    open: Span
    close: Span | None
    inner: Span
    outer: Span
    parent: int | None


@dataclass(frozen=True, slots=True)
class Marks:
    """All quotations of a text in the order of their opening marks, and `(kind, span, message)` of what does not pair."""

    quotations: tuple[Quotation, ...]
    problems: tuple[tuple[str, Span, str], ...] = ()

    def top(self) -> list[Quotation]:
        """The outermost quotations."""
        return [q for q in self.quotations if q.parent is None]


@dataclass(slots=True)
class _Open:
    span: Span
    family: str
    mark: str
    close: Span | None = None
    end: int = 0  # where the words end, when closed
    parent: _Open | None = None


@dataclass(slots=True)
class _Scan:
    """The state of one pass: what is open, what has been closed, what was wrong."""

    text: str
    marks: list[tuple[str, Span]]
    stack: list[_Open] = field(default_factory=list)
    done: list[_Open] = field(default_factory=list)
    problems: list[tuple[str, Span, str]] = field(default_factory=list)
    head: int = 0  # where the paragraph of the last unopened quotation begins

    def push(self, mark: str, span: Span) -> None:
        if len(self.stack) == DEEPEST:
            return
        parent = self.stack[-1] if self.stack else None
        self.stack.append(_Open(span, FAMILIES[mark], mark, parent=parent))

    def pop_to(self, depth: int, close: Span) -> None:
        """Closes the quotation at `depth` of the stack; what is still open inside it never closed."""
        while len(self.stack) > depth + 1:
            self.abandon(self.stack.pop(), close[0])
        q = self.stack.pop()
        q.close, q.end = close, close[0]
        self.done.append(q)

    def abandon(self, q: _Open, end: int, *, problem: bool = True) -> None:
        """Ends a quotation that has no closing mark; of single marks and apostrophes nothing is left."""
        if q.family in {"single", "apostrophe"}:
            return
        q.end = end
        self.done.append(q)
        if problem:
            self.problems.append(
                (
                    "unclosed-quotation",
                    q.span,
                    f"the mark {q.mark} opens a quotation that never closes; it ends with its paragraph",
                )
            )

    def depth_of(self, *families: str) -> int | None:
        """The innermost open quotation of the given families."""
        return next((d for d in range(len(self.stack) - 1, -1, -1) if self.stack[d].family in families), None)


def pair_marks(text: str, elided: frozenset[str] = frozenset()) -> Marks:
    """The quotations of a text; `elided` are the lower-cased words that end in an apostrophe before a space ('qu')."""
    scan = _Scan(text, list(_marks(text, elided)))
    for n, (mark, span) in enumerate(scan.marks):
        if mark == "\n":
            _paragraph(scan, n, span)
        elif mark in {'"', "＂", "''"}:
            _straight(scan, mark, span)
        elif mark == "'":
            _apostrophe(scan, n, span)
        else:
            _directed(scan, mark, span)
    while scan.stack:
        scan.abandon(scan.stack.pop(), len(text))
    return _result(scan)


def _marks(text: str, elided: frozenset[str]) -> list[tuple[str, Span]]:
    """Every mark and paragraph break; apostrophes are left out, two straight ones side by side are one mark."""
    out: list[tuple[str, Span]] = []
    skip = -1
    for m in MARK.finditer(text):
        a, b = m.span()
        if a < skip:
            continue
        c = m.group()
        if c[0] in "\n\r\v\f\x1c\x1d\x1e\x85\u2028\u2029":
            out.append(("\n", (a, b)))
            continue
        if c in "'’":
            if (
                c == "'"
                and text[b : b + 1] == "'"
                and not (a and text[a - 1].isalpha() and text[b + 1 : b + 2].isalpha())
            ):
                out.append(("''", (a, b + 1)))
                skip = b + 1
                continue
            if _is_apostrophe(text, a, elided):
                continue
        out.append((c, (a, b)))
    return out


def _is_apostrophe(text: str, i: int, elided: frozenset[str]) -> bool:
    """Whether a single mark stands inside a word, behind an elided one, or where figures are short ('70, 5')."""
    before, after = text[i - 1 : i], text[i + 1 : i + 2]
    if before.isalnum() and after.isalnum():
        return True
    start = i
    while start and text[start - 1].isalpha() and i - start < 12:
        start -= 1
    if start < i and text[start:i].lower() in elided:
        return True
    return before.isdigit() and not after.isalpha()


def _opens(text: str, span: Span) -> bool:
    """Whether a straight mark can open: nothing or no word before it, a word or mark right behind it."""
    before, after = text[span[0] - 1 : span[0]], text[span[1] : span[1] + 1]
    return (
        (not before or before.isspace() or before in BEFORE) and bool(after) and not (after.isspace() or after in AFTER)
    )


def _closes(text: str, span: Span) -> bool:
    """Whether a straight mark can close: something right before it, no word behind it."""
    before, after = text[span[0] - 1 : span[0]], text[span[1] : span[1] + 1]
    return bool(before) and not before.isspace() and not after.isalnum()


def _straight(scan: _Scan, mark: str, span: Span) -> None:
    text = scan.text
    opens, closes = _opens(text, span), _closes(text, span)
    inside = scan.depth_of("straight")
    if inside is None and (curly := scan.depth_of("curly")) is not None and closes and not opens:
        scan.pop_to(curly, span)  # “mot" : two typewriters in one newsroom
    elif inside is None:
        if closes and not opens and text[span[0] - 1].isdigit():
            return  # 21" is a size
        if closes and not opens:
            _unopened(scan, mark, span)
        else:
            scan.push(mark, span)
    elif opens and not closes:
        scan.push(mark, span)
    else:
        scan.pop_to(inside, span)


def _directed(scan: _Scan, mark: str, span: Span) -> None:
    text = scan.text
    family = FAMILIES[mark]
    inside = scan.depth_of(family)
    if (
        mark == "“"
        and inside is not None
        and (scan.stack[inside].mark == "„" or (not _opens(text, span) and _closes(text, span)))
    ):
        scan.pop_to(inside, span)  # „ … “ and “ … “
    elif mark in OPENERS:
        scan.push(mark, span)
    elif inside is not None:
        scan.pop_to(inside, span)
    elif mark == "”" and (straight := scan.depth_of("straight")) is not None:
        scan.pop_to(straight, span)
    elif mark == "”" and _opens(text, span):
        scan.push(mark, span)  # ” … ”
    elif mark != "’":
        _unopened(scan, mark, span)


def _unopened(scan: _Scan, mark: str, span: Span) -> None:
    """A closing mark with none to close: what its paragraph begins with is the quotation, if nothing else was marked in it
    and the telling follows ('Nous irons », a dit X.') or the paragraph ends."""
    scan.problems.append(("unopened-quotation", span, f"the mark {mark} closes a quotation that was never opened"))
    start = max((m.end() for m in PARAGRAPH.finditer(scan.text, scan.head, span[0])), default=scan.head)
    scan.head = start
    behind = scan.text[span[1] : span[1] + 2].lstrip(" \u00a0\u202f")
    told = not behind or behind[0] in ",.\n\r"
    marked = any(q.close and q.close[1] > start for q in scan.done[-REACH:])
    if not scan.stack and told and not marked and len(scan.text[start : span[0]].split()) >= FEWEST:
        scan.done.append(_Open((start, start), FAMILIES[mark], mark, span, span[0]))


def _apostrophe(scan: _Scan, n: int, span: Span) -> None:
    """A straight single mark opens only where one that closes follows in its paragraph."""
    text = scan.text
    inside = scan.depth_of("apostrophe")
    if inside is not None and _closes(text, span):
        scan.pop_to(inside, span)
        return
    if inside is not None or not _opens(text, span) or text[span[1]].isspace():
        return
    for mark, other in scan.marks[n + 1 : n + 1 + REACH]:
        if mark == "\n" or other[0] - span[0] > LONGEST_SINGLE:
            return
        if mark == "'" and _closes(text, other):
            scan.push("'", span)
            return


def _paragraph(scan: _Scan, n: int, span: Span) -> None:
    """At a paragraph's end: what is opened again ends here, what closes later runs on, the rest is unclosed."""
    if not scan.stack:
        return
    bottom = scan.stack[0]
    head = span[1]
    while head < len(scan.text) and scan.text[head].isspace():
        head += 1
    following = scan.marks[n + 1] if n + 1 < len(scan.marks) else None
    reopened = following is not None and following[1][0] == head and _same_opening(bottom, following[0])
    if not reopened and _closed_later(scan, n, bottom):
        return
    while scan.stack:
        q = scan.stack.pop()
        if (shared := _shared_close(scan, q, span[0])) is not None:
            q.close, q.end = shared, shared[0]
            scan.done.append(q)
        else:
            scan.abandon(q, span[0], problem=not (reopened and q is bottom))


def _shared_close(scan: _Scan, q: _Open, end: int) -> Span | None:
    """The mark that closes a quotation and the one inside it at once: '« Je lui ai dit : « Viens », a-t-elle raconté.'."""
    inner = scan.done[-1] if scan.done else None
    if inner is None or inner.parent is not q or inner.close is None or inner.family != q.family:
        return None
    rest = scan.text[inner.close[1] : end].lstrip()
    return inner.close if rest.startswith(",") and len(rest) > 1 else None


def _same_opening(q: _Open, mark: str) -> bool:
    """Whether a mark at a paragraph's head opens the quotation again; the custom allows « » and “ ” to be repeated closing."""
    return mark in FAMILIES and FAMILIES[mark] == q.family


def _closed_later(scan: _Scan, n: int, q: _Open) -> bool:
    """Whether the next mark of the family, some paragraphs on, closes the quotation."""
    breaks = 0
    for mark, span in scan.marks[n + 1 : n + 1 + REACH]:
        if mark == "\n":
            breaks += 1
            if breaks >= RUN_ON:
                return False
        elif FAMILIES[mark] == q.family:
            if q.family == "straight":
                return _closes(scan.text, span) and not _opens(scan.text, span)
            return mark in CLOSERS or (q.mark == "„" and mark == "“")
    return False


def _result(scan: _Scan) -> Marks:
    """The records, in the order of their opening marks; quotations without a word are dropped."""
    kept: list[_Open] = []
    inner: dict[int, Span] = {}
    for q in scan.done:
        a, b = q.span[1], q.end
        while a < b and scan.text[a].isspace():
            a += 1
        while b > a and scan.text[b - 1].isspace():
            b -= 1
        if a < b:
            kept.append(q)
            inner[id(q)] = (a, b)
    kept.sort(key=lambda q: q.span)
    number = {id(q): i for i, q in enumerate(kept)}
    out = []
    for q in kept:
        parent = q.parent
        while parent is not None and id(parent) not in number:
            parent = parent.parent
        a, b = inner[id(q)]
        outer = (q.span[0], q.close[1] if q.close else b)
        out.append(Quotation(q.span, q.close, (a, b), outer, None if parent is None else number[id(parent)]))
    return Marks(tuple(out), tuple(sorted(scan.problems, key=lambda p: p[1])))
