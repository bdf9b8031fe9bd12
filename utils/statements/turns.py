"""Transcript turns and headlines: "Vladimir Putin: …", "Q: …", "Xi: …" -> who speaks and from where to where.

Comes in: a text. Goes out: turns with the offsets of their label and of what is said.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from utils.offices import offices_in
from utils.statements.cues import verb_forms
from utils.text import fold

# A label opens a line: capitalised words, perhaps a remark in brackets, then a colon and more on the same line.
_LABEL = re.compile(r"^[ \t]*(?P<label>[^\W\d_][^\n:;!?\"“”<>|]{0,110}?)[ \t]*(?:\([^()\n]{1,60}\))?[ \t]*:(?=[ \t\n]*\S)(?!//)",
                    re.M)
_END = re.compile(r"^[ \t]*(?:<[^>\n]*>|[*·•. _-]*\*[*·•. _-]*|<?…>?|\[\.{3}\])[ \t]*$", re.M)
_LINK = frozenset("of the and for to in on at de la el al von van bin ul uz a an s".split())
QUESTIONS = frozenset(["q", "question", "reporter", "journalist", "media", "correspondent"])
ANSWERS = frozenset(["a", "answer", "reply"])
# Labels of lists and letters, not of voices.
_NO_VOICE = frozenset("""
note source photo caption editor's translation subject date place venue time tags keywords read see contact tel fax
e-mail email press-release summary update background abstract table figure annex item re cc introduction conclusion
theme topic participants agenda first second third firstly secondly thirdly fourth fifth finally example today
tomorrow yesterday p.s ps nb warning important related report revealed exclusive breaking watch bombshell opinion
analysis poll other others decisions results outcomes members
""".split())
_MONTHS = "jan feb mar apr may june july aug sept? oct nov dec".replace(" ", "|")
_DATED = re.compile(rf"\d\s+(?:{_MONTHS})|\b(?:{_MONTHS})[a-z]*\.?\s+\d", re.I)
HEADLINE = 160  # characters; a longer first line is no headline


class Turn(NamedTuple):
    """A turn: offsets of its label (the words that name the voice) and of what is said; a headline is one sentence."""

    label_start: int
    label_end: int
    start: int
    end: int
    headline: bool


def turns(text: str) -> list[Turn]:
    """The turns of `text`, in order; none where no line looks like a voice's label.

    A turn runs to the next label, to a line such as "***" or "<…>", or to the end. In a document without a second label
    only "Q:", "A:" and a label of a person with an office or first name count, and a headline.
    """
    labels = [m for m in _LABEL.finditer(text) if _is_voice(m["label"])]
    first_line = len(text) - len(text.lstrip())
    stop = text.find("\n", first_line)
    headline = None
    if labels and labels[0].start() <= first_line and 0 < stop <= first_line + HEADLINE and _heads(labels):
        headline = labels.pop(0)
    folded = [fold(m["label"]).strip() for m in labels]
    repeated = len(labels) > 1
    kept = [m for m, f in zip(labels, folded, strict=True) if repeated or f in QUESTIONS | ANSWERS or _is_person(m["label"])]
    out = [Turn(headline.start("label"), headline.end("label"), headline.end(), stop, True)] if headline else []
    for i, match in enumerate(kept):
        end = kept[i + 1].start() if i + 1 < len(kept) else len(text)
        if rule := _END.search(text, match.end(), end):
            end = rule.start()
        start, end = _trimmed(text, match.end(), end)
        if start < end:
            out.append(Turn(match.start("label"), match.end("label"), start, end, False))
    return out


def _is_voice(label: str) -> bool:
    words = re.findall(r"[\w’'.-]+", label)
    plain = fold(label).strip()
    if not words or len(words) > 14 or (len(words) > 7 and not offices_in(label)):
        return False
    if words[0].endswith("ing") or plain.split()[0].strip(".") in _NO_VOICE:
        return False
    if plain in QUESTIONS | ANSWERS:
        return True
    if _DATED.search(label):
        return False
    # "He said:" introduces a quotation; a label has no verb, and capitalised words but for "of", "the", … and titles.
    weighty = [w for w in words if w.casefold() not in _LINK]
    capital = sum(w[0].isupper() or not w[0].isalpha() for w in weighty)
    enough = 0.5 if offices_in(label) else 0.75
    verbs = [w for w in words if w[0].islower() and verb_forms().get(w) and not offices_in(w)]
    starts = words[0][0].isupper() and words[0].casefold() not in _LINK - {"the", "al", "el", "bin"}
    whole = len(label) > 1 and not label.rstrip().endswith(".")
    return starts and whole and bool(weighty) and capital >= enough * len(weighty) and not verbs


def _is_person(label: str) -> bool:
    return bool(offices_in(label)) or sum(w[0].isupper() for w in label.split()) > 1


def _heads(labels: list[re.Match]) -> bool:
    """Whether a first line with a label is a headline rather than the first turn of a transcript."""
    label = labels[0]["label"]
    return len(labels) == 1 or (len(labels) == 2 and not offices_in(label) and fold(label).strip() not in QUESTIONS | ANSWERS
                                and fold(labels[1]["label"]) != fold(label))


def _trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end
