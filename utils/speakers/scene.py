"""What is known while one document is read for its speakers, and the voices that sources are given.

Comes in: a text, what was found in it, and speakers.yml. Goes out: a `Scene`, on which pronouns, titles and names are
resolved, and `Voice`s.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import NamedTuple

from utils.offices import Office
from utils.sentences import joined
from utils.sides import side_label
from utils.speakers.names import Names
from utils.speakers.rules import Speaker, Speakers
from utils.statements import Found

# Whoever holds an office of one of these speaks for it, wherever he or she comes from.
_OFFICES_OF_BODIES = {"SCO": "SCO", "RATS": "SCO", "UN": "UN", "NATO": "NATO", "OSCE": "OSCE", "CSTO": "CSTO"}


class Voice(NamedTuple):
    """Who a source stands for.

    Attributes
    ----------
    speaker : canonical name, or "" if unknown.
    kind : person, body, group (several persons), described (in the text's own words), unnamed (a journalist who asks), or "".
    candidates : whom it may be, where that can't be known; the members of a group.
    country, side : as far as known.
    """

    speaker: str = ""
    kind: str = ""
    candidates: tuple[str, ...] = ()
    country: str = ""
    side: str = ""


@dataclass
class Scene:
    """One document while it is read.

    Attributes
    ----------
    people : the persons named in it.
    own : the document's own speaker.
    turns : who speaks in each of its turns.
    trail : (offset, voice) of the subjects of its sentences and of named sources, in order: what a pronoun goes back to.
    """

    text: str
    found: Found
    rules: Speakers
    date: str
    people: Names
    own: Voice = Voice()
    turns: list[Voice] = field(default_factory=list)
    trail: list[tuple[int, Voice]] = field(default_factory=list)

    def turn_start(self, at: int) -> int:
        """Where the turn begins in which a place lies, or the text: no pronoun is followed back beyond."""
        return max((t.start for t in self.found.turns if t.start <= at), default=0)

    def speaking(self, turn: int | None) -> Voice:
        """Who says "I" in a turn, or outside of turns."""
        return self.own if turn is None else self.turns[turn]

    def held(self, name: str) -> tuple[Office, ...]:
        """The offices that speakers.yml knows of a person for the document's date."""
        entry = self.rules.entries.get(name)
        return entry.offices(self.date) if entry else ()

    def person(self, name: str) -> Voice:
        """The voice of a person of this document."""
        entry = self.rules.entries.get(name)
        if entry is not None:
            return self.entry(entry)
        roles = sorted(self.people.persons[name].roles)
        country = next((o.place for o in roles if o.place), "")
        return Voice(name, "person", (), country, side_label(country, "official" if roles and country else ""))

    def entry(self, entry: Speaker) -> Voice:
        """The voice of an entry at the document's date."""
        return voice_at(entry, self.date)

    def group(self, names: list[str]) -> Voice:
        """Several persons who speak together; country and side only where they share them."""
        voices = [self.person(name) for name in names]
        countries, sides = {v.country for v in voices}, {v.side for v in voices}
        return Voice(joined(names), "group", tuple(names), countries.pop() if len(countries) == 1 else "",
                     sides.pop() if len(sides) == 1 else "")


def voice_at(entry: Speaker, date: str) -> Voice:
    """The voice of an entry; who holds an office of a body such as the SCO at `date` speaks for that body."""
    for tenure in entry.tenures:
        body = _OFFICES_OF_BODIES.get(next((o.place for o in tenure.offices), ""))
        if body and tenure.holds(date):
            voice = entry.voice if entry.country == body else "organ"
            return Voice(entry.name, entry.kind, (), body, side_label(body, voice))
    return Voice(entry.name, entry.kind, (), entry.country, entry.side)


def without_article(phrase: str) -> str:
    """A phrase without "the", "a", "this" or a possessive before it."""
    return re.sub(r"(?i)^(?:the|an?|this|that|these|those|its|their|his|her)\s+", "", phrase.strip())
