"""Questions to a dependency tree: who is the subject, what is the noun phrase, which words belong to a clause.

Comes in: tokens of a sentence as spaCy parsed it. Goes out: tokens and sets of token numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

from utils.statements import cues

_WHO = frozenset(["who", "which", "that"])
_CLAUSES = frozenset(["ROOT", "ccomp", "conj", "advcl", "parataxis", "relcl", "pcomp"])
PAPERS = frozenset("""
letter speech interview tweet post telegram message article report note memo email briefing conference communique document
""".split())
TIMES = frozenset("week month year day today yesterday tomorrow morning evening night".split())
_AFTER_CALL = frozenset(["i", "we", "you", "please"])
_NOT_IN_PHRASE = frozenset(["relcl", "acl", "punct", "advcl", "parataxis", "ccomp", "advmod"])
_INNER = frozenset(["of", "for", "from", "to", "in", "by", "at", "on", "with", "including"])
_THINGS = frozenset("""
disorder order border number matter chapter factor sector corridor weather winter summer corner center error terror
danger character offer tower computer shelter encounter register disaster cluster fever labor labour favor favour
behavior behaviour harbor vector motor mirror remainder reminder transfer manner answer charter barrier carrier gather
semiconductor indicator quarter manor horror tenor
""".split())


@dataclass(frozen=True)
class Report:
    """One report: `cue` token and its dictionary `form`, the `frame` that found it, tokens of source and content,
    and whether its source is of those that can speak (`voice`)."""

    cue: int
    form: str
    frame: str
    attitude: bool
    source: tuple[int, ...]
    content: tuple[int, ...]
    voice: bool = True
    clause: tuple[int, ...] = ()


def report(cue, form: str, frame: str, attitude: bool, who, content: set[int], clause: set[int]) -> Report:
    """A report of a cue token, from the head of its source and the words of content and reporting clause."""
    return Report(cue.i, form, frame, attitude, noun_phrase(who), tuple(sorted(content)), can_speak(who), tuple(sorted(clause)))


def source(v, depth: int = 0):
    """The token that heads the source of verb `v`: its subject or agent, or that of the verb it depends on; or None."""
    if depth > 6:
        return None
    for child in v.children:
        if child.dep_ == "nsubj":
            if child.lower_ in _WHO and v.dep_ == "relcl":
                return v.head
            if child.lower_ in TIMES or _is_addressed(child):
                continue
            return child
    agent = next((c for c in v.children if c.dep_ == "agent"), None)
    if agent is not None:
        return next((c for c in agent.children if c.dep_ == "pobj"), None)
    passive = next((c for c in v.children if c.dep_ == "nsubjpass"), None)
    if passive is not None:
        # "was quoted as saying", but "it was noted" has no source.
        return passive if depth and passive.lower_ != "it" else None
    head = v.head
    if head == v:
        return None
    if v.dep_ in ("conj", "xcomp", "advcl", "ccomp", "acomp", "oprd", "dep", "parataxis"):
        return source(head, depth + 1)
    if v.dep_ in ("pcomp", "prep"):
        quoted = next((c for c in head.head.children if c.dep_ == "dobj"), None)
        if head.lower_ == "as" and quoted is not None and cues.verb_forms().get(head.head.lower_) == "quote":
            return quoted
        return source(head, depth + 1)
    if v.dep_ == "relcl":
        return head if not any(c.dep_ in ("nsubj", "nsubjpass") for c in v.children) else None
    if v.dep_ == "acl" and is_infinitive(v):
        return None
    if v.dep_ == "acl":
        if v.tag_ == "VBG" and head.dep_ in ("dobj", "pobj") and (head.lower_ in cues.NOUN or head.lower_ in PAPERS):
            verb = head.head if head.dep_ == "dobj" else head.head.head
            return source(verb, depth + 1) or head
        return head
    return None


def _is_addressed(noun) -> bool:
    """Whether a noun before a verb is called to and not its subject: "Friends, please note that …", "Mr Doe, I said that …"."""
    end = max(noun_phrase(noun)) + 1
    after = noun.doc[end : end + 2]
    return noun.tag_ not in ("PRP", "DT") and len(after) == 2 and after[0].text == "," and after[1].lower_ in _AFTER_CALL


def noun_phrase(head) -> tuple[int, ...]:
    """Token numbers of the noun phrase of `head` without clauses and what follows a comma, kept in one run."""
    if head is None:
        return ()
    keep = _phrase(head)
    left, right = head.i, head.i
    while left - 1 in keep or (left - 2 in keep and not head.doc[left - 1].is_alpha):
        left -= 1
    while right + 1 in keep or (right + 2 in keep and not head.doc[right + 1].is_alpha):
        right += 1
    return tuple(range(left, right + 1))


def _phrase(head) -> set[int]:
    keep = {head.i}
    for child in head.children:
        if child.dep_ == "appos" and child.tag_ == "NNP" and head.tag_ in ("NN", "NNS"):
            # "His colleague, Askar Akayev": the name belongs to the source.
            keep |= _phrase(child)
            continue
        if child.is_space or child.dep_ in _NOT_IN_PHRASE or (child.dep_ == "appos" and child.i > head.i + 3):
            continue
        between = head.doc[head.i + 1 : child.i] if child.i > head.i else ()
        if child.dep_ in ("prep", "appos") and any(t.text in ",;:—–(" for t in between):
            continue
        if child.dep_ != "prep" or child.lower_ in _INNER:
            keep |= _phrase(child)
    return keep


def can_speak(head) -> bool:
    """Whether the head of a source is a name, a pronoun, or a noun for those who speak and what they write."""
    if head is None or head.tag_ in ("NNP", "NNPS", "PRP", "PRP$", "CD", "WP", "JJ"):
        return True
    if head.tag_ == "DT":
        return head.lower_ in ("some", "many", "all", "both", "others", "those")
    low = head.lower_
    if low.rstrip("s") in _THINGS:
        return False
    return low in cues.SPEAKERS or low.rstrip("s").endswith(("man", "woman", "ist", "ian", "crat", "er", "or")) and len(low) > 5


def tree(token) -> set[int]:
    """The token and all that hangs on it."""
    return {t.i for t in token.subtree}


def without(words: set[int], token) -> set[int]:
    """`words` less a token and all that hangs on it."""
    return words - {t.i for t in token.subtree}


def clause_of(token, whole: bool = False) -> set[int]:
    """The clause around a token: the subtree of the nearest verb above it that heads a clause."""
    while token.head != token and (token.dep_ not in _CLAUSES or (whole and token.dep_ in ("relcl", "pcomp", "advcl"))
                                       or (token.dep_ == "conj" and not token.tag_.startswith("VB"))):
        token = token.head
    return tree(token)


def prep_with(kids: dict, wanted: tuple[str, ...]):
    """The first preposition among a verb's children that is one of those wanted and has an object; or None."""
    fitting = (p for p in kids.get("prep", ()) if p.lower_ in wanted and p.i and p.nbor(-1).text != ",")
    return next((p for p in fitting if any(c.dep_ in ("pobj", "pcomp") for c in p.children)), None)


def is_infinitive(verb) -> bool:
    """Whether a verb is an infinitive with "to"."""
    return any(c.lower_ == "to" and c.dep_ == "aux" for c in verb.children)


def is_marked(verb) -> bool:
    """Whether a clause opens with "that", "whether" or "if"."""
    return any(c.dep_ == "mark" and c.lower_ in ("that", "whether", "if") for c in verb.children)


def has_that(verb) -> bool:
    """Whether a clause opens with "that"."""
    return any(c.lower_ == "that" and c.dep_ == "mark" for c in verb.children)


def is_finite(verb) -> bool:
    """A clause without "that": "hope the countries would agree"; not a relative one."""
    if verb.dep_ not in ("acl", "ccomp"):
        return False
    return any(c.dep_ in ("nsubj", "nsubjpass", "expl") and c.tag_ not in ("WDT", "WP") for c in verb.children)
