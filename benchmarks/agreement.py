"""How far two markings of the same documents agree: `python -m benchmarks.agreement [FOLDER]`, FOLDER a corpus (the shipped one).

Reads statements.csv, statements-second.csv and the texts of the documents that stand in both. Contents are compared as sets
of characters, without quotation marks, punctuation and spaces at the edges of their pieces. Statements of a document are
paired one to one, those first that overlap most (intersection over union, IoU). Prints

- F1 of the contents: paired at any overlap, at an IoU of 0.5 and of 0.8;
- of the pairs at 0.5, the share with the same kind, the same speaker, and the same source (its words overlap, or both have
  none).

Ends with one line of JSON.
"""

from __future__ import annotations

import argparse
import csv
import json
from pathlib import Path

SHIPPED = Path(__file__).parent.parent / "corpus"
BARS = {"any": 0.0, "0.5": 0.5, "0.8": 0.8}
_EDGE = " \n\t\u00a0“”‘’\"',.;:"


def agreement(folder: Path) -> dict:
    """Counts and shares for the documents marked twice in a corpus folder; a share of nothing is None."""
    first, second = (_statements(folder / name) for name in ("statements.csv", "statements-second.csv"))
    both = sorted(first.keys() & second.keys())
    statements = [0, 0]
    paired = dict.fromkeys(BARS, 0)
    same = {"kind": 0, "speaker": 0, "source": 0}
    for name in both:
        text = (folder / "texts" / f"{name}.txt").read_text(encoding="utf-8")
        statements = [n + len(of[name]) for n, of in zip(statements, (first, second), strict=True)]
        for iou, one, other in _pairs(first[name], second[name], text):
            for bar, least in BARS.items():
                paired[bar] += iou >= least
            if iou >= BARS["0.5"]:
                for key in ("kind", "speaker"):
                    same[key] += one[key] == other[key]
                same["source"] += _same_source(one, other)
    shares = {f"f1_{bar}": _share(2 * n, sum(statements)) for bar, n in paired.items()}
    return {"documents": len(both), "first": statements[0], "second": statements[1], "pairs": paired["0.5"], **shares,
            **{f"same_{key}": _share(n, paired["0.5"]) for key, n in same.items()}}


def _statements(path: Path) -> dict[str, list[dict]]:
    """The statements of each document; an empty list for one that holds none."""
    out: dict[str, list[dict]] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            out.setdefault(row["id"], []).extend([row] if row["pieces"] else [])
    return out


def _pairs(first: list[dict], second: list[dict], text: str) -> list[tuple[float, dict, dict]]:
    """Statements that overlap, one to one: (IoU, first, second), those that overlap most paired first."""
    characters = [[_characters(row["pieces"], text) for row in rows] for rows in (first, second)]
    overlaps = sorted((-len(a & b) / len(a | b), i, j) for i, a in enumerate(characters[0])
                      for j, b in enumerate(characters[1]) if a & b)
    out, used = [], (set(), set())
    for iou, i, j in overlaps:
        if i not in used[0] and j not in used[1]:
            used[0].add(i)
            used[1].add(j)
            out.append((-iou, first[i], second[j]))
    return out


def _characters(pieces: str, text: str) -> set[int]:
    out: set[int] = set()
    for piece in pieces.split(";"):
        start, end = map(int, piece.split("-"))
        inner = text[start:end].rstrip(_EDGE)
        end = start + len(inner)
        start = end - len(inner.lstrip(_EDGE))
        out.update(range(start, end))
    return out


def _same_source(one: dict, other: dict) -> bool:
    if not (one["source_start"] and other["source_start"]):
        return one["source_start"] == other["source_start"]
    return int(one["source_start"]) < int(other["source_end"]) and int(other["source_start"]) < int(one["source_end"])


def _share(part: int, whole: int) -> float | None:
    return round(part / whole, 4) if whole else None


def main() -> None:
    """Print the agreement of the corpus named on the command line."""
    ask = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    ask.add_argument("folder", type=Path, nargs="?", default=SHIPPED)
    found = agreement(ask.parse_args().folder)
    print(f"{found['documents']} documents marked twice: {found['first']} statements, then {found['second']}")
    for bar in BARS:
        print(f"  F1 of contents, {'any overlap' if bar == 'any' else f'IoU {bar}':<12} {found[f'f1_{bar}']}")
    for key in ("kind", "speaker", "source"):
        print(f"  of {found['pairs']} pairs at IoU 0.5, the same {key:<8} {found[f'same_{key}']}")
    print(json.dumps(found))


if __name__ == "__main__":
    main()
