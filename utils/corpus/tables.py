"""A table of documents -> rows: CSV, TSV, JSON lines or Parquet, with a note for every row that can't be used.

Comes in: the path of one table. Goes out: plain dictionaries (`text` in UTF-8, untouched but for its line ends, every
other cell a string in one line of printable characters; `_place` names file and row) and a `Problem` for what is wrong.
Nothing is raised for a bad row or a broken file: it is named, and what can be read is.
"""

from __future__ import annotations

import csv
import gzip
import json
import zlib
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

TEXT_COLUMNS = ("text", "content", "body", "full_text", "fulltext")
TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".csv.gz", ".tsv.gz", ".parquet")
# What reading a damaged file can raise; json's and pyarrow's errors are ValueErrors (see _parquet_rows).
BROKEN = (OSError, EOFError, ValueError, csv.Error, zlib.error)
NUL = "its text holds NUL characters, as UTF-16 and binary files do: save it as UTF-8 text"

csv.field_size_limit(2**31 - 1)


class Problem(NamedTuple):
    """Something that could not be read, or not fully: `kept` tells whether the document is in the corpus."""

    file: str
    row: int | None
    reason: str
    kept: bool = False


def read_table(path: Path, name: str, kind: str, problems: list[Problem], *, need_text: bool = True) -> Iterator[dict]:
    """The rows of the table at `path`, one by one; what is found wrong is added to `problems`.

    Parameters
    ----------
    name : how messages call the file.
    kind : one of `TABLES`.
    need_text : whether every row must hold its text; without, a row may name the file that does, in `_path`.
    """
    found, before = 0, len(problems)
    columns: dict[str, None] = {}
    textless: list[tuple[int, list[str]]] = []
    try:
        for number, raw in _rows(path, name, kind, columns, problems):
            raw = {clean(str(key)).lower(): value for key, value in raw.items()}
            raw.pop("", None)  # a column without a name, such as the row numbers that pandas writes
            columns.update(dict.fromkeys(raw))
            column = next((c for c in TEXT_COLUMNS if c in raw), None)
            if column is None and need_text:
                textless.append((number, list(raw)))
                continue
            row = {key: clean(_cell(value)) for key, value in raw.items() if key != column}
            if column:
                row["text"], reason = _text(raw[column])
                if reason:
                    problems.append(Problem(name, number, reason))
                    continue
            if need_text:
                if row.get("path"):
                    row["path_in_table"] = row["path"]  # the user's own; `path` is the file that was read
                row["path"] = name
            else:
                row["_path"] = _cell(raw.get("path")).strip()
            found += 1
            yield row | {"_place": (name, number)}
    except BROKEN as error:
        how_far = " to its end" if found else ""
        problems.append(Problem(name, None, f"can't be read{how_far} ({short(error)}): check that the file is whole"))
    known = f"the text is looked for under {listed(TEXT_COLUMNS)}"
    if need_text and columns and not any(c in columns for c in TEXT_COLUMNS):
        problems.append(Problem(name, None, f"has no text column: its columns are {listed(columns)}, and {known}; "
                                            "rename the one that holds it"))
    else:
        problems += [Problem(name, number, f"has no text: its keys are {listed(keys)}, and {known}") for number, keys in textless]
    if not found and len(problems) == before:
        problems.append(Problem(name, None, "holds no row: add one row a document"))


def _rows(path: Path, name: str, kind: str, columns: dict[str, None], problems: list[Problem]) -> Iterator[tuple[int, dict]]:
    """Number and cells of each row; a CSV's header is put into `columns` even where no row follows."""
    if kind == ".parquet":
        yield from _parquet_rows(path)
        return
    opened = gzip.open if kind.endswith(".gz") else open
    with opened(path, "rb") as file:
        if file.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            problems.append(Problem(name, None, "seems to be UTF-16: save it as UTF-8"))
            return
    # Bytes that are not UTF-8 become surrogates, so that the row that holds them can be named.
    with opened(path, "rt", encoding="utf-8-sig", errors="surrogateescape", newline="") as file:
        if kind.startswith((".jsonl", ".ndjson")):
            yield from _json_rows(file, name, problems)
        else:
            yield from _csv_rows(file, name, "\t" if kind.startswith(".tsv") else None, columns, problems)


def _csv_rows(file, name: str, delimiter: str | None, columns: dict[str, None],
              problems: list[Problem]) -> Iterator[tuple[int, dict]]:
    if delimiter is None:
        delimiter = max(",;\t", key=file.readline().count)
        file.seek(0)
    reader = csv.reader(file, delimiter=delimiter)
    head = next(reader, [])
    columns.update(dict.fromkeys(clean(c).lower() for c in head))
    for number, cells in enumerate(reader, 2):
        if not any(cells):
            continue
        while len(cells) > len(head) and not cells[-1].strip():
            cells.pop()
        if len(cells) > len(head):
            problems.append(Problem(name, number, f"has {len(cells)} cells for {len(head)} columns: put quotation marks "
                                                  "round cells that hold the separator"))
            continue
        yield number, dict(zip(head, cells + [""] * (len(head) - len(cells)), strict=True))


def _json_rows(file: Iterable[str], name: str, problems: list[Problem]) -> Iterator[tuple[int, dict]]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
        except (ValueError, RecursionError):
            problems.append(Problem(name, number, "is not a JSON object: write one object a line"))
            continue
        if isinstance(row, dict):
            yield number, row
        else:
            problems.append(Problem(name, number, "is JSON but no object: write one object a line"))


def _parquet_rows(path: Path) -> Iterator[tuple[int, dict]]:
    import pyarrow.parquet

    try:
        rows = pyarrow.parquet.read_table(path).to_pylist()
    except Exception as error:  # broken bytes make pyarrow raise many unrelated kinds
        raise ValueError(short(error)) from None
    yield from enumerate(rows, 1)


def _text(value) -> tuple[bytes, str]:
    """A text as it is kept (UTF-8), and the reason why it can't be (empty when it can). A list is one of paragraphs."""
    if isinstance(value, list) and all(isinstance(part, str) for part in value):
        value = "\n\n".join(value)
    if value is None or value != value:
        value = ""
    if not isinstance(value, str):
        return b"", f"its text is no string but {type(value).__name__}: write it in quotation marks"
    return encoded(value)


def encoded(text: str) -> tuple[bytes, str]:
    """A decoded text with line ends as \\n in UTF-8, and the reason why it is none (empty when it is): lone surrogates, which
    stand for bytes that were not UTF-8, or NUL.
    """
    try:
        data = unix_lines(text).encode()
    except UnicodeEncodeError:
        return b"", "its text is not valid UTF-8: save the file as UTF-8"
    if b"\0" in data:
        return b"", NUL
    return data, ""


def unix_lines(text: str) -> str:
    """`text` with every line end as \\n."""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def clean(value: str) -> str:
    """`value` in one line of printable characters: what a title, a name or a column may hold."""
    if not value.isascii():
        value = value.encode("utf-8", "replace").decode("utf-8")
    line = " ".join(value.split())
    return line if line.isprintable() else " ".join("".join(c for c in line if c.isprintable()).split())


def _cell(value) -> str:
    if isinstance(value, str):
        return value
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    if isinstance(value, (bool, list, dict)):
        try:
            return json.dumps(value, ensure_ascii=False, default=str)
        except RecursionError:
            return "…"
    return str(value)


def listed(names: Iterable) -> str:
    """Up to 20 names in one line, for a message."""
    names = [clean(str(n))[:40] for n in names]
    return ", ".join(names[:20]) + (", …" if len(names) > 20 else "") if names else "none"


def short(error: Exception) -> str:
    """The first line of an error's message, or its kind."""
    return clean((str(error).splitlines() or [""])[0])[:120] or type(error).__name__
