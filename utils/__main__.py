"""The command line: `sco report` runs the notebooks on a corpus, `sco check` says what would be loaded from one, `sco quotes`
writes its statements as a table to correct, `sco count` makes a record of counts from texts, `sco cache` says what is kept
between runs."""

from __future__ import annotations

import argparse
import os
import sys

import utils
from utils.corpus import CorpusError
from utils.report.checking import check, visible

REFUSED = 2  # exit status: nothing could be begun


def main(arguments: list[str] | None = None) -> int:
    """Run a command; the exit status is 0 if all went well, 1 if some of it did, 2 if nothing could be begun."""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(encoding="utf-8", errors="backslashreplace", line_buffering=True)
    given = _parser().parse_args(arguments)
    try:
        return given.run(given)
    except CorpusError as error:
        return _refused(str(error))
    except KeyboardInterrupt:
        _say("Stopped.")
        return 130
    except OSError as error:
        return _refused(f"{error.filename or 'A file'} can't be read or written ({error.strerror}).")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="sco", description=" ".join(__doc__.split()))
    parser.add_argument("--version", action="version", version=f"sco-discourse {utils.__version__}")
    commands = parser.add_subparsers(required=True, metavar="report | check | quotes | count | cache")
    one = commands.add_parser("report", help="run the notebooks on a corpus and write notebooks, figures and site")
    one.add_argument("--corpus", metavar="PATH", help="a folder, table or zip of texts (the shipped corpus, if not given)")
    one.add_argument("--out", metavar="FOLDER", help="where everything goes (reports/NAME for a corpus of your own)")
    one.add_argument("--only", metavar="NOTEBOOK", nargs="+", default=[], help="run these alone, by number or name: --only 03 06")
    one.add_argument("--kernels", metavar="N", type=int, default=2, help="notebooks run at the same time (2)")
    one.add_argument("--topics", metavar="FILE",
                     help="a .json file that keeps topics, so that names stay (topics.json beside your texts)")
    one.set_defaults(run=_report)
    two = commands.add_parser("check", help="say what would be loaded from a corpus, what not, and why")
    two.add_argument("path", metavar="PATH")
    two.set_defaults(run=_check)
    three = commands.add_parser("cache", help="say where counts are kept between runs and how much they take, or throw them away")
    three.add_argument("--clear", action="store_true", help="throw them away")
    three.set_defaults(run=_cache)
    four = commands.add_parser("count", help="count texts that can't be passed on, or check such counts")
    four.add_argument("texts", metavar="TEXTS", nargs="+", help="folders, tables or zips of texts, as for check")
    to = four.add_mutually_exclusive_group(required=True)
    to.add_argument("--out", metavar="FOLDER", help="where the record goes: a new folder, or one of a record that is made anew")
    to.add_argument("--check", metavar="FOLDER", help="count the texts again and compare with the record there, row by row")
    four.add_argument("--collections", metavar="FILE", help="what is known of texts by their ids (the shipped collections.yml)")
    four.add_argument("--concepts", metavar="FILE", help="what is counted (the shipped concepts.yml)")
    four.set_defaults(run=_count)
    five = commands.add_parser("quotes", help="write the statements of a corpus as a table to review and correct")
    five.add_argument("path", metavar="PATH", nargs="?", help="a folder, table or zip of texts (or none: the shipped corpus)")
    five.add_argument("--out", metavar="FILE", required=True, help="where the table goes: a name that ends in .csv")
    five.set_defaults(run=_quotes)
    return parser


def _report(given: argparse.Namespace) -> int:
    from utils.report import ReportError, report

    try:
        done = report(given.corpus, given.out, only=given.only, kernels=given.kernels, topics=given.topics, say=_say)
    except ReportError as error:
        return _refused(str(error))
    _say(f"Read it: {done.folder / 'site' / 'index.html'}")
    _say(f"Figures: {done.folder / 'figures'}   Notebooks: {done.folder / 'notebooks'}")
    if done.topics and done.topics.is_file():
        _say(f"Topics: {done.topics}, their names in {done.topics.with_suffix('.yml').name}")
    for run in done.failed:
        _say(f"{run.name} stopped at {run.failure}")
    return 1 if done.failed else 0


def _check(given: argparse.Namespace) -> int:
    lines, status = check(given.path)
    for line in lines:
        _say(line)
    return status


def _count(given: argparse.Namespace) -> int:
    from utils.record.command import count

    return count(given.texts, out=given.out, check=given.check, collections=given.collections, concepts=given.concepts, say=_say)


def _quotes(given: argparse.Namespace) -> int:
    from utils.quotes.command import review_table

    return review_table(given.path, given.out, say=_say)


def _cache(given: argparse.Namespace) -> int:
    from utils import cache

    path = cache.place()
    if path is None:
        _say("Nothing is kept between runs: SCO_CACHE is off.")
        return 0
    if given.clear:
        cache.clear()
    _say(f"{cache.size() / 1e6:,.1f} MB in {path.parent}")
    return 0


def _say(line: str) -> None:
    """Print a line in which nothing can act on the terminal; go on in silence once nobody reads any more."""
    try:
        print(visible(line))
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _refused(reason: str) -> int:
    try:
        print(visible(f"sco: {reason}"), file=sys.stderr)
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stderr.fileno())
    return REFUSED


if __name__ == "__main__":
    sys.exit(main())
