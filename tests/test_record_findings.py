"""The planned comparisons on a small record made by hand: each number is worked out beside it."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st
from records import record_of

from utils.corpus import CorpusError
from utils.record_findings import PLANNED, planned, readable, readable_courses, un, words
from utils.record_findings import news as evening
from utils.record_findings import pairs as languages
from utils.record_findings.shares import with_shares
from utils.sentences import official
from utils.trends import trend

CONCEPTS = """
sco: {label: SCO, en: [sco], zh: [上合组织]}
three_forces.label: {label: the label, en: [three forces], zh: [三股势力]}
three_forces.triad:
  label: the triad
  en: [{all: [terroris*, separatis*, extremis*], gap: 4}]
  zh: [恐怖主义、分裂主义和极端主义]
three_forces: {label: label or triad, any_of: [three_forces.label, three_forces.triad]}
terrorism: {label: terrorism, en: [terroris*], zh: [恐怖主义]}
separatism: {label: separatism, en: [separatis*], zh: [分裂主义]}
extremism: {label: extremism, en: [extremis*], zh: [极端主义]}
shanghai_spirit: {label: the Spirit, en: [shanghai spirit], zh: [上海精神]}
"""
COLLECTIONS = r"""
- {id: ungdc, title: UN, ids: 'un-(?P<country>[A-Z]+)-(?P<year>\d{4})', publisher: UN, country: from id, lang: en}
- {id: xwlb, title: News, ids: news-.+, publisher: News, country: CHN, voice: press, lang: zh}
- {id: mfa_cn_zh, title: Ministry (zh), ids: zh-.+, publisher: Ministry, country: CHN, voice: official, lang: zh}
- {id: mfa_cn_en, title: Ministry (en), ids: en-.+, publisher: Ministry, country: CHN, voice: official, lang: en}
- {id: kremlin_en, title: Kremlin, ids: kr-.+, publisher: Kremlin, country: RUS, voice: official, lang: en}
"""
TRIAD = "Terrorism, separatism and extremism."
SPEECHES = [("CHN", 2001, TRIAD), ("CHN", 2010, "Peace."), ("KAZ", 2001, TRIAD + " Now."),
            ("KAZ", 2010, TRIAD + " Then."),
            ("IND", 2001, "Water."), ("IND", 2010, "Bread."), ("IND", 2018, TRIAD + " They come."), ("USA", 2001, "Trade."),
            ("USA", 2010, "Terrorists."), ("FRA", 2001, "Wine."), ("BRA", 2001, "Rain."), ("USA", 1980, "Three forces.")]
NEWS = [("2018-05-25", "上合组织上海精神"), ("2018-06-24", "上合组织三股势力"), ("2018-06-25", "上合组织上海精神今天"),
        ("2019-06-13", "上合组织今天"), ("2019-06-14", "上海精神"), ("2018-01-01", "天气"), ("2019-12-01", "天气很好"),
        ("2013-01-01", "下雨"), ("2020-12-31", "下雪")]
MINISTRY = [("zh", "2019-01-01", "三股势力"), ("zh", "2019-01-02", "恐怖主义和极端主义"),
            ("zh", "2019-01-03", "三股势力明天很多话"),
            ("zh", "2019-01-03", "短"), ("zh", "2019-01-05", "三股势力没有"),
            ("en", "2019-01-01", "Terrorism and extremism."), ("en", "2019-01-02", "Terrorism."),
            ("en", "2019-01-03", "The three forces."), ("en", "2019-01-04", "Three forces.")]
KREMLIN = [("2001-01-01", "The SCO and terrorism, separatism, extremism."), ("2002-01-01", "The SCO."), ("2003-01-01", "Peace."),
           ("2016-01-01", "The SCO met."), ("2017-01-01", "The SCO here."), ("2018-01-01", "The SCO there."),
           ("2012-01-01", "The SCO, the three forces.")]


def rows():
    out = [{"id": f"un-{c}-{y}", "date": str(y), "text": t} for c, y, t in SPEECHES]
    out += [{"id": f"news-{i}", "date": d, "text": t} for i, (d, t) in enumerate(NEWS)]
    out += [{"id": f"{side}-{i}", "date": d, "text": t} for i, (side, d, t) in enumerate(MINISTRY)]
    return out + [{"id": f"kr-{i}", "date": d, "text": t} for i, (d, t) in enumerate(KREMLIN)]


@pytest.fixture
def record(tmp_path):
    return record_of(rows(), tmp_path, concepts=CONCEPTS, collections=COLLECTIONS)


@pytest.fixture
def nothing(record):
    return record.only(np.zeros(len(record), dtype=bool))


def test_a_speech_is_a_members_from_the_year_of_joining_and_a_state_by_most_of_its_speeches(record):
    row = un.un_members(record, ["three_forces.triad"]).iloc[0]
    # Members: CHN 2001 and 2010, KAZ 2001 and 2010, IND 2018; with the triad: CHN 2001, both of KAZ, IND 2018.
    assert (row["with_it"], row["documents"], row["with_it_there"], row["documents_there"]) == (4, 5, 0, 6)
    assert (row["member_states"], row["other_states"]) == (2, 4)  # India: in one of three speeches
    assert row["states_share"] == pytest.approx((1 / 2 + 1) / 2) and row["states_share_there"] == pytest.approx(1 / 3 / 4)


def test_the_state_with_most_cases_is_left_out_whole(record):
    row = un.un_members(record, ["three_forces.triad"], largest_left_out=True).iloc[0]
    assert (row["left_out"], row["with_it"], row["documents"], row["member_states"]) == ("KAZ", 2, 3, 1)


def test_a_concept_no_member_names_has_no_state_to_leave_out(record):
    assert un.un_members(record, ["shanghai_spirit"], largest_left_out=True).empty
    row = un.un_members(record, ["shanghai_spirit"]).iloc[0]
    assert row["p"] == 1 and np.isnan(row["odds_ratio"])
    assert row["share_high"] == pytest.approx(1 - 0.025 ** (1 / 5))  # none of 5


def test_states_dealt_out_anew_come_near_the_exact_p():
    # Two members with share 1 among five states, the others 0: of 10 ways to choose two, one has so large a difference.
    p = un.states_p(np.array([1, 1, 0, 0, 0]), np.array([True, True, False, False, False]))
    assert p == pytest.approx(0.1, abs=0.01)


@given(st.lists(st.tuples(st.sampled_from([0, 0.25, 1]), st.booleans()), max_size=8))
def test_the_p_over_states_is_a_share_or_missing(states):
    share, member = (np.array([s[i] for s in states]) for i in (0, 1))
    p = un.states_p(share, member.astype(bool), permutations=99)
    assert np.isnan(p) == (member.sum() in (0, len(states))) and (np.isnan(p) or 0.01 <= p <= 1)


def test_speeches_are_cut_by_period_and_by_member_state(record, nothing):
    parts, names = un.by_period(record, ["three_forces.triad"]), {"three_forces.triad": "the triad"}
    counts = parts[["with_it", "documents", "with_it_there", "documents_there"]]
    assert counts.values.tolist() == [[2, 2, 0, 4], [1, 2, 0, 2], [1, 1, 0, 0]]
    assert un.readable_periods(parts, names).values.tolist() == [
        ["the triad", "2001–2008", "2 of 2, 100% [16, 100]", "0 of 4, 0% [0, 60]"],
        ["the triad", "2009–2016", "1 of 2, 50% [1.3, 99]", "0 of 2, 0% [0, 84]"],
        ["the triad", "2017–2024", "1 of 1, 100% [2.5, 100]", "no document"]]
    assert official.members_by_period(parts, names) == (
        "Exploration, not tested. In 2001–2008, 2009–2016 and 2017–2024, in turn: the triad in 2 of 2, 1 of 2 and 1 of 1 "
        "speeches of members, and in 0%, 0% and no speech of the others'.")
    states = un.by_state(record, ["three_forces.triad", "terrorism"])
    assert states[["state", "since", "concept", "with_it", "documents"]].values.tolist()[:2] == [
        ["China", 2001, "three_forces.triad", 1, 2], ["China", 2001, "terrorism", 1, 2]]
    assert un.readable_states(states, names | {"terrorism": "terrorism"}).loc[1].tolist() == [
        "India", "2018", "1 of 1, 100% [2.5, 100]", "1 of 1, 100% [2.5, 100]"]
    assert un.by_state(nothing, ["terrorism"]).empty and un.readable_states(un.by_state(nothing), names).empty
    assert un.by_period(nothing, ["terrorism"])["documents"].tolist() == [0, 0, 0]


def test_forces_of_before_the_organization_are_counted_apart(record):
    assert un.false_friends(record) == (1, 1)


def test_a_summits_span_is_fifteen_days_on_either_side_and_lies_whole_in_the_record(record):
    table = evening.summits(record, "shanghai_spirit")
    # Qingdao, 9 June 2018: items of 25 May and 24 June, not of the 25th; Bishkek, 13 June 2019: one that names the SCO.
    assert table["place"].tolist() == ["Qingdao", "Bishkek"] and table["at_home"].tolist() == [True, False]
    assert table["documents"].tolist() == [2, 1] and table["with_it"].tolist() == [1, 0]
    assert evening.summits(record.between("2018-06-01", "2020"), "shanghai_spirit")["place"].tolist() == ["Bishkek"]


def test_all_ways_to_choose_the_summits_at_home_are_gone_through():
    table = pd.DataFrame({"share": [0.9, 0.8, 0.1, 0.2, 0.3], "at_home": [True, True, False, False, False]})
    # Sums of two of five: 1.7 seen, mean 0.92; as far from it: 1.7 alone (0.1 + 0.2 = 0.3 is 0.62 away, less than 0.78).
    assert evening.summit_p(table) == pytest.approx(1 / 10)
    assert np.isnan(evening.summit_p(table.assign(at_home=False)))
    with pytest.raises(CorpusError, match="beyond 25"):
        evening.summit_p(pd.DataFrame({"share": np.zeros(26), "at_home": [True] + [False] * 25}))


def test_items_that_name_the_sco_have_columns_of_their_own(record):
    table = evening.courses(record, "shanghai_spirit")
    assert table.loc[2018, ["documents", "with_it", "documents_naming", "with_it_naming"]].tolist() == [4, 2, 3, 2]
    assert table.loc[2019, ["documents", "with_it", "documents_naming", "with_it_naming"]].tolist() == [3, 1, 1, 0]
    assert readable_courses(table)["with it"].tolist()[:2] == ["0 of 1", "no item"]


def test_a_burst_in_one_quarter_is_no_change_once_quarters_stay_whole(tmp_path):
    burst = [{"id": f"news-{y}-{m}-{i}", "date": f"{y}-{m:02d}-{i + 1:02d}",
              "text": f"{y} {m} {i} " + ("上海精神" if (y, m) == (2015, 7) else "天气")}
             for y in range(2012, 2019) for m in (1, 4, 7, 10) for i in range(12)]
    record = record_of(burst, tmp_path, concepts=CONCEPTS, collections=COLLECTIONS)
    assert evening.changes(record, "shanghai_spirit", permutations=999).table["p"].iloc[0] <= 0.01
    assert evening.dealt_by_quarter(record, "shanghai_spirit", permutations=999) > 0.2


def test_conferences_are_paired_by_date_and_the_longest_of_a_date_stands_for_it(record):
    table = languages.ministry_pairs(record).set_index("what")
    # Dates in both: 1, 2 and 3 January. Label: 1st Chinese alone, 3rd both. Parts: 1st English alone, 2nd Chinese alone.
    label, parts = table.loc["label"], table.loc["parts"]
    assert (label["dates"], label["both"], label["only_chinese"], label["only_english"]) == (3, 1, 1, 0)
    assert (parts["both"], parts["only_chinese"], parts["only_english"]) == (0, 1, 1)
    assert label["p"] == 1 and parts["p"] == 1 and parts["odds_ratio"] == 1 and np.isinf(label["odds_ratio"])
    assert languages.either_language(record, "three_forces.label").tolist() == [3, 1, 1, 0]


def test_kremlin_documents_that_name_the_sco_are_compared_between_its_whole_periods(record):
    row = languages.kremlin_periods(record, ["three_forces.triad"]).iloc[0]
    assert (row["with_it"], row["documents"], row["with_it_there"], row["documents_there"]) == (0, 3, 1, 2)
    assert row["p"] == pytest.approx(2 / 5)  # the one with it is among the two early of five


def test_the_plan_has_fifteen_tests_and_q_values_over_all(record):
    table = planned(record)
    assert table["number"].tolist() == list(range(1, 16)) and list(table) == PLANNED
    assert (table["q"].dropna() >= table["p"].dropna() - 1e-12).all()
    assert table["where"].tolist() == ["UN"] * 6 + ["Evening news"] * 4 + ["Foreign ministry"] * 2 + ["Kremlin"] * 3
    assert readable(table)["first part [95%]"].iloc[0] == "members: 4 of 5, 80% [28, 99]"
    assert "9 planned" not in official.tests_made(table) and official.tests_made(table, own=[2]).endswith("none.")


def test_without_a_document_nothing_is_tested_and_nothing_fails(nothing):
    table = planned(nothing)
    assert len(table) == 15 and table["p"].isna().all()
    assert set(readable(table)["odds ratio [95%]"]) == {""}
    assert official.tests_made(table).startswith("Of the 15 planned tests none find")


def test_shares_and_odds_ratio_of_hand_worked_counts():
    row = with_shares(pd.DataFrame({"with_it": [2], "documents": [4], "with_it_there": [1], "documents_there": [4]})).iloc[0]
    assert row["share"] == 0.5 and row["odds_ratio"] == pytest.approx(3)  # (2/2) / (1/3)


def test_words_are_compared_for_publishers_with_enough_documents_alone(record, tmp_path):
    assert words.word_tables(record) == [] and words.most_marking([]).empty
    said = ["The SCO and a convoy of ships"] * 20 + ["Peace and water, water"] * 60
    many = [{"id": f"kr-{i}", "date": "2016-01-01", "text": f"{text} {'x' * i}"} for i, text in enumerate(said)]
    found = words.word_tables(record_of(many, tmp_path, concepts=CONCEPTS, collections=COLLECTIONS))
    assert len(found) == 1 and {"convoy", "ships"} <= set(words.marking(found[0])["term"])
    assert "sco" not in set(words.marking(found[0])["term"]) and "water" not in set(words.marking(found[0])["term"])
    assert words.readable(words.most_marking(found, rows=1))["naming the SCO"].tolist() == ["20 of 20"]
    assert "20 documents that name the SCO against 60" in official.marked(found, [words.marking(f) for f in found])[0]


def test_sentences_say_what_there_is_and_what_there_is_not(record, nothing):
    names = {"three_forces.triad": "the triad", "shanghai_spirit": "the Spirit"}
    row = un.un_members(record, ["shanghai_spirit"]).iloc[0]
    assert official.members(row, "the Spirit", 1.0).startswith("The Spirit: in none of the 5 speeches of members at the UN")
    left = official.without_one(un.un_members(record, ["three_forces.triad"], largest_left_out=True), names)
    assert "the triad without Kazakhstan 2 of 3 and 0 of 6" in left
    assert "KAZ" not in official.few_cases(un.cases(record, "three_forces.triad"), "the triad")
    assert "Kazakhstan (2)" in official.few_cases(un.cases(record, "three_forces.triad"), "the triad")
    assert "which must mean other forces" in official.false_friends(1, 1, "the label", 1991)
    yearly = evening.courses(record, "shanghai_spirit")
    held = "The Spirit: in 3 of 9 items of the evening news (33%); 2 of these are among the 4 items that name the SCO."
    assert official.news_held(yearly, "the Spirit") == held
    table = evening.summits(record, "shanghai_spirit")
    compared = official.summits_compared(table, 1.0, 1.0, "the Spirit")
    assert "1 summit in China, Qingdao 2018 (1 of 2), and 0% for 1 summit elsewhere" in compared
    assert "Beijing 2012" in official.not_compared(table, evening.SUMMITS)
    assert "not summits both" in official.summits_compared(table.head(1), np.nan, np.nan, "the Spirit")
    assert official.the_record(nothing)[0].startswith("record holds counts of no document")


def test_the_largest_quarters_are_told_with_their_summits(record):
    news = evening.evening_news(record)
    course = trend(pd.DataFrame({"id": ["news-0"]}), news, period="quarter")
    said = official.highest(course, evening.summit_events())
    assert said == "The largest shares are those of 2018-Q2, 1 of 3 items, summit: Qingdao (China)."
    title = official.burst_title(course, "the Spirit", evening.summit_events())
    assert title.endswith("most in 2018-Q2, the quarter of a summit, Qingdao (China)")
    assert official.by_quarter(np.nan).endswith("nothing can be tested.") and "warning" in official.by_quarter(0.5)
