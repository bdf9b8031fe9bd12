"""Train the model of statements: `python -m benchmarks.train_attribution POLNEAR_TRAIN.jsonl [--out FILE] [--work FOLDER]`.

Reads one JSON object a line (doc_id, text, quotes with content, source and cue) and writes utils/statements/model.npz. The same
file gives the same model. Of the articles, ASIDE are set aside, drawn with a seed: on them the probabilities are calibrated and
the figures printed at the end. What a step learns from the one before was predicted by a model that had not seen the article.
`--work` keeps the parsed sentences and the tagger's probabilities (the slow parts: some 20 minutes) for the next run.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
from collections import Counter
from pathlib import Path

import numpy as np

from benchmarks.attribution.gold import Article, joint_f1, labelled, right
from benchmarks.attribution.tagging import parsed_articles, tag_probabilities
from utils.statements.candidates import may_be_cue
from utils.statements.cue_features import BITS
from utils.statements.model import FILE, Forest, Linear, Model, forest_of, save
from utils.statements.reading import cue_rows, keep_best, origin_rows, span_rows, with_words
from utils.statements.rivals import decide, final_rows

ASIDE = 80
FOLDS = 3


def main() -> None:
    """Train on the file named on the command line and write the model."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("train", type=Path)
    ask.add_argument("--out", type=Path, default=FILE)
    ask.add_argument("--work", type=Path, help="a folder that keeps what is slow to make")
    asked = ask.parse_args()
    rows = [json.loads(line) for line in asked.train.open(encoding="utf-8") if line.strip()]
    random.Random(0).shuffle(rows)
    said = parsed_articles(rows, asked.work)
    articles = [Article(*pair) for pair in zip(rows, said, strict=True)]
    aside = min(ASIDE, len(rows) // 4)
    tags, weights = tag_probabilities(articles, aside, asked.work)
    for article, probabilities in zip(articles, tags, strict=True):
        article.read(probabilities)
    model, figures = train(articles[aside:], articles[:aside], weights)
    save(model, asked.out)
    sys.stderr.write(json.dumps({**figures, "bytes": asked.out.stat().st_size}) + "\n")


def train(learn: list[Article], aside: list[Article], weights: dict[str, np.ndarray]) -> tuple[Model, dict]:
    """A model from articles, with figures on those set aside."""
    every = learn + aside
    nouns = lexicon(learn)
    cue_x = [cue_rows(a.reading, nouns) for a in every]
    for a in every:
        labelled(a)
    own, kept = len(learn), [a.is_cue for a in every]
    cue, logits = crossed_linear(cue_x, kept, own, strength=0.15, folds=FOLDS)
    note("cues")
    span_x = [span_rows(a.reading, 1 / (1 + np.exp(-z))) for a, z in zip(every, logits, strict=True)]
    exact = [np.where(a.known(), a.ious() >= 0.75, -1) for a in every]
    span, logits = crossed_linear(span_x, exact, own, strength=0.1, folds=FOLDS)
    del span_x
    note("contents, linear")
    for a, z in zip(every, logits, strict=True):
        keep_best(a.reading, z)
    target = [0.5 * (v >= 0.5) + 0.5 * v for v in (a.ious() for a in every)]
    spans, scores = crossed_forest([a.reading.x for a in every], target, [np.ones(len(t), bool) for t in target], own, trees=320,
                                   rate=0.06, leaves=28)
    note("contents")
    for a, s in zip(every, scores, strict=True):
        a.scores = s
        a.sourced, a.origin_x, a.origin_words = origin_rows(a.reading, s)
    labels = [a.source_labels() for a in every]
    origin, logits = crossed_linear([a.origin_words for a in every], [np.where(u, y, -1) for y, u in labels], own, strength=0.1,
                                    folds=FOLDS)
    for a, z in zip(every, logits, strict=True):
        a.origin_x = with_words(a.sourced, a.origin_x, z)
        del a.origin_words
    origins, odds = crossed_forest([a.origin_x for a in every], [y for y, _ in labels], [u for _, u in labels], own, trees=150,
                                   rate=0.1, leaves=16,
                                   classes=True)
    note("sources")
    for a, z in zip(every, odds, strict=True):
        a.judged, a.final_x = final_rows(a.reading, a.scores, a.sourced, 1 / (1 + np.exp(-z)))
    truth = [right(a) for a in every]
    target = [0.6 * joint + 0.4 * iou for joint, iou in truth]
    final, scores = crossed_forest([a.final_x for a in every], target, [np.ones(len(t), bool) for t in target], own, trees=260,
                                   rate=0.05, leaves=20)
    note("statements")
    figures = {}
    kept = [decide(a.reading, a.judged, s, s, np.full(len(s), 0.05)) for a, s in zip(every, scores, strict=True)]
    curve = calibrated(every, kept, own)
    for least in (0.3, 0.35, 0.4, 0.45, 0.5):
        above = [[j for j, s in k if np.interp(s, *curve) >= least] for k in kept[own:]]
        figures[str(least)] = joint_f1(aside, above)
    about = {"trained on": "PolNeAR (Newell, Margolin and Ruths 2018), training part: "
                           f"{own} articles; {len(aside)} more set aside for calibration",
             "holds": "weights of hashed features, decision trees, the tagger's weights, and single words that may be cues"}
    return Model(nouns, cue, span, origin, spans, origins, final, weights, curve, about), figures


def note(done: str) -> None:
    """Tell on standard error that a step is done."""
    sys.stderr.write(done + "\n")


def lexicon(articles: list[Article]) -> frozenset[str]:
    """Words beside verbs that stand in cues without a verb at least twice and in at least 3 of 100 of their places; no names."""
    within: Counter = Counter()
    total: Counter = Counter()
    for a in articles:
        places = {}
        for grid in a.reading.grids:
            total.update(grid.words)
            places.update({start: (grid, i) for i, start in enumerate(grid.starts)})
        for gold in a.gold:
            tokens = [places[p] for s, e in gold.cue for p in range(s, e) if p in places]
            if not any(may_be_cue(grid, i, frozenset()) for grid, i in tokens):
                within.update(grid.words[i] for grid, i in tokens if grid.tags[i] not in ("NNP", "NNPS"))
    return frozenset(w for w, n in within.items() if n >= 2 and n / total[w] >= 0.03)


def crossed_linear(rows: list[list[list[int]]], labels: list[np.ndarray], own: int, *, strength: float,
                   folds: int) -> tuple[Linear, list[np.ndarray]]:
    """A logistic regression (labels of -1 are left out), and scores: crossed for the first `own` articles, plain for the rest."""
    def fitted(numbers: list[int]) -> Linear:
        from scipy.sparse import csr_matrix
        from sklearn.linear_model import LogisticRegression

        picked = [r for n in numbers for r, y in zip(rows[n], labels[n], strict=True) if y >= 0]
        y = np.concatenate([labels[n][labels[n] >= 0] for n in numbers])
        ends = np.cumsum([0, *map(len, picked)])
        x = csr_matrix((np.ones(ends[-1], dtype=np.float32), np.concatenate([np.array(r, dtype=np.int32) for r in picked]),
                        ends), (len(picked), 2**BITS))
        x.sum_duplicates()
        x.data[:] = 1
        trained = LogisticRegression(C=strength, max_iter=60, tol=1e-3).fit(x, y)
        return Linear(trained.coef_[0].astype(np.float16).astype(np.float64), float(trained.intercept_[0]))

    whole = fitted(list(range(own)))
    parts = [fitted([n for n in range(own) if n % folds != k]) for k in range(folds)]
    return whole, [(parts[n % folds] if n < own else whole).scores(r) for n, r in enumerate(rows)]


def crossed_forest(x: list[np.ndarray], y: list[np.ndarray], use: list[np.ndarray], own: int, *, trees: int, rate: float,
                   leaves: int,
                   classes: bool = False) -> tuple[Forest, list[np.ndarray]]:
    """A forest, and scores: crossed between halves for the first `own` articles, plain for the rest."""
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    kind = HistGradientBoostingClassifier if classes else HistGradientBoostingRegressor

    def fitted(numbers: list[int]):
        made = kind(max_iter=trees, learning_rate=rate, max_leaf_nodes=leaves, min_samples_leaf=40, l2_regularization=1.0,
                    random_state=0, early_stopping=False)
        numbers = [n for n in numbers if len(x[n])]
        return forest_of(made.fit(np.concatenate([x[n][use[n]] for n in numbers]),
                                  np.concatenate([y[n][use[n]] for n in numbers])))

    whole = fitted(list(range(own)))
    halves = [fitted([n for n in range(own) if n % 2 != k]) for k in range(2)]
    return whole, [(halves[n % 2] if n < own else whole).scores(v) if len(v) else np.zeros(0) for n, v in enumerate(x)]


def calibrated(articles: list[Article], kept: list[list[tuple]], own: int) -> tuple[np.ndarray, np.ndarray]:
    """The curve from score to the share that is right (content of IoU 0.5 and source), rising, on the articles set aside and on
    the others, whose scores are crossed."""
    from sklearn.isotonic import IsotonicRegression

    scores, good = [], []
    for a, found in zip(articles, kept, strict=True):
        scores += [s for _, s in found]
        good += right_ones(a, found)
    curve = IsotonicRegression(y_min=0.001, y_max=0.999, out_of_bounds="clip").fit(scores, good)
    grid = np.linspace(0, 1.1, 56)
    smooth = np.convolve(np.pad(curve.predict(grid), 1, mode="edge"), [0.25, 0.5, 0.25], mode="valid")
    return grid, smooth


def right_ones(a: Article, found: list[tuple]) -> list[float]:
    """1 for each statement paired with a gold one of IoU 0.5 or more and the same source, else 0."""
    from benchmarks.attribution.gold import pairs

    out = [0.0] * len(found)
    for iou, g, p in pairs(a, [j.span.core for j, _ in found]):
        out[p] = float(iou >= 0.5 and a.same_source(a.gold[g], found[p][0].origin))
    return out


if __name__ == "__main__":
    main()
