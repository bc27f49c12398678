"""`python -m evals.who`: whom the sources of statements are resolved to, on statements that are given.

The statements of the gold ledgers (`../shared/gold/dev`, only read) go into `read_entities` with their spans alone, so that the
figure says nothing of how statements are found. `who` is the share of sources that resolve to the right name, or to none
where the article names none (`same_name` of `../shared/tools/score.py`); `invented` is the share of sources given a wrong name or a name that
the article does not give them. Parsed articles are kept in `--cache FILE` where one is named.

Run without an argument it prints the figures and what is wrong; exit code 1 where `who` is below its floor.
"""

from __future__ import annotations

import argparse
import hashlib
import sys
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from evals.cases import pipeline_of
from selon.extract.entities import read_entities
from selon.language.analysis import Article, analyse
from selon.language.normal import parse
from selon.model import Entity, Problem, Source, Span, Statement

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"
FLOOR = 0.90
LANG = "fr"


@dataclass(frozen=True, slots=True)
class Asked:
    """A source whose meaning is asked for: its words, the right name (None: unnamed) and the answer."""

    article: str
    at: int
    words: str
    right: str | None
    answer: str | None
    good: bool

    @property
    def invented(self) -> bool:
        """Whether the answer names somebody wrong."""
        return bool(self.answer) and not self.good


def tools() -> tuple[Any, Any]:
    """The modules `gold` and `score` of the tools beside the project."""
    sys.path.insert(0, str(SHARED / "tools"))
    # no package: they lie beside the project
    import gold  # type: ignore[import-not-found]
    import score  # type: ignore[import-not-found]

    return gold, score


def gold_statements(text: str, statements: Iterable[dict[str, Any]], span: Any) -> list[Statement]:
    """Statements as the finder would hand them on: spans, kind, and nothing resolved."""
    out = []
    for s in statements:
        source = span(text, s["source"]) if s.get("source") else None
        cue = span(text, s["cue"]) if s.get("cue") else None
        content: list[Span] = [span(text, c) for c in s.get("content") or []]
        addressee = (
            span(text, s["addressee"]) if isinstance(s.get("addressee"), str) and s["addressee"] in text else None
        )
        out.append(
            Statement(
                id="",
                kind=s["kind"],
                act=s.get("act") or "say",
                source=Source(span=source),
                cue=cue,
                content=content,
                quoted=quoted(text, content),
                addressee=Source(span=addressee) if addressee else None,
                confidence=1.0,
                rule=None if cue else "floating",
            )
        )
    out.sort(key=lambda s: min([*s.content, *([s.cue] if s.cue else []), *([s.source.span] if s.source.span else [])]))
    return [s.model_copy(update={"id": f"s{n}"}) for n, s in enumerate(out, 1)]


def quoted(text: str, content: Iterable[Span]) -> list[Span]:
    """The parts of a mixed content that stand inside quotation marks."""
    from selon.language.marks import pair_marks

    tops = [q.inner for q in pair_marks(text).top()]
    return [(max(a, x), min(b, y)) for a, b in content for x, y in tops if max(a, x) < min(b, y)]


def read(paths: Sequence[Path], cache: Path | None, pipeline: str | None) -> Iterator[tuple[Path, dict[str, Any], Any]]:
    """Each gold ledger with its parsed article."""
    from spacy.tokens import Doc, DocBin

    gold, _ = tools()
    loaded = [(p, *gold.load(p)) for p in paths]
    nlp = None
    docs: list[Doc] = []
    mark = hashlib.sha256("\0".join([pipeline or "", *(t for _, t, _ in loaded)]).encode()).hexdigest()
    kept = cache.with_suffix(f".{mark[:12]}.spacy") if cache else None
    if kept and kept.is_file():
        from spacy.vocab import Vocab

        docs = list(DocBin().from_disk(kept).get_docs(Vocab()))
    else:
        nlp = pipeline_of(LANG, pipeline)
        docs = list(parse(nlp, (t for _, t, _ in loaded), lang=LANG))
        if kept:
            DocBin(docs=docs, store_user_data=False).to_disk(kept)
    for (p, _, g), doc in zip(loaded, docs, strict=True):
        yield p, g, doc


def ask(name: str, text: str, gold: dict[str, Any], doc: Any) -> tuple[list[Asked], list[Entity], list[Problem]]:
    """The answers for one article, with its entities and what was left open."""
    goldfile, score = tools()
    published = str(gold["published"]) if gold.get("published") else None
    analysis = analyse(Article(text, given=published), doc, lang=LANG)
    given = {e["id"]: e["name"] for e in gold.get("entities") or []}  # a `who` may be the id of an entity
    wanted = [{**s, "who": given.get(s.get("who"), s.get("who"))} for s in gold.get("statements") or []]
    statements = gold_statements(text, wanted, goldfile.span)
    entities, resolved, problems = read_entities(analysis, statements, [])
    names = {e.id: e.name for e in entities}
    by_place = {(s.source.span, s.cue, tuple(s.content)): s for s in resolved}
    out = []
    for s in wanted:
        source = goldfile.span(text, s["source"]) if s.get("source") else None
        cue = goldfile.span(text, s["cue"]) if s.get("cue") else None
        place = (source, cue, tuple(goldfile.span(text, c) for c in s.get("content") or []))
        got = by_place[place]
        answer = names.get(got.source.entity or "")
        words = s.get("source") or "—"
        at = source[0] if source else place[2][0][0]
        out.append(Asked(name, at, words, s.get("who"), answer, score.same_name(s.get("who"), answer)))
    return out, entities, problems


def main(argv: Sequence[str] | None = None) -> int:
    """Prints the figures and every wrong answer."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("article", nargs="*", help="only the articles of these names")
    parser.add_argument("--cache", type=Path, help="where to keep parsed articles (a file name without ending)")
    parser.add_argument("--pipeline", help="another pipeline than the shipped one")
    parser.add_argument(
        "--context", type=int, default=0, metavar="N", help="print N characters around each wrong answer"
    )
    parser.add_argument("--entities", action="store_true", help="print the entities of each article too")
    args = parser.parse_args(argv)
    paths = sorted((SHARED / "gold" / "dev").glob("*.yaml"))
    if not paths:
        print(f"who: skipped, there are no gold ledgers in {SHARED / 'gold' / 'dev'}")
        return 0
    gold_module, _ = tools()
    asked: list[Asked] = []
    for path, gold, doc in read(paths, args.cache, args.pipeline):
        if args.article and path.stem not in args.article:
            continue
        answers, entities, _ = ask(path.stem, gold_module.load(path)[0], gold, doc)
        asked += answers
        wrong = [a for a in answers if not a.good]
        if wrong or args.entities:
            print(f"\n{path.stem}: {len(wrong)} of {len(answers)} wrong")
        for a in wrong:
            print(f"  {a.at:5} {a.words!r}: {a.right!r}, answered {a.answer!r}")
            if args.context:
                print(
                    "        …" + doc.text[max(0, a.at - args.context) : a.at + args.context // 4].replace("\n", " ¶ ")
                )
        for e in entities if args.entities else ():
            words = ", ".join(doc.text[x:y] for x, y in e.mentions)
            print(f"    {e.id} {e.kind} {e.name} {e.wikidata or ''} {e.roles} of {e.of}: {words}")
    good = sum(a.good for a in asked) / len(asked)
    invented = sum(a.invented for a in asked) / len(asked)
    print(f"\n{len(asked)} sources: who {good:.3f}, invented {invented:.3f}, floor {FLOOR}")
    return 0 if good >= FLOOR or args.article else 1


if __name__ == "__main__":
    sys.exit(main())
