"""The lexicon's examples with words of news put into them still say who says what."""

from __future__ import annotations

import random
import tomllib

import pytest
from evals.perturbed import TABLE, catches, failures, inserted, perturbed

from selon.language.examples import parse_example
from selon.language.lexicon import load_lexicon

ENOUGH = 0.8  # share that must hold: some examples fail without any words too
SAMPLE = 25


@pytest.mark.parametrize(("at", "content"), [(0, "P est vrai"), (8, "P est vrai"), (21, "P est vrai")])
def test_words_put_in_leave_every_span_with_its_words(at: int, content: str) -> None:
    example = parse_example("<Le juge> [a dit] que {P est vrai}.")
    longer = inserted(example, at, " hier")
    assert longer.source is not None
    assert longer.text[slice(*longer.source)] == "Le juge"
    assert [longer.text[a:b] for a, b in longer.content if " hier" not in longer.text[a:b]] in ([content], [])


@pytest.mark.parametrize(
    "group", tomllib.loads(TABLE.read_text(encoding="utf8"))["perturbation"], ids=lambda g: g["place"]
)
def test_most_examples_hold_with_words_put_in(group: dict[str, list[str]]) -> None:
    lexicon, table = load_lexicon("fr"), tomllib.loads(TABLE.read_text(encoding="utf8"))
    examples = random.Random(7).sample(catches(lexicon), 400)
    for words in group["words"]:
        chosen = list(perturbed(examples, str(group["place"]), words, table))[:SAMPLE]
        assert chosen, words
        bad = failures(chosen, lexicon)
        assert len(bad) <= (1 - ENOUGH) * len(chosen), (words, [x.text for x, _ in bad])
