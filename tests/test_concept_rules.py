"""Wordings of concepts.yml: what they match, what they don't, and how a fault is told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.concepts.rules import load_concepts
from utils.concepts.search import Search
from utils.corpus import CorpusError


def spans(wording: str, text: str, lang: str = "en") -> list[str]:
    found = Search(load_concepts(f"thing:\n  label: x\n  {lang}:\n    - {wording}\n"), lang).spans(text)
    return [text[s:e] for s, e in found.get("thing", [])]


@pytest.mark.parametrize(
    ("wording", "text", "found"),
    [
        ("three forces", "The Three\nForces and three-forces", ["Three\nForces", "three-forces"]),
        ("three forces", "thirty-three forcesful", []),
        ("organi(s|z)ation", "Organisation, ORGANIZATION, organiation", ["Organisation", "ORGANIZATION"]),
        ("terroris*", "counter-terrorism; terrorists'; terror", ["terrorism", "terrorists'"]),
        ("mutual (trust|confidence)", "mutual trust, mutual confidence, mutual hope", ["mutual trust", "mutual confidence"]),
        ("mutual (political|) trust", "mutual trust and mutual political trust", ["mutual trust", "mutual political trust"]),
        ("x (a|) (b|)", "x. x a, x b; x a b, a b", ["x", "x a", "x b", "x a b"]),
        ("(the|) (old|) road (map|)", "road, the road, old road map, the map", ["road", "the road", "old road map"]),
        ("full member (state|)", "a full member. a full member state.", ["full member", "full member state"]),
        ("(a|the) (civili(s|z)ation*|culture*)", "the civilisations, a culture", ["the civilisations", "a culture"]),
        ("belt & road", "Belt & Road", ["Belt & Road"]),
        ("people's will", "the people’s will", ["people’s will"]),
    ],
)
def test_a_wording_matches_whatever_the_case_hyphen_quote_or_line_end(wording, text, found):
    assert spans(wording, text) == found


def test_context_must_or_must_not_stand_near():
    rule = "{wording: three forces, near: [terroris*], within: 40, not_near: [army]}"
    assert spans(rule, "the three forces of terrorism") == ["three forces"]
    assert spans(rule, "three forces, two rivers") == []
    assert spans(rule, "the army's three forces met terrorism") == []
    assert spans(rule, "three forces" + " and more" * 10 + " terrorism") == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("terrorism, separatism and extremism", True),
        ("extremism, ethnic separatism, and international terrorism", True),
        ("terrorists, separatists and religious extremists", True),
        ("terrorism and separatism", False),
        ("terrorism. Separatism and extremism", False),
        ("terrorism one two three four five separatism and extremism", False),
    ],
)
def test_a_triad_counts_in_any_order_within_a_sentence(text, found):
    assert bool(spans("{all: [terroris*, separatis*, extremis*], gap: 4}", text)) is found


def test_chinese_wordings_are_fixed_strings():
    assert spans("上合组织", "在上合组织和基础上合作", "zh") == ["上合组织"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a:\n  en: [x\n", "can't be read at line"),
        ("", "holds no concept"),
        ("Three Forces:\n  en: [x]\n", "line 1: the id 'Three Forces'"),
        ("a:\n  label: x\n", "line 1: a has no wordings"),
        ("a:\n  en: x\n", "line 2: the wordings of a must be a list"),
        ("a:\n  en:\n    - x\n    - (b|c\n", "line 4: a wording of a can't be used"),
        ("a:\n  en:\n    - '*'\n", "line 3: a wording of a can't be used"),
        ("a:\n  en:\n    - x*y\n", "line 3: a wording of a can't be used"),
        ("a:\n  en:\n    - {wording: x, close: [y]}\n", "line 3: a wording of a can't be used"),
        ("a:\n  lable: x\n  en: [y]\n", "line 2: a has an unknown entry 'lable'"),
        ("a:\n  en: [x]\nb:\n  any_of: [a, c]\n", "b collects 'c'"),
        ("a:\n  en: [x]\na:\n  en: [y]\n", "line 3: the concept 'a' stands there twice"),
        ("a:\n  en: [x]\n  joined_within: many\n", "line 3: joined_within of a must be a number"),
        ("a: !!python/object:os.system {}\n", "line 1: a has no wordings"),
        ("a:\n  en:\n    - !!python/name:os.system ''\n", "line 3: a value there"),
    ],
)
def test_a_fault_is_told_with_its_line(text, message):
    with pytest.raises(CorpusError, match="concepts.yml") as caught:
        load_concepts(text)
    assert message in str(caught.value)


@pytest.mark.parametrize("wording", [
    "three (evil|) forces", "(the|) (old|new) road", "organi(s|z)ation", "(counter|anti|)terroris*", "(a b|c) d*",
    "(x|) (y|) z", "x (y|) (z|)", "sco", "{all: [(a|b), c*], gap: 2}",
])
@given(st.lists(st.sampled_from("three evil forces the old new road organisation organization counter terrorism antiterrorist "
                                "a b c d dd x y z sco - . scoa".split()), max_size=25))
def test_looking_for_beginnings_first_finds_what_the_pattern_alone_finds(wording, words):
    text = " ".join(words)
    concepts = load_concepts(f"thing:\n  en:\n    - {wording}\n")
    (rule,) = concepts["thing"].rules["en"]
    assert Search(concepts, "en").spans(text).get("thing", []) == [m.span() for m in rule.pattern.finditer(text)]
