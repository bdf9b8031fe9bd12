"""Reports in brackets, read off the order of words: "With it, he reasoned, members could …", "So she told the council."

Comes in: a `Grid` (a parsed sentence). Goes out: `Aside`s in token numbers, and drafts of statements. They stand beside what the
model finds, which was trained on news and passes many of them over.
"""

from __future__ import annotations

from utils.statements import cues
from utils.statements.aside_nouns import OPINION, SAID, for_somebody, named, opinion
from utils.statements.aside_words import (
    BE,
    FINITE,
    IN_NAME,
    NAMING,
    NOUNS,
    OPENS_OTHER,
    STOP,
    Aside,
    all_forms,
    begins_another,
    has_clause,
    name_begin,
    name_end,
    part_end,
    part_start,
    reporting_forms,
    subject_before,
    word_at,
)
from utils.statements.grid import Grid, Page
from utils.statements.phrases import TIMES, Report
from utils.statements.quoting import Draft

_SPOKEN_TO = cues.SPOKEN_TO | {"counsel", "caution", "tell", "assure", "remind", "inform", "warn", "promise"}
_AS_LONG = frozenset("long if soon far though".split())


def bracketed(page: Page, grid: Grid, before: Grid | None) -> list[Draft]:
    """The reports in brackets of a sentence as drafts, without those within quotations; "So she warned" reports the sentence
    `before` it."""
    out = []
    for one in asides(grid):
        cue, source = (grid.starts[one.cue], grid.ends[one.cue]), (grid.starts[one.source[0]], grid.ends[one.source[1]])
        runs = [(grid.starts[a], grid.ends[b]) for a, b in one.content]
        if not runs and before is not None and "\n" not in page.text[before.ends[-1] : grid.starts[0]]:
            runs = [(before.starts[0], before.ends[-1])]
        content = list(page.core(tuple(runs)))
        marks = {page.mark_at(cue[0]), page.mark_at(source[0])} - {-1}
        if content and not any(page.said[m] for m in marks):
            report = Report(one.cue, one.form, one.frame, False, (), (), True)
            own = (grid.starts[one.own[0]], grid.ends[one.own[1]])
            out.append(Draft(report, content, source, cue, own, (grid.starts[0], grid.ends[-1])))
    return out


def asides(grid: Grid) -> list[Aside]:
    """The reports in brackets of a sentence, in the order of their cues."""
    known, out = reporting_forms(), []
    for i in range(grid.n):
        word = grid.words[i]
        found = None
        if grid.tags[i] in NOUNS:
            found = opinion(grid, i) if word in OPINION else None
            found = found or (named(grid, i) if word in SAID else None)
        elif word == "for":
            found = for_somebody(grid, i)
        elif word == "saying" and i and grid.words[i - 1] == "as":
            found = _quoted(grid, i)
        elif grid.tags[i] in ("VBD", "VBZ", "VBP", "VBN") and word in known:
            found = _reported(grid, i, known[word]) or _so(grid, i, known[word]) or _what(grid, i, known[word])
        if found:
            out.append(found)
    return out


def _reported(grid: Grid, v: int, verb: str) -> Aside | None:
    words, tags = grid.words, grid.tags
    after = v + 1
    if verb == "go":
        if after >= grid.n or words[after] != "on":
            return None
        after += 1
    subject = subject_before(grid, v)
    if subject is None:
        return None
    first, begin, end = subject
    named = begin > 0 and words[begin - 1] == "as"
    if named:
        begin -= 1
        if verb in NAMING and after < grid.n and words[after] in ("it", "this", "things", "them"):
            after += 1
        elif verb in NAMING and verb not in ("describe", "express"):
            return None
    elif verb in NAMING - {"describe"}:
        return None
    if begin < 2 or tags[begin - 1] not in (",", "''", ":") or words[begin - 1] == ";":
        return None
    if verb in _SPOKEN_TO and after < grid.n and tags[after] in IN_NAME | {"PRP"}:
        after = name_end(grid, after)
    stop = _closing(grid, after, named)
    if stop is None:
        return None
    content = _rest(grid, begin, stop)
    return Aside(v, verb, "aside", (first, end), (begin, stop), content) if content else None


def _closing(grid: Grid, after: int, named: bool) -> int | None:
    """The last token of the reporting words that go on at `after`: at once, or behind words of time, place and hearers."""
    words, tags = grid.words, grid.tags
    if after > grid.last:
        return grid.last
    if tags[after] in (",", ":", ".") or words[after] in ("–", "—", "-"):
        return after - 1
    if words[after] in ("that", "whether", "if", "how", "why", "what") or (
            tags[after] in ("VB", "VBG", "VBN", "``") and words[after] != "according"):
        return None
    timely = words[after] in ("this", "last", "next") or words[after] in TIMES or grid.deps[after] == "npadvmod"
    timely = timely or words[after] == "according" or (tags[after] == "NNP" and words[after].endswith("day"))
    if not (timely or tags[after] in ("IN", "TO", "RB", "WRB")):
        return None
    i = after
    while i <= grid.last and tags[i] not in (",", ":", "''", "``"):
        i += 1
    if i <= grid.last and any(tags[k] in FINITE for k in range(after, i)) and not words[after].startswith("w"):
        return None
    return i - 1


def _rest(grid: Grid, begin: int, stop: int) -> list[tuple[int, int]]:
    """What is said: the words before the reporting ones, and those behind them where these belong to it."""
    words, tags = grid.words, grid.tags
    first = part_start(grid, begin - 1)
    before = (first, begin - 1)
    told = has_clause(grid, *before) and tags[begin - 2] not in ("MD", "TO", "IN")
    after = stop + 1
    if after <= grid.last and words[after] in STOP and told:
        # "Its weight is large, he wrote; what it needs is trust", where nobody else is named.
        own = any(grid.tags[i][0] == "V" and words[i] in all_forms() for i in range(after, grid.n))
        return [before] if own or after + 1 > grid.last else [before, (after + 1, grid.last)]
    while after <= grid.last and tags[after] in (",", ":", "''", "``"):
        after += 1
    if after <= grid.last and words[after] in ("as", "according") and word_at(grid, after + 1) not in _AS_LONG:
        # Another one in brackets: "…, as the agency had it, …".
        after = next((i + 1 for i in range(after, grid.n) if tags[i] == ","), grid.n)
    end = part_end(grid, after)
    goes_on = after <= end and tags[after] != "VBG" and (
        words[after] not in OPENS_OTHER or word_at(grid, after + 1) in _AS_LONG) and (
        any(tags[i] in FINITE for i in range(after, end + 1)) or not told)
    goes_on = goes_on and not (told and begins_another(grid, after))
    if not told and not (goes_on and any(tags[i] in FINITE for i in range(after, end + 1))):
        # Without a clause: "Harmony and peace, the president said", but not "In Bishkek, the president said".
        if goes_on or tags[first] in ("IN", "RB", "TO", "WRB", "CC") or before[1] - before[0] < 3:
            return []
    return [before, (after, end)] if goes_on else [before]


def _so(grid: Grid, v: int, verb: str) -> Aside | None:
    """What was said before the reporting words: "…: so the envoy warned the council", "So she told the agency."."""
    subject = subject_before(grid, v)
    if subject is None or verb in NAMING or not subject[1]:
        return None
    first, begin, end = subject
    so = begin - 1
    if grid.words[so] not in ("so", "thus") or any(w in ("that", ",") for w in grid.words[v + 1 : v + 4]):
        return None
    if any(grid.deps[c] in ("ccomp", "xcomp", "acomp") and c > v for c in grid.kids[v]):
        return None
    if so == 0:
        return Aside(v, verb, "aside", (first, end), (so, v), [])
    return Aside(v, verb, "aside", (first, end), (so, v), [(0, so - 1)]) if grid.tags[so - 1] == ":" else None


def _what(grid: Grid, v: int, verb: str) -> Aside | None:
    """ "What she asked for was more trust." """
    words, tags = grid.words, grid.tags
    subject = subject_before(grid, v)
    if subject is None or subject[1] < 1 or words[subject[1] - 1] != "what":
        return None
    be = v + 1
    while be < grid.n and (tags[be] in ("IN", "RP", "TO", "RB") or words[be] in TIMES):
        be += 1
    if be >= grid.last or words[be] not in BE or be > v + 3:
        return None
    return Aside(v, verb, "noun", (subject[0], subject[2]), (subject[1] - 1, be), [(be + 1, part_end(grid, be + 1))])


def _quoted(grid: Grid, v: int) -> Aside | None:
    """ "…, the paper quoted him as saying", "…, he was reported as saying, …"."""
    words, tags = grid.words, grid.tags
    i = v - 2
    if i > 1 and tags[i] in ("PRP", "PRP$"):
        source, i = (i, i), i - 1
    elif i > 1 and tags[i] in NOUNS:
        begin = name_begin(grid, i)
        if begin is None:
            return None
        source, i = (begin, i), begin - 1
    else:
        source = None
    if i < 2 or words[i] not in ("quoted", "reported", "cited", "quotes", "reports", "cites"):
        return None
    if source is None:
        while i > 1 and words[i - 1] in ("was", "is", "were", "has", "been", "also", "later"):
            i -= 1
    subject = subject_before(grid, i)
    if subject is None or subject[1] < 2 or tags[subject[1] - 1] not in (",", "''"):
        return None
    stop = _closing(grid, v + 1, False)
    content = _rest(grid, subject[1], stop) if stop is not None else None
    return Aside(v, "say", "aside", source or (subject[0], subject[2]), (subject[1], stop), content) if content else None
