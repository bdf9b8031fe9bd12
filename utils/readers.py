"""Files -> rows: every supported format read into plain dictionaries, and a note for whatever could not be read.

Comes in: a path. Goes out: a list of rows (`text` and whatever else the file says of the document, all strings,
with `path` and `_place` for messages) and a list of `Problem`. Nothing is raised for a bad row: it is named, and the
rest is read. A zip is unpacked by the caller (`unpacked`) into a temporary folder, safe names only.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath
from typing import NamedTuple

TEXT_COLUMNS = ("text", "content", "body", "full_text", "fulltext")
TABLES = (".csv", ".tsv", ".jsonl", ".ndjson", ".jsonl.gz", ".ndjson.gz", ".csv.gz", ".tsv.gz", ".parquet")
TEXTS = (".txt", ".md")
FORMATS = ", ".join(TEXTS + TABLES) + ", .zip or a folder of these"
UNPACKED_LIMIT = 8 * 2**30  # bytes; beyond it a zip is refused rather than fill the disk
# Files of a corpus folder that are about the corpus, not documents of it.
_ABOUT = {"documents.csv", "concepts.yml", "speakers.yml", "corpus.yml", "events.csv", "sources.csv", "statements.csv",
          "phrases.csv", "corrections.csv"}
_ABOUT_STEMS = {"readme", "license", "licence"}

csv.field_size_limit(2**31 - 1)


class Problem(NamedTuple):
    """Something that could not be read, or not fully: `kept` tells whether the document is in the corpus."""

    file: str
    row: int | None
    reason: str
    kept: bool = False


def read(path: Path) -> tuple[list[dict], list[Problem]]:
    """Rows and problems of a file or folder; `path` must exist."""
    if path.is_dir():
        return _read_catalogue(path) if (path / "documents.csv").is_file() else _read_folder(path)
    return _read_file(path, path.name)


def suffix(name: str) -> str:
    """The ending that decides how a file is read, `.gz` included: ".jsonl.gz"."""
    parts = Path(name.lower()).suffixes
    return "".join(parts[-2:]) if parts[-1:] == [".gz"] else "".join(parts[-1:])


def _read_file(path: Path, name: str) -> tuple[list[dict], list[Problem]]:
    kind = suffix(name)
    try:
        if kind in TEXTS:
            return _read_text(path, name)
        if kind in TABLES:
            return _read_table(path, name, kind)
    except (OSError, EOFError, ValueError) as error:  # gzip's and pyarrow's errors are among these
        return [], [Problem(name, None, f"can't be read ({_short(error)}): check that the file is whole")]
    return [], [Problem(name, None, f"is of no format that is read here: save it as one of {FORMATS}")]


def _read_text(path: Path, name: str) -> tuple[list[dict], list[Problem]]:
    text, reason = decode(path.read_bytes())
    if reason:
        return [], [Problem(name, None, reason)]
    return [{"text": text, "path": name, "_place": (name, None)}], []


def decode(data: bytes) -> tuple[str, str]:
    """The text of `data` with line ends as \\n, and the reason why it can't be read (empty when it can)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        kind = "seems to be UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else f"is not UTF-8 (byte {error.start + 1:,})"
        return "", f"{kind}: save it as UTF-8"
    return text.replace("\r\n", "\n").replace("\r", "\n"), ""


def _read_folder(folder: Path) -> tuple[list[dict], list[Problem]]:
    rows, problems = [], []
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        inside = path.relative_to(folder)
        hidden = any(part.startswith((".", "__MACOSX")) for part in inside.parts)
        about = len(inside.parts) == 1 and (path.name in _ABOUT or path.stem.lower() in _ABOUT_STEMS)
        if hidden or about or inside.parts[0] == "record":
            continue
        name = inside.as_posix()
        if not _inside(folder, path):
            problems.append(Problem(name, None, "is a link that leads out of the folder: copy the file into it"))
            continue
        more, trouble = _read_file(path, name)
        rows += more
        problems += trouble
    return rows, problems


def _read_catalogue(folder: Path) -> tuple[list[dict], list[Problem]]:
    """A folder with documents.csv: one row a document, the text in a file named by `path` or in a text column."""
    rows, problems, listed = [], [], set()
    table, trouble = _read_table(folder / "documents.csv", "documents.csv", ".csv", need_text=False)
    problems += trouble
    for row in table:
        place = row["_place"]
        if row.get("text", "").strip():
            rows.append(row)
            continue
        name = row.get("path") or f"texts/{row.get('id', '')}.txt"
        path = folder / name
        if _unsafe(name) or not _inside(folder, path):
            problems.append(Problem(*place, f"the path {name!r} leads out of the corpus folder: name a file inside it"))
            continue
        listed.add(path.resolve())
        if not path.is_file():
            problems.append(Problem(*place, f"there is no file {name!r}: add it or mend the path"))
            continue
        text, reason = decode(path.read_bytes())
        if reason:
            problems.append(Problem(name, None, reason))
            continue
        rows.append(row | {"text": text, "path": name})
    for path in sorted((folder / "texts").rglob("*.txt")):
        if path.resolve() not in listed:
            name = path.relative_to(folder).as_posix()
            problems.append(Problem(name, None, "has no row in documents.csv: add one"))
    return rows, problems


def _read_table(path: Path, name: str, kind: str, need_text: bool = True) -> tuple[list[dict], list[Problem]]:
    problems: list[Problem] = []
    if kind == ".parquet":
        rows = _parquet_rows(path)
    elif ".jsonl" in kind or ".ndjson" in kind:
        rows = _json_rows(path, name, problems)
    else:
        rows = _csv_rows(path, name, problems, "\t" if kind.startswith(".tsv") else None)
    out, columns = [], {}
    for number, row in rows:
        row = {str(k).strip().lower(): _cell(v) for k, v in row.items() if k is not None}
        columns.update(dict.fromkeys(row))
        text_column = next((c for c in TEXT_COLUMNS if c in row), None)
        if need_text and text_column is None:
            if kind.startswith((".jsonl", ".ndjson")):
                problems.append(Problem(name, number, f"has no text: its keys are {_listed(row)}, and the text is "
                                                      f"looked for under {_listed(TEXT_COLUMNS)}"))
            continue
        if text_column:
            text = row.pop(text_column).replace("\r\n", "\n").replace("\r", "\n")
            if _broken(text):
                problems.append(Problem(name, number, "its text holds bytes that are not UTF-8: save the file as UTF-8"))
                continue
            row["text"] = text
        row = {k: v.encode("utf-8", "replace").decode("utf-8") for k, v in row.items()}
        if need_text:
            row["path"] = name  # a table's own path column is the user's: kept under another name
        out.append(row | {"_place": (name, number)})
    if need_text and columns and not any(c in columns for c in TEXT_COLUMNS) and not kind.startswith((".jsonl", ".ndjson")):
        problems.append(Problem(name, None, f"has no text column: its columns are {_listed(columns)}, and the text is "
                                            f"looked for under {_listed(TEXT_COLUMNS)}; rename the one that holds it"))
    return out, problems


def _csv_rows(path: Path, name: str, problems: list[Problem], delimiter: str | None) -> Iterator[tuple[int, dict]]:
    with _opened(path) as file:
        header = file.readline()
        if not delimiter:
            delimiter = max(",;\t", key=header.count)
        file.seek(0)
        reader = csv.reader(file, delimiter=delimiter)
        columns = [c.lstrip("\ufeff") for c in next(reader, [])]
        for number, cells in enumerate(reader, 2):
            if not any(cells):
                continue
            if len(cells) > len(columns):
                problems.append(Problem(name, number, f"has {len(cells)} cells for {len(columns)} columns: put quotation "
                                                      "marks round cells that hold the separator"))
                continue
            yield number, dict(zip(columns, cells))


def _json_rows(path: Path, name: str, problems: list[Problem]) -> Iterator[tuple[int, dict]]:
    with _opened(path) as file:
        for number, line in enumerate(file, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line.lstrip("\ufeff"))
            except (ValueError, RecursionError):
                problems.append(Problem(name, number, "is not a JSON object: write one object a line"))
                continue
            if isinstance(row, dict):
                yield number, row
            else:
                problems.append(Problem(name, number, "is JSON but no object: write one object a line"))


def _parquet_rows(path: Path) -> Iterator[tuple[int, dict]]:
    import pyarrow.parquet

    for number, row in enumerate(pyarrow.parquet.read_table(path).to_pylist(), 1):
        yield number, row


def _opened(path: Path):
    """The file as text; bytes that are not UTF-8 become surrogates, so that the row that holds them can be named."""
    opened = gzip.open if path.name.lower().endswith(".gz") else open
    return opened(path, "rt", encoding="utf-8", errors="surrogateescape", newline="")


def _cell(value) -> str:
    if value is None or value != value:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str).strip('"')


def _broken(text: str) -> bool:
    return re.search("[\ud800-\udfff]", text) is not None


def _listed(names) -> str:
    names = [str(n)[:40] for n in names]
    return ", ".join(names[:20]) + (", …" if len(names) > 20 else "") if names else "none"


def _unsafe(name: str) -> bool:
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return not parts or ".." in parts or parts[0].startswith("/") or re.match(r"^[A-Za-z]:", name) is not None


def _inside(folder: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


def _short(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0][:120]


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[Path, list[Problem]]]:
    """A zip unpacked into a temporary folder, gone at the end: only safe names, no links, no encrypted entries."""
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        with zipfile.ZipFile(path) as archive:
            entries = [e for e in archive.infolist() if not e.is_dir()]
            if sum(e.file_size for e in entries) > UNPACKED_LIMIT:
                raise ValueError(f"unpacks to more than {UNPACKED_LIMIT // 2**30} GiB: unpack it yourself and name the folder")
            for entry in entries:
                reason = _refused(entry)
                if reason:
                    problems.append(Problem(f"{path.name}/{entry.filename}", None, reason))
                    continue
                target = folder / entry.filename
                try:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(entry) as source, target.open("wb") as sink:
                        shutil.copyfileobj(source, sink)
                except (OSError, EOFError, ValueError, RuntimeError, zipfile.BadZipFile, NotImplementedError) as error:
                    target.unlink(missing_ok=True) if target.is_file() else None
                    problems.append(Problem(f"{path.name}/{entry.filename}", None, f"can't be unpacked ({_short(error)})"))
        inner = [p for p in folder.iterdir() if p.name != "__MACOSX"]
        yield (inner[0] if len(inner) == 1 and inner[0].is_dir() else folder), problems


def _refused(entry: zipfile.ZipInfo) -> str:
    if _unsafe(entry.filename):
        return "its name leads out of the archive: it is not unpacked"
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        return "is a link: it is not unpacked"
    if entry.flag_bits & 1:
        return "is encrypted: unpack the archive yourself and name the folder"
    return ""
