"""A record is a corpus without words: what counts works on it as on its texts, and what needs words says so."""

import math
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from corpora import write_rows
from records import CONCEPTS, counted, record_of
from scipy import stats

from utils import load_corpus
from utils.change_points import change_points
from utils.collocates import collocates
from utils.concepts import MENTIONS, labels, mentions, per_concept
from utils.concordance import concordance
from utils.corpus import SHIPPED, CorpusError
from utils.corpus.documents import COLUMNS
from utils.counts import token_table
from utils.differences import Contrast, differences
from utils.first_mentions import first_mentions
from utils.record import load_record, mentions_of
from utils.record.keyness import comparable, record_keyness
from utils.record.rates import rates_of, trend_of
from utils.record.states import standing
from utils.trends import halves, rates, trend

ENGLISH = [("deb-KAZ-54-1999", "Trust and trust, against terrorism, separatism and extremism."),
           ("deb-KGZ-56-2001", "The SCO speaks of three forces and of trust."), ("deb-UZB-56-2001", "Peace and water."),
           ("deb-IND-72-2017", "The SCO, the SCO."), ("deb-USA-72-2017", "Peace."), ("deb-USA-73-2018", "Trust in water."),
           ("deb-KAZ-73-2018", "The SCO and terrorists, separatists, extremists."), ("deb-CHN-73-2018", "Three forces.")]
CHINESE = [("news-1", "2012-07-02", "上合组织三股势力三股势力"), ("news-2", "2012-08", "天气很好"),
           ("news-3", "2012", "上合组织"),
           ("news-4", "2013-01-01", "别的"), ("news-5", "2014-01-01", "上合组织上合组织"), ("news-6", "", "上合组织很大"),
           ("news-7", "2013-03-03", "别的")]


def english_rows():
    return [{"id": name, "text": text} for name, text in ENGLISH]


def rows():
    return (english_rows() + [{"id": name, "date": date, "text": text} for name, date, text in CHINESE]
            + [{"id": "art-1", "date": "2015-05-05", "text": "The SCO."}])


@pytest.fixture
def record(tmp_path):
    return record_of(rows(), tmp_path)


@pytest.fixture
def english(record):
    return record.where(collection="debate")


def texts_of(record, tmp_path):
    """The texts of the debate as a corpus, with what the record knows of them."""
    about = record.documents.set_index("id")[["date", "country", "voice", "publisher", "lang"]]
    given = [row | about.loc[row["id"]].to_dict() for row in english_rows()]
    corpus = load_corpus(write_rows(tmp_path / "texts.jsonl", given))
    return replace(corpus, settings=corpus.settings | {"concepts.yml": CONCEPTS})


# A corpus …

def test_a_record_has_the_columns_and_the_order_of_a_corpus(record):
    documents = record.documents
    assert list(documents)[: len(COLUMNS) + 1] == [*COLUMNS, "year"]
    assert (documents[["title", "path", "genre", "speaker"]] == "").all(axis=None)
    assert documents["date"].tolist() == sorted(documents["date"], key=lambda d: (d == "", d))
    assert documents["n_words"].dtype == "int64" and documents.loc[documents["lang"] == "zh", "n_words"].sum() == 0
    assert documents.set_index("id").loc["news-1", "n_chars"] == 12 and documents["year"].dtype == "Int64"


def test_subsets_groupings_and_events_are_those_of_a_corpus(record):
    part = record.where(country=["KAZ", "KGZ"]).between("2001", "2018")
    assert part.documents["id"].tolist() == ["deb-KGZ-56-2001", "deb-KAZ-73-2018"] and part.grouping() == "side"
    assert len(record.sample(3)) == 3 and not record.is_chronicle and record.nature == "source texts"
    assert list(record.events().columns)[:3] == ["date", "label", "kind"] and labels(record)["trust"] == "trust"
    assert "15 documents counted" in repr(record) and record.left_out == 1
    with pytest.raises(CorpusError, match="No column is called 'colour'"):
        record.where(colour="red")


def test_documents_that_repeat_another_are_left_out_unless_asked_for(record, tmp_path):
    assert "news-7" not in set(record.documents["id"])
    both = load_record(tmp_path / "record", duplicates=True)
    assert (len(both), both.left_out) == (16, 0) and both.documents.set_index("id").loc["news-7", "duplicate_of"] == "news-4"


def test_the_fingerprint_is_that_of_texts_counts_and_columns(record, tmp_path):
    assert load_record(tmp_path / "record").fingerprint == record.fingerprint
    others = [record.where(lang="en"), record.with_standing(), record.only(np.arange(len(record)) != 0)]
    (tmp_path / "b").mkdir()
    others.append(record_of(rows()[:-1] + [{"id": "art-1", "date": "2015-05-05", "text": "The SCO!"}], tmp_path / "b"))
    (tmp_path / "c").mkdir()
    others.append(record_of(rows(), tmp_path / "c", concepts=CONCEPTS.replace("[trust]", "[trust, water]")))
    assert len({record.fingerprint, *(o.fingerprint for o in others)}) == 6


# … without words

def test_what_needs_words_says_that_there_are_none_and_where_to_get_them(record, english):
    said = r"^The record has counts and no words, which this needs: get the texts \(Debate: a shelf in the library\) and load"
    for ask in (lambda: english.text("deb-KAZ-54-1999"), lambda: record.text("deb-KAZ-54-1999"), english.texts, english.hashes,
                lambda: mentions(english), lambda: token_table(english),
                lambda: concordance(mentions_of(english, "trust"), english),
                lambda: collocates(english, mentions_of(english, "trust"))):
        with pytest.raises(CorpusError, match=said):
            ask()
    with pytest.raises(CorpusError, match="no words, which this needs: get the texts and load"):
        record.where(collection="news").texts()
    with pytest.raises(CorpusError, match="No document has the id 'nobody'"):
        record.text("nobody")


def test_where_several_collections_are_told_of_the_table_of_collections_is_named(tmp_path):
    from records import COLLECTIONS

    known = COLLECTIONS.replace("publisher: The News", "publisher: The News\n  where: a kiosk")
    both = record_of(rows(), tmp_path, collections=known)
    with pytest.raises(CorpusError, match=r"get the texts, where record.collections_table\(\) tells, and load"):
        both.texts()
    table = both.collections_table().set_index("collection")
    said = table.loc["news", ["where", "documents", "first", "last", "languages"]].tolist()
    assert said == ["a kiosk", 6, "2012", "2014-01-01", "zh"]
    assert table["extent"].to_dict() == {"chosen": "selection", "debate": "whole run", "news": "whole run"}


# Counting on it

def test_mentions_have_one_row_each_in_the_form_of_a_corpus(english):
    found = mentions_of(english, "three_forces")
    assert list(found) == MENTIONS and found["id"].value_counts().to_dict() == {
        "deb-KAZ-54-1999": 1, "deb-KGZ-56-2001": 1, "deb-KAZ-73-2018": 1, "deb-CHN-73-2018": 1}
    assert found["start"].isna().all() and (found["wording"] == "").all() and (found["concept"] == "three_forces").all()


def test_counts_rates_and_trends_are_those_of_the_texts_themselves(english, tmp_path):
    corpus = texts_of(english, tmp_path)
    for concept in ("sco", "three_forces", "three_forces.triad", "trust"):
        found, held = mentions_of(english, concept), mentions(corpus, [concept])
        assert found["id"].value_counts().to_dict() == held["id"].value_counts().to_dict()
        pd.testing.assert_frame_equal(trend(found, english), trend(held, corpus))
        pd.testing.assert_frame_equal(rates(found, english, by="country"), rates(held, corpus, by="country"))
        pd.testing.assert_frame_equal(trend_of(english, concept), trend(held, corpus))
        pd.testing.assert_frame_equal(rates_of(english, concept, by="country"), rates(held, corpus, by="country"))
        pd.testing.assert_frame_equal(per_concept(found, english, [concept]), per_concept(held, corpus, [concept]))


def test_change_points_first_mentions_and_differences_are_those_of_the_texts_themselves(tmp_path):
    given = [{"id": f"deb-{c}-{y - 1945}-{y}", "text": f"Peace, says {c} in {y}{' in trust' * (y > 2006)}."}
             for y in range(2001, 2013) for c in ("KAZ", "KGZ", "USA")]
    record = record_of(given, tmp_path)
    about = record.documents.set_index("id")[["date", "country", "voice", "publisher", "lang"]]
    corpus = load_corpus(write_rows(tmp_path / "texts.jsonl", [row | about.loc[row["id"]].to_dict() for row in given]))
    corpus = replace(corpus, settings=corpus.settings | {"concepts.yml": CONCEPTS})
    found, held = mentions_of(record, "trust"), mentions(corpus, ["trust"])
    ours, theirs = (change_points(m, c) for m, c in ((found, record), (held, corpus)))
    pd.testing.assert_frame_equal(ours.table, theirs.table)
    assert ours.table["first_after"].iloc[0] == 2007 and ours.table["found"].tolist() == [True, False]
    first = [first_mentions(m, c, by="country") for m, c in ((found, record), (held, corpus))]
    pd.testing.assert_frame_equal(*(table.drop(columns=["start", "end", "wording"]) for table in first))
    plan = [Contrast("trust"), Contrast("trust", "country", "USA")]
    pd.testing.assert_frame_equal(differences(found, record, plan), differences(held, corpus, plan))


def test_chinese_is_told_per_100_000_characters_and_only_where_the_run_is_whole(record):
    news = record.where(lang="zh")
    table = trend_of(news, "sco")
    # 2012: 12, 4 and 4 characters, with two mentions; 2013: 2 characters; 2014 lies between the periods of the collection.
    assert table.index.tolist() == [2012, 2013] and table["documents"].tolist() == [3, 1] and table["with_it"].tolist() == [2, 0]
    assert table["n_chars"].tolist() == [20, 2] and table["per_100_000_characters"].tolist() == [10_000, 0]
    assert "per_1000_words" not in table and "n_words" not in table and table.attrs["not_whole"] == 2
    half = trend_of(news, "sco", period=[("first half", "2012-01", "2012-06"), ("second half", "2012-07", "2012-12")])
    assert half["documents"].tolist() == [0, 2] and half.attrs["coarse"] == 1
    by = rates_of(news, "sco", by="publisher")
    assert by.loc["The News", ["documents", "with_it", "mentions", "n_chars"]].tolist() == [6, 4, 5, 36]


def test_the_interval_of_a_rate_by_characters_is_that_by_words_on_another_scale(tmp_path):
    given = [{"id": f"news-{i}", "date": "2012", "text": "上合组织" * (i % 3) + f"天气{i}很好" * i} for i in range(1, 12)]
    news = record_of(given, tmp_path)
    as_words = replace(news, documents=news.documents.assign(n_words=news.documents["n_chars"]))
    ours, theirs = trend_of(news, "sco"), trend(mentions_of(news, "sco"), as_words)
    np.testing.assert_allclose(ours["rate_low"], 100 * theirs["rate_low"])
    np.testing.assert_allclose(ours["per_100_000_characters"], 100 * theirs["per_1000_words"])
    assert ours["rate_low"].iloc[0] < ours["per_100_000_characters"].iloc[0] < ours["rate_high"].iloc[0]


def test_words_and_characters_are_never_on_one_scale(record):
    for ask in (lambda: trend_of(record.where(extent="whole run"), "sco"), lambda: rates_of(record, "sco", by="publisher")):
        with pytest.raises(CorpusError, match="counted in words and others in characters"):
            ask()


def test_nothing_is_told_over_time_of_a_selection(record):
    chosen = record.where(collection="chosen")
    found = mentions_of(chosen, "sco")
    for ask in (lambda: trend_of(record.where(lang="en"), "sco"), chosen.over_time, lambda: trend(found, chosen),
                lambda: change_points(found, chosen)):
        with pytest.raises(CorpusError, match=r"over time of a selection, .*\(Chosen articles\): take record.where"):
            ask()
    assert rates_of(record.where(lang="en"), "sco", by="publisher").loc["The Paper", "with_it"] == 1


def test_documents_without_words_are_halved_by_their_characters(tmp_path):
    given = [{"id": f"news-{i}", "date": str(2012 + i), "text": "天" * (12 - 3 * i)} for i in range(4)]
    early, late, *periods = halves(record_of(given, tmp_path))
    assert (len(early), len(late), *periods) == (1, 3, "2012", "2013 to 2015")  # 12 characters of 30; two years would be 21


def test_documents_of_a_language_without_wordings_never_pass_for_documents_without_the_concept(record):
    with pytest.raises(CorpusError, match="'trust' has no wordings in zh, the language of 6 documents here: take record.counted"):
        mentions_of(record, "trust")
    assert set(record.counted("trust").documents["lang"]) == {"en"} and len(mentions_of(record.counted("trust"), "trust")) == 4
    assert record.naming("trust").documents["id"].tolist() == ["deb-KAZ-54-1999", "deb-KGZ-56-2001", "deb-USA-73-2018"]


def test_a_concept_that_the_record_has_not_is_told_with_those_it_has(record):
    for ask in (mentions_of, trend_of, lambda r, c: r.naming(c), lambda r, c: r.counted(c)):
        with pytest.raises(CorpusError, match="no counts of 'drugs', but of sco, three_forces.label.*Count the texts again"):
            ask(record.where(lang="zh"), "drugs")


def test_without_a_document_or_a_date_there_are_empty_tables(record):
    none = record.where(country="nowhere")
    assert len(none) == 0 and mentions_of(none, "sco").empty and trend_of(none, "sco").empty and none.n_words == 0
    assert rates_of(none, "sco", by="country").empty and none.collections_table().empty and len(none.fingerprint) == 12
    assert change_points(mentions_of(none, "sco"), none).reason
    assert first_mentions(mentions_of(none, "sco"), none, by="country").empty
    undated = record.where(id="news-6")
    assert trend_of(undated, "sco").empty and len(mentions_of(undated, "sco")) == 1


# Rules

@pytest.mark.parametrize(("old", "new", "said"), [
    ("label: SCO", "label: Another name", ""),
    ("# ", "# ", ""),
    ("en: [trust]", "en: [trust, confidence]", "it has other wordings of trust."),
    ("trust:\n", "faith:\n", "it lacks faith; it alone has trust."),
    ("gap: 4", "gap: 5", "it has other wordings of three_forces.triad."),
])
def test_a_record_says_whether_the_rules_have_changed_in_what_they_find(tmp_path, old, new, said):
    record = record_of(english_rows(), tmp_path, rules="# a word before\n" + CONCEPTS.replace(old, new))
    expected = (f"The record was made by other rules than concepts.yml has now: {said} "
                "Count the texts again with sco count TEXTS --out FOLDER --concepts FILE.")
    assert record.rules_differ == (expected if said else "")


def test_another_way_of_counting_is_another_rule(record):
    other = replace(record, made=record.made | {"counting": {"mentions": "0", "tokens": "tokens 0"}})
    assert "it was counted in another way." in other.rules_differ and not record.rules_differ


# States

def test_standing_is_what_a_state_was_at_the_last_day_that_the_date_can_mean():
    known = {"KAZ": [("2000", "other"), ("2001", "member"), ("2001-06-14", "other"), ("2001-06-15", "member")],
             "IRN": [("2004", "other"), ("2005", "observer"), ("2022", "observer"), ("2023", "member")],
             "BLR": [("2009-06-15", "other"), ("2009-06-16", "dialogue partner"), ("2016", "observer"), ("2024", "member")],
             "TUR": [("2011", "other"), ("2012-06", "dialogue partner")], "FRA": [("2010", "other")], "IND": [("", "")],
             "XYZ": [("2010", "")], "": [("2010", "")]}
    table = pd.DataFrame([(c, *pair) for c, pairs in known.items() for pair in pairs], columns=["country", "date", "expected"])
    assert standing(table).tolist() == table["expected"].tolist()


def test_standing_is_a_column_to_group_by(english):
    table = rates_of(english.with_standing(), "sco", by="standing")
    assert table["documents"].to_dict() == {"member": 5, "other": 3} and table["with_it"].to_dict() == {"member": 3, "other": 0}


# Words that mark the documents naming the SCO

@pytest.fixture
def debates(tmp_path):
    """12 documents that name the SCO and 40 that don't: 'water' in 8 and 10 of them, 'gas' in 6 and 2, 'peace' in all, 'sport' in
    none and 20."""
    given = []
    for i in range(52):
        sco = i < 12
        held = {"peace": True, "water water": i < 8 or 12 <= i < 22, "gas gas": i < 6 or i in (12, 13), "sport": i >= 32}
        words = [word for word, there in held.items() if there]
        given.append({"id": f"deb-KAZ-{i}-2005", "text": f"u{i} {' of '.join(words)}{' of the SCO' * sco}"})
    (tmp_path / "debates").mkdir()
    return record_of(given, tmp_path / "debates")


def test_keyness_compares_documents_that_name_the_sco_with_the_others(debates):
    table = record_keyness(debates, publisher="The Debate", period="2001-2010").set_index("term")
    assert table.attrs == {"collection": "debate", "publisher": "The Debate", "period": "2001-2010", "documents": 12,
                           "documents_others": 40}
    water = table.loc["water"]
    assert water[["documents", "documents_most", "documents_others", "documents_others_most"]].tolist() == [8, 8, 10, 10]
    assert water["known"]
    assert math.isclose(water["share"], 8 / 12) and math.isclose(water["log_odds_ratio"], math.log(8 * 30 / (4 * 10)))
    error = math.sqrt(1 / 8 + 1 / 4 + 1 / 10 + 1 / 30)
    assert math.isclose(water["high"], math.log(6) + stats.norm.ppf(0.975) * error)
    assert math.isclose(water["p"], stats.fisher_exact([[8, 4], [10, 30]]).pvalue)
    assert table["q"].min() >= table["p"].min() and table.loc["peace", ["log_odds_ratio", "low", "high"]].isna().all()
    assert table.loc["peace", "p"] == 1


def test_terms_of_a_record_that_was_made_anew_meanwhile_are_not_taken_for_its_own(debates, tmp_path):
    record_of(rows(), tmp_path / "debates")
    with pytest.raises(CorpusError, match="was made anew since it was loaded: load it again"):
        comparable(debates)


def test_a_term_below_the_cut_on_one_side_is_told_of_by_all_that_it_could_be_there(debates):
    gas = record_keyness(debates, collection="debate", period="2001-2010").set_index("term").loc["gas"]
    assert gas[["documents", "documents_others", "documents_others_most"]].tolist() == [6, 0, 9] and not gas["known"]
    assert math.isnan(gas["share_others"]) and math.isclose(gas["share"], 0.5)
    # Nearest to no difference with 9 of the others; furthest from it with none.
    assert math.isclose(gas["log_odds_ratio"], math.log(6 * 31 / (6 * 9)))
    z = stats.norm.ppf(0.975)
    assert math.isclose(gas["low"], math.log(6 * 31 / (6 * 9)) - z * math.sqrt(1 / 6 + 1 / 6 + 1 / 9 + 1 / 31))
    assert math.isclose(gas["high"], math.log(6.5 * 40.5 / (6.5 * 0.5)) + z * math.sqrt(2 / 6.5 + 1 / 0.5 + 1 / 40.5))
    assert math.isclose(gas["p"], max(stats.fisher_exact([[6, 6], [k, 40 - k]]).pvalue for k in range(10)))


def test_a_term_that_could_be_as_frequent_on_both_sides_is_no_difference(debates):
    sport = record_keyness(debates, collection="debate", period="2001-2010").set_index("term").loc["sport"]
    assert sport[["documents", "documents_most", "documents_others"]].tolist() == [0, 9, 20]
    assert sport["log_odds_ratio"] == 0 and sport["p"] > 0.9 and sport["low"] < 0 < sport["high"]


def test_the_name_by_which_documents_are_told_apart_is_marked(debates):
    table = record_keyness(debates, collection="debate", period="2001-2010").set_index("term")
    assert table["of_the_name"].to_dict() == dict.fromkeys(table.index, False) | {"sco": True}


def test_what_cannot_be_compared_is_told_with_what_can(debates, record):
    assert comparable(debates).values.tolist() == [["debate", "The Debate", "2001-2010", 12, 40]]
    with pytest.raises(CorpusError, match="Of 'debate' in 2021- there are not 5 documents .* there are of debate in 2001-2010"):
        record_keyness(debates, collection="debate", period="2021-")
    with pytest.raises(CorpusError, match="there are of none"):
        record_keyness(record, publisher="The Debate", period="2011-2020")
    for both in ({}, {"publisher": "The Debate", "collection": "debate"}):
        with pytest.raises(CorpusError, match="needs a publisher or a collection"):
            record_keyness(debates, period="2001-2010", **both)


# The shipped one

def test_the_shipped_record_was_made_by_the_shipped_rules_and_holds_what_its_readme_tells():
    record = load_record()
    assert record.shipped and record.where(lang="en").shipped and record.rules_differ == ""
    assert len(record) + record.left_out == record.made["documents"] > 100_000
    assert (SHIPPED / "record" / "concepts.yml").read_bytes() == (SHIPPED / "concepts.yml").read_bytes()
    assert sum(path.stat().st_size for path in (SHIPPED / "record").iterdir()) < 12e6
    assert (record.documents["country"] != "").all() and (record.documents["collection"] != "").all()
    assert set(record.collections_table()["extent"]) == {"whole run", "selection"}
    assert (record.terms.terms["count"] >= 10).all() and (record.terms.terms["documents"] >= 5).all()
    assert not any(record.documents[c].ne("").any() for c in ("title", "speaker"))
    readme = (SHIPPED / "record" / "README.md").read_text(encoding="utf-8")
    everything = load_record(duplicates=True)
    assert f"{len(everything):,} documents" in readme
    for row in everything.collections_table().itertuples():
        assert f"| `{row.collection}` | {row.title} | {row.documents:,} |" in readme


def test_an_empty_path_is_the_shipped_record_and_a_wrong_one_is_told(tmp_path):
    assert load_record("").shipped
    with pytest.raises(CorpusError, match="There is no record at .*: make one with sco count TEXTS --out FOLDER"):
        load_record(tmp_path)


def test_the_same_texts_have_the_same_hashes_whatever_stands_round_them(tmp_path):
    one, two = (counted([{"id": "a", "text": text}], tmp_path).documents.loc[0, "hash"]
                for text in ("One  two\nthree ", "One two three"))
    assert one == two and len(one) == 12
