"""Expressions of time, their TIMEX3 values, and the day of publication that they are counted from."""

from selon.extract.times.reading import TimesRead, period_of, read_times

__all__ = ["TimesRead", "period_of", "read_times"]
