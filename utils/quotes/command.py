"""What `sco quotes` does: the statements of a corpus as a table to review, with the corrections so far.

Comes in: paths. Goes out: a file, and lines for a terminal that say what is in it and what comes next.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from utils.corpus import SHIPPED, CorpusError, beside, load_corpus
from utils.quotes import quotes
from utils.quotes.corrections import FILE, review
from utils.quotes.sheet import save, sheet
from utils.sentences import count, first_letter_up


def review_table(given: str | None, out: str, *, say: Callable[[str], None]) -> int:
    """Write the table; 0, or 1 where a correction could not be used.

    Raises
    ------
    CorpusError : the corpus can't be loaded, or the table can't be written there without losing something.
    """
    place = Path(given).expanduser() if given else SHIPPED
    corpus = load_corpus(place)
    reviewed = review(corpus)
    try:
        found = quotes(corpus, corrected=False)
    except ImportError as error:
        raise CorpusError(str(error)) from None
    table = sheet(corpus, found, reviewed)
    path = Path(out).expanduser()
    save(table, path, corpus)
    english = int((corpus.documents["lang"] == "en").sum())
    other = len(corpus) - english
    left_out = f" ({count(other, 'document')} in other languages left out)" if other else ""
    say(f"{first_letter_up(count(len(found), 'statement'))} in {count(english, 'English document')}{left_out}: {path}")
    own = beside(place, FILE)
    if reviewed.corrections:
        moved = sum(c.moved for c in reviewed.corrections)
        again = f"; of edited texts {moved:,} were found again at another place" if moved else ""
        say(f"{first_letter_up(count(len(reviewed.corrections), 'correction'))} of {own.name} in it{again}.")
    for problem in reviewed.problems.itertuples():
        say(f"{own.name}, row {problem.row} ({problem.document}): {problem.reason}")
    say("To correct: write yes or no into right; other words, source or speaker into content_is, source_is, speaker_is; "
        "add a row for what was missed; yes into whole where a document was read whole.")
    say(f"Then save it as {own} (CSV, UTF-8): from then on every run takes it in.")
    return 1 if len(reviewed.problems) else 0
