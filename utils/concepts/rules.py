"""concepts.yml -> rules that find wordings in a folded text.

A concept is a thing tracked. Its wordings stand under a language code; a document's `lang` decides which are used:

    shanghai_spirit:
      label: Shanghai Spirit
      counts: The name itself; not a city's spirit.
      en:
        - shanghai spirit                          # words, whatever their case, hyphens or line breaks
        - organi(s|z)ation*                        # (s|z): one of these; * at a word's end: any ending
        - mutual (political|) (trust|confidence)   # (a|): may be missing
        - {wording: three forces, near: [terroris*], within: 300, not_near: [army]}
        - {all: [terroris*, separatis*, extremis*], gap: 4}   # in any order, at most 4 words between two
      zh: [上海精神]                                # a script without spaces: fixed strings

or it collects others: `any_of: [three_forces.label, three_forces.triad]`, with `joined_within: 3` (mentions of these at
most three words apart in one sentence are one).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import permutations

import yaml

from utils.corpus import CorpusError, compose, yaml_line
from utils.text import fold

_ID = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)?")
_KEYS = {"label", "counts", "any_of", "joined_within"}
_RULE_KEYS = {"wording", "near", "not_near", "within", "all", "gap"}
_SPACELESS = {"zh", "ja"}
_BEFORE = "[ -]+)?"  # how a pattern ends whose words so far may all be missing
WITHIN = 300  # characters on either side in which a context word is looked for, if a rule names no number


@dataclass(frozen=True)
class Rule:
    """One wording: a pattern for folded text, and words that must or must not stand near it.

    Every match begins with one of `beginnings`: looking for these first spares the pattern most of a text.
    """

    pattern: re.Pattern
    beginnings: frozenset[str]
    near: re.Pattern | None = None
    not_near: re.Pattern | None = None
    within: int = WITHIN

    def spans(self, folded: str, places: list[int]) -> Iterator[tuple[int, int]]:
        """Offsets of its occurrences in a folded text, of which each begins at one of `places` (in order)."""
        last = 0
        match_at = self.pattern.match
        for at in places:
            match = match_at(folded, at) if at >= last else None
            if not match:
                continue
            start, end = match.span()
            last = end
            if self.near or self.not_near:
                before, after = folded[max(0, start - self.within) : start], folded[end : end + self.within]
                if self.near and not (self.near.search(before) or self.near.search(after)):
                    continue
                if self.not_near and (self.not_near.search(before) or self.not_near.search(after)):
                    continue
            yield start, end


@dataclass(frozen=True)
class Concept:
    """A thing tracked: its id, label, what counts in a sentence, and rules by language, or the concepts it collects."""

    id: str
    label: str
    counts: str = ""
    rules: dict[str, tuple[Rule, ...]] = field(default_factory=dict)
    wordings: dict[str, tuple[str, ...]] = field(default_factory=dict)
    any_of: tuple[str, ...] = ()
    joined_within: int = 0


@lru_cache(maxsize=16)
def load_concepts(text: str) -> dict[str, Concept]:
    """The concepts of a concepts.yml, given as text, by id. A fault raises CorpusError with line and remedy."""
    try:
        root = compose(text)
    except yaml.YAMLError as error:
        raise CorpusError(f"concepts.yml can't be read{yaml_line(error)}: mend the YAML there.") from None
    if not isinstance(root, yaml.MappingNode) or not root.value:
        raise CorpusError("concepts.yml holds no concept: write one id a line, with its label and wordings below.")
    concepts: dict[str, Concept] = {}
    for key, node in root.value:
        line = key.start_mark.line + 1
        if not _ID.fullmatch(key.value):
            raise _fault(line, f"the id {key.value!r} is not of the form three_forces or three_forces.label")
        if key.value in concepts:
            raise _fault(line, f"the concept {key.value!r} stands there twice")
        concepts[key.value] = _concept(key.value, node, line)
    for key, node in root.value:
        for part in concepts[key.value].any_of:
            if part not in concepts or concepts[part].any_of:
                raise _fault(node.start_mark.line + 1, f"{key.value} collects {part!r}, which is no concept with wordings")
    return concepts


def _fault(line: int, what: str) -> CorpusError:
    return CorpusError(f"concepts.yml, line {line}: {what}.")


def _concept(name: str, node: yaml.Node, line: int) -> Concept:
    if not isinstance(node, yaml.MappingNode):
        raise _fault(line, f"{name} needs indented lines with its label and its wordings (en: …)")
    said = {k.value: v for k, v in node.value}
    rules, wordings = {}, {}
    for key, value in said.items():
        if key in _KEYS:
            continue
        if not re.fullmatch(r"[a-z]{2}", key):
            raise _fault(value.start_mark.line + 1, f"{name} has an unknown entry {key!r}: known are "
                                                    f"{', '.join(sorted(_KEYS))} and language codes such as en")
        if not isinstance(value, yaml.SequenceNode):
            raise _fault(value.start_mark.line + 1, f"the wordings of {name} must be a list, one a line with a dash before it")
        made = [_rule(item, key, name) for item in value.value]
        rules[key] = tuple(rule for rule, _ in made)
        wordings[key] = tuple(text for _, text in made)
    plain = {k: _value(said[k]) for k in _KEYS & said.keys()}
    any_of = tuple(map(str, plain.get("any_of") or ()))
    if not rules and not any_of:
        raise _fault(line, f"{name} has no wordings: add a list under en")
    if not str(plain.get("joined_within") or 0).isdigit():
        raise _fault(said["joined_within"].start_mark.line + 1, f"joined_within of {name} must be a number of words")
    return Concept(name, str(plain.get("label") or name), " ".join(str(plain.get("counts") or "").split()), rules, wordings,
                   any_of, int(plain.get("joined_within") or 0))


def _value(node: yaml.Node):
    """What a node of the file stands for, in plain types."""
    try:
        return yaml.SafeLoader("").construct_object(node, deep=True)
    except yaml.YAMLError:
        raise _fault(node.start_mark.line + 1, "a value there is of a kind that YAML files here may not hold") from None


def _rule(node: yaml.Node, lang: str, name: str) -> tuple[Rule, str]:
    line = node.start_mark.line + 1
    said = _value(node)
    try:
        if not isinstance(said, dict):
            return Rule(_pattern(str(said), lang), _beginnings(str(said), lang)), str(said)
        unknown = set(said) - _RULE_KEYS
        if unknown or ("wording" in said) == ("all" in said):
            raise ValueError("a wording with conditions has either wording or all, and may have near, not_near, within, gap")
        if "all" in said:
            parts = [str(p) for p in said["all"]]
            if not 2 <= len(parts) <= 4:
                raise ValueError("all takes two to four wordings")
            pattern, text = _any_order(parts, int(said.get("gap", 4))), " + ".join(parts) + " in any order"
        else:
            parts = [str(said["wording"])]
            pattern, text = _pattern(parts[0], lang), parts[0]
        context = {key: re.compile("|".join(_pattern(str(w), lang).pattern for w in said[key])) for key in ("near", "not_near")
                   if said.get(key)}
        notes = [f"near {', '.join(map(str, said['near']))}" if "near" in context else "",
                 f"not near {', '.join(map(str, said['not_near']))}" if "not_near" in context else ""]
        text += "".join(f" ({note})" for note in notes if note)
        beginnings = frozenset().union(*(_beginnings(part, lang) for part in parts))
        return Rule(pattern, beginnings, **context, within=int(said.get("within", WITHIN))), text
    except (ValueError, TypeError, re.error) as error:
        raise _fault(line, f"a wording of {name} can't be used ({error})") from None


def _pattern(wording: str, lang: str) -> re.Pattern:
    """A wording as a pattern for folded text."""
    wording = fold(wording.strip())
    if not wording.strip("()|* -"):
        raise ValueError("it is empty")
    if lang in _SPACELESS:
        return re.compile(re.escape(wording))
    return re.compile(rf"(?<!\w){_phrase(wording)}(?!\w)")


def _phrase(wording: str) -> str:
    """Words one after the other; spaces and hyphens stand for each other, and a line may end there."""
    words = [w for w in _split(wording, " -") if w]
    if not words:
        raise ValueError("there is a choice without words in it")
    out = ""
    for word in words:
        # A word that may be missing takes its space with it: the one before it, or, before the first that must be there, the
        # one after.
        missing = word.endswith("|)") and _split(word, "|") == [word]
        pattern = _word(word)
        if not out or out.endswith(_BEFORE):
            out += f"(?:{pattern}{_BEFORE}" if missing else pattern
        else:
            out += f"(?:[ -]+{pattern})?" if missing else f"[ -]+{pattern}"
    return out


def _word(word: str) -> str:
    out, at = "", 0
    while at < len(word):
        if word[at] == "(":
            end = _closing(word, at)
            options = _split(word[at + 1 : end], "|")
            whole = at == 0 and end == len(word) - 1  # then a missing choice takes its space with it: see _phrase
            out += "(?:" + "|".join(_phrase(o) for o in options if o) + ")" + ("" if all(options) or whole else "?")
            at = end + 1
        elif word[at] == "*" and at == len(word) - 1:
            out, at = out + r"[\w']*", at + 1
        elif word[at] in ")|*":
            raise ValueError(f"{word[at]!r} can't stand so in {word!r}: write (a|b), or * at a word's end")
        else:
            out, at = out + re.escape(word[at]), at + 1
    return out


def _split(text: str, separators: str) -> list[str]:
    """`text` cut at the separators that stand outside parentheses."""
    parts, depth = [""], 0
    for char in text:
        depth += (char == "(") - (char == ")")
        if char in separators and depth == 0:
            parts.append("")
        else:
            parts[-1] += char
    return parts


def _closing(text: str, at: int) -> int:
    depth = 0
    for i in range(at, len(text)):
        depth += (text[i] == "(") - (text[i] == ")")
        if depth == 0:
            return i
    raise ValueError(f"a parenthesis is not closed in {text!r}")


def _beginnings(wording: str, lang: str) -> frozenset[str]:
    """The plain strings of which one stands at the beginning of whatever a wording matches."""
    wording = fold(wording.strip())
    found = {wording} if lang in _SPACELESS else _first_letters(wording)
    if "" in found:
        raise ValueError("it can begin with any word")
    return frozenset(found)


def _first_letters(phrase: str) -> set[str]:
    found: set[str] = set()
    for word in (w for w in _split(phrase, " -") if w):
        plain = re.match(r"[^(*]*", word)[0]
        if plain or not word.startswith("("):
            return found | {plain}
        options, rest = _split(word[1 : _closing(word, 0)], "|"), word[_closing(word, 0) + 1 :]
        found = found.union(*(_first_letters(o) for o in options if o))
        if all(options):
            return found
        if rest:
            return found | _first_letters(rest)
    return found


def _any_order(parts: list[str], gap: int) -> re.Pattern:
    """All parts in any order, at most `gap` words between two of them, within one sentence."""
    made = [_pattern(p, "en").pattern for p in parts]
    between = rf"[^\w.!?;]+(?:\w+[^\w.!?;]+){{0,{gap}}}?"
    return re.compile("|".join(between.join(order) for order in permutations(made)))
