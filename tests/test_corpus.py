"""The corpus: its columns, its parts, its fingerprint and what corpus.yml says of it."""

import pandas as pd
import pytest
from corpora import corpus_of, write_rows
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import CorpusError, load_corpus
from utils.corpus.documents import COLUMNS

ANY = settings(deadline=None, max_examples=60, derandomize=True)
DATES = ["2015", "2015-07", "2015-07-10", "2016-02", "2014", "", "2016-02-29"]


@pytest.fixture(scope="module")
def dated():
    return corpus_of(*[f"Words {i}." for i in range(len(DATES))], date=DATES)


def test_columns_come_in_a_fixed_order_then_year_then_the_users_own():
    corpus = corpus_of("Words.", mood=["glad"])
    assert list(corpus.documents) == [*COLUMNS, "year", "mood"]


def test_documents_are_sorted_by_date_then_id_with_the_undated_last(dated):
    assert list(dated.documents["date"]) == ["2014", "2015", "2015-07", "2015-07-10", "2016-02", "2016-02-29", ""]
    assert dated.documents["year"].dtype == "Int64" and pd.isna(dated.documents["year"].iloc[-1])


@pytest.mark.parametrize(
    "start, end, kept",
    [
        ("2015", "2015", ["2015", "2015-07", "2015-07-10"]),
        ("2015-07", "2015", ["2015-07", "2015-07-10"]),
        ("2013", "2015-07", ["2014", "2015-07", "2015-07-10"]),
        ("2015-01-01", "2015-12-31", ["2015", "2015-07", "2015-07-10"]),
        ("2016-02", "2016-02-29", ["2016-02", "2016-02-29"]),
        ("2016-02", "2016-02-28", []),
        ("2020", "2021", []),
        ("2016", "2015", []),
    ],
)
def test_a_document_is_in_a_period_when_its_date_lies_there_for_certain(dated, start, end, kept):
    assert list(dated.between(start, end).documents["date"]) == kept


@pytest.mark.parametrize("start, end", [("soon", "2015"), ("2015", "15/07/2015"), ("2015-7", "2016"), ("2015", "")])
def test_a_period_that_cannot_be_read_is_refused_in_words(dated, start, end):
    with pytest.raises(CorpusError, match=r"between\(\) can't read the date"):
        dated.between(start, end)


def test_where_keeps_one_value_or_any_of_several():
    corpus = corpus_of("a", "b", "c", country=["CHN", "India", "RUS"], voice=["press", "press", "official"])
    assert list(corpus.where(country="IND").documents["id"]) == ["d1"]
    assert list(corpus.where(country=["CHN", "RUS"], voice="official").documents["id"]) == ["d2"]
    assert len(corpus.where(country="nowhere")) == 0


def test_an_unknown_column_names_those_there_are():
    with pytest.raises(CorpusError, match=r"No column is called 'nation': the columns are id, path, date"):
        corpus_of("a").where(nation="CHN")


def test_a_sample_is_the_same_for_the_same_seed_and_never_larger_than_the_corpus():
    corpus = corpus_of(*[f"text {i}" for i in range(30)])
    assert list(corpus.sample(5, seed=1).documents["id"]) == list(corpus.sample(5, seed=1).documents["id"])
    assert list(corpus.sample(5, seed=1).documents["id"]) != list(corpus.sample(5, seed=2).documents["id"])
    assert len(corpus.sample(99)) == 30


def test_a_part_keeps_texts_offsets_and_nature_but_is_not_the_shipped_corpus():
    corpus = corpus_of("One two.", "Three.", lang=["en", "zh"], nature="chronicle")
    part = corpus.where(lang="en")
    assert part.text("d0") == "One two." and part.is_chronicle and part.n_words == 2 and not part.shipped
    assert [name for name, _ in part.texts()] == ["d0"]


def test_the_fingerprint_changes_with_any_text_and_any_cell_and_with_nothing_else(tmp_path):
    rows = [{"id": "a", "text": "One.", "title": "T"}, {"id": "b", "text": "Two."}]
    first = load_corpus(write_rows(tmp_path / "one.jsonl", rows)).fingerprint
    assert load_corpus(write_rows(tmp_path / "another.jsonl", rows[::-1])).fingerprint == first
    assert load_corpus(write_rows(tmp_path / "c.jsonl", [rows[0] | {"text": "One!"}, rows[1]])).fingerprint != first
    assert load_corpus(write_rows(tmp_path / "d.jsonl", [rows[0] | {"title": "U"}, rows[1]])).fingerprint != first
    assert load_corpus(write_rows(tmp_path / "e.jsonl", rows[:1])).fingerprint != first


def test_a_text_asked_for_by_a_wrong_id_is_refused_in_words():
    with pytest.raises(CorpusError, match="No document has the id 'x'"):
        corpus_of("a").text("x")


@ANY
@given(st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=200))
def test_a_text_comes_out_as_it_went_in_but_for_its_line_ends(text):
    rows = ["filler", text] if text.strip() else ["filler"]
    corpus = corpus_of(*rows)
    if text.strip():
        assert corpus.text("d1") == text.replace("\r\n", "\n").replace("\r", "\n")
    assert corpus.n_words == corpus.documents["n_words"].sum()


@pytest.mark.parametrize(
    "given_name, column, value",
    [
        ("source", "publisher", "The Paper"),
        ("headline", "title", "News"),
        ("type", "genre", "speech"),
        ("link", "url", "http://x.org"),
        ("published", "date", "2020-01-02"),
        ("year", "date", "2020"),
        ("language", "lang", "ru"),
    ],
)
def test_common_names_of_columns_are_understood(given_name, column, value):
    row = corpus_of("A text.", **{given_name: [value]}).documents.iloc[0]
    assert row[column] == value


def test_an_alias_does_not_displace_the_column_it_stands_for():
    row = corpus_of("A text.", source=["wire"], publisher=["The Paper"], year=[1999], date=["2020-01-02"]).documents.iloc[0]
    assert (row["publisher"], row["source"], row["date"], row["year"]) == ("The Paper", "wire", "2020-01-02", 2020)


@pytest.mark.parametrize(
    "given_lang, lang",
    [
        ("EN", "en"),
        ("en-GB", "en"),
        ("English", "en"),
        ("Chinese", "zh"),
        ("zh-Hans", "zh"),
        ("Russian", "ru"),
        ("German", "de"),
        ("", "en"),
    ],
)
def test_languages_are_told_by_code_or_name_or_from_the_text(given_lang, lang):
    assert corpus_of("The ministers met in the city.", lang=[given_lang]).documents["lang"].iloc[0] == lang


@pytest.mark.parametrize(
    "country, voice, side",
    [
        ("China", "official", "China (official)"),
        ("IND", "Press", "India (press)"),
        ("sco", "organ", "SCO (organ)"),
        ("", "analyst", "analyst"),
        ("Atlantis", "", "Atlantis"),
        ("", "", ""),
        ("USA", "NGO", "United States (NGO)"),
    ],
)
def test_a_side_is_country_and_voice_in_one_label(country, voice, side):
    assert corpus_of("A text.", country=[country], voice=[voice]).documents["side"].iloc[0] == side


def test_a_side_of_the_users_own_stays():
    assert corpus_of("A text.", side=["the North"], country=["CHN"]).documents["side"].iloc[0] == "the North"


@pytest.mark.parametrize(
    "columns, group",
    [
        ({"country": ["CHN", "RUS"]}, "side"),
        ({"publisher": ["A", "B"]}, "publisher"),
        ({"country": ["CHN", "CHN"], "publisher": ["A", "B"]}, "publisher"),
        ({}, "side"),
        ({"country": ["CHN", "RUS"], "publisher": ["A", "B"]}, "side"),
        ({"publisher": ["A", ""]}, "side"),
    ],
)
def test_voices_are_set_apart_by_side_or_where_sides_are_unknown_by_publisher(columns, group):
    assert corpus_of("a", "b", **columns).grouping() == group


def test_a_date_may_be_declared_less_precise_than_it_looks():
    row = corpus_of("A text.", date=["2020-01-01"], precision=["year"]).documents.iloc[0]
    assert (row["date"], row["precision"], row["year"]) == ("2020", "year", 2020)


def corpus_folder(folder, **files):
    (folder / "a.txt").write_text("Some words.")
    for name, text in files.items():
        (folder / name.replace("_", ".")).write_text(text)
    return folder


def test_a_corpus_without_corpus_yml_counts_as_source_texts_and_takes_the_shipped_concepts(tmp_path):
    corpus = load_corpus(corpus_folder(tmp_path))
    assert corpus.nature == "source texts" and corpus.title == tmp_path.name and corpus.own == frozenset()
    assert "shanghai_spirit" in corpus.settings["concepts.yml"]


def test_a_corpus_uses_its_own_settings_where_it_has_them(tmp_path):
    corpus = load_corpus(
        corpus_folder(
            tmp_path,
            corpus_yml="title: Mine\nnature: Chronicle\ncaution: >\n  Read\n  slowly.\n",
            concepts_yml="trade:\n  en: [trade]\n",
        )
    )
    assert (corpus.title, corpus.nature, corpus.caution) == ("Mine", "chronicle", "Read slowly.")
    assert corpus.own == {"corpus.yml", "concepts.yml"} and corpus.settings["concepts.yml"].startswith("trade")


@pytest.mark.parametrize(
    "text, message",
    [
        ("title: [", r"corpus\.yml can't be read at line \d+"),
        ("- a\n- b", r"corpus\.yml must hold lines"),
        ("nature: gossip", r"the nature 'gossip' is not known: write source texts or chronicle"),
        ("title: 2020-13-45", r"corpus\.yml can't be read"),
    ],
)
def test_a_faulty_corpus_yml_is_told_in_words(tmp_path, text, message):
    with pytest.raises(CorpusError, match=message):
        load_corpus(corpus_folder(tmp_path, corpus_yml=text))


def test_settings_that_are_not_utf8_are_told_in_words(tmp_path):
    corpus_folder(tmp_path)
    (tmp_path / "concepts.yml").write_bytes(b"caf\xe9:\n")
    with pytest.raises(CorpusError, match=r"concepts\.yml is not UTF-8"):
        load_corpus(tmp_path)


def test_events_are_sorted_and_those_without_a_readable_date_left_out(tmp_path):
    corpus = load_corpus(corpus_folder(tmp_path, events_csv="Date,label\n2020-11-10,second\nsoon,never\n2001,first\n"))
    events = corpus.events()
    assert list(events["label"]) == ["first", "second"] and list(events["kind"]) == ["", ""]


@pytest.mark.parametrize("text", ["", "\n", "date,label\n"])
def test_a_corpus_may_have_no_events(tmp_path, text):
    assert load_corpus(corpus_folder(tmp_path, events_csv=text)).events().empty


def test_a_ragged_events_file_is_told_in_words(tmp_path):
    with pytest.raises(CorpusError, match=r"events\.csv can't be read"):
        load_corpus(corpus_folder(tmp_path, events_csv="date,label\n2001,a\n2002,b,c,d\n")).events()


def test_the_shipped_corpus_is_known_as_such_and_its_parts_are_not():
    corpus = load_corpus()
    assert corpus.shipped and corpus.is_chronicle and len(corpus) >= 60 and corpus.skipped.empty
    assert not corpus.where(genre="speech").shipped and load_corpus("").shipped


def test_a_corpus_says_what_it_is():
    assert repr(corpus_of("One two.")).startswith("<Corpus 'trial': 1 documents, 2 words, fingerprint ")
