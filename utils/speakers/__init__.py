"""Sources -> speakers: who the words "Le", "he", "the vice foreign minister" or "the ministry" stand for in a document.

Comes in: a text, the statements found in it, the document's date and own speaker, and speakers.yml. Goes out: for each
statement a `Voice`. First mentions lead to later ones; an office counts at the document's date; and where several persons
can be meant, nobody is named and all are listed.
"""

from __future__ import annotations

import re

from utils.offices import fits, offices_in, place_in
from utils.sides import side_label
from utils.speakers.descriptions import described, office_holder
from utils.speakers.names import document_names
from utils.speakers.pronouns import antecedent, is_pair, is_pronoun
from utils.speakers.rules import Speakers, words
from utils.speakers.scene import Scene, Voice, without_article
from utils.speakers.titles import is_addressed, is_body, is_proper, stripped
from utils.statements import Found, Statement
from utils.statements.turns import ANSWERS, QUESTIONS
from utils.text import fold

JOURNALIST = "unnamed journalist"
_REMARKS = frozenset(["remark", "response"])


def resolve(text: str, found: Found, rules: Speakers, *, date: str = "", speaker: str = "") -> list[Voice]:
    """A voice for each of `found.statements`.

    Parameters
    ----------
    date : the document's (ISO, as precise as known); offices count at it.
    speaker : whose speech the document is, if anyone's; "I" and an "A:" stand for him or her.
    """
    sources = [(s.source[0], _without_relative(text[slice(*s.source)])) for s in found.statements if s.source]
    scene = Scene(text, found, rules, date, document_names(text, rules, sources, date))
    if speaker:
        entry = rules.named(speaker)
        scene.own = scene.entry(entry) if entry else Voice(speaker, "person")
    scene.turns = [_labelled(scene, text[t.label_start : t.label_end], t.label_start) for t in found.turns]
    scene.trail = _trail(scene)
    return [_voice(scene, s) for s in found.statements]


def _voice(scene: Scene, statement: Statement) -> Voice:
    if not statement.source:
        return Voice()
    if statement.cue is None:
        return next(v for t, v in zip(scene.found.turns, scene.turns, strict=True) if t.label_start == statement.source[0])
    source = _without_relative(scene.text[slice(*statement.source)])
    return _who(scene, source, statement.source[0], statement.turn, statement.pieces)


def _without_relative(source: str) -> str:
    """A source without the relative pronoun that may end it: "Anna Smit, who"."""
    return re.sub(r"(?<=\w),?\s+(?:who|whom|whose|which|that)$", "", source)


def _labelled(scene: Scene, label: str, at: int) -> Voice:
    """Who stands behind the label of a turn."""
    bare = re.sub(r"\([^)]*\)", "", label).strip()
    plain = fold(bare)
    if plain in QUESTIONS:
        return Voice(JOURNALIST, "unnamed")
    if plain in _REMARKS:
        return Voice()
    return scene.own if plain in ANSWERS else _who(scene, bare, at)


def _trail(scene: Scene) -> list[tuple[int, Voice]]:
    """Who was the subject, where: of parsed sentences by the tree, of others the first person named; and named sources."""
    spots = set()
    for start, end in scene.found.sentences:
        parsed = scene.found.subjects.get(start)
        named = [(s, e) for s, e, _ in scene.people.mentions if start <= s < end]
        spots |= set(named[:1] if parsed is None else parsed)
    sources = {s.source for s in scene.found.statements if s.cue and s.source}
    out = []
    for start, end in spots | sources:
        voice = _by_name(scene, _without_relative(scene.text[start:end]), start)
        if voice and voice.speaker and (voice.kind == "person" or (start, end) in spots):
            out.append((start, voice))
    return sorted(out, key=lambda spot: (spot[0], spot[1].speaker))


def _who(scene: Scene, source: str, at: int, turn: int | None = None, content: tuple = ()) -> Voice:
    """The voice of a source: by pronoun, by name, by office, or as it is described."""
    if is_pronoun(source):
        return antecedent(scene, source, at, turn, content, lambda phrase, spot: _who(scene, phrase, spot))
    return _by_name(scene, source, at) or described(scene, source, at)


def _by_name(scene: Scene, source: str, at: int) -> Voice | None:
    """The voice of a source that names somebody or an office; None for all others but pairs."""
    if is_pronoun(source):
        return antecedent(scene, source, at, None, (), lambda phrase, spot: Voice()) if is_pair(source) else None
    named = _named(scene, source, at)
    if named.speaker or named.candidates:
        return named
    entry = scene.rules.named(without_article(source))
    if entry:
        return scene.entry(entry)
    offices = offices_in(source)
    return office_holder(scene, source, offices, at) if offices and not is_proper(stripped(source)) else None


def _named(scene: Scene, source: str, at: int) -> Voice:
    """A source with a name in it: in full, or a surname that one person of this document, or of speakers.yml, bears."""
    whole = scene.people.in_phrase(source, at)
    if len(whole) > 1 and re.search(r",| and | & ", source):
        return scene.group(whole)
    if whole and not re.search(rf"{re.escape(whole[0].split()[-1])}\W{{1,3}}s\s+\w", source):  # not "Le Yucheng's spokesman"
        return scene.person(whole[0])
    names = [n for n in re.split(r",\s*(?:and\s+)?|\s+and\s+", source) if n.strip()]
    if len(names) > 1 and all(is_proper(stripped(n)) for n in names):
        parts = [_surname(scene, n, at) for n in names]
        if all(v.kind == "person" for v in parts):
            return _together(scene, [v.speaker for v in parts])
    return _surname(scene, source, at)


def _together(scene: Scene, names: list[str]) -> Voice:
    known = [n for n in names if n in scene.rules.entries or n in scene.people.persons]
    return scene.group(names) if known == names else Voice()


def _surname(scene: Scene, source: str, at: int) -> Voice:
    bare = stripped(source)
    key = words(bare)
    if not key or not is_proper(bare) or len(key) > 3:
        return Voice()
    offices = offices_in(source)
    here = scene.people.with_surname(key)
    if len(here) > 1:
        fitting = [n for n in here if any(fits(w, o) for w in offices for o in scene.people.persons[n].offices(scene.date))]
        before = [n for n in here if scene.people.persons[n].first < at]
        here = next((narrow for narrow in (fitting, before) if len(narrow) == 1), here)
    if here:
        return scene.person(here[0]) if len(here) == 1 else Voice(candidates=tuple(sorted(here)))
    known = scene.rules.by_surname.get(key, ())
    fitting = [e for e in known if any(fits(w, o) for w in offices for o in e.offices(scene.date))]
    in_office = [] if offices else [e for e in known if any(t.holds(scene.date) for t in e.tenures)]
    for narrow in (fitting, in_office, [] if offices else list(known)):
        if len(narrow) == 1:
            return scene.entry(narrow[0])
    if known and (fitting or not offices):
        return Voice(candidates=tuple(sorted(e.name for e in fitting or known)))
    if is_addressed(source, bare) and not is_body(bare) and scene.rules.named(bare) is None and not place_in(bare):
        # "Mr Smith", of whom the text tells no more
        return Voice(bare, "person", (), place_in(source), side_label(place_in(source), "official" if offices else ""))
    return Voice()
