"""Words at which the telling goes on behind a content: how, when and on what occasion it was said, what others make of it."""

from __future__ import annotations

from selon.extract.statements.draft import Content
from selon.extract.statements.page import Page
from selon.extract.statements.syntax import fold, infinitive_at, is_dash, is_finite, stands_at, uncontracted
from selon.extract.statements.verb_groups import main_verb


def before_semicolon(page: Page, start: int, end: int) -> int:
    """The semicolon behind which the narrator goes on: not one before another 'que' or infinitive of what is said."""
    g = page.grammar
    for token in page.doc[start : end - 1]:
        goes_on = fold(token.nbor(1)) in g.complementizers | g.infinitive_markers
        if token.text == ";" and not goes_on and page.quotation_of(token.i) is None:
            return int(token.i)
    return end


def before_manner(page: Page, content: Content, end: int) -> int:
    """The comma at which it is told how somebody spoke ('…, SANS donner de détails') or what others make of it (', CE QUE X nie')."""
    doc, g = page.doc, page.grammar
    for comma in (t.i for t in doc[content.start : end - 2] if t.text == "," and page.quotation_of(t.i) is None):
        i = comma + 1
        if f"{fold(doc[i])} {fold(doc[i + 1])}" in g.question_heads and (
            content.frame not in {"clause", "question"}
            or (fold(doc[i + 1]) in g.complementizers and _reports(page, i + 2, end))
        ):
            return comma
        if f"{fold(doc[i])} {uncontracted(doc[i + 1], g)}" in g.contrasts:
            return comma  # 'P, CONTRAIREMENT À ce qu'avait dit Y'
        if doc[i].pos_ == "ADV" and i + 1 < end and fold(doc[i]) not in g.occasion_heads:
            i += 1  # 'NON sans relever Q'
        verb = infinitive_at(doc, i + 1, end) if fold(doc[i]) in g.without else None
        pair = f"{fold(doc[i])} {uncontracted(doc[i + 1], g)}" if i + 1 < end else ""
        if verb is None and pair in g.follow_on_markers:
            verb = infinitive_at(doc, i + 2, end)  # ', AVANT DE quitter la salle'
        rest = doc[i:end]
        last = not any(t.text == "," or is_finite(t) for t in rest)  # nothing of what is said follows
        if verb is not None and (content.frame != "clause" or last or verb.lemma_.lower() in page.lexicon.verbs):
            return comma
        if last and _is_occasion(page, i, end):
            return comma
    return end


def _is_occasion(page: Page, i: int, end: int) -> bool:
    """Whether the words from token i say on what occasion of speaking something is told: 'P, LORS D'UNE CONFÉRENCE DE PRESSE'."""
    g = page.grammar
    if not any(stands_at(page.doc, p, i, g) for p in g.occasion_prepositions):
        return False
    noun = next((t for t in page.doc[i:end] if t.pos_ == "NOUN"), None)
    return noun is not None and noun.lemma_.lower() in g.occasion_nouns


def _reports(page: Page, start: int, end: int) -> bool:
    """Whether the next finite verb is one of the lexicon: 'ce que le ministre CONTESTE'."""
    verb = next((t for t in page.doc[start:end] if is_finite(t)), None)
    verb = None if verb is None else main_verb(verb)
    return verb is not None and verb.lemma_.lower() in page.lexicon.verbs


def before_comparison(page: Page, start: int, end: int) -> int:
    """The dash at which the narrator adds what others say: 'a dit que P - COMME l'a suggéré un député'."""
    for token in page.doc[start + 1 : end - 1]:
        if is_dash(token) and fold(token.nbor(1)) in page.grammar.as_markers and page.quotation_of(token.i) is None:
            return int(token.i)
    return end


def before_occasion(page: Page, start: int, end: int) -> int:
    """Where the telling goes on behind a content's closing mark: 'a promis de « mobiliser l'armée » LORS D'une réunion'."""
    doc, g = page.doc, page.grammar
    last = next((i for i in range(end - 1, start, -1) if page.closes(i)), None)
    if last is None or last + 2 >= end or any(is_finite(t) for t in doc[last + 1 : end]):
        return end
    words = [fold(t) for t in doc[last + 1 : min(last + 5, end)]]
    heads = {
        " ".join((*words[: n - 1], g.contracted.get(words[n - 1], words[n - 1]))) for n in range(1, len(words) + 1)
    }
    return last + 1 if heads & g.occasion_prepositions else end


def before_apposition(page: Page, start: int, end: int) -> int:
    """Where the narrator begins to name what was said: 'de s'attaquer à P, UN THÈME absent de la campagne'."""
    doc = page.doc
    for i in range(start + 2, end - 2):
        noun = next((t for t in doc[i + 1 : i + 4] if t.pos_ == "NOUN"), None)
        if doc[i].text != "," or noun is None or page.quotation_of(i) is not None:
            continue
        indefinite = "Ind" in doc[i + 1].morph.get("Definite", [])
        listed = any(t.text == "," or t.pos_ == "CCONJ" for t in doc[i + 1 : end])
        if indefinite and not listed and (noun.dep_ == "appos" or _is_definite(page, i - 1, start)):
            return i
    return end


def _is_definite(page: Page, i: int, floor: int) -> bool:
    """Whether the last noun phrase up to token i is definite or a name: what an indefinite one behind its comma takes up."""
    for j in range(i, max(floor, i - 5), -1):
        token = page.doc[j]
        if token.pos_ == "PROPN" or "Def" in token.morph.get("Definite", []) or fold(token) in page.grammar.contracted:
            return True
        if token.pos_ not in {"NOUN", "ADJ"}:
            return False
    return False
