"""An article as one HTML page that needs nothing else: no script, no font, no picture, no network.

What is said is coloured by speaker and carries the speaker's shape, so that the page can be read without seeing colours
and printed in black and white. Overlapping spans are cut into segments. All text is escaped, and a policy in the head
forbids the page to load or run anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from html import escape as escape_marks
from pathlib import Path

from selon.export.names import entity_name, file_stem, source_words, without_controls, words
from selon.export.segments import segments
from selon.model import Ledger, Period, Source, Span, Statement

# Colours that differ for all common kinds of colour blindness (Okabe and Ito), darkened until text on white is readable.
COLOURS = ["#00568c", "#9a4600", "#006b4e", "#8a3668", "#6b5d00", "#35619b", "#7c2b2b", "#4b4b8f"]
SHAPES = "●■▲◆★▼◗✚⬟⬢"
UNRESOLVED = "○"
STYLE = """
:root { color-scheme: light }
body { font: 1.05rem/1.65 Georgia, serif; max-width: 46rem; margin: 2rem auto; padding: 0 1rem; color: #1a1a1a; background: #fff }
h1 { font-size: 1.5rem; line-height: 1.25 } h2 { font-size: 1.1rem; margin-top: 2.5rem }
.about, table, .legend { font-family: system-ui, sans-serif; font-size: .9rem }
.about { color: #555 }
.text { white-space: pre-wrap; overflow-wrap: break-word }
.content { border-bottom: 2px solid var(--c); background: color-mix(in srgb, var(--c) 9%, white) }
.quoted { border-bottom-style: double; border-bottom-width: 4px }
.source { color: var(--c); font-weight: bold }
.cue { border-bottom: 2px dotted var(--c, #555) }
.figure { outline: 1px dashed #777; outline-offset: 1px } .time { font-variant-numeric: lining-nums; text-decoration: underline dotted #aaa }
.shape { color: var(--c); font-size: .8em; vertical-align: .15em; text-decoration: none; padding-right: .15em }
.legend { list-style: none; padding: 0; columns: 2 } .legend li { break-inside: avoid }
table { border-collapse: collapse; width: 100%; line-height: 1.35 }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem .4rem 0; border-bottom: 1px solid #ddd }
td.n { text-align: right; white-space: nowrap } .open { font-style: italic; color: #775500 }
a { color: inherit } :target { outline: 3px solid #e0a800 }
@media (max-width: 40rem) { .legend { columns: 1 } }
""".strip()


@dataclass(frozen=True, slots=True)
class Speaker:
    """A source as the page shows it; an unresolved one has a hollow shape and its words."""

    name: str
    colour: str
    shape: str
    resolved: bool


def escape(text: str) -> str:
    """Text with nothing in it that HTML would read as markup or forbids."""
    return escape_marks(without_controls(text))


def write(ledgers: Iterable[Ledger], path: Path) -> int:
    """A page for each article in a folder, and `index.html` which lists them; how many articles."""
    taken: set[str] = {"index"}
    listed = []
    for ledger in ledgers:
        stem = file_stem(ledger, taken)
        (path / f"{stem}.html").write_text(page(ledger), encoding="utf8", newline="\n")
        listed.append((ledger.document.published.value or "", ledger.document.title or stem, stem))
    rows = "".join(
        f'<tr><td class="n">{escape(day)}</td><td><a href="{escape(stem)}.html">{escape(title)}</a></td></tr>\n'
        for day, title, stem in sorted(listed)
    )
    body = f"<h1>Who said what</h1>\n<table>\n{rows}</table>"
    (path / "index.html").write_text(_document("en", "Who said what", body), encoding="utf8", newline="\n")
    return len(listed)


def page(ledger: Ledger) -> str:
    """The page of an article."""
    speakers = _speakers(ledger)
    d = ledger.document
    title = d.title or "Article"
    day = d.published.value or d.published.given
    url = d.url if d.url and d.url.startswith(("https://", "http://")) else None
    about = [escape(x) for x in (d.outlet, day) if x]
    about += [f'<a href="{escape(url)}" rel="noreferrer">{escape(url)}</a>'] if url else []
    parts = [f"<h1>{escape(title)}</h1>", f'<p class="about">{" · ".join(about)}</p>' if about else ""]
    seen = {s.name: s for s in speakers.values()}
    legend = "".join(f"<li>{_shape(s)} {_name(s)}</li>" for s in seen.values())
    parts.append(f'<ul class="legend">{legend}</ul>' if legend else "")
    parts.append(f'<div class="text" lang="{escape(d.lang)}">{_text(ledger, speakers)}</div>')
    parts += [_statements(ledger, speakers), _figures(ledger), _positions(ledger), _problems(ledger)]
    return _document(d.lang, title, "\n".join(p for p in parts if p))


def _document(lang: str, title: str, body: str) -> str:
    """The frame of a page."""
    return (
        f'<!doctype html>\n<html lang="{escape(lang)}">\n<head>\n<meta charset="utf-8">\n'
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">\n"
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(title)}</title>\n<style>\n{STYLE}\n</style>\n</head>\n<body>\n{body}\n</body>\n</html>\n"
    )


def _key(ledger: Ledger, source: Source) -> tuple[str, str]:
    """One speaker for each entity; one for each wording where nobody is meant for sure."""
    if source.entity:
        return "entity", source.entity
    return "words", source_words(ledger, source) or ""


def _speakers(ledger: Ledger) -> dict[tuple[str, str], Speaker]:
    """Every source of a statement in the order of the text; colour and shape together tell eighty apart."""
    found: dict[tuple[str, str], Speaker] = {}
    for s in ledger.statements:
        key = _key(ledger, s.source)
        if key in found:
            continue
        n = len(found)
        name = entity_name(ledger, s.source.entity)
        shape = SHAPES[n % len(SHAPES)] if name else UNRESOLVED
        found[key] = Speaker(name or key[1] or "source not named", COLOURS[n % len(COLOURS)], shape, name is not None)
    return found


def _name(speaker: Speaker) -> str:
    return (
        escape(speaker.name) if speaker.resolved else f'<span class="open">{escape(speaker.name)}</span> (unresolved)'
    )


def _shape(speaker: Speaker) -> str:
    return f'<span class="shape" style="--c: {speaker.colour}" aria-hidden="true">{speaker.shape}</span>'


def _text(ledger: Ledger, speakers: dict[tuple[str, str], Speaker]) -> str:
    """The article with its spans marked."""
    spans: list[tuple[Span, tuple[str, Statement | None]]] = []
    for s in ledger.statements:
        spans += [(x, ("content", s)) for x in s.content] + [(x, ("quoted", s)) for x in s.quoted]
        spans += [(s.source.span, ("source", s))] if s.source.span else []
        spans += [(s.cue, ("cue", s))] if s.cue else []
    spans += [(f.span, ("figure", None)) for f in ledger.figures] + [(t.span, ("time", None)) for t in ledger.times]
    shown: set[str] = set()
    out = []
    for (start, end), over in segments(len(ledger.document.text), spans):
        out.append(_segment(ledger, ledger.document.text[start:end], over, speakers, shown))
    return "".join(out)


def _segment(
    ledger: Ledger,
    text: str,
    over: list[tuple[str, Statement | None]],
    speakers: dict[tuple[str, str], Speaker],
    shown: set[str],
) -> str:
    """One stretch of text under the same spans: classes, title, and the shape where a statement begins."""
    if not over:
        return escape(text)
    said = [s for _, s in over if s]
    inner = said[-1] if said else None
    classes = " ".join(sorted({c for c, _ in over}))
    if inner is None:
        return f'<span class="{classes}">{escape(text)}</span>'
    speaker = speakers[_key(ledger, inner.source)]
    title = "; ".join(
        dict.fromkeys(f"{s.id}: {speakers[_key(ledger, s.source)].name} ({s.act}{_denied(s)})" for s in said)
    )
    begins = [s for c, s in over if s and c in ("content", "quoted") and s.id not in shown]
    marks = "".join(f'<a id="{escape(s.id)}"></a>{_shape(speakers[_key(ledger, s.source)])}' for s in begins)
    shown.update(s.id for s in begins)
    span = f'<span class="{classes}" style="--c: {speaker.colour}" title="{escape(title)}">{escape(text)}</span>'
    return marks + span


def _denied(s: Statement) -> str:
    return ", denied" if s.denied else ""


def _statements(ledger: Ledger, speakers: dict[tuple[str, str], Speaker]) -> str:
    """A table of who said what."""
    rows = []
    for s in ledger.statements:
        speaker = speakers[_key(ledger, s.source)]
        to = s.addressee
        whom = (entity_name(ledger, to.entity) or source_words(ledger, to) or "") if to else ""
        said = escape(words(ledger, s.content))
        link = f'<a href="#{escape(s.id)}">{escape(s.id)}</a>' if s.content or s.quoted else escape(s.id)
        rows.append(
            f"<tr><td>{link}</td><td>{_shape(speaker)} {_name(speaker)}</td><td>{escape(s.act)}{_denied(s)}</td>"
            f'<td>{said}</td><td>{escape(whom)}</td><td class="n">{_when(s.when)}</td><td class="n">{s.confidence:.0%}</td></tr>'
        )
    return _table("Statements", ["", "who", "act", "what", "to whom", "when", "sure"], rows)


def _figures(ledger: Ledger) -> str:
    rows = []
    for f in ledger.figures:
        who = entity_name(ledger, f.according_to) or ""
        values = [escape(x or "") for x in (ledger.words(f.span), f.unit, f.measure, who)]
        rows.append("<tr>" + "".join(f"<td>{v}</td>" for v in values) + f'<td class="n">{_when(f.period)}</td></tr>')
    return _table("Figures", ["words", "unit", "measure", "according to", "period"], rows)


def _positions(ledger: Ledger) -> str:
    rows = []
    for p in ledger.positions:
        cells = [
            entity_name(ledger, p.who) or "",
            p.stance,
            p.topic.label,
            words(ledger, p.because),
            words(ledger, p.unless),
        ]
        rows.append("<tr>" + "".join(f"<td>{escape(c)}</td>" for c in cells) + "</tr>")
    return _table("Positions", ["who", "stance", "on", "because", "unless"], rows)


def _problems(ledger: Ledger) -> str:
    rows = [f"<tr><td>{escape(p.kind)}</td><td>{escape(p.message)}</td></tr>" for p in ledger.problems]
    return _table("Problems", ["kind", "message"], rows)


def _table(title: str, columns: list[str], rows: list[str]) -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col">{c}</th>' for c in columns)
    return f"<h2>{title}</h2>\n<table>\n<tr>{head}</tr>\n" + "\n".join(rows) + "\n</table>"


def _when(period: Period | None) -> str:
    if period is None or (period.start is None and period.end is None):
        return ""
    return (
        escape(period.start or "?")
        if period.start == period.end
        else escape(f"{period.start or '?'} – {period.end or '?'}")
    )
