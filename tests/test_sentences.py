"""Sentences: true at nought, at one, at a tie, and with too few."""

import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import co_occurrence, concepts, gaps, overview
from utils.sentences import concepts as concept_sentences
from utils.sentences import count, first_letter_up, interval, joined, of_documents, percent, period
from utils.sentences import overview as told
from utils.sentences import terms as term_sentences
from utils.sentences import trends as course_sentences
from utils.sentences.concepts import absence
from utils.trends import trend

ANY = settings(deadline=None, max_examples=60, derandomize=True)


# --- the small words -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("n, said", [(0, "no document"), (1, "1 document"), (2, "2 documents"), (1204, "1,204 documents")])
def test_a_count_agrees_with_its_noun(n, said):
    assert count(n, "document") == said


def test_a_noun_with_another_plural_is_given_it():
    assert (count(2, "country", "countries"), count(1, "country", "countries")) == ("2 countries", "1 country")


@pytest.mark.parametrize(
    "names, said",
    [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c"), ([2001, 2003], "2001 and 2003")],
)
def test_names_are_joined_as_in_a_sentence(names, said):
    assert joined(names) == said


def test_names_can_be_joined_by_another_word():
    assert joined(["a", "b", "c"], last="or") == "a, b or c"


@pytest.mark.parametrize(
    "share, said",
    [
        (0, "0%"),
        (1, "100%"),
        (0.5, "50%"),
        (0.004, "under 1%"),
        (0.999, "over 99%"),
        (0.126, "13%"),
        (float("nan"), "an unknown share"),
    ],
)
def test_a_share_is_a_whole_percentage_that_never_says_none_or_all_of_some(share, said):
    assert percent(share) == said


@pytest.mark.parametrize(
    "with_it, documents, said",
    [
        (0, 0, "no document"),
        (1, 1, "1 of 1 document"),
        (2, 4, "2 of 4 documents"),
        (1, 5, "1 of 5 documents (20%)"),
        (1200, 2400, "1,200 of 2,400 documents (50%)"),
    ],
)
def test_a_share_of_few_documents_has_no_percentage(with_it, documents, said):
    assert of_documents(with_it, documents) == said


def test_an_interval_that_is_missing_is_not_written():
    assert interval(0, 0.0062) == "[0%, 0.62%]" and interval(0.0012, 0.04) == "[0%, 4%]"
    assert interval(0.03, 0.18) == "[3%, 18%]" and interval(float("nan"), 0.2) == ""


def test_none_in_n_documents_leaves_a_share_possible():
    # 1 - 0.025 ** (1 / 10) = 0.3085
    assert absence(10) == " (95% interval of the share: 0 to 31%)" and absence(0) == absence(4) == ""


FORCES = ["terrorism", "separatism", "extremism"]


def forces_in(*texts):
    corpus = corpus_of(*texts) if texts else corpus_of("贸易", lang=["zh"]).where(lang="en")
    found = concepts.mentions(corpus)
    return corpus, {key: found[found["concept"] == key] for key in FORCES}, concepts.per_concept(found, corpus, FORCES)


def test_concepts_without_a_mention_are_told_in_one_sentence():
    corpus, found, _ = forces_in("Talks about terrorism.")
    assert concept_sentences.all_mentioned(found, corpus, dict(zip(FORCES, FORCES))) == [
        "Terrorism: 1 mention in 1 of 1 document, 333 per 1,000 words.",
        "Not mentioned in 1 document: separatism and extremism.",
    ]


@pytest.mark.parametrize("texts, said", [
    (["Talks about terrorism.", "Talks."], "Of the parts, terrorism in 1, separatism and extremism in none of these documents."),
    (["Talks about terrorism and extremism."], "Of the parts, terrorism and extremism are named in it."),
    (["Talks."], "Nor is terrorism, separatism or extremism named in it."),
    (["Talks.", "Trade."], "Nor is terrorism, separatism or extremism named in any of them."),
    ([], ""),
])
def test_the_parts_are_told_for_many_documents_for_one_and_for_none(texts, said):
    corpus, _, overview_ = forces_in(*texts)
    assert concept_sentences.alone(overview_, len(corpus)) == said


def test_without_an_english_document_nothing_is_said_to_be_absent_from_it():
    corpus, found, _ = forces_in()
    assert concept_sentences.mentioned(found["terrorism"], corpus, "terrorism") == (
        "Terrorism: there is no English document to look in.")
    assert concept_sentences.courses({"terrorism": trend(found["terrorism"], corpus)}, {"terrorism": "terrorism"}) == [
        "No document counted here has a date, so nothing can be said of a course over time."]


def test_years_with_few_documents_are_told_once_for_all_concepts():
    corpus = corpus_of("Terrorism.", "Separatism and terrorism.", date=["2001", "2002"])
    found = concepts.mentions(corpus)
    years = {key: trend(found[found["concept"] == key], corpus) for key in FORCES[:2]}
    assert concept_sentences.courses(years, dict(zip(FORCES, FORCES))) == [
        "Terrorism is found in 2 of the 2 years that have documents, separatism in 1.",
        "No course is read from these shares: no year has 5 documents or more."]


def test_concepts_that_tie_with_the_last_one_named_are_counted():
    near = pd.DataFrame({"concept": list("abcde"), "together": [2, 1, 1, 1, 1], "with_node": [2] * 5})
    assert concept_sentences.together(near, "trade", {}) == (
        "Trade: in 2 sentences; most often in the same sentence: a (2), b (1) and c (1); 2 more as often as the last of these.")


def test_pairs_that_tie_are_counted():
    square = pd.DataFrame([[2, 1, 1], [1, 2, 0], [1, 0, 2]], index=list("abc"), columns=list("abc"))
    assert concept_sentences.pairs(square, {c: c for c in "abc"}) == (
        "Most often in one document: a and b, in 1 document (and 1 other pair as often).")


@pytest.mark.parametrize("words, said", [(999, "1.0"), (99, "10"), (9, "100"), (1665, "0.60"), (2, "333")])
def test_a_rate_of_mentions_has_two_digits_whatever_they_are(words, said):
    corpus, found, _ = forces_in("terrorism" + " the" * words)
    assert concept_sentences.mentioned(found["terrorism"], corpus, "terrorism").endswith(f", {said} per 1,000 words.")


def by_side(*shares):
    rows = {side: (k, n, k / n, 0.1, 0.9, n < 5) for side, k, n in shares}
    columns = ["with_it", "documents", "share", "share_low", "share_high", "small"]
    return pd.DataFrame.from_dict(rows, orient="index", columns=columns)


def test_sides_that_tie_are_given_with_their_counts():
    table = by_side(("A", 2, 6), ("B", 3, 9), ("C", 0, 5), ("D", 1, 2))
    assert concept_sentences.by_group(table, "trade", "side") == (
        "Trade, among 3 sides with 5 documents or more: the share of documents is largest in A with 2 of 6 and B with 3 of 9 "
        "(33% each), smallest in C with 0 of 5 (0%, 95% interval [10%, 90%]). 1 side with fewer than 5 documents is left out.")


@pytest.mark.parametrize("held, part", [((2, 3, 1), "all"), ((2, 0, 1), "1 of"), ((0, 0, 1), "none of")])
def test_a_title_by_side_counts_those_with_a_mention(held, part):
    table = by_side(("A", held[0], 6), ("B", held[1], 9), ("C", held[2], 2))
    assert concept_sentences.by_group_title(table, "trade", "side") == f"Trade: in documents of {part} the 2 sides shown"


def test_parts_outside_label_and_triad_are_counted():
    corpus, found, _ = forces_in("Terrorism, separatism and extremism.", "Terrorism and terrorists.")
    single = pd.concat(found[part] for part in FORCES)
    names = dict(zip(FORCES, FORCES))
    alone = co_occurrence.outside(single, concepts.mentions(corpus, ["three_forces"]))
    assert concept_sentences.outside(single, alone, names) == (
        "Outside label and triad: 2 of 3 mentions of terrorism, 0 of 1 of extremism and 0 of 1 of separatism.")
    assert concept_sentences.outside(alone, alone, names) == "No mention of terrorism stands within label or triad."
    assert concept_sentences.outside(alone.iloc[:0], alone.iloc[:0], names) == ""


def test_on_a_chronicle_no_side_is_set_above_another():
    said = concept_sentences.by_group(by_side(("A", 2, 6), ("B", 0, 9), ("C", 1, 2)), "trade", "side", ranked=False)
    assert said == ("Trade: in documents of 1 of the 2 sides with 5 documents or more. "
                    "1 side with fewer than 5 documents is left out.")


def test_years_that_tie_are_given_with_their_counts():
    dates = ["2001"] * 6 + ["2002"] * 6
    corpus = corpus_of(*["Terrorism." if i in (0, 6) else "Trade." for i in range(12)], date=dates)
    said = course_sentences.over_time(trend(concepts.mentions(corpus, ["terrorism"]), corpus), "terrorism")
    assert said.endswith("the share is largest in 2001 (1 of 6) and 2002 (1 of 6), 17% each.")


def test_a_value_in_few_documents_is_not_said_to_be_in_most():
    table = pd.DataFrame({"concept": ["a", "b"], "with_name": [2, 2], "without_name": [1, 0], "documents_with_name": 9,
                          "documents_without": 6})
    names = {"a": "trust", "b": "benefit"}
    assert concept_sentences.beside(table, "Spirit", names) == (
        "Of its values, trust and benefit come with the name most often: in 2 of 9 documents (22%) that name it each.")
    assert concept_sentences.beside(table.head(1), "Spirit", names) == (
        "Of its values, trust comes with the name most often: in 2 of 9 documents (22%) that name it, against 1 of 6 documents "
        "(17%) that don't.")


@pytest.mark.parametrize("texts, dates, said", [
    (["a"], [""], "each occurrence as a stroke, from the beginning of the document to its end"),
    (["a", "b"], ["", ""], "each occurrence as a stroke; 2 documents in the order of their ids"),
    (["a", "b"], ["2001", ""], "each occurrence as a stroke; 2 documents in the order of their dates, the undated last"),
    (["a", "b"], ["2001", "2002"], "each occurrence as a stroke; 2 documents in the order of their dates"),
])
def test_the_order_of_documents_in_a_figure_is_named_as_it_is(texts, dates, said):
    corpus = corpus_of(*texts, date=dates)
    assert term_sentences.places_measure(corpus) == said
    assert list(corpus.documents["date"]) == sorted(dates, key=lambda date: (date == "", date))


@pytest.mark.parametrize(
    "dates, said",
    [(["2001", "2025-03"], "2001 to 2025"), (["2020", "2020-05-01"], "2020"), (["", ""], "undated"), (["", "1999"], "1999")],
)
def test_the_period_is_from_the_first_to_the_last_year(dates, said):
    assert period(corpus_of("a", "b", date=dates)) == said


def test_a_first_letter_is_raised_and_the_rest_left():
    assert (first_letter_up("le Yucheng"), first_letter_up("")) == ("Le Yucheng", "")


# --- what the corpus holds -------------------------------------------------------------------------------------------


def test_the_size_is_told_with_empty_years_and_undated_documents():
    corpus = corpus_of("one two", "three", "four", date=["2001", "2003", ""])
    assert (
        told.size(corpus)
        == "trial holds 3 documents with 4 words, 2 of them dated, 2001 to 2003, with none in 1 of these 3 years."
    )
    assert told.size(corpus.where(id="d0")) == "trial holds 1 document with 2 words, dated 2001."
    assert told.size(corpus.where(id="d2"), "This part") == "This part holds 1 document with 1 word, undated."
    assert told.size(corpus.where(id="none")) == "trial holds no document."
    assert told.size(corpus_of("a", "b")) == "trial holds 2 documents with 2 words; none of them is dated."


@pytest.mark.parametrize(
    "sides, said",
    [
        (
            ["A", "A", "B"],
            "The largest of 2 sides is A with 2 of 3 documents. 2 sides have fewer than 5 documents, too few for a rate.",
        ),
        (["A", "B"], "Each of the 2 sides has 1 document."),
        (
            ["A", "A", "B", "B", "C"],
            "The largest of 3 sides are A and B with 2 documents each. 3 sides have fewer than 5 documents, too few for a rate.",
        ),
        (["A", "A"], "Both documents have the same side, A."),
        (["A", ""], "The one document with a stated side has the side A. 1 document states none."),
        (["", ""], "No document states its side."),
        (["A", "A", "", ""], "Both documents with a stated side have the same side, A. 2 documents state none."),
        (["A"], "The one document has the side A."),
    ],
)
def test_the_largest_group_is_named_or_the_tie_or_that_there_is_none(sides, said):
    corpus = corpus_of(*[f"text {i}" for i in range(len(sides))], side=sides)
    assert told.groups(overview.by_group(corpus, "side"), "side", len(corpus)) == said


@pytest.mark.parametrize(
    "dates, said",
    [
        ([], "No document is dated, so no year can be counted."),
        (["2020"], "The one dated document is of 2020."),
        (["2020"] * 3, "All 3 dated documents are of 2020."),
        (["2001", "2003"], "Each of the 2 years with documents has 1 document. No document is of 2002."),
        (
            ["2001", "2002", "2002"],
            "The fullest year is 2002 with 2 documents. Every year has at least one. 2 years have documents, but fewer than 5.",
        ),
        (
            ["2001", "2001", "2002", "2002", "2002", "2003", "2003", "2003"],
            "The fullest years are 2002 and 2003 with 3 documents each. At least half of the 8 dated documents are of "
            "2002 or later. Every year has at least one. 3 years have documents, but fewer than 5.",
        ),
    ],
)
def test_full_empty_and_thin_years_are_named(dates, said):
    corpus = corpus_of(*[f"text {i}" for i in range(max(1, len(dates)))], date=dates or [""])
    assert told.years(overview.by_year(corpus)) == said


@pytest.mark.parametrize(
    "texts, said",
    [
        (["one"], "One document, of 1 word."),
        (["one two", "one three"], "Both documents have the same length, 2 words."),
        (["!", "?"], "Both documents have the same length, no word."),
        (["one", "one two three"], "The median length is 2 words. The shortest has 1 (d0), the longest 3 (d1)."),
        (["one", "two", "one two"], "The median length is 1 word. The shortest has 1 (d0 and 1 more), the longest 2 (d2)."),
        (["。"], "No document is in a script whose words are counted."),
        (["one two", "。"], "One document, of 2 words. 1 document in Chinese or Japanese is not counted here."),
    ],
)
def test_lengths_are_told_as_they_are(texts, said):
    corpus = corpus_of(*texts, lang=["zh" if "。" in t else "en" for t in texts])
    assert told.length(corpus) == said


def test_the_longest_tenth_is_weighed():
    corpus = corpus_of(*["word " * 10 + str(i) for i in range(18)], "long " * 100, "long " * 99)
    assert "The longest tenth (2 documents) holds 50% of all words." in told.length(corpus)


def test_what_was_not_loaded_is_counted():
    corpus = corpus_of("a", "b", "", date=["soon", "2020", "2020"])
    assert told.not_loaded(corpus) == "1 item could not be loaded; 1 document was loaded with a fault, named below."
    assert told.not_loaded(corpus_of("a")) == "Everything that was found was loaded, and no fault was met."


def test_each_gap_has_its_consequence_and_a_corpus_without_gaps_has_none():
    corpus = corpus_of("same", "same", "other", date=["2001", "2003-05-06", ""], side=["A", "A", ""], lang=["en", "en", "zh"])
    assert list(gaps.consequences(corpus)["gap"]) == [
        "documents without a date",
        "documents dated to a month or a year only",
        "years without a document",
        "years with fewer than 5 documents",
        "documents without a stated side",
        "only one side",
        "documents in other languages than English",
        "documents that repeat another word for word",
    ]
    full = corpus_of(*[f"text {i}" for i in range(20)], date=["2001-01-01", "2002-01-01"] * 10, side=["A", "A", "B", "B"] * 5)
    assert list(gaps.consequences(full)["gap"]) == ["the largest sides: A and B"]


@ANY
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["", "2001", "2004-05", "2004-05-06"]), st.sampled_from(["", "A", "B"]), st.sampled_from(["en", "zh"])
        ),
        min_size=1,
        max_size=8,
    )
)
def test_every_sentence_of_the_overview_can_be_made_of_any_corpus(rows):
    corpus = corpus_of(
        *[f"text {i}" for i in range(len(rows))], date=[r[0] for r in rows], side=[r[1] for r in rows], lang=[r[2] for r in rows]
    )
    sides, years = overview.by_group(corpus, "side"), overview.by_year(corpus)
    said = [
        told.size(corpus),
        told.groups(sides, "side", len(corpus)),
        told.concentration(sides, "side", len(corpus)),
        told.years(years),
        told.length(corpus),
        told.year_title(years),
        told.group_title(sides, "side", len(corpus)),
        told.grid_title(overview.year_by_group(corpus, "side"), "side"),
        told.length_title(corpus),
    ]
    assert not any("nan" in s or "<NA>" in s or "  " in s for s in said)
    assert all(len(title) <= 124 for title in said[5:])
    gaps.consequences(corpus)
