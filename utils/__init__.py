"""SCO Discourse: load a corpus, count its words and concepts, and say who said what."""

from utils.corpus import Corpus, CorpusError, load_corpus

__all__ = ["Corpus", "CorpusError", "load_corpus"]
__version__ = "0.1.0"
