"""Texts are counted into a record: what is in it, what isn't, and whether a recount agrees."""

import hashlib
import shutil
import zipfile
from collections import Counter
from itertools import pairwise

import pandas as pd
import pytest
import yaml
from corpora import write_rows
from hypothesis import given
from hypothesis import strategies as st
from records import COLLECTIONS, CONCEPTS, counted

from utils.corpus import CorpusError
from utils.record.checking import check_record
from utils.record.collections import collection_of, load_collections
from utils.record.command import count
from utils.record.counting import ABOUT, count_texts, text_hash
from utils.record.files import TABLES, read_documents, read_made, read_terms, write_record
from utils.record.states import load_states
from utils.text import stop_words, tokens

ENGLISH = "The SCO stands against terrorism, separatism and extremism. Three forces, and again three forces. Trust."
CHINESE = "上合组织打击三股势力。三股势力！"


@pytest.fixture
def files(tmp_path):
    """A concepts.yml and a collections.yml for the command line."""
    (tmp_path / "concepts.yml").write_text(CONCEPTS, encoding="utf-8")
    (tmp_path / "collections.yml").write_text(COLLECTIONS, encoding="utf-8")
    return "--concepts", tmp_path / "concepts.yml"


def row(name, text, **more):
    return {"id": name, "text": text} | more


def written(rows, folder, tmp_path, *, concepts=CONCEPTS):
    made = counted(rows, tmp_path, concepts=concepts)
    write_record(folder, made, concepts_text=concepts, collections_text=COLLECTIONS)
    return made


def test_a_document_is_told_of_and_counted_in_one_row(tmp_path):
    table = counted([row("deb-KAZ-54-1999", ENGLISH, url="https://example.org/1")], tmp_path).documents
    assert list(table) == [*ABOUT, "sco", "three_forces.label", "three_forces.triad", "three_forces", "trust"]
    assert table["n_chars"].isna().all()
    assert table.drop(columns="n_chars").iloc[0].to_dict() == {
        "id": "deb-KAZ-54-1999", "collection": "debate", "publisher": "The Debate", "date": "1999", "precision": "year",
        "country": "KAZ", "voice": "official", "side": "Kazakhstan (official)", "lang": "en", "url": "https://example.org/1",
        "extent": "whole run", "n_words": 15, "hash": text_hash(ENGLISH)[:12], "duplicate_of": "",
        "sco": 1, "three_forces.label": 2, "three_forces.triad": 1, "three_forces": 3, "trust": 1}


def test_a_concept_without_wordings_in_the_language_is_missing_and_one_that_collects_counts_its_other_parts(tmp_path):
    table = counted([row("news-1", CHINESE, date="2012-07-02")], tmp_path).documents
    first = table.iloc[0]
    assert (first["sco"], first["three_forces.label"], first["three_forces"]) == (1, 2, 2)
    assert first["three_forces.triad"] is pd.NA and first["trust"] is pd.NA
    assert (first["n_words"], first["n_chars"]) == (pd.NA, 14)


def test_titles_are_not_counted_and_not_passed_on(tmp_path):
    rows = [row("deb-KAZ-54-1999", "Nothing.", title="The SCO and three forces", speaker="Somebody")]
    table = counted(rows, tmp_path).documents
    assert table["sco"].sum() == 0 and "title" not in table and "speaker" not in table
    assert "three forces" not in table.to_csv().replace("three_forces", "")


def test_a_row_of_no_collection_keeps_what_it_says_of_itself(tmp_path):
    about = {"date": "2001-06", "publisher": "A paper", "country": "Pakistan", "voice": "press", "side": "ours", "lang": "en"}
    table = counted([row("mine-1", "Trust.", **about)], tmp_path).documents
    said = ["collection", "extent", "publisher", "date", "precision", "country", "voice", "side"]
    assert table.loc[0, said].tolist() == ["", "", "A paper", "2001-06", "month", "PAK", "press", "ours"]


def test_the_text_as_released_in_folders_gives_the_same_record_as_one_object_a_line(tmp_path):
    texts = {"KAZ_54_1999": ENGLISH, "AND_01_1946": "Trust in the SCO.", "EU_70_2015": "Peace."}
    for name, text in texts.items():
        folder = tmp_path / "released" / f"Session {name.split('_')[1]} - {name[-4:]}"
        folder.mkdir(parents=True)
        (folder / f"{name}.txt").write_text(text.replace(" ", "\r\n", 1) + "\n", encoding="utf-8-sig")
    rows = [row(f"deb-{c}-{int(s)}-{y}", texts[f"{c}_{s}_{y}"], date=y) for c, s, y in (n.split("_") for n in texts)]
    released = counted([tmp_path / "released"], tmp_path)
    assert set(released.documents["id"]) == {"deb-KAZ-54-1999", "deb-AND-1-1946", "deb-EU-70-2015"}
    pd.testing.assert_frame_equal(released.documents, counted(rows, tmp_path).documents)


def test_documents_that_repeat_another_of_their_collection_are_marked_with_the_first_of_them(tmp_path):
    rows = [row("news-b", CHINESE, date="2013"), row("news-a", f" {CHINESE}\n", date="2014"), row("news-c", "别的", date="2012"),
            row("news-d", CHINESE), row("art-1", ENGLISH), row("deb-KAZ-1-1999", ENGLISH)]
    said = []
    table = counted(rows, tmp_path, said=said).documents.set_index("id")
    assert table["duplicate_of"].to_dict() == {"art-1": "", "deb-KAZ-1-1999": "", "news-c": "", "news-b": "", "news-a": "news-b",
                                               "news-d": "news-b"}
    assert "2 of 6 documents: word for word another of the same collection (marked, and in no rate)." in said


def test_one_text_in_two_files_counts_once_and_one_id_with_two_texts_is_told_apart(tmp_path):
    one = write_rows(tmp_path / "one.jsonl", [row("deb-KAZ-1-1999", "First."), row("deb-KGZ-1-1999", "Same.")])
    two = write_rows(tmp_path / "two.jsonl", [row("deb-KAZ-1-1999", "Second."), row("deb-KGZ-1-1999", "Same."),
                                              row("deb-TJK-1-1999", "A."), row("deb-TJK-1-1999", "B.")])
    said = []
    table = counted([one, two], tmp_path, said=said).documents
    assert sorted(table["id"]) == ["deb-KAZ-1-1999", "deb-KAZ-1-1999-2", "deb-KGZ-1-1999", "deb-TJK-1-1999", "deb-TJK-1-1999-2"]
    assert any("deb-KGZ-1-1999 stands in an earlier file word for word" in line for line in said)
    assert any("deb-KAZ-1-1999 is the id of another text as well: counted as deb-KAZ-1-1999-2" in line for line in said)
    assert any("repeats the id 'deb-TJK-1-1999' with another text: loaded as deb-TJK-1-1999-2" in line for line in said)


def test_documents_without_date_country_or_publisher_are_kept_counted_and_told(tmp_path):
    said = []
    table = counted([row("x", "The SCO."), row("deb-KAZ-1-1999", "The SCO.")], tmp_path, said=said).documents
    assert table["sco"].tolist() == [1, 1] and table["date"].tolist() == ["", "1999"]
    assert {"1 of 2 documents: no date (counted, and in nothing over time).", "1 of 2 documents: no country.",
            "1 of 2 documents: no publisher.", "1 of 2 documents: no collection (told of as the row says)."} <= set(said)


def test_a_country_unknown_to_states_csv_is_named_and_its_rows_kept(tmp_path):
    said = []
    rows = [row("deb-XYZ-1-1999", "The SCO."), row("deb-KAZ-1-1999", "Peace."), row("x", "Trust.", country="SCO")]
    table = counted(rows, tmp_path, said=said).documents
    assert "The country 'XYZ' of 1 document is not in states.csv: the rows are kept." in said
    assert "XYZ" in set(table["country"]) and not any("'SCO'" in line or "'KAZ'" in line for line in said)


def test_of_many_unknown_countries_twenty_are_named(tmp_path):
    said = []
    counted([row(f"deb-Q{chr(65 + i)}Q-1-1999", f"Text {i}.") for i in range(23)], tmp_path, said=said)
    assert sum("is not in states.csv" in line for line in said) == 20 and "… and 3 more codes that are not in states.csv." in said


def test_what_cannot_be_read_is_said_and_the_rest_counted(tmp_path):
    (tmp_path / "texts").mkdir()
    (tmp_path / "texts" / "deb.txt").write_text("The SCO.", encoding="utf-8")
    (tmp_path / "texts" / "bad.txt").write_bytes(b"caf\xe9")
    said = []
    assert len(counted([tmp_path / "texts"], tmp_path, said=said).documents) == 1
    assert any("bad.txt is not UTF-8" in line for line in said)


@pytest.mark.parametrize("paths", [[], ["nothing-here"]])
def test_without_texts_nothing_is_counted(tmp_path, paths):
    with pytest.raises(CorpusError, match="There (are no texts|is nothing)"):
        count_texts([tmp_path / p for p in paths], concepts=CONCEPTS, collections=COLLECTIONS)


def test_a_concept_may_not_bear_the_name_of_a_column(tmp_path):
    with pytest.raises(CorpusError, match="the concept 'country' bears the name of a column"):
        counted([row("a", "b")], tmp_path, concepts="country:\n  label: C\n  en: [land]\n")


def test_a_zip_and_a_csv_are_counted_as_other_texts_are(tmp_path):
    (tmp_path / "t.csv").write_text("id,date,text\ndeb-KAZ-1-1999,1999,The SCO.\n", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "t.zip", "w") as archive:
        archive.write(tmp_path / "t.csv", "t.csv")
    tables = [counted([tmp_path / name], tmp_path).documents for name in ("t.csv", "t.zip")]
    pd.testing.assert_frame_equal(*tables)


# Terms

def test_a_term_is_passed_on_from_ten_occurrences_in_five_documents(tmp_path):
    rows = [row(f"deb-KAZ-{i}-2005", "water water energy rivers of") for i in range(1, 6)]
    rows += [row(f"deb-KGZ-{i}-2005", "energy gas gas gas gas") for i in range(1, 5)]  # gas: 16 times in 4 documents
    rows += [row(f"deb-UZB-{i}-2005", "The SCO and water.") for i in range(1, 3)]
    terms = counted([r | {"text": f"{r['text']} u{n}"} for n, r in enumerate(rows)], tmp_path).terms
    assert terms.cells[["collection", "publisher", "period", "names_sco", "documents", "n_words"]].values.tolist() == [
        ["debate", "The Debate", "2001-2010", False, 9, 54], ["debate", "The Debate", "2001-2010", True, 2, 10]]
    assert terms.terms.values.tolist() == [[1, "water", 0, 10, 5]]


def test_two_word_terms_leave_out_words_of_grammar_at_their_ends_and_end_with_a_document(tmp_path):
    rows = [row(f"deb-KAZ-{i}-2005", f"central asia of central asia of u{i} central") for i in range(1, 7)]
    terms = counted(rows, tmp_path).terms.terms
    assert terms[terms["n"] == 2].values.tolist() == [[2, "central asia", 0, 12, 6]]
    assert terms.loc[terms["n"] == 1, "term"].tolist() == ["asia", "central", "of"]


def test_duplicates_and_other_languages_enter_no_frequency(tmp_path):
    rows = [row(f"deb-KAZ-{i}-2005", "water water water") for i in range(1, 9)]
    rows += [row(f"news-{i}", "水 water water") for i in range(9)]
    terms = counted(rows, tmp_path).terms
    assert terms.cells["documents"].tolist() == [1] and terms.terms.empty


@given(st.lists(st.tuples(st.sampled_from(["1985", "1999", "2005", ""]), st.booleans(),
                          st.lists(st.sampled_from(["water", "gas", "Central", "of", "asia's"]), max_size=40)), max_size=60))
def test_frequencies_are_those_of_a_plain_count(tmp_path_factory, drawn):
    folder = tmp_path_factory.mktemp("drawn")
    texts = [(f"x{i}", date, f"{'SCO ' if sco else ''}{' '.join(words)} u{i}", sco) for i, (date, sco, words) in enumerate(drawn)]
    texts = texts or [("x", "", "nothing", False)]
    terms = counted([row(name, text, date=date, lang="en") for name, date, text, _ in texts], folder).terms
    total, documents = Counter(), Counter()
    for _, date, text, sco in texts:
        words = tokens(text)
        dropped = {w for w in words if w in stop_words() or not any(map(str.isalpha, w))}
        pairs = [f"{a} {b}" for a, b in pairwise(words) if a not in dropped and b not in dropped]
        period = {"1985": "to 1990", "1999": "1991-2000", "2005": "2001-2010", "": "undated"}[date]
        found = Counter([(1, w, period, sco) for w in words] + [(2, p, period, sco) for p in pairs])
        total += found
        documents.update(found.keys())
    expected = {(*key, total[key], documents[key]) for key in total if total[key] >= 10 and documents[key] >= 5}
    joined = terms.terms.merge(terms.cells, on="cell", suffixes=("", "_of_cell"))
    assert set(joined[["n", "term", "period", "names_sco", "count", "documents"]].itertuples(index=False, name=None)) == expected


def test_without_a_concept_sco_cells_are_not_told_apart(tmp_path):
    rows = [row(f"deb-KAZ-{i}-2005", f"the water of the SCO {i}") for i in range(10)]
    cells = counted(rows, tmp_path, concepts="trust:\n  label: T\n  en: [trust]\n").terms.cells
    assert cells["names_sco"].isna().all() and cells["documents"].tolist() == [10]


# Files

def test_a_record_holds_no_word_below_the_cut(tmp_path):
    rows = [row(f"deb-KAZ-{i}-2005", f"water water water energy zanzibar{i} quixotic") for i in range(1, 7)]
    written(rows, tmp_path / "record", tmp_path)
    terms = read_terms(tmp_path / "record").terms
    assert terms["term"].tolist() == ["water", "water water"] and (terms["count"] >= 10).all() and (terms["documents"] >= 5).all()
    everything = b"".join(path.read_bytes() for path in (tmp_path / "record").iterdir())
    assert b"quixotic" not in everything and b"zanzibar" not in everything


def test_what_is_written_is_read_again(tmp_path):
    rows = [row("deb-KAZ-1-1999", ENGLISH), row("news-1", CHINESE, date="2012-07-02"),
            row("x", "=cmd|'/c calc'! \u202e <script>", lang="en")]
    made = written(rows, tmp_path / "record", tmp_path)
    pd.testing.assert_frame_equal(read_documents(tmp_path / "record"), made.documents)
    for before, after in zip(made.terms, read_terms(tmp_path / "record"), strict=True):
        pd.testing.assert_frame_equal(before, after)
    about = read_made(tmp_path / "record")
    assert about["documents"] == 3
    assert about["concepts"] == ["sco", "three_forces.label", "three_forces.triad", "three_forces", "trust"]
    assert about["collections"][2] == {"id": "news", "documents": 1, "duplicates": 0, "undated": 0, "first": "2012-07-02",
                                       "last": "2012-07-02"}


def test_the_same_texts_give_the_same_bytes_in_whatever_order(tmp_path):
    rows = [row(f"deb-KAZ-{i}-2005", f"water water water {i}") for i in range(6)] + [row(f"news-{i}", f"水{i}") for i in range(6)]
    one, two = (write_rows(tmp_path / f"{i}.jsonl", rows[i::2]) for i in (0, 1))
    for name, paths in (("a", [one, two]), ("b", [two, one])):
        write_record(tmp_path / name, counted(paths, tmp_path), concepts_text=CONCEPTS, collections_text=COLLECTIONS)
    names = sorted(path.name for path in (tmp_path / "a").iterdir())
    assert names == sorted([*TABLES, "concepts.yml", "collections.yml", "made.yml"])
    assert all((tmp_path / "a" / name).read_bytes() == (tmp_path / "b" / name).read_bytes() for name in names)


def test_a_record_is_made_anew_in_its_folder_and_other_folders_are_left_alone(tmp_path):
    written([row("a", "The SCO.")], tmp_path / "record", tmp_path)
    (tmp_path / "record" / "README.md").write_text("Mine.", encoding="utf-8")
    written([row("a", "The SCO."), row("b", "Trust.")], tmp_path / "record", tmp_path)
    assert len(read_documents(tmp_path / "record")) == 2 and (tmp_path / "record" / "README.md").read_text() == "Mine."
    other = tmp_path / "other"
    other.mkdir()
    (other / "thesis.docx").write_text("Precious.")
    with pytest.raises(CorpusError, match=r"is no folder of a record \(thesis.docx\): name a new one"):
        written([row("a", "The SCO.")], other, tmp_path)
    assert [path.name for path in other.iterdir()] == ["thesis.docx"]
    with pytest.raises(CorpusError, match="is no folder of a record"):
        written([row("a", "The SCO.")], other / "thesis.docx", tmp_path)
    with pytest.raises(CorpusError, match="There is no folder .* to put the record into"):
        written([row("a", "The SCO.")], tmp_path / "no" / "record", tmp_path)
    assert not [path for path in tmp_path.iterdir() if path.name.startswith(".")]


def test_rules_that_were_changed_by_hand_in_the_folder_are_not_replaced(tmp_path):
    written([row("a", "The SCO.")], tmp_path / "record", tmp_path)
    mine = CONCEPTS.replace("label: SCO", "label: Mine")
    (tmp_path / "record" / "concepts.yml").write_text(mine, encoding="utf-8")
    with pytest.raises(CorpusError, match="concepts.yml in .* was written or changed by hand .* give it with --concepts"):
        written([row("a", "The SCO.")], tmp_path / "record", tmp_path)
    written([row("a", "The SCO.")], tmp_path / "record", tmp_path, concepts=mine)
    assert (tmp_path / "record" / "concepts.yml").read_text(encoding="utf-8") == mine


@pytest.mark.parametrize("name", [*TABLES, "concepts.yml", "collections.yml"])
def test_a_file_that_is_not_the_one_the_record_was_made_with_is_named(tmp_path, name):
    written([row("a", "The SCO.")], tmp_path / "record", tmp_path)
    path = tmp_path / "record" / name
    path.write_bytes(path.read_bytes()[:-3])
    with pytest.raises(CorpusError, match=f"^{name} in .* is not the file that made.yml there tells of: count the texts again"):
        read_made(tmp_path / "record")
    path.unlink()
    with pytest.raises(CorpusError, match=f"^{name} in "):
        read_made(tmp_path / "record")


@pytest.mark.parametrize("text", ["", "[", "files: 3\nconcepts: []", "- a", "files: {}\nconcepts: {}", "\x00"])
def test_a_made_yml_that_is_none_is_said_to_be(tmp_path, text):
    written([row("a", "The SCO.")], tmp_path / "record", tmp_path)
    (tmp_path / "record" / "made.yml").write_text(text, encoding="utf-8")
    with pytest.raises(CorpusError, match="^made.yml in .* can't be read: count the texts again"):
        read_made(tmp_path / "record")


# collections.yml

@pytest.mark.parametrize(("text", "said"), [
    ("id: a", "must be a list"),
    ("- [", "can't be read at line"),
    ("- ids: a", "the collection 1 needs an id"),
    ("- {id: A b, ids: a}", "the collection A b needs an id"),
    ("- {id: a}", "the collection a has no ids"),
    ("- {id: a, ids: (}", "a regular expression under ids that can't be read"),
    ("- {id: a, ids: a, colour: red}", "has an unknown entry 'colour': known are id, title"),
    ("- {id: a, ids: a, extent: some}", "has the extent 'some': write whole run or selection"),
    ("- {id: a, ids: a, country: from id}", r"ids has no group \(\?P<country>"),
    ("- {id: a, ids: a, files: b}", "needs both files and as"),
    ("- {id: a, ids: a, files: b, as: 'a-{year}'}", "may name in braces only the groups of files"),
    ("- {id: a, ids: a, files: '(?P<y>b)', as: 'a-{'}", "has an as that can't be filled in"),
    ("- {id: a, ids: a, periods: [soon]}", "has a period 'soon' that can't be read"),
    ("- {id: a, ids: a, periods: [2005 to 2001]}", "has a period '2005 to 2001' that can't be read"),
    ("- {id: a, ids: a}\n- {id: a, ids: b}", "the collection a stands there twice"),
])
def test_a_fault_in_collections_yml_is_told_with_its_entry(text, said):
    with pytest.raises(CorpusError, match=f"^collections.yml.*{said}"):
        load_collections(text)


def test_a_collections_yml_may_be_empty():
    assert load_collections("") == () and collection_of("a", ()) == (None, "a", {})


def test_the_shipped_collections_know_the_ids_and_files_they_tell_of():
    from utils.corpus import SHIPPED

    known = load_collections((SHIPPED / "record" / "collections.yml").read_text(encoding="utf-8"))
    for name, expected in {"ungdc-KAZ-54-1999": "ungdc", "Session 54 - 1999/KAZ_54_1999": "ungdc", "xwlb-20120702-01": "xwlb",
                           "mfa-cn-zh-t1": "mfa_cn_zh", "kremlin-en-7987": "kremlin_en", "aug15-1947": "india_aug15",
                           "mkb-may-2015": "india_mkb", "art-1": None}.items():
        found = collection_of(name, known)[0]
        assert (found.id if found else None) == expected
    assert collection_of("Session 01 - 1946/USA_01_1946", known)[1] == "ungdc-USA-1-1946"
    assert all(c.publisher and c.licence and c.where and c.faults and c.country for c in known)


def test_states_have_a_source_for_every_date():
    states = load_states()
    assert states.index.is_unique and (states["name"] != "").all() and set(states.index) >= {"KAZ", "EU", "YUG", "CSK", "VAT"}
    for kind in ("observer", "partner", "member"):
        dated = states[states[f"{kind}_from"] != ""]
        assert dated[f"{kind}_from"].str.fullmatch(r"\d{4}-\d\d-\d\d").all()
        assert dated[f"{kind}_source"].str.startswith("http").all()
    assert (states["member_from"] != "").sum() == 10


# The command line

def test_count_writes_a_record_and_says_a_line_a_file(sco, tmp_path, files):
    texts = write_rows(tmp_path / "texts.jsonl", [row("deb-KAZ-54-1999", ENGLISH), row("news-1", CHINESE, date="2012-07-02")])
    options = (*files, "--collections", tmp_path / "collections.yml")
    done = sco("count", texts, "--out", tmp_path / "record", *options)
    assert (done.returncode, done.stderr) == (0, "")
    lines = done.stdout.splitlines()
    assert lines[0] == "texts.jsonl: 2 documents counted, 1 of debate, 1 of news"
    assert lines[-1].startswith(f"2 documents counted: {tmp_path / 'record'} (")
    done = sco("count", "--check", tmp_path / "record", texts, *files)
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout.splitlines()[-1] == "2 of 2 documents of the record: the texts give the same counts, row by row"


def test_count_finds_the_collections_of_a_record_that_is_made_anew(tmp_path, files):
    texts = write_rows(tmp_path / "texts.jsonl", [row("deb-KAZ-54-1999", ENGLISH)])
    count([texts], out=tmp_path / "record", concepts=files[1], collections=tmp_path / "collections.yml")
    assert count([texts], out=tmp_path / "record", concepts=files[1]) == 0
    assert read_documents(tmp_path / "record")["collection"].tolist() == ["debate"]


def test_count_refuses_what_it_cannot_begin(tmp_path):
    texts = write_rows(tmp_path / "texts.jsonl", [row("a", "b")])
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "me.jpg").write_bytes(b"\xff\xd8")
    (tmp_path / "latin.yml").write_bytes(b"caf\xe9: 1")
    for path, options, said in [
        (texts, {"out": tmp_path / "photos"}, r"is no folder of a record \(me.jpg\)"),
        (tmp_path / "nothing", {"out": tmp_path / "r"}, "There is nothing at"),
        (texts, {"out": tmp_path / "r", "concepts": tmp_path / "no.yml"}, "There is no concepts.yml at"),
        (texts, {"out": tmp_path / "r", "concepts": tmp_path / "latin.yml"}, "latin.yml is not UTF-8"),
        (texts, {"out": tmp_path / "r", "collections": texts}, "collections.yml must be a list"),
        (texts, {"check": tmp_path / "r"}, "There is no record at"),
        (texts, {"check": tmp_path / "r", "collections": texts}, "leave --collections out"),
    ]:
        with pytest.raises(CorpusError, match=said):
            count([path], **options)
    assert not (tmp_path / "r").exists()


def test_a_count_without_a_place_is_told_with_the_usage(sco, tmp_path):
    done = sco("count", tmp_path)
    assert done.returncode == 2 and "one of the arguments --out --check is required" in done.stderr
    done = sco("count", tmp_path / "nothing", "--out", tmp_path / "r")
    assert done.returncode == 2 and done.stderr.startswith("sco: There is nothing at")


# Checking

@pytest.fixture
def checked(tmp_path):
    """A record of 30 documents, and a function that checks rows against it."""
    rows = [row(f"deb-KAZ-{i}-2005", f"water water water {i} of the SCO") for i in range(1, 31)]
    written(rows, tmp_path / "record", tmp_path)

    def check(changed, rules=CONCEPTS):
        return check_record(tmp_path / "record", [write_rows(tmp_path / "again.jsonl", changed)], rules=rules)

    return rows, check


def test_a_recount_of_the_same_texts_agrees(checked):
    rows, check = checked
    assert check(rows[::-1]) == (["30 of 30 documents of the record: the texts give the same counts, row by row"], 0)


def test_missing_new_and_changed_documents_are_named(checked):
    rows, check = checked
    lines, status = check([rows[0] | {"text": "Another."}, *rows[2:], row("deb-KGZ-1-2005", "Peace.")])
    assert status == 1
    assert lines == ["missing: deb-KAZ-2-2005 is in the record and not among these texts",
                     "new: deb-KGZ-1-2005 is among these texts and not in the record",
                     "changed: deb-KAZ-1-2005 has another text than the one that was counted",
                     "28 of 30 documents of the record: the texts give the same counts, row by row"]


def test_twenty_of_a_kind_are_named_and_of_the_rest_it_is_said_how_many(checked):
    rows, check = checked
    lines, _ = check(rows[:3] + [r | {"text": "Another."} for r in rows[3:]])
    assert sum(line.startswith("changed: deb") for line in lines) == 20 and "changed: and 7 more" in lines


def test_spaces_and_line_ends_are_no_other_text(checked):
    rows, check = checked
    assert check([r | {"text": r["text"].replace(" ", "\r\n ", 1) + "\n"} for r in rows])[1] == 0


def test_a_row_that_is_told_of_or_counted_differently_is_named_with_both(tmp_path, checked):
    rows, check = checked
    lines, status = check([rows[0] | {"date": "2006-01-02"}, *rows[1:]])
    assert status == 1
    assert lines[0] == "told of differently: deb-KAZ-1-2005 has date 2005, now 2006-01-02; precision year, now day"
    table = read_documents(tmp_path / "record")
    table.loc[table["id"] == "deb-KAZ-7-2005", "sco"] = 4
    rewrite(tmp_path / "record", table)
    lines, status = check(rows)
    assert (lines[:-1], status) == (["counted differently: deb-KAZ-7-2005 has sco 4, now 1"], 1)


def test_term_frequencies_are_compared_too(tmp_path, checked):
    rows, check = checked
    made = counted(rows, tmp_path)
    made.terms.terms.loc[0, "count"] += 1
    shutil.rmtree(tmp_path / "record")
    write_record(tmp_path / "record", made, concepts_text=CONCEPTS, collections_text=COLLECTIONS)
    assert check(rows)[0][0] == "counted differently: the frequencies of 1 term"


def test_a_collection_that_is_not_there_at_all_is_named_once(tmp_path):
    rows = [row(f"deb-KAZ-{i}-2005", f"water {i}") for i in range(30)] + [row("news-1", CHINESE, date="2012")]
    written(rows, tmp_path / "record", tmp_path)
    lines, status = check_record(tmp_path / "record", [write_rows(tmp_path / "again.jsonl", rows[-1:])], rules=CONCEPTS)
    assert (lines, status) == (["missing: none of the 30 documents of debate is among these texts",
                                "1 of 31 documents of the record: the texts give the same counts, row by row"], 1)


def test_other_rules_are_said_with_how_to_count_anew(checked):
    rows, check = checked
    lines, status = check(rows, rules=CONCEPTS.replace("en: [trust]", "en: [trust, confidence]"))
    assert status == 1
    assert lines[0] == ("The record was made by other rules than concepts.yml has now: it has other wordings of trust. "
                        "Count the texts again with sco count TEXTS --out FOLDER --concepts FILE.")


def rewrite(folder, documents):
    """Put another table into a record, as if it had been made with it."""
    from utils.record.files import _write_table

    _write_table(folder / "documents.parquet", documents)
    made = yaml.safe_load((folder / "made.yml").read_text(encoding="utf-8"))
    made["files"]["documents.parquet"] = hashlib.sha256((folder / "documents.parquet").read_bytes()).hexdigest()
    (folder / "made.yml").write_text(yaml.safe_dump(made, sort_keys=False), encoding="utf-8")
