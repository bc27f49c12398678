"""Full-text search over articles and over what was said, folded: 'etat' finds 'État'."""

from __future__ import annotations

import json
import re
import sqlite3
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from selon.message import Message
from selon.model import Span
from selon.store.filters import Filter, article_conditions, entities_meant, statement_conditions
from selon.store.folding import WORD, fold

PIECES = re.compile(r'(-?)"([^"]*)"?|(-?)([^\s"]+)')
OR = "OR"
OPEN, CLOSE = "\ue000", "\ue001"  # private characters that no article holds: they mark what was found
AROUND = 90  # characters of a snippet on either side of what was found


@dataclass(frozen=True, slots=True, kw_only=True)
class ArticleHit:
    """An article that holds the words: `found` are their spans in its text, `snippet` the text around the first."""

    article_id: int
    published: str | None
    outlet: str | None
    title: str | None
    url: str | None
    snippet: str
    found: list[Span]
    score: float


@dataclass(frozen=True, slots=True, kw_only=True)
class StatementHit:
    """A statement whose content holds the words (or one that passed the filters, where no words were given)."""

    article_id: int
    id: str
    published: str | None
    outlet: str | None
    title: str | None
    source: str | None
    source_words: str | None
    actor_id: int | None
    act: str
    kind: str
    denied: bool
    content: str
    addressee: str | None
    when_start: str | None
    when_end: str | None
    confidence: float
    url: str | None


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase that is looked for; of the last word only the beginning where `begins`."""

    words: str
    begins: bool


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person looks for: one term of each of `all` must be there, and none of `without`."""

    all: list[list[Term]]
    without: list[Term]


def parse(words: str) -> Wanted:
    """What a person types: words that must all be there, `"a phrase"`, `begin*`, `-without`, `a OR b`.

    Nothing that is typed is an error: what FTS5 would take for an operator is a word. Raises `ValueError` where there is
    nothing to look for.
    """
    wanted: list[list[Term]] = []
    without: list[Term] = []
    joins = False
    for minus, phrase, minus2, word in PIECES.findall(words):
        if word == OR and wanted and not minus2:
            joins = True
            continue
        piece = phrase or word
        if not re.search(r"\w", piece):
            continue
        term = Term(piece.rstrip("*").replace('"', ""), piece.endswith("*"))
        if minus or minus2:
            without.append(term)
        elif joins:
            wanted[-1].append(term)
        else:
            wanted.append([term])
        joins = False
    if not wanted:
        raise ValueError(Message("no_word", "{words!r} holds no word to look for", words=words))
    return Wanted(wanted, without)


def match(words: str) -> str:
    """The FTS5 query of what a person types; `ValueError`: see `parse`."""
    asked = parse(words)

    def either(terms: list[Term]) -> str:
        return " OR ".join(f'"{t.words}"' + (" *" if t.begins else "") for t in terms)

    query = " AND ".join(f"({either(terms)})" for terms in asked.all)
    return f"({query}) NOT ({either(asked.without)})" if asked.without else query


def holds(text: str | None, asked: Wanted) -> bool:
    """Whether a text that is in no index holds what is looked for: what `match` would find in it."""
    folded = f" {fold(text or '')} "

    def there(term: Term) -> bool:
        return f" {fold(term.words)}{'' if term.begins else ' '}" in folded

    return all(any(map(there, terms)) for terms in asked.all) and not any(map(there, asked.without))


def matching_spans(text: str, asked: Wanted) -> list[Span]:
    """Where what is looked for stands in a text that is in no index."""
    tokens = [(m.start(), m.end(), fold(m[0])) for m in WORD.finditer(text)]
    found: set[Span] = set()
    for term in (t for terms in asked.all for t in terms):
        wanted = fold(term.words).split()
        for n in range(len(tokens) - len(wanted) + 1):
            held = [folded for _, _, folded in tokens[n : n + len(wanted)]]
            if held == wanted or (term.begins and held[:-1] == wanted[:-1] and held[-1].startswith(wanted[-1])):
                found.add((tokens[n][0], tokens[n + len(wanted) - 1][1]))
    spans: list[Span] = []
    for start, end in sorted(found):
        if spans and start < spans[-1][1]:
            spans[-1] = spans[-1][0], max(end, spans[-1][1])
        else:
            spans.append((start, end))
    return spans


def about_condition(words: str | None) -> tuple[str, list[object]]:
    """A condition on `article AS a` that it holds the words; none where there are no words. `ValueError`: see `match`."""
    if not words:
        return "", []
    return "AND a.id IN (SELECT rowid FROM article_fts WHERE article_fts MATCH ?)", [match(words)]


def search_articles(
    connection: sqlite3.Connection, words: str, *, where: Filter | None = None, limit: int = 20
) -> list[ArticleHit]:
    """The articles that hold the words, the best first; `where` filters by outlet and day. `ValueError`: see `parse`."""
    conditions, values = article_conditions(where or Filter())
    best = connection.execute(
        f"SELECT a.id, bm25(article_fts, 4.0, 1.0) AS score FROM article_fts JOIN article AS a ON a.id = article_fts.rowid "
        f"WHERE article_fts MATCH ? {conditions} ORDER BY score, a.id LIMIT ?",
        (query := match(words), *values, limit),
    ).fetchall()
    hits = []
    for article_id, score in best:
        # Only for those that are shown: marking reads the whole text.
        row = connection.execute(
            f"SELECT highlight(article_fts, 1, '{OPEN}', '{CLOSE}'), coalesce(a.published, a.published_given), a.outlet, a.title, "
            "a.url, a.text FROM article_fts JOIN article AS a ON a.id = article_fts.rowid "
            "WHERE article_fts MATCH ? AND article_fts.rowid = ?",
            (query, article_id),
        ).fetchone()
        found = marked_spans(row[0], row[5])
        hits.append(
            ArticleHit(
                article_id=article_id,
                published=row[1],
                outlet=row[2],
                title=row[3],
                url=row[4],
                snippet=snippet(row[5], found),
                found=found,
                score=-score,
            )
        )
    return hits


def marked_spans(marked: str, text: str) -> list[Span]:
    """The spans in a text of what FTS5 marked in a copy of it."""
    if OPEN in text or CLOSE in text:
        return []
    spans, at, start = [], 0, 0
    for piece in re.split(f"([{OPEN}{CLOSE}])", marked):
        if piece == OPEN:
            start = at
        elif piece == CLOSE:
            spans.append((start, at))
        else:
            at += len(piece)
    return spans


def snippet(text: str, found: list[Span]) -> str:
    """The text around the first span, cut between words; its beginning where the words stand in the title only."""
    start, end = found[0] if found else (0, 0)
    first = text.rfind(" ", 0, max(0, start - AROUND)) + 1 if start > AROUND else 0
    last = text.find(" ", end + AROUND)
    last = len(text) if last < 0 else last
    return ("…" if first else "") + " ".join(text[first:last].split()) + ("…" if last < len(text) else "")


COLUMNS = (
    "v.article_id, v.id, v.published, v.outlet, v.title, v.source, v.source_words, v.actor_id, v.act, v.kind, v.denied, v.content, "
    "coalesce(v.addressee, v.addressee_words) AS addressee, v.when_start, v.when_end, v.confidence, v.url"
)


def search_statements(
    connection: sqlite3.Connection, words: str | None = None, *, where: Filter | None = None, limit: int | None = 20
) -> list[StatementHit]:
    """The statements whose content holds the words, the best first; without words all that pass, the earliest first."""
    conditions, values = statement_conditions(where or Filter())
    most = -1 if limit is None else limit
    if words is None:
        found = connection.execute(
            f"SELECT {COLUMNS} FROM statements_v AS v JOIN statement AS s ON s.article_id = v.article_id AND s.id = v.id "
            f"JOIN article AS a ON a.id = s.article_id WHERE 1 {conditions} "
            "ORDER BY v.published IS NULL, v.published, v.article_id, s.pk LIMIT ?",
            (*values, most),
        ).fetchall()
    else:
        found = connection.execute(
            # The view is read for those that are shown, not for all that match.
            "WITH best AS MATERIALIZED (SELECT s.article_id, s.id, bm25(statement_fts) AS score FROM statement_fts "
            "JOIN statement AS s ON s.pk = statement_fts.rowid JOIN article AS a ON a.id = s.article_id "
            f"WHERE statement_fts MATCH ? AND s.standing <> 'rejected' {conditions} ORDER BY score, s.pk LIMIT ?) "
            f"SELECT {COLUMNS} FROM best JOIN statements_v AS v ON v.article_id = best.article_id AND v.id = best.id "
            "ORDER BY best.score, v.article_id, v.id",
            (match(words), *values, most),
        ).fetchall()
    return [StatementHit(**{**dict(row), "denied": bool(row["denied"])}) for row in found]


def matching_statements(connection: sqlite3.Connection, words: str, *, ranked: bool = False) -> list[int]:
    """The `pk` of every statement whose content holds the words, rejected ones too; `ranked`: the best first.

    `ValueError`: see `parse`.
    """
    order = "ORDER BY bm25(statement_fts), rowid" if ranked else ""
    found = connection.execute(f"SELECT rowid FROM statement_fts WHERE statement_fts MATCH ? {order}", (match(words),))
    return [pk for (pk,) in found]


def passing_statements(connection: sqlite3.Connection, where: Filter) -> list[int]:
    """The `pk` of every statement that passes the filters, rejected ones too; all are read once, whoever is looked for."""
    conditions, values = statement_conditions(replace(where, actor=None))
    if where.actor:
        entities, more = entities_meant(where)
        conditions, values = f"{conditions} AND (s.article_id, s.source_entity) IN ({entities})", [*values, *more]
    found = connection.execute(
        f"SELECT s.pk FROM statement AS s JOIN article AS a ON a.id = s.article_id WHERE 1 {conditions}", values
    )
    return [pk for (pk,) in found]


def statements_of(connection: sqlite3.Connection, pks: Iterable[int]) -> dict[int, StatementHit]:
    """The statements of these `pk`, in their order; one that is rejected or gone is left out."""
    found = connection.execute(
        f"SELECT s.pk, {COLUMNS} FROM json_each(?) AS j JOIN statement AS s ON s.pk = j.value "
        "JOIN statements_v AS v ON v.article_id = s.article_id AND v.id = s.id ORDER BY j.key",
        (json.dumps(list(pks)),),
    )
    hits = {}
    for row in found:
        values = dict(row) | {"denied": bool(row["denied"])}
        pk = values.pop("pk")
        hits[pk] = StatementHit(**values)
    return hits


def words_found(connection: sqlite3.Connection, words: str, contents: Mapping[int, str]) -> dict[int, list[Span]]:
    """Where the words stand in the content of each of these statements, by their `pk`. `ValueError`: see `parse`."""
    query = match(words)
    found = {}
    for pk, content in contents.items():
        row = connection.execute(
            f"SELECT highlight(statement_fts, 0, '{OPEN}', '{CLOSE}') FROM statement_fts "
            "WHERE statement_fts MATCH ? AND rowid = ?",
            (query, pk),
        ).fetchone()
        found[pk] = marked_spans(row[0], content) if row else []
    return found
