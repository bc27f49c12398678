"""UIMA CAS as XMI, for INCEpTION (import format "UIMA CAS XMI") and every program on UIMA.

`TypeSystem.xml` in the folder declares the types: `selon.Statement`, `selon.Part` (one for each span of a statement or
position), `selon.Mention`, `selon.Figure`, `selon.Time`, `selon.Event`. A project of INCEpTION needs layers of these names;
it makes them when the type system is imported. Offsets are what UIMA wants (UTF-16); the library converts them.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from cassis import Cas, TypeSystem

from selon.export.names import entity_name, file_stem, without_controls
from selon.model import Ledger, Span

# Type → features; all are strings but those named.
TYPES: dict[str, str] = {
    "Statement": "id kind act denied source within confidence rule",
    "Part": "role record",
    "Mention": "entity name kind wikidata",
    "Figure": "id comparator low high unit measure accordingTo",
    "Time": "kind value",
    "Event": "id plover who whom planned",
    "Position": "id who stance topic",
}


def write(ledgers: Iterable[Ledger], path: Path) -> int:
    """`NAME.xmi` for each article and `TypeSystem.xml` in a folder; how many articles."""
    types = type_system()
    types.to_xml(path / "TypeSystem.xml")
    taken: set[str] = set()
    n = 0
    for ledger in ledgers:
        n += 1
        cas(ledger, types).to_xmi(path / f"{file_stem(ledger, taken)}.xmi")
    return n


def type_system() -> TypeSystem:
    """The types of a ledger."""
    types = TypeSystem()
    for name, features in TYPES.items():
        made = types.create_type(name=f"selon.{name}", supertypeName="uima.tcas.Annotation")
        for feature in features.split():
            types.create_feature(domainType=made, name=feature, rangeType="uima.cas.String")
    return types


def cas(ledger: Ledger, types: TypeSystem) -> Cas:
    """One article. A statement spans its cue, else its first content; its parts refer to it by its id."""
    made = Cas(typesystem=types, document_language=ledger.document.lang)
    made.sofa_string = without_controls(ledger.document.text)
    made.sofa_mime = "text/plain"

    def add(kind: str, span: Span, /, **says: object) -> None:
        held = {k: _text(v) for k, v in says.items() if v is not None}
        made.add(types.get_type(f"selon.{kind}")(begin=span[0], end=span[1], **held))

    for e in ledger.entities:
        for m in e.mentions:
            add("Mention", m, entity=e.id, name=e.name, kind=e.kind, wikidata=e.wikidata)
    for s in ledger.statements:
        parts = [("content", x) for x in s.content] + [("quoted", x) for x in s.quoted]
        parts += [(role, x) for role, x in (("source", s.source.span), ("cue", s.cue), ("occasion", s.occasion)) if x]
        parts += [("addressee", s.addressee.span)] if s.addressee and s.addressee.span else []
        if not parts:
            continue
        add(
            "Statement", s.cue or parts[0][1], id=s.id, kind=s.kind, act=s.act, denied=s.denied, within=s.within,
            source=entity_name(ledger, s.source.entity), confidence=s.confidence, rule=s.rule,
        )  # fmt: skip
        for role, span in parts:
            add("Part", span, role=role, record=s.id)
    for f in ledger.figures:
        add(
            "Figure", f.span, id=f.id, comparator=f.comparator, low=f.low, high=f.high, unit=f.unit, measure=f.measure,
            accordingTo=entity_name(ledger, f.according_to),
        )  # fmt: skip
    for t in ledger.times:
        add("Time", t.span, kind=t.type, value=t.value)
    for v in ledger.events:
        who, whom = (", ".join(entity_name(ledger, i) or "" for i in ids) for ids in (v.who, v.whom))
        add("Event", v.span, id=v.id, plover=v.type, who=who, whom=whom, planned=v.planned)
    for p in ledger.positions:
        add("Position", p.topic.span, id=p.id, who=entity_name(ledger, p.who), stance=p.stance, topic=p.topic.label)
        for role, spans in (("because", p.because), ("unless", p.unless)):
            for span in spans:
                add("Part", span, role=role, record=p.id)
    return made


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else without_controls(str(value))
