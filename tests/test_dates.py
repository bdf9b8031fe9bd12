"""Dates in the forms that documents give them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.corpus.dates import date_in_name, first_day, iso_date, last_day

DAYS = st.dates(date(1800, 1, 1), date(2100, 12, 31))
ANY = settings(deadline=None, max_examples=150, derandomize=True)


@ANY
@given(
    DAYS,
    st.sampled_from(
        ["%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y%m%d", "%d %B %Y", "%d %b. %Y", "%B %d, %Y", "%Y-%m-%dT%H:%M:%SZ", "%Y年%m月%d日"]
    ),
)
def test_a_day_is_read_in_every_unmistakable_form(day, form):
    assert iso_date(day.strftime(form)) == day.isoformat()


@pytest.mark.parametrize(
    "value, iso",
    [
        ("2020", "2020"),
        ("2020-11", "2020-11"),
        ("2020-1-5", "2020-01-05"),
        (" 2020 ", "2020"),
        ("2020.0", "2020"),
        ("Nov. 5, 2020", "2020-11-05"),
        ("Sept 2020", "2020-09"),
        ("may 2020", "2020-05"),
        ("1st of May 2020", ""),
        ("1st May 2020", "2020-05-01"),
        ("2020年", "2020"),
        ("2020年6月", "2020-06"),
    ],
)
def test_a_date_is_as_precise_as_it_was_given(value, iso):
    assert iso_date(value) == iso


@pytest.mark.parametrize(
    "value",
    [
        "05/11/2020",
        "5.11.2020",
        "2020-13-01",
        "2020-02-30",
        "2020-00-10",
        "2020-11-00",
        "2023-02-29",
        "Decade 2010",
        "Mayor 2020",
        "Thursday",
        "1799",
        "2101",
        "99",
        "",
        "0000",
        "2020-11-05x",
        "20201305",
        "November",
    ],
)
def test_what_is_no_date_or_could_be_two_is_not_guessed(value):
    assert iso_date(value) == ""


@ANY
@given(st.text(max_size=30))
def test_any_string_gives_a_date_or_nothing(value):
    iso = iso_date(value)
    assert iso == "" or (len(iso) in (4, 7, 10) and iso_date(iso) == iso)


@pytest.mark.parametrize(
    "name, iso",
    [
        ("2020-11-05-briefing", "2020-11-05"),
        ("20201105_briefing", "2020-11-05"),
        ("2020_11_05", "2020-11-05"),
        ("2020-11-briefing", "2020-11"),
        ("2020 briefing", "2020"),
        ("briefing-2020", ""),
        ("20209999", ""),
        ("2020a", ""),
        ("12345-notes", ""),
        ("", ""),
    ],
)
def test_a_file_name_gives_its_date_when_it_begins_with_one(name, iso):
    assert date_in_name(name) == iso


@pytest.mark.parametrize(
    "iso, first, last",
    [
        ("2015", "2015-01-01", "2015-12-31"),
        ("2016-02", "2016-02-01", "2016-02-29"),
        ("2015-02", "2015-02-01", "2015-02-28"),
        ("2015-07-10", "2015-07-10", "2015-07-10"),
        ("", "", ""),
    ],
)
def test_an_imprecise_date_stands_for_the_days_it_can_mean(iso, first, last):
    assert (first_day(iso), last_day(iso)) == (first, last)
