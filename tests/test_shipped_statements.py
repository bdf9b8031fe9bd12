"""The statements marked by reading in the shipped corpus: every offset leads to its words, every speaker is known."""

import csv
import json
import re
import subprocess
import sys

import pytest

from utils import load_corpus
from utils.concepts import labels
from utils.corpus import SHIPPED
from utils.speakers.rules import load_speakers

FILES = {"statements.csv": "1", "statements-second.csv": "2"}
COLUMNS = ["id", "number", "pieces", "source_start", "source_end", "cue_start", "cue_end", "content", "source", "cue",
           "kind", "speaker", "concepts", "marking"]
# Names that quotation marks may stand around without anybody being quoted.
NAMES = {"shanghai spirit", "shanghai spirits", "three forces", "three evils", "three evil forces", "peace mission",
         "belt and road", "colour revolutions", "community of shared future for mankind", "global security initiative",
         "world unity for just peace and harmony", "one china"}


def rows_of(name):
    with (SHIPPED / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def statements_of(name):
    return [row for row in rows_of(name) if row["number"] != "0"]


def pieces_of(row):
    return [tuple(map(int, piece.split("-"))) for piece in row["pieces"].split(";")]


def in_one_line(text, start, end):
    return " ".join(text[int(start) : int(end)].split())


@pytest.fixture(scope="module")
def corpus():
    return load_corpus()


def test_there_are_enough_and_enough_are_marked_twice():
    assert len(statements_of("statements.csv")) >= 550
    twice = {row["id"] for row in statements_of("statements-second.csv")}
    assert len([row for row in statements_of("statements.csv") if row["id"] in twice]) >= 100
    assert len(statements_of("statements-second.csv")) >= 100


@pytest.mark.parametrize("name", FILES)
def test_the_columns_are_those_of_the_data_statement(name):
    with (SHIPPED / name).open(encoding="utf-8") as file:
        assert file.readline().strip().split(",") == COLUMNS
    assert {row["marking"] for row in rows_of(name)} == {FILES[name]}


@pytest.mark.parametrize("name", FILES)
def test_marked_documents_exist_and_their_statements_are_numbered_in_order(name, corpus):
    known, rows = set(corpus.documents["id"]), rows_of(name)
    numbers = {}
    for row in rows:
        numbers.setdefault(row["id"], []).append(int(row["number"]))
    assert set(numbers) <= known
    for document, found in numbers.items():
        assert found in ([0], list(range(1, len(found) + 1))), document


@pytest.mark.parametrize("name", FILES)
def test_a_document_without_statements_has_one_empty_row(name):
    for row in rows_of(name):
        assert (row["number"] == "0") == (not any(row[c] for c in COLUMNS[2:-1])), row["id"]


def test_what_is_marked_a_second_time_was_marked_a_first():
    assert {row["id"] for row in rows_of("statements-second.csv")} <= {row["id"] for row in rows_of("statements.csv")}


@pytest.mark.parametrize("name", FILES)
def test_offsets_lead_to_the_words_of_content_source_and_cue(name, corpus):
    for row in statements_of(name):
        text, pieces = corpus.text(row["id"]), pieces_of(row)
        assert row["content"] == " … ".join(in_one_line(text, *piece) for piece in pieces), row
        for words in ("source", "cue"):
            start, end = row[f"{words}_start"], row[f"{words}_end"]
            assert bool(start) == bool(end) == bool(row[words]), row
            assert not start or (row[words] == in_one_line(text, start, end) and int(end) <= len(text)), row


@pytest.mark.parametrize("name", FILES)
def test_pieces_stand_in_order_and_cut_no_word(name, corpus):
    for row in statements_of(name):
        text, edges = corpus.text(row["id"]), [edge for piece in pieces_of(row) for edge in piece]
        assert edges == sorted(edges) and len(set(edges)) == len(edges) and edges[-1] <= len(text), row
        for edge in edges:
            assert not re.match(r"\w\w", text[max(0, edge - 1) : edge + 1]), row


@pytest.mark.parametrize("name", FILES)
def test_no_statement_stands_there_twice(name):
    marked = [(row["id"], row["pieces"], row["source_start"], row["cue_start"]) for row in statements_of(name)]
    assert len(set(marked)) == len(marked)


@pytest.mark.parametrize("name", FILES)
def test_the_kind_is_what_the_quotation_marks_say(name, corpus):
    for row in statements_of(name):
        text = corpus.text(row["id"])
        quoted = [(m.start(), m.end(), re.sub(r"\W+", " ", m[1].lower()).strip())
                  for m in re.finditer(r"[“\"]([^”\"]+)[”\"]", text)]
        around = [next((name for start, end, name in quoted if start < i < end), None)
                  for piece in pieces_of(row) for i in range(*piece) if text[i].isalnum()]
        said, bare = any(name and name not in NAMES for name in around), None in around
        assert row["kind"] == (("mixed" if bare else "direct") if said else "indirect"), row


@pytest.mark.parametrize("name", FILES)
def test_every_speaker_and_concept_is_known(name, corpus):
    speakers = load_speakers((SHIPPED / "speakers.yml").read_text(encoding="utf-8")).entries
    concepts = labels(corpus)
    for row in statements_of(name):
        assert set(filter(None, row["speaker"].split("; "))) <= set(speakers), row
        assert set(filter(None, row["concepts"].split(";"))) <= set(concepts), row
        assert row["concepts"] == ";".join(sorted(filter(None, row["concepts"].split(";")))), row


def test_who_fills_a_document_is_known_and_those_of_one_surname_are_kept_apart(corpus):
    rules = load_speakers((SHIPPED / "speakers.yml").read_text(encoding="utf-8"))
    assert [name for name in set(corpus.documents["speaker"]) if name and rules.named(name) is None] == []
    for surname, least in (("li", 5), ("zhang", 3), ("japarov", 2), ("sharif", 2), ("nurgaliev", 2), ("ivanov", 2)):
        assert len(rules.by_surname[(surname,)]) >= least
    assert rules.named("Kassym-Jomart Tokaev").name == "Kassym-Jomart Tokayev"
    assert rules.named("Li Keqiang").surname == "Li"


def test_the_data_statement_tells_how_far_the_two_markings_agree():
    run = subprocess.run([sys.executable, "-m", "benchmarks.agreement"], cwd=SHIPPED.parent, capture_output=True, text=True)
    found = json.loads(run.stdout.splitlines()[-1])
    said = " ".join((SHIPPED / "README.md").read_text(encoding="utf-8").split())
    assert f"{found['documents']} documents were marked twice ({found['first']} and {found['second']} statements)" in said
    assert f"F1 of {found['f1_any']:.2f} at any overlap, {found['f1_0.5']:.2f} at an IoU of 0.5 and {found['f1_0.8']:.2f}" in said
    assert (f"Of the {found['pairs']} pairs at 0.5, {found['same_source']:.2f} have the same source, "
            f"{found['same_speaker']:.2f} the same speaker and {found['same_kind']:.2f} the same kind") in said


def test_the_data_statement_counts_what_is_marked():
    said = " ".join((SHIPPED / "README.md").read_text(encoding="utf-8").split())
    documents = len({row["id"] for row in rows_of("statements.csv")})
    assert f"{len(statements_of('statements.csv'))} statements in {documents} documents" in said


def test_no_fewer_of_them_are_found_than_before(corpus):
    from utils.quotes import quotes
    from utils.quotes.accuracy import compared, figures
    from utils.quotes.gold import gold

    marked, documents, _ = gold(corpus)
    texts = {name: corpus.text(name) for name in documents}
    pairs = compared(marked, quotes(corpus, corrected=False), texts)
    found = figures(pairs, marked, documents=documents).query("kind == 'all'").set_index("measure")["figure"]
    assert found["joint F1"] >= 0.63 and found["content F1, IoU 0.5"] >= 0.65 and found["source right"] >= 0.95
