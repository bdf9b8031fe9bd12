"""What is kept between runs: the same results with it and without, whatever happens to the file."""

import multiprocessing
import os
import signal
import sqlite3
import time

import numpy as np
import pandas as pd
import pytest
from corpora import corpus_of

from utils import cache, concepts, counts, load_corpus
from utils.concepts import search
from utils.counts import token_table
from utils.trends import trend

TEXTS = ["The Shanghai Spirit and the three evils of terrorism.", "Trade, energy; and China\u2019s trade.", "。。", "Trade."]


@pytest.fixture
def place(tmp_path, monkeypatch):
    monkeypatch.setenv("SCO_CACHE", str(tmp_path / "kept"))
    counts._KEPT.clear()
    return tmp_path / "kept" / "counts.sqlite"


def counted(*texts):
    """Tokens and mentions, as if in a new process."""
    counts._KEPT.clear()
    corpus = corpus_of(*texts)
    table = token_table(corpus)
    return [list(table.vocabulary[table.ids[a:b]]) for a, b in zip(table.ends - table.lengths, table.ends, strict=True)], \
        concepts.mentions(corpus)


def same(one, other):
    assert one[0] == other[0]
    pd.testing.assert_frame_equal(one[1], other[1])


@pytest.fixture
def plain(monkeypatch):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SCO_CACHE", "off")
        return counted(*TEXTS)


def test_tokens_and_mentions_are_the_same_without_a_cache_with_a_new_one_and_with_a_full_one(plain, place):
    same(counted(*TEXTS), plain)
    assert place.is_file()
    same(counted(*TEXTS), plain)


def test_what_is_kept_is_not_counted_again(plain, place, monkeypatch):
    counted(*TEXTS)
    seen = []
    monkeypatch.setattr(counts, "numbered", lambda texts, *rest: seen.extend(texts) or iter(()))
    monkeypatch.setattr(search.Search, "spans", lambda self, text: seen.append(text) or {})
    same(counted(*TEXTS), plain)
    assert seen == []


def test_only_what_is_new_is_counted_and_words_keep_their_meaning(plain, place, monkeypatch):
    counted(*TEXTS[:2])
    seen = []
    real = counts.numbered
    monkeypatch.setattr(counts, "numbered", lambda texts, *rest: real((seen.append(t) or t for t in texts), *rest))
    same(counted(*TEXTS), plain)
    assert seen == TEXTS[2:]


def test_changed_concepts_are_looked_for_again_but_no_text_is_cut_into_words(place, monkeypatch):
    from dataclasses import replace

    corpus = corpus_of(*TEXTS)
    token_table(corpus), concepts.mentions(corpus)
    monkeypatch.setattr(counts, "numbered", lambda *_: pytest.fail("a text was cut into words again"))
    counts._KEPT.clear()
    changed = replace(corpus, settings=corpus.settings | {"concepts.yml": "energy:\n  en: [energy]\n"})
    token_table(changed)
    assert list(concepts.mentions(changed)["wording"]) == ["energy"]


def test_a_damaged_file_is_thrown_away_and_everything_counted_anew(plain, place):
    place.parent.mkdir()
    place.write_bytes(b"no database at all, but long enough to be taken for one " * 50)
    same(counted(*TEXTS), plain)
    same(counted(*TEXTS), plain)
    counted(*TEXTS)
    data = bytearray(place.read_bytes())
    for page in range(1, len(data) // 4096):
        data[page * 4096 : page * 4096 + 200] = os.urandom(200)
    place.write_bytes(bytes(data))
    same(counted(*TEXTS), plain)


def test_where_nothing_can_be_written_nothing_is_kept(plain, tmp_path, monkeypatch):
    (tmp_path / "file").write_text("in the way")
    monkeypatch.setenv("SCO_CACHE", str(tmp_path / "file"))
    same(counted(*TEXTS), plain)
    assert cache.size() == 0


def test_clearing_empties_it(place):
    counted(*TEXTS)
    full = cache.size()
    cache.clear()
    assert 0 < cache.size() <= full
    with sqlite3.connect(place) as file:
        assert [file.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in ("kept", "words")] == [0, 0]


def test_a_file_past_its_limit_is_emptied(place):
    counted(*TEXTS)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(cache, "LIMIT", 1)
        cache.write("other", {b"k": b"v"})
    assert dict(cache.read("other", [b"k"])) == {b"k": b"v"}
    with sqlite3.connect(place) as file:
        assert file.execute("SELECT count(*) FROM words").fetchone()[0] == 0


def _write(number):
    rng = np.random.default_rng(number)
    words = [f"w{i}" for i in range(200)]
    rng.shuffle(words)
    for k in range(20):
        cache.write_words("trial", [(f"{number}-{k}".encode(), np.arange(200, dtype=np.int32))], words)


def _read_back(number):
    rng = np.random.default_rng(number)
    words = [f"w{i}" for i in range(200)]
    rng.shuffle(words)
    *rows, names = cache.read_words("trial", [f"{number}-{k}".encode() for k in range(20)])
    return rows, names, words


def test_two_processes_may_write_at_once(place):
    start = multiprocessing.get_context("spawn")
    both = [start.Process(target=_write, args=(n,)) for n in (1, 2)]
    for process in both:
        process.start()
    for process in both:
        process.join(60)
    for n in (1, 2):
        rows, names, words = _read_back(n)
        assert len(rows) == 20
        assert all([names[i] for i in numbers.tolist()] == words for _, numbers in rows)


@pytest.mark.skipif(os.name == "nt", reason="processes are killed otherwise there")
def test_a_process_killed_while_writing_leaves_whole_entries(place):
    process = multiprocessing.get_context("spawn").Process(target=_write, args=(3,))
    process.start()
    while not place.exists() or place.stat().st_size < 20_000:
        time.sleep(0.005)
        if not process.is_alive():
            break
    if process.is_alive():
        os.kill(process.pid, signal.SIGKILL)
    process.join(60)
    rows, names, words = _read_back(3)
    assert all([names[i] for i in numbers.tolist()] == words for _, numbers in rows)
    _write(4)
    assert len(_read_back(4)[0]) == 20


def test_a_table_that_was_kept_is_the_table_that_was_made(place, monkeypatch):
    monkeypatch.setattr(counts, "MANY", 1)
    corpus = load_corpus().where(country="IND")
    found = concepts.mentions(corpus, ["three_forces"])
    made, again = (trend(found, corpus, period="quarter", by="voice") for _ in range(2))
    assert made is not again and place.is_file()
    pd.testing.assert_frame_equal(again, made)
    assert again.attrs == made.attrs and again.index.name == made.index.name
    assert not trend(found.head(1), corpus, period="quarter", by="voice").equals(made)
