"""Two who were named side by side and are then spoken of together: 'Ada Brévent et Luc Sorel … Les deux maires', 'le duo'."""

from __future__ import annotations

from selon.extract.entities.phrases import Phrase
from selon.extract.entities.referents import Referent
from selon.extract.entities.walk import Walk

# sentences that the narrator tells back to a pair
BACK = 4


def pair_before(w: Walk, p: Phrase) -> tuple[Referent, Referent] | None:
    """The last two people named side by side before a phrase for two; None where it is none, or a third stands with them."""
    d = w.d
    lows = d.page.lows
    both = any(d.lex.is_("both", lows[k]) for k in range(p.start, p.head))
    if p.det != "definite" or p.end != p.head_end or not (both or d.lex.is_("pair", lows[p.head])):
        return None
    if both and not any(n.kind in ("person", "group") for n in p.nouns):
        return None
    found: tuple[Referent, Referent] | None = None
    for first in sorted(w.reader.name_at.values(), key=lambda n: n.start):
        k = first.end + 1
        if first.end >= p.start or not d.lex.is_("and", lows[first.end]):
            continue
        k += d.page.words[k].text in d.lex.titles
        second = w.reader.name_at.get(k)
        if second is None or first.start not in d.by_token or second.start not in d.by_token:
            continue
        listed = (
            first.start
            and lows[first.start - 1] == ","
            and (first.start - 1) in {n.end for n in w.reader.name_at.values()}
        )
        a, b = d.referents[d.by_token[first.start]], d.referents[d.by_token[second.start]]
        far = d.told(d.page.words[first.start].sentence, d.page.words[p.start].sentence)
        if a.kind == b.kind == "person" and a is not b and not listed and far <= BACK:
            found = (a, b)
    return found
