"""A researcher corrects what was found: the table, what is read back from it, and what becomes of it when texts change."""

import csv
import io

import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import load_corpus
from utils.corpus import CorpusError
from utils.quotes import quotes
from utils.quotes.corrections import MARKS, review, rows_of
from utils.quotes.gold import judged_rows, of_whole_documents
from utils.quotes.places import Words, in_one_line, places, the_place
from utils.quotes.sheet import save, sheet

ANY = settings(deadline=None, max_examples=60, derandomize=True)
SMIT = "Anna Smit said that rain came. John Doe warned of floods."
PAIR = "Anna Smit said that rain came to the valley.\n\nJohn Doe said that rain came to the valley."


@pytest.fixture
def folder(tmp_path):
    """A folder of two texts."""
    place = tmp_path / "texts"
    place.mkdir()
    (place / "a.txt").write_text(SMIT, encoding="utf-8")
    (place / "b.txt").write_text("Nothing happened.", encoding="utf-8")
    return place


def table_of(folder):
    """The table for review of a corpus, as it is saved, its rows as dictionaries."""
    corpus = load_corpus(folder)
    path = folder.parent / "quotes.csv"
    save(sheet(corpus, quotes(corpus, corrected=False), review(corpus)), path, corpus)
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"))))


def saved(folder, rows):
    """Rows saved as the corrections of a corpus, which is then loaded."""
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows({key: row.get(key, "") for key in rows[0]} for row in rows)
    (folder / "corrections.csv").write_text(out.getvalue(), encoding="utf-8-sig")
    return load_corpus(folder)


def said(corpus):
    return [(r.id, r.speaker, r.content_text, r.review) for r in quotes(corpus).itertuples()]


def test_the_table_has_a_row_for_each_statement_and_for_each_document_without_one(folder):
    rows = table_of(folder)
    assert [(r["document"], r["content"], r["speaker"], r["kind"]) for r in rows] == [
        ("a", "that rain came", "Anna Smit", "indirect"), ("a", "floods", "John Doe", "indirect"), ("b", "", "", "none found")]
    assert all(r[mark] == "" for r in rows for mark in MARKS)


def test_without_marks_nothing_changes(folder):
    before = quotes(load_corpus(folder))
    after = quotes(saved(folder, table_of(folder)))
    assert before.equals(after) and (after["review"] == "").all()


def test_right_wrong_another_speaker_other_words_and_a_missed_statement(folder):
    rows = table_of(folder)
    rows[0] |= {"right": "yes"}
    rows[1] |= {"speaker_is": "Vladimir Putin", "content_is": "warned of floods"}
    rows += [{"document": "b", "content_is": "happened", "speaker_is": "Jane Roe"}]
    corpus = saved(folder, rows)
    assert said(corpus) == [("a", "Anna Smit", "that rain came", "right"),
                            ("a", "Vladimir Putin", "warned of floods", "corrected"), ("b", "Jane Roe", "happened", "added")]
    assert quotes(corpus)["side"].tolist()[1] == "Russia (official)"
    assert quotes(corpus)["number"].tolist() == [1, 2, 1]
    rows[0]["right"] = "No."
    assert said(saved(folder, rows))[0][1] == "Vladimir Putin"


def test_several_speakers_and_an_unknown_one_can_be_named(folder):
    rows = table_of(folder)
    rows[0] |= {"speaker_is": "Anna Smit; John Doe"}
    rows[1] |= {"speaker_is": "?"}
    found = quotes(saved(folder, rows))
    assert found["speaker"].tolist() == ["Anna Smit and John Doe", ""]
    assert found["speaker_kind"].tolist() == ["group", ""] and found["candidates"].tolist() == ["Anna Smit; John Doe", ""]


def test_corrections_come_along_into_a_new_table_and_give_the_same_again(folder):
    rows = table_of(folder)
    rows[0] |= {"right": "y", "note": "=heard it"}
    rows[1] |= {"source_is": "Anna Smit", "speaker_is": "Anna Smit"}
    rows += [{"document": "b", "content": "Nothing happened", "whole": "yes"}]
    corpus = saved(folder, rows)
    once = table_of(folder)
    assert [r["right"] for r in once] == ["yes", "", ""] and once[0]["note"] == "'=heard it"
    assert (once[1]["source_is"], once[1]["speaker_is"]) == ("Anna Smit", "Anna Smit")
    assert once[2]["content_is"] == "Nothing happened" and once[2]["whole"] == "yes"
    again = saved(folder, once)
    assert said(again) == said(corpus) and table_of(folder) == once


def test_a_correction_follows_its_words_where_the_text_was_edited(folder):
    rows = table_of(folder)
    rows[1] |= {"right": "no"}
    rows[0] |= {"right": "yes"}
    saved(folder, rows)
    (folder / "a.txt").write_text("It was a day in May. " + SMIT, encoding="utf-8")
    corpus = load_corpus(folder)
    found = review(corpus)
    assert said(corpus) == [("a", "Anna Smit", "that rain came", "right")]
    assert found.problems.empty and all(c.moved for c in found.corrections)


def test_words_that_are_gone_are_told_with_document_and_row_and_stay_in_the_table(folder):
    rows = table_of(folder)
    rows[0] |= {"right": "yes", "speaker_is": "Jane Roe"}
    saved(folder, rows)
    (folder / "a.txt").write_text("Anna Smit said that snow came. John Doe warned of floods.", encoding="utf-8")
    corpus = load_corpus(folder)
    problems = review(corpus).problems
    assert problems.values.tolist() == [[2, "a", "its words do not stand in the text"]]
    assert [s[1] for s in said(corpus)] == ["Anna Smit", "John Doe"]
    kept = table_of(folder)[-1]
    assert (kept["content"], kept["speaker_is"], kept["problem"]) == ("that rain came", "Jane Roe", problems["reason"].iloc[0])


def test_of_words_that_stand_twice_none_is_taken_once_the_text_was_edited(folder):
    (folder / "a.txt").write_text(PAIR, encoding="utf-8")
    rows = table_of(folder)
    rows[1] |= {"speaker_is": "Jane Roe"}
    assert [s[1] for s in said(saved(folder, rows))] == ["Anna Smit", "Jane Roe"]  # the text is as it was
    (folder / "a.txt").write_text("Anna Smit spoke.\n\n" + PAIR, encoding="utf-8")
    corpus = load_corpus(folder)
    assert "its words stand in the text 2 times" in review(corpus).problems["reason"].iloc[0]
    assert [s[1] for s in said(corpus)] == ["Anna Smit", "John Doe"]
    rows[1]["context"] = "John Doe said that rain came to the valley"
    assert [s[1] for s in said(saved(folder, rows))] == ["Anna Smit", "Jane Roe"]


def test_a_first_of_two_that_is_deleted_is_not_taken_for_the_second_at_its_place(folder):
    (folder / "a.txt").write_text("Smit said that it rains. Smit said that it rains.", encoding="utf-8")
    rows = table_of(folder)
    rows[0] |= {"right": "no"}
    saved(folder, rows)
    (folder / "a.txt").write_text("Smit said that it rains. Smit said that it rains. Smit said that it rains.", encoding="utf-8")
    corpus = load_corpus(folder)
    assert len(review(corpus).problems) == 1 and len(quotes(corpus)) == 3


def test_rules_that_find_other_words_than_the_reader_saw_still_meet_the_correction(folder):
    rows = table_of(folder)
    text = load_corpus(folder).text("a")
    at = text.index("rain came")
    rows[0] |= {"content": "rain came", "place": rows[0]["place"].replace("15-29", f"{at}-{at + 9}"), "right": "yes"}
    corpus = saved(folder, rows)
    assert said(corpus)[0] == ("a", "Anna Smit", "rain came", "right")
    assert table_of(folder)[0]["content_is"] == "rain came"


@pytest.mark.parametrize(("change", "told"), [
    ({"right": "perhaps"}, "right says “perhaps”: write yes or no"),
    ({"document": "05/11/2020", "right": "yes"}, "no document has this id"),
    ({"content_is": "that snow came"}, "content_is: its words do not stand in the text"),
    ({"source_is": "Jane Roe"}, "the source “Jane Roe” does not stand in the text"),
    ({"content": "", "right": "yes"}, "has no content"),
])
def test_a_mark_that_cannot_be_used_is_told_and_changes_nothing(folder, change, told):
    rows = table_of(folder)
    rows[0] |= change
    corpus = saved(folder, rows)
    assert [s[3] for s in said(corpus)] == ["", ""]
    (problem,) = review(corpus).problems.itertuples()
    assert problem.row == 2 and told in problem.reason


def test_two_rows_that_contradict_each_other_are_told(folder):
    rows = table_of(folder)
    corpus = saved(folder, [*rows[:2], rows[0] | {"right": "no"}, rows[0] | {"right": "yes"}])
    assert review(corpus).problems["reason"].tolist() == ["says otherwise of the same words than row 4: leave one of them"]
    assert len(said(corpus)) == 1
    assert len(said(saved(folder, [rows[0] | {"right": "yes"}, rows[0] | {"right": "yes"}]))) == 2


def test_a_document_counts_as_read_whole_once_each_of_its_rows_is_judged(folder):
    rows = table_of(folder)
    rows[0] |= {"right": "yes", "whole": "yes"}
    found = review(saved(folder, rows))
    assert not found.whole and "is not judged" in found.problems["reason"].iloc[0]
    rows[1] |= {"right": "no"}
    rows[2] |= {"whole": "yes"}
    corpus = saved(folder, rows)
    assert review(corpus).whole == {"a", "b"}
    gold = of_whole_documents(corpus, quotes(corpus, corrected=False), review(corpus))
    assert gold.documents == ["a", "b"] and gold.marked["speaker"].tolist() == ["Anna Smit"]


def test_single_rows_tell_a_precision(folder):
    rows = table_of(folder)
    rows[0] |= {"right": "no"}
    rows[1] |= {"speaker_is": "Jane Roe"}
    corpus = saved(folder, rows)
    found = judged_rows(corpus, quotes(corpus, corrected=False), review(corpus))
    told = found[found["kind"] == "all"].set_index("measure")
    assert told.loc["precision", ["n", "figure"]].tolist() == [2, 0.5]
    assert told.loc["speaker right", "figure"] == 0 and told.loc["source right", "figure"] == 1
    assert "recall" not in told.index


def test_a_table_with_marks_is_not_overwritten_until_they_stand_in_the_corrections(folder):
    rows = table_of(folder)
    path = folder.parent / "quotes.csv"
    marked = saved(folder, [rows[0] | {"right": "yes"}, *rows[1:]])
    (folder / "corrections.csv").rename(path)
    before = path.read_bytes()
    with pytest.raises(CorpusError, match="holds 1 mark of yours that corrections.csv has not"):
        table_of(folder)
    assert path.read_bytes() == before
    (folder / "corrections.csv").write_bytes(before)
    assert table_of(folder)[0]["right"] == "yes" and (folder / "corrections.csv").read_bytes() == before
    assert marked.own == {"corrections.csv"}


@pytest.mark.parametrize(("name", "content", "told"), [
    ("other.csv", "a,b\n1,2\n", "is there already and is no table of statements"),
    ("latin.csv", b"document,content\na,caf\xe9\n", "is not UTF-8"),
    ("corrections.csv", None, "a name that a corpus's own files bear"),
    ("quotes.xlsx", None, "a name that ends in .csv"),
    ("no/quotes.csv", None, "There is no folder"),
])
def test_what_would_lose_or_hide_something_is_refused(folder, name, content, told):
    path = folder.parent / name
    if content is not None:
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
    corpus = load_corpus(folder)
    with pytest.raises(CorpusError, match=told):
        save(sheet(corpus, quotes(corpus, corrected=False), review(corpus)), path, corpus)
    assert content is None or path.read_bytes() == (content if isinstance(content, bytes) else content.encode())


def test_cells_that_a_spreadsheet_would_run_are_harmless_and_read_back(folder):
    (folder / "-c.txt").write_text("=cmd|calc said that rain came. “=1+1 is two, friends,” Anna Smit said.", encoding="utf-8")
    rows = table_of(folder)
    assert all(not value.startswith(("=", "+", "-", "@")) for row in rows for value in row.values())
    first = next(i for i, r in enumerate(rows) if r["document"] == "'-c")
    rows[first] |= {"right": "yes"}
    corpus = saved(folder, rows)
    assert review(corpus).problems.empty and "right" in [s[3] for s in said(corpus)]


def test_what_a_spreadsheet_makes_of_the_file_is_read(folder):
    rows = table_of(folder)
    rows[0]["right"] = "TRUE"
    lines = [";".join(rows[0]), *(";".join(f'"{v}"' for v in r.values()) for r in rows)]
    (folder / "corrections.csv").write_bytes(("\ufeff" + "\r\n".join(lines) + ";;;\r\n;;;;\r\n").encode())
    assert [s[3] for s in said(load_corpus(folder))] == ["right", ""]


@pytest.mark.parametrize(("text", "told"), [
    ("word,mark\na,b\n", "has no columns document and content"),
    ("document,content\na,b,c\n", "row 2, has 3 cells for 2 columns"),
])
def test_another_file_of_that_name_is_told(text, told):
    with pytest.raises(CorpusError, match=told):
        rows_of(text)
    assert rows_of("") == []


def test_of_a_table_or_zip_the_corrections_lie_beside_it(tmp_path):
    path = tmp_path / "news.csv"
    path.write_text(f"id,text\na,{SMIT}\n", encoding="utf-8")
    (tmp_path / "news.csv.corrections.csv").write_text("document,content,right\na,floods,no\n", encoding="utf-8")
    corpus = load_corpus(path)
    assert corpus.own == {"corrections.csv"} and [s[2] for s in said(corpus)] == ["that rain came"]
    assert len(load_corpus(tmp_path)) == 1  # they are no documents


def test_corrections_of_documents_that_a_subset_leaves_out_do_nothing(folder):
    corpus = saved(folder, [table_of(folder)[0] | {"right": "no"}])
    assert quotes(corpus.where(id="b")).empty and len(quotes(corpus.where(id="a"))) == 1


def test_a_very_long_turn_is_shortened_and_found_again():
    words = " ".join(f"w{i}" for i in range(1000))
    text = f"Anna Smit: {words}."
    short = in_one_line(text, ((11, len(text)),))
    assert "[… 790 words …]" in short and len(short) < 1500
    assert places(Words(text), short) == [((11, len(text)),)]


WORDS = st.lists(st.sampled_from("the road is open and Snow “came” too, – 上海 e\u0301 👍🏽".split()), min_size=1, max_size=12)


CELLS = st.sampled_from(["", "a", "b", "d0", "rain", "that rain came", "Anna Smit", "yes", "no", "?", "Jane; John", "…", "[…]",
                         "[… 2 words …]", "text 00000000: 1-2", "text 00000000: 9-2, 3", "=1+1", "'", "\n", "\0", "﻿", "上海"])
COLUMNS = ("document", "context", "content", "source", "speaker", "place", *MARKS)
ROWS = st.lists(st.fixed_dictionaries({column: CELLS for column in COLUMNS}), min_size=1, max_size=6)


@settings(deadline=None, max_examples=60, derandomize=True)
@given(ROWS)
def test_whatever_stands_in_the_file_is_taken_in_or_told(rows):
    corpus = corpus_of("Anna Smit said that rain came.", "Jane said no.")
    out = io.StringIO()
    writer = csv.DictWriter(out, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    corpus.settings["corrections.csv"] = out.getvalue()
    found = quotes(corpus)
    assert (found["start"] < found["end"]).all() and found["end"].max() <= 30
    table = sheet(corpus, quotes(corpus, corrected=False), review(corpus))
    assert set(found["id"]) <= set(table["document"])
    told = review(corpus).problems
    assert told["row"].between(2, len(rows) + 1).all() and told["reason"].str.len().min() > 10 or told.empty


@ANY
@given(st.text(max_size=80))
def test_a_file_of_any_text_is_read_or_refused(text):
    try:
        rows_of(text)
    except CorpusError:
        pass


@ANY
@given(WORDS, WORDS, WORDS)
def test_words_that_stand_once_are_found_wherever_they_are(before, wanted, after):
    text = " ".join([*before, "START", *wanted, "END", *after])
    start = len(" ".join(before)) + 1
    content = " ".join(["START", *wanted, "END"])
    place, reason = the_place(Words(text), content)
    assert (place, reason) == (((start, start + len(content)),), "")


@ANY
@given(WORDS, WORDS)
def test_what_is_found_has_the_words_that_were_looked_for(text, wanted):
    text, wanted = " ".join(text), " ".join(wanted)
    for pieces in places(Words(text), wanted):
        shown = in_one_line(text, pieces)
        assert [w.lower() for w in "".join(c if c.isalnum() else " " for c in shown).split()] == [
            w.lower() for w in "".join(c if c.isalnum() else " " for c in wanted).split()]
