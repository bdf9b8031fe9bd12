"""Dates as documents give them -> ISO strings as precise as they are: a day, a month or a year."""

from __future__ import annotations

import re
from calendar import monthrange

_MONTHS = "january february march april may june july august september october november december".split()
_NAME = r"(?P<month>[A-Za-z]{3,9})\.?"
_FORMS = [
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?:[T ]\d.*)?"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d\d)(?P<d>\d\d)"),
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})"),
    re.compile(r"(?P<y>\d{4})"),
    re.compile(rf"(?P<d>\d{{1,2}})(?:st|nd|rd|th)?\.? {_NAME},? (?P<y>\d{{4}})"),
    re.compile(rf"{_NAME} (?P<d>\d{{1,2}})(?:st|nd|rd|th)?,? (?P<y>\d{{4}})"),
    re.compile(rf"{_NAME},? (?P<y>\d{{4}})"),
    re.compile(r"(?P<y>\d{4})年(?:(?P<m>\d{1,2})月(?:(?P<d>\d{1,2})[日号])?)?"),
]
PRECISIONS = {4: "year", 7: "month", 10: "day"}


def iso_date(value: str) -> str:
    """`value` as YYYY, YYYY-MM or YYYY-MM-DD; empty where it can't be read for certain.

    Day and month in figures alone ("05/11/2020") can mean two days and are not guessed. Years from 1800 to 2100.
    """
    value = " ".join(value.split())
    value = re.sub(r"^(\d{4})\.0$", r"\1", value)  # a year that passed through a column of numbers
    for form in _FORMS:
        match = form.fullmatch(value)
        if not match:
            continue
        part = match.groupdict()
        name = (part.get("month") or "").lower()
        month = next((i for i, full in enumerate(_MONTHS, 1) if name and full.startswith(name)), 0) or int(part.get("m") or 0)
        year, day = int(part["y"]), int(part.get("d") or 0)
        if (part.get("m") or name) and not 1 <= month <= 12:
            return ""
        if part.get("d") and not 1 <= day <= monthrange(year or 1, month)[1]:
            return ""
        if not 1800 <= year <= 2100:
            return ""
        return f"{year:04d}" + (f"-{month:02d}" if month else "") + (f"-{day:02d}" if day else "")
    return ""


def first_day(iso: str) -> str:
    """The first day that an ISO date of any precision can mean: "2015-02" is "2015-02-01"."""
    return iso and iso + "-01-01"[len(iso) - 4 :]


def last_day(iso: str) -> str:
    """The last day that an ISO date of any precision can mean: "2015-02" is "2015-02-28"."""
    if len(iso) == 7:
        return f"{iso}-{monthrange(int(iso[:4]), int(iso[5:]))[1]:02d}"
    return iso and iso + "-12-31"[len(iso) - 4 :]


def date_in_name(stem: str) -> str:
    """The date with which a file name begins ("2020-11-05-briefing", "20201105_briefing"), if it does."""
    match = re.match(r"(\d{4}-\d\d-\d\d|\d{4}_\d\d_\d\d|(?:19|20)\d{6}|(?:19|20)\d\d-\d\d|(?:19|20)\d\d)(?![0-9A-Za-z])", stem)
    return iso_date(match[1].replace("_", "-")) if match else ""
