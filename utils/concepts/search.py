"""One document -> where it mentions each concept, all concepts in one pass.

Comes in: a text and its language, and the text of a concepts.yml. Goes out: for each concept the offsets of its mentions.
The plain strings that wordings begin with are looked for all at once (Aho and Corasick 1975); where one stands, the rules
that begin with it are tried.
"""

from __future__ import annotations

import re
from functools import lru_cache

from ahocorasick_rs import AhoCorasick, Implementation

from utils.concepts.rules import Concept, Rule, load_concepts
from utils.text import CJK, fold

Span = tuple[int, int]
_END = re.compile(r"[.!?;。！？；]")
_WORD = re.compile(rf"[{CJK}]|[^\W{CJK}]+")  # of a script without spaces every character


class Search:
    """The rules of one language, ready to be looked for.

    Attributes
    ----------
    strings : the plain strings with which wordings begin.
    matcher : finds them in a folded text: pairs of a string's number and its offsets.
    """

    def __init__(self, concepts: dict[str, Concept], lang: str):
        self.concepts = concepts
        self.rules: list[tuple[str, Rule]] = [(c.id, rule) for c in concepts.values() for rule in c.rules.get(lang, ())]
        self.strings = sorted({string for _, rule in self.rules for string in rule.beginnings})
        at = {string: i for i, string in enumerate(self.strings)}
        self.begun: list[list[int]] = [[] for _ in self.strings]  # string -> rules that begin with it
        for number, (_, rule) in enumerate(self.rules):
            for string in rule.beginnings:
                self.begun[at[string]].append(number)
        self.matcher = AhoCorasick(self.strings, implementation=Implementation.DFA) if self.strings else None

    def spans(self, text: str) -> dict[str, list[Span]]:
        """The mentions of each concept that has any, in the order of the text."""
        if not self.matcher:
            return {}
        folded = fold(text)
        places: dict[int, list[int]] = {}
        for string, start, _ in self.matcher.find_matches_as_indexes(folded, overlapping=True):
            for number in self.begun[string]:
                places.setdefault(number, []).append(start)
        found: dict[str, list[Span]] = {}
        for number, starts in places.items():
            name, rule = self.rules[number]
            spans = list(rule.spans(folded, sorted(set(starts)) if len(rule.beginnings) > 1 else starts))
            if spans:
                found.setdefault(name, []).extend(spans)
        found = {name: _longest(spans) for name, spans in found.items()}
        for name, concept in self.concepts.items():
            spans = [span for part in concept.any_of for span in found.get(part, ())]
            if spans:
                found[name] = _merged(spans, folded, concept.joined_within)
        return found


@lru_cache(maxsize=16)
def search_of(written: str, lang: str) -> Search:
    """The rules of a concepts.yml, given as text, for one language."""
    return Search(load_concepts(written), lang)


def _longest(spans: list[Span]) -> list[Span]:
    """Of spans that overlap the longest one, of equals the first."""
    if len(spans) == 1:
        return spans
    kept: list[Span] = []
    begins = sorted(set(spans))
    if all(a[1] <= b[0] for a, b in zip(begins, begins[1:], strict=False)):
        return begins
    for start, end in sorted(begins, key=lambda s: (s[0] - s[1], s[0])):
        if all(end <= s or start >= e for s, e in kept):
            kept.append((start, end))
    return sorted(kept)


def _merged(spans: list[Span], folded: str, within: int) -> list[Span]:
    """Spans that overlap or stand at most `within` words apart in one sentence, as one."""
    out: list[Span] = []
    for start, end in sorted(spans):
        if out:
            between = folded[out[-1][1] : start]
            if start <= out[-1][1] or (not _END.search(between) and len(_WORD.findall(between)) <= within):
                out[-1] = (out[-1][0], max(end, out[-1][1]))
                continue
        out.append((start, end))
    return out
