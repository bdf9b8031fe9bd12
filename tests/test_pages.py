"""Prose, tables and concordance lines: readable, and harmless whatever stands in a document."""

import re
from dataclasses import replace

import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.pages import answer, escape, lines, loaded, plain_text, prose, readable, table, versions

ANY = settings(deadline=None, max_examples=150, derandomize=True)
NASTY = st.text(st.sampled_from("<>&\"'$\\|`*_[](){}/=ab \n"), max_size=30)


@ANY
@given(NASTY)
def test_an_escaped_text_reads_as_it_was_and_holds_no_tag_of_its_own(text):
    markup = escape(text)
    assert plain_text(markup) == text
    assert set(re.findall(r"<[^>]*>", markup)) <= {'<span class="d">', "</span>"}


@ANY
@given(NASTY)
def test_no_two_dollar_signs_can_meet_as_mathematics(text):
    bare = re.sub(r'<span class="d">.</span>', "", escape(text))
    assert "$" not in bare and "\\" not in bare


@pytest.mark.parametrize(
    "text, markup",
    [
        ("<b>", "&lt;b&gt;"),
        ('"', "&quot;"),
        ("a & b", "a &amp; b"),
        ("$5", '<span class="d">$</span>5'),
        ("\\(x\\)", '<span class="d">\\</span>(x<span class="d">\\</span>)'),
        (7, "7"),
    ],
)
def test_what_html_or_mathematics_would_read_is_escaped(text, markup):
    assert escape(text) == markup


def test_prose_is_one_paragraph_without_the_empty_sentences():
    page = prose("One.", "", "  Two $3. ", "<i>")
    assert page._repr_html_() == '<p class="said">One. Two <span class="d">$</span>3. &lt;i&gt;</p>'
    assert repr(page) == "One. Two $3. <i>"


def test_the_answer_is_set_apart():
    assert repr(answer("One.", "Two.")) == "In short. One. Two."
    assert answer("One.")._repr_html_().startswith('<div class="answer"><p><strong>In short.</strong> One.')


@pytest.fixture
def frame():
    return pd.DataFrame(
        {
            "term": ["<b>trade</b>", "$x$"],
            "count": [1234, 5],
            "per_1000_words": [12.345, 0.5],
            "year": pd.array([2001, None], dtype="Int64"),
            "kept": [True, False],
        }
    )


def test_a_table_has_readable_heads_and_numbers_to_the_right(frame):
    markup = table(frame, "What.")._repr_html_()
    assert '<th scope="col" class="n">per 1,000 words</th>' in markup and "<caption>What.</caption>" in markup
    assert '<td class="n">1,234</td><td class="n">12.3</td><td class="n">2001</td><td>yes</td>' in markup
    assert '<td class="n">5</td><td class="n">0.5</td><td class="n"></td><td>no</td>' in markup


def test_a_column_of_long_texts_is_marked_so_that_it_gets_room():
    markup = table(pd.DataFrame({"id": ["a", "b"], "text": ["word " * 12, "word " * 9]}))._repr_html_()
    assert '<td>a</td><td class="long">word' in markup and '<th scope="col">text</th>' in markup


def test_nothing_in_a_table_is_markup(frame):
    markup = table(frame)._repr_html_()
    assert "<b>" not in markup and "&lt;b&gt;trade&lt;/b&gt;" in markup and "$x$" not in markup and "mathjax_ignore" in markup


def test_a_long_table_is_cut_and_says_so(frame):
    long = pd.concat([frame] * 20, ignore_index=True)
    assert table(long, "What.", rows=3)._repr_html_().count("<tr>") == 4
    assert "What. The first 3 of 40 rows." in table(long, "What.", rows=3)._repr_html_()


def test_a_table_to_search_holds_all_rows_and_a_box(frame):
    markup = table(pd.concat([frame] * 20), search=True)._repr_html_()
    assert markup.count("<tr>") == 41 and 'aria-label="Search these rows"' in markup and "The first" not in markup


def test_an_empty_table_is_a_sentence(frame):
    assert repr(table(frame.head(0), empty="There is none.")) == "There is none."
    assert repr(table(pd.DataFrame())) == "Nothing to list."


@pytest.mark.parametrize(
    "values, shown",
    [
        ([1.0, 2.0], ["1", "2"]),
        ([0.05, 0.0123], ["0.0500", "0.0123"]),
        ([1.25, 100.0], ["1.2", "100.0"]),
        ([None, 0.5], ["", "0.50"]),
        ([-1.5, 1234.5], ["−1.5", "1,234.5"]),
    ],
)
def test_the_numbers_of_a_column_have_the_same_decimals(values, shown):
    markup = table(pd.DataFrame({"x": values}))._repr_html_()
    assert re.findall(r'<td class="n">(.*?)</td>', markup) == shown


def test_other_heads_can_be_given(frame):
    assert ">word<" in table(frame, heads={"term": "word"})._repr_html_()


def test_concordance_lines_stand_before_the_node_and_after_with_their_source():
    found = pd.DataFrame(
        [
            {"id": "a<1>", "date": "2020", "side": "China (press)", "left": "for ", "node": "$trade", "right": " & peace"},
            {"id": "b", "date": "", "side": "", "left": "", "node": "trade", "right": ""},
        ]
    )
    page = lines(found, "Lines.", rows=1)
    assert (
        '<td class="left">for </td><td class="node"><span class="d">$</span>trade</td><td> &amp; peace</td>' in page._repr_html_()
    )
    assert "2020 · China (press)<br>a&lt;1&gt;" in page._repr_html_() and "1 of 2 lines." in page._repr_html_()
    assert repr(page).splitlines()[1] == "for  [$trade]  & peace (a<1>)"
    assert repr(lines(found.head(0), empty="No line.")) == "No line."


def test_lines_that_are_a_choice_say_of_how_many_and_can_be_folded_under_their_caption():
    found = pd.DataFrame([{"id": "b", "date": "", "side": "", "left": "", "node": "<b>", "right": ""}])
    page = lines(found, "Lines <i>.", of=1200, folded=True)._repr_html_()
    assert page.startswith('<details class="folded"><summary>Lines &lt;i&gt;. 1 of 1,200 lines.</summary>')
    assert page.endswith("</table></div></details>") and "<caption>" not in page
    assert "of 1" not in lines(found, "Lines.", of=1)._repr_html_()
    assert lines(found.head(0), folded=True, empty="")._repr_html_() == ""


def test_small_shares_and_rates_are_given_more_digits():
    values = {"documents": [5000, 900], "with_it": [0, 2], "share": [0, 2 / 900], "share_low": [0, 0.00027],
              "share_high": [0.00074, 0.008], "mentions": [0, 2], "per_1000_words": [0, 0.0021],
              "rate_low": [float("nan"), 0.0004], "rate_high": [float("nan"), 0.005]}
    shown = readable(pd.DataFrame(values, index=pd.Index([2001, 2002], name="year")))
    assert shown["share [95% interval]"].tolist() == ["0% [0, 0.074]", "0.22% [0.027, 0.8]"]
    assert shown["per 1,000 words [95%]"].tolist() == ["0.0000", "0.0021 [0.0004, 0.0050]"]


def test_what_was_loaded_is_told_with_what_was_not():
    corpus = corpus_of("Trade grew.", "贸易增长。", date=["2020", ""], lang=["en", "zh"], nature="chronicle")
    said = repr(loaded(replace(corpus, caution="Read slowly.")))
    for part in (
        "trial: 2 documents, 2 words, 2020.",
        "Nature: chronicle. Read slowly.",
        "1 document without a date.",
        "Chinese (1); notebooks that count English words leave these out",
    ):
        assert part in said


def test_the_last_lines_name_versions_and_fingerprint():
    corpus = corpus_of("Trade grew.")
    assert re.search(r"pandas \d+\.\d+", repr(versions(corpus))) and repr(versions(corpus)).endswith(
        f"fingerprint {corpus.fingerprint}."
    )
