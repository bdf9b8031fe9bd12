"""The corpus that comes with the project: every row known, every quotation recorded, nothing repeated or unsourced."""

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from utils import load_corpus
from utils.concepts import mentions
from utils.corpus import SHIPPED
from utils.corpus.dates import PRECISIONS, iso_date
from utils.corpus.documents import COLUMNS
from utils.sides import COUNTRIES, VOICES, side_label

GENRES = {"account", "report", "speech", "declaration", "comment", "review"}
FIXED_NAMES = {"shanghai spirit", "three forces", "three evils", "three evil forces", "peace mission", "belt and road"}


def rows_of(name: str) -> list[dict]:
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


@pytest.fixture(scope="module")
def corpus():
    return load_corpus()


def test_everything_in_it_is_loaded(corpus):
    assert corpus.skipped.empty
    assert corpus.shipped and corpus.is_chronicle and corpus.caution


def test_it_is_large_and_varied_enough(corpus):
    documents = corpus.documents
    assert len(documents) >= 320 and documents["n_words"].sum() >= 42_000
    assert set(documents["year"]) == set(range(1996, 2026))
    assert documents["side"].replace("", None).nunique() >= 14
    assert set(documents["genre"]) == GENRES
    assert set(range(2000, 2026)) == set(documents["year"][documents["id"].str.endswith("-review-of-the-year")])
    assert documents["id"].str.contains("-theme-").sum() >= 15


def test_the_columns_are_written_out_but_for_the_count_of_words():
    with (SHIPPED / "documents.csv").open(encoding="utf-8") as file:
        assert file.readline().strip().split(",") == [c for c in COLUMNS if c != "n_words"] + ["events"]


def test_each_row_has_a_known_id_date_side_genre_and_source():
    for row in rows_of("documents.csv"):
        assert re.fullmatch(r"\d{4}(-\d\d){0,2}-[a-z0-9-]+", row["id"]), row["id"]
        assert row["path"] == f"texts/{row['id']}.txt"
        assert iso_date(row["date"]) == row["date"] and PRECISIONS[len(row["date"])] == row["precision"], row["id"]
        assert row["id"].startswith(row["date"]), row["id"]
        if row["genre"] == "review":  # passes on the words of several sides
            assert row["country"] == row["voice"] == row["speaker"] == "" and row["side"] == "several sides", row["id"]
        else:
            assert row["country"] in COUNTRIES and row["voice"] in VOICES, row["id"]
            assert row["side"] == side_label(row["country"], row["voice"])
        assert row["genre"] in GENRES and row["lang"] == "en"
        assert row["publisher"] and row["title"] and row["events"], row["id"]


def test_each_document_names_its_sources(corpus):
    sourced = Counter(row["id"] for row in rows_of("sources.csv"))
    assert [d for d in corpus.documents["id"] if not sourced[d]] == []
    assert set(sourced) <= set(corpus.documents["id"])


def test_addresses_are_addresses():
    for row in rows_of("sources.csv") + rows_of("documents.csv"):
        seen = "not seen" not in row["publisher"]  # a page known of by name alone has no address
        assert re.fullmatch(r"https?://[^\s<>\"]+", row["url"]) if seen else row["url"] == "", row["id"]


def test_no_quotation_but_recorded_phrases_and_fixed_names(corpus):
    def folded(text):
        return re.sub(r"\W+", " ", text.lower()).strip()

    allowed = {folded(row["phrase"]) for row in rows_of("phrases.csv")} | FIXED_NAMES
    for name, text in corpus.texts():
        assert text.count("“") == text.count("”") and text.count('"') % 2 == 0, name
        for quoted in re.findall(r'[“"]([^”"]+)[”"]', text):
            assert folded(quoted) in allowed, (name, quoted)


def test_phrases_are_short():
    assert max(len(row["phrase"].split()) for row in rows_of("phrases.csv")) <= 9


def test_there_are_no_transcript_turns_and_no_first_person_speech(corpus):
    for name, text in corpus.texts():
        assert not re.search(r"^[A-Z][a-z]+ [A-Z][a-z]+: ", text, re.M), name
        outside = re.sub(r'[“"][^”"]+[”"]', " ", text)
        assert not re.search(r"\b(I|my|We|we|our|us|me)\b", outside.replace("U.S.", "")), name


def test_texts_are_long_enough_and_written_plainly(corpus):
    for name, text in corpus.texts():
        assert len(text.split()) >= 60, name
        assert text.endswith("\n") and not re.search(r"[<>\\{}\t]|\$\$|[\u4e00-\u9fff]", text), name


def test_no_formula_repeats_through_the_corpus(corpus):
    seen = Counter()
    for _, text in corpus.texts():
        words = re.findall(r"[a-z0-9]+", text.lower())
        seen.update({" ".join(words[i : i + 8]) for i in range(len(words) - 7)})
    often = [gram for gram, documents in seen.items() if documents > 2]
    assert len(often) <= 0.02 * len(seen)


def test_the_briefing_of_le_yucheng_is_there(corpus):
    row = corpus.documents.set_index("id").loc["2020-11-05-le-yucheng-briefing"]
    assert (row["date"], row["speaker"], row["country"]) == ("2020-11-05", "Le Yucheng", "CHN")
    found = mentions(corpus.where(id="2020-11-05-le-yucheng-briefing"), ["three_forces", "shanghai_spirit"])
    assert sorted(set(found["concept"])) == ["shanghai_spirit", "three_forces"]


def test_rows_can_be_added_without_any_change(tmp_path, corpus):
    import shutil

    folder = tmp_path / "corpus"
    shutil.copytree(SHIPPED, folder)
    (folder / "texts/2026-01-01-new.txt").write_text("A new account of the SCO.\n", encoding="utf-8")
    with (folder / "documents.csv").open("a", encoding="utf-8") as file:
        file.write("2026-01-01-new,texts/2026-01-01-new.txt,2026-01-01,day,Mine,KAZ,official,,A title,account,,en,,\n")
    grown = load_corpus(folder)
    assert len(grown) == len(corpus) + 1 and grown.skipped.empty
    assert grown.documents.iloc[-1]["side"] == "Kazakhstan (official)"
    assert not grown.shipped and grown.fingerprint != corpus.fingerprint


def test_its_files_say_what_it_is():
    said = (SHIPPED / "README.md").read_text(encoding="utf-8")
    assert "a frequency in this corpus tells how this chronicle speaks" in said
    assert "with the help of a language model" in said
    assert "CC BY 4.0" in (SHIPPED / "LICENSE").read_text(encoding="utf-8")
    assert (Path(SHIPPED).parent / "LICENSE").read_text(encoding="utf-8").startswith("MIT License")
