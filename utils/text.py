"""From a string to words and sentences, offline: folding, tokens, sentences, stop words, language.

Comes in: the text of one document. Goes out: offsets and strings. All offsets are Python code points into the text
as it was given, so that anything counted can be followed back to its place.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import cache

import numpy as np

# Scripts written without spaces: their characters are counted one by one (count_cjk), never as words.
CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
# The modifier letter ʼ is set for an apostrophe: it joins letters and begins no word.
_LETTER = rf"[^\W_ʼ{CJK}]"
_MORE = rf"(?:{_LETTER}|[\u0300-\u036f])"
WORD = re.compile(rf"{_LETTER}{_MORE}*(?:['’ʼ‐‑-]{_MORE}+)*")
_CJK = re.compile(rf"[{CJK}]")
_CYRILLIC = re.compile(r"[\u0400-\u04ff]")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff]")
_PARAGRAPH = re.compile(r"\n[ \t\u00a0]*\n\s*")
_POSSESSIVE = re.compile(r"(?:'s)+$")

# One character for one character: a folded text keeps every offset. Capital sigma is here because Python lowers it by
# what stands round it, and a word must fold alike wherever it stands.
_FOLDED = str.maketrans("‘’‛ʼ“”„«»‐‑–—\u00a0\u2009\u202f\n\r\tΣ", "''''\"\"\"\"\"----      σ")

# Ends that Punkt takes for the end of a sentence whatever follows: a word of two letters or more with its full stop
# (unless it is an abbreviation), a number before a capital, a word with its question mark or exclamation mark.
_PLAIN_END = re.compile(r"(?:[^\W\d_]+-)*([^\W\d_]{2,})\.(?:\s+[^.\s]\S*|[\"”’')\]])|\d+\.\s+[A-Z][^\W\d_]*"
                        r"|[^\W\d_]+(?:[?!]|\"\.)\s+[^.\s]\S*")
# Abbreviations after which a full stop ends no sentence (Punkt's form: lower case, without the stop).
_ABBREVIATIONS = """h.e mr mrs ms dr prof gen lt col maj adm amb rev hon st sr jr no nos vol pp p.m a.m u.s u.k u.n e.u
jan feb mar apr jun jul aug sept sep oct nov dec inc ltd co corp art para etc vs e.g i.e cf approx dept gov sen rep
pres ph.d""".split()


def fold(text: str) -> str:
    """`text` in lower case with plain quotation marks, hyphens and spaces; always of the same length."""
    if len(text) < 1000 or text.isascii():
        return _folded(text)
    # A long text of other letters: ten times as fast through a table of all characters.
    codes = np.frombuffer(text.encode("utf-32-le", "surrogatepass"), dtype=np.uint32)
    return folds()[codes].tobytes().decode("utf-32-le", "surrogatepass")


def _folded(text: str) -> str:
    plain = text.translate(_FOLDED)
    low = plain.lower()
    if len(low) == len(plain):
        return low
    # A few letters (such as the Turkish capital I with a dot) grow when lowered: keep those as they are.
    return "".join(c if len(c.lower()) != 1 else c.lower() for c in plain)


@cache
def folds() -> np.ndarray:
    """The code point that each code point folds to: uint32, 1,114,112 of them."""
    every = all_characters()
    table = np.frombuffer(_folded(every.replace("\u0130", " ")).encode("utf-32-le"), dtype=np.uint32).copy()
    table[[0x130, *range(0xD800, 0xE000)]] = [0x130, *range(0xD800, 0xE000)]  # the one letter that grows, and no letters
    return table


def all_characters() -> str:
    """Every character at the place of its code point; a space for the halves of surrogate pairs."""
    codes = np.arange(0x110000, dtype=np.uint32)
    codes[0xD800:0xE000] = ord(" ")
    return codes.tobytes().decode("utf-32-le")


def word_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the words of `text`: letters and digits with hyphens or apostrophes inside; no CJK characters."""
    return [match.span() for match in WORD.finditer(text)]


def tokens(text: str) -> list[str]:
    """The words of `text`, folded, without a possessive 's ("China's" is "china"); one for each of `word_spans`.

    Words are cut before they are folded: folding makes a dash a hyphen, and "Beijing–Moscow" is two words.
    """
    folded = fold(text)
    words = (folded[start:end] for start, end in word_spans(text))
    return [_POSSESSIVE.sub("", word) if "'" in word else word for word in words]


def count_words(text: str) -> int:
    """Number of words as `tokens` finds them."""
    return len(WORD.findall(text))


def count_cjk(text: str) -> int:
    """Number of Chinese, Japanese kana and compatibility characters."""
    return len(_CJK.findall(text))


@cache
def _punkt():
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    class Punkt(PunktSentenceTokenizer):
        """NLTK's Punkt, which finds the same sentences in a third of the time: see the test that holds them equal."""

        def text_contains_sentbreak(self, text: str) -> bool:
            plain = _PLAIN_END.fullmatch(text)
            if plain and (not plain[1] or plain[1].lower() not in self._params.abbrev_types):
                return True
            return super().text_contains_sentbreak(text)

        def _get_last_whitespace_index(self, text: str) -> int:
            return max(0, *map(text.rfind, " \n\t\r\x0b\x0c"))

    parameters = PunktParameters()
    parameters.abbrev_types.update(_ABBREVIATIONS)
    return Punkt(parameters)


def paragraph_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the paragraphs, which blank lines set apart; a single line end is part of a paragraph."""
    spans, start = [], 0
    for gap in _PARAGRAPH.finditer(text):
        spans.append((start, gap.start()))
        start = gap.end()
    spans.append((start, len(text)))
    return [(s, e) for s, e in spans if text[s:e].strip()]


def sentence_spans(text: str) -> list[tuple[int, int]]:
    """Offsets of the sentences: NLTK's Punkt within each paragraph, with abbreviations of diplomatic prose.

    Punkt: T. Kiss and J. Strunk (2006), Unsupervised multilingual sentence boundary detection.
    """
    return [
        (start + s, start + e)
        for start, end in paragraph_spans(text)
        for s, e in _punkt().span_tokenize(text[start:end])
    ]


def sentences_around(text: str, places: list[int]) -> list[tuple[int, int]]:
    """For each of `places` (in order) the offsets of the sentence in which it lies, or of the last one before it.

    The same as looking it up in `sentence_spans`, but paragraphs in which no place lies are not looked at.
    """
    out: list[tuple[int, int]] = []
    paragraphs = paragraph_spans(text) if places else []
    begins = [start for start, _ in paragraphs]
    held, sentences, starts = -1, [], []
    for place in places:
        number = max(0, bisect_right(begins, place) - 1)
        if number != held:
            held, (start, end) = number, paragraphs[number]
            sentences = [(start + s, start + e) for s, e in _punkt().span_tokenize(text[start:end])]
            starts = [s for s, _ in sentences]
        out.append(sentences[max(0, bisect_right(starts, place) - 1)])
    return out


@cache
def stop_words() -> frozenset[str]:
    """English words of grammar: wordcloud's list, with modal verbs, prepositions and conjunctions it lacks."""
    from wordcloud import STOPWORDS

    more = """will would may might must shall upon among amongst within without toward towards via per one two also
    another many much several every either neither yet still even though although whether while whereas thus hence
    across along around onto since until till unless because due both each other others own same such than then there
    now already again further however therefore whose mr mrs ms s t""".split()
    return frozenset(STOPWORDS | set(more)) - {"com", "http", "www", "r", "k"}


_ENGLISH = frozenset("the of and to in a that is for on with as by it was be are at this from has have will its".split())


def guess_language(text: str) -> str:
    """`en`, `zh`, `ru`, or `und` (undetermined), from the script and, for Latin letters, from English function words.

    Meant for documents whose row names no language. Under 12 words of Latin script nothing can be told from
    function words, and the text is taken as English.
    """
    sample = text[:20_000]
    cjk, cyrillic, latin = (len(script.findall(sample)) for script in (_CJK, _CYRILLIC, _LATIN))
    # A Chinese character says about as much as two letters of an alphabet.
    if cjk > 0.5 * max(1, latin + cyrillic):
        return "zh"
    if cyrillic > max(1, latin):
        return "ru"
    words = tokens(sample)
    if not words or latin <= 0.5 * sum(map(len, words)):
        return "und"
    share = sum(word in _ENGLISH for word in words) / len(words)
    return "en" if len(words) < 12 or share >= 0.12 else "und"
