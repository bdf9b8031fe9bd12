"""In which languages texts can be grouped: words of grammar and stems of each.

Comes in: a corpus. Goes out: the language of most of its documents and the others with documents enough; of a word, whether
it is one of grammar, and its stem. A language serves if spaces separate its words and both lists exist: stop words from
spaCy, stems from Snowball (M. F. Porter 2001).
"""

from __future__ import annotations

from functools import cache
from importlib import import_module

from utils.corpus import Corpus
from utils.overview import LANGUAGES
from utils.text import stop_words

GROUPED = ("en", "ar", "da", "de", "es", "fi", "fr", "hu", "it", "nl", "no", "pt", "ro", "ru", "sv")
ENOUGH = 15  # documents: three groups of five
NOUNS_WITH_CAPITALS = ("de",)


def main_language(corpus: Corpus) -> str:
    """The language that most documents are in, of those that can be grouped; English of equals and where there is none."""
    return max(GROUPED, key=lambda lang: (_sizes(corpus).get(lang, 0), lang == "en"))


def other_languages(corpus: Corpus) -> list[str]:
    """The other languages that can be grouped and have enough documents for it, at least 15; most documents first."""
    main, sizes = main_language(corpus), _sizes(corpus)
    enough = [lang for lang in GROUPED if lang != main and sizes.get(lang, 0) >= ENOUGH]
    return sorted(enough, key=lambda lang: (-sizes[lang], lang))


def _sizes(corpus: Corpus) -> dict[str, int]:
    return corpus.documents["lang"].value_counts().to_dict()


@cache
def words_of_grammar(lang: str) -> frozenset[str]:
    """The stop words of a language."""
    if lang == "en":
        return stop_words() | {"us"}
    return frozenset(import_module(f"spacy.lang.{'nb' if lang == 'no' else lang}.stop_words").STOP_WORDS)


def stem(word: str, lang: str = "en") -> str:
    """The stem of a word, by Snowball's rules for its language."""
    # Snowball takes "internal" and "international" for one word.
    return "internation" if lang == "en" and word.startswith("internation") else _stemmer(lang).stem(word)


@cache
def _stemmer(lang: str):
    from nltk.stem.snowball import SnowballStemmer

    return SnowballStemmer(LANGUAGES[lang].lower())
