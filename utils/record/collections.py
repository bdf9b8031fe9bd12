"""collections.yml -> what is known of a collection of texts whose own rows say little: publisher, country, voice, extent.

A collection is known by the ids of its documents:

    - id: ungdc
      title: UN General Debate
      ids: ungdc-(?P<country>[A-Z]+)-\\d+-(?P<year>\\d{4})    # a regular expression for the whole id
      files: (?P<country>[A-Z]+)_(?P<session>\\d+)_(?P<year>\\d{4})   # file names of another layout …
      as: ungdc-{country}-{session}-{year}                       # … and the ids made of them
      publisher: UN General Debate
      country: from id                                           # or a code, the same for all
      voice: official
      extent: whole run                                          # or selection, of which nothing is told over time
      periods: [1946 to 2024]                                    # where it is whole, if not everywhere
      lang: en                                                   # where rows don't say it
      licence, where, faults: …                                  # sentences

A group `year` dates documents that have no date. Only id and ids are needed.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

import yaml

from utils.corpus import CorpusError, yaml_line
from utils.corpus.dates import first_day, iso_date, last_day
from utils.corpus.tables import clean

WHOLE, SELECTION = "whole run", "selection"
FROM_ID = "from id"
_KEYS = ("id", "title", "ids", "files", "as", "publisher", "country", "voice", "extent", "periods", "lang", "licence", "where",
         "faults")


@dataclass(frozen=True)
class Collection:
    """One entry of collections.yml; what isn't said there is empty. `periods` are pairs of ISO days, both within."""

    id: str
    title: str
    ids: re.Pattern
    files: re.Pattern | None = None
    named: str = ""
    publisher: str = ""
    country: str = ""
    voice: str = ""
    extent: str = WHOLE
    periods: tuple[tuple[str, str], ...] = ()
    lang: str = ""
    licence: str = ""
    where: str = ""
    faults: str = ""

    def id_of_file(self, name: str) -> str:
        """The id of a document that is known by its file's name; empty where the name is none of this collection's."""
        match = self.files.fullmatch(name.rpartition("/")[2]) if self.files else None
        parts = match.groupdict() if match else {}
        return self.named.format(**{k: v.lstrip("0") or v if v.isdigit() else v for k, v in parts.items()}) if match else ""


@lru_cache(maxsize=8)
def load_collections(text: str) -> tuple[Collection, ...]:
    """The collections of a collections.yml, given as text. A fault raises CorpusError with the entry and the remedy."""
    try:
        said = yaml.safe_load(text) if text.strip() else []
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise CorpusError(f"collections.yml can't be read{yaml_line(error)}: mend the YAML there.") from None
    if not isinstance(said, list) or not all(isinstance(entry, dict) for entry in said):
        raise CorpusError("collections.yml must be a list: begin each collection with a line \"- id: …\".")
    made = tuple(_collection(entry, number) for number, entry in enumerate(said, 1))
    names = [c.id for c in made]
    for name in names:
        if names.count(name) > 1:
            raise _fault(name, "stands there twice")
    return made


def collection_of(name: str, collections: tuple[Collection, ...]) -> tuple[Collection | None, str, dict[str, str]]:
    """The first collection to which an id, or a file's name, belongs, with the id it has there and what the id tells."""
    for collection in collections:
        as_id = collection.id_of_file(name) or name
        match = collection.ids.fullmatch(as_id)
        if match:
            return collection, as_id, {key: value for key, value in match.groupdict().items() if value}
    return None, name, {}


def _collection(entry: dict, number: int) -> Collection:
    name = clean(str(entry.get("id") or ""))
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]*", name):
        raise _fault(name or number, "needs an id of small letters, digits, - and _")
    unknown = [key for key in entry if key not in _KEYS]
    if unknown:
        raise _fault(name, f"has an unknown entry {clean(str(unknown[0]))!r}: known are {', '.join(_KEYS)}")
    if not entry.get("ids"):
        raise _fault(name, "has no ids: write a regular expression that its documents' ids match")
    text = {key: clean(str(value)) for key, value in entry.items() if key != "periods" and value is not None}
    ids, files = (_pattern(name, key, str(entry.get(key) or "")) for key in ("ids", "files"))
    extent = text.get("extent", WHOLE)
    if extent not in (WHOLE, SELECTION):
        raise _fault(name, f"has the extent {extent!r}: write {WHOLE} or {SELECTION}")
    if text.get("country") == FROM_ID and "country" not in ids.groupindex:
        raise _fault(name, "takes the country from the id, but ids has no group (?P<country>…)")
    named = text.get("as", "")
    if bool(files) != bool(named) or (files and set(re.findall(r"{(\w*)}", named)) - set(files.groupindex)):
        raise _fault(name, "needs both files and as, and as may name in braces only the groups of files")
    try:
        named.format(**dict.fromkeys(files.groupindex, "1") if files else {})
    except (ValueError, KeyError, IndexError, AttributeError):
        raise _fault(name, f"has an as that can't be filled in ({named!r}): write names of groups in braces") from None
    rest = {key: text.get(key, "") for key in ("publisher", "country", "voice", "lang", "licence", "where", "faults")}
    return Collection(id=name, title=text.get("title") or name, ids=ids, files=files, named=named, extent=extent,
                      periods=_periods(name, entry.get("periods") or []), **rest)


def _pattern(name: str, key: str, written: str) -> re.Pattern | None:
    try:
        return re.compile(written) if written else None
    except re.error as error:
        raise _fault(name, f"has a regular expression under {key} that can't be read ({error})") from None


def _periods(name: str, said) -> tuple[tuple[str, str], ...]:
    made = []
    for period in said if isinstance(said, list) else [said]:
        ends = [iso_date(end) for end in str(period).split(" to ")]
        if not all(ends) or len(ends) > 2 or first_day(ends[0]) > last_day(ends[-1]):
            raise _fault(name, f"has a period {clean(str(period))!r} that can't be read: write it as 2000 to 2005")
        made.append((first_day(ends[0]), last_day(ends[-1])))
    return tuple(made)


def _fault(which: str | int, what: str) -> CorpusError:
    return CorpusError(f"collections.yml: the collection {which} {what}.")
