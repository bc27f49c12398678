"""Scores on gold ledgers, against floors that can rise but not silently fall."""
