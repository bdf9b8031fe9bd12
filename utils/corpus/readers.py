"""Files -> rows: a text, a table, a folder or a zip read into plain dictionaries, and a note for whatever could not be.

Comes in: a path. Goes out: rows one by one (`text` in UTF-8 and whatever else the file says of the document, strings,
with `path` and `_place` for messages) and a `Problem` for what is wrong. Nothing is raised for a bad file or row: it is
named, and the rest is read. A zip is unpacked by the caller (`unpacked`) into a temporary folder, safe names only.
"""

from __future__ import annotations

import os
import re
import shutil
import tempfile
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path, PurePosixPath

from utils.corpus.tables import BROKEN, NUL, TABLES, Problem, clean, read_table, short, unix_lines

TEXTS = (".txt", ".md")
FORMATS = ", ".join(TEXTS + TABLES) + ", .zip or a folder of these"
UNPACKED_LIMIT = 8 * 2**30  # bytes; beyond it a zip is refused rather than fill the disk
# Files of a corpus folder that are about the corpus, not documents of it.
_ABOUT = {"documents.csv", "concepts.yml", "speakers.yml", "corpus.yml", "events.csv", "sources.csv", "statements.csv",
          "phrases.csv", "corrections.csv", "quotes.csv", "topics.json", "topics.yml"}
_ABOUT_TABLES = (".statements.csv", ".corrections.csv", ".topics.json", ".topics.yml")  # of a table or zip, and next to it
_ABOUT_STEMS = {"readme", "license", "licence"}


def read(path: Path, problems: list[Problem]) -> Iterator[dict]:
    """The rows of a file or folder, one by one; what is found wrong is added to `problems`. `path` must exist."""
    if path.is_dir():
        return _read_catalogue(path, problems) if (path / "documents.csv").is_file() else _read_folder(path, problems)
    return _read_file(path, clean(path.name), problems)


def suffix(name: str) -> str:
    """The ending that decides how a file is read, `.gz` included: ".jsonl.gz"."""
    parts = Path(name.lower()).suffixes
    return "".join(parts[-2:]) if parts[-1:] == [".gz"] else "".join(parts[-1:])


def stem(name: str) -> str:
    """A file's name without the endings that are read here: the id of a document that has none of its own."""
    return re.sub(r"(\.(txt|md|csv|tsv|jsonl|ndjson|parquet|gz))+$", "", PurePosixPath(name).as_posix(), flags=re.I) or name


def decode(data: bytes) -> tuple[str, str]:
    """The text of `data` with line ends as \\n, and the reason why it can't be read (empty when it can)."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        kind = "seems to be UTF-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else f"is not UTF-8 (byte {error.start + 1:,})"
        return "", f"{kind}: save it as UTF-8"
    return ("", NUL) if "\0" in text else (unix_lines(text), "")


def _read_file(path: Path, name: str, problems: list[Problem]) -> Iterator[dict]:
    kind = suffix(path.name)
    if kind in TABLES:
        yield from read_table(path, name, kind, problems)
    elif kind in TEXTS:
        text, reason = _decoded(path)
        if reason:
            problems.append(Problem(name, None, reason))
        else:
            yield {"text": text.encode(), "path": name, "_place": (name, None)}
    elif kind == ".zip":
        problems.append(Problem(name, None, "is a zip inside a folder: unpack it there, or load it by itself"))
    else:
        problems.append(Problem(name, None, f"is of no format that is read here: save it as one of {FORMATS}"))


def _decoded(path: Path) -> tuple[str, str]:
    try:
        return decode(path.read_bytes())
    except BROKEN as error:
        return "", f"can't be read ({short(error)}): check the file and its permissions"


def _files(folder: Path, problems: list[Problem]) -> Iterator[tuple[Path, str]]:
    """The visible files below `folder`, sorted, with their names inside it; links out of it are named as problems."""
    found = []
    errors: list[OSError] = []
    for place, folders, names in os.walk(folder, onerror=errors.append):
        folders[:] = [f for f in folders if not f.startswith((".", "__MACOSX"))]
        found += [Path(place, n) for n in names if not n.startswith(".")]
        found += [Path(place, f) for f in folders if Path(place, f).is_symlink()]  # not walked into
    for error in errors:
        problems.append(Problem(clean(str(error.filename)), None, f"can't be read ({short(error)}): check its permissions"))
    for path in sorted(found):
        name = clean(path.relative_to(folder).as_posix())
        try:
            if path.is_symlink() and not (path.is_file() and _inside(folder, path)):
                problems.append(Problem(name, None, "is a link that leads to no file inside the folder: copy the file into it"))
            elif path.is_file():
                yield path, name
        except (OSError, RuntimeError) as error:
            problems.append(Problem(name, None, f"can't be read ({short(error)}): check its permissions"))


def _read_folder(folder: Path, problems: list[Problem]) -> Iterator[dict]:
    for path, name in _files(folder, problems):
        if "/" not in name and (name in _ABOUT or name.endswith(_ABOUT_TABLES) or path.stem.lower() in _ABOUT_STEMS):
            continue
        if name.startswith("record/") and (folder / "corpus.yml").is_file():
            continue  # counts of texts that can't be passed on: no documents
        yield from _read_file(path, name, problems)


def _read_catalogue(folder: Path, problems: list[Problem]) -> Iterator[dict]:
    """A folder with documents.csv: one row a document, the text in a file named by `path` or in a text column."""
    listed = set()
    for row in read_table(folder / "documents.csv", "documents.csv", ".csv", problems, need_text=False):
        place, name = row["_place"], row.pop("_path")
        if row.get("text", b"").strip():
            yield row
            continue
        name = name or f"texts/{row.get('id', '')}.txt"
        path, reason = _listed_file(folder, name)
        if reason:
            problems.append(Problem(*place, reason))
            continue
        listed.add(path)
        text, reason = _decoded(path)
        if reason:
            problems.append(Problem(clean(name), None, reason))
            continue
        yield row | {"text": text.encode(), "path": clean(name), "id": row.get("id") or stem(PurePosixPath(clean(name)).name)}
    for path, name in _files(folder / "texts", problems):
        if path.suffix.lower() == ".txt" and path.resolve() not in listed:
            problems.append(Problem(f"texts/{name}", None, "has no row in documents.csv: add one"))


def _listed_file(folder: Path, name: str) -> tuple[Path, str]:
    """The file that a row of documents.csv names, and the reason why it can't be used (empty when it can)."""
    path = folder / name
    try:
        if unsafe(name) or not _inside(folder, path):
            return path, f"the path {clean(name)!r} leads out of the corpus folder: name a file inside it"
        if not path.is_file():
            return path, f"there is no file {clean(name)!r}: add it or mend the path"
        return path.resolve(), ""
    except (OSError, ValueError, RuntimeError) as error:
        return path, f"the path {clean(name)[:80]!r} can't be used ({short(error)}): mend it"


def unsafe(name: str) -> bool:
    """Whether a name could lead out of the folder it is meant for: absolute, with a drive, or with a step up."""
    parts = PurePosixPath(name.replace("\\", "/")).parts
    return not parts or ".." in parts or parts[0].startswith("/") or re.match(r"^[A-Za-z]:", name) is not None


def _inside(folder: Path, path: Path) -> bool:
    return path.resolve().is_relative_to(folder.resolve())


@contextmanager
def unpacked(path: Path) -> Iterator[tuple[Path, list[Problem]]]:
    """A zip unpacked into a temporary folder, gone at the end: only safe names, no links, no encrypted entries.

    Raises
    ------
    ValueError : the archive as a whole can't be opened, or would fill the disk; the message says why.
    """
    problems: list[Problem] = []
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        try:
            _unpack(path, folder, problems)
        except Exception as error:  # broken bytes make zipfile raise a dozen unrelated kinds
            raise ValueError(short(error)) from None
        inner = [p for p in folder.iterdir() if p.name != "__MACOSX"]
        yield (inner[0] if len(inner) == 1 and inner[0].is_dir() else folder), problems


def _unpack(path: Path, folder: Path, problems: list[Problem]) -> None:
    with zipfile.ZipFile(path) as archive:
        entries = [e for e in archive.infolist() if not e.filename.endswith("/")]
        if sum(e.file_size for e in entries) > UNPACKED_LIMIT:
            raise ValueError(f"it unpacks to more than {UNPACKED_LIMIT // 2**30} GiB: unpack it yourself and name the folder")
        for entry in entries:
            target, reason = folder / entry.filename, _refused(entry)
            try:
                if not reason and target.exists():
                    reason = "stands in the archive twice: the first one is kept"
                elif not reason:
                    target.parent.mkdir(parents=True, exist_ok=True)
                    with archive.open(entry) as source, target.open("wb") as sink:
                        shutil.copyfileobj(source, sink)
            except Exception as error:  # as above: one broken entry doesn't cost the others
                reason = f"can't be unpacked ({short(error)}): make the archive anew"
                with suppress(OSError, ValueError):
                    target.unlink()
            if reason:
                problems.append(Problem(clean(f"{path.name}/{entry.filename}"), None, reason))


def _refused(entry: zipfile.ZipInfo) -> str:
    if unsafe(entry.filename):
        return "has a name that leads out of the archive: it is not unpacked"
    if (entry.external_attr >> 16) & 0o170000 == 0o120000:
        return "is a link: it is not unpacked"
    if entry.flag_bits & 1:
        return "is encrypted: unpack the archive yourself and name the folder"
    return ""
