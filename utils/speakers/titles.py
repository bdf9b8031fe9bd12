"""Words around names: titles, what marks a body rather than a person, and a phrase without what stands about its name.

Comes in: a phrase. Goes out: whether it is a name, whose kind, and the name bared of its titles.
"""

from __future__ import annotations

import re

from utils.offices import offices_in, place_in
from utils.speakers.rules import words
from utils.text import fold

NAME_WORD = r"(?:[A-Z]\.|[A-Z][^\W\d_]+(?:[’'-][^\W\d_]+)*)"
# Titles that stand before a name.
TITLE = "(?:" + "|".join(r"""
Mr Mrs Ms Miss Dr Prof Sir Lord Madam President Premier Chancellor King Queen Sheikh Emir Minister Secretary General
Colonel Admiral Marshal Senator Governor Congressman Congresswoman Representative Chairman Chairwoman Chair Director
Councill?or Speaker Commissioner Envoy Judge Justice Mayor [Mm]inister [Ss]pokes(?:man|woman|person) [Aa]mbassador
[Ss]ecretary[-\s][Gg]eneral [Ss]cholar [Aa]nalyst [Ee]xpert [Rr]esearcher [Jj]ournalist [Cc]olumnist [Aa]cademic
[Pp]rofessor [Ee]conomist [Hh]istorian [Dd]iplomat [Ll]eader [Cc]hairman
""".split()) + r")\.?"
TITLES = frozenset("""
mr mrs ms miss dr prof professor sir lord madam president premier chancellor prime foreign defence defense interior
finance home affairs deputy vice first executive assistant minister ministers spokesman spokeswoman spokesperson
ambassador secretary general secretary-general senator governor congressman congresswoman representative chairman
chairwoman chair director councillor councilor state speaker commissioner envoy diplomat judge justice mayor scholar
analyst expert researcher journalist columnist academic economist historian leader former late then acting us u s un
uk eu sco the a an and of in his her its their external permanent special high chief senior colonel admiral marshal
king queen sheikh emir ministry security council russian-born rep sen gov gen lt col host commentator writer author
national union pm party communist
""".split())
_BODIES = frozenset("""
house times post watch council ministry union organization organisation agency committee parliament institute
university center centre court bank party news tv radio press daily review department office group forum commission
secretariat embassy army government declaration charter convention treaty states nations kingdom republic republics
congress senate association federation foundation society alliance bureau board fund network corporation company
academy administration assembly structure service endowment journal magazine herald tribune observer gazette mail
today club international rights community pact statement communique report bloc delegation team campaign front
movement bible quran koran constitution law agreement agreements countries members sides parties corridor region ocean
sea city assessments americans police forces command authority
""".split())
NOT_NAMES = frozenset("""
monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september
october november december he she it they we you i this that these those what who which when where there here but and
if in on at as for from with by to after before during however meanwhile while although according yes no not also both
all many some most
""".split())
_PERSONAL = frozenset("mr mrs ms miss dr prof sir sen rep gov gen senator mayor judge".split())
_PARTICLES = frozenset("of the and de al bin for van von on in".split())
_OF_STATES = frozenset(["republic", "people's", "federation", "islamic"])


def stripped(phrase: str) -> str:
    """A source without titles, places and articles around the name: "Chinese President Xi" is "Xi"."""
    parts = re.split(r"\s+(?:of|for|to|in|from|who)\s+|,|\(", phrase.strip())
    if len(parts) > 1 and offices_in(parts[0]) and not is_proper(_bared(parts[0])):
        # "President of Afghanistan Hamid Karzai"
        tail = _bared(parts[-1])
        portfolio = tail == parts[-1] and " " not in tail  # "the Minister of Education"
        return "" if portfolio or place_in(tail) else tail
    return _bared(parts[0])


def _bared(phrase: str) -> str:
    tokens = phrase.split()
    while tokens and (is_title(tokens[0]) or (place_in(tokens[0]) and len(tokens) > 1)):
        tokens.pop(0)
    return re.sub(r"[’']s?$", "", " ".join(tokens))


def is_title(token: str) -> bool:
    """Whether a word is part of a title, such as "Minister", "Vice-Foreign" or "the"."""
    plain = fold(token).strip(".,")
    return plain in TITLES or ("-" in plain and plain.partition("-")[0] in TITLES)


def is_titular(token: str) -> bool:
    """Whether a word can stand in a title before a name: a title, or a country by name or adjective."""
    bare = token.strip(".,'’")
    if not bare:
        return False
    plain = fold(bare)
    parts = words(bare)
    return (plain in TITLES | _OF_STATES or all(w in TITLES for w in parts)
            or bool(place_in(bare) or place_in(re.sub(r"[’']s?$", "", bare))))


def is_addressed(phrase: str, name: str) -> bool:
    """Whether a title for persons stands before a name in a phrase: "Mr Tang", "President Xi"."""
    lead = phrase[: phrase.rfind(name)]
    return bool(offices_in(lead)) or bool(set(words(lead)) & _PERSONAL)


def is_proper(phrase: str) -> bool:
    """Whether every word is capitalised (particles aside), as in a name."""
    parts = [w for w in phrase.split() if w not in _PARTICLES]
    return bool(parts) and all(w[0].isupper() for w in parts)


def is_body(phrase: str) -> bool:
    """Whether a name is that of an organisation, a paper or a place rather than of a person."""
    return any(w in _BODIES for w in words(phrase)) or any(w.isupper() and len(w) > 2 for w in phrase.split())
