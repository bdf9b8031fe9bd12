"""What was counted once, kept for the next run: a file in the user's cache folder that may be thrown away at any time.

Comes in: values that depend on a text and on rules alone, under a key of both. Goes out: the same values. The file is an
SQLite database, so that two processes may write at once and one that is killed leaves no half of anything. Beside it lie
single files for what is large, written under another name first. Where the folder can't be written or a file is damaged,
nothing is kept and everything is counted anew.

The folder is the system's place for caches of `sco-discourse`; the environment variable SCO_CACHE names another, and
"off" keeps nothing.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import BinaryIO

import numpy as np
from platformdirs import user_cache_dir

Error = sqlite3.Error  # what reading from a damaged file raises
LIMIT = 8 * 2**30  # bytes; a database that has grown past this is emptied before more is put into it
_FILE = ".sco.kept"  # ending of single files
_WAIT = 60  # seconds to wait for another process that is writing
_TABLES = """
CREATE TABLE IF NOT EXISTS kept (kind TEXT, key BLOB, value BLOB, UNIQUE (kind, key));
CREATE TABLE IF NOT EXISTS words (number INTEGER PRIMARY KEY, word TEXT UNIQUE);
"""


def place() -> Path | None:
    """The file in which things are kept; None where nothing is to be."""
    given = os.environ.get("SCO_CACHE", "")
    if given.lower() == "off":
        return None
    return Path(given or user_cache_dir("sco-discourse", appauthor=False)).expanduser() / "counts.sqlite"


def size() -> int:
    """Bytes that the cache takes on disk."""
    path = place()
    return sum(each.stat().st_size for each in (path, *_files(path)) if each.is_file()) if path else 0


def clear() -> None:
    """Throw away whatever is kept. Raises OSError where the file can't be emptied."""
    path = place()
    for each in _files(path) if path else ():
        each.unlink()
    if not path or not path.exists():
        return
    try:
        with closing(_opened(path)) as file:
            _empty(file)
    except sqlite3.Error:  # damaged, or no cache at all: nothing in it can be of use
        path.unlink()


def read(kind: str, keys: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    """Key and value of all that is kept of `keys`, in any order."""
    with _file() as file, suppress(sqlite3.Error):
        if file:
            yield from _rows(file, kind, keys)


def write(kind: str, values: Mapping[bytes, bytes]) -> None:
    """Keep `values` under their keys; what is kept already stays."""
    with _file(writing=True) as file:
        if file and values:
            with suppress(sqlite3.Error), file:
                file.execute("BEGIN IMMEDIATE")
                _insert(file, kind, values.items())


def read_words(kind: str, keys: Iterable[bytes]) -> Iterator[tuple[bytes, np.ndarray] | dict[int, str]]:
    """Key and word numbers (int32) of all that is kept of `keys`; at the end the words of all numbers that occurred."""
    used = np.zeros(0, dtype=bool)
    with _file() as file:
        if not file:
            yield {}
            return
        with file:  # one transaction: numbers and words as they stood at one moment
            file.execute("BEGIN")
            for key, value in _rows(file, kind, keys):
                numbers = np.frombuffer(value, dtype="<i4")
                if len(numbers) and numbers.max() >= len(used):
                    used = np.concatenate([used, np.zeros(numbers.max() + 1 - len(used), dtype=bool)])
                used[numbers] = True
                yield key, numbers
            words = file.execute("SELECT number, word FROM words") if used.any() else ()
            yield {number: word for number, word in words if number < len(used) and used[number]}


def write_words(kind: str, values: Iterable[tuple[bytes, np.ndarray]], words: list[str]) -> None:
    """Keep arrays of word numbers (places in `words`), numbered anew for the file in the same transaction."""
    with _file(writing=True) as file:
        if not file:
            return
        with suppress(sqlite3.Error), file:
            file.execute("BEGIN IMMEDIATE")
            file.executemany("INSERT OR IGNORE INTO words (word) VALUES (?)", ((w,) for w in words))
            known = dict(file.execute("SELECT word, number FROM words"))
            number = np.array([known[w] for w in words], dtype="<i4")
            _insert(file, kind, ((key, number[array].tobytes()) for key, array in values))


def open_file(name: str) -> BinaryIO | None:
    """A file that was kept under `name`, open for reading; None where there is none."""
    path = place()
    with suppress(OSError):
        return open(path.parent / f"{name}{_FILE}", "rb") if path else None
    return None


def write_file(name: str, parts: Iterable[bytes], size: int) -> None:
    """Keep a file of about `size` bytes under `name`, piece by piece. The oldest ones go when all take more than `LIMIT`; on a
    disk that is nearly full nothing is kept.
    """
    path = place()
    if not path or size > LIMIT // 2:
        return
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        if shutil.disk_usage(path.parent).free < 4 * size:
            return
        made = None
        try:
            with tempfile.NamedTemporaryFile(dir=path.parent, suffix=f".part{_FILE}", delete=False) as file:
                made = Path(file.name)
                for part in parts:
                    file.write(part)
            made.replace(path.parent / f"{name}{_FILE}")
        except BaseException:
            if made:
                made.unlink(missing_ok=True)
            raise
        kept = sorted(_files(path), key=lambda each: each.stat().st_mtime)
        while kept and sum(each.stat().st_size for each in kept) > LIMIT:
            kept.pop(0).unlink()


def _files(path: Path) -> list[Path]:
    return sorted(path.parent.glob(f"*{_FILE}"))


@contextmanager
def _file(*, writing: bool = False) -> Iterator[sqlite3.Connection | None]:
    path = place()
    file = _ready(path, writing) if path else None
    try:
        yield file
    finally:
        if file:
            file.close()


def _ready(path: Path, writing: bool) -> sqlite3.Connection | None:
    for attempt in (1, 2):
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            file = _opened(path)
            if writing and path.stat().st_size > LIMIT:
                _empty(file)
            return file
        except sqlite3.DatabaseError as error:
            damaged = not isinstance(error, sqlite3.OperationalError)
            if attempt == 2 or not damaged:
                return None
            with suppress(OSError):
                path.unlink()
        except OSError:
            return None
    return None


def _opened(path: Path) -> sqlite3.Connection:
    file = sqlite3.connect(path, timeout=_WAIT, isolation_level=None)
    try:
        file.execute("PRAGMA synchronous = NORMAL")
        file.executescript(_TABLES)
    except sqlite3.Error:
        file.close()
        raise
    return file


def _empty(file: sqlite3.Connection) -> None:
    with file:
        file.execute("BEGIN IMMEDIATE")
        file.execute("DELETE FROM kept")
        file.execute("DELETE FROM words")
    file.execute("VACUUM")


def _rows(file: sqlite3.Connection, kind: str, keys: Iterable[bytes]) -> Iterator[tuple[bytes, bytes]]:
    file.execute("CREATE TEMP TABLE IF NOT EXISTS wanted (key BLOB PRIMARY KEY)")
    file.execute("DELETE FROM wanted")
    file.executemany("INSERT OR IGNORE INTO wanted VALUES (?)", ((k,) for k in keys))
    yield from file.execute("SELECT kept.key, kept.value FROM wanted JOIN kept ON kept.kind = ? AND kept.key = wanted.key",
                            (kind,))


def _insert(file: sqlite3.Connection, kind: str, values: Iterable[tuple[bytes, bytes]]) -> None:
    file.executemany("INSERT OR IGNORE INTO kept VALUES (?, ?, ?)", ((kind, key, value) for key, value in values))
