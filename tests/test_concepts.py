"""Mentions: offsets give back words, overlaps count once, and what is derived from them adds up."""

import string

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import CorpusError, co_occurrence, concepts, concordance
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


@pytest.mark.parametrize(
    ("text", "label", "triad", "both"),
    [
        ("The three forces of terrorism, separatism and extremism.", 1, 1, 1),
        ("the “three forces” (terrorism, separatism and extremism)", 1, 1, 1),
        ("The three evil forces. Terrorism, separatism and extremism.", 1, 1, 2),
        ("terrorism, separatism, and religious extremism", 0, 1, 1),
        ("The SCO opposes the three evils.", 1, 0, 1),
        ("Our army, navy and air force: the three forces", 0, 0, 0),
        ("The army drilled against the three forces of terrorism, separatism and extremism", 1, 1, 1),
        ("In Laos there are not three forces, but two.", 0, 0, 0),
        ("terrorism and extremism", 0, 0, 0),
    ],
)
def test_the_label_and_the_triad_count_once_together(corpus_of, text, label, triad, both):
    corpus = corpus_of(text)
    assert counts(corpus, "three_forces.label", "three_forces.triad", "three_forces") == [label, triad, both]


def test_a_triad_is_also_one_mention_of_each_part(corpus_of):
    corpus = corpus_of("Against terrorism, separatism and extremism.")
    assert counts(corpus, "terrorism", "separatism", "extremism") == [1, 1, 1]


def test_the_spirit_of_a_city_is_not_the_shanghai_spirit(corpus_of):
    corpus = corpus_of("The spirit of Shanghai is in its skyline.", "SCO members praised the spirit of Shanghai.",
                       "“Shanghai\nSpirit”")
    found = concepts.mentions(corpus, ["shanghai_spirit"])
    assert list(found["id"]) == ["d1", "d2"]


def test_the_longest_wording_wins_and_overlaps_count_once(corpus_of):
    corpus = corpus_of("the community with a shared future for mankind")
    found = concepts.mentions(corpus, ["shared_future"])
    assert list(found["wording"]) == ["community with a shared future"]


@pytest.mark.parametrize("text", ["a shared future for all", "our common destiny", "a community of nations"])
def test_shared_future_needs_a_community(corpus_of, text):
    assert counts(corpus_of(text), "shared_future") == [0]


def test_a_document_in_chinese_is_searched_with_chinese_wordings(corpus_of):
    corpus = corpus_of("上合组织弘扬“上海精神”，打击“三股势力”。", lang="zh")
    assert counts(corpus, "sco", "shanghai_spirit", "three_forces.label", "three_forces") == [1, 1, 1, 1]


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


def test_concordance_lines_join_to_the_text(corpus_of):
    corpus = corpus_of("Before it, the SCO\nstood firm after that.")
    line = concordance.concordance(concepts.mentions(corpus, ["sco"]), corpus, width=12).iloc[0]
    assert (line["left"], line["node"], line["right"]) == ("ore it, the ", "SCO", " stood firm")


def test_lines_are_taken_in_turn_from_the_documents(corpus_of):
    corpus = corpus_of("SCO SCO SCO SCO", "SCO", "SCO SCO")
    lines = concordance.concordance(concepts.mentions(corpus, ["sco"]), corpus)
    assert concordance.spread_over(lines, n=4)["id"].value_counts().to_dict() == {"d0": 2, "d1": 1, "d2": 1}


def test_co_occurrence_counts_sentences_that_hold_both(corpus_of):
    corpus = corpus_of("The SCO fights terrorism. The SCO met.", "Terrorism. SCO terrorism terrorism.")
    found = concepts.mentions(corpus, ["sco", "terrorism"])
    row = co_occurrence.co_occurrence(found, "sco").iloc[0]
    assert (row["concept"], row["together"], row["with_node"], row["documents"]) == ("terrorism", 2, 3, 2)


def test_pairs_are_symmetric_with_each_alone_on_the_diagonal(corpus_of):
    corpus = corpus_of("SCO terrorism", "SCO", "energy")
    square = co_occurrence.pairs(concepts.mentions(corpus), ["sco", "terrorism", "energy"], unit="document")
    assert square.to_numpy().tolist() == [[2, 1, 0], [1, 1, 0], [0, 0, 1]]


def test_beside_splits_the_documents_by_the_name(corpus_of):
    corpus = corpus_of("Shanghai Spirit, mutual trust", "Shanghai Spirit", "mutual trust", "nothing here", "nor here")
    table = co_occurrence.beside(concepts.mentions(corpus), "shanghai_spirit", ["shanghai_spirit.mutual_trust"], corpus)
    row = table.iloc[0]
    assert (row["with_name"], row["documents_with_name"], row["without_name"], row["documents_without"]) == (1, 2, 1, 3)
    assert row["share_with"] == 0.5


def test_parts_inside_a_triad_are_not_outside_it(corpus_of):
    corpus = corpus_of("terrorism, separatism and extremism, and terrorism again")
    found = concepts.mentions(corpus)
    rest = co_occurrence.outside(found[found["concept"] == "terrorism"], found[found["concept"] == "three_forces"])
    assert list(rest["start"]) == [41]


def test_a_concept_of_ones_own_needs_no_code(corpus_of):
    rules = "water:\n  label: water\n  en: [shared (water|rivers), irrigat*]\n"
    corpus = corpus_of("Shared rivers and irrigation.", concepts_yml=rules)
    assert counts(corpus, "water") == [2]
    assert concepts.labels(corpus) == {"water": "water"}


def test_nothing_found_gives_empty_tables_with_their_columns(corpus_of):
    corpus = corpus_of("Nothing of the kind.")
    found = concepts.mentions(corpus)
    assert found.empty and list(found) == concepts.MENTIONS
    assert concordance.concordance(found, corpus).empty
    assert co_occurrence.co_occurrence(found, "sco").empty
    assert concepts.wordings(found).empty
    assert co_occurrence.beside(found, "shanghai_spirit", ["shanghai_spirit.equality"], corpus).empty
