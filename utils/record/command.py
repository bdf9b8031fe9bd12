"""What `sco count` does: a record from texts, or a record checked against them."""

from __future__ import annotations

from pathlib import Path

from utils.corpus import SHIPPED, CorpusError
from utils.corpus.readers import decode
from utils.corpus.tables import clean
from utils.record.checking import check_record
from utils.record.counting import Say, count_texts
from utils.record.files import COLLECTIONS, CONCEPTS, MADE, TABLES, check_target, write_record
from utils.sentences import count as counted_as


def count(texts: list[str], *, out: str | None = None, check: str | None = None, collections: str | None = None,
          concepts: str | None = None, say: Say = lambda line: None) -> int:
    """Make a record in `out`, or check the one in `check`; the exit status is 0, or 1 where a check finds a difference.

    Parameters
    ----------
    texts : paths, as for `utils.corpus.load_corpus`.
    collections, concepts : paths of a collections.yml and a concepts.yml; if not given, the collections.yml that is in `out`
        already, else the shipped ones.
    say : is given every line.

    Raises
    ------
    CorpusError : nothing could be begun; the message says why.
    """
    rules = _read(concepts, CONCEPTS) if concepts else _read(SHIPPED / CONCEPTS, CONCEPTS)
    if check is not None:
        if collections:
            raise CorpusError("A record is checked by the collections.yml in its folder: leave --collections out.")
        lines, status = check_record(Path(check).expanduser(), texts, rules=rules, say=say)
        for line in lines:
            say(line)
        return status
    folder = Path(out).expanduser()
    own = folder / COLLECTIONS  # of a record that is made anew
    known = _read(collections or (own if own.is_file() else SHIPPED / "record" / COLLECTIONS), COLLECTIONS)
    check_target(folder, {CONCEPTS: rules, COLLECTIONS: known})  # before the counting, which may take minutes
    made = count_texts(texts, concepts=rules, collections=known, say=say)
    write_record(folder, made, concepts_text=rules, collections_text=known)
    size = sum((folder / name).stat().st_size for name in (*TABLES, MADE, CONCEPTS, COLLECTIONS))
    say(f"{counted_as(len(made.documents), 'document')} counted: {folder} ({size / 1e6:,.1f} MB)")
    return 0


def _read(path: str | Path, called: str) -> str:
    path = Path(path).expanduser()
    if not path.is_file():
        raise CorpusError(f"There is no {called} at {clean(str(path))[:200]}: check the path.")
    text, reason = decode(path.read_bytes())
    if reason:
        raise CorpusError(f"{clean(path.name)} {reason}.")
    return text
