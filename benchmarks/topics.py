"""Topics against peers: `python -m benchmarks.topics PATH [--sample N] [--seeds N]`, PATH a file or folder of texts.

All methods get the same English documents (a seeded sample of 1,500 where there are more), the same terms and the same
number of topics (10). Peers see whole documents, as their users give them: scikit-learn's LDA on counts and NMF on its
TF-IDF, otherwise at their defaults; tomotopy's LDA (100 iterations; left out where it isn't installed); and what BERTopic
does without a downloaded model: k-means over TF-IDF reduced by SVD. "plain" are scikit-learn's two, and ours for
comparison, on the 2,000 commonest words that are not among its English stop words, names and all.

- Each method is run ten times on 80% of the documents that are left when a fixed fifth is held out, each time with another
  seed and another draw. Coherence is NPMI over the ten top terms of each topic, over passages of the held-out documents;
  a pair of which one term is part of the other is left out. "shuffled" is what the same terms have where the words of these
  documents are dealt out anew: a pair that never meets counts as -1, so that in few documents chance gives less than 0,
  and the less the rarer the terms. Stability is the mean adjusted Rand index between two runs over the documents that both
  drew; a document goes with its largest topic.
- Where texts hold paragraphs "Q:" and "A:", the passages of one question with its answers whose question names exactly one
  of twelve subjects are grouped into twelve, with all naming words taken out of the texts, and compared with the subjects
  by the adjusted Rand index. There are two lists. The first was written down, from counts of capitalised words in questions,
  while the method was made, before any was tried on it. The second has other subjects, was written down in the same way when
  the method was done, and stands in the history before its first figure.
- Where there are 10,000 documents: our method alone on 10,000 and on 1,000 of them, its scan over the number of topics
  included, nothing kept from before.

Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import tempfile
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from scipy import sparse
from sklearn.cluster import KMeans
from sklearn.decomposition import NMF, LatentDirichletAllocation, TruncatedSVD
from sklearn.exceptions import ConvergenceWarning
from sklearn.feature_extraction.text import CountVectorizer, TfidfTransformer
from sklearn.metrics import adjusted_rand_score
from sklearn.preprocessing import normalize

from utils import load_corpus
from utils.corpus import Corpus
from utils.topics import topics
from utils.topics.factors import factorise, shaping, shuffled
from utils.topics.labels import coherence, top_terms
from utils.topics.vectors import vectors

K, DOCUMENTS, TOP = 10, 1500, 10
OURS_PLAIN = "ours, plain"  # tells what the choice of words does and what the method; no peer
LISTS = {
    "ari": {
        "Hong Kong": "hong kong, hongkong, hksar",
        "Taiwan": "taiwan, taipei, cross-straits",
        "Xinjiang": "xinjiang, uighur, uighurs, uyghur, uyghurs",
        "Korean Peninsula": "dprk, north korea, korean peninsula, pyongyang, kim jong un",
        "Iran": "iran, iranian, jcpoa, tehran",
        "Huawei": "huawei, meng wanzhou, 5g",
        "South China Sea": "south china sea",
        "epidemic": "covid-19, coronavirus, epidemic, pandemic, pneumonia",
        "trade talks": "tariff, tariffs, trade talks, trade war, trade consultations, trade negotiations, trade frictions, "
                       "trade deal, trade agreement",
        "Belt and Road": "belt and road, bri",
        "arms control": "inf, inf treaty, new start, new start treaty, arms control, disarmament",
        "India and Pakistan": "kashmir, india, indian, pakistan, pakistani, new delhi, islamabad",
    },
    "ari_second": {
        "Canada": "canada, canadian, canadians, ottawa, kovrig, spavor, schellenberg",
        "Japan": "japan, japanese, tokyo, abe, shinzo abe",
        "Australia": "australia, australian, australians, canberra, yang jun, yang hengjun",
        "Venezuela": "venezuela, venezuelan, caracas, maduro, guaido",
        "Afghanistan": "afghanistan, afghan, kabul, taliban",
        "Europe": "eu, european union, europe, european, brussels",
        "Africa": "africa, african, focac",
        "Russia": "russia, russian, moscow, kremlin, putin",
        "climate": "climate, climate change, paris agreement, global warming, emissions",
        "World Trade Organization": "wto, world trade organization",
        "attacks on computers": "cyber, cyberattack, cyberattacks, cyber attacks, cybersecurity, hacking, hacker, hackers",
        "fentanyl": "fentanyl, opioid, opioids",
    },
}


@dataclass(frozen=True, eq=False)
class Material:
    """Passages of documents: counts (passages x terms), weights, the number of each passage's document and its words, the
    terms' stems."""

    counts: sparse.csr_matrix
    weights: sparse.csr_matrix
    documents: np.ndarray
    n_words: np.ndarray
    stems: np.ndarray

    def of(self, documents: np.ndarray) -> Material:
        rows = np.isin(self.documents, documents)
        return Material(self.counts[rows], self.weights[rows], self.documents[rows], self.n_words[rows], self.stems)

    def whole(self) -> tuple[np.ndarray, sparse.csr_matrix, sparse.csr_matrix]:
        """The different documents, their counts, and the matrix that adds up passages."""
        names, place = np.unique(self.documents, return_inverse=True)
        add = sparse.csr_matrix((np.ones(len(place)), (place, np.arange(len(place)))))
        return names, (add @ self.counts).tocsr(), add


Result = tuple[np.ndarray, list[np.ndarray]]  # the topic of each document; the top terms of each topic


def ours(material: Material, k: int, seed: int) -> Result:
    passages = pd.DataFrame({"document": material.documents, "terms": np.diff(material.counts.indptr)})
    found = factorise(material.weights, k, shaping(passages))
    largest = (material.whole()[2] @ (found.mixture * material.n_words[:, None])).argmax(axis=1)
    return largest, top_terms(material.counts, found.groups, k, material.documents)


def nmf(material: Material, k: int, seed: int) -> Result:
    model = NMF(k, random_state=seed)
    return _largest(model.fit_transform(TfidfTransformer().fit_transform(material.whole()[1])), model.components_)


def lda(material: Material, k: int, seed: int) -> Result:
    model = LatentDirichletAllocation(k, random_state=seed)
    return _largest(model.fit_transform(material.whole()[1]), model.components_)


def _largest(mixture: np.ndarray, parts: np.ndarray) -> Result:
    return mixture.argmax(axis=1), list(np.argsort(-parts, axis=1, kind="stable")[:, :TOP])


def tomotopy_lda(material: Material, k: int, seed: int) -> Result:
    import tomotopy

    counts = material.whole()[1].astype(int)
    model, inside = tomotopy.LDAModel(k=k, seed=seed + 1), []
    for row in range(counts.shape[0]):
        cells = slice(*counts.indptr[row : row + 2])
        if words := np.repeat(counts.indices[cells], counts.data[cells]).astype(str).tolist():
            model.add_doc(words)
            inside.append(row)
    model.train(100, workers=1)
    largest = np.zeros(counts.shape[0], dtype=int)
    largest[inside] = [int(np.argmax(document.get_topic_dist())) for document in model.docs]
    return largest, [np.array([int(word) for word, _ in model.get_topic_words(t, top_n=TOP)]) for t in range(k)]


def k_means(material: Material, k: int, seed: int) -> Result:
    names, counts, _ = material.whole()
    reduce = TruncatedSVD(min(100, counts.shape[1] - 1), random_state=seed)
    groups = KMeans(k, random_state=seed).fit_predict(normalize(reduce.fit_transform(TfidfTransformer().fit_transform(counts))))
    return groups, top_terms(counts, groups, k, names)


def peers() -> dict[str, tuple[Callable[[Material, int, int], Result], bool]]:
    """Name -> the method, and whether it gets plain words."""
    out = {"NMF, scikit-learn": (nmf, False), "LDA, scikit-learn": (lda, False), "k-means over SVD": (k_means, False),
           "NMF, plain": (nmf, True), "LDA, plain": (lda, True)}
    try:
        import tomotopy  # noqa: F401
    except ImportError:
        print("tomotopy isn't installed: left out")
        return out
    return {**out, "LDA, tomotopy": (tomotopy_lda, False)}


def materials(corpus: Corpus) -> tuple[Material, Material]:
    """The corpus as our terms and as plain words, over the same passages."""
    made = vectors(corpus)
    document, n_words = (made.passages[c].to_numpy() for c in ("document", "n_words"))
    texts = [corpus.text(p.id)[p.start : p.end] for p in made.passages.itertuples()]
    plain = CountVectorizer(stop_words="english", min_df=2, max_features=2000).fit(texts)
    counts = plain.transform(texts).tocsr()
    words = np.array(plain.get_feature_names_out(), dtype=object)
    return (Material(made.counts, made.weights, document, n_words, made.stems),
            Material(counts, TfidfTransformer().fit_transform(counts), document, n_words, words))


def compared(material: Material, method: Callable, seeds: int) -> dict[str, list[float]]:
    """NPMI of each run, of its terms in shuffled texts, and its seconds; the adjusted Rand index of each pair of runs."""
    names = np.unique(material.documents)
    held = np.random.default_rng(0).permutation(names)[: len(names) // 5]
    rest, window = np.setdiff1d(names, held), material.of(held).counts.astype(int)
    by_chance = [shuffled(window, seed=seed) for seed in range(3)]
    out: dict[str, list[float]] = {"npmi": [], "shuffled": [], "stability": [], "seconds": []}
    runs = []
    for seed in range(seeds):
        drawn = np.sort(np.random.default_rng(1000 + seed).permutation(rest)[: round(0.8 * len(rest))])
        part = material.of(drawn)
        before = time.perf_counter()
        largest, tops = method(part, K, seed)
        out["seconds"].append(time.perf_counter() - before)
        value, *chance = (float(np.nanmean(coherence(tops, texts, material.stems))) for texts in (window, *by_chance))
        out["npmi"].append(value)
        out["shuffled"].append(float(np.mean(chance)))
        runs.append(dict(zip(np.unique(part.documents).tolist(), largest.tolist(), strict=True)))
    for one in range(seeds):
        for two in range(one):
            both = sorted(runs[one].keys() & runs[two].keys())
            out["stability"].append(adjusted_rand_score([runs[one][d] for d in both], [runs[two][d] for d in both]))
    return out


def subject_passages(corpus: Corpus, subjects: dict[str, str]) -> list[tuple[str, str]]:
    """Subject and text, naming words taken out, of each question with its answers that names exactly one of the subjects."""
    of_one = {s: _naming(words) for s, words in subjects.items()}
    of_all = _naming(", ".join(subjects.values()))
    found: dict[str, str] = {}
    for _, text in corpus.texts():
        exchange: list[str] = []
        for paragraph in [*re.split(r"\n\s*\n", text), "Q:"]:
            begins = re.match(r"\s*([QA])\s*[:：]\s*", paragraph)
            if (begins and begins[1] == "Q") or (not begins and re.match(r"\s*[A-Z][\w -]{0,40}:", paragraph)):
                named = [s for s, words in of_one.items() if exchange and words.search(exchange[0])]
                if len(named) == 1 and len(exchange) > 1:
                    found[of_all.sub(" ", "\n\n".join(exchange))] = named[0]
                exchange = [paragraph[begins.end() :]] if begins else []
            elif exchange and (begins or len(exchange) > 1):
                exchange.append(paragraph[begins.end() if begins else 0 :].strip())
    return [(subject, text) for text, subject in found.items()]


def _naming(words: str) -> re.Pattern:
    each = sorted((w.strip() for w in words.split(",")), key=len, reverse=True)
    return re.compile(r"\b(?:" + "|".join(re.escape(w).replace(r"\ ", r"\s+") for w in each) + r")\b(?:['’]s)?", re.IGNORECASE)


def of_rows(rows: list[dict]) -> Corpus:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "passages.jsonl")
        path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
        return load_corpus(path)


def against_subjects(corpus: Corpus, subjects: dict[str, str], methods: dict, seeds: int) -> dict[str, list[float]]:
    """Adjusted Rand index against the subjects of each method and seed; nothing where there are no such passages."""
    passages = subject_passages(corpus, subjects)
    if len(passages) < 20 * len(subjects):
        return {}
    made = of_rows([{"id": f"p{i:05}", "lang": "en", "text": text} for i, (_, text) in enumerate(passages)])
    kinds = [passages[int(name[1:])][0] for name in made.documents["id"]]
    print(f"{len(kinds):,} passages of {len(set(kinds))} subjects", flush=True)
    given = materials(made)
    return {name: [adjusted_rand_score(kinds, method(given[plain], len(subjects), seed)[0]) for seed in range(seeds)]
            for name, (method, plain) in methods.items()}


def growth(corpus: Corpus) -> tuple[float | None, float | None]:
    """Seconds at 10,000 documents over seconds at 1,000, and the former."""
    if len(corpus) < 10_000:
        return None, None
    os.environ["SCO_CACHE"], taken = "off", {}
    for n in (1000, 10_000):
        part = corpus.sample(n, seed=0)
        before = time.perf_counter()
        found = topics(part)
        taken[n] = time.perf_counter() - before
        print(f"{n:,} documents, {len(found.passages):,} passages: {taken[n]:.0f} seconds, {found.k} topics", flush=True)
    return taken[10_000] / taken[1000], taken[10_000]


def main() -> None:
    options = argparse.ArgumentParser(description="Topics against peers.")
    options.add_argument("path")
    options.add_argument("--sample", type=int, default=DOCUMENTS, help="documents that are compared on")
    options.add_argument("--seeds", type=int, default=10)
    given = options.parse_args()
    warnings.simplefilter("ignore", ConvergenceWarning)
    corpus = load_corpus(given.path).where(lang="en")
    part = corpus.sample(given.sample, seed=0) if len(corpus) > given.sample else corpus
    methods = {"ours": (ours, False), OURS_PLAIN: (ours, True), **peers()}
    material = materials(part)
    passages, terms = material[0].counts.shape
    print(f"{len(part):,} of {len(corpus):,} documents, {passages:,} passages, {terms:,} terms", flush=True)
    means: dict[str, dict[str, float]] = {}
    against = {what: against_subjects(corpus, subjects, methods, given.seeds) for what, subjects in LISTS.items()}
    for name, (method, plain) in methods.items():
        measured = compared(material[plain], method, given.seeds)
        measured |= {what: found[name] for what, found in against.items() if found}
        means[name] = {what: float(np.mean(values)) for what, values in measured.items()}
        shown = (f"{what} {np.mean(v):.3f} [{min(v):.3f}, {max(v):.3f}]" for what, v in measured.items())
        print(f"{name:20}", ", ".join(shown), flush=True)
    grown, seconds = growth(corpus)
    line: dict[str, float | None] = {}
    for what in ("npmi", "stability", *LISTS):
        values = {name: mean[what] for name, mean in means.items() if what in mean and name != OURS_PLAIN}
        line[what] = values.pop("ours", None)
        line[f"{what}_best_peer"] = max(values.values(), default=None)
    line |= {"growth": grown, "seconds_10k": seconds}
    print(json.dumps({key: None if value is None else round(value, 3) for key, value in line.items()}))


if __name__ == "__main__":
    main()
