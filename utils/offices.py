"""Titles -> offices: "the Chinese president", "President of Iran", "Vice-Foreign Minister" -> a role and whose it is.

Comes in: a phrase. Goes out: `Office`s, so that a title in a text can be compared with one in speakers.yml.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from utils.sides import COUNTRIES
from utils.text import fold

# In this order: "vice foreign minister" is read before "foreign minister", and that before "minister".
_ROLES = [(role, re.compile(rf"(?<!\w)(?:{pattern})(?!\w)")) for role, pattern in (
    ("deputy secretary general", r"(?:deputy|vice|under) secretary general"),
    ("secretary general", r"secretary general|sg"),
    ("general secretary", r"general secretary"),
    ("assistant foreign minister", r"assistant foreign minister|assistant minister of foreign affairs"),
    ("deputy foreign minister", r"(?:vice|deputy) (?:foreign minister|minister(?: (?:of|for) foreign affairs)?)"),
    ("foreign minister", r"foreign ministers?|ministers? (?:of|for) (?:foreign|external) affairs"
                         r"|(?:external|foreign) affairs ministers?"),
    ("defence minister", r"defen[cs]e ministers?|ministers? of (?:national )?defen[cs]e|minister for defen[cs]e"),
    ("deputy prime minister", r"(?:vice|deputy) (?:prime minister|premier)"),
    ("prime minister", r"prime ministers?|premiers?|heads? of (?:the )?governments?|chancellor"),
    ("vice president", r"vice presidents?"),
    ("state councillor", r"state council+or"),
    ("assistant secretary", r"(?:deputy )?assistant secretary(?: of state)?"),
    ("secretary of state", r"secretary of state"),
    ("treasury secretary", r"treasury secretary"),
    ("foreign secretary", r"foreign secretary"),
    ("high representative", r"high representative"),
    ("permanent representative", r"permanent representatives?"),
    ("special representative", r"special (?:representative|envoy)"),
    ("spokesperson", r"spokes(?:man|woman|person|people)"),
    ("ambassador", r"ambassadors?|envoys?"),
    ("director", r"directors?|head of the executive committee"),
    ("minister", r"ministers?"),
    ("president", r"presidents?|heads? of (?:the )?states?"),
    ("leader", r"leaders?"),
    ("diplomat", r"diplomats?"),
    ("chair", r"chair(?:man|woman|person)?"),
    ("scholar", r"scholars?|researchers?|professors?|analysts?|experts?|political scientists?"),
    ("senator", r"senators?"),
    ("commander", r"commanders?|generals?"),
    ("governor", r"governors?"),
)]
# Adjectives, capitals and long names of countries and bodies; their plain names stand in utils.sides.
_ADJECTIVES = {
    word.strip(): line[: line.index(":")]
    for line in """
CHN: chinese, beijing, people's republic of china
RUS: russian, kremlin, moscow, russian federation
IND: indian, new delhi
PAK: pakistani, islamabad
KAZ: kazakh, kazakhstani, republic of kazakhstan
UZB: uzbek
KGZ: kyrgyz, kyrgyz republic
TJK: tajik
IRN: iranian, islamic republic of iran
BLR: belarusian, belarusan
AFG: afghan
MNG: mongolian
TUR: turkish
TKM: turkmen
USA: american, us, u.s., united states of america, washington, white house
GBR: british, uk
FRA: french
DEU: german
JPN: japanese
AUS: australian
UKR: ukrainian
GEO: georgian
AZE: azerbaijani
ARM: armenian
SRB: serbian
NPL: nepali
LKA: sri lankan
BGD: bangladeshi
SAU: saudi
EGY: egyptian
VNM: vietnamese
MYS: malaysian
ITA: italian
ESP: spanish
CHE: swiss
SWE: swedish
NOR: norwegian
NLD: dutch
BEL: belgian
AUT: austrian
POL: polish
CAN: canadian
ISR: israeli
EU: european, eu
SCO: shanghai cooperation organization, shanghai cooperation organisation
RATS: rats
FIN: finnish, finland
EST: estonia
BRA: brazilian
CUB: cuban
UN: united nations, un
""".strip().splitlines()
    for word in line[line.index(":") + 1 :].split(",")
}
_PLACES = {name.casefold(): code for code, (name, _, _) in COUNTRIES.items()} | _ADJECTIVES
_PLACE = re.compile(r"(?<!\w)(?:" + "|".join(sorted(map(re.escape, _PLACES), key=len, reverse=True)) + r")(?!\w)")
_NAMED_BY_CASE = frozenset(["us", "un", "eu", "uk"])
_STANDS_FOR = {
    "leader": ("president", "prime minister"),
    "diplomat": ("foreign minister", "deputy foreign minister", "assistant foreign minister", "ambassador", "spokesperson",
                 "permanent representative"),
}



class Office(NamedTuple):
    """A role such as "foreign minister" and the country or body it belongs to ("" where the phrase names none)."""

    role: str
    place: str


@lru_cache(maxsize=20_000)
def offices_in(phrase: str) -> tuple[Office, ...]:
    """The offices a phrase names, such as two for "State Councillor and Foreign Minister Wang Yi"."""
    plain = fold(phrase).replace("-", " ")
    place = place_in(phrase)
    roles, rest = [], plain
    for role, pattern in _ROLES:
        if pattern.search(rest):
            roles.append(role)
            rest = pattern.sub(" ", rest)
    return tuple(Office(role, place) for role in roles)


@lru_cache(maxsize=20_000)
def place_in(phrase: str) -> str:
    """The country or body that a phrase names first, by name or adjective; "" for none."""
    plain = fold(phrase)
    for match in _PLACE.finditer(plain):
        if match[0] in _NAMED_BY_CASE and not phrase[match.start() : match.end()].isupper():
            continue
        return _PLACES[match[0]]
    return ""


def is_place(phrase: str) -> bool:
    """Whether a phrase is nothing but the name of a country or body: "China", "the United States"."""
    return fold(phrase).removeprefix("the ") in _PLACES


def fits(wanted: Office, held: Office) -> bool:
    """Whether somebody who holds one office can be meant by a phrase that names another: "the minister", "the leader"."""
    if wanted.place and wanted.place != held.place:
        return False
    if wanted.role == held.role:
        return True
    if wanted.role == "minister":
        return held.role.endswith("minister") and held.role != "prime minister"
    return held.role in _STANDS_FOR.get(wanted.role, ())
