"""Charts: each form draws what its table holds, and says why when there is too little."""

import numpy as np
import pandas as pd
import pytest

from utils import charts
from utils.change_points import ChangePoints
from utils.charts import terms as term_charts
from utils.figures import NotDrawn
from utils.sides import side_style

WORDS = pd.DataFrame({"term": ["security", "trade", "上海精神 $x$ <b>"], "count": [9, 4, 2],
                      "low": [5.0, 2.0, 0.0], "high": [12.0, 7.0, 5.0]})
SAID = {"title": "Title", "subtitle": "measure, n = 3"}


def test_bars_are_as_long_as_their_numbers_and_labelled_in_order():
    ax = charts.bars(WORDS, label="term", value="count", **SAID).axes[0]
    assert [bar.get_width() for bar in ax.patches] == [9, 4, 2]
    assert [t.get_text() for t in ax.get_yticklabels()][:2] == ["security", "trade"]
    assert ax.get_xlim()[0] == 0
    assert [t.get_text() for t in ax.texts] == ["9", "4", "2"]


def test_cjk_text_is_not_put_into_pictures():
    ax = charts.bars(WORDS, label="term", value="count", **SAID).axes[0]
    assert ax.get_yticklabels()[2].get_text() == "···· $x$ <b>"


def test_dots_stand_at_their_values_with_their_intervals():
    ax = charts.dots(WORDS, label="term", value="count", low="low", high="high", **SAID).axes[0]
    points = [tuple(c.get_offsets()[0]) for c in ax.collections if len(c.get_offsets())]
    assert [p for p in points if p[0] > 0] == [(9, 2), (4, 1), (2, 0)]
    lines = [c.get_segments()[0] for c in ax.collections if hasattr(c, "get_segments")]
    assert [(s[0][0], s[1][0]) for s in lines] == [(5, 12), (2, 7), (0, 5)]


def test_dots_below_nought_are_drawn_with_a_line_at_nought():
    table = WORDS.assign(count=[0.4, -0.2, 0.1], low=[0.2, -0.5, np.nan], high=[0.6, 0.1, np.nan])
    ax = charts.dots(table, label="term", value="count", low="low", high="high", **SAID).axes[0]
    left, right = ax.get_xlim()
    assert left < -0.5 and 0.6 < right and [line.get_xdata()[0] for line in ax.lines] == [0]
    whole = charts.dots(WORDS, label="term", value="count", low="low", high="high", **SAID).axes[0]
    assert not whole.lines and whole.get_xlim() == pytest.approx((-0.012 * 12, 1.04 * 12))


def test_rows_that_are_not_drawn_are_counted():
    ax = charts.dots(WORDS, label="term", value="count", low="low", high="high", rows=1, **SAID).axes[0]
    assert ax.get_xlabel() == "2 others not drawn"


def test_dumbbells_with_intervals_have_one_for_each_dot():
    table = pd.DataFrame({"who": ["a", "b"], "x": [0.1, 0.5], "x_low": [0.0, np.nan], "x_high": [0.2, np.nan], "y": [0.4, 0.6],
                          "y_low": [0.3, 0.5], "y_high": [0.5, 0.9]})
    figure = charts.dumbbells(table, label="who", left="x", right="y", names=("x", "y"), intervals=True, percent=True, **SAID)
    ax = figure.axes[0]
    spans = [[x for x, _ in s] for c in ax.collections if hasattr(c, "get_segments") for s in c.get_segments()]
    assert [0, 20] in spans and [30, 50] in spans and [50, 90] in spans
    assert ax.get_xlim()[1] >= 90
    figure.draw_without_rendering()
    assert all(t.get_text().rstrip("%").replace("−", "-") == f"{x:g}" for x, t in zip(ax.get_xticks(), ax.get_xticklabels()))


def trend_table(shares, documents):
    index = pd.Index(range(2001, 2001 + len(shares)), name="year")
    share = np.array(shares, dtype=float)
    return pd.DataFrame({"start": [f"{y}-01-01" for y in index], "end": [f"{y}-12-31" for y in index],
                         "documents": documents, "with_it": 1, "share": share, "share_low": share / 2,
                         "share_high": (1 + share) / 2, "mentions": 1, "small": [n < 5 for n in documents]}, index=index)


def test_a_trend_line_breaks_at_a_gap_and_at_a_small_year():
    table = trend_table([0.2, np.nan, 0.5, 0.6, 0.1], [9, 0, 9, 2, 9])
    ax = charts.trends({"sco": table}, labels={"sco": "SCO"}, **SAID).axes[0]
    drawn = ax.lines[0].get_ydata()
    assert np.isnan(drawn[1]) and np.isnan(drawn[3])
    assert drawn[[0, 2, 4]].tolist() == [20, 50, 10]
    assert len(ax.collections[0].get_segments()) == 3


def test_events_outside_the_years_are_not_drawn():
    table = trend_table([0.2, 0.3, 0.4], [9, 9, 9])
    events = pd.DataFrame({"date": ["1990-01-01", "2002-05-05"], "label": ["before", "within"]})
    ax = charts.trends({"sco": table}, labels={}, events=events, **SAID).axes[0]
    assert [t.get_text() for t in ax.texts] == ["within"]


def quarters(*shares, begin=2020):
    starts = [f"{begin + i // 4}-{1 + 3 * (i % 4):02d}-01" for i in range(len(shares) + 1)]
    ends = [str(np.datetime64(day) - 1) for day in starts[1:]]
    table = trend_table(shares, [9] * len(shares)).assign(start=starts[:-1], end=ends)
    return table.set_axis(pd.Index([f"{d[:4]}-Q{1 + int(d[5:7]) // 3}" for d in starts[:-1]], name="quarter"))


def test_a_year_s_point_stands_at_the_year_and_a_quarter_s_in_its_middle():
    years = charts.trends({"sco": trend_table([0.2, 0.3], [9, 9])}, labels={}, **SAID).axes[0]
    assert years.lines[0].get_xdata().tolist() == pytest.approx([2001, 2002])
    ax = charts.trends({"sco": quarters(0.1, 0.2, 0.3, 0.4, 0.5)}, labels={}, **SAID).axes[0]
    middles = [2020.125, 2020.375, 2020.625, 2020.875, 2021.125]
    assert ax.lines[0].get_xdata().tolist() == pytest.approx(middles, abs=0.01)
    assert [t.get_text() for t in ax.get_xticklabels()] == ["Jan 2020", "Apr 2020", "Jul 2020", "Oct 2020", "Jan 2021"]


def test_events_stand_at_their_day_among_quarters_and_in_the_middle_of_their_year_among_years():
    events = pd.DataFrame({"date": ["2020-07-01", "2021"], "label": ["midsummer", "some time"]})
    ax = charts.trends({"sco": quarters(*[0.1] * 8)}, labels={}, events=events, **SAID).axes[0]
    assert [t.xy[0] for t in ax.texts] == pytest.approx([2020.497, 2021.5], abs=0.01)
    ax = charts.trends({"sco": trend_table([0.2] * 30, [9] * 30)}, labels={}, events=events, **SAID).axes[0]
    assert [t.xy[0] for t in ax.texts] == [2020, 2021]


def test_events_too_near_to_be_written_apart_are_written_once_with_their_number_and_each_has_its_line():
    events = pd.DataFrame({"date": ["2015-03-01", "2015-09-01", "2029-01-01"], "label": ["first", "second", "third"]})
    ax = charts.trends({"sco": trend_table([0.2] * 30, [9] * 30)}, labels={}, events=events, **SAID).axes[0]
    assert [t.get_text() for t in ax.texts] == ["first (+1)", "third"]
    assert len([line for line in ax.lines if len(set(line.get_xdata())) == 1]) == 3


def test_points_on_both_sides_of_a_gap_between_periods_are_not_joined():
    table = trend_table([0.2, 0.3], [9, 9]).assign(end=["2001-06-30", "2002-12-31"])
    ax = charts.trends({"sco": table.rename_axis("period")}, labels={}, **SAID).axes[0]
    assert np.isnan(ax.lines[0].get_ydata()).tolist() == [False, True, False]


def test_panels_share_one_scale_that_ends_at_a_round_share():
    tables = {"sco": trend_table([0.01, 0.02], [200, 200]).assign(share_high=0.04), "energy": trend_table([0.1, 0.1], [200, 200])}
    axes = charts.trends({"sco": tables["sco"]}, labels={}, **SAID).axes
    assert [t.get_text() for t in axes[0].get_yticklabels()] == ["0", "2.5", "5%"]
    axes = charts.trends(tables, labels={}, **SAID).axes
    assert axes[0].get_ylim() == axes[1].get_ylim() == (0, 104)


def test_more_than_eight_panels_are_not_drawn_but_counted():
    figure = charts.trends({f"thing {i}": trend_table([0.2, 0.3], [9, 9]) for i in range(11)}, labels={}, **SAID)
    assert len(figure.axes) == 8 and figure.axes[-1].get_xlabel() == "3 others not drawn"


def test_groups_keep_the_colours_of_their_side():
    figure = charts.trends({"CHN": trend_table([0.2, 0.3], [9, 9])}, labels={"CHN": "China"}, style=side_style, **SAID)
    assert figure.axes[0].lines[0].get_color() == side_style("CHN")[0]
    assert figure.axes[0].get_title(loc="left") == "China"


def test_the_share_of_each_part_between_changes_is_drawn_over_its_periods():
    table = trend_table([0.2, 0.2, 0.8, 0.8], [9] * 4)
    parts = pd.DataFrame({"start": ["2001-01-01", "2003-01-01"], "end": ["2002-12-31", "2004-12-31"], "share": [0.2, 0.8]})
    result = ChangePoints(pd.DataFrame(), parts, "year", True)
    ax = charts.trends({"sco": table}, labels={}, changes={"sco": result}, **SAID).axes[0]
    dashed = ax.collections[-1].get_segments()
    assert [segment.tolist() for segment in dashed] == [[[2000.5, 20], [2002.5, 20]], [[2002.5, 80], [2004.5, 80]]]


def test_a_heat_map_writes_each_number_and_leaves_missing_cells_empty():
    table = pd.DataFrame([[1, np.nan], [3, 4]], index=["a", "b"], columns=["c", "d"])
    ax = charts.heatmap(table, **SAID).axes[0]
    assert sorted(t.get_text() for t in ax.texts) == ["1", "3", "4"]


@pytest.mark.parametrize(
    "draw",
    [
        lambda: charts.bars(WORDS.head(0), label="term", value="count", **SAID),
        lambda: charts.bars(WORDS.assign(count=1), label="term", value="count", **SAID),
        lambda: charts.dots(WORDS.assign(count=np.nan), label="term", value="count", low="low", high="high", **SAID),
        lambda: charts.trends({"sco": trend_table([0.5], [9])}, labels={}, **SAID),
        lambda: charts.trends({"sco": trend_table([0.0, 0.0], [9, 9]).assign(mentions=0)}, labels={}, **SAID),
        lambda: charts.trends({}, labels={}, **SAID),
        lambda: charts.heatmap(pd.DataFrame(), **SAID),
        lambda: charts.strip(pd.DataFrame({"term": [], "document": [], "position": []}), row="term", documents=3, ticks=[],
                             **SAID),
        lambda: charts.dumbbells(WORDS.head(0), label="term", left="low", right="high", names=("a", "b"), **SAID),
        lambda: term_charts.word_cloud(WORDS.head(2), label="term", value="count", **SAID),
    ],
)
def test_too_little_gives_a_sentence_instead_of_an_empty_chart(draw):
    figure = draw()
    assert isinstance(figure, NotDrawn)
    assert figure.endswith(".") and figure[0].islower()


def test_pictures_that_would_show_nothing_are_not_drawn_and_say_why():
    zeros = pd.DataFrame({"label": ["a", "b"], "share": [0.0, 0.0], "low": [0.0, 0.0], "high": [0.3, 0.3]})
    dots = {"label": "label", "value": "share", "low": "low", "high": "high", **SAID}
    assert charts.dots(zeros, **dots) == "all of these shares are 0."
    assert charts.dots(zeros.head(1), least=2, **dots) == "there are not two groups with enough documents."
    assert charts.dots(zeros.head(1), least=2, missing="there is one side.", **dots) == "there is one side."
    assert charts.trends({}, labels={}, **SAID) == "there is nothing with enough documents for a course over time."
    once = pd.DataFrame({"term": ["a", "b", "c"], "count": [1, 1, 1]})
    assert isinstance(charts.bars(once.head(1), label="term", value="count", **SAID), NotDrawn)
    assert isinstance(term_charts.word_cloud(once, label="term", value="count", **SAID), NotDrawn)


def test_an_axis_of_documents_has_whole_numbers():
    table = pd.DataFrame({"who": ["a", "b"], "named": [1, 1], "quoted": [0, 1]})
    figure = charts.dumbbells(table, label="who", left="named", right="quoted", names=("x", "y"), **SAID)
    figure.draw_without_rendering()
    assert all(tick == int(tick) for tick in figure.axes[0].get_xticks())
