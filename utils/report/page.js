/* What a page of the site can do beyond being read: filter and sort tables, mark the place in the contents, open all code. */
"use strict";
document.documentElement.classList.add("js");

for (const box of document.querySelectorAll(".searchable input[type=search]")) {
  const rows = [...box.closest(".table").querySelectorAll("tbody tr")].map((row) => [row, row.textContent.toLowerCase()]);
  const said = document.createElement("output");
  box.after(said);
  box.addEventListener("input", () => {
    const words = box.value.toLowerCase().split(/\s+/).filter(Boolean);
    let found = 0;
    for (const [row, text] of rows) {
      row.hidden = !words.every((word) => text.includes(word));
      found += !row.hidden;
    }
    said.textContent = words.length ? `${found.toLocaleString("en")} of ${rows.length.toLocaleString("en")} rows` : "";
  });
}

function sort(table, column, down) {
  const body = table.tBodies[0];
  const value = (row) => row.cells[column].textContent.trim();
  const number = (text) => parseFloat(text.replace(/[,\u2009\u202f]/g, "").replace("\u2212", "-"));
  const rows = [...body.rows];
  const filled = rows.map(value).filter(Boolean);
  const numeric = filled.length && filled.every((text) => !Number.isNaN(number(text)) && !/^\d{4}-/.test(text));
  const compare = numeric ? (a, b) => number(a) - number(b) : (a, b) => a.localeCompare(b, "en");
  rows.sort((one, other) => {
    const [a, b] = [value(one), value(other)];
    if (!a || !b) return (a ? 0 : 1) - (b ? 0 : 1); // empty cells last, whichever way
    return down ? compare(b, a) : compare(a, b);
  });
  body.append(...rows);
}

for (const table of document.querySelectorAll(".table:not(.kwic) table")) {
  if (table.tBodies.length !== 1 || table.tBodies[0].rows.length < 3) continue;
  const heads = [...table.tHead.rows[0].cells];
  heads.forEach((head, column) => {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === "ascending" ||
        (!head.hasAttribute("aria-sort") && head.classList.contains("n"));
      heads.forEach((other) => other.removeAttribute("aria-sort"));
      head.setAttribute("aria-sort", down ? "descending" : "ascending");
      sort(table, column, down);
    });
  });
}

for (const box of document.querySelectorAll(".table")) {
  if (box.scrollWidth > box.clientWidth || box.scrollHeight > box.clientHeight) box.tabIndex = 0; // to scroll it by keyboard
}

const contents = document.querySelector(".contents details");
if (matchMedia("(max-width: 68rem)").matches) contents.open = false;

const places = [...contents.querySelectorAll("a[href^='#']")]
  .map((link) => [link, document.getElementById(decodeURIComponent(link.hash.slice(1)))]).filter(([, part]) => part);

function markPlace() {
  const read = places.filter(([, part]) => part.getBoundingClientRect().top < 0.25 * innerHeight).length - 1;
  places.forEach(([link], i) => {
    if (i === read) link.setAttribute("aria-current", "location");
    else link.removeAttribute("aria-current");
  });
}
addEventListener("scroll", markPlace, { passive: true });
markPlace();

const code = [...document.querySelectorAll("details.code")];
if (code.length) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "all-code";
  button.textContent = "Show all code";
  button.addEventListener("click", () => {
    const open = button.textContent.startsWith("Show");
    code.forEach((part) => { part.open = open; });
    button.textContent = open ? "Fold all code" : "Show all code";
  });
  contents.append(button);
}
