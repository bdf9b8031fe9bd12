"""A large table of documents as it was read once, kept in the cache folder: to load it again takes a tenth of the time.

Comes in: the path of one table, and what `utils.corpus.documents` made of its rows. Goes out: the same again, as long as
neither a byte of the table nor the code that reads it has changed.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache as once
from itertools import chain
from pathlib import Path

from utils import cache, sides, text
from utils.corpus.readers import suffix
from utils.corpus.tables import TABLES, Problem
from utils.corpus.texts import IN_MEMORY, Texts

_MARK = b"sco texts\n"
_SIZES = 24  # characters that say how long the description is, and the texts after it


def read(key: str, problems: list[Problem]) -> tuple[list[dict], Texts] | None:
    """The rows and texts of a table that was kept, and its problems into `problems`; None where it must be read."""
    file = cache.open_file(key) if key else None
    if file is None:
        return None
    try:
        head = file.read(len(_MARK) + 2 * _SIZES)
        described, size = int(head[len(_MARK) : -_SIZES]), int(head[-_SIZES:])
        data = json.loads(file.read(described))
        start = len(head) + described
        if not head.startswith(_MARK) or sum(data["lengths"]) != size or file.seek(0, 2) != start + size:
            raise ValueError
        hashes = [bytes.fromhex(digest) for digest in data["hashes"]]
        texts = Texts.in_file(file, start, [row["id"] for row in data["rows"]], data["lengths"], hashes)
        found = [Problem(*problem) for problem in data["problems"]]
    except (OSError, ValueError, KeyError, TypeError):  # damaged: as good as none
        file.close()
        return None
    problems += found
    return data["rows"], texts


def write(key: str, path: Path, rows: list[dict], texts: Texts, problems: list[Problem]) -> None:
    """Keep what was read of a table, if it is large and hasn't changed since its `key` was made."""
    if not key or texts.size <= IN_MEMORY or key != key_of(path):
        return
    names = [row["id"] for row in rows]
    lengths = [len(texts.data(name)) for name in names]
    described = json.dumps({"rows": rows, "problems": problems, "lengths": lengths,
                            "hashes": [texts.hash(name).hex() for name in names]}).encode()
    head = _MARK + f"{len(described):{_SIZES}}{sum(lengths):{_SIZES}}".encode()
    cache.write_file(key, chain([head, described], map(texts.data, names)), len(described) + texts.size)


def key_of(path: Path) -> str:
    """The name under which a table is kept, made of its bytes; empty where none is."""
    try:
        # What holds over 8 MiB of text takes at least a sixteenth of it, packed or not.
        if not path.is_file() or suffix(path.name) not in TABLES or path.stat().st_size < IN_MEMORY // 16:
            return ""
        digest = hashlib.sha256(_code() + path.name.encode(errors="surrogateescape") + b"\0")
        with path.open("rb") as file:
            while part := file.read(1 << 20):
                digest.update(part)
    except OSError:  # reading it will say so
        return ""
    return digest.hexdigest()


@once
def _code() -> bytes:
    """A digest of the modules by which a table is read."""
    files = sorted([*Path(__file__).parent.glob("*.py"), Path(sides.__file__), Path(text.__file__)])
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).digest()
