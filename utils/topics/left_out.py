"""Which words say nothing of a topic: words of grammar, countries and persons, offices, words of reporting, of time, light words.

Comes in: the words of a corpus in reading order. Goes out: for each of them whether it is kept, and a table of what
was left out by which rule. Topics are to be about what is spoken of; without these rules they are about who speaks.
"""

from __future__ import annotations

from contextlib import suppress
from functools import cache

import numpy as np
import pandas as pd

from utils.concepts import labels
from utils.corpus import Corpus, CorpusError
from utils.sides import COUNTRIES
from utils.speakers.rules import load_speakers
from utils.text import tokens
from utils.topics.languages import NOUNS_WITH_CAPITALS, words_of_grammar
from utils.topics.passages import Pieces

NAME_SHARE = 0.8  # of a word's places inside sentences: written with a capital so often, it counts as a name
OWN_NAME = frozenset("sco shanghai organisation organization organisations organizations".split())
_SHORT_NAMES = frozenset("usa uk uae prc dprk rok drc".split())
# Words that stand before the name of a country and belong to it there: "United States", "South Korea".
_BEFORE_COUNTRY = frozenset("united north south arab".split())
# Parts of the names of countries and bodies, and places that are spoken of more than they speak.
_NOT_NAMES = frozenset("united south north nations arab european hong kong taiwan".split())
# Capitals, which stand for governments or tell where one met.
_SEATS = frozenset("""
beijing moscow kremlin washington london paris berlin tokyo delhi islamabad tehran astana nur-sultan tashkent bishkek minsk
dushanbe ankara kabul brussels geneva canberra ottawa seoul rome madrid warsaw kyiv kiev ulaanbaatar baku yerevan tbilisi
ashgabat almaty samarkand ufa petersburg qingdao yekaterinburg tianjin hague vienna
""".split())
_PEOPLES = frozenset("""
british english french dutch german greek spanish swiss danish turkish american americans asian asians
""".split())
_MONTHS = frozenset("""
january february march april may june july august september october november december
monday tuesday wednesday thursday friday saturday sunday
""".split())
_TITLES = frozenset("mr mrs ms miss sir dr professor king queen prince princess prof general academician".split())
_SAYS = frozenset("""
said says told asked answered stated added noted called spoke wrote declared announced explained stressed recalled
thanked argued urged proposed warned hoped wanted remarked insisted agreed thinks thought wants calls hopes replied promised
praised
""".split())
PERSON = 0.08  # share of a name's places beside an office, a title or a word of saying, from which it is a person's
OFFICES = frozenset("""
president presidents presidential presidency vice-president premier premiers minister ministers ministry ministries ministerial
vice-minister chancellor secretary secretaries secretary-general councillor councilor councillors spokesman spokeswoman
spokesperson ambassador ambassadors envoy adviser advisor advisers chairman chairwoman chairmanship chair chaired head heads
headed leader leaders official officials delegation delegations excellency colleague colleagues commentator correspondent
diplomat diplomats director deputy
""".split())
# Left out where they stand beside an office: "first deputy prime minister", "minister of foreign affairs", "heads of state".
_BESIDE = frozenset("""
first vice deputy prime foreign external internal affairs state states government governments defence defense security national
council general executive acting former special permanent republic economic trade culture of for the and
""".split())
REPORTING = frozenset("""
said say says saying told tell telling stated statement statements spoke speak speaking speech speeches asked answer answered
added adding noted according quoted called wrote written argued argues declared announced explained stressed recalled reported
report reports reporter reporters interview interviews interviewed article articles commentary press news newspaper agency
journalists question questions briefing conference remarks words word view opinion pointed website websites published radio
television channel broadcast video online copy summit summits meeting meetings meet met session sessions sidelines xinhua tass
novosti ria interfax afp reuters cctv bloomberg
accuse accused accuses accusing accusation accusations
thanked thank thanks ladies gentlemen dear glad pleased congratulate congratulated congratulations greetings
""".split())
TIMES = frozenset("""
time times year years month months week weeks day days today yesterday tomorrow ago last next previous early earlier late later
recent recently first second third fourth fifth three four five six seven eight nine ten eleven twelve twenty thirty hundred
thousand once twice anniversary century decade decades
""".split())
LIGHT = frozenset("""
put puts putting come comes came coming go goes going went gone take takes took taken taking make makes made making give gives
gave given giving get gets got see sees saw seen seeing know knows knew known think thinks thought want wants wanted let keep
keeps kept bring brings brought set sets hold holds held holding become becomes became seem seems seemed show shows showed shown
need needs needed use uses used using find finds found look looks looked thing things something anything everything way ways
rest back part kind sort lot number place case fact example instance point course sure really actually well even also like
good great important big large small new old whose alike carried carry issued issue
""".split())


def kept_words(pieces: Pieces, corpus: Corpus, lang: str = "en") -> tuple[np.ndarray, pd.DataFrame]:
    """For each piece whether it is a word that is kept, and what is left out.

    A name is a word that is written with a capital in at least four of five places where no sentence begins, unless it
    is an abbreviation or belongs to the label of a concept that is tracked. Names of countries, of their people and capitals,
    of months and of persons are left out; other names, such as those of regions and treaties, tell what is spoken of. A
    person's name is in speakers.yml, or stands, in a twelfth of its places or more, after an office or title or before a word of
    saying, or, in half of them, beside such a name. Words such as "prime" and "foreign" go where they stand beside an office, and
    "united" before "states". These rules are for English; in another language words of grammar and all names are left out (in
    German no names, since all nouns have capitals).

    Returns
    -------
    array of booleans, one a piece; DataFrame of rule, words (how many different ones), examples (the six commonest).
    """
    types = pieces.types
    size = np.bincount(pieces.ids, minlength=len(types))
    stop, names = words_of_grammar(lang), names_of(pieces)
    grammar = [t in stop or len(t) < 2 or not any(c.isalpha() for c in t) for t in types]
    rules = {"words of grammar, numbers, single letters": grammar}
    if lang == "en":
        rules |= _english(pieces, names, corpus)
    elif lang not in NOUNS_WITH_CAPITALS:
        rules["names"] = names
    gone, said = np.zeros(len(types), bool), []
    for rule, hit in rules.items():
        new = np.array(hit, dtype=bool) & ~gone
        # Of equals the first in the alphabet, in which the types stand.
        commonest = np.flatnonzero(new)[np.argsort(-size[new], kind="stable")[:6]]
        said.append((rule, int(np.count_nonzero(new & (size > 0))), ", ".join(types[commonest])))
        gone |= new
    kept = ~gone[pieces.ids] & ~beside_name(pieces, lang)
    return kept, pd.DataFrame(said, columns=["rule", "words", "examples"])


def _english(pieces: Pieces, names: np.ndarray, corpus: Corpus) -> dict[str, list[bool]]:
    """Rule -> for each type whether it is left out by it."""
    types = pieces.types
    tracked = frozenset(w for label in labels(corpus).values() for w in tokens(label))
    countries = _countries()
    of_countries = {t[:4] for t in countries if len(t) > 3}
    peoples = [(t[:4] in of_countries or t in _PEOPLES) and t not in _NOT_NAMES for t in types]
    persons = _persons(pieces, names, _speakers(corpus))
    return {
        "the organisation's own name": [t in OWN_NAME for t in types],
        "countries and bodies": [t in countries for t in types],
        "offices, and words beside them": [t in OFFICES for t in types],
        "words of reporting, meeting and greeting": [t in REPORTING for t in types],
        "words of number and time": [t in TIMES and t not in tracked for t in types],
        "light words": [t in LIGHT for t in types],
        "peoples, capitals, months": [bool(name) and t not in tracked and (people or t in _SEATS or t in _MONTHS)
                                      for t, name, people in zip(types, names, peoples, strict=True)],
        "persons": [bool(person) and t not in tracked and t not in _NOT_NAMES for t, person in zip(types, persons, strict=True)],
    }


def names_of(pieces: Pieces) -> np.ndarray:
    """For each type whether it is a name (see `kept_words`)."""
    n = len(pieces.types)
    places = np.bincount(pieces.ids[pieces.inside], minlength=n)
    capitals = np.bincount(pieces.ids[pieces.inside & pieces.capital], minlength=n)
    return (places > 0) & (capitals >= NAME_SHARE * places)


def _persons(pieces: Pieces, names: np.ndarray, speakers: frozenset[str]) -> np.ndarray:
    """For each type whether it is a person's name."""
    ids, joined, n = pieces.ids, pieces.joined, len(pieces.types)
    titles, says = (np.array([t in words for t in pieces.types], dtype=bool) for words in (OFFICES | _TITLES, _SAYS))
    at = np.flatnonzero(names[ids])
    before, after = ids[np.maximum(at - 1, 0)], ids[np.minimum(at + 1, max(0, len(ids) - 1))]
    follows, goes_on = joined[at] & (at > 0), np.append(joined, False)[at + 1] & (at + 1 < len(ids))
    places = np.maximum(np.bincount(ids[at], minlength=n), 1)
    hit = (follows & titles[before]) | (goes_on & says[after])
    persons = np.bincount(ids[at[hit]], minlength=n) >= PERSON * places
    persons = names & (persons | np.array([t in speakers for t in pieces.types], dtype=bool))
    for _ in range(3):
        beside = (follows & persons[before]) | (goes_on & persons[after])
        persons |= names & (np.bincount(ids[at[beside]], minlength=n) >= 0.5 * places)
    return persons


def _speakers(corpus: Corpus) -> frozenset[str]:
    """The words of persons' names in speakers.yml; a file that can't be read names nobody here."""
    with suppress(CorpusError):
        entries = load_speakers(corpus.settings.get("speakers.yml", "")).entries.values()
        return frozenset(w for e in entries if e.kind != "body" for name in (e.name, *e.aliases) for w in tokens(name))
    return frozenset()


@cache
def _countries() -> frozenset[str]:
    """Words that name countries and bodies."""
    words = frozenset(w for code, (name, *_) in COUNTRIES.items() for w in (*tokens(name), code.lower()))
    return words - _NOT_NAMES | _SHORT_NAMES


def beside_name(pieces: Pieces, lang: str = "en") -> np.ndarray:
    """For each word whether it goes with an office beside it, or with the name of a country that follows it."""
    types, ids = pieces.types, pieces.ids
    if lang != "en":
        return np.zeros(len(ids), dtype=bool)
    country = np.array([t in _countries() for t in types], dtype=bool)[ids]
    before = np.array([t in _BEFORE_COUNTRY for t in types], dtype=bool)[ids]
    part = np.zeros(len(ids), dtype=bool)
    for _ in range(2 if len(ids) else 0):  # twice, for "United Arab Emirates"
        part = before & np.append((country | part)[1:] & pieces.joined[1:], False)
    return part | _beside_office(types, ids)


def _beside_office(types: np.ndarray, ids: np.ndarray) -> np.ndarray:
    """For each word (its place in `types`) whether it is one that goes with an office, and stands beside one."""
    office = np.array([t in OFFICES for t in types], dtype=bool)
    may = np.array([t in _BESIDE for t in types], dtype=bool)
    before = after = office[ids]
    beside = may[ids]
    out = np.zeros(len(ids), bool)
    for _ in range(4 if len(ids) else 0):
        before, after = beside & np.append(before[1:], False), beside & np.append(False, after[:-1])
        out |= before | after
    return out
