"""Folding, words, sentences, stop words, language: what every count rests on."""

import sys

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from utils.text import (
    _ABBREVIATIONS,
    _punkt,
    count_cjk,
    count_words,
    fold,
    guess_language,
    paragraph_spans,
    sentence_spans,
    stop_words,
    tokens,
    word_spans,
)

ANY = settings(deadline=None, max_examples=150, derandomize=True)
# Letters, dashes, apostrophes and line ends of the kinds that texts mix, and whatever else there is.
PROSE = st.text(st.one_of(st.sampled_from("aBé Σ İ.?!'’ʼ‘-‐–—\n\t\r 中文あ0७́$<"), st.characters(codec="utf-8")), max_size=120)


@ANY
@given(PROSE)
def test_folding_never_changes_the_length(text):
    assert len(fold(text)) == len(text)


@ANY
@given(PROSE)
def test_folding_twice_is_folding_once(text):
    assert fold(fold(text)) == fold(text)


@ANY
@given(PROSE, st.integers(0, 120), st.integers(0, 120))
def test_a_part_folds_as_it_does_within_the_whole(text, start, end):
    assert fold(text)[start:end] == fold(text[start:end])


def test_every_single_character_folds_to_one_character():
    assert all(len(fold(chr(i))) == 1 for i in range(sys.maxunicode + 1) if not 0xD800 <= i < 0xE000)


@pytest.mark.parametrize(
    "given_text, folded",
    [
        ("The “Shanghai Spirit”", 'the "shanghai spirit"'),
        ("China’s", "china's"),
        ("win–win", "win-win"),
        ("two\nlines", "two lines"),
        ("non\u00a0breaking", "non breaking"),
        ("ΌΛΟΣ", "όλοσ"),
        ("İstanbul", "İstanbul"),
    ],
)
def test_folding_makes_quotes_hyphens_spaces_and_case_plain(given_text, folded):
    assert fold(given_text) == folded


@ANY
@given(PROSE)
def test_word_spans_give_back_the_tokens(text):
    spans, words = word_spans(text), tokens(text)
    assert len(spans) == len(words) == count_words(text)
    for (start, end), word in zip(spans, words, strict=True):
        assert fold(text[start:end]).startswith(word) and word


@ANY
@given(PROSE)
def test_words_stand_in_order_and_apart(text):
    spans = word_spans(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(first[1] <= second[0] for first, second in zip(spans, spans[1:]))


@ANY
@given(PROSE)
def test_tokens_read_again_are_the_same_tokens(text):
    assert tokens(" ".join(tokens(text))) == tokens(text)


@pytest.mark.parametrize(
    "text, words",
    [
        ("China's", ["china"]),
        ("China’s", ["china"]),
        ("the states' view", ["the", "states", "view"]),
        ("it's's", ["it"]),
        ("secretary-general", ["secretary-general"]),
        ("Beijing–Moscow", ["beijing", "moscow"]),
        ("Beijing—Moscow", ["beijing", "moscow"]),
        ("2001–2013", ["2001", "2013"]),
        ("3.5 per cent", ["3", "5", "per", "cent"]),
        ("a_b", ["a", "b"]),
        ("ʼs", ["s"]),
        ("oʼclock", ["o'clock"]),
        ("‘quoted’", ["quoted"]),
        ("COVID-19", ["covid-19"]),
        ("上海SCO合作", ["sco"]),
        ("", []),
        ("$ <b>", ["b"]),
    ],
)
def test_words_are_cut_as_a_reader_would(text, words):
    assert tokens(text) == words


def test_chinese_characters_are_counted_apart_from_words():
    assert count_cjk("SCO上海精神 2001年") == 5
    assert count_words("SCO上海精神 2001年") == 2


@ANY
@given(PROSE)
def test_sentences_lie_in_order_within_the_text(text):
    spans = sentence_spans(text)
    assert all(0 <= a < b <= len(text) for a, b in spans)
    assert all(first[1] <= second[0] for first, second in zip(spans, spans[1:]))


@ANY
@given(PROSE)
def test_every_word_lies_in_a_sentence(text):
    sentences = sentence_spans(text)
    assert all(any(a <= start and end <= b for a, b in sentences) for start, end in word_spans(text))


@pytest.mark.parametrize(
    "text, number",
    [
        ("On Nov. 10 they met. It rained.", 2),
        ("H.E. Mr. Karimov spoke at 3 p.m. on Friday.", 1),
        ("Resolution No. 5 was adopted. Dr. Li abstained.", 2),
        ("A headline\n\nA sentence follows.", 2),
        ("One line\nand its end.", 1),
        ("“We agree.” So he said.", 2),
        ("The U.S. envoy left.", 1),
        ("", 0),
        (" \n\n ", 0),
    ],
)
def test_sentences_end_where_a_reader_would_end_them(text, number):
    assert len(sentence_spans(text)) == number


def test_paragraphs_are_set_apart_by_blank_lines():
    text = "One\nstill one\n \n\nTwo\n\n\n"
    assert [text[a:b].strip() for a, b in paragraph_spans(text)] == ["One\nstill one", "Two"]


def test_stop_words_are_words_of_grammar_only():
    stop = stop_words()
    assert {"the", "of", "will", "would", "upon"} <= stop
    assert not stop & {"security", "cooperation", "com", "http"}


@pytest.mark.parametrize(
    "text, lang",
    [
        ("The ministers of the member states met in the city and spoke of trade for two days.", "en"),
        ("Trade talks", "en"),
        ("成员国部长会晤。", "zh"),
        ("Министры встретились в городе и говорили о торговле.", "ru"),
        ("Die Minister trafen sich gestern am Abend und sprachen lange über den Handel zwischen beiden Ländern.", "und"),
        ("مرحبا بالعالم هذا نص قصير", "und"),
        ("... !!!", "und"),
        ("× ÷", "und"),
        ("SCO 上海合作组织成员国元首理事会会议", "zh"),
    ],
)
def test_the_language_is_told_from_script_and_function_words(text, lang):
    assert guess_language(text) == lang


@pytest.mark.parametrize("text", ["x" * 100_000, "a-" * 50_000, "word is. " * 20_000, "." * 50_000, "\n" * 50_000])
def test_very_long_tokens_and_texts_are_read(text):
    assert sum(b - a for a, b in sentence_spans(text)) <= len(text)
    assert len(tokens(text)) == count_words(text)


_PARTS = ["Mr", "said", "Jan", "co-op", "J", "209", "U.S", "peace", "No", "É", ".", ". ", ".\n", "?", "! ", "”", '"', "’", ")",
          " ", ", ", "The ", "the ", "«", "...", " - ", "(", "1.5", "Nov", "a", "-"]
_ENDS = st.lists(st.sampled_from(_PARTS), max_size=25).map("".join)


@settings(max_examples=1500, deadline=None)
@given(_ENDS | st.text(st.sampled_from("Aab.?! \n\"’)(-1"), max_size=40))
@example('He said "peace". And so on')
@example("co-operation.\nMr. Smith")
@example("word. . . Next")
def test_the_short_cut_finds_the_sentences_that_punkt_finds(line):
    from nltk.tokenize.punkt import PunktParameters, PunktSentenceTokenizer

    parameters = PunktParameters()
    parameters.abbrev_types.update(_ABBREVIATIONS)
    assert list(_punkt().span_tokenize(line)) == list(PunktSentenceTokenizer(parameters).span_tokenize(line))


def test_a_long_text_folds_as_a_short_one_does():
    every = "".join(chr(i) for i in range(1, 0x30000) if not 0xD800 <= i <= 0xDFFF)
    assert fold(every) == "".join(fold(c) for c in every)
