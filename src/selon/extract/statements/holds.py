"""Whether a cue, what it reports and its subject together attribute something, frame by frame as far as each can be trusted."""

from __future__ import annotations

from spacy.tokens import Token

from selon.extract.statements.cues import Cue
from selon.extract.statements.draft import Content
from selon.extract.statements.page import Page
from selon.extract.statements.phrases import find_phrases
from selon.extract.statements.speakers import can_speak, follows_on
from selon.extract.statements.syntax import fold, is_finite, is_infinitive, is_participle
from selon.extract.statements.verb_groups import finite_by_form

# acts whose object is what is said, never somebody
OF_THINGS = frozenset({"say", "claim", "confirm", "announce", "report", "explain", "predict", "think", "propose"})
# acts that nobody needs to voice: what somebody in a quotation hopes or thinks is its speaker's guess
INWARD = frozenset({"think", "hope", "fear", "regret"})
# acts that who does something for their sake performs by doing it ('ont manifesté pour dénoncer P')
PURPOSES = frozenset(
    {
        "criticise",
        "accuse",
        "call",
        "request",
        "support",
        "praise",
        "thank",
        "warn",
        "deny",
        "ask",
        "apologise",
        "threaten",
    }
)


def holds(page: Page, cue: Cue, content: Content, who: Token | None, *, inside: bool) -> bool:
    """Whether cue, frame and subject together attribute something, frame by frame as far as it can be trusted.

    A clause or quotation is enough evidence by itself; a noun phrase, attribute or infinitive needs a subject that can
    speak and a verb that is not merely wished or possible ('devrait soumettre', 'ont choisi d'avancer').
    """
    if content.frame == "clause" and cue.gerund and who is not None and not can_speak(page, who):
        return False  # 'les signes INDIQUANT que P': nobody says so
    if cue.gerund and who is not None and _is_gloss(page, who, cue):
        return False  # '…, THÉORIE expliquant la structure de la matière': nobody's in particular
    if who is not None and fold(who) in page.grammar.pointing_back:
        return False  # 'CELA montre que P' is the narrator's
    if (
        who is not None
        and who.dep_ == "expl:subj"
        and who.i < cue.start
        and cue.verb.lemma_.lower() in page.grammar.copulas
    ):
        return False  # 'IL EST CERTAIN que P': nobody says so
    if is_infinitive(page.doc[cue.start]) and not is_infinitive(cue.verb) and has_purpose(page, cue.start):
        return False  # 'exclu pour AVOIR DÉFENDU P' gives the reason
    if content.frame == "clause" and cue.group.negated and not cue.entry.denied and cue.entry.act == "say":
        return False  # 'n'a pas dit que P': nobody has said so
    if content.frame == "clause" and not cue.bare_infinitive:
        return True
    heard = content.frame == "infinitive" and cue.entry.act not in INWARD  # '« On nous demande DE CONSTRUIRE »'
    if inside and content.frame not in {"clause", "question"} and not heard:
        return False
    if cue.bare_infinitive and not follows_on(page, cue):
        speaks = who is not None and can_speak(page, who)
        if has_purpose(page, cue.start):
            # 'exclu pour AVOIR défendu P' gives the reason
            perfect = any(c.dep_.startswith("aux") for c in cue.verb.children)
            # 'se rendra à Lens POUR RENDRE HOMMAGE' is to come
            done = "Fut" not in cue.verb.head.morph.get("Tense", [])
            return speaks and cue.entry.act in PURPOSES and not perfect and done
        head = cue.verb.head
        before = page.doc[cue.start - 2] if cue.start - 2 > cue.verb.sent.start else None
        if before is not None and (before.pos_ == "ADJ" or before.is_quote):
            return False  # 'il est CHIMÉRIQUE de penser que P'
        return (
            content.frame == "clause"
            and speaks
            and head.pos_ == "VERB"
            and head.lemma_.lower() not in page.grammar.modal_verbs
        )
    if content.frame == "noun phrase" and cue.entry.act in OF_THINGS and _is_somebody(page, content):
        return False  # 'a reconnu Ada Morel', 'a invoqué sainte Rita': nothing is said
    vouched = bool(find_phrases(page, cue.verb.sent))
    if content.frame not in {"clause", "question"} and _is_conditional(page, cue) and not vouched:
        return False  # 'le joueur DEMANDERAIT une réparation': nobody vouches for it, but 'Selon X, le joueur …' does
    if _only_possible(page, cue) or (
        cue.group.negated and not cue.entry.denied and content.frame not in {"clause", "question"}
    ):
        return False
    return content.frame == "clause" or (who is not None and can_speak(page, who))


def _is_gloss(page: Page, who: Token, cue: Cue) -> bool:
    """Whether a participle hangs on a noun that stands bare behind a comma, as what explains a word does."""
    bare = who.pos_ == "NOUN" and who.is_lower and not any(c.dep_ == "det" for c in who.children)
    return bare and who.i == cue.start - 1 and who.i > 0 and page.doc[who.i - 1].text == ","


def has_purpose(page: Page, i: int) -> bool:
    """Whether a purpose marker stands before token i: 'POUR dénoncer', 'AFIN DE demander'."""
    before = (" ".join(fold(t) for t in page.doc[max(i - n, 0) : i]) for n in (1, 2))
    return any(words in page.grammar.purpose_markers for words in before)


def _only_possible(page: Page, cue: Cue) -> bool:
    """Whether a modal verb carries the cue's infinitive, or its subjunctive says what is only wanted."""
    g, before = page.grammar, page.doc[cue.verb.sent.start : cue.start]
    joints = [t for t in before if fold(t) in g.complementizers]
    wanted = bool(joints) and not (joints[-1].i > 0 and fold(joints[-1].nbor(-1)) in g.factual_conjunctions)
    if wanted and any("Sub" in t.morph.get("Mood", []) for t in page.doc[cue.start : cue.verb.i + 1]):
        return True
    modals = [t for t in page.doc[cue.start : cue.verb.i] if t.lemma_.lower() in g.modal_verbs]
    done = any(t.lemma_.lower() in g.perfect_light_verbs and is_participle(t) for t in modals)
    return bool(modals) and not done and "Inf" in cue.verb.morph.get("VerbForm", [])


def third_person(page: Page, cue: Cue, source: Token | None = None) -> bool:
    """Inside a quotation only somebody else's words are a statement of their own: 'Le BEA nous a affirmé que …'."""
    s = source or cue.subject
    if s is not None and fold(s) in page.grammar.indefinite_subjects and cue.group.dative is None and source is None:
        return False  # '« ON DIT simplement que P »' is the speaker's own, '« ON M'A DIT que P »' is not
    return (
        s is not None
        and fold(s) not in page.grammar.first_person | page.grammar.second_person
        and can_speak(page, s)
        and not cue.bare_infinitive
        and (cue.can("clause") or cue.can("quote") or bool(cue.options("obj+inf")))
    )


def _is_conditional(page: Page, cue: Cue) -> bool:
    """Whether a cue stands in the conditional, by which news tells what it has not confirmed."""
    endings = page.grammar.conditional_endings
    group = page.doc[cue.start : cue.verb.i + 1]
    # nor 'espérait'
    return any(is_finite(t) and fold(t).endswith(endings) and not finite_by_form(t, page.grammar) for t in group)


def _is_somebody(page: Page, content: Content) -> bool:
    """Whether a noun phrase is a person's name, with a title or noun before it or none."""
    head = next((t for t in page.doc[content.start : content.end] if t.pos_ in {"NOUN", "PROPN"}), None)
    return head is not None and head.ent_type_ == "PER"
