"""Statements: who says what. `find_statements` gives spans; `settle_statements` adds what needs entities and times."""

from selon.extract.statements.confidence import with_confidence
from selon.extract.statements.find import find_statements
from selon.extract.statements.settle import settle_statements

__all__ = ["find_statements", "settle_statements", "with_confidence"]
