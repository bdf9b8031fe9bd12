"""Tests over documents: against going through all permutations, against random ones, and against scipy's own."""

from itertools import combinations, product
from math import comb

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from utils import significance
from utils.saddlepoint import Draws, upper_tails

ANY = settings(deadline=None, max_examples=60, derandomize=True)
P = st.lists(st.one_of(st.floats(0, 1), st.just(float("nan"))), max_size=20)
WHOLE = st.lists(st.integers(-5, 20), min_size=2, max_size=9)


# --- q-values --------------------------------------------------------------------------------------------------------


def test_q_values_as_worked_by_hand():
    # Benjamini and Hochberg's own example (1995, table 1 order): p times n over its rank, made monotone from above.
    assert significance.q_values([0.01, 0.04, 0.03, 0.5]) == pytest.approx([0.04, 0.16 / 3, 0.16 / 3, 0.5])


@ANY
@given(P)
def test_q_values_agree_with_scipy_and_missing_ones_are_no_tests(p):
    p = np.array(p, dtype=float)
    q, tested = significance.q_values(p), ~np.isnan(p)
    assert (np.isnan(q) == ~tested).all()
    if tested.any():
        assert q[tested] == pytest.approx(stats.false_discovery_control(p[tested]))


# --- variance and interval of a rate ---------------------------------------------------------------------------------


def test_the_variance_of_a_log_rate_as_worked_by_hand():
    # 1 and 3 occurrences in 10 words each: the rate is 0.2, the residuals -1 and 1, so 2/1 * 2 / 4 squared.
    assert significance.log_rate_variance(4, 10, 40, 20, 200, 2) == pytest.approx(0.25)
    low, high = significance.rate_interval(0.2, 0.25, 2)
    assert (low * high, high) == pytest.approx((0.04, 0.2 * np.exp(stats.t.ppf(0.975, 1) * 0.5)))


def test_there_is_no_variance_without_occurrences_or_of_one_document():
    assert np.isnan(significance.log_rate_variance([0, 3], [0, 9], [0, 30], [20, 10], [200, 100], [2, 1])).all()


def test_the_variance_is_that_of_a_bootstrap_over_documents():
    random = np.random.default_rng(3)
    w = random.lognormal(5, 0.7, 100).round()
    x = random.negative_binomial(0.8, 0.8 / (0.8 + 0.02 * w))
    drawn = random.integers(0, 100, (5000, 100))
    bootstrap = np.log(x[drawn].sum(axis=1) / w[drawn].sum(axis=1)).var()
    ours = significance.log_rate_variance(x.sum(), (x**2).sum(), (x * w).sum(), w.sum(), (w**2).sum(), 100)
    assert ours == pytest.approx(bootstrap, rel=0.15)


# --- permutation -----------------------------------------------------------------------------------------------------


def one_class(values, numbers, drawn, seen):
    return Draws(values, numbers, np.array([[0]]), np.array([drawn]), np.array([int(numbers.sum())]), np.array([seen]))


def all_sums(values, drawn):
    return np.array([sum(chosen) for chosen in combinations(values, drawn)])


@ANY
@given(WHOLE, st.data())
def test_few_documents_are_dealt_out_in_every_way(values, data):
    here = np.arange(len(values)) < data.draw(st.integers(1, len(values) - 1))
    sums, seen = all_sums(values, here.sum()), sum(np.array(values)[here])
    expected = min(1, 2 * min((sums >= seen).mean(), (sums <= seen).mean()))
    assert significance.permutation_p(values, here) == pytest.approx(expected)


@pytest.mark.parametrize("n, drawn", [(15, 7), (40, 2)])
def test_exact_p_values_are_those_of_scipy(n, drawn):
    values = np.random.default_rng(n).lognormal(0, 1.5, n)
    here = np.arange(n) < drawn
    theirs = stats.permutation_test((values[here], values[~here]), lambda x, y, axis: x.sum(axis=axis), vectorized=True,
                                    n_resamples=np.inf, alternative="two-sided")
    assert comb(n, drawn) <= significance.EXACT
    assert significance.permutation_p(values, here) == pytest.approx(theirs.pvalue)


def test_what_is_in_a_document_or_not_has_fisher_s_exact_distribution():
    here = np.arange(60) < 25
    for held in (3, 10, 14):
        values = np.zeros(60)
        values[20 : 20 + held] = 1
        with_it = (5 if held >= 5 else held, held - min(held, 5))
        table = [[with_it[0], with_it[1]], [25 - with_it[0], 35 - with_it[1]]]
        tails = [stats.fisher_exact(table, alternative=side).pvalue for side in ("less", "greater")]
        assert significance.permutation_p(values, here) == pytest.approx(min(1, 2 * min(tails)))


@pytest.mark.parametrize("kind", ["counts", "lengths", "one large"])
@pytest.mark.parametrize("drawn", [5, 8, 11])
def test_the_approximation_is_near_to_all_permutations_of_skewed_values(kind, drawn):
    random = np.random.default_rng(7)
    n = 17
    values = {"counts": random.negative_binomial(0.4, 0.2, n) + random.normal(0, 0.05, n), "lengths": random.lognormal(0, 1, n),
              "one large": np.append(random.poisson(1, n - 1) + random.normal(0, 0.05, n - 1), 12)}[kind]
    values = (values - values.mean()) / values.std()
    sums = all_sums(values, drawn)
    for tail in (0.05, 0.01, 0.002):
        for sign in (1, -1):
            seen = np.quantile(sign * sums, 1 - tail, method="higher")
            exact = (sign * sums >= seen - 1e-9).mean()
            (p,) = upper_tails(one_class(sign * values, np.ones(n), drawn, seen))
            assert 0.4 < p / exact < 2.5


def test_the_approximation_agrees_with_twenty_thousand_random_permutations_of_words_in_documents():
    random = np.random.default_rng(11)
    n, drawn, many = 150, 45, 20_000
    w = random.lognormal(6, 1.1, n).round()  # lengths differ a hundredfold
    x = random.negative_binomial(0.3, 0.3 / (0.3 + w * random.lognormal(-7, 1, (40, 1))))
    values = significance.residuals(x[(x > 0).sum(axis=1) >= 5], w)
    here = np.argsort(random.random((many, n)), axis=1) < drawn
    sums = values @ here.T
    ratios = []
    for row, found in zip(values, sums, strict=True):
        for tail in (0.025, 0.005):
            for place in (round(tail * many), many - 1 - round(tail * many)):
                at = np.argpartition(found, place)[place]
                exact = 2 * min((found >= found[at] - 1e-9).mean(), (found <= found[at] + 1e-9).mean())
                ratios.append(significance.permutation_p(row, here[at]) / exact)
    assert len(ratios) > 80
    assert np.median(ratios) == pytest.approx(1, abs=0.1) and (np.abs(np.log2(ratios)) < 1).mean() > 0.95


def test_where_there_is_nothing_to_find_one_in_twenty_is_found():
    random = np.random.default_rng(13)
    w = random.lognormal(6, 0.8, (300, 120))
    x = random.negative_binomial(0.5, 0.5 / (0.5 + w * 0.01))
    here = np.arange(120) < 35
    p = np.array([significance.permutation_p(significance.residuals(*pair), here) for pair in zip(x, w, strict=True)])
    assert (p < 0.05).mean() == pytest.approx(0.05, abs=0.03) and (p < 0.005).mean() < 0.02


def test_the_largest_sum_there_is_has_the_chance_of_its_one_draw():
    values = np.r_[np.ones(8), np.linspace(0, 0.2, 16)]
    here = np.arange(24) < 8
    assert significance.permutation_p(values, here) == pytest.approx(2 / comb(24, 8), rel=0.05)


@ANY
@given(st.lists(st.integers(0, 9), min_size=20, max_size=40), st.data(), st.integers(-3, 3), st.sampled_from([1e-6, 1, 1e6]))
def test_p_does_not_depend_on_scale_origin_or_which_part_is_called_here(values, data, origin, scale):
    here = np.arange(len(values)) < data.draw(st.integers(5, len(values) - 5))
    values = np.array(values, dtype=float) + np.linspace(0, 0.3, len(values))
    p = significance.permutation_p(values, here)
    assert 0 < p <= 1
    assert significance.permutation_p(scale * (values + origin), here) == pytest.approx(p, rel=1e-3)
    assert significance.permutation_p(values, ~here) == pytest.approx(p, rel=1e-3)


@ANY
@given(st.lists(st.integers(0, 4), min_size=20, max_size=30))
def test_documents_with_one_value_may_stand_as_one_entry(values):
    here = np.arange(len(values)) < 9
    kinds, many = np.unique(np.array(values, dtype=float), return_counts=True)
    (p,) = significance.permutation_p_of(one_class(kinds, many.astype(float), 9, sum(values[:9])))
    assert p == pytest.approx(significance.permutation_p(values, here), rel=1e-6)


# --- within classes --------------------------------------------------------------------------------------------------


@ANY
@given(st.lists(st.tuples(st.integers(0, 2), st.booleans(), st.integers(-3, 9)), min_size=3, max_size=9))
def test_within_classes_documents_are_dealt_out_in_every_way(documents):
    classes, here, values = (np.array(each) for each in zip(*documents, strict=True))
    mixed = np.array([here[classes == c].any() and not here[classes == c].all() for c in classes])
    p = significance.permutation_p(values, here, classes)
    if not mixed.any():
        assert np.isnan(p)
        return
    ways = product(*(combinations(values[classes == c], here[classes == c].sum()) for c in np.unique(classes[mixed])))
    sums, seen = np.array([sum(map(sum, way)) for way in ways]), values[here & mixed].sum()
    assert p == pytest.approx(min(1, 2 * min((sums >= seen).mean(), (sums <= seen).mean())))


def test_within_classes_too_the_approximation_agrees_with_twenty_thousand_random_permutations():
    random = np.random.default_rng(17)
    n, many = 90, 20_000
    w = random.lognormal(6, 0.6, n).round()
    classes = significance.length_classes(w)
    x = random.negative_binomial(0.3, 0.3 / (0.3 + w * random.lognormal(-6, 1, (30, 1))))
    values = significance.residuals(x[(x > 0).sum(axis=1) >= 5], w)
    place = np.argsort(np.argsort(random.random((many, n)) + classes, axis=1), axis=1)  # shuffled, but class after class
    ends = np.cumsum(np.bincount(classes))[classes]
    here = ends - place <= np.bincount(classes)[classes] // 3 + 1
    sums = values @ here.T
    ratios = []
    for row, found in zip(values, sums, strict=True):
        for at in (np.argpartition(found, k)[k] for k in (500, many - 501)):
            exact = 2 * min((found >= found[at] - 1e-9).mean(), (found <= found[at] + 1e-9).mean())
            ratios.append(significance.permutation_p(row, here[at], classes) / exact)
    assert np.median(ratios) == pytest.approx(1, abs=0.1) and (np.abs(np.log2(ratios)) < 1).mean() > 0.95


def test_parts_of_different_lengths_give_no_false_alarm_when_documents_are_dealt_out_by_length():
    random = np.random.default_rng(19)
    here = np.arange(240) < 40
    found = {True: [], False: []}
    for _ in range(150):
        w = random.lognormal(np.where(here, 7, 6), 0.7)  # the documents here are nearly three times as long
        x = random.negative_binomial(1, 1 / (1 + 0.01 * w))
        values, classes = significance.residuals(x, w), significance.length_classes(w)
        for apart in found:
            found[apart].append(significance.permutation_p(values, here, classes if apart else None))
    assert (np.array(found[True]) < 0.05).mean() < 0.1
    assert (np.array(found[False]) < 0.05).mean() > 0.2  # which is why


def test_a_class_of_lengths_spans_less_than_half_as_much_again():
    words = np.arange(1, 5000)
    classes = significance.length_classes(words)
    assert (np.diff(classes) >= 0).all()
    assert all(words[classes == c].max() / words[classes == c].min() < 1.42 for c in np.unique(classes))
    assert significance.length_classes([0]).tolist() == [0]


def test_only_documents_with_a_counterpart_are_exchanged():
    classes, here = np.array([1, 1, 2, 3, -1, -1]), np.array([True, False, True, False, True, False])
    assert significance.exchangeable(classes, here, ~here).tolist() == [True, True, False, False, False, False]
    assert significance.exchangeable(classes[:0], here[:0], here[:0]).tolist() == []


def test_equal_values_are_no_difference_and_nothing_is_tested_without_two_parts():
    assert significance.permutation_p(np.full(30, 0.1), np.arange(30) < 10) == 1
    assert np.isnan(significance.permutation_p([1, 2, 3], [True] * 3))
    assert np.isnan(significance.permutation_p([1, 2, 3], [False] * 3))
    assert significance.permutation_p(np.zeros((0, 4)), np.arange(4) < 2).shape == (0,)


def test_residuals_sum_to_nothing_and_follow_the_words():
    assert significance.residuals([2, 0, 1], [10, 10, 10]) == pytest.approx([1, -1, 0])
    assert significance.residuals([[1, 2], [3, 0]], [1, 2]) == pytest.approx(np.array([[0, 0], [2, -2]]))
