"""The name that the words of a source go by, where they hold one that is no complement of another noun."""

from __future__ import annotations

from selon.extract.entities.kinds import PERSON, Name
from selon.extract.entities.lexicon import plain
from selon.extract.entities.walk import Walk


def chief_name(w: Walk, i: int, j: int) -> Name | None:
    """The name that a source goes by: a person's before a body's, none that is only a complement."""
    d = w.d
    names = top_names(w, i, j)
    people = [n for n in names if n.label == PERSON and not (n.start > i and lends_name(w, n))]
    if people:
        return people[0]
    for n in (n for n in names if n.label != PERSON):
        k = n.start - 1
        lead = d.page.lows[i : n.start]
        # 'le gouvernement Sorel' is a government; 'la société Sorel', 'le mouvement Vigie' are bodies named so
        if k >= i and lead and not d.lex.is_("article", lead[-1]):
            p = w.reader.read(i, n.start, whole=True)
            if p and p.nouns and p.nouns[0].kind == "person" and n.label in ("", "MISC"):
                return n
            if p and p.nouns and p.head_end <= n.start and p.end < n.start and d.page.words[p.end].low == ",":
                return n
            if p and p.nouns and p.nouns[0].kind == "organisation" and n.label != "LOC":
                return n
            continue
        return n
    return None


def top_names(w: Walk, i: int, j: int) -> list[Name]:
    """The names between two tokens that stand in no complement of another noun."""
    d = w.d
    out = []
    for n in (w.reader.name_at[k] for k in range(i, j) if k in w.reader.name_at):
        if n.end > j:
            continue
        k = n.start - 1
        while k >= i and (d.page.words[k].text in d.lex.titles or d.lex.is_("article", d.page.lows[k])):
            k -= 1
        before = d.page.lows[k] if k >= i else ""
        if before and (before in d.lex.classes["of"] or before in d.lex.classes["at"]):
            continue
        if k > i and d.lex.is_("by", before):
            continue  # 'un proche joint PAR VIGIE'
        if names_body(w, i, n) or called_after(w, i, n):
            continue
        out.append(n)
    return out


def names_body(w: Walk, i: int, n: Name) -> bool:
    """Whether a surname is the name of a body that is only a complement: 'un porte-parole de l'équipe BREVENT'."""
    d = w.d
    k = n.start - 1
    if k > i and d.lex.is_("article", d.page.lows[k]):
        k -= 1  # 'le porte-parole du collectif la Vigie des ports'
    if (n.end - n.start > 1 and n.label == PERSON) or n.title is not None or k <= i:
        return False
    if not any(x.kind == "organisation" for x in d.lex.nouns.get((d.page.lows[k],), ())):
        return False
    while k > i and d.lex.is_("article", d.page.lows[k - 1]):
        k -= 1
    return k > i and d.page.lows[k - 1] in d.lex.classes["of"]


def lends_name(w: Walk, n: Name) -> bool:
    """Whether a bare surname only says whose body it is: 'le cabinet BRÉVENT', 'l'administration BRÉVENT'."""
    d = w.d
    if n.end - n.start > 1 or n.title is not None or plain(d.page.lows[n.start]) in d.lex.first_names:
        return False
    nouns = d.lex.nouns.get((d.page.lows[n.start - 1],), ())
    return bool(nouns) and all(x.kind == "organisation" for x in nouns)


def called_after(w: Walk, i: int, n: Name) -> bool:
    """Whether a name only says after whom a thing is called: 'l'affaire ADA BREVENT'."""
    return n.start > i and n.title is None and w.d.lex.is_("called-after", w.d.page.lows[n.start - 1])


def without_parts(w: Walk, i: int, j: int) -> int:
    """The end of a source without what it only includes: 'les syndicats, dont la CGT' → 'les syndicats'."""
    d = w.d
    for k in range(i + 1, j):
        for n in (3, 2, 1):
            if " ".join(d.page.lows[k : k + n]) in d.lex.classes["including"]:
                while k > i + 1 and not d.page.words[k - 1].alpha:
                    k -= 1
                return k
    return j
