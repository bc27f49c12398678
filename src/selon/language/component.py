"""selon as a spaCy component: `nlp.add_pipe("selon")` gives every `doc._.ledger`."""

from __future__ import annotations

from collections.abc import Callable

from spacy.language import Language
from spacy.tokens import Doc


@Language.factory("selon", requires=["token.pos", "token.lemma", "token.dep", "doc.ents"])
def make_component(nlp: Language, name: str) -> Callable[[Doc], Doc]:  # noqa: ARG001 (spaCy calls factories with it)
    """A component, to be added last, that sets `doc._.ledger` (a `selon.model.Ledger`)."""
    from selon.extract.ledger import read_doc
    from selon.language.analysis import Article
    from selon.language.pipeline import check_pipeline

    if not Doc.has_extension("ledger"):
        Doc.set_extension("ledger", default=None)
    lang = nlp.lang or ""
    check_pipeline(nlp, lang)

    def component(doc: Doc) -> Doc:
        doc._.ledger = read_doc(Article(text=doc.text), doc, lang=lang)
        return doc

    return component
