"""Mentions: offsets give back words, overlaps count once, and what is derived from them adds up."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import CorpusError, concepts
from utils.corpus import load_corpus


@pytest.fixture
def corpus_of(tmp_path):
    def make(*texts, concepts_yml=None, lang="en"):
        folder = tmp_path / f"c{len(list(tmp_path.iterdir()))}"
        (folder / "texts").mkdir(parents=True)
        rows = ["id,path,date,lang"]
        for i, text in enumerate(texts):
            (folder / f"texts/d{i}.txt").write_text(text, encoding="utf-8")
            rows.append(f"d{i},texts/d{i}.txt,2020-01-0{i % 9 + 1},{lang}")
        (folder / "documents.csv").write_text("\n".join(rows) + "\n", encoding="utf-8")
        if concepts_yml:
            (folder / "concepts.yml").write_text(concepts_yml, encoding="utf-8")
        return load_corpus(folder)

    return make


def counts(corpus, *names):
    found = concepts.mentions(corpus, list(names))
    return [int((found["concept"] == name).sum()) for name in names]


def test_the_longest_wording_wins_and_overlaps_count_once(corpus_of):
    corpus = corpus_of("the community with a shared future for mankind")
    found = concepts.mentions(corpus, ["shared_future"])
    assert list(found["wording"]) == ["community with a shared future"]


def test_an_unknown_concept_is_told_with_those_there_are(corpus_of):
    with pytest.raises(CorpusError, match="no concept 'four_forces': it has sco, "):
        concepts.mentions(corpus_of("x y"), ["four_forces"])


WORDS = st.lists(
    st.sampled_from(["terrorism", "separatism", "extremism", "Three", "Forces", "three-evils", "SCO", "“Shanghai", "Spirit”", ",",
                     ".", "\n", "\n\n", "and", "İ", "é", "上合组织", "🙂", "mutual trust", "equality"]), min_size=1, max_size=60)


@settings(max_examples=60, deadline=None)
@given(WORDS)
def test_offsets_give_back_the_words_and_lie_in_their_sentence(words):
    import json
    import tempfile
    from pathlib import Path

    text = " ".join(words)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "t.jsonl"
        path.write_text(json.dumps({"id": "a", "text": text, "lang": "en"}), encoding="utf-8")
        if not text.strip(string.whitespace):
            return
        corpus = load_corpus(path)
    found = concepts.mentions(corpus)
    for row in found.itertuples():
        assert corpus.text("a")[row.start : row.end] == row.wording
        assert row.sentence_start <= row.start < row.sentence_end
    for _, group in found.groupby("concept"):
        ordered = group.sort_values("start")
        assert (ordered["start"].to_numpy()[1:] >= ordered["end"].to_numpy()[:-1]).all()


def test_a_concept_of_ones_own_needs_no_code(corpus_of):
    rules = "water:\n  label: water\n  en: [shared (water|rivers), irrigat*]\n"
    corpus = corpus_of("Shared rivers and irrigation.", concepts_yml=rules)
    assert counts(corpus, "water") == [2]
    assert concepts.labels(corpus) == {"water": "water"}


def test_nothing_found_gives_empty_tables_with_their_columns(corpus_of):
    corpus = corpus_of("Nothing of the kind.")
    found = concepts.mentions(corpus)
    assert found.empty and list(found) == concepts.MENTIONS
    assert concepts.wordings(found).empty
