"""Loading the spaCy pipeline of a language: ours by default, any other that provides what the rules need."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources
from pathlib import Path

from spacy.language import Language
from spacy.util import get_model_meta, load_config

import selon.language.sentences  # noqa: F401  (registers the factory that the shipped pipeline names)

NEEDS = {
    "token.pos": "parts of speech (a morphologizer or tagger)",
    "token.morph": "morphological features (a morphologizer)",
    "token.lemma": "lemmas (a lemmatizer)",
    "token.dep": "Universal Dependencies (a parser)",
    "doc.ents": "named entities (an entity recogniser)",
}
SENTENCES = "selon_sentences"


class French(Language):  # type: ignore[no-untyped-call]  # spaCy does not annotate how it notes its subclasses
    """French without spaCy's own tokenizer, whose list of exceptions takes seconds to build: we bring ours."""

    lang = "fr"


LIGHT: dict[str, type[Language]] = {"fr": French}


class PipelineError(ValueError):
    """A pipeline that cannot be loaded or lacks what the rules need; the message says what to do."""


@lru_cache(maxsize=2)
def load_pipeline(lang: str, name: str | None = None) -> Language:
    """The pipeline `name` (an installed package or a folder), or the one shipped for `lang`."""
    import spacy

    shipped = Path(str(resources.files("selon"))) / "models" / lang
    if name is None and not (shipped / "config.cfg").is_file():
        raise PipelineError(
            f"no pipeline is shipped for language {lang!r}; name an installed spaCy one (--pipeline NAME)"
        )
    try:
        nlp = _load_light(shipped, LIGHT[lang]) if name is None and lang in LIGHT else spacy.load(name or shipped)
    except OSError as e:
        raise PipelineError(f"cannot load the pipeline {name or shipped}: {e}") from e
    check_pipeline(nlp, lang)
    if SENTENCES not in nlp.pipe_names:
        before = next((p for p in nlp.pipe_names if nlp.get_pipe_meta(p).factory == "parser"), None)
        nlp.add_pipe(SENTENCES, before=before)
    return nlp


def _load_light(path: Path, language: type[Language]) -> Language:
    """As `spacy.load(path)`, with a light class for the language."""
    nlp = language.from_config(load_config(path / "config.cfg"), meta=get_model_meta(path))
    return nlp.from_disk(path)


def check_pipeline(nlp: Language, lang: str) -> None:
    """`PipelineError` where the pipeline is of another language or assigns too little."""
    if nlp.lang != lang:
        raise PipelineError(
            f"the pipeline {nlp.meta.get('name')!r} is for {nlp.lang!r}, the article is read as {lang!r}"
        )
    assigned: set[str] = set()
    for p in nlp.pipe_names:
        assigned.update(nlp.get_pipe_meta(p).assigns)
    if "token.tag" in assigned and "attribute_ruler" in nlp.pipe_names:
        assigned |= {"token.pos", "token.morph"}
    if "morphologizer" in nlp.pipe_names:
        assigned |= {"token.pos", "token.morph"}
    lacking = [why for attr, why in NEEDS.items() if attr not in assigned]
    if lacking:
        raise PipelineError(
            f"the pipeline {nlp.meta.get('name')!r} lacks {', '.join(lacking)}; "
            f"it has {', '.join(nlp.pipe_names)}. Choose one with all of these"
        )
