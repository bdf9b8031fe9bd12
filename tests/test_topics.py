"""Topics: passages and their terms, the grouping and how far it is trusted, and what is said of it."""

import random
from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
import yaml
from corpora import corpus_of
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import sparse
from sklearn.metrics import adjusted_rand_score

from utils.charts import topics as topic_charts
from utils.corpus import CorpusError
from utils.figures import NotDrawn
from utils.overview import LANGUAGES
from utils.sentences import topic_places as where
from utils.sentences import topics as said
from utils.topics import languages, mirror, model, topics
from utils.topics import tables as topic_tables
from utils.topics.choosing import SCAN, possible_ks, recommended, resampled, silhouette
from utils.topics.factors import Factors, factorise, main_part, shaping, shuffled
from utils.topics.labels import coherence, label
from utils.topics.languages import stem
from utils.topics.passages import passage_spans
from utils.topics.vectors import tf_idf, vectors

SUBJECTS = {
    "harbour": "harbour cargo crane pilot tide anchor quay vessel ferry lighthouse".split(),
    "orchard": "orchard apples pruning blossom harvest cider grafting beehive ladder soil".split(),
    "clock": "pendulum gears spring dial brass escapement winding repair chime hour-hand".split(),
    "bread": "flour dough oven yeast crust bakery kneading loaf salt sourdough".split(),
}


def english(*texts, **columns):
    return corpus_of(*texts, lang=["en"] * len(texts), **columns)


def written(subject, chance, words=30):
    return "They mentioned " + " ".join(chance.choice(SUBJECTS[subject]) for _ in range(words)) + "."


@pytest.fixture(scope="module")
def planted():
    """Sixty documents of four subjects, the publisher named after the subject, two documents of each subject a year."""
    chance, names = random.Random(1), list(SUBJECTS) * 15
    return english(*[written(name, chance) for name in names], publisher=names, date=[str(2001 + i // 8) for i in range(60)],
                   title=[f"Of the {name}" for name in names])


@pytest.fixture(scope="module")
def found(planted):
    return topics(planted)


@pytest.fixture(scope="module")
def noise():
    chance = random.Random(2)
    words = [f"{a}{b}{c}" for a in "bdfgk" for b in "aeiou" for c in "lmnrst"]
    return english(*[" ".join(chance.choice(words) for _ in range(40)) for _ in range(60)])


@pytest.fixture(scope="module")
def unclear(noise):
    return topics(noise)


# Passages


def test_a_short_document_is_one_passage():
    text = "One paragraph.\n\nAnother one."
    assert passage_spans(text) == [(0, len(text))]


def test_paragraphs_are_joined_until_they_have_enough_words_and_a_short_rest_joins_the_last():
    paragraphs = ["word " * n for n in (60, 60, 60, 160, 50)]
    text = "\n\n".join(p.strip() for p in paragraphs)
    sizes = [len(text[s:e].split()) for s, e in passage_spans(text, 150)]
    assert sizes == [180, 210]


def test_a_paragraph_much_too_long_is_cut_at_its_sentences():
    text = " ".join(f"This is sentence number {n} of a very long paragraph." for n in range(60))
    spans = passage_spans(text, 100)
    assert len(spans) == 6
    assert all(text[s:e].startswith("This is") and text[s:e].endswith("paragraph.") for s, e in spans)


PARTS = st.sampled_from(["a few words here", "word", "\n", "\n\n", "Ends. ", "", "long " * 40])


@given(st.lists(PARTS, max_size=30), st.integers(1, 60))
@settings(deadline=None)
def test_passages_follow_each_other_and_lose_no_word(parts, words):
    text = " ".join(parts)
    spans = passage_spans(text, words)
    assert all(s < e for s, e in spans) and all(a[1] <= b[0] for a, b in zip(spans, spans[1:], strict=False))
    assert " ".join(text[s:e] for s, e in spans).split() == text.split()


# Terms


def terms_of(*texts, **options):
    return set(vectors(english(*texts), minimum_documents=1, **options).terms)


def test_terms_are_words_and_pairs_that_nothing_separates():
    terms = terms_of("rusty anchors, heavy cranes", "something else")
    assert terms == {"rusty", "anchors", "rusty anchors", "heavy", "cranes", "heavy cranes"}


def test_words_of_one_stem_are_one_term_read_by_its_commonest_form():
    made = vectors(english("cargo vessels and vessels", "a vessel sank", "quiet water", "tin plates"), minimum_documents=1)
    assert "vessels" in made.terms and "vessel" not in made.terms
    column = list(made.terms).index("vessels")
    assert made.counts[:, column].toarray().ravel().tolist() == [2, 1, 0, 0]


def test_internal_and_international_stay_apart():
    assert stem("international") != stem("internal")


def test_names_of_persons_peoples_capitals_and_months_are_left_out_and_of_other_places_kept_with_their_capital():
    kept = terms_of("They told Anna Korsakov of Vienna in June that President Brandel and Ulrike Brandel praised the harbours "
                    "of Ruritania and the Chinese. Bridges were built, said Korsakov.", "other matter")
    assert {"bridges", "harbours", "Ruritania"} <= kept
    assert not {w.lower() for t in kept for w in t.split()} & {"brandel", "ulrike", "vienna", "june", "chinese"}


def test_a_person_of_speakers_yml_is_left_out():
    corpus = english("They mentioned Wendelin and Ruritania.", "other matter")
    corpus = replace(corpus, settings={**corpus.settings, "speakers.yml": "- {name: Wendelin Sokol, country: AUT, voice: press}"})
    kept = set(vectors(corpus, minimum_documents=1).terms)
    assert "Ruritania" in kept and "Wendelin" not in kept


def test_an_abbreviation_is_no_name_unless_it_is_a_body_that_can_speak():
    kept = terms_of("They said that the GDP of the region and of NATO grew.", "other matter")
    assert "GDP" in kept and "nato" not in {t.lower() for t in kept}


def test_words_beside_an_office_are_left_out_and_elsewhere_kept():
    assert "foreign" not in terms_of("a visit of the deputy foreign minister", "other matter")
    assert "foreign investment" in terms_of("a plan for foreign investment", "other matter")


def test_words_before_a_country_belong_to_its_name_and_elsewhere_are_kept():
    kept = terms_of("They came to the united states of South Korea and the United Arab Emirates.", "other matter")
    assert not {w.lower() for t in kept for w in t.split()} & {"united", "south", "arab"}
    kept = terms_of("They came to the south bank, a united city, and the United Nations spoke.", "other matter")
    assert {"south bank", "united city"} <= kept and "nations" in {w.lower() for t in kept for w in t.split()}


def test_a_word_of_a_tracked_concept_is_kept_though_it_is_written_with_a_capital():
    assert "Belt" in terms_of("They joined the Belt and Road plan.", "other matter")


def test_what_is_left_out_is_listed_rule_by_rule():
    rules = vectors(english("The minister said that China and the harbour of Ruritania grew, said Otto Brandel.",
                            "It was so, Brandel said.")).left_out
    caught = rules.set_index("rule")["examples"]
    assert caught["countries and bodies"] == "china"
    assert caught["offices, and words beside them"] == "minister"
    assert caught["persons"] == "brandel, otto"


def test_terms_in_most_passages_or_in_too_few_documents_are_left_out():
    made = vectors(english("copper coins", "copper bells", "copper bells", "tin plates"))
    assert list(made.terms) == ["bells", "copper bells"]  # copper stands in three of four, the others in one


def test_a_pair_counts_in_the_documents_that_hold_it():
    texts = ["copper bells rang"] * 2 + ["silver bells"] * 3
    assert "copper bells" in list(vectors(english(*(f"{t} {i}x" for i, t in enumerate(texts)))).terms)


def test_weights_are_tf_idf_of_length_one():
    counts = sparse.csr_matrix(np.array([[2, 1], [0, 1]]))
    first = (1 + np.log(2)) * (1 + np.log(3 / 2))
    length = np.hypot(first, 1.0)
    assert tf_idf(counts).toarray() == pytest.approx(np.array([[first / length, 1 / length], [0, 1]]), abs=1e-6)


# Grouping


def test_a_passage_belongs_to_the_part_that_makes_up_two_fifths_of_it():
    assert main_part(np.array([[0.5, 0.5], [0.39, 0.36], [0.1, 0.9], [0.0, 0.0]])).tolist() == [0, -1, 1, -1]


def test_mixtures_add_up_to_one_or_to_nothing():
    weights = tf_idf(sparse.csr_matrix(np.array([[3, 1, 0, 0], [2, 2, 0, 0], [0, 0, 1, 4], [0, 0, 2, 1], [0, 0, 0, 0]])))
    mixture = factorise(weights, 2).mixture
    assert mixture.sum(axis=1) == pytest.approx([1, 1, 1, 1, 0], abs=2e-4)
    assert len({tuple(row) for row in mixture[:4].round(1)}) == 2


@given(st.lists(st.lists(st.integers(0, 4), min_size=3, max_size=3), min_size=1, max_size=6), st.integers(0, 5))
@settings(max_examples=60, deadline=None)
def test_shuffling_keeps_the_length_of_every_passage_and_the_frequency_of_every_term(rows, seed):
    counts = sparse.csr_matrix(np.array(rows))
    mixed = shuffled(counts, seed=seed)
    assert mixed.sum(axis=1).tolist() == counts.sum(axis=1).tolist()
    assert mixed.sum(axis=0).tolist() == counts.sum(axis=0).tolist()


def test_at_most_ten_passages_of_a_document_evenly_spaced_shape_the_topics():
    passages = pd.DataFrame({"document": [0] * 20 + [1] * 3, "terms": [5] * 22 + [0]})
    assert shaping(passages).tolist() == [*range(1, 20, 2), 20, 21]
    far = pd.DataFrame({"document": np.repeat(np.arange(50), 30), "terms": 1})
    places = far.groupby("document").cumcount()[shaping(far, most=50)]
    assert len(places) == 50 and places.nunique() > 20  # the one passage of each stands in other places


def test_of_too_many_passages_fewer_of_each_document_are_taken_and_only_then_documents_drawn():
    passages = pd.DataFrame({"document": np.repeat(np.arange(30), 4), "terms": 1})
    for most, taken in ((90, 3), (89, 2), (30, 1)):
        assert (passages.loc[shaping(passages, most=most), "document"].value_counts() == taken).all()
    drawn = passages.loc[shaping(passages, most=7), "document"]
    assert len(drawn) == drawn.nunique() == 7 and drawn.is_monotonic_increasing


def test_coherence_is_normalised_pointwise_mutual_information_over_passages():
    # Of four passages the first two terms share one of two each: as chance makes. The third stands with the first alone.
    counts = sparse.csr_matrix(np.array([[1, 2, 0], [1, 0, 3], [0, 1, 0], [0, 0, 0], [0, 0, 1]]))
    chance, never = np.log(0.25 / 0.25) / -np.log(0.25), -1
    value = coherence([np.array([0, 1]), np.array([1, 2]), np.array([0])], counts, np.array(["a", "b", "c"], dtype=object))
    assert value[:2] == pytest.approx([chance, never]) and np.isnan(value[2])
    nested = coherence([np.array([0, 1])], counts, np.array(["human", "human right"], dtype=object))
    assert np.isnan(nested[0])


def test_five_documents_are_needed_for_each_group():
    chance = random.Random(3)
    made = vectors(english(*[written(name, chance) for name in list(SUBJECTS) * 6]))
    assert possible_ks(made) == [3, 4]


def test_the_silhouette_of_two_pairs_of_equal_passages_is_one():
    weights = sparse.csr_matrix(np.array([[1.0, 0], [1, 0], [0, 1], [0, 1], [0.6, 0.8]]))
    mean, each = silhouette(weights, np.array([0, 0, 1, 1, -1]))
    assert mean == 1 and each[:4].tolist() == [1, 1, 1, 1] and np.isnan(each[4])
    assert np.isnan(silhouette(weights, np.array([0, 0, 0, 0, 0]))[0])


def test_groups_that_always_come_again_have_a_stability_of_one():
    counts = sparse.csr_matrix(np.kron(np.eye(3, dtype=int), np.ones((10, 4), dtype=int)))
    weights = tf_idf(counts)
    rand, jaccard = resampled(weights, np.arange(30), factorise(weights, 3), 5)
    assert rand == 1 and jaccard.tolist() == [1, 1, 1]


def test_passages_that_belong_to_no_group_count_against_its_stability():
    # Ten documents of fifteen passages each, five of each of three groups; one in five of the first group's belongs to none
    # in the whole and, as its terms say, to the first group in every draw: 4 in both of 5 in either.
    weights = tf_idf(sparse.csr_matrix(np.kron(np.eye(3, dtype=int), np.ones((50, 4), dtype=int))))
    documents = np.tile(np.repeat(np.arange(10), 5), 3)
    whole = factorise(weights, 3)
    first = whole.groups[0]
    mixture = whole.mixture.copy()
    mixture[:50:5] = 1 / 3
    rand, jaccard = resampled(weights, documents, Factors(mixture, whole.parts), 4)
    assert rand == 1 and jaccard.tolist() == [0.8 if part == first else 1 for part in range(3)]


def scanned(*rows):
    return pd.DataFrame(rows, columns=SCAN)


def test_the_number_with_most_stable_groups_is_taken_and_of_equals_the_smaller():
    rows = (3, 0.1, 0.1, 0.9, 3, 0, 0, 0.2), (4, 0.2, 0.1, 0.8, 4, 0, 0, 0.2), (5, 0.3, 0.1, 0.7, 4, 0, 0, 0.2)
    assert recommended(scanned(*rows)) == 4


def test_a_number_at_which_shuffled_texts_do_as_well_is_not_taken_where_another_is_better():
    assert recommended(scanned((3, 0.1, 0.1, 0.9, 3, 0, 0, 0.2), (4, 0.2, 0.1, 0.8, 4, 0.2, 0, 0.2))) == 3
    assert recommended(scanned((3, 0.1, 0.1, 0.9, 2, 0.1, 0, 0.2), (4, 0.2, 0.1, 0.8, 4, 0.2, 0, 0.2))) == 4
    assert recommended(scanned()) is None


# Topics


def test_planted_subjects_are_found_and_named_by_their_words(found):
    assert found.k >= 4 and found.clear
    for row in found.named.itertuples():
        words = {word for term in row.label.split(", ") for word in term.split()}
        assert any(words <= set(subject) for subject in SUBJECTS.values()), row.label


def test_four_groups_are_the_four_subjects(planted):
    four = topics(planted, k=4)
    groups = four.passages.merge(planted.documents[["id", "publisher"]], on="id").dropna(subset="topic")
    assert groups.groupby("topic")["publisher"].nunique().tolist() == [1, 1, 1, 1]
    assert four.table["documents"].tolist() == sorted(four.table["documents"], reverse=True)
    assert four.table["verdict"].eq("stable").all()
    assert mirror.mirrored(four, planted).set_index("property").loc["publisher", "ami"] == 1


def test_two_runs_give_the_same(planted, found):
    again = topics(planted)
    pd.testing.assert_frame_equal(again.table, found.table)
    pd.testing.assert_frame_equal(again.passages, found.passages)
    pd.testing.assert_frame_equal(again.scan, found.scan)


def test_shares_and_intervals_belong_to_the_documents(found):
    assert (found.table["share"] == found.table["documents"] / 60).all()
    assert (found.table["share_low"] <= found.table["share"]).all() and (found.table["share"] <= found.table["share_high"]).all()
    assert found.mixture.sum(axis=1).round(3).between(0.998, 1.002).all()


def test_words_at_random_are_no_topics(unclear):
    assert not unclear.clear and unclear.named.empty
    assert said.headline(unclear)[0].startswith("There are no clear topics in these 60 documents")


def test_a_label_has_no_word_twice_and_prefers_two_words_that_do_as_well():
    rows = [("rights", "right", 0.9, 3.0), ("human rights", "human right", 0.8, 2.8), ("human", "human", 0.8, 2.5),
            ("law", "law", 0.4, 1.0), ("rare", "rare", 0.1, 0.9)]
    terms = pd.DataFrame(rows, columns=["term", "stem", "share", "score"])
    assert label(terms) == "human rights, law"
    assert label(terms.tail(1)) == "rare" and label(terms.head(0)) == ""


SMALL = {
    "one document": (["The harbour pilot came aboard."], "3 groups need at least 15 English documents, and there is 1"),
    "no document": ([], "3 groups need at least 15 English documents, and there is none"),
    "equal texts": (["The ferry left the quay at noon."] * 30,
                    "no term stands in at least 2 documents and in at most half of the passages"),
    "words of grammar alone": (["It is what it was and they would."] * 30,
                               "no term stands in at least 2 documents and in at most half of the passages"),
    "few that share terms": (["copper bells rang"] * 6 + [f"zzz{chr(97 + i)}" for i in range(20)],
                             "3 groups need at least 15 documents that hold terms which others hold too, and there are 6"),
    "one word of its own a document": ([f"harbour {chr(97 + i)}{chr(97 + i)}x" for i in range(20)],
                                       "no term stands in at least 2 documents and in at most half of the passages"),
    "fewer documents than groups": (["The ferry left.", "The crane stood still."],
                                    "3 groups need at least 15 English documents, and there are 2"),
    "two texts many times": (["copper bells rang"] * 10 + ["silver spoons shone"] * 10, "too many of the documents say the same"),
}


@pytest.mark.parametrize("case", SMALL)
def test_where_nothing_can_be_grouped_the_reason_is_said(case):
    texts, reason = SMALL[case]
    corpus = english(*(texts or ["left out"]))
    nothing = topics(corpus if texts else corpus.where(lang="zh"))
    assert (nothing.k, nothing.reason) == (0, reason)
    assert reason in said.headline(nothing)[0] and reason in said.chosen(nothing)
    everything_said(nothing, corpus)


def everything_said(found, corpus):
    """Every table, sentence and figure of the notebook, to see that none fails; the sentences come back."""
    dated = topic_tables.with_periods(corpus)
    periods = topic_tables.shares(found, dated, by="period")
    sides = topic_tables.shares(found, corpus, by=corpus.grouping())
    known, places = mirror.mirrored(found, corpus), topic_tables.plane(found, corpus)
    typical = topic_tables.typical(found, corpus)
    for table in (topic_tables.readable(found), topic_tables.term_lines(found), topic_tables.typical_lines(typical, found.names),
                  topic_tables.share_lines(periods, found.names), topic_tables.share_lines(sides, found.names, largest=True)):
        assert isinstance(table, pd.DataFrame)
    topic_charts.scan_lines(found.scan, found.k, title=said.scan_title(found), subtitle="")
    topic_charts.share_grid(found, periods, thing="period", title="Topics by period", subtitle="")
    topic_charts.share_grid(found, sides, thing="side", title="Topics by side", subtitle="", largest=True)
    topic_charts.topic_map(places[0], found.names, title="A map", subtitle="")
    concepts = topic_tables.by_concept(found, corpus)
    topic_charts.share_grid(found, concepts, thing="concept", title="Topics by concept", subtitle="", largest=True)
    mixture = topic_tables.mixture_lines(model.assigned(model.model_of(found, corpus), corpus), found)
    assert len(mixture) == found.k
    kinds = mirror.of_one_kind(found, corpus)
    grouped = corpus.where(lang=languages.main_language(corpus))
    sentences = [said.languages(corpus, grouped), where.concept_title(concepts, found.names),
                 where.placed(places[0], found), said.remembered(found, False), said.remembered(found, True),
                 *said.headline(found), said.material(found), said.chosen(found), said.against_chance(found),
                 said.stabilities(found), said.outside(found), *where.change(periods, found.names),
                 where.left_out(periods, "period"), where.left_out(sides, "side"), where.mirror(known),
                 where.one_kind(found, kinds, known, corpus), where.on_map(places[1])]
    assert not [s for s in sentences if "nan" in s or "None" in s.replace("None of the", "")], sentences
    return sentences


def test_every_sentence_of_a_clear_grouping_is_whole(planted, found):
    sentences = [s for s in everything_said(found, planted) if s]
    assert len(sentences) >= 12
    assert not [s for s in sentences if "  " in s or " ." in s]


def test_every_sentence_of_an_unclear_grouping_is_whole(unclear, noise):
    assert any("no group is interpreted" in s for s in everything_said(unclear, noise))


def test_one_document_far_longer_than_the_rest_does_not_make_the_topics():
    chance = random.Random(4)
    texts = [written(name, chance) for name in list(SUBJECTS) * 10]
    money = ["ledger", "invoice", "audit", "tax"]
    paragraphs = ["They mentioned " + " ".join(chance.choices(money, k=150)) + "." for _ in range(80)]
    found = topics(english(*texts, "\n\n".join(paragraphs)))
    assert found.clear
    assert not set(money) & set(" ".join(found.named["label"]).replace(",", "").split())


def test_a_text_of_tags_and_dollar_signs_is_only_text():
    chance = random.Random(5)
    texts = [f"<script>alert('x')</script> $a_b$ | {written(name, chance)}" for name in list(SUBJECTS) * 8]
    everything_said(topics(english(*texts)), english(*texts))


# Beside what is known


def test_typical_documents_are_of_their_topic_and_show_a_sentence_of_it(planted, found):
    typical = topic_tables.typical(found, planted)
    assert typical.groupby("topic").size().eq(3).all()
    for row in typical.itertuples():
        assert row.sentence in planted.text(row.id)
        words = set(row.sentence.lower().rstrip(".").split())
        assert words & set(found.terms.loc[found.terms["topic"] == row.topic, "term"])


def test_years_are_joined_to_at_most_eight_periods():
    years = english(*"abcde", date=["2001", "2005", "2006", "2025", ""])
    assert topic_tables.with_periods(years).documents["period"].tolist() == ["2001", "2005", "2006", "2025", ""]
    many = english(*[f"text {i}" for i in range(20)], date=[str(2001 + i) for i in range(20)])
    periods = topic_tables.with_periods(many).documents["period"]
    assert list(dict.fromkeys(periods)) == ["2001–2005", "2006–2010", "2011–2015", "2016–2020"]


def test_shares_by_group_are_counts_over_that_groups_documents(planted):
    four = topics(planted, k=4)
    shares = topic_tables.shares(four, planted, by="publisher")
    assert shares["documents"].eq(15).all()
    assert shares.groupby("topic")["with_it"].sum().tolist() == four.table["documents"].tolist()
    grid = topic_tables.grid(shares, four.names)
    assert grid.shape == (4, 4) and grid.max().max() == 100 and list(grid.columns)[0] == "bread (15)"


def test_a_topic_of_one_publisher_is_said_to_be_so_except_in_a_chronicle(planted):
    four = topics(planted, k=4)
    kinds = mirror.of_one_kind(four, planted)
    assert kinds["property"].tolist() == ["publisher"] * 4
    assert (kinds["share"] == 1).all() and (kinds["share_of_all"] == 0.25).all()
    known = mirror.mirrored(four, planted)
    assert where.one_kind(four, kinds, known, planted).startswith("Mostly of one kind")
    assert where.one_kind(four, kinds, known, replace(planted, nature="chronicle")) == ""
    assert where.mirror(known).startswith("There is much overlap")
    assert "most with the publisher (adjusted mutual information 1.00" in where.mirror(known)


def test_nothing_known_of_the_documents_is_said_to_be_so():
    table = pd.DataFrame([("side", 1, 5, np.nan), ("genre", 0, 0, np.nan)], columns=["property", "values", "passages", "ami"])
    assert where.mirror(table).startswith("Nothing is known of the documents in which they differ")


def test_the_map_places_equal_passages_at_one_spot(planted):
    twice = english(*[planted.text(f"d{i % 30}") for i in range(60)])
    places, share = topic_tables.plane(topics(twice, k=4), twice)
    a, b = (places.set_index("id").loc[[f"d{i}" for i in range(s, s + 30)], ["x", "y"]].to_numpy() for s in (0, 30))
    assert a == pytest.approx(b, abs=0.002)
    assert 0 < share <= 1


# Sentences and figures


def change_table(*rows):
    columns = "topic label group documents with_it share share_low share_high small"
    return pd.DataFrame(rows, columns=columns.split())


def test_the_greatest_change_is_told_with_counts_and_intervals():
    table = change_table((1, "ferries", "2001", 20, 2, 0.1, 0.01, 0.32, False),
                         (1, "ferries", "2002", 20, 4, 0.2, 0.06, 0.44, False),
                         (2, "bread", "2001", 20, 10, 0.5, 0.27, 0.73, False),
                         (2, "bread", "2002", 20, 0, 0.0, 0.0, 0.17, False))
    short, long = where.change(table, {1: "1 ferries", 2: "2 bread"})
    assert short == "“bread”: 50% in 2001, 0% in 2002"
    assert "10 of 20 documents (50%) [27%, 73%] in 2001, 0 of 20 documents (0%) [0%, 17%] in 2002" in long
    assert long.endswith("of no other topic do the two intervals lie apart.")


def test_the_title_of_the_scan_says_most_stable_only_where_it_is_so(found):
    n = int(found.scan.set_index("k").loc[found.k, "stable_groups"])
    assert said.scan_title(found) == f"{found.k} groups: in 20 draws no other number has more that are stable ({n})"
    another = found.scan.assign(stable_groups=found.scan["stable_groups"].where(found.scan["k"] == found.k, 99))
    assert said.scan_title(replace(found, scan=another)) == f"{found.k} groups: {n} of them are stable in 20 draws"


def test_no_change_is_told_where_periods_have_too_few_documents_or_nothing_differs():
    one = (1, "ferries", "2001", 20, 2, 0.1, 0.01, 0.32, False)
    assert where.change(change_table(one, (1, "ferries", "2002", 9, 2, 0.2, 0.0, 0.5, False)), {1: "1 ferries"}) == ("", "")
    same = change_table(one, (1, "ferries", "2002", 20, 2, 0.1, 0.01, 0.32, False))
    short, long = where.change(same, {1: "1 ferries"})
    assert short == "" and long.endswith(
        "2001 and 2002, no stable topic's share of the documents differs so much that the two 95% intervals lie apart.")


def test_groups_that_are_left_out_are_counted():
    def groups(small, large):
        return pd.DataFrame({"group": [f"g{i}" for i in range(small + large)], "small": [True] * small + [False] * large})

    assert where.left_out(groups(1, 2), "side") == "1 side with fewer than five documents is left out; the other 2 are shown."
    assert where.left_out(groups(0, 9), "side") == "Of the 9 sides the 8 with most documents are shown."
    assert where.left_out(groups(0, 3), "period") == "All 3 periods are shown."
    assert where.left_out(groups(2, 1), "period") == ""


def test_a_figure_without_enough_behind_it_is_not_drawn(found, unclear, noise):
    assert isinstance(topic_charts.scan_lines(found.scan.head(1), 3, title="", subtitle=""), NotDrawn)
    empty = topic_tables.shares(unclear, noise, by="side")
    assert topic_charts.share_grid(unclear, empty, thing="side", title="", subtitle="") == "there is no stable topic."
    unknown = topic_tables.shares(found, noise, by="side")
    assert topic_charts.share_grid(found, unknown, thing="side", title="", subtitle="") == "no side is known."
    assert isinstance(topic_charts.topic_map(topic_tables.plane(unclear, noise)[0], {}, title="", subtitle=""), NotDrawn)


def test_of_topics_that_tie_none_is_called_the_most_widespread(found):
    table = found.table.assign(documents=20, share=0.25, verdict="stable")
    tied = replace(found, table=table)
    assert said.sizes_title(tied).endswith("the most widespread of these are in 20 documents, 33% each")
    assert f"{len(table)} of these are the most widespread, in 20 documents, 33% each" in said.headline(tied)[0] or len(table) < 4


# The same topics later


def test_a_model_is_plain_data_and_comes_back_as_it_was(found, planted, tmp_path):
    made = model.model_of(found, planted)
    model.save(made, tmp_path / "topics.json")
    again = model.load(tmp_path / "topics.json")
    assert (again.stems, again.keys, again.labels, again.colours, again.documents) == (
        made.stems, made.keys, made.labels, made.colours, made.documents)
    assert again.parts == pytest.approx(made.parts, abs=1e-6) and again.idf == pytest.approx(made.idf, abs=1e-6)
    before = (tmp_path / "topics.json").read_bytes()
    model.save(again, tmp_path / "topics.json")
    assert (tmp_path / "topics.json").read_bytes() == before


def test_documents_that_shaped_the_topics_are_assigned_as_they_were(found, planted):
    mixture = model.assigned(model.model_of(found, planted), planted)
    assert mixture.index.tolist() == found.mixture.index.tolist()
    assert mixture.to_numpy() == pytest.approx(found.mixture.to_numpy(), abs=0.02)


def test_new_documents_go_to_the_topic_of_their_subject_and_those_without_its_terms_to_none(planted):
    four, chance = topics(planted, k=4), random.Random(9)
    new = english(*[written(name, chance) for name in SUBJECTS], "Nothing that anybody knew.")
    mixture = model.assigned(model.model_of(four, planted), new)
    of_old = four.passages.merge(planted.documents[["id", "publisher"]], on="id").dropna(subset="topic")
    subject = of_old.groupby("topic")["publisher"].first().tolist()
    assert [subject[i] for i in mixture.iloc[:4].to_numpy().argmax(axis=1)] == list(SUBJECTS)
    assert mixture.iloc[4].sum() == 0


def grown(planted):
    """The planted documents and fifteen new ones, of which most are of the subject that was in fewest."""
    chance = random.Random(11)
    old = [planted.text(f"d{i}") for i in range(60)]
    return english(*old, *[written("bread", chance) for _ in range(12)], *[written("clock", chance) for _ in range(3)])


def test_after_a_refit_topics_keep_their_names_and_colours_though_their_order_changes(planted, tmp_path):
    file = tmp_path / "topics.json"
    first = model.remembered(topics(planted, k=4), planted, file, keep=True)
    names = tmp_path / "topics.yml"
    subject = next(iter(yaml.safe_load(names.read_text("utf-8"))))
    names.write_text(f"# mine\n{subject}: Things of the trade\n", "utf-8")
    larger = grown(planted)
    again = model.remembered(topics(larger, k=4), larger, file, keep=True)
    assert again.again == (1, 2, 3, 4) and again.gone == ()
    assert "Things of the trade" in set(again.table["label"])
    assert "# mine" in names.read_text("utf-8") and len(yaml.safe_load(names.read_text("utf-8"))) == 4

    def colours(found):
        subjects = found.passages.dropna(subset="topic").drop_duplicates("topic").set_index("topic")["id"]
        kind = {t: list(SUBJECTS)[int(i[1:]) % 4] if int(i[1:]) < 60 else "bread" for t, i in subjects.items()}
        return {kind[t]: colour for t, colour in zip(found.table["topic"], found.colours, strict=True)}

    assert colours(first) == colours(again)
    assert said.remembered(again, True) == "4 of 4 topics were there before and keep their names."
    # What is said and written is the same the first time and when nothing has changed.
    assert said.remembered(first, False, True) == said.remembered(again, True, True)
    there = file.read_bytes(), names.read_bytes()
    model.remembered(topics(larger, k=4), larger, file, keep=True)
    assert (file.read_bytes(), names.read_bytes()) == there


def test_a_topic_that_was_not_there_before_is_new_and_one_that_is_gone_is_said_to_be(planted, tmp_path):
    file, chance = tmp_path / "topics.json", random.Random(12)
    model.remembered(topics(planted, k=4), planted, file, keep=True)
    other = "ledger invoice audit tax column receipt debit credit balance cashier".split()
    texts = ["They mentioned " + " ".join(chance.choice(other) for _ in range(30)) + "." for _ in range(15)]
    changed = english(*[planted.text(f"d{i}") for i in range(60) if i % 4], *texts)
    again = model.remembered(topics(changed, k=4), changed, file)
    assert len(again.again) == 3 and len(again.gone) == 1 and len(set(again.colours)) == 4
    for kept in (False, True):
        assert said.remembered(again, True, kept).startswith(
            "3 of 4 topics were there before and keep their names; 1 topic is new. No longer found: “")


def test_topics_of_vectors_made_before_are_those_of_vectors_made_anew(planted, found):
    again, anew = topics(planted, k=4, made=found.vectors), topics(planted, k=4)
    pd.testing.assert_frame_equal(again.table, anew.table)
    pd.testing.assert_frame_equal(again.mixture, anew.mixture)
    assert again.vectors is found.vectors


def test_without_being_asked_nothing_is_written_and_topics_stay_as_they_are(planted, tmp_path):
    four = topics(planted, k=4)
    assert model.remembered(four, planted, tmp_path / "topics.json") is four
    assert list(tmp_path.iterdir()) == []


def test_a_new_topic_never_takes_the_name_that_was_given_to_one_that_is_gone(planted, tmp_path):
    four, file = topics(planted, k=4), tmp_path / "topics.json"
    model.remembered(four, planted, file, keep=True)
    key = model.load(file).keys[0]
    model.names_file(file).write_text(f"{key}: Mine alone\n", "utf-8")
    file.unlink()  # as if that topic had not come again in the runs between: only its name is left
    again = model.remembered(four, planted, file, keep=True)
    assert "Mine alone" not in set(again.table["label"]) and key not in model.load(file).keys
    assert f"{key}: Mine alone" in model.names_file(file).read_text("utf-8")


def test_topics_are_kept_in_no_file_that_could_be_that_of_their_names(planted, tmp_path):
    with pytest.raises(CorpusError, match="topics.yml must end in .json"):
        model.remembered(topics(planted, k=4), planted, tmp_path / "topics.yml", keep=True)
    assert list(tmp_path.iterdir()) == []


def test_topics_are_looked_for_in_a_folder_of_texts_and_beside_a_table_also_one_with_a_very_long_name(tmp_path):
    assert model.beside(tmp_path) == tmp_path / "topics.json"
    assert model.beside(tmp_path / "news.csv") == tmp_path / "news.csv.topics.json"
    assert not model.beside(tmp_path / ("新" * 80 + ".csv")).is_file()


def test_a_name_that_a_reader_gave_is_cut_between_words_and_at_no_comma(found):
    def named(name):
        return replace(found, table=found.table.assign(label=[name, *found.table["label"][1:]], verdict="stable")).names[1]

    assert named("Ports, ferries") == "1 Ports, ferries"
    assert named("Ports, ferries and the pilots of the outer harbour") == "1 Ports, ferries and the pilots…"


def test_topics_are_looked_for_beside_the_corpus(tmp_path):
    assert model.beside(tmp_path) == tmp_path / "topics.json"
    assert model.beside(tmp_path / "un.2020.jsonl.gz") == tmp_path / "un.2020.jsonl.gz.topics.json"
    assert model.beside(None).name == "topics.json"


@pytest.mark.parametrize("text", ["", "{}", "[1]", '{"version": 9, "terms": {}, "topics": [], "corpus": ""}', "\x00"])
def test_a_file_that_holds_no_topics_is_named(tmp_path, text):
    (tmp_path / "topics.json").write_text(text, "utf-8")
    with pytest.raises(CorpusError, match="topics.json is no file of topics"):
        model.load(tmp_path / "topics.json")


@pytest.mark.parametrize("text", ["- a\n- b\n", "a: [", "just words"])
def test_a_damaged_file_of_names_is_named(tmp_path, text):
    (tmp_path / "topics.yml").write_text(text, "utf-8")
    with pytest.raises(CorpusError, match="topics.yml can't be read"):
        model.read_names(tmp_path / "topics.yml")


# Bad input


def test_languages_other_than_that_of_most_documents_are_said_to_be_set_aside():
    texts = ["The ferry left.", "The ferry left.", "Le bac est parti.", "Паром ушёл.", "渡轮离开了。"]
    corpus = corpus_of(*texts, lang=["en", "en", "fr", "ru", "zh"])
    assert said.languages(corpus, corpus.where(lang="en")) == (
        "3 of 5 documents (60%) are not in English, as far as can be told, and set aside (French 1, Russian 1 and Chinese 1): "
        "grouped together, the languages would become the groups. Documents in French and Russian are too few for groups of "
        "their own, which need 15. Chinese can't be grouped here: that needs spaces between words, and lists of stop words and "
        "stems.")
    assert said.languages(corpus.where(lang="en"), corpus.where(lang="en")) == ""
    assert said.languages(corpus.where(lang="ru"), corpus.where(lang="ru")) == "All documents are in Russian."


RUSSIAN = [
    "гавань гавани причал причалы якорь якоря кран краны маяк прилив лоцман буксир верфь шлюпка трюм".split(),
    "мука муки тесто теста дрожжи корка пекарня булка соль печь закваска опара батон каравай скалка".split(),
    "пружина пружиной маятник маятника циферблат стрелка шестерня завод гиря бой анкер камень латунь ремонт ход".split(),
]


@pytest.fixture(scope="module")
def bilingual(planted):
    """The sixty planted documents, forty-five in Russian of three subjects, and two in Chinese."""
    chance = random.Random(3)
    russian = ["Вчера Иванов и все они говорили: " + " ".join(chance.choice(RUSSIAN[i % 3]) for _ in range(30)) + "."
               for i in range(45)]
    texts = [planted.text(f"d{i}") for i in range(60)] + russian + ["上海精神。"] * 2
    return corpus_of(*texts, lang=["en"] * 60 + ["ru"] * 45 + ["zh"] * 2)


def test_each_language_has_topics_of_its_own(bilingual):
    assert languages.main_language(bilingual) == "en" and languages.other_languages(bilingual) == ["ru"]
    russian = bilingual.where(lang="ru")
    found = topics(russian, k=3)
    assert found.k == 3 and found.clear and found.vectors.lang == "ru"
    subject = found.passages.set_index("id")["topic"]
    assert adjusted_rand_score([int(i[1:]) % 3 for i in subject.index], subject.astype(int)) == 1
    # Forms of one word count as one, and words of grammar and names are none of the terms.
    assert sum(stem.startswith("пружин") for stem in found.vectors.stems if " " not in stem) == 1
    assert not {"иванов", "они", "и"} & set(found.vectors.terms)
    assert set(found.vectors.left_out["rule"]) == {"words of grammar, numbers, single letters", "names"}
    everything_said(found, russian)
    assert said.in_languages({"ru": found}) == [
        "The passages of the 45 documents in Russian fall into 3 groups, all stable enough to be called topics."]
    groups, documents = topic_tables.in_languages({"ru": found}, bilingual)
    assert len(groups) == 3 and len(documents) == 9 and set(groups["language"]) == {"Russian"}


def test_a_model_knows_the_language_of_its_topics(bilingual, tmp_path):
    russian, file = bilingual.where(lang="ru"), tmp_path / "topics.json"
    found = model.remembered(topics(russian, k=3), russian, file, keep=True)
    kept = model.load(file)
    same = model.assigned(kept, russian).to_numpy().argmax(axis=1) == found.mixture.to_numpy().argmax(axis=1)
    assert kept.lang == "ru" and same.mean() > 0.9
    damaged = file.read_text("utf-8").replace('"language": "ru"', '"language": "zz"')
    file.write_text(damaged, "utf-8")
    with pytest.raises(CorpusError, match="no file of topics"):
        model.load(file)


@pytest.mark.parametrize("lang", languages.GROUPED)
def test_words_of_grammar_and_stems_are_known_in_every_language_that_is_grouped(lang):
    assert len(languages.words_of_grammar(lang)) > 100
    assert languages.stem("organization", lang)
    assert lang in LANGUAGES


def test_in_german_where_nouns_have_capitals_names_stay():
    seen = ("der Hafen mit dem Schiff", "die Glocke mit der Feder")
    texts = [f"Heute war {what} zu sehen." for what in seen for _ in range(10)]
    made = vectors(corpus_of(*texts, lang=["de"] * 20))
    assert {"hafen", "schiff", "glocke", "feder"} <= {t.lower() for t in made.terms} and "der" not in made.terms
    assert "names" not in set(made.left_out["rule"])


def test_languages_without_documents_enough_have_no_topics_and_that_is_said(planted):
    texts = ["Паром ушёл в гавань."] * 16 + [planted.text(f"d{i}") for i in range(20)]
    corpus = corpus_of(*texts, lang=["ru"] * 16 + ["en"] * 20)
    assert languages.other_languages(corpus) == ["ru"]
    found = topics(corpus.where(lang="ru"))
    assert not found.k and said.in_languages({"ru": found}) == [
        f"In the 16 documents in Russian no topics could be looked for: {found.reason}."]
    assert all(table.empty for table in topic_tables.in_languages({"ru": found}, corpus))
    assert said.in_languages({}) == ["No other language has documents enough for topics of its own."]


HARD = {
    "a word of 100,000 letters": "a" * 100_000,
    "right to left and combining": "שלום עולם. e\u0301clat\u0301 mu\u0308de " * 20,
    "no word at all": "… — !!! \n\n 上合组织",
}


@pytest.mark.parametrize("case", HARD)
def test_a_hard_text_among_others_ends_without_an_error(case, planted):
    corpus = english(*[planted.text(f"d{i}") for i in range(40)], HARD[case])
    found = topics(corpus)
    assert found.k and len(found.mixture) == 41
    everything_said(found, corpus)


def test_names_of_two_lines_that_end_together_do_not_meet(found):
    scan = found.scan.assign(coherence=-0.5, coherence_shuffled=-0.52)
    figure = topic_charts.scan_lines(scan, found.k, title="How many", subtitle="")
    figure.canvas.draw()
    for ax in figure.axes:
        boxes = [text.get_window_extent() for text in ax.texts if text.get_text() in ("these texts", "shuffled")]
        assert len(boxes) == 2 and not boxes[0].overlaps(boxes[1])


def test_coherence_on_documents_held_out_is_part_of_the_scan(found):
    here = found.scan.set_index("k").loc[found.k]
    assert here["coherence"] > 0 > here["coherence_shuffled"] or here["coherence"] > here["coherence_shuffled"]
    assert f"a coherence of {here['coherence']:.2f}" in said.chosen(found)


def test_of_numbers_with_as_many_stable_groups_the_more_coherent_is_taken_and_the_reason_said(found):
    rows = scanned((3, 0.1, 0.2, 0.9, 3, 0, 0, 0.2), (4, 0.2, 0.1, 0.8, 4, 0, 0, 0.2), (5, 0.3, 0.3, 0.7, 4, 0, 0, 0.2))
    assert recommended(rows) == 5
    text = said.chosen(replace(found, k=5, scan=rows))
    assert "largest number of stable groups (4 stable in 20 draws); 4 has as many, and their terms hang together less." in text
    assert recommended(rows.assign(coherence=0.2)) == 4
    assert "5 has as many, and the smallest is taken" in said.chosen(replace(found, k=4, scan=rows.assign(coherence=0.2)))


def test_a_grouping_of_which_shuffled_texts_have_as_many_stable_groups_is_not_clear(found):
    assert found.clear
    as_many = found.chance.assign(stable_groups=len(found.table))
    doubtful = replace(found, chance=as_many)
    assert not doubtful.beyond_chance and doubtful.named.empty
    end = f"at most {found.k} of the groups are stable: the grouping is not more than chance makes."
    assert said.against_chance(doubtful).endswith(end)
    assert "or as many of them stable" in said.headline(doubtful)[0]
