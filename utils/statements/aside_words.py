"""Questions to the order of words: which noun phrase stands before a verb, where a part of a sentence begins and ends.

Comes in: a `Grid` (a parsed sentence) and token numbers. Goes out: token numbers. A parser tears sentences with reporting words
in brackets apart more often than others, so that parts of speech and commas count here, not the tree.
"""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from utils.statements import cues
from utils.statements.grid import Grid
from utils.statements.phrases import TIMES, can_speak

_MORE = """
reason venture summarise summarize submit protest counsel rejoin interpose expound theorise theorize calculate charge put
""".split()
_FOUND = frozenset("find hold judge reckon".split())  # in brackets these tell what was said or written
_NEVER = frozenset("go point read share show demonstrate order post propound express worry prefer know learn hint".split())
NAMING = frozenset("put call phrase have see express describe give term render word formulate".split())  # "as he put it"
NOUNS = frozenset(["NN", "NNS", "NNP", "NNPS"])
IN_NAME = NOUNS | {"JJ", "JJR", "JJS", "DT", "PRP$", "POS", "CD", "HYPH", "VBN", "VBG", "-LRB-", "-RRB-", "``", "''", "FW", "NFP"}
_ENDS_NAME = NOUNS | {"-RRB-", "CD", "POS"}
_LINK = frozenset(["of", "for", "and", "at", "in", "to", "by", "&"])
FINITE = frozenset(["VBD", "VBZ", "VBP", "MD"])
HE = frozenset(["he", "she", "they", "it", "who"])
BE = frozenset(["is", "was", "are", "were"])
STOP = frozenset([";"])
OPENS_OTHER = frozenset("where when who which whose adding noting saying stressing while though although as".split())


class Aside(NamedTuple):
    """A report in brackets: token and dictionary form of the cue, the frame, first and last token of its source and of the
    reporting words, and the runs of tokens that are its content."""

    cue: int
    form: str
    frame: str
    source: tuple[int, int]
    own: tuple[int, int]
    content: list[tuple[int, int]]


@cache
def reporting_forms() -> dict[str, str]:
    """Every form of the verbs that report in brackets -> the verb as a dictionary has it."""
    verbs = (cues.CLAUSE - cues.ATTITUDES - _NEVER) | set(_MORE) | _FOUND | NAMING | {"go"}
    known = {form: verb for form, verb in cues.verb_forms().items() if verb in verbs}
    regular = {form: verb for verb in sorted(verbs - set(known.values())) for form in cues.forms_of(verb)}
    return {**regular, **known, "put": "put", "puts": "put"}


@cache
def all_forms() -> frozenset[str]:
    """Every form of a verb that reports."""
    return frozenset(cues.verb_forms()) | frozenset(reporting_forms())


def subject_before(grid: Grid, v: int) -> tuple[int, int, int] | None:
    """First token of the source, first of the reporting words, last of the source: a pronoun or a noun phrase right before the
    verb, perhaps with another behind a comma ("the president of Finland, Alexander Stubb, cautioned")."""
    words, tags = grid.words, grid.tags
    last = v - 1
    while last > 0 and tags[last] == "RB" and words[last] not in ("not", "n't"):
        last -= 1
    if last < 1:
        return None
    if tags[last] == "PRP":
        return (last, last, last) if words[last] in HE else None
    if tags[last] != ",":
        begin = name_begin(grid, last)
        return (begin, begin, last) if begin is not None and speaks(grid, begin, last) else None
    # A name with another one in commas behind it.
    inner = name_begin(grid, last - 1)
    if inner is None or inner < 3 or tags[inner - 1] != ",":
        return None
    outer = name_begin(grid, inner - 2)
    if outer is None or not (speaks(grid, outer, inner - 2) or speaks(grid, inner, last - 1)):
        return None
    return outer, outer, inner - 2


def name_begin(grid: Grid, last: int) -> int | None:
    """First token of the noun phrase that ends at `last`, by parts of speech alone; None where there is none."""
    words, tags = grid.words, grid.tags
    if last < 0 or not (tags[last] in _ENDS_NAME or (last and tags[last - 1] == "HYPH")):
        return None
    i = last
    while i > 0 and (tags[i - 1] in IN_NAME or (words[i - 1] in _LINK and i > 1 and tags[i - 2] in NOUNS | {"-RRB-"})):
        i -= 1
    return i if any(tags[k] in NOUNS for k in range(i, last + 1)) else None


def name_end(grid: Grid, first: int) -> int:
    """The token after the noun phrase that begins at `first`."""
    i = first
    while i < grid.n and (grid.tags[i] in IN_NAME or grid.tags[i] == "PRP" or
                          (grid.words[i] in _LINK and i + 1 < grid.n and grid.tags[i + 1] in IN_NAME)):
        i += 1
    return i


def speaks(grid: Grid, first: int, last: int) -> bool:
    """Whether the head of a noun phrase can speak: its last noun before "of" and the like."""
    heads = []
    for i in range(first, last + 1):
        if grid.words[i] in _LINK and heads:
            break
        if grid.tags[i] in NOUNS:
            heads.append(i)
    return bool(heads) and grid.words[heads[-1]] not in TIMES and can_speak(grid.doc[heads[-1]])


def part_end(grid: Grid, first: int) -> int:
    """The last token of the part of the sentence that begins at `first`: before a semicolon, or the last of the sentence."""
    return next((i - 1 for i in range(first, grid.n) if grid.words[i] in STOP), grid.last)


def part_start(grid: Grid, last: int) -> int:
    """Where the part of the sentence begins that ends before `last`: at its begin, behind a semicolon, or behind a colon if the
    words before that report ("The speech gave credit to it: …")."""
    first = next((i + 1 for i in range(last - 1, -1, -1) if grid.words[i] in STOP), 0)
    colon = next((i for i in range(last - 1, first, -1) if grid.words[i] == ":"), -1)
    if colon > 0 and any(grid.tags[i][0] == "V" and grid.words[i] in all_forms() for i in range(first, colon)):
        return colon + 1
    return first


def has_clause(grid: Grid, first: int, last: int) -> bool:
    """Whether there is a finite verb between two tokens, but for relative clauses."""
    return any(grid.tags[i] in FINITE and grid.deps[i] not in ("relcl",) for i in range(first, last + 1))


def begins_another(grid: Grid, after: int) -> bool:
    """Whether a clause joined to the report begins something else: "…, he said, and he described …"."""
    words, tags = grid.words, grid.tags
    if tags[after] != "CC":
        return False
    known = all_forms()
    next_word = word_at(grid, after + 1)
    reports = any(words[i] in known for i in range(after + 2, min(grid.n, after + 5)))
    return next_word in ("he", "she", "they") or (next_word in HE and reports)


def word_at(grid: Grid, i: int) -> str:
    """The word of a token in lower case; nothing beyond the last one."""
    return grid.words[i] if i < grid.n else ""
