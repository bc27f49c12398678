"""An extraction without a model, quick and in a module of its own, so that other processes can import it."""

from __future__ import annotations

import hashlib
import os
import time

from sample_ledger import sample
from selon.cli.intake import Outcome
from selon.reading.items import Item, read_item


def fake(item: Item, *, wait: float = 0.0) -> Outcome:
    """An extraction without a model: the sample ledger's records on a text of its length."""
    time.sleep(wait)
    if b"ENDS THE PROCESS" in item.data:
        os._exit(9)
    if b"BAD" in item.data:
        return Outcome(kind="extraction", message="bad article")
    try:
        article = read_item(item)
    except ValueError as e:
        return Outcome(kind="reading", message=str(e))
    ledger = sample()
    ledger.document = ledger.document.model_copy(
        update={"text": article.text, "id": hashlib.sha256(article.text.encode()).hexdigest(), "url": article.url}
    )
    return Outcome(json=ledger.model_dump_json())
