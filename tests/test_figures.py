"""Figures: what `show` writes and displays, and that no text of a corpus can harm a picture, a file or a spreadsheet."""

import csv
import io
import re
import xml.etree.ElementTree as ET
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.text import Text
from PIL import Image

import utils
from utils import figures
from utils.figures import NotDrawn, concept_style, csv_text, new_figure, shorten, show, write

ANY = settings(deadline=None, max_examples=100, derandomize=True)
TABLE = pd.DataFrame({"term": ["trade", "=2+2"], "rate": [1 / 3, 2.0], "year": pd.array([2020, None], dtype="Int64")})


@pytest.fixture(scope="module")
def corpus():
    return corpus_of("Trade grew.", "Talks began.", date=["2019", "2021-05"], named="Trial")


@pytest.fixture
def shown(monkeypatch):
    """What was displayed, in order."""
    seen = []
    monkeypatch.setattr(figures, "display", seen.append)
    return seen


def picture(title="Trade grew", subtitle="occurrences, n = 2"):
    figure, ax = new_figure(title, subtitle)
    ax.plot([2019, 2021], [1, 2])
    return figure


def saved(folder, corpus, **options):
    show(
        picture(**{k: options.pop(k) for k in ("title", "subtitle") if k in options}),
        "09-trial",
        data=TABLE,
        corpus=corpus,
        alt="A line that rises.",
        folder=folder,
        **options,
    )
    return {path.suffix: path for path in folder.iterdir()}


def test_a_figure_is_saved_in_four_files_and_shown_with_its_alt_text(tmp_path, corpus, shown):
    assert set(saved(tmp_path, corpus, caption="Below it.")) == {".svg", ".png", ".pdf", ".csv"}
    markup = shown[0]._repr_html_()
    assert '<img alt="A line that rises."' in markup and "<figcaption>Below it.</figcaption>" in markup
    assert repr(shown[0]) == "Figure: A line that rises."


def test_every_file_says_what_it_is_and_from_which_corpus(tmp_path, corpus, shown):
    files = saved(tmp_path, corpus, minimum=3)
    told = [
        "Trade grew",
        "occurrences, n = 2",
        "Alt text: A line that rises.",
        "Trial · 2 documents, 2019–2021",
        f"fingerprint {corpus.fingerprint}",
        "minimum = 3",
        f"sco-discourse {utils.__version__}",
    ]
    png = " ".join(Image.open(files[".png"]).text.values())
    svg = " ".join(ET.parse(files[".svg"]).getroot().itertext())
    table = files[".csv"].read_text(encoding="utf-8")
    for said in told:
        assert said in png and said in svg and f"# {said}" in table.replace(" · fingerprint", "\n# fingerprint")
    assert (
        f"fingerprint {corpus.fingerprint}".encode("utf-16-be") in files[".pdf"].read_bytes()
        or corpus.fingerprint.encode() in files[".pdf"].read_bytes()
    )


def test_the_same_figure_is_the_same_bytes_twice(tmp_path, corpus, shown):
    first, second = tmp_path / "one", tmp_path / "two"
    first.mkdir(), second.mkdir()
    before, after = saved(first, corpus), saved(second, corpus)
    assert {k: p.read_bytes() for k, p in before.items()} == {k: p.read_bytes() for k, p in after.items()}


def test_no_file_holds_a_date_or_the_name_of_a_folder(tmp_path, corpus, shown):
    for path in saved(tmp_path, corpus).values():
        data = path.read_bytes()
        assert str(tmp_path).encode() not in data and b"CreationDate" not in data and b"<dc:date>" not in data


def test_a_figure_without_a_name_is_shown_and_not_saved(tmp_path, corpus, shown):
    show(picture(), corpus=corpus, folder=tmp_path)
    assert len(shown) == 1 and not list(tmp_path.iterdir())


def test_in_place_of_a_figure_that_cannot_be_drawn_stands_the_reason(tmp_path, corpus, shown):
    show(NotDrawn("there is <b>one</b> document."), "09-trial", corpus=corpus, folder=tmp_path)
    assert shown[0]._repr_html_() == '<p class="not-drawn">Not drawn: there is &lt;b&gt;one&lt;/b&gt; document.</p>'
    assert not list(tmp_path.iterdir())


def test_figures_of_another_corpus_are_never_saved_among_the_shipped_ones(corpus):
    another = figures.figures_folder(replace(corpus, title="../../Tri al/$"))
    assert another.parts[-3:-1] == ("reports", f"Tri-al-{corpus.fingerprint}")
    assert (
        figures.figures_folder(replace(corpus, shipped=True)).name == "figures"
        and "reports" not in figures.figures_folder(replace(corpus, shipped=True)).parts
    )


@pytest.mark.parametrize(
    "nasty", ["$\\frac{1}{", "$x_1$ and $", "<script>alert(1)</script>", "a | b\n=cmd()", "\x07\x1b", "مرحبا 中文 हिन्दी", "&amp;"]
)
def test_no_text_breaks_a_picture_or_its_files(tmp_path, corpus, shown, nasty):
    figure, ax = new_figure(f"Title {nasty}", f"measure {nasty}")
    ax.set_yticks([0, 1], [shorten(nasty, 30), "plain"])
    ax.annotate(shorten(nasty, 30), (0.5, 0.5))
    show(
        figure,
        "09-trial",
        data=TABLE,
        corpus=replace(corpus, title=f"Trial {nasty}"),
        alt=nasty,
        caption=nasty,
        folder=tmp_path,
        part=nasty,
    )
    ET.parse(tmp_path / "09-trial.svg")
    head = [line for line in (tmp_path / "09-trial.csv").read_text(encoding="utf-8").splitlines() if line.startswith("#")]
    assert len(head) + 3 == len((tmp_path / "09-trial.csv").read_text(encoding="utf-8").splitlines())
    assert "<script>" not in shown[0]._repr_html_()


def test_dollar_signs_are_no_mathematics(corpus, shown):
    figure, ax = new_figure("Costs of $5 and $6")
    label = ax.annotate("$x$", (0.5, 0.5))
    show(figure, corpus=corpus)
    assert not label.get_parse_math() and not any(t.get_parse_math() for t in figure.findobj(Text))


@pytest.mark.parametrize(
    "value, written",
    [
        ("=1+1", "'=1+1"),
        ("+1", "'+1"),
        ("-1", "'-1"),
        ("@x", "'@x"),
        ("\tx", "'\tx"),
        ("plain", "plain"),
        (None, ""),
        (pd.NA, ""),
        (float("nan"), ""),
        ("a=b", "a=b"),
    ],
)
def test_no_cell_is_run_as_a_formula(value, written):
    rows = list(csv.reader(io.StringIO(csv_text(pd.DataFrame({"x": pd.Series([value, "y"], dtype=object), "y": ["k", "k"]})))))
    assert rows[1][0] == written


def test_no_head_of_a_column_is_run_as_a_formula():
    assert csv_text(pd.DataFrame({"=x": [1]})).splitlines()[0] == "'=x"


@ANY
@given(st.lists(st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=12), min_size=1, max_size=5))
def test_a_table_written_as_csv_is_read_back_but_for_the_guard(values):
    rows = list(csv.reader(io.StringIO(csv_text(pd.DataFrame({"x": values, "n": range(len(values))}))), strict=True))
    assert [row[0].removeprefix("'") if row[0][:1] == "'" and row[0][1:2] in "=+-@\t\n" else row[0] for row in rows[1:]] == values
    assert not any(row[0].startswith(("=", "+", "-", "@", "\t")) for row in rows)


def test_numbers_are_written_to_six_significant_digits_and_whole_ones_whole():
    table = pd.DataFrame(
        {
            "a": [1 / 3, 1e-9, 123456789.0, np.nan],
            "b": [1, 2, 3, 4],
            "c": pd.array([2001, None, 3, 4], dtype="Int64"),
            "d": [True, False, True, False],
        }
    )
    assert csv_text(table).splitlines()[1:] == ["0.333333,1,2001,True", "1e-09,2,,False", "1.23457e+08,3,3,True", ",4,4,False"]


def test_a_table_is_not_changed_by_being_written():
    before = TABLE.copy()
    csv_text(TABLE)
    pd.testing.assert_frame_equal(TABLE, before)


def test_a_file_is_replaced_whole_and_nothing_else_is_left(tmp_path):
    (tmp_path / "a.txt").write_bytes(b"old and longer")
    write(tmp_path / "a.txt", b"new")
    assert [(p.name, p.read_bytes()) for p in tmp_path.iterdir()] == [("a.txt", b"new")]


def test_a_write_that_fails_leaves_the_old_file(tmp_path):
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(OSError):
        write(tmp_path / "a.txt", b"new")
    assert [p.name for p in tmp_path.iterdir()] == ["a.txt"]


@pytest.mark.parametrize(
    "text, width, short",
    [
        ("one  two\nthree", 20, "one two three"),
        ("abcdefgh", 5, "abcd…"),
        ("ab defgh", 4, "ab…"),
        ("上海 é", 9, "·· é"),
        (7, 3, "7"),
    ],
)
def test_labels_are_cut_to_one_line_that_the_font_can_show(text, width, short):
    assert shorten(text, width) == short


def test_every_concept_has_its_own_colour_and_marker_and_others_are_grey():
    known = ["three_forces", "terrorism", "shanghai_spirit", "shared_future", "belt_and_road", "sco"]
    assert len({concept_style(c) for c in known}) == len(known)
    assert concept_style("shanghai_spirit.mutual_trust") != concept_style("nothing_known") == concept_style("other")


def test_a_long_title_stands_on_two_lines_inside_the_picture(corpus, shown):
    figure = picture(title="A finding that needs rather more words than one line of a figure of this width can hold")
    assert figure.texts[0].get_text().count("\n") == 1
    show(figure, corpus=corpus)
    assert re.search(r"width:\d+px", shown[0]._repr_html_())
