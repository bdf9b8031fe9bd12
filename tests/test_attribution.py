"""The model of statements: forests as scikit-learn has them, odd texts, what its file holds, what happens without it."""

import json
import re
import subprocess
import sys
import zipfile

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor
from sklearn.linear_model import LogisticRegression

from utils import cache
from utils.report import HOME
from utils.statements import find_statements, model, passes, tagger
from utils.statements.grid import Page
from utils.statements.model import FILE, Linear, Model, ModelMissing, forest_of, load, save

ANY = settings(deadline=None, max_examples=25, derandomize=True)
PIECES = st.sampled_from(["“", "”", "\"", "’", "The envoy said ", "that ", "trade grew", ", he added", ". ", "\n\n", ": ", "👍🏽",
                          "e\u0301", "Anna Smit", "who backed the plan ", "according to ", "his claim ", ", ", "(", ")",
                          "praised ", "中国", "— "])


def numbers(rows, columns=6, seed=0):
    return np.round(np.random.default_rng(seed).normal(size=(rows, columns)), 1)


@pytest.mark.parametrize("kind", [HistGradientBoostingRegressor, HistGradientBoostingClassifier])
def test_a_forest_scores_as_scikit_learn_does(kind):
    x = numbers(400)
    y = (x[:, 0] * x[:, 1] + x[:, 2] > 0).astype(float)
    trained = kind(max_iter=30, max_leaf_nodes=9, min_samples_leaf=5, random_state=0).fit(x, y)
    new = numbers(700, seed=1)
    expected = trained.decision_function(new) if kind is HistGradientBoostingClassifier else trained.predict(new)
    assert np.allclose(forest_of(trained).scores(new), expected, rtol=0, atol=1e-9)
    assert len(forest_of(trained).scores(new[:0])) == 0


def test_a_linear_model_scores_as_scikit_learn_does_and_counts_a_feature_once():
    rows = [[0, 3, 3], [1], [2, 3], [], [0, 1, 2, 3]]
    x = np.array([[float(f in row) for f in range(4)] for row in rows])
    trained = LogisticRegression().fit(x, [1, 0, 1, 0, 1])
    ours = Linear(trained.coef_[0], float(trained.intercept_[0]))
    assert np.allclose(ours.scores(rows), trained.decision_function(x))


def a_small_model():
    x = numbers(80)
    forest = forest_of(HistGradientBoostingRegressor(max_iter=3, min_samples_leaf=5).fit(x, x[:, 0]))
    linear = Linear(np.array([0.5, -0.25]), 0.125)
    return Model(frozenset(["claim"]), linear, linear, linear, forest, forest, forest, {"0.W": np.ones((2, 2), dtype=np.float32)},
                 (np.array([0.0, 1.0]), np.array([0.1, 0.9])), {"trained on": "nothing"})


def test_a_model_comes_back_from_its_file_as_it_was_and_the_same_model_gives_the_same_bytes(tmp_path):
    first, second = tmp_path / "a.npz", tmp_path / "b.npz"
    save(a_small_model(), first)
    save(load(first), second)
    assert first.read_bytes() == second.read_bytes()
    x = numbers(20, seed=2)
    assert np.array_equal(load(first).spans.scores(x), a_small_model().spans.scores(x))


@pytest.mark.parametrize("content", [None, b"", b"PK\x03\x04 torn off"])
def test_a_missing_or_damaged_model_is_told(tmp_path, content):
    file = tmp_path / "model.npz"
    if content is not None:
        file.write_bytes(content)
    with pytest.raises(ModelMissing, match="by the rules alone"):
        load(file)


def test_without_a_model_the_rules_find_statements_with_a_warning(tmp_path, monkeypatch):
    monkeypatch.setattr(model, "FILE", tmp_path / "none.npz")
    model.shipped.cache_clear()
    try:
        with pytest.warns(UserWarning, match="rules alone"):
            (found,) = find_statements("The envoy said that the road was open.").statements
    finally:
        model.shipped.cache_clear()
    assert found.form == "say" and found.probability is None


def test_the_shipped_model_is_small_and_plain_and_says_what_it_was_trained_on():
    assert FILE.stat().st_size < 10_000_000
    with zipfile.ZipFile(FILE) as file:
        assert all(name.endswith(".npy") for name in file.namelist())
    assert "PolNeAR" in load().about["trained on"]


def test_the_shipped_model_holds_no_run_of_words():
    with np.load(FILE, allow_pickle=False) as file:
        arrays = {name: file[name] for name in file.files}
    about = json.loads(str(arrays.pop("about")))
    texts = [str(w) for array in arrays.values() if array.dtype.kind not in "fiu" for w in np.ravel(array)]
    assert texts and not [w for w in texts if re.search(r"\s", w)]
    assert set(about) == {"trained on", "holds", "format"}


def valid(text):
    for s in find_statements(text).statements:
        assert all(0 <= a < b <= len(text) for a, b in s.pieces)
        assert all(x[1] <= y[0] for x, y in zip(s.pieces, s.pieces[1:], strict=False))
        assert s.source is None or 0 <= s.source[0] < s.source[1] <= len(text)
        assert s.cue is None or text[slice(*s.cue)].strip()
        assert 0 <= s.probability <= 1


@ANY
@given(st.lists(PIECES, max_size=25).map("".join))
def test_offsets_and_probabilities_are_valid_on_any_text(text):
    valid(text)


@pytest.mark.parametrize("text", [
    "", " \n\n ", "“", "”", "👍🏽" * 50, "e\u0301" * 200, "said " * 400, "that " * 400, "a" * 20_000,
    "“Nothing is as soft as water, and nothing wears down the hard as well.”",
    "The envoy said: “The road is open. Nobody knew why. She claimed that it was snow",
    "👍🏽 Zoe\u0308 Smit 👍🏽 said that cafe\u0301s stay open 👍🏽, and “e\u0301” is a letter, she added.",
    "\u202eThe envoy said that it rained.\u202c",
])
def test_odd_texts_give_valid_statements(text):
    valid(text)


def test_the_same_text_gives_the_same_statements_whatever_was_read_before():
    text = "Anna Smit, who backs the dam, said that rain would come. “Snow came too,” she added. The ministry opposed the plan."
    first = find_statements(text)
    find_statements("The envoy believes that the valley is dry. According to the ministry, wells are full.")
    assert find_statements(text) == first


def test_a_page_measures_contents_without_marks_and_spaces():
    page = Page("He said: “a b, c.” And d.")
    core = page.core(((9, 18),))
    assert page.text[slice(*core[0])] == "a b, c" and page.size(core) == 4
    assert page.iou(core, core) == 1 and page.iou(core, ((22, 23),)) == 0


TEXTS = ["Anna Smit said that rain would come. “Snow came too,” she added.", "",
         "John Doe: Welcome, friends.\n\nAnna Smit: Thank you.",
         "The ministry opposed the plan.", "Anna Smit said that rain would come. “Snow came too,” she added."]


def test_many_texts_give_what_each_gives_alone_and_come_back_from_the_cache_as_they_were():
    alone = [find_statements(text) for text in TEXTS]
    assert list(passes.found_in(TEXTS)) == alone
    assert list(passes.found_in(TEXTS)) == alone
    assert list(passes.found_in([])) == []


def test_what_is_kept_is_found_again_without_reading_the_text(monkeypatch):
    text = "The envoy said that the ferry would leave at dawn."
    first = list(passes.found_in([text]))
    monkeypatch.setattr(passes, "find_statements", None)
    assert list(passes.found_in([text])) == first


def test_a_damaged_cache_is_read_over(tmp_path, monkeypatch):
    monkeypatch.setenv("SCO_CACHE", str(tmp_path))
    cache.place().write_bytes(b"no database at all")
    assert [len(f.statements) for f in passes.found_in(TEXTS[:1])] == [2]


def test_processes_give_the_same_as_one_and_need_no_guard_in_a_script():
    code = ("from utils.statements import passes, find_statements\n"
            "passes.ALONE = 0\n"
            "texts = [f'The envoy said that day {i} was long.' for i in range(6)]\n"
            "assert list(passes.found_in(texts)) == [find_statements(t) for t in texts]")
    run = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


def test_progress_is_told_when_reading_takes_long(monkeypatch):
    monkeypatch.setattr(passes, "_QUIET", -1)
    lines = []
    texts = [f"The envoy said that gate {i} was open." for i in range(3)]
    list(passes.found_in(texts, say=lines.append))
    assert lines[0].startswith("Statements: 1 of 3 documents read") and lines[-1] == ""


def test_weights_of_another_network_are_told():
    with pytest.raises(ValueError, match="another version of this project"):
        tagger.with_weights({"0.W": np.ones((2, 2), dtype=np.float32)})


def test_the_tagger_says_the_same_of_a_sentence_whatever_is_beside_it():
    from utils.statements.grid import Grid, Page
    from utils.statements.parse import parsed

    text = "The envoy said that rain would come. Nobody listened."
    spans = [(0, 36), (37, len(text))]
    docs = parsed(text, spans)
    whole = tagger.with_weights(load().tagger)
    grids = [Grid(doc, start) for start, doc in docs]
    told = tagger.told(Page(text), grids, [doc for _, doc in docs], {})
    both, alone = tagger.tagged(whole, told), tagger.tagged(whole, told[1:])
    assert np.allclose(both[1], alone[0], atol=1e-5)
    assert [p.shape for p in both] == [(g.n, len(tagger.TAGS)) for g in grids] and tagger.tagged(whole, []) == []


def test_fifty_thousand_words_in_one_paragraph_are_read_in_little_memory():
    code = ("import resource\nfrom utils.statements import find_statements\n"
            "text = 'The envoy said that the road would stay open, and the ministry opposed the plan. ' * 3_334\n"
            "found = find_statements(text).statements\n"
            "print(len(found), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)")
    pytest.importorskip("resource")
    run = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True, check=True)
    found, memory = map(int, run.stdout.split())
    assert found >= 3_000 and memory < 2_000_000  # kilobytes; some 300,000 of them are the packages


def bracketed_in(text):
    """What is found of reports in brackets, by their order of words alone: (cue, source, content)."""
    from utils.statements.asides import bracketed
    from utils.statements.grid import Grid, Page
    from utils.statements.parse import parsed
    from utils.text import sentence_spans

    page, before, out = Page(text), None, []
    for start, doc in parsed(text, sentence_spans(text)):
        grid = Grid(doc, start)
        out += [(text[slice(*d.cue)], text[slice(*d.source)], " … ".join(text[a:b] for a, b in d.content))
                for d in bracketed(page, grid, before)]
        before = grid
    return out


@pytest.mark.parametrize("text, expected", [
    # A verb in brackets, with what stands before and after it.
    ("With a bridge, he reasoned, farmers could reach the market in an hour.",
     ("reasoned", "he", "With a bridge … farmers could reach the market in an hour")),
    ("The harvest will fail, the governor of the province, Anna Smit, cautioned in the last days of May, unless rain comes soon.",
     ("cautioned", "the governor of the province", "The harvest will fail … unless rain comes soon")),
    ("Those who close the road, the minister went on, will not gain by it.",
     ("went", "the minister", "Those who close the road … will not gain by it")),
    ("Floods, Anna Smit told the mayors, are a danger to every village.",
     ("told", "Anna Smit", "Floods … are a danger to every village")),
    ("The dam was safe, as the engineer put it, and the valley could sleep.",
     ("put", "the engineer", "The dam was safe … and the valley could sleep")),
    ("The lake was “a mirror of the land”, the newspaper quoted him as saying.",
     ("saying", "him", "The lake was “a mirror of the land")),
    ("The water is low, she wrote; what the town needs is a new well.",
     ("wrote", "she", "The water is low … what the town needs is a new well")),
    # A noun of saying or thinking, with an owner.
    ("In her judgment, the old mill has no future.", ("judgment", "her", "the old mill has no future")),
    ("The valley did not lose by it, by his reckoning.", ("reckoning", "his", "The valley did not lose by it")),
    ("The two rivers, in Smit's description, are one water.", ("description", "Smit", "The two rivers … are one water")),
    ("The bridge was, in the words of the governor, a gift to the town.",
     ("words", "the governor", "The bridge was … a gift to the town")),
    ("His answer was that the mill would open again.", ("answer", "His", "that the mill would open again")),
    ("What she asked for was a second ferry.", ("asked", "she", "a second ferry")),
    ("For them the ferry was proof of good will.", ("For", "them", "the ferry was proof of good will")),
    ("Every winter makes the road worse. So the governor warned the council.",
     ("warned", "the governor", "Every winter makes the road worse")),
])
def test_a_report_in_brackets_is_read_off_the_order_of_words(text, expected):
    assert bracketed_in(text) == [expected]
    (found,) = [s for s in find_statements(text).statements if text[slice(*s.cue)] == expected[0]]
    assert found.type == "speech" and text[slice(*found.source)] == expected[1]


@pytest.mark.parametrize("text", [
    "When the rain stopped, he left, and the road dried.",
    "In the capital, the president said.",
    "The farmers, who reasoned well, sold their corn early.",
    "The mayor, she knew, and her brother left the town.",
    "On Monday, the minister said that the mill would open.",
    "In my judgment, the mill has no future.",
    "The ferry is kept in her account of the journey.",
    "By its nature, the river floods every spring.",
    "His answer was short.",
    "What he built was a bridge.",
    "For her to leave was hard.",
    "So the governor closed the road.",
    "“With a bridge, he reasoned, farmers could reach the market,” Anna Smit wrote.",
])
def test_what_only_looks_like_a_report_in_brackets_is_none(text):
    assert bracketed_in(text) == []


def test_a_report_in_brackets_ends_where_another_begins():
    text = "The ferry was late, the minister said, and he described the storm."
    assert bracketed_in(text)[0] == ("said", "the minister", "The ferry was late")


def test_numpy_multiplies_in_as_many_threads_after_a_text_as_before():
    from threadpoolctl import threadpool_info

    def threads():
        return [library["num_threads"] for library in threadpool_info()]

    before = threads()
    find_statements("The envoy said that the ferry would leave.")
    assert threads() == before
