"""A tagger of tokens: how likely each stands in a cue, a source or a content, begins or ends one.

Comes in: parsed sentences as spaCy Docs. Goes out: an array (tokens, TAGS) a sentence. The network is that of spaCy's small
English model (its token vectors, fitted further) with two layers that look at the neighbours, run by thinc, which comes with
spaCy.
"""

from __future__ import annotations

import numpy as np

TAGS = ("cue", "source", "content", "begin", "end", "content outside cues")


def network():
    """The network with spaCy's weights in its lower part and none yet in its upper part."""
    from thinc.api import Linear, Maxout, chain, expand_window, with_array

    from utils.statements.parse import parser

    vectors = parser().get_pipe("tok2vec").model.copy()
    first = Maxout(nO=96, nI=96 * 7, nP=3, normalize=True, dropout=0.1)
    second = Maxout(nO=64, nI=96 * 5, nP=3, normalize=True, dropout=0.1)
    upper = chain(expand_window(window_size=3), first, expand_window(window_size=2), second, Linear(nO=len(TAGS), nI=64))
    whole = chain(vectors, with_array(upper, pad=6))
    whole.layers[1].initialize()
    return whole


def weights_of(whole) -> dict[str, np.ndarray]:
    """All weights of a network by number of the layer and name."""
    return {f"{i}.{name}": np.asarray(node.get_param(name)) for i, node in enumerate(whole.walk())
            for name in node.param_names if node.has_param(name)}


def with_weights(weights: dict[str, np.ndarray]):
    """The network with these weights.

    Raises
    ------
    utils.statements.parse.ParserMissing : the installed model of spaCy is of another make than the one they were fitted on.
    """
    from utils.statements.parse import INSTALL, ParserMissing

    whole = network()
    if {n: w.shape for n, w in weights_of(whole).items()} != {n: w.shape for n, w in weights.items()}:
        raise ParserMissing(f"spaCy's English model is another than statements are found with: run `{INSTALL}`.")
    for i, node in enumerate(whole.walk()):
        for name in node.param_names:
            if node.has_param(name):
                node.set_param(name, np.array(weights[f"{i}.{name}"], dtype=np.float32))
    return whole


def tagged(whole, docs: list) -> list[np.ndarray]:
    """Probabilities of the tags of each token of each Doc; what stands beside a sentence does not count."""
    out: list[np.ndarray] = []
    for first in range(0, len(docs), 64):
        out += [1 / (1 + np.exp(-np.clip(scores, -30, 30))) for scores in whole.predict(docs[first : first + 64])]
    return out
