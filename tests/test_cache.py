"""What is kept between runs: the same results with it and without, whatever happens to the file."""

import json
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
from utils.corpus import readers
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


# Large tables, kept as they were read


@pytest.fixture
def large(tmp_path):
    """A table with 9 MB of text, one faulty row and one odd date."""
    rows = [{"id": f"d{i}", "date": f"20{i % 20:02}-01-0{i % 9 + 1}", "text": f"Number {i}. " + "Trade — and tea. " * 5000,
             "Mine": "ä\u2028x"} for i in range(105)]
    rows += [{"id": "odd", "date": "yesterday", "text": "Some text."}, {"id": "none", "text": ""}]
    path = tmp_path / "large.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), "utf-8")
    return path


def kept_files(place):
    return [path.name for path in place.parent.iterdir() if path.suffix != ".sqlite"]


def as_loaded(path):
    corpus = load_corpus(path)
    return corpus.documents, corpus.skipped, list(corpus.texts()), corpus.fingerprint


def alike(one, other):
    pd.testing.assert_frame_equal(one[0], other[0])
    pd.testing.assert_frame_equal(one[1], other[1])
    assert one[2:] == other[2:]


def test_a_large_table_that_was_kept_is_the_same_corpus_and_is_not_read_again(place, large, monkeypatch):
    first = as_loaded(large)
    assert len(first[0]) == 106 and len(first[1]) == 2 and len(kept_files(place)) == 1
    monkeypatch.setattr("utils.corpus.readers.read", lambda *_: pytest.fail("read again"))
    alike(as_loaded(large), first)


def test_a_large_table_that_has_changed_in_one_letter_is_read_again(place, large):
    first = as_loaded(large)
    times = large.stat()
    large.write_bytes(large.read_bytes().replace(b"Number 7.", b"Number 8."))
    os.utime(large, ns=(times.st_atime_ns, times.st_mtime_ns))  # as copying does it
    second = as_loaded(large)
    assert dict(second[2])["d7"].startswith("Number 8.") and second[3] != first[3]


def test_a_large_table_that_changes_while_it_is_read_is_not_kept(place, large, monkeypatch):
    read = readers.read

    def changing(path, problems):
        yield from read(path, problems)
        path.write_bytes(path.read_bytes() + b"\n")

    monkeypatch.setattr("utils.corpus.readers.read", changing)
    as_loaded(large)
    assert kept_files(place) == []


@pytest.mark.parametrize("damage", [lambda data: data[:-1], lambda data: b"", lambda data: b"x" + data[1:],
                                    lambda data: data[:100], lambda data: data.replace(b'"rows"', b'"rose"', 1)])
def test_a_damaged_file_of_a_large_table_is_passed_over_and_made_anew(place, large, damage):
    first = as_loaded(large)
    file = place.parent / kept_files(place)[0]
    whole = file.read_bytes()
    file.write_bytes(damage(whole))
    alike(as_loaded(large), first)
    assert file.read_bytes() == whole


def test_clearing_takes_large_tables_away_and_one_that_is_open_can_still_be_read(place, large):
    as_loaded(large)
    corpus = load_corpus(large)
    assert cache.size() > 9_000_000
    cache.clear()
    assert kept_files(place) == [] and cache.size() < 100_000
    assert corpus.text("d7").startswith("Number 7.")


def test_nothing_is_kept_of_a_small_table_or_where_the_cache_is_off_or_full(place, large, tmp_path, monkeypatch):
    small = tmp_path / "small.csv"
    small.write_text("id,text\na,Trade.\n")
    as_loaded(small)
    assert not place.parent.exists() or kept_files(place) == []
    monkeypatch.setattr(cache, "LIMIT", 10_000_000)
    as_loaded(large)
    assert kept_files(place) == []
    monkeypatch.setenv("SCO_CACHE", "off")
    as_loaded(large)
    assert kept_files(place) == []


def test_of_many_large_tables_the_oldest_go(place, large, tmp_path, monkeypatch):
    monkeypatch.setattr(cache, "LIMIT", 25_000_000)
    for n in range(3):
        other = tmp_path / f"other{n}.jsonl"
        other.write_bytes(large.read_bytes())
        as_loaded(other)
        for path in place.parent.glob("*.kept"):  # each older than the next
            os.utime(path, (path.stat().st_mtime - 10, path.stat().st_mtime - 10))
    assert len(kept_files(place)) == 2


def test_a_process_that_fails_while_it_keeps_a_large_table_leaves_nothing(place):
    def parts():
        yield b"half"
        raise RuntimeError

    with pytest.raises(RuntimeError):
        cache.write_file("name", parts(), 10)
    assert kept_files(place) == [] and cache.open_file("name") is None
