"""Cues that are no verbs: "his claim that …", "expressed hope that …", "in her view", "is confident that", "according to".

Comes in: a token of a parsed sentence. Goes out: the reports it makes.
"""

from __future__ import annotations

from functools import cache

from utils.statements import cues
from utils.statements.phrases import Report, clause_of, has_that, is_finite, is_infinitive, report, source, tree, without

# "According to plan": something is done by these, nothing is said by them.
_MEASURES = frozenset("plan schedule timetable purpose need standard procedure principle criteria criterion rule merit".split())


def of_noun(n) -> list[Report]:
    """Reports by a noun: of an opinion ("in his view"), or with a clause that says what it is."""
    low = n.lower_
    single = low.removesuffix("s") if low != "words" else low
    poss = next((c for c in n.children if c.dep_ == "poss"), None)
    if single in cues.OPINION or low in cues.OPINION:
        found = _opinion(n, low, poss)
        if found:
            return found
    if single not in cues.NOUN and low not in cues.NOUN:
        return []
    carried = n.dep_ == "dobj" and n.head.lower_ in _carriers()
    said = next((c for c in n.children if c.dep_ in ("acl", "ccomp", "relcl") and c.i > n.i and _is_said(c)), None)
    if said is None and carried:
        # The clause may hang on the verb: "expressed hope that".
        after = (c for c in n.head.children if c.dep_ in ("ccomp", "xcomp", "advcl") and c.i > n.i)
        said = next((c for c in after if is_infinitive(c) or has_that(c) or c.dep_ == "ccomp"), None)
    if said is None and n.dep_ == "nsubj" and n.head.lower_ in ("is", "was"):
        said = next((c for c in n.head.children if c.dep_ == "ccomp" and has_that(c)), None)
    who = source(n.head) if carried else poss
    if said is None or who is None:
        return []
    return [report(n, single, "noun", single in cues.ATTITUDES, who, tree(said), tree(n))]


def _opinion(n, low: str, poss) -> list[Report]:
    """ "In X's view, …", "in the words of X, …"; not "in its account of the meeting"."""
    of = next((c for c in n.children if c.dep_ == "prep" and c.lower_ == "of"), None)
    owner = poss
    if owner is None and of is not None:
        owner = next((c for c in of.children if c.dep_ == "pobj"), None)
    if any(c.dep_ == "compound" for c in n.children) or (low == "view" and poss is None and n.i and n.nbor(-1).lower_ == "in"):
        return []  # "in my bank account", "in view of the drought"
    before = n.head
    if n.dep_ != "pobj" or before.dep_ != "prep" or before.lower_ not in ("in", "to") or owner is None:
        return []
    if low == "account" and of is not None:
        return []
    return [report(n, low, "aside", False, owner, without(clause_of(before.head), before), tree(before))]


def of_adjective(a) -> list[Report]:
    """Reports by an adjective with a clause: "is confident that", "is ready to"."""
    said = next((c for c in a.children if c.dep_ in ("ccomp", "xcomp") and c.i > a.i), None)
    low = a.lower_
    if said is None or (low == "clear" and not has_that(said)):
        return []
    who = source(a) or (source(a.head) if a.dep_ in ("acomp", "oprd", "attr") else None)
    if who is None or who.lower_ in ("it", "there"):
        return []
    return [report(a, low, "adjective", low in cues.ATTITUDES, who, tree(said), {a.i})]


def of_according(token) -> list[Report]:
    """Reports by "according to"."""
    to = next((c for c in token.children if c.lower_ == "to"), None)
    who = next((c for c in to.children if c.dep_ == "pobj"), None) if to is not None else None
    if who is None or who.lower_.removesuffix("s") in _MEASURES:
        return []
    content = without(clause_of(token.head, whole=True), token)
    return [report(token, "according to", "aside", False, who, content, tree(token))]


def _is_said(clause) -> bool:
    return is_infinitive(clause) or has_that(clause) or is_finite(clause)


@cache
def _carriers() -> frozenset[str]:
    return frozenset(form for form, verb in cues.verb_forms().items() if verb in cues.CARRIER)
