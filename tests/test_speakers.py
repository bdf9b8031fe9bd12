"""Who said it: the file of speakers, and the way from a name, a title or a pronoun to a person, or to nobody."""

import pytest
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st

from utils.corpus import SHIPPED, CorpusError
from utils.offices import Office, fits, offices_in, place_in
from utils.quotes import quotes
from utils.speakers import resolve
from utils.speakers.names import named_speakers
from utils.speakers.rules import load_speakers
from utils.statements import find_statements

ANY = settings(deadline=None, max_examples=60, derandomize=True)
RULES = load_speakers("""
- name: Li Keqiang
  surname: Li
  country: CHN
  voice: official
  offices: [{title: premier of China, from: 2013-03-15, to: 2023-03-11}]
- name: Li Peng
  surname: Li
  country: CHN
  voice: official
  offices: [{title: premier of China, from: 1988, to: 1998-03}]
- name: Nawaz Sharif
  country: PAK
  voice: official
  offices: [{title: prime minister of Pakistan, from: 2013-06-05, to: 2017-07-28}]
- name: Shehbaz Sharif
  country: PAK
  voice: official
  offices: [{title: prime minister of Pakistan, from: 2022-04-11}]
- name: Le Yucheng
  surname: Le
  country: CHN
  voice: official
  offices: [{title: vice foreign minister of China, from: 2018, to: 2022}]
- name: Kassym-Jomart Tokayev
  aliases: [Kassym-Jomart Tokaev]
  country: KAZ
  voice: official
  offices: [{title: president of Kazakhstan, from: 2019-03-20}]
- name: Hua Chunying
  surname: Hua
  pronoun: she
  country: CHN
  voice: official
- name: Zhang Ming
  surname: Zhang
  country: CHN
  voice: official
  offices: [{title: secretary-general of the SCO, from: 2022-01-01, to: 2024-12-31}]
- name: Human Rights Watch
  kind: body
  aliases: [HRW]
  country: USA
  voice: ngo
""")
EMPTY = load_speakers("")


def voices(text, *, rules=RULES, date="2020-06-01", speaker=""):
    found = find_statements(text)
    return resolve(text, found, rules, date=date, speaker=speaker)


def names(text, **options):
    return [voice.speaker for voice in voices(text, **options)]


# The file


def test_the_shipped_file_loads_and_every_name_in_it_is_one_entrys():
    rules = load_speakers((SHIPPED / "speakers.yml").read_text(encoding="utf-8"))
    assert len(rules.entries) > 250
    for entry in rules.entries.values():
        assert rules.named(entry.name) is entry
        assert entry.country and entry.voice and entry.side
        assert all(t.offices or entry.voice != "official" or t.title for t in entry.tenures)


@pytest.mark.parametrize("text", ["", "\n\n", "# only a remark\n", "[]"])
def test_an_empty_file_holds_nobody(text):
    assert load_speakers(text).entries == {}


@pytest.mark.parametrize("text, fault", [
    ("- name: A B\n  titel: x\n", "speakers.yml, line 2: the entry 'titel' is not known"),
    ("- name: A B\n- surname: B\n", "speakers.yml, line 2: an entry has no name"),
    ("- A B\n", "speakers.yml, line 1: an entry needs at least"),
    ("name: A B\n", "speakers.yml, line 1: the file must be a list"),
    ("- name: A B\n  offices:\n    - {title: envoy, from: soon}\n", "line 3: the date 'soon' of an office of A B can't be read"),
    ("- name: A B\n  offices:\n    - {title: envoy, from: 2010, to: 2005}\n", "line 3: an office of A B ends before it begins"),
    ("- name: A B\n  offices: [{from: 2010}]\n", "line 2: an office of A B has no title"),
    ("- name: A B\n  voice: loud\n", "line 2: the voice 'loud' of A B is not known"),
    ("- name: A B\n  aliases: C\n", "line 2: the aliases of A B must be a list"),
    ("- name: A B\n- name: C D\n- name: A B\n", "line 3: the speaker 'A B' stands there twice"),
    ("- name: A: B\n", "speakers.yml can't be read at line 1"),
])
def test_a_fault_in_the_file_is_told_by_its_line(text, fault):
    with pytest.raises(CorpusError, match="speakers.yml") as told:
        load_speakers(text)
    assert fault in str(told.value)


def test_two_persons_with_one_alias_are_told_by_name():
    with pytest.raises(CorpusError) as told:
        load_speakers("- name: Anna Smit\n  aliases: [The Smit]\n- name: Ben Smit\n  aliases: [the smit]\n")
    assert "'the smit' is a name of both Anna Smit and Ben Smit" in str(told.value)


@ANY
@given(st.text(max_size=120))
def test_whatever_the_file_holds_it_loads_or_is_told_in_a_sentence(text):
    try:
        load_speakers(text)
    except CorpusError as error:
        assert str(error).startswith("speakers.yml") and "\n" not in str(error)


# Offices


@pytest.mark.parametrize("phrase, offices", [
    ("the Chinese president", [Office("president", "CHN")]),
    ("President of the Russian Federation", [Office("president", "RUS")]),
    ("Vice-Foreign Minister Le Yucheng", [Office("deputy foreign minister", "")]),
    ("the Indian minister of external affairs", [Office("foreign minister", "IND")]),
    ("SCO Secretary-General", [Office("secretary general", "SCO")]),
    ("State Councillor and Foreign Minister of China", [Office("foreign minister", "CHN"), Office("state councillor", "CHN")]),
    ("US secretary of state", [Office("secretary of state", "USA")]),
    ("the mountain", []),
])
def test_a_title_is_read_as_an_office(phrase, offices):
    assert sorted(offices_in(phrase)) == sorted(offices)


def test_us_is_a_country_only_in_capitals():
    assert place_in("the US envoy") == "USA" and place_in("one of us") == ""


def test_a_minister_can_be_the_foreign_minister_but_not_another_countrys_nor_the_prime_minister():
    held = Office("foreign minister", "CHN")
    assert fits(Office("minister", ""), held) and fits(Office("minister", "CHN"), held)
    assert not fits(Office("minister", "IND"), held) and not fits(Office("minister", ""), Office("prime minister", "CHN"))


# From source to speaker


def test_surname_title_and_pronoun_go_back_to_the_first_full_mention():
    text = ("Vice-Foreign Minister Le Yucheng briefed the press. Le said that talks would begin. The vice-foreign minister "
            "added that the agenda was long. He hoped that all would come.")
    assert names(text) == ["Le Yucheng"] * 3


def test_the_same_holds_without_any_file():
    text = ("Australian Foreign Minister Marise Jones met the press. Jones said that talks would begin. The foreign minister "
            "added that the agenda was long. She said that all would come.")
    found = voices(text, rules=EMPTY, date="")
    assert [v.speaker for v in found] == ["Marise Jones"] * 3
    assert {v.side for v in found} == {"Australia (official)"}


def test_a_title_that_goes_on_to_a_reporting_verb_is_not_that_of_the_name_before_it():
    text = "In his message to President of Atlantis Marise Jones, the Kazakh President stressed that rain came."
    assert names(text) == ["Kassym-Jomart Tokayev"]


def test_a_title_in_commas_behind_a_name_is_its_own():
    text = "Ms Marise Jones, the foreign minister of Australia, came. The foreign minister said that rain came."
    assert names(text, rules=EMPTY) == ["Marise Jones"]


def test_a_portfolio_is_no_name_and_its_minister_no_other_minister():
    text = "Le Yucheng, vice foreign minister, came. The Minister of Education said that rain came."
    (voice,) = voices(text)
    assert (voice.speaker, voice.kind) == ("Minister of Education", "described")


def test_two_of_one_surname_are_kept_apart_by_the_first_full_mention():
    assert names("Li Peng spoke first. Li said that rain came.") == ["Li Peng"]
    assert names("Li Keqiang spoke first. Li said that rain came.") == ["Li Keqiang"]


@pytest.mark.parametrize("date, name", [("1997-05-01", "Li Peng"), ("2015-05-01", "Li Keqiang")])
def test_and_by_who_was_in_office_at_the_documents_date(date, name):
    assert names("Premier Li said that rain came.", date=date) == [name]


def test_a_premier_who_was_not_in_office_then_is_somebody_else_of_that_name():
    assert names("Premier Li said that rain came.", date="2005") == ["Li"]


def test_without_a_date_both_are_candidates():
    (voice,) = voices("Premier Li said that rain came.", date="")
    assert voice.speaker == "" and voice.candidates == ("Li Keqiang", "Li Peng")


def test_where_two_can_be_meant_nobody_is_named_and_both_are_candidates():
    text = "Li Peng and Li Keqiang both came. Li said that rain came."
    assert voices(text)[-1].speaker == "" and voices(text)[-1].candidates == ("Li Keqiang", "Li Peng")


@pytest.mark.parametrize("date, name", [("2016-06-24", "Nawaz Sharif"), ("2022-09-16", "Shehbaz Sharif")])
def test_an_office_held_by_two_at_different_dates(date, name):
    assert names("Pakistan's prime minister said that rain came.", date=date) == [name]
    assert names("Prime Minister Sharif said that rain came.", date=date) == [name]


def test_an_office_nobody_held_is_only_described():
    (voice,) = voices("The Pakistani prime minister said that rain came.", date="2001-01-01")
    assert voice.kind == "described" and voice.speaker == "Pakistani prime minister"


def test_the_minister_alone_is_unknown():
    (voice,) = voices("The minister said that rain came.")
    assert voice.speaker == "" and voice.kind == ""


def test_spellings_and_other_names_lead_to_one_canonical_name():
    assert names("Kassym-Jomart Tokaev said that rain came.") == ["Kassym-Jomart Tokayev"]
    assert names("HRW said that rain came. The group said more would come.")[0] == "Human Rights Watch"


def test_she_is_not_a_man_named_last():
    text = "Hua Chunying met the press. Le Yucheng stood beside. She said that rain came."
    assert names(text) == ["Hua Chunying"]


def test_he_is_not_who_is_named_in_what_he_says():
    assert names("Le Yucheng met the press. President Kassym-Jomart Tokayev, he announced, would come.") == ["Le Yucheng"]


def test_they_are_the_two_who_spoke_and_both_leaders_too():
    text = "Le Yucheng and Zhang Ming agreed that rain was near. They said that snow would come."
    found = voices(text)
    assert [v.speaker for v in found] == ["Le Yucheng and Zhang Ming"] * 2
    assert found[0].kind == "group" and found[0].candidates == ("Le Yucheng", "Zhang Ming")


def test_who_heads_the_organisation_speaks_for_it_at_that_date():
    text = "Zhang Ming said that rain came."
    assert voices(text, date="2023-05-01")[0].side == "SCO (organ)"
    assert voices(text, date="2015-05-01")[0].side == "China (official)"


def test_i_and_an_answer_are_the_documents_own_speaker():
    text = "Q: Will it rain?\n\nA: Yes, it will rain. As I said yesterday, the harvest is safe."
    assert names(text, speaker="Hua Chunying") == ["unnamed journalist", "Hua Chunying", "Hua Chunying"]
    assert names(text) == ["unnamed journalist", "", ""]


def test_you_is_who_spoke_before():
    text = "Zhang Ming: The road is open.\n\nLe Yucheng: You said that the road is open. We are glad.\n\nZhang Ming: So it is."
    assert names(text) == ["Zhang Ming", "Le Yucheng", "Zhang Ming", "Zhang Ming"]


def test_a_voice_without_a_name_keeps_the_words_of_the_text():
    (voice,) = voices("Many foreign ambassadors said that rain came.")
    assert (voice.speaker, voice.kind) == ("Many foreign ambassadors", "described")


def test_a_report_speaks_for_who_issued_it():
    assert names("A report by Human Rights Watch said that rain came.") == ["Human Rights Watch"]
    assert names("Human Rights Watch issued a statement. The statement said that rain came.") == ["Human Rights Watch"]


def test_a_member_of_a_government_is_no_other_countrys():
    text = ("Le Yucheng, vice foreign minister of China, met the Indian delegation. "
            "The Indian foreign minister said that rain came.")
    assert names(text) == ["Indian foreign minister"]


def test_a_speaker_named_like_a_little_word_is_found_only_by_name():
    rules = load_speakers("- name: An Li\n  surname: An\n- name: Le Yucheng\n  surname: Le\n")
    assert names("An envoy said that rain came. An Li said that snow came.", rules=rules) == ["envoy", "An Li"]
    assert names("Le Monde said that rain came.", rules=rules) != ["Le Yucheng"]


def test_names_are_found_in_full_and_not_inside_other_words():
    found = named_speakers("Le Yucheng, HRW and Human Rights Watch; le yucheng; Yucheng.", RULES)
    assert [(s, e, entry.name) for s, e, entry in found] == [
        (0, 10, "Le Yucheng"), (12, 15, "Human Rights Watch"), (20, 38, "Human Rights Watch")]


def test_the_corpus_table_names_speaker_side_and_candidates():
    corpus = corpus_of("Premier Li Keqiang said that rain came.", "Someone said that snow came.", date=["2015", "2015"])
    found = quotes(corpus)
    first = found[["speaker", "speaker_kind", "country", "side"]].values.tolist()[0]
    assert first == ["Li Keqiang", "person", "CHN", "China (official)"]
    assert found["speaker"].tolist()[1] == ""


@pytest.mark.parametrize("source", ["The mayor, Ann Lindt,", "A spokesman for the port, Ann Lindt,",
                                    "The mayor of the port, Ann Lindt,"])
def test_a_name_behind_a_description_and_a_comma_is_the_speakers(source):
    found = quotes(corpus_of(f"{source} said that the bridge is closed. Lindt added that it would open soon."))
    assert found["speaker"].tolist() == ["Ann Lindt", "Ann Lindt"] and set(found["speaker_kind"]) == {"person"}
