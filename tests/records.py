"""Small records for tests: texts of the tests' own, counted by rules of their own."""

from corpora import write_rows

from utils.record import load_record
from utils.record.counting import count_texts
from utils.record.files import write_record

CONCEPTS = """
sco:
  label: SCO
  en: [sco, shanghai cooperation organi(s|z)ation]
  zh: [上合组织]
three_forces.label:
  label: three forces
  en: [three forces]
  zh: [三股势力]
three_forces.triad:
  label: the triad
  en:
    - {all: [terroris*, separatis*, extremis*], gap: 4}
three_forces:
  label: label or triad
  any_of: [three_forces.label, three_forces.triad]
trust:
  label: trust
  en: [trust]
"""
COLLECTIONS = r"""
- id: debate
  title: Debate
  ids: deb-(?P<country>[A-Z]+)-\d+-(?P<year>\d{4})
  files: (?P<country>[A-Z]+)_(?P<session>\d+)_(?P<year>\d{4})
  as: deb-{country}-{session}-{year}
  publisher: The Debate
  country: from id
  voice: official
  lang: en
  where: a shelf in the library
- id: news
  title: News
  ids: news-.+
  publisher: The News
  country: CHN
  voice: press
  periods: [2012 to 2013, 2016-07 to 2020]
  lang: zh
- id: chosen
  title: Chosen articles
  ids: art-.+
  publisher: The Paper
  country: IND
  extent: selection
  lang: en
"""


def counted(rows_or_paths, tmp_path, *, concepts=CONCEPTS, collections=COLLECTIONS, said=None):
    """Rows, or paths, counted."""
    paths = rows_or_paths
    if isinstance(paths[0], dict):
        paths = [write_rows(tmp_path / "rows.jsonl", rows_or_paths)]
    return count_texts(paths, concepts=concepts, collections=collections, say=(said if said is not None else []).append)


def record_of(rows, tmp_path, *, concepts=CONCEPTS, collections=COLLECTIONS, **options):
    """A record of rows, written and loaded; its reader counts by the same rules."""
    made = counted(rows, tmp_path, concepts=concepts, collections=collections)
    write_record(tmp_path / "record", made, concepts_text=concepts, collections_text=collections)
    return load_record(tmp_path / "record", **({"rules": concepts} | options))
