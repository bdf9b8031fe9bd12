"""Counting words and mentions against peers: `python -m benchmarks.words PATH [--quick]`, PATH a file or folder of texts.

Measures in one run, mostly in CPU seconds (those of notebooks are seconds on the clock):

- tokens of every document with their positions against scikit-learn's CountVectorizer making unigram counts, and two-word
  counts against CountVectorizer(ngram_range=(2, 2)); NLTK's regular-expression tokenizer and reading the bytes beside them;
- finding all plain strings that wordings of concepts.yml begin with, with offsets, against ripgrep counting the same
  strings, start-up left out on both sides; the rules' and the sentences' own time apart (null where there is no `rg`);
- adding 1% of documents to a cache, hashing included, against counting all;
- notebooks 02 to 04 with an empty cache and with a full one; peak memory of the largest process over the size of the texts;
- ten times the documents, every copy altered in 5% of its word types, against once, nothing cached.

Equal results come first: on a sample, counts must agree with CountVectorizer's when it is given our tokenizer, and mentions
with a plain pass of regular expressions. `--quick` leaves out the notebooks and the growth. Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import platform
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import numpy as np
from sklearn.feature_extraction.text import CountVectorizer

from utils import load_corpus
from utils.concepts import mentions
from utils.concepts.rules import load_concepts
from utils.concepts.search import search_of
from utils.corpus import Corpus
from utils.counts import token_table
from utils.terms import frequencies
from utils.text import WORD, fold, tokens
from utils.token_arrays import number_words

SAMPLE = 300  # documents on which equality is checked, and on which NLTK is timed
COPIES, ALTERED = 10, 0.05
# What one process does when it counts everything; prints its CPU seconds and its peak memory in bytes. What getrusage calls
# the peak of a process holds that of the one it was forked from; VmHWM begins with the process's own program.
COUNT_ALL = """
import json, re, sys, time
from utils import load_corpus
from utils.concepts import mentions
from utils.counts import token_table
from utils.terms import frequencies
corpus = load_corpus(sys.argv[1])
token_table(corpus)
mentions(corpus)
if len(sys.argv) > 2:
    frequencies(corpus, n=2, top=1000)
peak = int(re.search(r"VmHWM:\\s+(\\d+)", open("/proc/self/status").read())[1])
print(json.dumps([time.process_time(), 1024 * peak]))
"""
# A report in a process of its own; prints the peak memory of the largest of its notebooks' kernels in bytes.
REPORT = """
import resource, sys
from utils.__main__ import main
status = main(sys.argv[1:])
print(1024 * resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
sys.exit(status)
"""


def seconds(run: Callable[[], object]) -> float:
    """CPU seconds of one call."""
    before = time.process_time()
    run()
    return time.process_time() - before


@contextmanager
def cache_in(place: str | Path) -> Iterator[None]:
    """Counts are kept in `place` meanwhile; "off" keeps none."""
    before = os.environ.get("SCO_CACHE")
    os.environ["SCO_CACHE"] = str(place)
    try:
        yield
    finally:
        os.environ.pop("SCO_CACHE") if before is None else os.environ.update(SCO_CACHE=before)


def check_equal(corpus: Corpus) -> None:
    """Raise AssertionError unless, on a sample, one- and two-word counts agree with CountVectorizer's on our tokens, and
    where mentions stand with what the patterns alone find."""
    sample = corpus.sample(SAMPLE, seed=0)
    texts = [text for _, text in sample.texts()]
    for n in (1, 2):
        peer = CountVectorizer(tokenizer=tokens, token_pattern=None, lowercase=False, ngram_range=(n, n))
        totals = np.asarray(peer.fit_transform(texts).sum(axis=0)).ravel()
        expected = dict(zip(peer.get_feature_names_out(), totals.tolist(), strict=True))
        ours = frequencies(sample, n=n, keep_stop_words=True)
        assert dict(zip(ours["term"], ours["count"], strict=True)) == expected, f"{n}-word counts differ"
    found = mentions(sample)
    spans = set(zip(found["id"], found["concept"], found["start"], found["end"], strict=True))
    for concept in load_concepts(corpus.settings["concepts.yml"]).values():
        for name, text in sample.texts() if concept.rules.get("en") else ():
            expected = plain_pass(concept.rules["en"], fold(text))
            assert {(s, e) for i, c, s, e in spans if i == name and c == concept.id} == expected, (concept.id, name)


def plain_pass(rules, folded: str) -> set[tuple[int, int]]:
    """Mentions of one concept by its patterns alone, each over the whole text; the longest of those that overlap."""
    spans = set()
    for rule in rules:
        for match in rule.pattern.finditer(folded):
            start, end = match.span()
            near = [folded[max(0, start - rule.within) : start], folded[end : end + rule.within]]
            wanted = rule.near is None or any(map(rule.near.search, near))
            if wanted and not (rule.not_near and any(map(rule.not_near.search, near))):
                spans.add((start, end))
    kept: set[tuple[int, int]] = set()
    for start, end in sorted(spans, key=lambda s: (s[0] - s[1], s[0])):
        if all(end <= s or start >= e for s, e in kept):
            kept.add((start, end))
    return kept


def counting(corpus: Corpus, path: str) -> dict:
    """Tokens and two-word terms against CountVectorizer."""
    texts = [text for _, text in corpus.texts()]
    some = texts[:: max(1, len(texts) // SAMPLE)]
    index = seconds(lambda: number_words(texts))
    peer = seconds(lambda: CountVectorizer().fit_transform(texts))
    token_table(corpus)
    bigrams = seconds(lambda: frequencies(corpus, n=2, keep_stop_words=True))
    peer_bigrams = seconds(lambda: CountVectorizer(ngram_range=(2, 2)).fit_transform(texts))
    return {"index_s": index, "countvectorizer_s": peer, "index_vs_countvectorizer": index / peer, "bigrams_s": bigrams,
            "countvectorizer_bigrams_s": peer_bigrams, "bigrams_vs_countvectorizer": bigrams / peer_bigrams,
            "nltk_s": seconds(lambda: [nltk_words(text) for text in some]) * sum(map(len, texts)) / max(1, sum(map(len, some))),
            "read_s": seconds(lambda: [p.read_bytes() for p in files(Path(path))])}


def nltk_words(text: str) -> list[str]:
    """Words as NLTK's regular-expression tokenizer finds them."""
    from nltk.tokenize import RegexpTokenizer

    return RegexpTokenizer(r"\w+").tokenize(text.lower())


def files(path: Path) -> list[Path]:
    """The file itself, or those of a folder."""
    return [path] if path.is_file() else [p for p in path.rglob("*") if p.is_file()]


def candidates(corpus: Corpus) -> dict:
    """All plain strings of concepts.yml with offsets against ripgrep, and what the rules and sentences take on top."""
    rules = search_of(corpus.settings["concepts.yml"], "en")
    texts = [text for _, text in corpus.texts()]
    fold("é" * 5000)  # the table of characters is start-up

    def find() -> int:
        return sum(len(rules.matcher.find_matches_as_indexes(fold(text))) for text in texts)

    at = time.process_time()
    ours = find()
    mine = time.process_time() - at
    whole = seconds(lambda: [rules.spans(text) for text in texts])
    with cache_in("off"):
        everything = seconds(lambda: mentions(corpus))
    out = {"strings": len(rules.strings), "candidates_s": mine, "rules_s": whole - mine, "sentences_s": everything - whole,
           "ripgrep_s": None, "mentions_vs_ripgrep": None}
    if not shutil.which("rg"):
        return out
    with tempfile.TemporaryDirectory() as folder:
        strings, all_texts, empty = (Path(folder, name) for name in ("strings", "texts", "empty"))
        strings.write_text("\n".join(rules.strings) + "\n", encoding="utf-8")
        all_texts.write_text("\n".join(texts), encoding="utf-8")
        empty.touch()
        command = ["rg", "--no-config", "--threads=1", "--count-matches", "--ignore-case", "--fixed-strings", "--file", strings]
        subprocess.run([*command, all_texts], capture_output=True)  # once, so that both read from memory
        theirs, spent = child([*command, all_texts])
        spent -= child([*command, empty])[1]
    print(f"{len(rules.strings)} strings: {ours:,} places here, {int(theirs or 0):,} by ripgrep")
    return out | {"ripgrep_s": spent, "mentions_vs_ripgrep": mine / spent}


def child(command: list, **options) -> tuple[str, float]:
    """Output and CPU seconds of a command."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(command, capture_output=True, text=True, **options)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return done.stdout.strip(), after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def updating(corpus: Corpus) -> dict:
    """Tokens and mentions of all documents when 99% of them are in the cache, against none."""
    most = corpus.sample(round(0.99 * len(corpus)), seed=0)
    hashing = seconds(lambda: [hashlib.sha256(text.encode()).digest() for _, text in corpus.texts()])

    def count() -> None:
        token_table(fresh(corpus))
        mentions(corpus)

    with cache_in("off"):
        all_of_it = seconds(count)
    with tempfile.TemporaryDirectory() as folder, cache_in(folder):
        token_table(fresh(most)), mentions(most)
        update = seconds(count) + hashing
    return {"count_all_s": all_of_it, "update_s": update, "update_share": update / all_of_it}


def fresh(corpus: Corpus) -> Corpus:
    """The corpus as a new process would see it, with nothing of it in memory but its texts."""
    from utils import counts

    counts._KEPT.clear()
    return corpus


def notebooks(path: str, size: int) -> dict:
    """Notebooks 02 to 04 cold and warm, and the peak memory of counting everything and of the notebooks' kernels."""
    with tempfile.TemporaryDirectory() as folder:
        surroundings = os.environ | {"SCO_CACHE": str(Path(folder, "cache"))}
        command = [sys.executable, "-c", REPORT, "report", "--corpus", str(Path(path).resolve()), "--only", "02", "03", "04",
                   "--kernels", "3", "--out"]
        took = []
        for run in ("cold", "warm"):
            at = time.perf_counter()
            done = subprocess.run([*command, str(Path(folder, run))], env=surroundings, capture_output=True, text=True)
            took.append(time.perf_counter() - at)
            assert done.returncode == 0, done.stdout + done.stderr
            kernels = int(done.stdout.split()[-1])
    counted = json.loads(child([sys.executable, "-c", COUNT_ALL, path, "bigrams"], env=os.environ | {"SCO_CACHE": "off"})[0])
    print(f"peak memory: counting {counted[1] / 1e6:,.0f} MB, largest kernel of a warm report {kernels / 1e6:,.0f} MB, "
          f"texts {size / 1e6:,.0f} MB")
    return {"notebooks_cold_s": took[0], "notebooks_warm_s": took[1], "memory_x": max(counted[1], kernels) / size}


def growth(corpus: Corpus) -> dict:
    """CPU time and peak memory of counting ten altered copies against one."""
    with tempfile.TemporaryDirectory() as folder:
        sizes, results = [], []
        for copies in (1, COPIES):
            path = Path(folder, f"{copies}.jsonl")
            sizes.append(write_copies(corpus, copies, path))
            done = child([sys.executable, "-c", COUNT_ALL, str(path)], env=os.environ | {"SCO_CACHE": "off"})
            results.append(json.loads(done[0]))
            path.unlink()
    (once, _), (often, peak) = results
    return {"once_s": once, "ten_times_s": often, "growth": often / once, "growth_memory_x": peak / sizes[1]}


def write_copies(corpus: Corpus, copies: int, path: Path) -> int:
    """Write every document `copies` times, every copy altered in 5% of its word types; bytes of text written."""
    size = 0
    vocabulary = token_table(corpus).vocabulary.tolist()
    with path.open("w", encoding="utf-8") as out:
        for copy in range(copies):
            draw = random.Random(copy)
            changed = {word: f"{word}x{copy}" for word in vocabulary if draw.random() < ALTERED}
            for name, text in corpus.texts():
                text = WORD.sub(lambda m, changed=changed: changed.get(m[0], m[0]), text)
                size += len(text.encode())
                out.write(json.dumps({"id": f"{name}-{copy}", "lang": "en", "text": text}) + "\n")
    return size


def main() -> None:
    """Measure on the texts named on the command line and print the figures."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("path")
    ask.add_argument("--quick", action="store_true", help="leave out the notebooks and the growth")
    given = ask.parse_args()
    print(f"Python {platform.python_version()}, {platform.system()} on {platform.machine()}, {os.cpu_count()} cores")
    with tempfile.TemporaryDirectory() as folder, cache_in(folder):
        corpus = load_corpus(given.path)
        size = sum(len(text.encode()) for _, text in corpus.texts())
        print(f"{len(corpus):,} documents, {corpus.n_words:,} words, {size / 1e6:,.1f} MB of text")
        check_equal(corpus)
        print(f"on {min(SAMPLE, len(corpus)):,} documents counts agree with CountVectorizer's and mentions with plain patterns")
        figures = {"documents": len(corpus), "mb_of_text": size / 1e6, **counting(corpus, given.path), **candidates(corpus),
                   **updating(corpus)}
        if not given.quick:
            figures |= notebooks(given.path, size) | growth(corpus)
    print(json.dumps({key: round(value, 3) if isinstance(value, float) else value for key, value in figures.items()}))


if __name__ == "__main__":
    main()
