"""House style, and one function that shows a figure and saves it: `show(figure, "03-trend", …)`.

Comes in: a matplotlib figure and the table of what it plots. Goes out: the picture in the notebook with its alt text,
and SVG, PNG, PDF and CSV files that each say what they are and from which corpus they come.
"""

from __future__ import annotations

import base64
import html
import io
import os
import tempfile
import textwrap
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import matplotlib
import pandas as pd
from IPython.display import display
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, findfont, get_font
from matplotlib.text import Text

import utils
from utils.corpus import SHIPPED, Corpus
from utils.corpus.tables import clean
from utils.pages import escape
from utils.sentences import count
from utils.sides import BLACK, BLUE, GREEN, GREY, ORANGE, PURPLE, SKY, VERMILION, YELLOW

PAGE = (6.3, 3.6)  # inches: a page column
DPI = 160
# One fixed colour and marker per concept, in every figure.
CONCEPTS = {
    "three_forces": (VERMILION, "o"), "three_forces.label": (VERMILION, "s"), "three_forces.triad": ("#8C3B00", "D"),
    "terrorism": ("#EF7D3C", "v"), "separatism": ("#E8925A", "s"), "extremism": ("#A34700", "^"),
    "shanghai_spirit": (BLUE, "o"), "shanghai_spirit.values": (SKY, "s"), "shared_future": (GREEN, "^"),
    "belt_and_road": (PURPLE, "D"), "sco": (BLACK, "o"),
}
_VALUES = {"mutual_trust": (BLUE, "o"), "mutual_benefit": (SKY, "s"), "equality": (GREEN, "^"), "consultation": (ORANGE, "v"),
           "diversity": (PURPLE, "D"), "common_development": (YELLOW, "P")}
_STYLE = {
    "font.family": "DejaVu Sans", "font.size": 8.5, "axes.titlesize": 12, "axes.labelsize": 8.5, "axes.edgecolor": "#666666",
    "axes.labelcolor": "#333333", "text.color": BLACK, "xtick.color": "#333333", "ytick.color": "#333333",
    "xtick.labelsize": 8, "ytick.labelsize": 8, "axes.spines.top": False, "axes.spines.right": False,
    "axes.spines.left": False, "axes.grid": True, "axes.grid.axis": "y", "grid.color": "#E3E3E3", "grid.linewidth": 0.7,
    "axes.axisbelow": True, "xtick.major.size": 3, "ytick.major.size": 0, "legend.frameon": False, "legend.fontsize": 8,
    "lines.linewidth": 1.6, "lines.markersize": 5.5, "figure.facecolor": "white", "axes.facecolor": "white",
    "svg.hashsalt": "sco-discourse", "svg.fonttype": "path", "pdf.fonttype": 42, "pdf.compression": 0, "text.parse_math": False,
    "axes.unicode_minus": True, "savefig.dpi": DPI, "figure.dpi": DPI,
}


class NotDrawn(str):
    """Why there is no picture: a sentence, shown in its place."""


def concept_style(concept: str) -> tuple[str, str]:
    """Colour and marker of a concept id; grey where it has none of its own."""
    return CONCEPTS.get(concept) or _VALUES.get(concept.rpartition(".")[2], (GREY, "o"))


def new_figure(title: str, subtitle: str = "", *, size: tuple[float, float] = PAGE, rows: int = 1, **subplots) -> tuple:
    """A figure in house style and its axes (an array where `rows` > 1): title (the finding) and subtitle (the measure).

    Made without pyplot, so that nothing stays open between cells.
    """
    with matplotlib.rc_context(_STYLE):
        figure = Figure(figsize=size, layout="constrained")
        axes = figure.subplots(rows, 1, **subplots)
    lines = _wrapped(shorten(title, 124), 12, "bold", size[0])
    grey = _wrapped(shorten(subtitle, 276), 9, "normal", size[0])
    head = 0.21 * len(lines) + 0.165 * len(grey) + 0.12
    figure.get_layout_engine().set(rect=(0.008, 0.26 / size[1], 0.984, 1 - (head + 0.28) / size[1]))
    figure.text(0.012, 1 - 0.07 / size[1], "\n".join(lines), fontsize=12, fontweight="bold", va="top", linespacing=1.15)
    figure.text(0.012, 1 - (0.10 + 0.21 * len(lines)) / size[1], "\n".join(grey), fontsize=9, color="#666666", va="top")
    figure.sco_title, figure.sco_subtitle = clean(title), clean(subtitle)
    return figure, axes


def _wrapped(text: str, points: float, weight: str, inches: float) -> list[str]:
    """`text` in lines that fit into a figure so many inches wide."""
    font, lines = get_font(findfont(FontProperties(family="DejaVu Sans", weight=weight))), []
    font.set_size(points, 72)
    for word in (piece for each in text.split() for piece in textwrap.wrap(each, 30)):
        font.set_text(f"{lines[-1]} {word}" if lines else word)
        if lines and font.get_width_height()[0] / 64 <= 72 * 0.97 * inches:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def shorten(text: str, width: int) -> str:
    """`text` in one line of at most `width` characters, an ellipsis at the end where it was cut, and a dot for every
    character that the figures' font has no sign for, such as a Chinese one.
    """
    text = "".join(c if ord(c) in _signs() else "·" for c in clean(str(text)))
    return text if len(text) <= width else text[: width - 1].rstrip() + "…"


@cache
def _signs() -> frozenset[int]:
    return frozenset(get_font(findfont("DejaVu Sans")).get_charmap())


def show(figure: Figure | NotDrawn, name: str | None = None, *, data: pd.DataFrame | None = None, corpus: Corpus,
         alt: str = "", caption: str = "", folder: str | Path | None = None, **parameters) -> None:
    """Display a figure with its alt text; with a name, save it as SVG, PNG, PDF and CSV as well.

    Parameters
    ----------
    figure : from `new_figure`, or a `NotDrawn` whose sentence is shown in its place (nothing is saved then).
    name : the files' stem, such as "03-trend"; None shows the picture only, as a trial does.
    data : what is plotted; becomes the CSV (numbers to six significant digits).
    alt : what is seen, for readers who can't see it.
    caption : stands under the picture.
    folder : where to save; None saves the shipped corpus's figures to figures/ and any other's to reports/<title>/figures.
    parameters : settings the picture depends on; they are written into the files.
    """
    if isinstance(figure, NotDrawn):
        display(_Picture("", f"Not drawn: {figure}", ""))
        return
    about = f"{corpus.title} · {count(len(corpus), 'document')}{_period(corpus)} · fingerprint {corpus.fingerprint}"
    figure.text(0.012, 0.06 / figure.get_size_inches()[1], shorten(about, 130), fontsize=7, color="#777777", va="bottom")
    for text in figure.findobj(Text):
        text.set_parse_math(False)  # a dollar sign in a name is a dollar sign
    with matplotlib.rc_context(_STYLE):
        figure.draw_without_rendering()  # places everything, once for all three formats
        figure.set_layout_engine("none")
        png = _bytes(figure, "png", {"Title": figure.sco_title, "Description": _description(figure, alt, about, parameters),
                                     "Software": None})
        if name:
            _save(figure, Path(folder) if folder else figures_folder(corpus), name, png, data, alt, about, parameters)
    display(_Picture(base64.b64encode(png).decode(), alt, caption))


def _period(corpus: Corpus) -> str:
    years = corpus.documents["year"].dropna()
    if years.empty:
        return ", undated"
    first, last = int(years.min()), int(years.max())
    return f", {first}–{last}" if first != last else f", {first}"


def figures_folder(corpus: Corpus) -> Path:
    """Where the figures of a corpus are saved if no other place is named: the shipped one's in figures/, any other's in a folder
    of its own under reports/.
    """
    root = SHIPPED.parent
    if corpus.shipped:
        return root / "figures"
    safe = "".join(c if c.isalnum() or c in "-_" else "-" for c in corpus.title)[:40].strip("-") or "corpus"
    return root / "reports" / f"{safe}-{corpus.fingerprint}" / "figures"


def _description(figure: Figure, alt: str, about: str, parameters: dict) -> str:
    said = "; ".join(f"{key} = {value}" for key, value in sorted(parameters.items()))
    parts = (figure.sco_subtitle, f"Alt text: {alt}", about, said, f"sco-discourse {utils.__version__}")
    return " | ".join(clean(part) for part in parts if part)


def _bytes(figure: Figure, kind: str, metadata: dict) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format=kind, dpi=DPI, metadata=metadata)
    return buffer.getvalue()


@contextmanager
def _fonts_without_layout() -> Iterator[None]:
    """In a PDF every sign has its place: a font's tables for laying text out are of no use there, and take most of the time of
    saving one.
    """
    from fontTools.subset import Options

    before = getattr(Options, "_drop_tables_default", None)
    if before is None:  # another fontTools: the same picture, a little later
        yield
        return
    Options._drop_tables_default = [*before, "GDEF", "GPOS", "GSUB"]
    try:
        yield
    finally:
        Options._drop_tables_default = before


def _save(figure, folder: Path, name: str, png: bytes, data, alt: str, about: str, parameters: dict) -> None:
    said = _description(figure, alt, about, parameters)
    folder.mkdir(parents=True, exist_ok=True)
    write(folder / f"{name}.png", png)
    about_svg = {"Title": figure.sco_title, "Description": said, "Date": None, "Creator": None}
    about_pdf = {"Title": figure.sco_title, "Subject": said, "CreationDate": None, "Creator": None, "Producer": None}
    write(folder / f"{name}.svg", _bytes(figure, "svg", about_svg))
    with _fonts_without_layout():
        write(folder / f"{name}.pdf", _bytes(figure, "pdf", about_pdf))
    if data is not None:
        head = "".join(f"# {clean(line)}\n" for line in (figure.sco_title, *said.split(" | ")))
        write(folder / f"{name}.csv", (head + csv_text(data)).encode())


def csv_text(table: pd.DataFrame) -> str:
    """`table` as CSV: numbers to six significant digits, and no cell that a spreadsheet would run as a formula."""
    safe = table.copy()
    for column in safe:
        if pd.api.types.is_float_dtype(safe[column].dtype):
            safe[column] = safe[column].map(lambda x: "" if pd.isna(x) else f"{x:.6g}")
        elif not pd.api.types.is_numeric_dtype(safe[column].dtype):
            safe[column] = safe[column].map(_harmless)
    safe.columns = [_harmless(c) for c in safe.columns]
    return safe.to_csv(index=False, lineterminator="\n")


def _harmless(value) -> str:
    if value is None or value is pd.NA or value != value:
        return ""
    text = str(value)
    return "'" + text if text.startswith(("=", "+", "-", "@", "\t", "\r", "\n")) else text


def write(path: Path, data: bytes) -> None:
    """Write a file whole or not at all: to a temporary file beside it, then renamed."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=path.suffix)
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(data)
        os.chmod(temporary, 0o644)
        os.replace(temporary, path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


class _Picture:
    """What a notebook shows: an image with alt text and caption, or a sentence where there is no image."""

    def __init__(self, png: str, alt: str, caption: str):
        self.png, self.alt, self.caption = png, alt, caption

    def __repr__(self) -> str:
        return f"Figure: {self.alt}" if self.png else self.alt

    def _repr_html_(self) -> str:
        if not self.png:
            return f'<p class="not-drawn">{escape(self.alt)}</p>'
        caption = f"<figcaption>{escape(self.caption)}</figcaption>" if self.caption else ""
        alt = html.escape(" ".join(self.alt.split()), quote=True)
        return (f'<figure><img alt="{alt}" style="max-width:100%;width:{PAGE[0] * 120:.0f}px" '
                f'src="data:image/png;base64,{self.png}">{caption}</figure>')
