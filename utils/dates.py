"""Dates as documents give them -> ISO strings as precise as they are: a day, a month or a year."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = {m: i for i, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_NAME = r"(?P<month>[A-Za-z]{3,9})\.?"
_FORMS = [
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T ]\d.*)?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)"),
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})"),
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.? {_NAME},? (?P<y>\d{{4}})"),
    re.compile(rf"{_NAME} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})"),
    re.compile(rf"{_NAME},? (?P<y>\d{{4}})"),
]
PRECISIONS = {4: "year", 7: "month", 10: "day"}


def iso_date(value: str) -> str:
    """`value` as YYYY, YYYY-MM or YYYY-MM-DD; empty where it can't be read for certain.

    Day and month in figures alone ("05/11/2020") can mean two days and are not guessed. Years from 1800 to 2100.
    """
    value = " ".join(value.split())
    for form in _FORMS:
        match = form.fullmatch(value)
        if not match:
            continue
        part = match.groupdict()
        month = part.get("m") or _MONTHS.get((part.get("month") or "")[:3].lower(), "")
        if part.get("month") and not month:
            return ""
        year, month, day = int(part["y"]), int(month or 0), int(part.get("d") or 0)
        try:
            date(year, month or 1, day or 1)
        except ValueError:
            return ""
        if not 1800 <= year <= 2100 or (day == 0 and part.get("d")) or (month == 0 and part.get("m")):
            return ""
        return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
    return ""


def date_in_name(stem: str) -> str:
    """The date with which a file name begins ("2020-11-05-briefing", "20201105_briefing"), if it does."""
    match = re.match(r"(\d{4}-\d\d-\d\d|\d{4}_\d\d_\d\d|(?:19|20)\d{6}|(?:19|20)\d\d-\d\d|(?:19|20)\d\d)(?![0-9A-Za-z])", stem)
    return iso_date(match[1].replace("_", "-")) if match else ""
