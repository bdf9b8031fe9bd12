"""Fisher's exact test of many tables at once, against scipy's of one."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from utils.fisher import fisher_p


@given(st.integers(1, 60), st.integers(1, 200), st.data())
def test_the_exact_test_is_that_of_scipy(n, rest, data):
    k, other = data.draw(st.integers(0, n)), data.draw(st.integers(0, rest))
    expected = stats.fisher_exact([[k, n - k], [other, rest - other]]).pvalue
    np.testing.assert_allclose(fisher_p([k], n, [other], rest), expected, rtol=1e-6)


def test_of_large_groups_the_chi_square_test_is_that_of_scipy():
    expected = stats.chi2_contingency([[60, 2940], [40, 2960]], correction=False).pvalue
    np.testing.assert_allclose(fisher_p([60, 0, 3000], 3000, [40, 0, 3000], 3000), [expected, 1, 1])


def test_groups_of_any_size_are_tested_exactly_where_that_is_asked_for():
    for k, n, other, rest in ((12, 2500, 40, 9000), (7000, 9000, 2000, 2500)):
        expected = stats.fisher_exact([[k, n - k], [other, rest - other]]).pvalue
        np.testing.assert_allclose(fisher_p(k, n, other, rest, exact=True), [expected], rtol=1e-6)
