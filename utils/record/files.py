"""A record as files: three Parquet tables, the rules and collections it was made with, and made.yml, which tells of them.

Comes in: what `utils.record.counting` counts, or a folder. Goes out: a folder that is written whole or not at all, the same
bytes for the same texts; or its tables again, once every file is found to be the one that made.yml tells of.
"""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

import utils
from utils import concepts, counts
from utils.concepts.rules import load_concepts
from utils.corpus import CorpusError
from utils.corpus.tables import clean, short
from utils.record.counting import ABOUT, Counted
from utils.record.terms import CELLS, TERMS, Terms

MADE, CONCEPTS, COLLECTIONS = "made.yml", "concepts.yml", "collections.yml"
DOCUMENTS_FILE, TERMS_FILE, CELLS_FILE = "documents.parquet", "ngrams.parquet", "cells.parquet"
TABLES = (DOCUMENTS_FILE, TERMS_FILE, CELLS_FILE)
_KEPT = "states.csv"  # what else a folder of a record may hold, with .md files; left as it is
_NUMBERS = {"n_words": pa.int32(), "n_chars": pa.int32(), "n": pa.int8(), "cell": pa.int16(), "count": pa.int32(),
            "documents": pa.int32(), "names_sco": pa.bool_()}
_SINGLE = ("id", "url", "hash", "term")  # columns of which hardly two cells are the same


def versions() -> dict[str, str]:
    """What decides, besides the rules, what is counted."""
    return {"mentions": str(concepts.VERSION), "tokens": counts.KIND}


def check_target(folder: Path, rules: Mapping[str, str]) -> None:
    """Raise CorpusError where a record can't be written into `folder` without taking something else's place.

    Parameters
    ----------
    rules : the names and texts of the files of rules that would be written; one there that was changed by hand is not replaced.
    """
    place = clean(str(folder))[:200]
    if not folder.exists():
        if not folder.parent.is_dir():
            raise CorpusError(f"There is no folder {clean(str(folder.parent))[:200]} to put the record into: make it first.")
        return
    names = sorted(p.name for p in folder.iterdir() if not p.name.startswith(".")) if folder.is_dir() else [folder.name]
    ours = (*TABLES, MADE, CONCEPTS, COLLECTIONS, _KEPT)
    strange = [name for name in names if name not in ours and not name.endswith(".md")]
    if strange or not folder.is_dir():
        raise CorpusError(f"{place} is no folder of a record ({clean(strange[0] if strange else folder.name)}): name a new one.")
    made = _made(folder).get("files", {}) if MADE in names else {}
    for name, text in rules.items():
        if name in names and _digest(folder / name) not in (made.get(name), hashlib.sha256(text.encode()).hexdigest()):
            raise CorpusError(f"{name} in {place} was written or changed by hand and would be replaced by another: give it with "
                              f"--{name.removesuffix('.yml')}, or move it elsewhere.")


def write_record(folder: Path, counted: Counted, *, concepts_text: str, collections_text: str) -> None:
    """Write a record into `folder`, whole or not at all; states.csv and .md files there are left as they are."""
    rules = {CONCEPTS: concepts_text, COLLECTIONS: collections_text}
    check_target(folder, rules)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}-") as place:
        made = Path(place, "record")
        made.mkdir(mode=0o755)
        for name, table in zip(TABLES, (counted.documents, counted.terms.terms, counted.terms.cells), strict=True):
            _write_table(made / name, table)
        for name, text in rules.items():
            (made / name).write_bytes(text.encode())
        about = yaml.safe_dump(_about(made, counted, list(load_concepts(concepts_text))), sort_keys=False, width=120)
        (made / MADE).write_bytes(about.encode())
        if not folder.exists():
            os.rename(made, folder)
            return
        # made.yml last: until it is there, the old one tells of other files, and the record counts as damaged.
        for name in (*TABLES, *rules, MADE):
            os.replace(made / name, folder / name)


def read_made(folder: Path) -> dict:
    """What made.yml says, once every file is found to be the one it tells of. Raises CorpusError where one isn't."""
    place = clean(str(folder))[:200]
    if not (folder / MADE).is_file():
        raise CorpusError(f"There is no record at {place}: make one with sco count TEXTS --out FOLDER.")
    made = _made(folder)
    for name in (*TABLES, CONCEPTS, COLLECTIONS):
        if not (folder / name).is_file() or _digest(folder / name) != made["files"].get(name):
            raise CorpusError(f"{name} in {place} is not the file that {MADE} there tells of: count the texts again.")
    return made


def read_documents(folder: Path) -> pd.DataFrame:
    """The table of documents: strings, and Int64 for what is counted."""
    return _read_table(folder / DOCUMENTS_FILE)


def read_terms(folder: Path) -> Terms:
    """The term frequencies."""
    cells, terms = (_read_table(folder / name)[columns] for name, columns in ((CELLS_FILE, CELLS), (TERMS_FILE, TERMS)))
    return Terms(*(table.astype({c: "int64" for c, kind in table.dtypes.items() if kind == "Int64"}) for table in (cells, terms)))


def _made(folder: Path) -> dict:
    try:
        made = yaml.safe_load((folder / MADE).read_text(encoding="utf-8"))
        if isinstance(made["files"], dict) and isinstance(made["concepts"], list):
            return made
    except (yaml.YAMLError, ValueError, KeyError, TypeError, RecursionError):
        pass
    raise CorpusError(f"{MADE} in {clean(str(folder))[:200]} can't be read: count the texts again.")


def _write_table(path: Path, table: pd.DataFrame) -> None:
    strings = {c for c in (*ABOUT, *CELLS, *TERMS) if c not in _NUMBERS}
    kinds = {c: pa.string() if c in strings else _NUMBERS.get(c, pa.int32()) for c in table}
    cells = {c: table[c].astype(object).where(table[c].notna(), None).tolist() for c in table}
    columns = {c: pa.array(cells[c], type=kind) for c, kind in kinds.items()}
    # Where ids or terms stand in order, only what each has other than the one before is written.
    prefixed = {c: "DELTA_BYTE_ARRAY" for c in table if c in _SINGLE and c != "hash"}
    pq.write_table(pa.table(columns), path, version="2.6", compression="zstd", compression_level=19, column_encoding=prefixed,
                   use_dictionary=[c for c in table if c not in _SINGLE], store_schema=False, write_statistics=False)


def _read_table(path: Path) -> pd.DataFrame:
    try:
        table = pq.read_table(path, use_threads=False)
        out = table.to_pandas(types_mapper=_kind, split_blocks=True, self_destruct=True)
    except Exception as error:  # damaged bytes make pyarrow raise many unrelated kinds
        raise CorpusError(f"{path.name} can't be read ({short(error)}): count the texts again.") from None
    pa.default_memory_pool().release_unused()  # what the columns took while they were read: as much again as they take now
    return out


def _kind(kind: pa.DataType):
    """The kind of column in which a kind of the file is held; no value passes through a Python object on the way."""
    if pa.types.is_integer(kind):
        return pd.Int64Dtype()
    return pd.BooleanDtype() if pa.types.is_boolean(kind) else pd.StringDtype(na_value=np.nan)


def _about(folder: Path, counted: Counted, names: list[str]) -> dict:
    parts = []
    for name, part in counted.documents.groupby("collection", sort=True):
        dates = part.loc[part["date"] != "", "date"].tolist()
        parts.append({"id": name, "documents": len(part), "duplicates": int((part["duplicate_of"] != "").sum()),
                      "undated": len(part) - len(dates), "first": min(dates, default=""), "last": max(dates, default="")})
    return {"package": f"sco-discourse {utils.__version__}", "counting": versions(), "documents": len(counted.documents),
            "collections": parts, "concepts": names,
            "files": {name: _digest(folder / name) for name in (*TABLES, CONCEPTS, COLLECTIONS)}}


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
