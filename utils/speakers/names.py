"""A text -> the persons and bodies named in it: those of speakers.yml, and others from the text alone.

Comes in: a text, speakers.yml, and the sources found. Goes out: each name's places, surname, and the titles it bears there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from utils.offices import Office, fits, offices_in, place_in
from utils.speakers.rules import Speaker, Speakers, words
from utils.speakers.titles import NAME_WORD, NOT_NAMES, TITLE, is_body, is_title, is_titular
from utils.statements import cues
from utils.text import fold

_WORD = re.compile(r"[^\W_]+")
# A place may stand between title and name: "President of Afghanistan Hamid Karzai".
_TITLED = re.compile(rf"(?<!\w){TITLE}\s+(?:of\s+(?:the\s+)?(?:{NAME_WORD}\s+(?:of\s+)?){{1,3}})?"
                     rf"(?P<name>{NAME_WORD}(?:\s+(?:de|al|bin|van|von|der)?\s*{NAME_WORD}){{1,3}})")
# "The mayor, Ann Lee": a description with a common noun, and the name behind a comma.
_APPOSED = re.compile(r"(?:[Tt]he|[Aa]n?|[Ii]ts|[Hh]is|[Hh]er|[Tt]heir)\s+(?:[\w’'-]+\s+)*?[a-z][\w-]*"
                      r"(?:\s+(?:of|for|to|at|in)\s+[^,]+)?,\s+"
                      rf"(?P<name>(?:{NAME_WORD}\s+){{1,3}}{NAME_WORD}),?$")
_TITLED_SURNAME = re.compile(rf"(?<!\w)(?P<title>{TITLE})\s+(?P<name>{NAME_WORD})(?!\s+[A-Z])")
# Family names that stand first.
_CHINESE = frozenset("""
wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng
yu dong xiao cheng cao yuan deng fu shen zeng peng lv su lu jiang cai jia ding wei xue ye yan pan du dai xia zhong
tian ren fan fang shi yao tan liao zou xiong jin hao kong bai cui kang mao qiu qin gu hou shao meng long wan duan lei
qian yin geng hua le xi wen ban kim park moon
""".split())


@dataclass
class Person:
    """A person named in a text: where first, by which surname, with which titles, and whether "she" where it shows."""

    name: str
    first: int
    entry: Speaker | None = None
    surnames: set[tuple[str, ...]] = field(default_factory=set)
    roles: set[Office] = field(default_factory=set)
    pronoun: str = ""

    def offices(self, date: str) -> set[Office]:
        """The titles borne in the text and the offices that speakers.yml knows for `date`."""
        return self.roles | set(self.entry.offices(date) if self.entry else ())


@dataclass
class Names:
    """The names of one text: `persons` by canonical name, `mentions` (start, end, name) of full names in order."""

    rules: Speakers
    persons: dict[str, Person]
    mentions: list[tuple[int, int, str]]
    text: str

    def with_surname(self, key: tuple[str, ...]) -> list[str]:
        """Persons of this text that a surname (its words, folded) can stand for."""
        return [p.name for p in self.persons.values() if key in p.surnames]

    def in_phrase(self, phrase: str, at: int) -> list[str]:
        """Persons named in full in a phrase that starts at `at` in the text, in order."""
        out = [name for s, e, name in self.mentions if at <= s and e <= at + len(phrase)]
        return list(dict.fromkeys(out))

    def pair_before(self, at: int) -> list[str]:
        """The two persons named before `at`, if there are just two; in the order in which they were named."""
        before = [(s, name) for s, _, name in self.mentions if s < at and name in self.persons]
        names = list(dict.fromkeys(name for _, name in before))
        return names if len(names) == 2 else []


def named_speakers(text: str, rules: Speakers) -> list[tuple[int, int, Speaker]]:
    """Every place where a name or alias of speakers.yml stands in `text`, longest first, none inside another."""
    spots = [(m.start(), m.end()) for m in _WORD.finditer(text)]
    parts = [fold(text[s:e]) for s, e in spots]
    out, i = [], 0
    while i < len(parts):
        hit = 0
        if text[spots[i][0]].isupper():
            for n in rules.first_words.get(parts[i], ()):
                entry = rules.by_words.get(tuple(parts[i : i + n]))
                if entry and len(parts[i : i + n]) == n and _together(text, spots, i, n):
                    out.append((spots[i][0], spots[i + n - 1][1], entry))
                    hit = n
                    break
        i += max(1, hit)
    return out


def _together(text: str, spots: list[tuple[int, int]], i: int, n: int) -> bool:
    """Whether n words stand next to each other with nothing but a space, hyphen, stop or apostrophe between."""
    gaps = [text[spots[k][1] : spots[k + 1][0]] for k in range(i, i + n - 1)]
    return all(len(g) <= 2 and not any(c in g for c in ",;:()\"“”") for g in gaps)


def document_names(text: str, rules: Speakers, sources: list[tuple[int, str]], date: str = "") -> Names:
    """The names of a text: entries of speakers.yml, names with a title before them, and names that are sources.

    A surname behind a title ("Mr Putin", "President Xi") counts as the name of the entry that bears it, where it is only one's
    or only one of them was in office at `date`.
    """
    persons: dict[str, Person] = {}
    mentions: list[tuple[int, int, str]] = []
    for start, end, entry in named_speakers(text, rules):
        if entry.kind == "body":
            continue
        if len(words(text[start:end])) < 2 and len(words(entry.name)) > 1:
            continue
        mentions.append((start, end, entry.name))
        person = persons.setdefault(entry.name, Person(entry.name, start, entry, {words(entry.surname)}, pronoun=entry.pronoun))
        if len(words(entry.name)) == 2 and entry.surname == entry.name.split()[0]:
            person.surnames.add(words(entry.name))
    taken = [(s, e) for s, e, _ in mentions]
    for start, end in _others(text, sources):
        if any(s < end and start < e for s, e in taken):
            continue
        name = " ".join(text[start:end].split())
        mentions.append((start, end, name))
        taken.append((start, end))
        person = persons.setdefault(name, Person(name, start, None, _surnames(name)))
        person.first = min(person.first, start)
    for start, end, entry in _titled_surnames(text, rules, date, persons):
        if not any(s < end and start < e for s, e in taken):
            mentions.append((start, end, entry.name))
            persons.setdefault(entry.name, Person(entry.name, start, entry, {words(entry.surname)}, pronoun=entry.pronoun))
    mentions.sort()
    for start, end, name in mentions:
        _add_titles(text, start, end, persons[name])
    return Names(rules, persons, mentions, text)


def _titled_surnames(text: str, rules: Speakers, date: str, persons: dict[str, Person]) -> list[tuple[int, int, Speaker]]:
    out = []
    for match in _TITLED_SURNAME.finditer(text):
        key = words(match["name"])
        if any(key in p.surnames for p in persons.values()):
            continue
        bearers = rules.by_surname.get(key, ())
        title = offices_in(match["title"])
        if title:
            bearers = [e for e in bearers if any(fits(w, o) for w in title for o in e.offices(date))]
        if len(bearers) > 1:
            bearers = [e for e in bearers if any(t.holds(date) for t in e.tenures)]
        if len(bearers) == 1:
            out.append((*match.span("name"), bearers[0]))
    return out


def _others(text: str, sources: list[tuple[int, str]]) -> list[tuple[int, int]]:
    """Names of people from the text alone: two to four capitalised words behind a title or as a source."""
    out = []
    for match in _TITLED.finditer(text):
        out += _name_in(text, *match.span("name"))
    for at, phrase in sources:
        whole = re.match(rf"(?:{NAME_WORD}\s+|of\s+(?:the\s+)?|and\s+|de\s+)*{NAME_WORD}", phrase)
        lead = re.match(r"(?i)(?:the|an?)\s+(?:[a-z-]+\s+)*", phrase)
        start = at + (lead.end() if lead else 0)
        stop = re.search(r"\s+(?:of|for|to|in|from|on|at|with|who|,)\s|,|\(|[’']s?\s", phrase[start - at :])
        end = start + stop.start() if stop else at + len(phrase)
        if tail := re.search(rf"(?:{NAME_WORD}\s+){{1,6}}{NAME_WORD}$", text[start:end]):
            out += _name_in(text, start + tail.start(), end)
        if apposed := _APPOSED.match(phrase):
            out += _name_in(text, at + apposed.start("name"), at + apposed.end("name"))
        if whole and " of " in phrase:
            out += _name_in(text, at + phrase.rfind(" of ") + 4, at + len(phrase))
    return sorted(set(out))


def _name_in(text: str, start: int, end: int) -> list[tuple[int, int]]:
    """The name at the end of a run of capitalised words, without titles and places before it; none, if it is no person's."""
    spans = [(start + m.start(), start + m.end()) for m in re.finditer(r"\S+", text[start:end])]
    while len(spans) > 2 and _is_long_place(text, spans):
        spans = spans[2:]
    while spans and _leads(text[slice(*spans[0])]):
        spans.pop(0)
    if not 2 <= len(spans) <= 4:
        return []
    name = re.sub(r"[’']s$", "", text[spans[0][0] : spans[-1][1]].rstrip(".,’'"))
    first = name.split()[0]
    if is_body(name) or any(w in NOT_NAMES for w in words(name)) or place_in(name) or (first.isupper() and len(first) > 2):
        return []
    return [(spans[0][0], spans[0][0] + len(name))]


def _is_long_place(text: str, spans: list[tuple[int, int]]) -> bool:
    """Whether the first two words together name a country ("Sri Lanka"), which the first alone does not."""
    two = text[spans[0][0] : spans[1][1]]
    return bool(place_in(two)) and not place_in(text[slice(*spans[0])]) and len(words(two)) == 2


def _leads(word: str) -> bool:
    """Whether a word stands before a name without being part of it."""
    return (is_title(word) or fold(word).strip(".,") in NOT_NAMES or bool(place_in(word)) or word[0].islower()
            or bool(re.search(r"[’']s?$", word)))


def _surnames(name: str) -> set[tuple[str, ...]]:
    parts = name.split()
    out = {words(parts[-1])}
    if len(parts) == 2 and fold(parts[0]) in _CHINESE:
        out.add(words(parts[0]))
    if len(parts) > 2:
        out.add(words(" ".join(parts[-2:])))
    return out


def _add_titles(text: str, start: int, end: int, person: Person) -> None:
    """Titles right before the name ("Chinese Vice-Foreign Minister Le Yucheng") or right after it (", the foreign minister,")."""
    tokens = text[max(0, start - 90) : start].replace("U.S.", "US ").split(" ")
    taken: list[str] = []
    for token in reversed(tokens):
        if token and not is_titular(token):
            break
        taken.append(token)
    before = " ".join(reversed(taken))
    place = person.entry.country if person.entry else ""
    for office in offices_in(before):
        person.roles.add(office if office.place else office._replace(place=place))
    if re.search(r"\b(?:Ms|Mrs|Madam)\.?\s*$", before):
        person.pronoun = "she"
    elif re.search(r"\bMr\.?\s*$", before):
        person.pronoun = "he"
    after = re.match(r"\s*(?:,|\()\s*(?:who is |who was |then |the |a |an )?(?P<title>[^,;:.()\n]{3,80})", text[end : end + 110])
    goes_on = r"(?i)(?:said|and|who|while|but|has|had|was|is)\b"
    if after and not re.match(goes_on, after["title"]) and not _reports(after["title"]):
        head = re.split(r"\b(?:said|told|met|who|has|had|was|is|added|noted|and [A-Z])", after["title"])[0]
        for office in offices_in(head):
            person.roles.add(office if office.place else office._replace(place=place))


def _reports(phrase: str) -> bool:
    """Whether a title after a name goes on to a reporting verb, and so is somebody else: "to Anna Smit, the envoy notes that"."""
    forms = cues.verb_forms()
    return any(forms.get(w) in cues.CLAUSE for w in re.findall(r"(?<=\s)(?:[a-z]+(?:ed|s)|said|told|wrote)\b", phrase))
