"""Sources without a name -> who is meant: holders of an office, issuers of a paper, or the text's own description.

Comes in: a phrase such as "the vice foreign minister", "the statement" or "many ambassadors", and the scene. Goes out: a `Voice`.
"""

from __future__ import annotations

import re

from utils.offices import Office, fits, is_place, offices_in, place_in
from utils.sides import side_label
from utils.speakers.names import named_speakers
from utils.speakers.scene import Scene, Voice, without_article
from utils.speakers.titles import is_proper
from utils.statements.cues import SPEAKERS
from utils.text import fold

# Alone, these say too little to count as a description of somebody.
_VAGUE = frozenset("""
minister president leader spokesman spokeswoman spokesperson official diplomat premier chairman chairwoman ambassador
secretary-general secretary director man woman speaker host politician commander scholar expert analyst researcher
professor author journalist reporter writer candidate senator governor lawmaker
""".split())
_SEVERAL = re.compile(r"(?i)\b(?:and|ministers|presidents|leaders|heads|spokespeople|diplomats|officials|ambassadors)\b"
                      r"|^(?:an?|some|many|several|another|other|former)\b")
_ISSUED = re.compile(r"(?P<who>(?:[A-Z][\w’'-]*\s?){1,6}|\b[A-Z]{2,6})\s+(?:has |had |have )?(?:also )?"
                     r"(?:issued|released|published|adopted|presented)\s+(?:a|an|its|their|the)\s+"
                     r"(?:[\w-]+\s+){0,3}?(?P<what>statement|report|declaration|communiqu[eé]|letter|"
                     r"paper|briefing)\b")
_PAPER = re.compile(r"^(?:the|a|an|this|that|its|their)\s+(?:[\w-]+\s+){0,2}(statement|report|letter|paper|briefing)$")
_BY = re.compile(r"(?i)\b(?:report|statement|paper|study|poll|survey)\b.*\b(?:by|of|from)\s+"
                 r"(?P<who>(?:the\s+)?(?-i:[A-Z])[\w’' -]*)$")
_SCO = re.compile(r"Shanghai Cooperation Organi[sz]ation|\bSCO\b")
_PORTFOLIO = re.compile(r"(?i)\bminister (?:of|for) .*")
_JOINING = r"\b(?:of|in|on|by|from|to|for|at|with|within|between|among|and)\s+(?:the\s+)?$"


def office_holder(scene: Scene, source: str, wanted: tuple[Office, ...], at: int) -> Voice | None:
    """A title without a name: who of this document holds the office, else who did at its date; None where no one person does."""
    portfolio = _PORTFOLIO.search(source) if Office("minister", "") in wanted else None
    if _SEVERAL.search(source) or (portfolio and not place_in(portfolio[0])):
        return None  # several persons, or a minister of something, which no other minister is
    named = [p for p in scene.people.persons.values() if p.first < at]
    here = [p for p in named if any(fits(w, o) for w in wanted for o in p.roles | set(scene.held(p.name)))]
    if here:
        in_text = [p for p in here if any(fits(w, o) for w in wanted for o in p.roles)] or here
        exact = [p for p in here if scene.date and any(w.place and w in scene.held(p.name) for w in wanted)]
        exact_in_text = [p for p in in_text if any(w.place and w in p.roles for w in wanted)]
        for narrow in (in_text, exact, exact_in_text):
            if len(narrow) == 1:
                return scene.person(narrow[0].name)
        names = {p.name for p in in_text}
        last = next((v for spot, v in reversed(scene.trail) if spot < at and v.speaker in names), None)
        if last is not None and not any(w.place for w in wanted):
            return last
        return Voice(candidates=tuple(sorted(names)))
    if scene.date and any(w.place for w in wanted):
        then = [e for e in scene.rules.entries.values()
                if any(w in t.offices and t.holds(scene.date) for w in wanted for t in e.tenures)]
        if then:
            return scene.entry(then[0]) if len(then) == 1 else Voice(candidates=tuple(sorted(e.name for e in then)))
    return None


def described(scene: Scene, source: str, at: int) -> Voice:
    """What no name and no office stands for: the issuer of a paper, a body, or the words of the text.

    "The minister" alone, when nobody fits, is unknown, with all persons named before as candidates.
    """
    issuer = _issuer(scene, source, at)
    if issuer is not None:
        return issuer
    bare = re.sub(r"[’']s?$", "", " ".join(without_article(source).split()))
    known = [(start, end, entry) for start, end, entry in named_speakers(bare, scene.rules) if entry.kind == "body"]
    if len(known) == 1 and known[0][1] == len(bare) and not re.search(_JOINING, bare[: known[0][0]]):
        return scene.entry(known[0][2])  # "the state agency IRNA"
    if fold(bare) in _VAGUE:
        return Voice(candidates=tuple(sorted(p.name for p in scene.people.persons.values() if p.first < at)))
    members = scene.rules.named("SCO member states")
    if members and fold(bare).replace("-", " ") == "member states" and _SCO.search(scene.text):
        return scene.entry(members)
    country = place_in(bare)
    official = bool(country) and (bool(offices_in(source)) or is_place(bare))
    # "Experts" at a sentence's beginning is no name, and a minister no body.
    named = is_proper(bare) and fold(bare) not in SPEAKERS and not _PORTFOLIO.search(bare)
    return Voice(bare, "body" if named else "described", (), country,
                 side_label(country, "official" if official else ""))


def _issuer(scene: Scene, source: str, at: int) -> Voice | None:
    """Who issued the paper that speaks: "a report by X", or "the statement" after "X issued a statement"."""
    if by := _BY.search(source):
        entry = scene.rules.named(without_article(by["who"]))
        if entry:
            return scene.entry(entry)
        if re.search(r"\bby\s+$", source[: by.start("who")]):
            return Voice(by["who"].strip(), "body", (), place_in(by["who"]))
    if paper := _PAPER.match(fold(source)):
        issued = [m for m in _ISSUED.finditer(scene.text) if m["what"] == paper[1] and m.start() < at + 400]
        before = [m for m in issued if m.start() < at]
        if issued:
            who = (before[-1] if before else issued[0])["who"].strip()
            entry = scene.rules.named(without_article(who))
            return scene.entry(entry) if entry else Voice(without_article(who), "body", (), place_in(who))
    return None
