"""Every catch and miss sentence of the French lexicon, run through the shipped pipeline; known failures are listed."""

from collections import Counter
from importlib import resources

import pytest
from evals.examples import CAUSES, Outcome, open_examples, run_examples

pytestmark = pytest.mark.skipif(
    not (resources.files("selon") / "models" / "fr" / "config.cfg").is_file(),
    reason="no pipeline is in src/selon/models/fr yet (training/README.md says how it is made)",
)


@pytest.fixture(scope="module")
def outcomes() -> list[Outcome]:
    return run_examples("fr")


def test_failing_sentences_are_the_listed_ones(outcomes: list[Outcome]) -> None:
    listed = open_examples()
    failing = {(o.entry, o.sentence) for o in outcomes if o.cause}
    new = [
        f"{o.entry}: {o.sentence} [{o.cause}] {o.details}"
        for o in outcomes
        if o.cause and (o.entry, o.sentence) not in listed
    ]
    assert not new, f"{len(new)} sentences fail that are not in evals/open_examples.toml"
    done = [f"{e}: {s}" for e, s in listed if (e, s) not in failing]
    assert not done, "these pass now (or are gone): take them out (python -m evals.examples --shrink)"


def test_causes_are_known() -> None:
    assert set(open_examples().values()) <= set(CAUSES)


def test_most_entries_catch_something(outcomes: list[Outcome]) -> None:
    caught = Counter(o.entry for o in outcomes if not o.trap and not o.cause)
    names = {o.entry for o in outcomes}
    assert len(caught) >= 0.6 * len(names)
