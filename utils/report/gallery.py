"""A folder of figures -> its one index, README.md, with name, title, alt text and files of each.

Comes in: the files that `utils.figures.show` saved. Goes out: a Markdown page; what it says of a figure is read from
the figure's own PNG.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PIL import Image, UnidentifiedImageError

from utils.figures import write

KINDS = (".svg", ".png", ".pdf", ".csv")
_FIGURE = re.compile(r"\d\d-.+")
_ALT = re.compile(r"(?:^|\| )Alt text: (.*) \| [^|]*fingerprint [0-9a-f]{12}", re.S)


def described(png: Path) -> tuple[str, str]:
    """Title and alt text that a PNG of ours carries; two empty strings if it is none of ours."""
    try:
        with Image.open(png) as picture:
            said = dict(picture.text)
    except (OSError, UnidentifiedImageError, AttributeError, ValueError):
        return "", ""
    if "sco-discourse" not in said.get("Description", ""):
        return "", ""
    alt = _ALT.search(said["Description"])
    return said.get("Title", ""), alt[1] if alt else ""


def figure_files(folder: Path) -> dict[str, list[Path]]:
    """Stem -> the files of each figure in `folder`, in the order of `KINDS`."""
    files: dict[str, list[Path]] = {}
    for path in sorted(folder.iterdir(), key=lambda p: (p.stem, KINDS.index(p.suffix) if p.suffix in KINDS else 9)):
        if path.is_file() and path.suffix in KINDS and _FIGURE.fullmatch(path.stem):
            files.setdefault(path.stem, []).append(path)
    return files


def remove_old(folder: Path, *, keep: Callable[[str], bool], any_maker: bool) -> None:
    """Take away figures whose file names `keep` doesn't want; where not `any_maker`, only those whose PNG is one of ours."""
    for stem, paths in figure_files(folder).items():
        if any_maker or described(folder / f"{stem}.png")[0]:
            for path in paths:
                if not keep(path.name):
                    path.unlink()


def write_index(folder: Path) -> None:
    """Write README.md: each figure with its picture, title, alt text and files, in the order of the notebooks."""
    parts = ["# Figures", "Each as SVG and PDF for print, PNG for slides, and the CSV of what is plotted. "
             "This page is written by `sco report`."]
    if not figure_files(folder):
        parts = ["# Figures", "None was drawn: the notebooks say why."]
    for stem, paths in figure_files(folder).items():
        title, alt = described(folder / f"{stem}.png")
        links = " · ".join(f"[{path.suffix[1:].upper()}]({path.name})" for path in paths)
        picture = f"![{_plain(alt)}]({stem}.png)" if folder / f"{stem}.png" in paths else ""
        parts += [f"## {stem}", f"**{_plain(title)}**" if title else "", picture, _plain(alt), links]
    write(folder / "README.md", ("\n\n".join(part for part in parts if part) + "\n").encode())


def _plain(text: str) -> str:
    """`text` as Markdown that shows these very characters, in one line."""
    text = re.sub(r"([\\`*_{}\[\]<>#|~$&:]|^[-+])", r"\\\1", " ".join(text.split()))
    return re.sub(r"^(\d+)([.)])", r"\1\\\2", text)
