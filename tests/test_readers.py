"""Files, tables, folders and archives: what is read, and how what can't be read is named."""

import gzip
import io
import json
import os
import zipfile

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import CorpusError, load_corpus
from utils.corpus import texts
from utils.corpus.readers import decode, read, stem, suffix, unsafe
from utils.corpus.tables import clean

TEXT = "The ministers met in the capital and spoke of trade."
ANY = settings(deadline=None, max_examples=120, derandomize=True)


def one_reason(corpus, row=None):
    """The only thing in `skipped`, with its row."""
    assert len(corpus.skipped) == 1, corpus.skipped
    found = corpus.skipped.iloc[0]
    assert row is None or found["row"] == row
    return f"{found['file']}: {found['reason']}"


# --- what can't be loaded as a whole: one sentence -------------------------------------------------------------------


def test_a_missing_path_is_said_to_be_missing(tmp_path):
    with pytest.raises(CorpusError, match=r"There is nothing at .*nowhere: check the path"):
        load_corpus(tmp_path / "nowhere")


@pytest.mark.parametrize("path", ["x" * 5000, "a\0b", "~nobody-of-that-name/x"])
def test_a_path_that_can_be_none_is_said_to_be_missing(path):
    with pytest.raises(CorpusError, match="There is nothing at"):
        load_corpus(path)


def test_an_empty_folder_is_told_what_could_be_in_it(tmp_path):
    with pytest.raises(CorpusError, match=r"holds no file of a format that is read here \(\.txt, \.md, \.csv"):
        load_corpus(tmp_path)


def test_a_table_without_a_text_column_lists_its_columns_and_the_names_understood(tmp_path):
    path = tmp_path / "t.csv"
    path.write_text("id,words\n1,hello\n")
    with pytest.raises(
        CorpusError,
        match=r"t\.csv has no text column: its columns are id, words, and the text is looked for "
        r"under text, content, body, full_text, fulltext; rename",
    ):
        load_corpus(path)


def test_json_lines_without_any_text_are_one_fault_not_one_a_line(tmp_path):
    path = tmp_path / "t.jsonl"
    path.write_text('{"a": 1}\n{"b": 2}\n')
    with pytest.raises(CorpusError, match=r"t\.jsonl has no text column: its columns are a, b") as error:
        load_corpus(path)
    assert str(error.value).count("has no text") == 1


@pytest.mark.parametrize("name, data", [("t.csv", b"id,text\n"), ("t.jsonl", b""), ("t.csv", b""), ("t.tsv", b"\n\n")])
def test_a_table_without_rows_says_so(tmp_path, name, data):
    (tmp_path / name).write_bytes(data)
    with pytest.raises(CorpusError, match="holds no row"):
        load_corpus(tmp_path / name)


def test_a_file_of_another_format_is_told_which_ones_are_read(tmp_path):
    (tmp_path / "t.docx").write_bytes(b"PK")
    with pytest.raises(CorpusError, match=r"t\.docx is of no format that is read here: save it as one of"):
        load_corpus(tmp_path / "t.docx")


def test_a_long_list_of_faults_is_cut(tmp_path):
    for i in range(9):
        (tmp_path / f"{i}.doc").write_text("x")
    with pytest.raises(CorpusError, match=r"and 6 more\.$"):
        load_corpus(tmp_path)


# --- what is left out, named, while the rest is loaded --------------------------------------------------------------


@pytest.mark.parametrize(
    "data, reason",
    [
        (b"caf\xe9 talks", "is not UTF-8 (byte 4): save it as UTF-8"),
        ("talks".encode("utf-16"), "seems to be UTF-16: save it as UTF-8"),
        (b"t\0a\0l\0k\0", "holds NUL characters"),
    ],
)
def test_bytes_that_are_not_utf8_are_named_with_the_place(tmp_path, data, reason):
    (tmp_path / "bad.txt").write_bytes(data)
    (tmp_path / "good.txt").write_text(TEXT)
    corpus = load_corpus(tmp_path)
    assert list(corpus.documents["id"]) == ["good"]
    assert reason in one_reason(corpus) and "bad.txt" in one_reason(corpus)


def test_a_row_of_a_table_that_is_not_utf8_is_named_and_the_others_are_loaded(tmp_path):
    path = tmp_path / "t.csv"
    path.write_bytes(b"id,text\na,good words\nb,caf\xe9\nc,more words\n")
    corpus = load_corpus(path)
    assert list(corpus.documents["id"]) == ["a", "c"]
    assert "not valid UTF-8" in one_reason(corpus, row=3)


def test_a_table_in_utf16_is_recognised(tmp_path):
    (tmp_path / "t.csv").write_text("id,text\na,words\n", encoding="utf-16")
    with pytest.raises(CorpusError, match=r"t\.csv seems to be UTF-16: save it as UTF-8"):
        load_corpus(tmp_path / "t.csv")


def test_an_empty_text_is_named_with_its_row(tmp_path):
    (tmp_path / "t.csv").write_text(f"id,text\na,{TEXT}\nb,\nc,   \n")
    corpus = load_corpus(tmp_path / "t.csv")
    assert list(corpus.documents["id"]) == ["a"]
    assert list(corpus.skipped["row"]) == [3, 4] and set(corpus.skipped["reason"]) == {"has an empty text"}


def test_an_empty_text_file_is_named(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    (tmp_path / "b.txt").write_text("\n \n")
    assert one_reason(load_corpus(tmp_path)) == "b.txt: has an empty text"


def test_an_unreadable_date_is_kept_undated_and_named(tmp_path):
    (tmp_path / "t.csv").write_text(f"id,date,text\na,05/11/2020,{TEXT}\n")
    corpus = load_corpus(tmp_path / "t.csv")
    assert corpus.documents["date"].iloc[0] == "" and corpus.skipped["kept"].iloc[0]
    assert "the date '05/11/2020' can't be read: write it as 2020-11-05" in one_reason(corpus, row=2)


def test_a_repeated_id_with_another_text_is_loaded_under_a_new_one(tmp_path):
    (tmp_path / "t.csv").write_text("id,text\na,One text.\na,Another text.\na,Another text.\na,A third.\n")
    corpus = load_corpus(tmp_path / "t.csv")
    assert list(corpus.documents["id"]) == ["a", "a-2", "a-3"]
    assert list(corpus.skipped["kept"]) == [True, False, True]
    assert "repeats the id 'a' with another text: loaded as a-2" in corpus.skipped["reason"].iloc[0]
    assert "word for word" in corpus.skipped["reason"].iloc[1]


def test_a_new_id_never_takes_one_that_is_taken(tmp_path):
    (tmp_path / "t.csv").write_text("id,text\na-2,Zero.\na,One.\na,Two.\na-2,Three.\n")
    corpus = load_corpus(tmp_path / "t.csv")
    assert corpus.documents["id"].is_unique and len(corpus) == 4
    assert sorted(text for _, text in corpus.texts()) == ["One.", "Three.", "Two.", "Zero."]


def test_a_row_with_too_many_cells_is_named_and_one_with_too_few_has_empty_ones(tmp_path):
    (tmp_path / "t.csv").write_text("text,title,genre\nOne, two,T,g\nThree words here\nFour,T,g,,\n")
    corpus = load_corpus(tmp_path / "t.csv")
    assert "has 4 cells for 3 columns: put quotation marks round" in one_reason(corpus, row=2)
    assert sorted(text for _, text in corpus.texts()) == ["Four", "Three words here"]


def test_a_short_row_without_its_text_is_not_lost_in_silence(tmp_path):
    (tmp_path / "t.csv").write_text(f"id,text\na,{TEXT}\nb\n")
    assert one_reason(load_corpus(tmp_path / "t.csv"), row=3) == "t.csv: has an empty text"


@pytest.mark.parametrize(
    "line, reason",
    [
        ("{nonsense", "is not a JSON object"),
        ("[1, 2]", "is JSON but no object"),
        ('{"text": 5}', "its text is no string but int"),
        ('{"text": {"a": 1}}', "its text is no string but dict"),
        ('{"text": "a\\ud800b"}', "its text is not valid UTF-8"),
        ('{"text": "a\\u0000b"}', "holds NUL characters"),
        ('{"title": "x"}', "has no text: its keys are title"),
        ('{"text": null}', "has an empty text"),
        ("[" * 100_000, "is not a JSON object"),
    ],
)
def test_a_bad_line_of_json_is_named_and_the_next_one_read(tmp_path, line, reason):
    (tmp_path / "t.jsonl").write_text(f'{line}\n{{"text": "{TEXT}"}}\n')
    corpus = load_corpus(tmp_path / "t.jsonl")
    assert len(corpus) == 1 and reason in one_reason(corpus, row=1)


def test_a_table_cut_off_in_the_middle_keeps_the_rows_before(tmp_path):
    whole = gzip.compress("".join(json.dumps({"id": i, "text": f"{TEXT} {i}"}) + "\n" for i in range(3000)).encode())
    (tmp_path / "t.jsonl.gz").write_bytes(whole[: len(whole) // 2])
    corpus = load_corpus(tmp_path / "t.jsonl.gz")
    assert 0 < len(corpus) < 3000
    assert corpus.skipped["reason"].str.contains("can't be read to its end").any()


# --- forms of tables -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("head", ["", "\ufeff"])
@pytest.mark.parametrize("mark", [",", ";", "\t"])
def test_a_csv_with_any_usual_separator_and_a_byte_order_mark_is_read(tmp_path, head, mark):
    row = [f'"{head_}"' for head_ in ("text", "source")], ['"Trade; and, more\tso"', '"The Paper"']
    (tmp_path / "t.csv").write_text(head + "\n".join(mark.join(r) for r in row), encoding="utf-8")
    corpus = load_corpus(tmp_path / "t.csv")
    assert corpus.text("t-2") == "Trade; and, more\tso" and corpus.documents["publisher"].iloc[0] == "The Paper"


def test_a_quoted_cell_may_hold_line_ends_which_come_out_as_newlines(tmp_path):
    (tmp_path / "t.csv").write_bytes(b'id,text\r\na,"one\r\ntwo\rthree"\r\n')
    assert load_corpus(tmp_path / "t.csv").text("a") == "one\ntwo\nthree"


@pytest.mark.parametrize("name", ["t.csv", "t.tsv", "t.csv.gz", "t.jsonl", "t.ndjson", "t.jsonl.gz", "t.parquet"])
def test_every_format_of_a_table_gives_the_same_corpus(tmp_path, name):
    rows = pd.DataFrame({"id": ["a", "b"], "date": ["2020-11-05", "2021"], "text": ["Jože said “yes”.", TEXT], "n": [1, 2]})
    path = tmp_path / name
    packing = "gzip" if name.endswith(".gz") else None
    if "parquet" in name:
        rows.to_parquet(path)
    elif "json" in name:
        rows.to_json(path, orient="records", lines=True, compression=packing)
    else:
        rows.to_csv(path, sep="\t" if "tsv" in name else ",", index=False, compression=packing)
    corpus = load_corpus(path)
    assert list(corpus.documents["id"]) == ["a", "b"] and list(corpus.documents["date"]) == ["2020-11-05", "2021"]
    assert corpus.text("a") == "Jože said “yes”." and list(corpus.documents["n"]) == ["1", "2"]
    assert corpus.skipped.empty and corpus.title == "t"


@pytest.mark.parametrize("column", ["text", "content", "body", "full_text", "fulltext", "Text ", "BODY"])
def test_the_text_column_goes_by_several_names(tmp_path, column):
    (tmp_path / "t.csv").write_text(f"{column}\n{TEXT}\n")
    assert load_corpus(tmp_path / "t.csv").text("t-2") == TEXT


def test_a_list_of_strings_is_a_text_of_paragraphs(tmp_path):
    (tmp_path / "t.jsonl").write_text('{"id": "a", "text": ["One.", "Two."]}\n')
    assert load_corpus(tmp_path / "t.jsonl").text("a") == "One.\n\nTwo."


def test_cells_that_are_no_strings_are_read_as_a_reader_would_write_them(tmp_path):
    (tmp_path / "t.jsonl").write_text(
        '{"id": 7, "text": "x", "year": 2019.0, "tags": ["a", "b"], "ok": true, "none": null, "n": 1.5}\n'
    )
    row = load_corpus(tmp_path / "t.jsonl").documents.iloc[0]
    assert (row["id"], row["date"], row["tags"], row["ok"], row["none"], row["n"]) == (
        "7",
        "2019",
        '["a", "b"]',
        "true",
        "",
        "1.5",
    )


def test_names_and_titles_come_out_in_one_printable_line(tmp_path):
    (tmp_path / "t.jsonl").write_text(
        json.dumps({"id": "a\nb", "text": " kept \x07 as it is\n", "title": " two\n lines\x00\x1b[0m\u202e ", "": "x"})
    )
    corpus = load_corpus(tmp_path / "t.jsonl")
    assert corpus.documents["id"].iloc[0] == "a b" and corpus.documents["title"].iloc[0] == "two lines[0m"
    assert corpus.text("a b") == " kept \x07 as it is\n" and "" not in corpus.documents


@pytest.mark.parametrize(
    "value, line", [("a\ud800b", "a?b"), ("  a \u00a0 b ", "a b"), ("a\u200bb", "ab"), ("中文 é", "中文 é"), ("\x00", "")]
)
def test_cleaning_leaves_one_line_that_can_be_written_and_read(value, line):
    assert clean(value) == line


def test_a_tables_own_path_column_is_kept_under_another_name(tmp_path):
    (tmp_path / "t.csv").write_text("id,path,text\na,/home/me/a.pdf,Words here\n")
    row = load_corpus(tmp_path / "t.csv").documents.iloc[0]
    assert (row["path"], row["path_in_table"]) == ("t.csv", "/home/me/a.pdf")


# --- folders ---------------------------------------------------------------------------------------------------------


def test_a_folder_of_bare_files_is_read_with_dates_from_the_names(tmp_path):
    (tmp_path / "deep").mkdir()
    (tmp_path / "2020-11-05-briefing.txt").write_text("\ufeffA briefing.\r\nIt was short.", encoding="utf-8")
    (tmp_path / "deep" / "note.md").write_text("A note.")
    for name in ("README.md", "LICENSE.txt", ".hidden.txt", "speakers.yml", "topics.json", "topics.yml"):
        (tmp_path / name).write_text("not a document")
    corpus = load_corpus(tmp_path)
    assert list(corpus.documents["id"]) == ["2020-11-05-briefing", "deep/note"] and corpus.skipped.empty
    assert list(corpus.documents["date"]) == ["2020-11-05", ""]
    assert corpus.text("2020-11-05-briefing") == "A briefing.\nIt was short."


def catalogue(folder, table, **texts):
    (folder / "texts").mkdir(exist_ok=True)
    (folder / "documents.csv").write_text(table, encoding="utf-8")
    for name, text in texts.items():
        (folder / "texts" / f"{name}.txt").write_text(text, encoding="utf-8")
    return folder


def test_a_folder_with_documents_csv_reads_its_rows_and_texts(tmp_path):
    catalogue(
        tmp_path,
        "id,path,date,country,voice,mood\na,texts/a.txt,2020,China,press,glad\nb,,2019-05,CHN,official,\n",
        a=TEXT,
        b="Another.",
    )
    documents = load_corpus(tmp_path).documents
    assert list(documents["id"]) == ["b", "a"] and list(documents["side"]) == ["China (official)", "China (press)"]
    assert list(documents["precision"]) == ["month", "year"] and list(documents["mood"]) == ["", "glad"]


def test_what_documents_csv_and_texts_do_not_share_is_named(tmp_path):
    catalogue(tmp_path, "id,path\na,texts/a.txt\nb,texts/b.txt\n", a=TEXT, c="Not listed.")
    skipped = load_corpus(tmp_path).skipped
    assert list(zip(skipped["file"], skipped["reason"])) == [
        ("documents.csv", "there is no file 'texts/b.txt': add it or mend the path"),
        ("texts/c.txt", "has no row in documents.csv: add one"),
    ]
    assert skipped["row"].iloc[0] == 3 and pd.isna(skipped["row"].iloc[1])


@pytest.mark.parametrize("path", ["../secret.txt", "/etc/hostname", "texts/../../secret.txt", "C:\\secret.txt", "..\\secret.txt"])
def test_a_path_that_leads_out_of_the_corpus_is_refused(tmp_path, path):
    inside = tmp_path / "corpus"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    corpus = load_corpus(catalogue(inside, f"id,path\na,texts/a.txt\nb,{path}\n", a=TEXT))
    assert list(corpus.documents["id"]) == ["a"] and "leads out of the corpus folder" in one_reason(corpus, row=3)


@pytest.mark.parametrize("path", ["x" * 3000, "a\0b.txt", "texts"])
def test_a_path_that_names_no_file_is_named(tmp_path, path):
    corpus = load_corpus(catalogue(tmp_path, f"id,path\na,texts/a.txt\nb,{path}\n", a=TEXT))
    assert list(corpus.documents["id"]) == ["a"] and len(corpus.skipped) == 1


def test_a_row_without_an_id_takes_the_name_of_its_file(tmp_path):
    corpus = load_corpus(catalogue(tmp_path, "path,title\ntexts/a talk.txt,T\n", **{"a talk": TEXT}))
    assert list(corpus.documents["id"]) == ["a talk"]


def test_documents_csv_may_hold_the_texts_itself(tmp_path):
    (tmp_path / "documents.csv").write_text(f"id,text\na,{TEXT}\n")
    assert load_corpus(tmp_path).text("a") == TEXT


def test_links_out_of_the_folder_are_refused_and_links_inside_are_followed(tmp_path):
    folder, outside = tmp_path / "folder", tmp_path / "outside"
    folder.mkdir()
    outside.mkdir()
    (outside / "secret.txt").write_text("secret")
    (folder / "a.txt").write_text(TEXT)
    (folder / "b.txt").symlink_to(folder / "a.txt")
    for name, target in (("c.txt", outside / "secret.txt"), ("d", outside), ("e.txt", folder / "nothing")):
        (folder / name).symlink_to(target)
    corpus = load_corpus(folder)
    assert list(corpus.documents["id"]) == ["a", "b"]
    assert list(corpus.skipped["file"]) == ["c.txt", "d", "e.txt"]
    assert set(corpus.skipped["reason"]) == {"is a link that leads to no file inside the folder: copy the file into it"}


def test_a_listed_text_that_is_a_link_out_of_the_corpus_is_refused(tmp_path):
    inside = tmp_path / "corpus"
    inside.mkdir()
    (tmp_path / "secret.txt").write_text("secret")
    catalogue(inside, "id,path\na,texts/a.txt\nb,texts/b.txt\n", a=TEXT)
    (inside / "texts" / "b.txt").symlink_to(tmp_path / "secret.txt")
    corpus = load_corpus(inside)
    assert list(corpus.documents["id"]) == ["a"] and "secret" not in dict(corpus.texts()).values()


@pytest.mark.skipif(os.name == "nt", reason="file names are Unicode there")
def test_a_file_name_that_is_not_utf8_can_still_be_read_and_written_out(tmp_path):
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_text(TEXT)
    corpus = load_corpus(tmp_path)
    assert list(corpus.documents["id"]) == ["caf?"] and len(corpus.fingerprint) == 12


# --- archives --------------------------------------------------------------------------------------------------------


def archive(path, **members):
    with zipfile.ZipFile(path, "w") as made:
        for name, data in members.items():
            made.writestr(name, data)
    return path


@pytest.mark.parametrize("inner", ["", "folder/"])
def test_a_zip_of_a_corpus_is_read_like_its_folder(tmp_path, inner):
    path = archive(
        tmp_path / "talks.zip",
        **{
            f"{inner}documents.csv": "id,path\na,texts/a.txt\n",
            f"{inner}texts/a.txt": TEXT,
            f"{inner}corpus.yml": "title: Talks\nnature: chronicle\n",
            "__MACOSX/._a": "x",
        },
    )
    corpus = load_corpus(path)
    assert (corpus.title, corpus.is_chronicle, corpus.text("a")) == ("Talks", True, TEXT)


@pytest.mark.parametrize("name", ["../evil.txt", "/etc/evil.txt", "a/../../evil.txt", "C:\\evil.txt", "..\\evil.txt"])
def test_an_entry_whose_name_leads_out_is_not_unpacked(tmp_path, name):
    corpus = load_corpus(archive(tmp_path / "t.zip", **{"a.txt": TEXT, name: "evil"}))
    assert list(corpus.documents["id"]) == ["a"] and "leads out of the archive" in one_reason(corpus)
    assert not list(tmp_path.rglob("evil*"))


def test_a_link_in_an_archive_is_not_unpacked(tmp_path):
    path = archive(tmp_path / "t.zip", **{"a.txt": TEXT})
    with zipfile.ZipFile(path, "a") as made:
        link = zipfile.ZipInfo("b.txt")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/hostname")
    assert one_reason(load_corpus(path)) == "t.zip/b.txt: is a link: it is not unpacked"


def test_an_encrypted_entry_is_named(tmp_path):
    path = archive(tmp_path / "t.zip", **{"a.txt": TEXT, "b.txt": "locked"})
    data = bytearray(path.read_bytes())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.rindex(mark) + place] |= 1  # the flag that says an entry is encrypted
    path.write_bytes(data)
    assert "t.zip/b.txt: is encrypted" in one_reason(load_corpus(path))


def test_a_damaged_entry_costs_only_itself(tmp_path):
    path = tmp_path / "t.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr("a.txt", TEXT)
        made.writestr("b.txt", "words " * 500)
    data = bytearray(path.read_bytes())
    start = data.index(b"b.txt") + 5
    data[start : start + 8] = b"\xff" * 8
    path.write_bytes(data)
    corpus = load_corpus(path)
    assert list(corpus.documents["id"]) == ["a"] and "can't be unpacked" in one_reason(corpus)


def test_a_name_that_stands_twice_is_named(tmp_path):
    path = archive(tmp_path / "t.zip", **{"a.txt": TEXT})
    with zipfile.ZipFile(path, "a") as made, pytest.warns(UserWarning):
        made.writestr("a.txt", "another")
    assert "stands in the archive twice" in one_reason(load_corpus(path)) and load_corpus(path).text("a") == TEXT


@pytest.mark.parametrize("data", [b"", b"no zip at all", b"PK\x05\x06" + b"\0" * 18])
def test_a_broken_or_empty_archive_gets_one_sentence(tmp_path, data):
    (tmp_path / "t.zip").write_bytes(data)
    with pytest.raises(
        CorpusError, match=r"t\.zip (can't be unpacked \(.+\): make the archive anew|: it holds no file)|No document"
    ):
        load_corpus(tmp_path / "t.zip")


def test_a_zip_inside_a_folder_is_told_to_be_unpacked(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    archive(tmp_path / "b.zip", **{"c.txt": TEXT})
    assert "b.zip: is a zip inside a folder" in one_reason(load_corpus(tmp_path))


# --- whatever the bytes ----------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def scratch(tmp_path_factory):
    return tmp_path_factory.mktemp("bytes")


CSV_LIKE = st.text(st.sampled_from('id,text;"\n\r\t ab\x00é'), max_size=80).map(lambda t: ("text,id\n" + t).encode())
JSON_LIKE = st.lists(
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.integers() | st.text(max_size=5),
        lambda x: (
            st.lists(x, max_size=3) | st.dictionaries(st.sampled_from(["text", "id", "date", "_place", "year"]), x, max_size=4)
        ),
    ),
    max_size=4,
).map(lambda rows: "\n".join(json.dumps(r) for r in rows).encode())


@ANY
@given(
    st.one_of(st.binary(max_size=200), CSV_LIKE, JSON_LIKE),
    st.sampled_from([".csv", ".tsv", ".jsonl", ".txt", ".parquet", ".jsonl.gz", ".zip"]),
)
def test_arbitrary_bytes_are_loaded_or_refused_in_words(scratch, data, ending):
    path = scratch / f"any{ending}"
    path.write_bytes(data)
    try:
        corpus = load_corpus(path)
    except CorpusError as error:
        assert "\n" not in str(error) and str(error).isprintable()
    else:
        assert corpus.documents["id"].is_unique and len(corpus.fingerprint) == 12
        assert all(text.strip() for _, text in corpus.texts())
        assert corpus.skipped["reason"].map(str.isprintable).all()


@ANY
@given(st.data())
def test_a_damaged_archive_is_loaded_in_part_or_refused_in_words(scratch, data):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("a.txt", TEXT)
        packed.writestr("deep/b.csv", f"id,text\n1,{TEXT}\n")
    damaged = bytearray(made.getvalue())
    for _ in range(data.draw(st.integers(1, 6))):
        damaged[data.draw(st.integers(0, len(damaged) - 1))] = data.draw(st.integers(0, 255))
    (scratch / "damaged.zip").write_bytes(damaged)
    try:
        assert len(load_corpus(scratch / "damaged.zip")) >= 1
    except CorpusError as error:
        assert str(error).isprintable()


@ANY
@given(st.binary(max_size=60))
def test_decoding_gives_a_text_or_a_reason_and_never_both(data):
    text, reason = decode(data)
    assert not (text and reason) and "\r" not in text


@pytest.mark.parametrize(
    "name, ending, name_alone",
    [
        ("a.jsonl.gz", ".jsonl.gz", "a"),
        ("A.TXT", ".txt", "A"),
        ("2020.11.05.txt", ".txt", "2020.11.05"),
        ("noending", "", "noending"),
        ("x/y.csv", ".csv", "x/y"),
    ],
)
def test_the_ending_decides_and_the_rest_is_the_name(name, ending, name_alone):
    assert (suffix(name), stem(name)) == (ending, name_alone)


@pytest.mark.parametrize(
    "name, wrong",
    [
        ("a/b.txt", False),
        ("a..b.txt", False),
        ("./a.txt", False),
        ("", True),
        (".", True),
        ("a/../b", True),
        ("\\\\server\\x", True),
        ("d:x", True),
    ],
)
def test_names_that_could_lead_out_are_told_from_those_that_cannot(name, wrong):
    assert unsafe(name) is wrong


def test_reading_a_file_gives_rows_and_problems(tmp_path):
    (tmp_path / "a.txt").write_text(TEXT)
    problems = []
    assert list(read(tmp_path / "a.txt", problems)) == [{"text": TEXT.encode(), "path": "a.txt", "_place": ("a.txt", None)}]
    assert problems == []


def test_many_texts_are_held_in_a_file_and_read_the_same(tmp_path, monkeypatch):
    rows = [{"id": f"d{i}", "text": f"Text {i} – “said”"} for i in range(50)]
    (tmp_path / "t.jsonl").write_text("\n".join(map(json.dumps, rows)))
    held = load_corpus(tmp_path / "t.jsonl")
    monkeypatch.setattr(texts, "IN_MEMORY", 100)
    filed = load_corpus(tmp_path / "t.jsonl")
    assert list(filed.texts()) == list(held.texts()) and filed.fingerprint == held.fingerprint
    assert filed.where(id="d49").text("d49") == rows[49]["text"]
