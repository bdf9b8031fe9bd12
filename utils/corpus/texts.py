"""The texts of a corpus by id: in memory while they are few, in a temporary file once they are many.

Comes in: texts in UTF-8, one by one, or a file of them. Goes out: any of them again, and its SHA-256.
"""

from __future__ import annotations

import tempfile
from threading import Lock
from typing import BinaryIO

IN_MEMORY = 8 * 2**20  # bytes; what comes after them goes into the file


class Texts:
    """Texts by id, added once and never changed."""

    def __init__(self) -> None:
        self._held: dict[str, bytes | tuple[int, int]] = {}  # the text, or where it stands in the file and its length
        self._hashes: dict[str, bytes] = {}
        self.size = 0  # bytes of all texts
        self._file = None
        self._lock = Lock()

    @classmethod
    def in_file(cls, file: BinaryIO, start: int, names: list[str], lengths: list[int], hashes: list[bytes]) -> Texts:
        """The texts that stand one after the other in an open file from `start` on."""
        texts = cls()
        texts._file, texts.size = file, sum(lengths)
        texts._hashes = dict(zip(names, hashes, strict=True))
        for name, length in zip(names, lengths, strict=True):
            texts._held[name] = (start, length)
            start += length
        return texts

    def __contains__(self, name: str) -> bool:
        return name in self._held

    def __len__(self) -> int:
        return len(self._held)

    def add(self, name: str, text: bytes, digest: bytes) -> None:
        """Add a text and its SHA-256 under a new id. Raises OSError where the temporary file can't be written."""
        self._hashes[name] = digest
        self.size += len(text)
        if self.size <= IN_MEMORY:
            self._held[name] = text
            return
        if self._file is None:
            self._file = tempfile.TemporaryFile()  # without a name, and gone with the last corpus that reads from it
        self._held[name] = (self._file.seek(0, 2), len(text))
        self._file.write(text)

    def text(self, name: str) -> str:
        """A text; KeyError where there is none of that id."""
        return self.data(name).decode()

    def data(self, name: str) -> bytes:
        """A text in UTF-8."""
        held = self._held[name]
        if isinstance(held, tuple):
            with self._lock:
                self._file.seek(held[0])
                held = self._file.read(held[1])
        return held

    def hash(self, name: str) -> bytes:
        """SHA-256 of a text in UTF-8: the same while the text is."""
        return self._hashes[name]
