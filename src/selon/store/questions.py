"""What people ask of a ledger of many articles: who said it, who is quoted, which figures, which positions, what is wrong."""

from __future__ import annotations

import sqlite3
from dataclasses import dataclass

from selon.store.filters import Filter, figure_conditions, position_conditions, statement_conditions
from selon.store.folding import fold
from selon.store.search import StatementHit, about_condition, match, search_statements


@dataclass(frozen=True, slots=True, kw_only=True)
class Speaker:
    """Somebody who spoke of the words looked for: how often, and where first.

    `source` is the actor's or the entity's name; None where the article does not settle who it is: then `source_words` are
    the words of that one statement. `joined` says what makes several statements one speaker's: 'actor' or, where nobody has
    joined the entities to an actor, 'name' (the same name, spelt alike: it may be two people), or 'words'.
    """

    source: str | None
    source_words: str | None
    actor_id: int | None
    joined: str
    statements: int
    articles: int
    first: str | None
    last: str | None
    first_content: str
    first_article_id: int
    first_id: str
    first_outlet: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class QuotedSource:
    """How often a source is quoted: in all, directly (direct and mixed), indirectly, and told as acts.

    `share` is its part of all statements that pass the filters (of its outlet's, where counted by outlet). A row without
    `source` holds the statements whose source the articles leave open.
    """

    outlet: str | None
    source: str | None
    kind: str | None
    actor_id: int | None
    statements: int
    direct: int
    indirect: int
    acts: int
    articles: int
    share: float
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundFigure:
    """A figure with its source, period and article."""

    article_id: int
    id: str
    published: str | None
    outlet: str | None
    words: str
    comparator: str
    low: float | None
    high: float | None
    unit: str
    measure: str | None
    according_to: str | None
    source_words: str | None
    actor_id: int | None
    place: str | None
    period_start: str | None
    period_end: str | None
    statement_id: str | None
    confidence: float | None
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundPosition:
    """Where an actor stands on a topic, in one article."""

    article_id: int
    id: str
    published: str | None
    outlet: str | None
    who: str
    actor_id: int | None
    stance: str
    topic: str
    topic_words: str
    because: str | None
    unless: str | None
    when_start: str | None
    when_end: str | None
    statement_id: str | None
    confidence: float | None
    title: str | None
    url: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FoundProblem:
    """Something wrong with an article, or with an input that is no article of the ledger (`article_id` None)."""

    name: str
    article_id: int | None
    kind: str
    message: str
    words: str | None
    at: str | None


def who_said(
    connection: sqlite3.Connection, words: str, *, where: Filter | None = None, limit: int = 20
) -> list[Speaker]:
    """Who spoke of these words, the earliest first. Statements without a known day come last. `ValueError`: see `match`."""
    match(words)  # an empty question is told before anything is read
    hits = search_statements(connection, words, where=where, limit=None)
    hits.sort(key=lambda h: (day(h) is None, day(h) or "", h.article_id, h.id))
    groups: dict[tuple[object, ...], list[StatementHit]] = {}
    for h in hits:
        key: tuple[object, ...] = (
            ("actor", h.actor_id) if h.actor_id is not None
            else ("name", fold(h.source)) if h.source
            else ("words", h.article_id, h.source_words, h.id if h.source_words is None else "")
        )  # fmt: skip
        groups.setdefault(key, []).append(h)
    speakers = []
    for key, said in list(groups.items())[:limit]:
        first, days = said[0], sorted(d for d in map(day, said) if d)
        speakers.append(
            Speaker(
                source=first.source,
                source_words=first.source_words,
                actor_id=first.actor_id,
                joined=str(key[0]),
                statements=len(said),
                articles=len({h.article_id for h in said}),
                first=days[0] if days else None,
                last=days[-1] if days else None,
                first_content=first.content,
                first_article_id=first.article_id,
                first_id=first.id,
                first_outlet=first.outlet,
            )
        )
    return speakers


def day(hit: StatementHit) -> str | None:
    """When something was said as far as is known: the statement's own day, else the article's."""
    return hit.when_start or hit.published


def quoted_sources(
    connection: sqlite3.Connection, *, where: Filter | None = None, by_outlet: bool = False, limit: int | None = 50
) -> list[QuotedSource]:
    """Who is quoted, how often, directly or not; `by_outlet` counts for each outlet. The most quoted first.

    Entities of several articles are one source where they are one actor, or else where they have the same name and kind.
    """
    conditions, values = statement_conditions(where or Filter())
    outlet = "a.outlet" if by_outlet else "NULL"
    rows = connection.execute(
        f"""
        SELECT {outlet} AS outlet, coalesce(k.name, e.name) AS source, coalesce(k.kind, e.kind) AS kind, k.id AS actor_id,
            count(*) AS statements, sum(s.kind IN ('direct', 'mixed')) AS direct, sum(s.kind = 'indirect') AS indirect,
            sum(s.kind = 'act') AS acts, count(DISTINCT s.article_id) AS articles,
            min(coalesce(a.published, a.published_given)) AS first, max(coalesce(a.published, a.published_given)) AS last
        FROM statement AS s JOIN article AS a ON a.id = s.article_id
        LEFT JOIN entity AS e ON e.article_id = s.article_id AND e.id = s.source_entity AND e.standing <> 'rejected'
        LEFT JOIN actor_entity AS l ON l.article_id = e.article_id AND l.entity_id = e.id
        LEFT JOIN actor AS k ON k.id = l.actor_id
        WHERE s.standing <> 'rejected' {conditions}
        GROUP BY {outlet}, coalesce(k.id, fold(e.name) || '|' || e.kind)
        ORDER BY statements DESC, source IS NULL, source
        """,
        values,
    ).fetchall()
    totals: dict[str | None, int] = {}
    for r in rows:
        totals[r["outlet"]] = totals.get(r["outlet"], 0) + r["statements"]
    kept = rows if limit is None else rows[:limit]
    return [QuotedSource(**dict(r), share=r["statements"] / totals[r["outlet"]]) for r in kept]


FIGURES = (
    "FROM figure AS f JOIN article AS a ON a.id = f.article_id "
    "LEFT JOIN statement AS s ON s.article_id = f.article_id AND s.id = f.statement_id AND s.standing <> 'rejected' "
    "WHERE f.standing <> 'rejected'"
)
POSITIONS = (
    "FROM position AS p JOIN article AS a ON a.id = p.article_id "
    "JOIN entity AS w ON w.article_id = p.article_id AND w.id = p.who AND w.standing <> 'rejected' "
    "LEFT JOIN statement AS s ON s.article_id = p.article_id AND s.id = p.statement_id AND s.standing <> 'rejected' "
    "WHERE p.standing <> 'rejected'"
)
PUBLISHED = "coalesce(a.published, a.published_given)"


def find_figures(
    connection: sqlite3.Connection,
    words: str | None = None,
    *,
    where: Filter | None = None,
    about: str | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> list[FoundFigure]:
    """The figures that pass, by day; `words` must stand in the figure, its unit or its measure (folded, whole words),
    `about` in the article. `ValueError`: see `match`."""
    conditions, values = _figure_conditions(where, words, about)
    rows = connection.execute(
        # The view is read for those that are shown, not for all that pass.
        f"WITH best AS MATERIALIZED (SELECT f.article_id, f.id, f.span_start, {PUBLISHED} AS day {FIGURES} {conditions} "
        "ORDER BY day IS NULL, day, f.article_id, f.span_start LIMIT ? OFFSET ?) "
        f"SELECT {_fields(FoundFigure)} FROM best JOIN figures_v AS v ON v.article_id = best.article_id AND v.id = best.id "
        "ORDER BY best.day IS NULL, best.day, best.article_id, best.span_start",
        (*values, -1 if limit is None else limit, offset),
    )
    return [FoundFigure(**dict(r)) for r in rows]


def count_figures(
    connection: sqlite3.Connection, words: str | None = None, *, where: Filter | None = None, about: str | None = None
) -> int:
    """How many figures pass."""
    conditions, values = _figure_conditions(where, words, about)
    return int(connection.execute(f"SELECT count(*) {FIGURES} {conditions}", values).fetchone()[0])


def _figure_conditions(where: Filter | None, words: str | None, about: str | None) -> tuple[str, list[object]]:
    one, values = figure_conditions(where or Filter(), words)
    other, more = about_condition(about)
    return f"{one} {other}", [*values, *more]


def find_positions(
    connection: sqlite3.Connection,
    topic: str | None = None,
    *,
    where: Filter | None = None,
    limit: int | None = 50,
    offset: int = 0,
) -> list[FoundPosition]:
    """Who stands where, by day; `topic` are words of the topic's label or wording (folded, whole words)."""
    conditions, values = position_conditions(where or Filter(), topic)
    rows = connection.execute(
        f"WITH best AS MATERIALIZED (SELECT p.article_id, p.id, p.topic_start, {PUBLISHED} AS day {POSITIONS} {conditions} "
        "ORDER BY day IS NULL, day, p.article_id, p.topic_start LIMIT ? OFFSET ?) "
        f"SELECT {_fields(FoundPosition)} FROM best JOIN positions_v AS v ON v.article_id = best.article_id AND v.id = best.id "
        "ORDER BY best.day IS NULL, best.day, best.article_id, best.topic_start",
        (*values, -1 if limit is None else limit, offset),
    )
    return [FoundPosition(**dict(r)) for r in rows]


def find_problems(
    connection: sqlite3.Connection, *, kind: str | None = None, limit: int | None = None
) -> list[FoundProblem]:
    """The inputs that could not be read, then what is wrong with articles or was left open in them."""
    rows = connection.execute(
        """
        SELECT name, NULL AS article_id, kind, message, NULL AS words, at FROM failure WHERE ?1 IS NULL OR kind = ?1
        UNION ALL
        SELECT coalesce(a.title, a.url, (SELECT min(name) FROM input AS i WHERE i.article_id = a.id), 'article ' || a.id),
            a.id, p.kind, p.message, substr(a.text, x.span_start + 1, x.span_end - x.span_start), NULL
        FROM problem AS p JOIN article AS a ON a.id = p.article_id
        LEFT JOIN span AS x ON x.article_id = p.article_id AND x.part = 'problem' AND x.record_id = CAST(p.id AS TEXT) AND x.n = 0
        WHERE ?1 IS NULL OR p.kind = ?1
        ORDER BY 2, 1 LIMIT ?2
        """,
        (kind, -1 if limit is None else limit),
    )
    return [FoundProblem(**dict(r)) for r in rows]


def _fields(kind: type[object]) -> str:
    """The columns of a view that a dataclass asks for."""
    return ", ".join(f"v.{name}" for name in kind.__dataclass_fields__)  # type: ignore[attr-defined]  # a dataclass has them
