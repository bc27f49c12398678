"""Articles made to do harm: markup, control and direction characters, one very long line, thousands of quotations."""

from __future__ import annotations

from pathlib import Path

from made_articles import Maker
from selon.model import Event, Ledger, Position, Problem, Reason, Source, Statement, Time, Topic
from selon.store import LedgerFile

MARKUP = (
    "<script>window.harmed = 1; alert(1)</script>", '<img src=x onerror="window.harmed = 2">', "</textarea><svg onload=alert(3)>",
    "</div></article><iframe src='javascript:alert(4)'></iframe>", "{{7*7}} {% raise %} ${7*7} <%= 7*7 %>", "]]><!-- --!>",
    '" autofocus onfocus="window.harmed = 5', "&lt;b&gt; &amp;amp; &#13;", "</title><style>*{display:none}</style>",
)  # fmt: skip
CONTROLS = (
    "\x00\x01\x07\x08\x0b\x0c\x1b[31m\x1f\x7f\x80\x85\x9f", "\u202egnorw\u202c \u2066a\u2069 \u200f\u200e\u061c",
    "\U000e0001\U000e0041\U000e007f", "\ufeff\u200b\u2028\u2029\u00ad", "\ufffe\uffff\ufdd0\U0001fffe", "e\u0301\u0301\u0301 \U0001f469\u200d\U0001f692",
)  # fmt: skip
QUOTATIONS = 10_000
LONG = 1_000_000


def markup() -> Ledger:
    """Every field that a page shows holds markup; the text begins with a line break and holds CR, CR LF and controls."""
    text = "\n\r\n\r" + " ¶\r".join((*MARKUP, *CONTROLS)) + "\r\n"
    made = Maker(text, day="2024-01-02", outlet=MARKUP[0], url="javascript:window.harmed=6")
    made.ledger.document.title = MARKUP[8]
    made.ledger.document.published.because = [Reason(span=(4, 20), says=MARKUP[1])]
    for n, words in enumerate((*MARKUP, *CONTROLS)):
        made.entity(f"e{n}", words, words=words, roles=[words])
        made.said(
            f"e{n}" if n % 2 else None,
            words,
            source=words,
            kind=("direct", "indirect")[n % 2],
            rule=words,
            evidence=[made.at(words)],
        )
        made.figure(words, 12, words, measure=words)
        made.stance(f"e{n}", "supports", words, label=words, because=[made.at(words)])
        made.ledger.events.append(Event(id=f"v{n}", type=words, span=made.at(words), who=[f"e{n}"]))
        made.ledger.times.append(Time(id=f"t{n}", span=made.at(words), type="date", value=words))
        made.ledger.problems.append(Problem(kind=words, message=words, spans=[made.at(words)]))
    made.ledger.positions.append(
        Position(id='p"><script>alert(7)</script>', who="e1", topic=Topic(span=(0, 9), label="x"), stance="opposes")
    )
    return made.ledger


def one_line() -> Ledger:
    """A million characters without a line break, most of them without a space."""
    begins = "« Nous restons », a dit la maire. "
    text = begins + "a" * (LONG // 2) + " mot" * ((LONG - LONG // 2 - len(begins)) // 4)
    made = (
        Maker(text, url="https://press.example/one-line")
        .entity("e1", "la maire")
        .said("e1", "Nous restons", source="la maire")
    )
    whole = Statement(
        id="s2",
        kind="indirect",
        act="say",
        source=Source(entity="e1"),
        content=[(len(begins), len(text))],
        confidence=0.5,
    )
    made.ledger.statements.append(whole)
    return made.ledger


def many_quotations(n: int = QUOTATIONS) -> Ledger:
    """One statement that holds all others, each a quotation with source and cue, by forty speakers."""
    lines = [f"« Parole {i} », dit-elle {i % 40}." for i in range(n)]
    made = Maker("\n".join(lines), url="https://press.example/many")
    statements, at = made.ledger.statements, 0
    for i in range(40):
        made.entity(f"e{i}", f"Odile {i}")
    statements.append(Statement(id="s0", kind="indirect", act="say", content=[(0, len(made.text))], confidence=0.5))
    for i, line in enumerate(lines):
        end = at + line.index(" »")
        cue = (at + line.index("dit"), at + line.index("-elle"))
        source = (cue[1] + 1, at + len(line) - 1)
        statements.append(
            Statement(
                id=f"s{i + 1}", kind="direct", act="say", within="s0", content=[(at + 2, end)], quoted=[(at + 2, end)], cue=cue,
                source=Source(span=source, entity=f"e{i % 40}" if i % 3 else None), confidence=0.9, rule="incise", evidence=[cue],
            )
        )  # fmt: skip
        at += len(line) + 1
    return made.ledger


def make_hostile(path: Path) -> dict[str, int]:
    """A ledger file of them; the id of each by its name."""
    with LedgerFile.open(path, create=True) as file:
        return {f.__name__: file.add(f())[0] for f in (markup, one_line, many_quotations)}
