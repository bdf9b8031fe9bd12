"""Keyness: against numbers worked by hand, a bootstrap over documents, and a permutation test made the plain way."""

import math

import numpy as np
import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from utils import CorpusError, keyness, significance
from utils.text import tokens

ANY = settings(deadline=None, max_examples=60, derandomize=True)
COUNTS = st.integers(0, 500)
SIZES = st.integers(500, 100_000)


def test_log_likelihood_as_worked_by_hand():
    # 20 in 1,000 against 10 in 2,000: 10 and 20 are expected, so G2 = 2 (20 ln 2 + 10 ln 1/2) = 20 ln 2.
    assert keyness.log_likelihood(20, 1000, 10, 2000) == pytest.approx(20 * math.log(2))
    # 5 in 1,000 against none in 1,000: 2.5 expected in each, and the empty cell adds nothing: 10 ln 2.
    assert keyness.log_likelihood(5, 1000, 0, 1000) == pytest.approx(10 * math.log(2))
    assert keyness.log_likelihood(0, 1000, 5, 1000) == pytest.approx(-10 * math.log(2))


def test_log_ratio_as_worked_by_hand():
    assert keyness.log_ratio(20, 1000, 10, 2000) == pytest.approx(2)  # 20 against 5 per 1,000
    assert keyness.log_ratio(4, 1000, 0, 1000) == pytest.approx(3)  # nought counts as a half
    assert keyness.log_ratio(10, 1000, 10, 1000) == 0


@ANY
@given(COUNTS, SIZES, COUNTS, SIZES)
def test_exchanging_the_corpora_turns_the_sign_and_nothing_else(a, size_a, b, size_b):
    assert keyness.log_ratio(a, size_a, b, size_b) == pytest.approx(-keyness.log_ratio(b, size_b, a, size_a))
    assert keyness.log_likelihood(a, size_a, b, size_b) == pytest.approx(-keyness.log_likelihood(b, size_b, a, size_a), abs=1e-9)


@ANY
@given(COUNTS, SIZES, st.integers(2, 9))
def test_equal_rates_are_no_difference(count, size, times):
    assert keyness.log_likelihood(count, size, times * count, times * size) == pytest.approx(0, abs=1e-9)
    if count:
        assert keyness.log_ratio(count, size, times * count, times * size) == pytest.approx(0)


@ANY
@given(COUNTS, SIZES, COUNTS, SIZES)
def test_log_likelihood_agrees_with_the_general_form_over_both_cells(a, size_a, b, size_b):
    observed, size = np.array([a, b], float), np.array([size_a, size_b], float)
    expected = size * observed.sum() / size.sum()
    plain = 2 * sum(o * math.log(o / e) for o, e in zip(observed, expected, strict=True) if o)
    assert abs(keyness.log_likelihood(a, size_a, b, size_b)) == pytest.approx(max(plain, 0), abs=1e-9)


def test_keyness_sets_both_parts_beside_each_other():
    here, there = corpus_of(*["trade grows fast"] * 1, "trade talks", "trade"), corpus_of("war grows", "war war", "trade")
    found = keyness.keyness(here, there, minimum_count=3, minimum_documents=1).set_index("term")
    assert list(found.index) == ["trade", "war"]
    assert list(found.loc["trade", ["count", "documents", "count_reference", "documents_reference"]]) == [3, 3, 1, 1]
    assert found.loc["trade", "log_ratio"] == pytest.approx(math.log2((3 / 6) / (1 / 5)))
    assert found.loc["war", "log_ratio"] == pytest.approx(math.log2((0.5 / 6) / (3 / 5))) and found.loc["war", "g2"] < 0


def test_a_term_that_one_document_carries_is_marked_on_the_side_where_it_is_frequent():
    here, there = corpus_of("toad toad toad toad", "road", "road", "road road"), corpus_of("road", "quiet words here")
    found = keyness.keyness(here, there, minimum_count=4, minimum_documents=1).set_index("term")
    assert bool(found.loc["toad", "one_document"]) and not found.loc["road", "one_document"]


def test_terms_under_the_minimum_are_not_compared():
    here, there = corpus_of("rare", "common", "common"), corpus_of("common", "common", "common")
    assert list(keyness.keyness(here, there)["term"]) == ["common"]
    assert keyness.keyness(here, there, minimum_count=6).empty


@ANY
@given(COUNTS, SIZES, COUNTS, SIZES)
def test_log_likelihood_agrees_with_scipy(a, size_a, b, size_b):
    expected = np.array([size_a, size_b]) * (a + b) / (size_a + size_b)
    if a + b:
        theirs = stats.power_divergence([a, b], expected, lambda_="log-likelihood").statistic
        assert abs(keyness.log_likelihood(a, size_a, b, size_b)) == pytest.approx(max(theirs, 0), abs=1e-9)


# --- documents as units ----------------------------------------------------------------------------------------------


def texts_of(random, n, rate, mean):
    """Texts of words drawn at random, with "trade" at a rate of its own in each."""
    rates, lengths = random.gamma(1.5, rate / 1.5, n), random.lognormal(np.log(mean), 0.4, n).astype(int) + 5
    return [" ".join(np.where(random.random(m) < r, "trade", "word peace talks summit".split()[i % 4]))
            for i, (m, r) in enumerate(zip(lengths, rates, strict=True))]


@pytest.fixture(scope="module")
def parts():
    random = np.random.default_rng(23)
    return corpus_of(*texts_of(random, 45, 0.04, 80)), corpus_of(*texts_of(random, 60, 0.015, 90))


def counted(corpus, term):
    words = [tokens(text) for _, text in corpus.texts()]
    return np.array([w.count(term) for w in words]), np.array([len(w) for w in words])


def test_the_interval_of_a_log_ratio_is_that_of_a_bootstrap_over_documents(parts):
    random = np.random.default_rng(29)
    drawn = []
    for corpus in parts:
        x, w = counted(corpus, "trade")
        some = random.integers(0, len(x), (6000, len(x)))
        drawn.append(np.log2(x[some].sum(axis=1) / w[some].sum(axis=1)))
    low, high = np.quantile(drawn[0] - drawn[1], [0.025, 0.975])
    row = keyness.keyness(*parts).set_index("term").loc["trade"]
    assert (row["low"], row["high"]) == pytest.approx((low, high), abs=0.12)
    assert row["low"] < row["log_ratio"] < row["high"]


def test_p_is_that_of_the_plain_test_over_documents_of_about_the_same_length(parts):
    x, w = (np.concatenate(pair) for pair in zip(*(counted(corpus, "trade") for corpus in parts), strict=True))
    here, classes = np.arange(len(w)) < len(parts[0]), significance.length_classes(w)
    kept = significance.exchangeable(classes, here, ~here)
    plain = significance.permutation_p(significance.residuals(x[kept], w[kept]), here[kept], classes[kept])
    row = keyness.keyness(*parts).set_index("term").loc["trade"]
    assert row["p"] == pytest.approx(plain, rel=1e-4) and row["p"] < 0.001


def test_p_and_q_do_not_depend_on_which_corpus_is_the_reference(parts):
    there, back = (keyness.keyness(*pair).set_index("term").sort_index() for pair in (parts, parts[::-1]))
    assert there["p"].to_numpy() == pytest.approx(back["p"].to_numpy(), rel=1e-3)
    assert there["log_ratio"].to_numpy() == pytest.approx(-back["log_ratio"].to_numpy())
    assert there["low"].to_numpy() == pytest.approx(-back["high"].to_numpy())
    assert there["q"].to_numpy() == pytest.approx(significance.q_values(there["p"]))


def test_two_parts_of_a_corpus_are_compared_as_two_corpora_are():
    random = np.random.default_rng(31)
    whole = corpus_of(*texts_of(random, 30, 0.04, 60), *texts_of(random, 30, 0.02, 60), *texts_of(random, 5, 0.5, 60),
                      side=["A"] * 30 + ["B"] * 30 + [""] * 5)
    here, there = (whole.where(side=side) for side in "AB")
    parts = ((whole.documents["side"] == side).to_numpy() for side in "AB")
    within, apart = keyness.keyness_within(whole, *parts), keyness.keyness(here, there)
    assert within.drop(columns=["p", "q"]).equals(apart.drop(columns=["p", "q"]))
    assert within["p"].to_numpy() == pytest.approx(apart["p"].to_numpy())


def test_many_lengths_in_kinds_give_the_same_p_as_each_by_itself(monkeypatch):
    random = np.random.default_rng(37)
    corpora = [corpus_of(*texts_of(random, 140, rate, 150)) for rate in (0.02, 0.017)]
    assert len({n for corpus in corpora for n in corpus.documents["n_words"]}) > 100
    each = keyness.keyness(*corpora).set_index("term")["p"]
    monkeypatch.setattr(keyness, "_KINDS", 10)
    assert keyness.keyness(*corpora).set_index("term")["p"].to_numpy() == pytest.approx(each.to_numpy(), rel=0.02)


def test_a_word_that_one_document_repeats_is_no_difference_of_corpora():
    texts = [f"talks number{i} were held in the town on a day like this" for i in range(20)]
    here, there = corpus_of("trade " * 40, *[t + " trade" for t in texts]), corpus_of(*[t + " trade" for t in texts])
    row = keyness.keyness(here, there).set_index("term").loc["trade"]
    assert row["g2"] > 15 and row["p"] > 0.05


def test_what_fewer_than_five_documents_hold_is_not_tested_and_has_no_interval():
    texts = [f"talks{i % 3} peace" for i in range(12)]
    here, there = corpus_of(*texts, *["war"] * 4, *["toad"] * 5), corpus_of(*texts)
    found = keyness.keyness(here, there, minimum_count=4).set_index("term")
    assert np.isnan(found.loc["war", "p"]) and np.isnan(found.loc["war", "q"]) and not np.isnan(found.loc["toad", "g2"])
    assert found.loc["toad", ["low", "high"]].isna().all() and found.loc["peace", ["low", "high"]].notna().all()


def test_documents_without_one_of_their_length_in_the_other_corpus_are_not_dealt_out():
    here, there = corpus_of(*["trade peace talks " * 50] * 8), corpus_of(*["trade"] * 8)
    found = keyness.keyness(here, there)
    assert found["p"].isna().all() and (found["term"] == "peace").any()


def test_a_difference_that_only_the_mix_of_lengths_makes_is_none():
    # "trade" is in every short text of the reference and in four of five here, in no long one; here more texts are short.
    short, long = "trade " + "talks peace " * 8, "talks peace " * 60
    here = corpus_of(*[short if i % 5 else short.replace("trade", "war") for i in range(40)], *[long] * 10)
    there = corpus_of(*[short] * 10, *[long] * 40)
    row = keyness.keyness(here, there).set_index("term").loc["trade"]
    assert row["log_ratio"] > 1 and row["g2"] > 15 and row["p"] == 1


def test_of_a_chronicle_nothing_is_tested(parts):
    chronicle = corpus_of(*["trade peace"] * 9, nature="chronicle")
    for pair in ((chronicle, parts[0]), (parts[0], chronicle)):
        found = keyness.keyness(*pair)
        assert len(found) and found[["low", "high", "g2", "p", "q"]].isna().all(axis=None)


def test_parts_that_overlap_or_do_not_fit_are_refused():
    corpus = corpus_of("a", "b")
    for here, there in (([True, True], [True, False]), ([True], [False])):
        with pytest.raises(CorpusError, match="none may be in both"):
            keyness.keyness_within(corpus, here, there)


def test_an_empty_corpus_has_no_keywords():
    corpus = corpus_of("trade peace")
    none = corpus.where(id="none")
    for pair in ((corpus, none), (none, corpus), (none, none)):
        assert list(keyness.keyness(*pair)) == keyness.KEYNESS and keyness.keyness(*pair).empty
    assert len(keyness.keyness(corpus, none, minimum_count=1, minimum_documents=1)) == 2
