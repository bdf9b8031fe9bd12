"""A parsed sentence -> the reports in it: cue, source and content, read off the dependency tree.

Comes in: a sentence as spaCy parsed it. Goes out: `Report`s in token numbers; nothing here knows a corpus. The labels
(nsubj, ccomp, xcomp, …) are those of the CLEAR style that spaCy's English models use.
"""

from __future__ import annotations

from utils.statements import cues
from utils.statements.noun_cues import of_according, of_adjective, of_noun
from utils.statements.phrases import (
    PAPERS,
    TIMES,
    Report,
    can_speak,
    clause_of,
    is_infinitive,
    is_marked,
    noun_phrase,
    prep_with,
    source,
    tree,
    without,
)

_BE = frozenset(["be", "is", "was", "'s", "’s", "been", "are", "were", "being"])
_BOUND = frozenset("of for as with to from against about over by into on".split())
_NEED = frozenset("need importance necessity intention readiness desire hope commitment determination concern".split())


def reports(sentence) -> list[Report]:
    """All reports in a parsed sentence, in the order of their cues; contents may overlap."""
    out = []
    for token in sentence:
        low = token.lower_
        if low == "according":
            out += of_according(token)
        elif token.tag_.startswith("VB") and token.dep_ not in ("aux", "auxpass", "amod", "compound"):
            form = cues.verb_forms().get(low)
            if form and (form != "go" or any(c.lower_ == "on" for c in token.children)):
                out += _verb(token, form)
        elif token.tag_.startswith("NN"):
            out += of_noun(token)
        elif token.tag_.startswith(("JJ", "VBN")) and low in cues.ADJECTIVE:
            out += of_adjective(token)
    return [r for r in out if r.voice or (r.frame in ("clause", "aside", "quotation") and not r.attitude)]


def _verb(v, form: str) -> list[Report]:
    kids = {}
    for child in v.children:
        kids.setdefault(child.dep_, []).append(child)
    passive = "auxpass" in kids or (v.tag_ == "VBN" and v.dep_ == "acl")
    frame, content = (_passive if passive else _active)(v, form, kids)
    who = source(v)
    turned = _inverted(v, form, who)
    if turned is not None:
        return [turned]
    if frame is None or (passive and who is None and any(c.tag_ == "MD" for c in v.children)) or idle(v, form, who):
        return []
    if (who is None and not passive) or (who is not None and who.lower_ in ("’s", "'s", "let", "all")):
        return []
    if passive and frame == "aside":
        # "as revealed in a report by …": the source is what it was revealed in or by.
        spots = [p for p in v.children if p.dep_ in ("prep", "agent") and p.lower_ in ("in", "by")]
        who = next((c for p in spots for c in p.children if c.dep_ == "pobj"), None)
    attitude = form in cues.ATTITUDES or frame == "infinitive" and form in ("ask", "want")
    own = {t.i for t in v.subtree} - set(content)
    return [Report(v.i, form, frame, attitude, noun_phrase(who), tuple(sorted(content)), can_speak(who), tuple(sorted(own)))]


def _inverted(v, form: str, who) -> Report | None:
    """Reporting words in the middle or at the end, verb first: "Poverty, said the minister, is the enemy"."""
    doc = v.doc
    if form not in cues.CLAUSE or form in cues.ATTITUDES or v.tag_ not in ("VBD", "VBN", "VBZ", "VBP"):
        return None
    if v.i < 2 or doc[v.i - 1].text != ",":
        return None
    if (who is not None and who.i > v.i) or v.i + 1 >= len(doc) or doc[v.i + 1].tag_ not in _OPENS_NAME:
        return None
    end = v.i + 1
    while end < len(doc) and doc[end].tag_ in _IN_NAME:
        end += 1
    if end == v.i + 1 or (end < len(doc) and doc[end].text not in ",.;" and doc[end].tag_ != "IN"):
        return None
    stop = next((i for i in range(end, len(doc)) if doc[i].text in ",.;"), len(doc))
    head = next((doc[i] for i in range(end - 1, v.i, -1) if doc[i].tag_.startswith(("NN", "PRP"))), None)
    if head is None or head.lower_ in TIMES or any(doc[i].tag_.startswith("VB") for i in range(end, stop)):
        return None
    content = [t.i for t in doc if t.i < v.i - 1 or (t.i > stop and doc[stop].text == ",")]
    own = tuple(range(v.i, stop))
    return Report(v.i, form, "aside", False, tuple(range(v.i + 1, end)), tuple(content), True, own)


_OPENS_NAME = frozenset(["NNP", "NNPS", "DT", "PRP", "PRP$", "JJ", "NN"])
_EMPTY = frozenset("other something anything everything nothing thing things question questions attention so much lot".split())
_IN_NAME = _OPENS_NAME | frozenset(["NNS", "POS", "HYPH", "CD"])


def idle(v, form: str, who) -> bool:
    """Phrases in which a verb of speech reports nothing: "it goes without saying", "that said", "it is hard to say"."""
    if who is None:
        return False
    if who.lower_ == "it" and is_infinitive(v) and (who.head.lower_ in _BE or not who.head.tag_.startswith("VB")):
        return True  # "it is hard to say", "found it hard to say"
    return who.lower_ in ("this", "that") or (who.lower_ == "it" and v.tag_ == "VBG" and form in ("say", "tell"))


def _active(v, form: str, kids: dict) -> tuple[str | None, set[int]]:
    def first(dep):
        return next(iter(kids.get(dep, ())), None)

    ccomp, xcomp, dobj = first("ccomp"), first("xcomp"), first("dobj")
    if form == "quote" and any(t.dep_ == "pcomp" for p in kids.get("prep", ()) for t in p.children):
        return None, set()  # "quoted him as saying": the report is his, and stands with "saying"
    if v.dep_ == "pcomp" and v.head.lower_ == "as" and ccomp is None:
        ccomp = next((c for c in v.head.head.children if c.dep_ == "ccomp"), None)
    if ccomp is not None and _is_another(v, ccomp):
        ccomp = None
    has_as = any(t.lower_ == "as" for t in kids.get("mark", []) + kids.get("advmod", []))
    aside = v.dep_ == "parataxis" or (v.dep_ == "advcl" and has_as)
    if form in cues.CLAUSE and aside and not ccomp and not dobj:
        return "aside", _one_sentence((without(clause_of(v.head), v) | _opening(v)) - _reports_beside(v.head), v)
    if ccomp is not None and form in cues.OBJECT_NAME and ccomp.tag_[:2] != "VB" and not is_marked(ccomp):
        return "name", tree(ccomp)
    if ccomp is not None and is_infinitive(ccomp) and form in cues.OBJECT_INFINITIVE:
        return "object infinitive", tree(ccomp)
    if ccomp is not None and form in cues.CLAUSE and not (is_infinitive(ccomp) and form not in cues.INFINITIVE):
        return "clause", _said(v, ccomp)
    if dobj is not None and form in cues.OBJECT_INFINITIVE and xcomp is not None and is_infinitive(xcomp):
        return "object infinitive", tree(dobj) | tree(xcomp)
    if form == "call" and (on := prep_with(kids, ("on", "upon"))) is not None:
        more = [c for c in (xcomp, first("advcl")) if c is not None and c.i > on.i and is_infinitive(c)]
        return "object infinitive", (tree(on) - {on.i}).union(*map(tree, more))
    if form in cues.INFINITIVE and xcomp is not None and is_infinitive(xcomp) and dobj is None:
        return "infinitive", tree(xcomp)
    if form == "call" and (wanted := next((c for d in ("advcl", "xcomp", "ccomp") for c in kids.get(d, ())
                                           if any(t.lower_ == "for" for t in c.lefts)), None)) is not None:
        return "preposition", tree(wanted) - {t.i for t in wanted.lefts if t.lower_ == "for"}
    if (oprd := first("oprd")) is not None and form in cues.OBJECT_NAME and (dobj is not None or oprd.i > v.i):
        return "name", tree(oprd) | (tree(dobj) if dobj is not None else set())
    if dobj is not None and form in cues.OBJECT_AS and (as_ := prep_with(kids, ("as",))) is not None:
        return "as", tree(dobj) | tree(as_)
    if form in cues.PREPOSITION and dobj is None and (prep := prep_with(kids, cues.PREPOSITION[form])) is not None:
        objects = [c for c in prep.children if c.dep_ == "pobj"]
        return ("preposition", tree(prep) - {prep.i}) if all(map(_says, objects)) else (None, set())
    if dobj is not None and form in cues.OBJECT and _says(dobj):
        after = kids.get("prep", []) + kids.get("dative", []) + kids.get("agent", [])
        return "object", tree(dobj).union(*(tree(p) for p in after if p.lower_ in _BOUND and p.i > dobj.i))
    if form in cues.CLAUSE | cues.QUOTATION:
        return "quotation", set()
    return None, set()


def _opening(v) -> set[int]:
    """The beginning of what is said, where the parser hung it on the reporting words: "To grow, he said, needs trust"."""
    subject = next((c for c in v.children if c.dep_ == "nsubj" and c.i < v.i), None)
    if v.dep_ != "parataxis" or subject is None:
        return set()
    first = min(t.i for t in subject.subtree)
    return {t.i for t in v.subtree if t.i < first} if first and v.doc[first - 1].text == "," else set()


def _is_another(v, clause) -> bool:
    """Whether a clause before the reporting words is set apart from them by a semicolon and so no part of the report."""
    last = max(t.i for t in clause.subtree)
    return last < v.i and any(t.text == ";" for t in v.doc[last : v.i])


def _one_sentence(words: set[int], v) -> set[int]:
    """Of "A; B, he said, C" the part from B on: reporting words in the middle of a clause belong to that clause."""
    if not any(i > v.i for i in words):
        return words
    stops = [t.i for t in v.doc[: v.i] if t.text == ";"]
    return {i for i in words if i > stops[-1]} if stops else words


def _said(v, clause) -> set[int]:
    """The words of a clause, with its beginning where reporting words part it from the rest ("Trust, she said, must grow")."""
    words = tree(clause) - _reports_beside(clause)
    subject = next((c for c in v.children if c.dep_ == "nsubj" and c.i < v.i), None)
    headless = not any(c.dep_ in ("nsubj", "nsubjpass", "expl", "mark", "csubj") or c.tag_ == "TO" for c in clause.children)
    if subject is not None and clause.i > v.i and headless:
        first = min(t.i for t in subject.subtree)
        before = {t.i for t in v.subtree if t.i < first}
        if before and v.doc[first - 1].text == ",":
            words |= before
    return words


def _reports_beside(clause) -> set[int]:
    """Words of a clause that is joined to this one but reports in its own right ("…, and he recalled that …")."""
    for child in clause.children:
        if child.dep_ == "conj" and cues.verb_forms().get(child.lower_) in cues.CLAUSE:
            kids = {c.dep_ for c in child.children}
            if "ccomp" in kids and "nsubj" in kids:
                return tree(child)
    return set()


def _passive(v, form: str, kids: dict) -> tuple[str | None, set[int]]:
    subject = next(iter(kids.get("nsubjpass", ())), None)
    clause = next(iter(kids.get("ccomp", []) + kids.get("xcomp", [])), None)
    has_as = any(t.lower_ == "as" for t in kids.get("mark", []))
    if v.dep_ == "advcl" and has_as and form in cues.CLAUSE and subject is None:
        return "aside", without(clause_of(v.head), v)
    if subject is None:
        return None, set()
    if subject.lower_ == "it" and clause is not None and form in cues.CLAUSE:
        return "clause", tree(clause)
    if subject.lower_ in _NEED and form in cues.CLAUSE | cues.CARRIER:
        return "object", tree(subject) | (tree(clause) if clause is not None else set())
    if clause is not None and is_marked(clause) and form in cues.SPOKEN_TO:
        return "clause", tree(clause)
    if kids.get("agent") and form in cues.OBJECT and _is_noun(subject):
        return "object", tree(subject)
    return None, set()


def _is_noun(subject) -> bool:
    """Whether a subject is no pronoun ("it was announced by", "something was said by")."""
    return subject.tag_ not in ("PRP", "WDT", "WP", "DT", "EX") and not subject.lower_.endswith(("thing", "body", "one"))


def _says(noun) -> bool:
    """Whether a noun as object can be what is said: not a pronoun, not the name of a speech."""
    return noun.tag_ not in ("PRP", "WP", "WDT", "DT") and noun.lower_ not in PAPERS | _EMPTY
