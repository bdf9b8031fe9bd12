"""speakers.yml -> who may speak: names, aliases, offices with their dates, country and voice.

One entry a person or body; only the name is needed:

    - name: Li Keqiang
      surname: Li                 # where it is not the last word of the name
      aliases: [Premier Li Keqiang]
      country: CHN                # ISO 3166 alpha-3, or a body such as SCO
      voice: official             # official, organ, analyst, press, ngo
      offices:
        - {title: premier of China, from: 2013-03-15, to: 2023-03-11}
      pronoun: she                # where that is how the person is referred to
      kind: body                  # for whatever is no person
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache

import yaml

from utils.corpus import CorpusError, compose, yaml_line
from utils.corpus.dates import iso_date
from utils.offices import Office, offices_in
from utils.sides import VOICES, country_code, side_label
from utils.text import fold

_KEYS = {"name", "surname", "aliases", "country", "voice", "offices", "pronoun", "kind"}
_OFFICE_KEYS = {"title", "from", "to"}
_PART = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Tenure:
    """An office held from one date to another; an empty date is not known, or still open."""

    title: str
    offices: tuple[Office, ...]
    start: str = ""
    end: str = ""

    def holds(self, date: str) -> bool:
        """Whether it was held at `date` (ISO, as precise as it is); never where neither end is known, or no date is."""
        if not date or not (self.start or self.end):
            return False
        n = min(len(date), len(self.start)) if self.start else 0
        m = min(len(date), len(self.end)) if self.end else 0
        return (not self.start or self.start[:n] <= date[:n]) and (not self.end or date[:m] <= self.end[:m])


@dataclass(frozen=True)
class Speaker:
    """One entry of speakers.yml."""

    name: str
    surname: str = ""
    aliases: tuple[str, ...] = ()
    country: str = ""
    voice: str = ""
    tenures: tuple[Tenure, ...] = ()
    pronoun: str = ""
    kind: str = "person"

    @property
    def side(self) -> str:
        """Country and voice as one readable label."""
        return side_label(self.country, self.voice)

    def offices(self, date: str) -> tuple[Office, ...]:
        """The offices held at `date`; all ever held, where the document has no date."""
        return tuple(o for t in self.tenures if not date or t.holds(date) or not (t.start or t.end) for o in t.offices)


@dataclass(frozen=True)
class Speakers:
    """All entries, with what finds them: the words of their names, surnames, and offices.

    Attributes
    ----------
    entries : by name.
    by_words : the words of each name or alias (folded, apart at hyphens and stops) -> the entry.
    by_surname : folded surname -> the persons that bear it.
    """

    entries: dict[str, Speaker]
    by_words: dict[tuple[str, ...], Speaker] = field(repr=False)
    by_surname: dict[tuple[str, ...], tuple[Speaker, ...]] = field(repr=False)
    first_words: dict[str, tuple[int, ...]] = field(repr=False)

    def named(self, phrase: str) -> Speaker | None:
        """The entry of which a phrase is the name or an alias."""
        return self.by_words.get(words(phrase))


def words(phrase: str) -> tuple[str, ...]:
    """The words of a name as names are compared: folded, apart at hyphens, stops and apostrophes."""
    return tuple(_PART.findall(fold(phrase)))


@lru_cache(maxsize=8)
def load_speakers(text: str) -> Speakers:
    """The speakers of a speakers.yml, given as text; none, if it is empty.

    Raises
    ------
    CorpusError : a fault, with its line and what to do; or one alias of two entries, with both their names.
    """
    try:
        root = compose(text)
    except yaml.YAMLError as error:
        raise CorpusError(f"speakers.yml can't be read{yaml_line(error)}: mend the YAML there.") from None
    entries: dict[str, Speaker] = {}
    by_words: dict[tuple[str, ...], Speaker] = {}
    if root is not None and not isinstance(root, yaml.SequenceNode):
        raise _fault(root, "the file must be a list: begin each entry with \"- name: …\"")
    for node in root.value if root is not None else ():
        entry = _entry(node)
        if entry.name in entries:
            raise _fault(node, f"the speaker {entry.name!r} stands there twice")
        entries[entry.name] = entry
        for name in (entry.name, *entry.aliases):
            other = by_words.setdefault(words(name), entry)
            if other is not entry:
                raise _fault(node, f"{name!r} is a name of both {other.name} and {entry.name}: leave it to one of them")
    surnames: dict[tuple[str, ...], list[Speaker]] = {}
    for entry in entries.values():
        if entry.kind == "person":
            surnames.setdefault(words(entry.surname), []).append(entry)
    first: dict[str, set[int]] = {}
    for key in by_words:
        first.setdefault(key[0], set()).add(len(key))
    return Speakers(entries, by_words, {k: tuple(v) for k, v in surnames.items()},
                    {k: tuple(sorted(v, reverse=True)) for k, v in first.items()})


def _fault(node: yaml.Node, what: str) -> CorpusError:
    return CorpusError(f"speakers.yml, line {node.start_mark.line + 1}: {what}.")


def _entry(node: yaml.Node) -> Speaker:
    if not isinstance(node, yaml.MappingNode):
        raise _fault(node, "an entry needs at least \"name: …\"")
    said = {key.value: value for key, value in node.value}
    for key in said:
        if key not in _KEYS:
            raise _fault(said[key], f"the entry {key!r} is not known: known are {', '.join(sorted(_KEYS))}")
    name = _plain(said.get("name"))
    if not words(name):
        raise _fault(node, "an entry has no name: write \"- name: …\"")
    kind = _plain(said.get("kind")) or "person"
    if kind not in ("person", "body"):
        raise _fault(said["kind"], f"the kind {kind!r} of {name} is not known: write person or body")
    voice = _plain(said.get("voice"))
    if voice and voice not in VOICES:
        raise _fault(said["voice"], f"the voice {voice!r} of {name} is not known: write one of {', '.join(VOICES)}")
    aliases = tuple(filter(words, (_plain(a) for a in _items(said.get("aliases"), f"the aliases of {name}"))))
    tenures = tuple(_tenure(item, name) for item in _items(said.get("offices"), f"the offices of {name}"))
    surname = _plain(said.get("surname")) or name.split()[-1]
    return Speaker(name, surname if kind == "person" else "", aliases, country_code(_plain(said.get("country"))), voice, tenures,
                   _plain(said.get("pronoun")).casefold(), kind)


def _plain(node: yaml.Node | None) -> str:
    return " ".join(node.value.split()) if isinstance(node, yaml.ScalarNode) else ""


def _items(node: yaml.Node | None, what: str) -> Iterator[yaml.Node]:
    if node is None or (isinstance(node, yaml.ScalarNode) and not node.value.strip()):
        return iter(())
    if not isinstance(node, yaml.SequenceNode):
        raise _fault(node, f"{what} must be a list")
    return iter(node.value)


def _tenure(node: yaml.Node, name: str) -> Tenure:
    if not isinstance(node, yaml.MappingNode):
        raise _fault(node, f"an office of {name} is written {{title: …, from: 2013-03-15, to: 2023}}")
    said = {key.value: _plain(value) for key, value in node.value}
    if unknown := set(said) - _OFFICE_KEYS:
        raise _fault(node, f"an office of {name} has {sorted(unknown)[0]!r}: known are title, from and to")
    if not said.get("title"):
        raise _fault(node, f"an office of {name} has no title")
    dates = {key: iso_date(said[key]) if said.get(key) else "" for key in ("from", "to")}
    for key, value in dates.items():
        if said.get(key) and not value:
            raise _fault(node, f"the date {said[key]!r} of an office of {name} can't be read: write 2013-03-15, 2013-03 or 2013")
    if dates["from"] and dates["to"] and dates["from"] > dates["to"] and not dates["from"].startswith(dates["to"]):
        raise _fault(node, f"an office of {name} ends before it begins")
    return Tenure(said["title"], offices_in(said["title"]), dates["from"], dates["to"])
