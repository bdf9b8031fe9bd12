"""Accuracy against marked statements, worked by hand; causes of errors; shares with intervals; tables that lead to statements."""

import numpy as np
import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st

from utils import load_corpus
from utils.quotes import errors, gold, measured, quotes, shares, stance
from utils.quotes.accuracy import MEASURES, characters, compared, figures
from utils.quotes.leading import leading
from utils.report.safe_html import safe_html
from utils.sentences import accuracy as said
from utils.sentences import quotes as quote_sentences
from utils.trends import exact_interval

ANY = settings(deadline=None, max_examples=40, derandomize=True)
TEXT = "“Rain came,” Smit said. Doe warned of floods and of snow. Roe praised the valley."


def marked(*rows):
    """Statements: (id, pieces, source, kind, speaker)."""
    return pd.DataFrame([(i, p, *(s or (pd.NA, pd.NA)), "said", k, v) for i, p, s, k, v in rows], columns=gold.MARKED).astype(
        {"source_start": "Int64", "source_end": "Int64"})


def at(words):
    start = TEXT.index(words)
    return (start, start + len(words))


GOLD = marked(("a", (at("Rain came"),), at("Smit"), "direct", "Anna Smit"),
              ("a", (at("of floods and of snow"),), at("Doe"), "indirect", "John Doe"),
              ("a", (at("the valley"),), at("Roe"), "indirect", ""))
FOUND = marked(("a", (at("“Rain came,”"),), at("Smit"), "direct", "Jane Smit"),  # another person
               ("a", (at("floods"),), at("Doe"), "indirect", "John Doe"),  # less than half of it
               ("a", (at("praised the valley"),), at("Smit said"), "indirect", ""))  # another source


def values(table, kind="all"):
    return table[table["kind"] == kind].set_index("measure")["figure"].to_dict()


def test_figures_are_those_worked_by_hand():
    pairs = compared(GOLD, FOUND, {"a": TEXT})
    # characters without spaces: 8 of 8; 6 of 17; 9 of 16
    assert pairs["iou"].tolist() == pytest.approx([1, 6 / 17, 9 / 16])
    assert pairs["source_right"].tolist() == [True, True, False]
    assert pairs["name_right"].tolist()[0] is False or not pairs["name_right"].tolist()[0]
    got = values(figures(pairs, GOLD, documents=["a"]))
    assert got == pytest.approx({"joint F1": 1 / 3, "precision": 1 / 3, "recall": 1 / 3, "content F1, IoU 0.5": 2 / 3,
                                 "content F1, IoU 0.8": 1 / 3, "source right": 1 / 2, "speaker right": 0.0})
    assert values(figures(pairs, GOLD, documents=["a"]), "indirect") == {"precision": 0, "recall": 0}


def test_marks_and_stops_at_the_edges_do_not_count():
    assert characters("“Rain, came.”", [(0, 13)]) == {1, 2, 3, 4, 5, 7, 8, 9, 10}


def test_of_statements_of_the_same_words_each_is_paired_once_and_the_best_first():
    two = marked(("a", (at("Rain came"),), at("Smit"), "direct", ""), ("a", (at("Rain"),), at("Smit"), "direct", ""))
    pairs = compared(two, two.iloc[[1]], {"a": TEXT})
    assert pairs.dropna(subset=["found"])["marked"].tolist() == [1]


def test_what_fits_a_borderline_statement_is_neither_right_nor_wrong():
    edge = GOLD.assign(borderline=[False, False, True])
    pairs = compared(edge, FOUND, {"a": TEXT})
    assert len(pairs) == 2 and values(figures(pairs, edge, documents=["a"]))["precision"] == 0.5


def test_no_statement_marked_or_found_gives_no_figure():
    empty = GOLD.iloc[:0]
    assert figures(compared(empty, empty, {}), empty, documents=[]).empty
    assert figures(compared(empty, empty, {"a": TEXT}), empty, documents=["a"]).empty
    assert values(figures(compared(GOLD, empty, {"a": TEXT}), GOLD, documents=["a"]))["recall"] == 0


def test_intervals_hold_the_figure_come_again_and_are_exact_where_nothing_can_be_learned():
    texts = {f"d{i}": TEXT for i in range(8)}
    many = pd.concat([GOLD.assign(id=name) for name in texts], ignore_index=True)
    found = pd.concat([FOUND.assign(id=name) for name in list(texts)[:5]], ignore_index=True)
    first, again = (figures(compared(many, found, texts), many, documents=reversed(texts)) for _ in range(2))
    assert first.equals(again)
    row = first[(first["kind"] == "all") & (first["measure"] == "recall")].iloc[0]
    assert 0 < row["low"] < row["figure"] < row["high"] < 1
    named = first[first["measure"] == "speaker right"].iloc[0]
    assert (named["low"], named["high"]) == exact_interval(0, 5)


@ANY
@given(st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6),
       st.lists(st.tuples(st.integers(0, 60), st.integers(1, 20)), max_size=6))
def test_figures_are_shares_and_a_comparison_with_itself_is_perfect(one, other):
    def table(spans):
        return marked(*[("a", ((a, a + n),), (a, a + n), "indirect", "") for a, n in dict.fromkeys(spans)])

    first, second = table(one), table(other)
    got = figures(compared(first, second, {"a": TEXT}), first, documents=["a"])
    assert got["figure"].between(0, 1).all() and set(got["measure"]) <= set(MEASURES)
    spans = [s for s in dict.fromkeys(one) if characters(TEXT, [(s[0], s[0] + s[1])])]
    same = table(spans)
    got = values(figures(compared(same, same, {"a": TEXT}), same, documents=["a"]))
    assert not spans or got["content F1, IoU 0.5"] == 1


def test_each_error_has_its_cause():
    found = pd.concat([FOUND, marked(("a", (at("John" if "John" in TEXT else "warned"),), at("Doe"), "indirect", ""))],
                      ignore_index=True)
    table = errors.errors(compared(GOLD, found, {"a": TEXT}), GOLD, found, found.iloc[:0], {"a": TEXT})
    assert table["cause"].tolist() == ["other speaker", "other boundaries", "other source", "no statement"]
    assert table["marked"].iloc[0] == "Smit = Anna Smit: Rain came" and table["found"].iloc[0] == "Smit = Jane Smit: “Rain came,”"
    assert "warned of floods" in table["words"].iloc[1]
    assert errors.causes(table)["errors"].tolist() == [1, 1, 1, 1]


def test_what_was_missed_is_told_apart():
    lost = GOLD.assign(cue=["said", "", "praised"])
    wide = marked(("a", ((0, len(TEXT)),), None, "indirect", ""))
    pairs = compared(lost, wide.iloc[:0], {"a": TEXT})
    table = errors.errors(pairs, lost, wide.iloc[:0], lost.iloc[[2]], {"a": TEXT})
    assert table["cause"].tolist() == ["missed: reporting word", "missed: no reporting word", "taken for an attitude"]
    assert table["marked"].iloc[0].endswith("[said]")
    assert errors.drawn(table, n=2, seed=1).equals(errors.drawn(table, n=2, seed=1))
    assert errors.causes(table.iloc[:0]).empty and errors.drawn(table.iloc[:0]).empty


def test_the_shipped_figures_are_whole():
    known = measured.measured()
    assert {"set", "documents", "kind", "measure", "n", "figure", "low", "high"} == set(known)
    assert known["figure"].between(0, 1).all() and not known.duplicated(["set", "kind", "measure"]).any()
    inside = known.dropna(subset=["low"])
    assert ((inside["low"] <= inside["figure"]) & (inside["figure"] <= inside["high"])).all()
    for name in known["set"].unique():
        assert measured.one(known, name, "joint F1") is not None and measured.one(known, name, "recall", "direct") is not None
    assert len(measured.overall(known)) == known["set"].nunique() and "F1" in measured.overall(known)


def statement(name, verb, kind="indirect", **more):
    return {"id": name, "number": 1, "verb": verb, "cue": verb, "kind": kind, "speaker": "Anna Smit", "side": "here",
            "source": "Smit", "content_text": "rain", "type": "speech"} | more


def test_a_share_has_an_interval_from_five_documents_on():
    rows = [statement(f"d{i}", "say", kind="direct" if i % 2 else "indirect", side="many" if i < 6 else "few") for i in range(8)]
    table = shares.direct(pd.DataFrame(rows), "side").set_index("side")
    assert table.loc["many", ["statements", "with_it", "share"]].tolist() == [6, 3, 0.5]
    assert table.loc["many", "low"] < 0.5 < table.loc["many", "high"] and np.isnan(table.loc["few", "low"])


def test_a_share_of_none_or_all_has_the_exact_interval():
    table = shares.direct(pd.DataFrame([statement(f"d{i}", "say") for i in range(6)]), "side")
    assert (table["low"].iloc[0], table["high"].iloc[0]) == exact_interval(0, 6)


def test_reporting_words_are_grouped_and_turns_have_none():
    words = ["say", "claim", "warn", "welcome", "note", "according to", "call", ":", ""]
    table = pd.DataFrame([statement(f"d{i}", w) for i, w in enumerate(words)])
    assert stance.stances(table).tolist() == ["neutral", "as a claim", "warning, blaming", "welcoming", "as true", "neutral",
                                              *["not grouped"] * 3]
    groups = shares.by_stance(table)
    assert groups["statements"].sum() == 7 and groups["stance"].iloc[0] == "neutral"
    assert quote_sentences.stance(groups) == (
        "2 of 7 statements with a reporting word are reported by a neutral word. Of the groups that carry a stance “as true”, "
        "“as a claim”, “welcoming” and “warning, blaming” are the largest: 1 statement each.")
    assert shares.side_by_stance(table).loc["here", "neutral"] == 2


def test_no_word_stands_in_two_groups():
    words = [word for _, words in stance.GROUPS.values() for word in words.split()]
    assert len(words) == len(set(words))


def test_years_count_documents_without_a_statement_too():
    corpus = corpus_of(*["Nothing."] * 7, date=["2001"] * 6 + ["2003"])
    table = shares.by_year(pd.DataFrame([statement("d0", "say"), statement("d0", "say"), statement("d1", "say")]), corpus)
    assert table["year"].tolist() == [2001, 2003] and table["statements"].tolist() == [3, 0]
    assert table["share"].tolist() == pytest.approx([2 / 6, 0]) and table["small"].tolist() == [False, True]
    assert quote_sentences.years(table) == (
        "All 3 dated statements stand in documents of 2001. In 1 year with documents there is none.")


def test_a_number_leads_to_its_statements_and_nothing_in_them_acts():
    corpus = corpus_of("Nothing.")
    rows = [statement("d0", "say", content_text="<script>x</script> $1"), *[statement("d0", "say")] * 8]
    frame = pd.DataFrame({"speaker": ["Anna Smit"], "statements": [9], "direct": [0]})
    page = leading(frame, pd.DataFrame(rows), corpus, row="speaker", caption="Speakers.",
                   cells={"statements": None, "direct": ("kind", "direct")})
    assert "<summary>9</summary>" in page.markup and "<script" not in page.markup and "and 3 others" in page.markup
    assert page.markup.count("<details>") == 1
    assert "<details><summary>9</summary>" in safe_html(page.markup)


def test_sentences_on_accuracy_say_what_the_intervals_allow():
    def figure(name, low, value, high):
        return pd.DataFrame({"set": name, "documents": 9, "kind": "all", "measure": ["joint F1", "recall", "precision"], "n": 50,
                             "figure": value, "low": low, "high": high})

    known = pd.concat([figure("news", 0.5, 0.6, 0.7), figure("talks", 0.8, 0.9, 0.95)])
    assert said.harder(figure("ours", 0.4, 0.45, 0.55), "ours", known) == (
        "By the F1, which joins both shares, 45 [40, 55], these texts are harder than talks (90 [80, 95]) and not to be told "
        "from news (60 [50, 70]).")
    assert said.harder(figure("ours", 0.96, 0.97, 0.98), "ours", known).count("easier than") == 1
    assert "about four in ten" in said.conclude(figure("ours", 0.3, 0.4, 0.5), "ours", known)
    assert said.short(known.iloc[:0], "ours", known) == (
        "How much was overlooked here is not known; on other texts 60% to 90% of the statements were found, and 60% to 90% of "
        "what was found was right.")
    assert said.harder(known.iloc[:0], "ours", known) == ""


def test_the_marked_statements_of_a_corpus_follow_an_edited_text_or_are_told():
    head = "id,number,pieces,source_start,source_end,cue_start,cue_end,content,source,cue,kind,speaker,concepts,marking\n"
    rows = "d0,1,15-29,0,9,10,14,that rain came,Anna Smit,said,indirect,Anna Smit,,1\nd1,0,,,,,,,,,,,,1\n"
    corpus = corpus_of("Anna Smit said that rain came.", "Nothing.", "Anna Smit said that snow came.")
    corpus.settings["statements.csv"] = head + rows
    found = gold.gold(corpus)
    assert found.documents == ["d0", "d1"] and found.marked["pieces"].tolist() == [((15, 29),)]
    moved = corpus_of("It was May. Anna Smit said that rain came.", "Nothing.")
    moved.settings["statements.csv"] = head + rows
    assert gold.gold(moved).marked[["pieces", "source_start"]].values.tolist() == [[((27, 41),), 12]]
    gone = corpus_of("Anna Smit said that snow came.", "Nothing.")
    gone.settings["statements.csv"] = head + rows
    lost = gold.gold(gone)
    assert lost.documents == ["d1"] and lost.problems[["row", "document"]].values.tolist() == [[2, "d0"]]
    for pieces, start in (("5", "0"), ("a-b", "0"), ("15-29", "x"), ("-1-4", ""), ("9999-99999", "9999")):
        gone.settings["statements.csv"] = head + f"d0,1,{pieces},{start},,,,that hail came,Anna Smit,said,indirect,,,1\nd1,0\n"
        assert gold.gold(gone).documents == ["d1"]
    other = corpus_of("Nothing.")
    other.settings["statements.csv"] = "amount,bank\n1,2\n"
    assert gold.gold(other).documents == [] and "has no column" in said.no_gold(gold.gold(other))
    assert gold.gold(corpus_of("Nothing.")).problems.empty


def test_on_the_shipped_marked_statements_no_less_is_right_than_was():
    corpus = load_corpus()
    found = quotes(corpus, corrected=False)
    _, table = gold.against(gold.gold(corpus), found[found["type"] == "speech"], corpus)
    got = values(table)
    assert got["joint F1"] > 0.50 and got["precision"] > 0.67 and got["recall"] > 0.40
    assert got["source right"] > 0.93 and got["speaker right"] > 0.78


def test_the_shipped_marked_statements_can_all_be_placed():
    marks = gold.gold(load_corpus())
    assert marks.problems.empty and len(marks.marked) > 500 and len(marks.documents) > 200
