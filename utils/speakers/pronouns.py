"""Pronouns and pairs -> whom they mean in a document: "he", "she", "it", "they", "you", "both sides"; "I" and "we" in turns.

Comes in: a pronoun, where it stands, and the scene. Goes out: a `Voice`, empty where the text leaves it open.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from utils.offices import is_place
from utils.speakers.scene import Scene, Voice, without_article
from utils.speakers.titles import is_body
from utils.statements.cues import SPEAKERS
from utils.text import fold

NEAR = 700  # characters: an "it" or "they" further from the last that it can mean is left unknown
_HE = frozenset("he him his himself she her hers herself".split())
_I = frozenset("i me my myself mine".split())
_YOU = frozenset(["you", "your"])
_IT = frozenset(["it", "its"])
_THEY = frozenset("they them their both themselves two".split())
_OTHERS = frozenset("""
this that these those who which what one someone everyone everybody nobody anyone some many others all each another
there
""".split())
_ALL = _HE | _I | _YOU | _IT | _THEY | _OTHERS
_WE = re.compile(r"^(?:we|us|our|ours|ourselves|(?:all|both|most|many|some|none) of us)\b(?! [a-z]*s$)"
                 r"|\band (?:i|me)$|^(?:i|me) and\b")
_PAIR = re.compile(r"^(?:both|the two|both the|these two) (?:\w+ )?"
                   r"(?:sides|leaders|presidents|ministers|parties|men|heads of state|premiers)$"
                   r"|^(?:the |both )?sides$|^the parties$")
# What an "it" can be that speaks: a body or a paper.
_THINGS = SPEAKERS & frozenset("""
ministry government committee commission council secretariat parliament agency group organisation organization bloc
court newspaper paper report statement declaration communique document resolution letter message article commentary
editorial study survey treaty convention charter agreement text programme program strategy review press media alliance
union board institute university delegation embassy team party company side country state nation
""".split())


def is_pronoun(phrase: str) -> bool:
    """Whether a source is a pronoun, or a pair such as "both leaders", that only the text around it explains."""
    plain = fold(phrase).strip()
    return plain in _ALL or bool(_PAIR.match(plain)) or (bool(_WE.search(plain)) and not phrase.startswith("US"))


def is_pair(phrase: str) -> bool:
    """Whether a source is two persons without their names: "the two presidents", "both sides"."""
    return bool(_PAIR.match(fold(phrase).strip()))


def antecedent(scene: Scene, phrase: str, at: int, turn: int | None, content: tuple, who: Callable[[str, int], Voice]) -> Voice:
    """Whom a pronoun means.

    Parameters
    ----------
    at, turn : where it stands, and the number of its turn.
    content : pieces of what is said; who is named in it is somebody else ("The president, he said, would come").
    who : resolves another phrase, from which the pronoun takes its meaning.
    """
    plain = fold(phrase).strip()
    if plain in _I:
        return scene.speaking(turn)
    if _WE.search(plain):
        own = scene.speaking(turn)
        return Voice(candidates=(own.speaker,) if own.speaker else ())
    if plain in _YOU:
        return _addressed(scene, turn) if turn is not None else Voice()
    if plain in _HE:
        return _person_before(scene, at, plain.startswith(("she", "her")), content)
    if _PAIR.match(plain):
        names = scene.people.pair_before(at)
        return scene.group(names) if names else Voice()
    if plain in _THEY:
        return _several_before(scene, at, content, who)
    return _thing_before(scene, at, content, who) if plain in _IT else Voice()


def _person_before(scene: Scene, at: int, she: bool, content: tuple) -> Voice:
    def counts(spot: int) -> bool:
        return scene.turn_start(at) <= spot < at and not any(a <= spot < b for a, b in content)

    past = [voice for spot, voice in scene.trail if counts(spot) and voice.kind == "person"]
    for voice in reversed(past):
        if _may_be(scene, voice, she):
            return voice
    # No subject yet: the one person named so far, if there is but one.
    named = {name for start, _, name in scene.people.mentions if counts(start)}
    return scene.person(named.pop()) if len(named) == 1 and not past else Voice()


def _may_be(scene: Scene, voice: Voice, she: bool) -> bool:
    entry = scene.rules.entries.get(voice.speaker)
    if entry is not None:
        return (entry.pronoun == "she") == she
    person = scene.people.persons.get(voice.speaker)
    return person is None or not person.pronoun or (person.pronoun == "she") == she


def _addressed(scene: Scene, turn: int) -> Voice:
    """Who is spoken to in a turn: who answers a question, else who spoke before."""
    mine = scene.turns[turn]
    before, after = list(range(turn - 1, -1, -1)), list(range(turn + 1, len(scene.turns)))
    for i in after[:2] + before[:2] if mine.kind == "unnamed" else before + after:
        other = scene.turns[i]
        if other.speaker and other.speaker != mine.speaker and other.kind != "unnamed":
            return other
    return Voice()


def _spots(scene: Scene, at: int, content: tuple) -> list[tuple[int, int]]:
    """Subjects and sources before a place, not far from it and outside what is said, the last first."""
    spots = {span for spans in scene.found.subjects.values() for span in spans}
    spots |= {s.source for s in scene.found.statements if s.source}
    least = max(scene.turn_start(at), at - NEAR)
    outside = (span for span in spots if not any(a <= span[0] < b for a, b in content))
    return sorted((span for span in outside if least <= span[0] and span[1] <= at), reverse=True)


def _thing_before(scene: Scene, at: int, content: tuple, who: Callable[[str, int], Voice]) -> Voice:
    """The last body or paper that was a subject or source, for an "it"."""
    for start, end in _spots(scene, at, content):
        phrase = scene.text[start:end]
        if is_pronoun(phrase):
            continue
        head = re.split(r"\s+(?:of|from|to|in|for|on|by)\s+|,", phrase)[0]
        last = head.split()[-1] if head.split() else ""
        if is_place(without_article(phrase)) or is_body(last) or fold(last) in _THINGS:
            voice = who(phrase, start)
            return voice if voice.kind in ("body", "described") else Voice()
    return Voice()


def _several_before(scene: Scene, at: int, content: tuple, who: Callable[[str, int], Voice]) -> Voice:
    """The last plural subject or source, for a "they"."""
    for start, end in _spots(scene, at, content):
        phrase = scene.text[start:end]
        if is_pair(phrase):
            return who(phrase, start)
        if is_pronoun(phrase):
            continue
        head = re.split(r"\s+(?:of|from|to|in|including|for|who)\s+|,", phrase)[0]
        if re.search(r"(?:[^s]s|people)$", head) or " and " in phrase:
            return who(phrase, start)
    return Voice()
