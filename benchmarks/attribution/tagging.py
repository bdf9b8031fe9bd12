"""The tagger's training, and its probabilities for each article by a tagger that had not seen it.

Comes in: gold articles. Goes out: arrays of probabilities and the weights of the tagger trained on all articles but those set
aside.
"""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np

from benchmarks.attribution.gold import Article
from utils.statements.parse import parsed, parser
from utils.statements.ruled import without_labels
from utils.statements.tagger import TAGS, Told, network, tagged, weights_of, with_weights
from utils.statements.turns import turns
from utils.text import sentence_spans

ROUNDS = 4
RATE = 0.0012
BATCH = 1200  # tokens
WARM = 20_000  # tokens


def parsed_articles(rows: list[dict], work: Path | None) -> list[list[tuple[int, object]]]:
    """Each article's sentences as (start, spaCy Doc); kept in `work`, if given."""
    from spacy.tokens import DocBin

    file = work / "parsed.spacy" if work else None
    if file and file.exists():
        docs = DocBin().from_disk(file).get_docs(parser().vocab)
        starts = np.load(work / "starts.npz")
        out = [[(int(s), next(docs)) for s in starts[str(n)]] for n in range(len(rows))]
        for article in out:
            vectors = parser().get_pipe("tok2vec").model.predict([doc for _, doc in article])
            for (_, doc), found in zip(article, vectors, strict=True):
                doc.tensor = found
        return out
    spans = [without_labels(r["text"], sentence_spans(r["text"]), turns(r["text"])) for r in rows]
    out = [parsed(r["text"], s) for r, s in zip(rows, spans, strict=True)]
    if file:
        work.mkdir(parents=True, exist_ok=True)
        kept = DocBin(attrs=["ORTH", "TAG", "POS", "DEP", "HEAD", "SENT_START", "SPACY"], docs=[d for a in out for _, d in a])
        kept.to_disk(file)
        np.savez(work / "starts.npz", **{str(n): np.array([s for s, _ in a], dtype=np.int64) for n, a in enumerate(out)})
    return out


def tag_probabilities(articles: list[Article], aside: int, work: Path | None) -> tuple[list[list[np.ndarray]],
                                                                                       dict[str, np.ndarray]]:
    """Probabilities for each article, and weights. The first `aside` articles train nothing; the others are tagged by halves."""
    learn = range(aside, len(articles))
    halves = [[n for n in learn if (n - aside) % 2 == k] for k in range(2)]
    weights = _kept(work, "tagger", lambda: weights_of(_trained([articles[n] for n in learn])))
    out: list[list[np.ndarray]] = [[] for _ in articles]
    plan = [("aside", list(range(aside)), None), ("half0", halves[0], halves[1]), ("half1", halves[1], halves[0])]
    for name, numbers, trained_on in plan:
        def made(numbers=numbers, trained_on=trained_on):
            whole = with_weights({k: w.astype(np.float16) for k, w in weights.items()}) if trained_on is None else _trained(
                [articles[n] for n in trained_on])
            found = [tagged(whole, articles[n].told) for n in numbers]
            return {str(n): np.concatenate([np.zeros((0, len(TAGS))), *f]).astype(np.float16)
                    for n, f in zip(numbers, found, strict=True)}

        arrays = _kept(work, name, made)
        for n in numbers:
            ends = np.cumsum([len(y) for y in articles[n].tags])
            out[n] = np.split(arrays[str(n)].astype(np.float32), ends[:-1]) if len(ends) else []
    return out, weights


def _kept(work: Path | None, name: str, make) -> dict[str, np.ndarray]:
    file = work / f"{name}.npz" if work else None
    if file and file.exists():
        with np.load(file) as kept:
            return {k: kept[k] for k in kept.files}
    made = make()
    if file:
        np.savez(file, **made)
    return made


def _trained(articles: list[Article]):
    """A tagger trained on these articles: logistic loss on each tag, the rate rising at first and then falling to nothing."""
    from thinc.api import Adam, fix_random_seed

    fix_random_seed(0)
    sentences: list[Told] = [t for a in articles for t in a.told]
    truth = [y for a in articles for y in a.tags]
    whole, step = network(), Adam(0.001, L2=1e-6)
    shuffle, order = random.Random(0), list(range(len(truth)))
    total, seen = ROUNDS * sum(map(len, truth)), 0
    for _ in range(ROUNDS):
        shuffle.shuffle(order)
        batch: list[int] = []
        words = 0
        for place, n in enumerate(order):
            batch.append(n)
            words += len(truth[n])
            if words <= BATCH and place + 1 < len(order):
                continue
            step.learn_rate = RATE * (1 - seen / total) + 2e-5 if seen > WARM else RATE * seen / WARM + 1e-5
            scores, back = whole.begin_update([sentences[k] for k in batch])
            wrong = [1 / (1 + np.exp(-np.clip(s, -30, 30))) - truth[k] for s, k in zip(scores, batch, strict=True)]
            seen += words
            back([w / np.float32(64) for w in wrong])
            whole.finish_update(step)
            batch, words = [], 0
    return whole
