"""The site: everything on a page is there to be read, nothing runs that isn't ours, and nothing is fetched."""

import base64
import hashlib
import html
import re
from html.parser import HTMLParser

import nbformat
import pytest
from hypothesis import given
from hypothesis import strategies as st

from utils.pages import answer, prose, table
from utils.report.reading import read_notebook
from utils.report.running import Run
from utils.report.safe_html import safe_html
from utils.report.site import Facts, write_site

HOSTILE = '<script>alert(1)</script><img src=x onerror=alert(1)> $x$ | `a` [b](javascript:alert(1)) </td></table></main>'
PIXEL = ("iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==")
FACTS = Facts("Texts & <more>", "Read with <care>.", "", "0123456789ab", (("Documents", "2"), ("Words", "<7>")))


class Tags(HTMLParser):
    """All start tags of a page, and the text outside script and style."""

    def __init__(self, markup):
        super().__init__()
        self.tags, self.text, self._silent = [], "", False
        self.feed(markup)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self._silent = tag in ("script", "style")

    def handle_endtag(self, tag):
        self._silent = False

    def handle_data(self, data):
        self.text += "" if self._silent else data


def code(source, *outputs, number=1):
    return nbformat.v4.new_code_cell(source, execution_count=number, outputs=list(outputs))


def shown(page):
    return nbformat.v4.new_output("display_data", {"text/html": page._repr_html_(), "text/plain": repr(page)})


def picture(alt="Seen."):
    image = f'<img alt="{html.escape(alt)}" style="max-width:100%;width:756px" src="data:image/png;base64,{PIXEL}">'
    markup = f"<figure>{image}</figure>"
    return nbformat.v4.new_output("display_data", {"text/html": markup, "text/plain": "Figure"})


def notebook(*cells):
    return nbformat.v4.new_notebook(cells=list(cells))


@pytest.fixture
def site(tmp_path):
    """A site of two notebooks with hostile text wherever text can stand; the second one stopped."""
    import pandas as pd

    frame = pd.DataFrame({"title": [HOSTILE, "b"], "date": ["2020-11-05", ""], "n": [1, 2]})
    first = notebook(
        nbformat.v4.new_markdown_cell("# First\n\nWhat is *asked*?"),
        code("x = 1"), code("answer()", shown(answer("Two documents.", HOSTILE))),
        nbformat.v4.new_markdown_cell(f"## Data\n\n{HOSTILE}\n\n[Next](02-second.ipynb#data), [a file](../corpus/README.md)."),
        code("table()", shown(table(frame, HOSTILE, search=True))), code("show()", picture()),
        nbformat.v4.new_markdown_cell("## Data\n\n### Data"), code("prose()", shown(prose(HOSTILE))))
    second = notebook(
        nbformat.v4.new_markdown_cell("# Second"),
        code("print()", nbformat.v4.new_output("stream", name="stdout", text=HOSTILE)),
        code("1 / 0", nbformat.v4.new_output("error", ename="ZeroDivisionError", evalue=HOSTILE, traceback=[])))
    figures = tmp_path / "figures"
    figures.mkdir()
    (figures / "01-one.png").write_bytes(base64.b64decode(PIXEL))
    (figures / "01-one.svg").write_text("<svg/>")
    (figures / "01-one.csv").write_text("a\n1\n")
    (figures / "notes.png").write_bytes(b"x")
    folder = tmp_path / "site"
    (folder / "figures").mkdir(parents=True)
    for old in ("09-old.html", "figures/09-old.svg", "mine.html"):
        (folder / old).write_text("old")
    runs = [Run("01-first", first), Run("02-second", second, "cell [2], `1 / 0`: ZeroDivisionError: <b>")]
    write_site(runs, folder, FACTS, figures=figures)
    return folder


PAGES = ["index.html", "01-first.html", "02-second.html"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_fetches_nothing(site, name):
    page = Tags((site / name).read_text(encoding="utf-8"))
    for tag, attrs in page.tags:
        assert tag not in ("iframe", "object", "embed", "base", "form", "audio", "video", "source")
        for attribute in ("src", "srcset", "poster", "data", "action", "background"):
            assert attrs.get(attribute, "data:").startswith("data:")
        if tag == "link":
            assert attrs["href"] == "data:,"
    assert "@import" not in (site / name).read_text(encoding="utf-8")
    assert "url(" not in (site / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("name", PAGES)
def test_a_page_runs_our_script_alone_and_its_policy_says_so(site, name):
    text = (site / name).read_text(encoding="utf-8")
    page = Tags(text)
    assert [tag for tag, _ in page.tags].count("script") == 1
    assert not [attrs for _, attrs in page.tags if any(key.startswith("on") for key in attrs)]
    links = [str(attrs["href"]).strip().lower() for _, attrs in page.tags if "href" in attrs]
    assert not [link for link in links if link.startswith(("javascript:", "vbscript:", "data:text"))]
    script = re.search(r"<script>(.*?)</script>", text, re.S)[1]
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    policy = next(attrs["content"] for tag, attrs in page.tags if attrs.get("http-equiv") == "Content-Security-Policy")
    assert "default-src 'none'" in policy and policy.endswith(f"script-src 'sha256-{digest}'")


def test_hostile_text_stays_text_wherever_it_stands(site):
    page = Tags((site / "01-first.html").read_text(encoding="utf-8"))
    assert page.text.count("<script>alert(1)</script>") == 5  # answer, Markdown, caption, cell, prose
    other = Tags((site / "02-second.html").read_text(encoding="utf-8"))
    assert other.text.count(HOSTILE) == 2
    assert "in cell [2], `1 / 0`: ZeroDivisionError: <b>" in other.text
    assert HOSTILE in Tags((site / "index.html").read_text(encoding="utf-8")).text


def test_the_frame_of_a_page_closes_after_its_text(site):
    text = (site / "01-first.html").read_text(encoding="utf-8")
    assert text.count("</main>") == text.count("<main") == 1
    assert text.count("<table") == text.count("</table>")


def test_headings_have_ids_of_their_own_and_the_contents_lead_to_them(site):
    page = Tags((site / "01-first.html").read_text(encoding="utf-8"))
    ids = [attrs["id"] for tag, attrs in page.tags if tag in ("h2", "h3")]
    assert ids == ["data", "data-2", "data-3"]
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a" and attrs["href"].startswith("#")]
    assert links == ["#main", "#data", "#data-2", "#data-3"]


def test_links_between_notebooks_lead_to_pages_and_other_files_are_only_named(site):
    page = Tags((site / "01-first.html").read_text(encoding="utf-8"))
    links = [attrs["href"] for tag, attrs in page.tags if tag == "a"]
    assert "02-second.html#data" in links
    assert not [link for link in links if "README" in link or link.endswith(".ipynb")]
    assert "a file" in page.text


def test_every_link_within_the_site_leads_somewhere(site):
    for name in PAGES:
        for tag, attrs in Tags((site / name).read_text(encoding="utf-8")).tags:
            href = attrs.get("href", "") if tag == "a" else ""
            if href and not href.startswith("#"):
                assert (site / href.partition("#")[0]).is_file()


def test_pages_lead_to_the_previous_and_the_next(site):
    def steps(name):
        return {a["rel"]: a["href"] for t, a in Tags((site / name).read_text(encoding="utf-8")).tags if t == "a" and "rel" in a}

    assert steps("01-first.html") == {"prev": "index.html", "next": "02-second.html"}
    assert steps("02-second.html") == {"prev": "01-first.html"}


def test_the_front_page_says_what_the_corpus_is_and_what_each_notebook_asks_and_answers(site):
    page = Tags((site / "index.html").read_text(encoding="utf-8"))
    for words in ("Texts & <more>", "Read with <care>.", "<7>", "0123456789ab", "asked", "Two documents.", "Two notebooks"):
        assert words in page.text
    assert "In short." not in page.text
    assert "Stopped at an error before its end." in page.text


def test_code_is_folded_but_there_and_cells_that_stand_together_fold_as_one(site):
    text = (site / "01-first.html").read_text(encoding="utf-8")
    assert text.count('<details class="code">') == 4
    assert '<span class="n">x</span> <span class="o">=</span> <span class="mi">1</span>' in text
    assert '<details class="code" open' not in text


def test_a_figure_offers_the_files_that_hold_the_same_picture(site):
    text = (site / "01-first.html").read_text(encoding="utf-8")
    assert '<a href="figures/01-one.png" download>PNG</a> <a href="figures/01-one.csv" download>CSV</a>' in text
    assert '<a href="figures/01-one.svg">Enlarge</a>' in text
    assert (site / "figures" / "01-one.csv").read_text() == "a\n1\n"


def test_what_an_earlier_site_left_goes_and_what_is_not_ours_stays(site):
    assert sorted(p.name for p in site.iterdir()) == ["01-first.html", "02-second.html", "figures", "index.html", "mine.html"]
    assert sorted(p.name for p in (site / "figures").iterdir()) == ["01-one.csv", "01-one.png", "01-one.svg"]


def test_a_search_box_stays_without_its_handler(site):
    page = Tags((site / "01-first.html").read_text(encoding="utf-8"))
    assert [attrs for tag, attrs in page.tags if tag == "input"] == [
        {"type": "search", "placeholder": "Search these rows", "aria-label": "Search these rows"}]


@pytest.mark.parametrize(
    ("given_markup", "left"),
    [
        ("<p onclick=\"x()\" class='said'>a</p>", '<p class="said">a</p>'),
        ("a<script>b</script>c", "ac"),
        ("a<SCRIPT src=//x>b</SCRIPT >c", "ac"),
        ("a<svg><script>b</script></svg>c", "ac"),
        ("<style>p{}</style>a<iframe src=x></iframe>", "a"),
        ('<a href="javascript:x()">a</a>', "<a>a</a>"),
        ('<a href=" JaVaScRiPt:x()">a</a>', "<a>a</a>"),
        ('<a href="java&#10;script:x()">a</a>', "<a>a</a>"),
        ('<a href="https://example.org/a?b=c&amp;d">a</a>', '<a href="https://example.org/a?b=c&amp;d">a</a>'),
        ('<img src="https://example.org/a.png" alt="x">', '<img alt="x">'),
        ('<img src="data:image/svg+xml;base64,PHN2Zz4=" alt="x">', '<img alt="x">'),
        ('<img src="data:image/png;base64,AAAA" alt="&quot;x">', '<img src="data:image/png;base64,AAAA" alt="&quot;x">'),
        ('<p style="background:url(//x)">a</p>', "<p>a</p>"),
        ('<td style="text-align: right;">a</td>', '<td style="text-align: right;">a</td>'),
        ("<form action=x><input type=text><input type=search></form>", '<input type="search">'),
        ("<b>a<i>b</b>c", "<b>a<i>b</i></b>c"),
        ("a</div>b<div>c", "ab<div>c</div>"),
        ("1 < 2 & 3 &lt; 4 &amp;amp;", "1 &lt; 2 &amp; 3 &lt; 4 &amp;amp;"),
        ("a<!-- b --><![CDATA[c]]>d", "ad"),
        ("a<br/>b<embed src=x>c", "a<br>bc"),
    ],
)
def test_what_can_do_something_is_taken_out_and_what_can_be_read_is_left(given_markup, left):
    assert safe_html(given_markup) == left


PARTS = st.sampled_from([
    "<", ">", "</", "/>", "script", "img", "p", "td", "svg", "style", "a", " onload=", " href=", " src=", " style=", '"', "'",
    "=", "javascript:", "data:image/png;base64,AA", "url(x)", "&lt;", "&#x3c;", "&", "<!--", "-->", "<![CDATA[", "]]>", "\n", " ",
    "x", "\x00", "$", "é",
])


@given(st.lists(PARTS, max_size=40).map("".join))
def test_whatever_comes_in_only_known_tags_and_harmless_attributes_come_out(markup):
    safe = safe_html(markup)
    for tag, attrs in Tags(safe).tags:
        assert tag not in ("script", "style", "svg", "iframe")
        assert not [key for key in attrs if key.startswith("on")]
        assert "javascript:" not in (attrs.get("href") or "").lower()
        assert (attrs.get("src") or "data:image/").startswith("data:image/")
        assert "url(" not in (attrs.get("style") or "")
    assert safe_html(safe) == safe


@given(st.text(max_size=60))
def test_escaped_text_comes_back_as_it_was(text):
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\x00", "")
    assert html.unescape(safe_html(html.escape(plain))) == html.unescape(html.escape(plain))


def test_a_notebook_without_words_has_a_page_all_the_same():
    page = read_notebook(notebook(), "05-empty")
    assert (page.title, page.question, page.answer, page.body) == ("05-empty", "", "", "")
