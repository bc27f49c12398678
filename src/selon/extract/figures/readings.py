"""Numbers with what stands around them: qualifier, second end of a range, unit or counted noun."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from selon.extract.figures.lexicon import Phrase, Qualifier, RangeForm, UnitClass
from selon.extract.figures.nouns import Counted, counted_after, matches, unit_before
from selon.extract.figures.numerals import Numeral, read_numeral
from selon.extract.figures.words import Page
from selon.model import Comparator, Span

CHANGE_REACH = 8  # words before 'de 10 à 12' in which a verb of change is looked for
CLOSE = 20  # the ends of '200 à 300' are at most this many times apart


@dataclass(frozen=True, slots=True)
class Reading:
    """A number as it stands: words `[first, stop)` in all, `[number, after)` of them the number itself.

    `name` and `kind` are None for a number with no unit or noun of its own; `head` is the word of the counted noun;
    `group` is the word where the group begins that a number is taken from ('deux des ministres'); `bound` says that a
    qualifier stands with it; `drop` that it is the rest of a score or another thing that is never a figure.
    """

    first: int
    stop: int
    number: int
    after: int
    low: float | None
    high: float | None
    comparator: Comparator
    numeral: Numeral
    rule: str
    name: str | None = None
    kind: UnitClass | None = None
    head: int | None = None
    group: int | None = None
    bound: bool = False
    drop: bool = False
    quoted: bool = False

    def span(self, page: Page) -> Span:
        """Its characters."""
        return page.words[self.first].start, page.words[self.stop - 1].end


def read_numbers(page: Page) -> list[Reading]:
    """Every number of the text with its surroundings, figures or not, in order."""
    out: list[Reading] = []
    i = 0
    while i < len(page.words):
        numeral = read_numeral(page, i)
        if numeral is None:
            i += 1
            continue
        found = _range(page, numeral) or _single(page, numeral)
        out.append(found)
        i = max(found.stop if found.group is None else found.group, numeral.stop)
    return out


def _single(page: Page, n: Numeral) -> Reading:
    counted = None
    if n.unit is None:
        counted = counted_after(page, n.stop, linked=n.linked, digits=not n.spelled)
    qualifier = qualifier_before(page, n.first)
    first, comparator = n.first, n.comparator
    stop = n.stop
    low: float = n.value
    name = n.unit
    kind: UnitClass | None = "percent" if n.unit else None
    head: int | None = None
    group: int | None = None
    if counted is not None:
        name, kind, head, group = counted.name, counted.kind, counted.head, counted.group
        stop = counted.stop
        low = round(low * counted.scale, 6)
    if counted is None or counted.kind == "count":
        ahead = unit_before(page, n.first)
        if ahead is not None:
            first, (name, kind), head, group = ahead[0], (ahead[1].name, ahead[1].kind), None, None
            stop = n.stop
            qualifier = qualifier or qualifier_before(page, first)
    if (
        kind == "measure"
        and name in page.lexicon.sets["signed-units"]
        and page.before(first) == "-"
        and page.words[first - 1].gap == " "
    ):
        low, first = -low, first - 1
    if qualifier is not None:
        first, comparator = min(first, qualifier[0]), qualifier[1].comparator
        if comparator == ">=" and n.comparator == ">" and not qualifier[1].one:
            comparator = n.comparator
    trailing = _trailing(page, stop) or (_trailing(page, n.stop) if n.stop != stop else None)
    if trailing is not None and comparator in ("=", "~") and qualifier is None:
        stop, comparator = max(stop, trailing[0]), trailing[1]
    one = qualifier is not None and qualifier[1].one
    return Reading(
        first, stop, n.first, n.stop, *_ends(low, comparator), comparator, n, n.rule, name, kind, head, group,
        bound=qualifier is not None or trailing is not None, drop=n.article and not one and kind != "percent",
    )  # fmt: skip


def _ends(value: float, comparator: Comparator) -> tuple[float | None, float | None]:
    """`low` and `high` of a bounded number: '> 300' has no high, '< 300' no low."""
    if comparator in (">", ">="):
        return value, None
    if comparator in ("<", "<="):
        return None, value
    return value, value


def qualifier_before(page: Page, i: int) -> tuple[int, Qualifier] | None:
    """The longest qualifier that ends before word `i`, quotation marks and one article between them; where it begins."""
    lexicon = page.lexicon
    folds, quotes = lexicon.numbers.fold, lexicon.numbers.digits.quotes
    norms: list[tuple[str, int]] = []
    j = i
    while j > 0 and len(norms) < 8 and (j >= len(page.words) or page.words[j].gap != "\n"):
        j -= 1
        if page.norm(j) not in quotes:
            norms.append((folds.get(page.norm(j), page.norm(j)), j))
    # an article that 'la moitié' and 'des dizaines' carry inside the number closes 'plus de' as well
    for skip in (0, 1):
        if skip and (
            not norms
            or norms[0][0] not in lexicon.sets["carried-articles"]
            or page.norm(norms[0][1]) in lexicon.sets["of"]
        ):
            break
        for phrase, qualifier in lexicon.qualifiers:
            if len(phrase) + skip > len(norms):
                continue
            if all(norms[skip + x][0] == w for x, w in enumerate(reversed(phrase))):
                return norms[skip + len(phrase) - 1][1], qualifier
    return None


def _trailing(page: Page, k: int) -> tuple[int, Comparator] | None:
    for phrase, qualifier in page.lexicon.trailing:
        folded = page.lexicon.numbers.fold
        if k + len(phrase) <= len(page.words) and all(
            folded.get(page.after(k + x), page.after(k + x)) == w for x, w in enumerate(phrase)
        ):
            following = page.after(k + len(phrase))
            if (
                following in page.lexicon.sets["of"]
                or _number_at(page, k + len(phrase))
                or following in page.lexicon.sets["clause-opener"]
            ):
                continue
            return k + len(phrase), qualifier.comparator
    return None


def _number_at(page: Page, k: int) -> bool:
    return k < len(page.words) and page.words[k].gap != "\n" and read_numeral(page, k) is not None


def _range(page: Page, a: Numeral) -> Reading | None:
    """Two ends: 'entre 40 et 50', 'de 1 000 à 4 000 emplois', '200 à 300', '10-15 %'."""
    if a.article and page.norm(a.first) not in page.lexicon.sets["one"]:
        return None
    for form in page.lexicon.numbers.range:
        found = _form(page, a, form)
        if found is not None:
            return found
    return None


def _form(page: Page, a: Numeral, form: RangeForm) -> Reading | None:
    first = a.first
    if form.before is not None:
        folds = page.lexicon.numbers.fold
        before = page.before(a.first)
        if folds.get(before, before) != form.before:
            return None
        first -= 1
    k = a.stop
    unit = counted_after(page, k, linked=a.linked, digits=not a.spelled)
    stops = [k]
    if unit is not None and unit.group is None and (not form.close or unit.kind in ("percent", "currency")):
        stops.append(unit.stop)
    for stop in stops:
        link = next((b for b in form.between if page.after(stop) == b), None)
        if link is None:
            continue
        dash = not link[0].isalpha()
        if dash and (page.words[stop].gap or stop + 1 >= len(page.words) or page.words[stop + 1].gap):
            continue
        j = stop + 1
        b = read_numeral(page, j) if j < len(page.words) and page.words[j].gap != "\n" else None
        if b is None and page.after(j) in page.lexicon.sets["fraction-determiners"]:
            j += 1
            b = read_numeral(page, j) if j < len(page.words) else None
        if b is None or b.article or b.rule == "rate" or a.rule in ("rate", "vague"):
            continue
        low = a.value
        if a.scale == 1 and b.scale > 1 and a.value * b.scale < b.value and stop == a.stop:
            low = round(a.value * b.scale, 6)
        after = counted_after(page, b.stop, linked=b.linked, digits=not b.spelled)
        if after is not None and after.scale > 1:
            low *= after.scale
        high = b.value * (after.scale if after is not None else 1)
        if dash and after is None:  # a score: '3-1'
            return _make(page, a, b, a.first, b.stop, low, high, None, drop=True)
        if stop != a.stop and (after is None or (unit and unit.name != after.name)):
            continue
        if form.change and _after_change(page, first):
            continue
        if not low < high:
            if (
                form.before is None
                and after is None
                and link.isalpha()
                and high < 20
                and link not in page.lexicon.sets["range-or"]
            ):
                return _make(page, a, b, a.first, b.stop, low, high, None, drop=True)
            continue
        if form.close and (high > low * CLOSE or (after is None and b.scale == 1) or a.article):
            continue
        if (
            form.before is None
            and link in page.lexicon.sets["either-or"]
            and after is not None
            and after.group is not None
        ):
            continue
        return _make(page, a, b, first, b.stop, low, high, after)
    return None


def _make(
    page: Page,
    a: Numeral,
    b: Numeral,
    first: int,
    stop: int,
    low: float,
    high: float,
    unit: Counted | None,
    *,
    drop: bool = False,
) -> Reading:
    if unit is None and b.unit is not None:
        unit = Counted(b.stop, b.unit, "percent")
    qualifier = None if drop else qualifier_before(page, first)
    return Reading(
        qualifier[0] if qualifier else first, max(stop, unit.stop if unit else 0), a.first, b.stop, low, high, "..",
        replace(a, stop=b.stop), "range",
        unit.name if unit else None, unit.kind if unit else None, unit.head if unit else None, None, bound=True, drop=drop,
    )  # fmt: skip


def _after_change(page: Page, i: int) -> bool:
    """Whether a word of change stands before in the clause: 'le taux est passé de 4 à 5 %'."""
    for x in range(i - 1, max(page.sentence(i)[0], i - CHANGE_REACH) - 1, -1):
        if page.words[x].text in (";", ":"):
            return False
        if page.has("change", x):
            return True
    return False


def overlaps(span: Span, others: Sequence[Span]) -> bool:
    """Whether a span has a character in common with one of the others."""
    return any(max(span[0], a) < min(span[1], b) for a, b in others)


def phrase_at(page: Page, i: int, phrases: Sequence[Phrase]) -> Phrase | None:
    """The longest of the phrases that begins at word `i`."""
    return next((p for p in phrases if matches(page, i, p)), None)
