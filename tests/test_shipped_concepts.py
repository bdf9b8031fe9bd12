"""The wordings of the shipped concepts.yml: what each concept finds, what it leaves alone, and that no wording is dead."""

import itertools
import re
from functools import cache

import pytest
import yaml
from corpora import corpus_of

from utils.concepts import labels, mentions
from utils.corpus import SHIPPED

IDS = """sco three_forces.label three_forces.triad three_forces terrorism separatism extremism drugs shanghai_spirit
shanghai_spirit.mutual_trust shanghai_spirit.mutual_benefit shanghai_spirit.equality shanghai_spirit.consultation
shanghai_spirit.diversity shanghai_spirit.common_development shanghai_spirit.values shared_future belt_and_road eurasian_union
rats sovereignty multilateralism multipolarity new_type_relations cold_war_mentality colour_revolutions human_rights
double_standards afghanistan enlargement trade connectivity energy development_bank local_currencies information_security
exercises health climate sanctions global_initiatives""".split()

# A concept, and a sentence in which it must find the words in brackets and no others.
FOUND = [
    ("sco", "The [Shanghai Cooperation Organisation] ([SCO]) has ten members."),
    ("sco", "He read the Charter of the [Shanghai Co-operation Organization]."),
    ("sco", "Non-[SCO] states came too, and the [SCO]’s observers."),
    ("three_forces.label", "They drilled against the “[three forces]” of terrorism, separatism and extremism."),
    ("three_forces.label", "The army drilled against the [three forces] of terrorism, separatism and extremism."),
    ("three_forces.label", "Nobody should shelter the [three evil forces]."),
    ("three_forces.label", "She named the [three forces of evil]."),
    ("three_forces.label", "The SCO was founded to fight the [three evils]."),
    ("three_forces.label", "Xinjiang, the paper wrote, had known the “[Three Forces]” too well."),
    ("three_forces.label", 'Extremism is one of the [three "evil forces]" of the region.'),
    ("three_forces.label", "Separatism belongs to the [three major evils]."),
    ("three_forces.label", "By the [three vices] he meant terrorism, separatism and extremism."),
    ("three_forces.label", "62. What .[three forces] are meant? Separatism is the second."),
    ("three_forces.triad", "The fight against [terrorism, separatism and extremism] goes on."),
    ("three_forces.triad", "No to [terrorism, separatism, and religious extremism]!"),
    ("three_forces.triad", "Ethnic [separatism, violent terrorism and religious extremism] met there."),
    ("three_forces.triad", "The village hid [extremists, separatists and terrorists]."),
    ("three_forces.triad", "An old text has [terrorism, ethnic splittism and extremism]."),
    ("three_forces", "The [three forces of terrorism, separatism and extremism] are its subject."),
    ("three_forces", "They condemned the [three evil forces]. [Terrorism, separatism and extremism] must go."),
    ("terrorism", "Counter-[terrorism], said the general, and [terrorists], and narco-[terrorism]."),
    ("terrorism", "An [antiterrorist] unit studies [counterterrorism]."),
    ("terrorism", "In the war on [terror], every [terror] attack and act of [terror] was counted."),
    ("separatism", "A [separatist] wrote to the [secessionists]: “[Splittism]” is our name there."),
    ("extremism", "Each [extremist], all [extremism], and a law of de-[extremization]."),
    ("drugs", "[Drug trafficking] feeds on it: [narcotics] cross the border, and [drugs] kill."),
    ("drugs", "The [illicit traffic in narcotic] substances needs an [anti-drug] office."),
    ("shanghai_spirit", "The “[Shanghai Spirit]” is praised; so is a [Shanghai spirit]."),
    ("shanghai_spirit", "In the SCO the [Spirit of Shanghai] is a common good."),
    ("shanghai_spirit.mutual_trust", "[Mutual trust] grows where [mutual understanding and trust] are."),
    ("shanghai_spirit.mutual_trust", "Political [mutual trust], and [trust among nations], take time."),
    ("shanghai_spirit.mutual_benefit", "[Mutual benefit] is what [mutually beneficial] trade gives."),
    ("shanghai_spirit.equality", "[Sovereign equality] is a rule; mutual respect and [equality] are a habit."),
    ("shanghai_spirit.equality", "They met on an [equal footing], for the [equality] of all states."),
    ("shanghai_spirit.equality", "Small states were treated by the others as [equals]."),
    ("shanghai_spirit.consultation", "Quarrels are settled by dialogue and [consultation]."),
    ("shanghai_spirit.consultation", "Equality, [consultation] and respect stand in the list."),
    ("shanghai_spirit.consultation", "The dispute was ended through [consultations]."),
    ("shanghai_spirit.diversity", "Their creed: [respect for the diversity of civilizations]."),
    ("shanghai_spirit.diversity", "[Cultural diversity] comes of [diverse civilisations]."),
    ("shanghai_spirit.common_development", "[Common development], or [shared development]."),
    ("shanghai_spirit.values", "They speak of [mutual trust], of [equality] and of [consultation]."),
    ("shared_future", "To build a [community with a shared future] for mankind is the aim."),
    ("shared_future", "A [community of common destiny] first, then [communities of shared future]."),
    ("shared_future", "An old rendering is [community of human destiny]."),
    ("belt_and_road", "Under the [Belt and Road] ([BRI]) a port was built."),
    ("belt_and_road", "“One [Belt, One Road]” began as the [Silk Road Economic Belt]."),
    ("eurasian_union", "The [Eurasian Economic Union] ([EAEU]) leads to a Greater [Eurasian partnership]."),
    ("rats", "The SCO's [Regional Anti-Terrorist Structure], [RATS], sits in Tashkent."),
    ("rats", "Its [anti-terrorist structure] met in March."),
    ("sovereignty", "[Sovereignty], [territorial integrity] and [non-interference]."),
    ("sovereignty", "No one may [interfere in the internal affairs] of others, nor in Nepal's [internal affairs]."),
    ("multilateralism", "[Multilateralism] forbids [unilateral coercive measures]."),
    ("multipolarity", "A [multipolar] world: [multi-polarity], or a [polycentric] order."),
    ("new_type_relations", "It is called a [new type of international relations]."),
    ("cold_war_mentality", "Drop the [Cold War mentality], [zero-sum] games and [bloc confrontation]."),
    ("colour_revolutions", "A [colour revolution] here, [color revolutions] there."),
    ("human_rights", "The Council on [human rights] met."),
    ("double_standards", "There must be no [double standards]."),
    ("afghanistan", "In [Afghanistan] an [Afghan] minister came from [Kabul]."),
    ("enlargement", "Iran became a [full member] of the SCO, and the [observer states] applauded."),
    ("enlargement", "Belarus [joined the Shanghai Cooperation Organization]."),
    ("trade", "More [trade], more [investment], and a [free trade] area."),
    ("connectivity", "[Connectivity] means [transport], a [railway] and an economic [corridor]."),
    ("energy", "An [energy] club for [oil] and [natural gas]."),
    ("development_bank", "An [SCO development bank] was proposed; such a [development bank] would need capital."),
    ("local_currencies", "They pay in [national currencies], by [local currency] settlement."),
    ("information_security", "For [information security], after a [cyberattack]."),
    ("exercises", "[Peace Mission 2021] was a [joint military exercise]; in May came an [anti-terror drill]."),
    ("health", "The [pandemic] made [vaccines] a matter of [public health]."),
    ("climate", "[Climate change], [environmental] damage, and the [climate] fund."),
    ("sanctions", "They did not recognise the [sanctions]."),
    ("global_initiatives", "After the [Global Security Initiative] came the [Global Governance Initiative]."),
    ("win_win", "A [win-win] outcome."),
    ("good_neighbours", "[Good-neighbourliness] makes [good neighbors]."),
    ("un_charter", "The [Charter] of the United Nations gives a [central role] to the UN."),
    ("hegemonism", "Against [hegemonism] and [power politics]."),
    ("organized_crime", "[Organised crime] is [cross-border crime] here."),
    ("people_to_people", "[People-to-people] ties and [cultural exchanges]."),
    ("global_south", "A voice of the [Global South]."),
    ("digital_economy", "The [digital economy] needs [artificial intelligence]."),
    ("security_concept", "Equal and [indivisible] security is [common, comprehensive, cooperative and sustainable]."),
    ("central_asia", "In [Central Asia] the [Central Asian] states met."),
]

# A concept, and a sentence in which it must find nothing.
LEFT_ALONE = [
    ("sco", "The Shanghai Five met before the Shanghai Forum did, and the Shanghai Communiqué is older."),
    ("sco", "A scoop of ice in the disco."),
    ("three_forces.label", "Our army, navy and air force: the three forces salute."),
    ("three_forces.label", "Wind, water and terror: the novel sets three forces to work."),
    ("three_forces.label", "He called corruption, nepotism and flattery the three evils of the office."),
    ("three_forces.label", "Poverty, disease and terrorism are the three evils of our day."),
    ("three_forces.label", "Three economic forces shape the market."),
    ("three_forces.triad", "Terrorism and extremism are its subject."),
    ("three_forces.triad", "Terrorism was named. Separatism and extremism were not."),
    ("three_forces.triad", "Terrorism has roots; in the valley separatism and far away from it extremism too."),
    ("three_forces", "Three forces of nature: wind, water and fire."),
    ("terrorism", "Terror seized the crowd in that reign of terror, and the balance of terror lasted."),
    ("separatism", "Separate rooms; the secession of 1861 and a separation."),
    ("extremism", "An extremely cold winter found them in extremis, in extreme poverty."),
    ("drugs", "Vaccines and drugs against the virus are cheap; patients need drugs."),
    ("shanghai_spirit", "The spirit of Shanghai is in its skyline."),
    ("shanghai_spirit", "In the spirit of the Shanghai communiqué talks were held."),
    ("shanghai_spirit.mutual_trust", "Confidence-building measures were agreed; the trust fund is full."),
    ("shanghai_spirit.mutual_benefit", "A matter of mutual interest, and unemployment benefit."),
    ("shanghai_spirit.equality", "Gender equality and the equality of women and men in our country."),
    ("shanghai_spirit.equality", "All citizens have equality before the law."),
    ("shanghai_spirit.equality", "Liberty, equality, brotherhood!"),
    ("shanghai_spirit.consultation", "A round of consultations was held in Geneva."),
    ("shanghai_spirit.consultation", "The doctor's consultation is free; he acts in consultation with the mayor."),
    ("shanghai_spirit.diversity", "Biological diversity and a diverse staff."),
    ("shanghai_spirit.common_development", "Research and development; common goals."),
    ("shanghai_spirit.common_development", "Innovative, coordinated, green, open and shared development is a domestic plan."),
    ("shanghai_spirit.common_development", "Common prosperity raises the incomes of rural families."),
    ("shanghai_spirit.values", "Trust the process."),
    ("shared_future", "A shared future for all, our common destiny."),
    ("shared_future", "A community of nations; a community of fate."),
    ("belt_and_road", "The ancient Silk Road; a belt and a road map; a brief visit."),
    ("eurasian_union", "The European Union and its customs union."),
    ("rats", "The rats ate the seed corn."),
    ("rats", "The CIS has an Anti-Terrorism Centre."),
    ("sovereignty", "The Ministry of Internal Affairs spoke of an internal affair."),
    ("multilateralism", "A multilateral bank; a unilateral contract."),
    ("multipolarity", "Multiple poles carry the tent in the polar night."),
    ("new_type_relations", "A new type of battery for international markets."),
    ("cold_war_mentality", "The Cold War ended in 1991; the bloc voted."),
    ("colour_revolutions", "A revolution in colour printing."),
    ("human_rights", "The rights of humans; human right-handers."),
    ("double_standards", "Double the standard rate."),
    ("afghanistan", "A rug from Iran."),
    ("enlargement", "The EU decided on the accession of a full member."),
    ("enlargement", "New members joined the Organization: we welcome them to the United Nations."),
    ("trade", "The drug trade; trade unions; the World Trade Center; a trade-off."),
    ("connectivity", "Lorries to transport them home; a humanitarian corridor."),
    ("energy", "Their positive energy; the International Atomic Energy Agency; olive oil; soil and toil."),
    ("development_bank", "The Asian Development Bank; the New Development Bank of BRICS."),
    ("local_currencies", "The national currency was introduced in 1993."),
    ("information_security", "For information: security is tight."),
    ("exercises", "The United Nations sent a peace mission; the troops kept out of politics."),
    ("health", "Health insurance."),
    ("climate", "A climate of trust; a better investment climate; a business environment."),
    ("sanctions", "The board gave its sanction."),
    ("global_initiatives", "A global initiative for girls."),
    ("win_win", "To win, win early."),
    ("good_neighbours", "Her neighbour is good at chess."),
    ("un_charter", "A charter flight; the SCO Charter of 2002; a leading part."),
    ("hegemonism", "The politics of power plants."),
    ("organized_crime", "An organized tour; a crime story."),
    ("people_to_people", "Humanitarian aid for the people; an exchange of fire."),
    ("global_south", "South of the global centre."),
    ("digital_economy", "A digital watch; an intelligence service."),
    ("security_concept", "The nation is indivisible."),
    ("central_asia", "A central bank in Asia."),
]

FOUND_ZH = [
    ("sco", "[上海合作组织]简称[上合组织]。"),
    ("three_forces.label", "共同打击“[三股势力]”。"),
    ("three_forces.triad", "反对[恐怖主义、分裂主义和极端主义]。"),
    ("three_forces.triad", "依法防范[民族分裂势力、宗教极端势力、暴力恐怖势力]。"),
    ("three_forces", "合力打击[恐怖主义、分裂主义、极端主义“三股势力]”。"),
    ("terrorism", "我们谴责[恐怖主义]，加强[反恐]合作，防范[恐怖袭击]。"),
    ("terrorism", "通过了反[恐怖主义]法。"),
    ("separatism", "[分裂主义]与[分裂势力]。"),
    ("extremism", "[极端主义]、[极端组织]，以及去[极端化]。"),
    ("shanghai_spirit", "弘扬“[上海精神]”。"),
    ("shanghai_spirit.mutual_trust", "增进政治[互信]，[相互信任]。"),
    ("shanghai_spirit.mutual_benefit", "开展[互利]合作。"),
    ("shanghai_spirit.equality", "[平等相待]是规矩，[主权平等]是原则。"),
    ("shanghai_spirit.consultation", "通过[对话协商]、[平等协商]处理分歧。"),
    ("shanghai_spirit.diversity", "[尊重多样文明]，就是尊重[文明多样性]。"),
    ("shanghai_spirit.common_development", "谋求[共同发展]。"),
    ("shared_future", "构建人类[命运共同体]。"),
    ("belt_and_road", "共建“[一带一路]”和[丝绸之路经济带]。"),
    ("rats", "[地区反恐怖机构]设在塔什干。"),
    ("sovereignty", "维护国家[主权]和[领土完整]，不干涉[内政]。"),
    ("human_rights", "[人权]事业。"),
    ("exercises", "“[和平使命]”演习是一次[联合军演]。"),
    ("enlargement", "上合组织[扩员]。"),
    ("development_bank", "推动成立[上合组织开发银行]。"),
]

LEFT_ALONE_ZH = [
    ("sco", "在此基础上合作共赢，推进海上合作；上合示范区。"),
    ("three_forces.label", "三股冷空气影响北方。"),
    ("three_forces.triad", "恐怖主义蔓延。分裂主义和极端主义抬头。"),
    ("terrorism", "白色恐怖；一部恐怖片。"),
    ("separatism", "国家分裂的历史；分裂对抗没有出路。"),
    ("extremism", "极端天气；极端重要；摆脱极端贫困。"),
    ("shanghai_spirit", "贯彻上海会议精神。"),
    ("shanghai_spirit.mutual_trust", "相互信息交换。"),
    ("shanghai_spirit.mutual_benefit", "照顾相互利益。"),
    ("shanghai_spirit.equality", "提高保障水平等措施；习近平等领导同志；男女平等；人人平等。"),
    ("shanghai_spirit.consultation", "中国人民政治协商会议；双周协商座谈会。"),
    ("shanghai_spirit.diversity", "生物多样性。"),
    ("shared_future", "共同的命运。"),
    ("rats", "反恐怖中心。"),
    ("sovereignty", "扩大自主权；民主权利；主权债务；党内政治生活；内政部。"),
    ("human_rights", "老年人权益；残疾人权利。"),
    ("exercises", "维和部队牢记和平使命。"),
    ("enlargement", "金砖国家扩员。"),
    ("development_bank", "国家开发银行；新开发银行。"),
]


def bare(sentence):
    return sentence.replace("[", "").replace("]", "")


@cache
def found(lang):
    """What is found in the sentences of all tables of a language: sentence -> concept -> its words, in order."""
    tables = FOUND + LEFT_ALONE if lang == "en" else FOUND_ZH + LEFT_ALONE_ZH
    return words_found(sorted({bare(sentence) for _, sentence in tables}), lang)


def words_found(sentences, lang):
    every = mentions(corpus_of(*sentences, lang=[lang] * len(sentences)))
    by_sentence = {sentence: {} for sentence in sentences}
    for row in every.itertuples():
        by_sentence[sentences[int(row.id[1:])]].setdefault(row.concept, []).append(row.wording)
    return by_sentence


def named(rows):
    return [f"{concept}: {sentence[:40]}" for concept, sentence in rows]


def check(concept, sentence, lang):
    words = found(lang)[bare(sentence)].get(concept, [])
    assert words == re.findall(r"\[(.*?)\]", sentence), f"{concept} finds {words} in: {bare(sentence)}"


@pytest.mark.parametrize(("concept", "sentence"), FOUND, ids=named(FOUND))
def test_a_concept_finds_its_wordings(concept, sentence):
    check(concept, sentence, "en")


@pytest.mark.parametrize(("concept", "sentence"), LEFT_ALONE, ids=named(LEFT_ALONE))
def test_a_false_friend_is_left_alone(concept, sentence):
    check(concept, sentence, "en")


@pytest.mark.parametrize(("concept", "sentence"), FOUND_ZH, ids=[concept for concept, _ in FOUND_ZH])
def test_a_concept_finds_its_wordings_in_chinese(concept, sentence):
    check(concept, sentence, "zh")


@pytest.mark.parametrize(("concept", "sentence"), LEFT_ALONE_ZH, ids=[concept for concept, _ in LEFT_ALONE_ZH])
def test_a_false_friend_in_chinese_is_left_alone(concept, sentence):
    check(concept, sentence, "zh")


def test_every_concept_has_a_sentence_that_holds_it_and_one_that_does_not():
    names = set(labels(corpus_of("x")))
    assert {row[0] for row in FOUND} == names, "FOUND names each concept, and no other"
    assert {row[0] for row in LEFT_ALONE} == names, "LEFT_ALONE names each concept, and no other"


def test_a_triad_is_also_one_mention_of_each_part():
    words = found("en")["The fight against terrorism, separatism and extremism goes on."]
    assert [len(words[part]) for part in ("terrorism", "separatism", "extremism")] == [1, 1, 1]


def test_each_concept_says_what_counts_and_has_wordings_in_both_languages():
    said = yaml.safe_load((SHIPPED / "concepts.yml").read_text(encoding="utf-8"))
    assert set(IDS) <= set(said), "an id that tables bear has been renamed or dropped"
    for concept, entry in said.items():
        assert entry["label"] and entry["counts"].strip().endswith("."), f"{concept}: a label, and a sentence on what counts"
        assert "any_of" in entry or (entry["en"] and entry["zh"]), f"{concept}: wordings in English and Chinese"


VARIANTS = {
    "as it is": str,
    "in capitals": str.upper,
    "with hyphens": lambda s: s.replace(" ", "-"),
    "over two lines": lambda s: s.replace(" ", "\n"),
    "with curly quotes": lambda s: s.replace('"', "”").replace("'", "’"),
}


def plain(wording):
    """Every plain string that a wording stands for; an ending left free is taken as none."""
    choice = re.search(r"\(([^()]*)\)", wording)
    if not choice:
        return {" ".join(wording.replace("*", "").split())}
    return set().union(*(plain(wording[: choice.start()] + option + wording[choice.end() :]) for option in choice[1].split("|")))


def written_out(lang):
    """(concept, words before, form) for every plain form of every wording; a word that must stand near is put before it."""
    for concept, entry in yaml.safe_load((SHIPPED / "concepts.yml").read_text(encoding="utf-8")).items():
        for rule in entry.get(lang, []):
            rule = rule if isinstance(rule, dict) else {"wording": rule}
            if "all" in rule:
                forms = {", ".join(each) for each in itertools.product(*(sorted(plain(part)) for part in rule["all"]))}
            else:
                forms = plain(str(rule["wording"])) if lang == "en" else {rule["wording"]}
            before = min(plain(rule["near"][0])) + " " if "near" in rule else ""
            for form in sorted(forms):
                yield concept, before if lang == "en" else before.strip(), form


@pytest.mark.parametrize("variant", VARIANTS)
def test_no_wording_is_dead_in_whatever_way_it_is_written(variant):
    written = [(concept, before + VARIANTS[variant](form)) for concept, before, form in written_out("en")]
    words = words_found(sorted({sentence for _, sentence in written}), "en")
    assert [(concept, sentence) for concept, sentence in written if concept not in words[sentence]] == []


def test_no_chinese_wording_is_dead():
    written = [(concept, before + form) for concept, before, form in written_out("zh")]
    words = words_found(sorted({sentence for _, sentence in written}), "zh")
    assert [(concept, sentence) for concept, sentence in written if concept not in words[sentence]] == []
