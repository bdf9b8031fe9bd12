"""Who speaks: names of countries and bodies, labels of sides, and the colour and marker each keeps in every figure."""

from __future__ import annotations

# Okabe and Ito's palette, safe for colour-blind readers; black and grey have fixed meanings of their own.
ORANGE, SKY, GREEN, YELLOW, BLUE, VERMILION, PURPLE = (
    "#E69F00", "#56B4E9", "#009E73", "#B8A900", "#0072B2", "#D55E00", "#CC79A7",
)
BLACK, GREY, LIGHT = "#222222", "#8A8A8A", "#D9D9D9"

# ISO 3166 alpha-3 or a body -> (name, colour, marker).
COUNTRIES = {
    "CHN": ("China", VERMILION, "o"), "RUS": ("Russia", BLUE, "s"), "IND": ("India", ORANGE, "^"),
    "PAK": ("Pakistan", GREEN, "v"), "KAZ": ("Kazakhstan", SKY, "D"), "UZB": ("Uzbekistan", PURPLE, "P"),
    "KGZ": ("Kyrgyzstan", YELLOW, "X"), "TJK": ("Tajikistan", "#7A5195", "<"), "IRN": ("Iran", "#5B8C5A", ">"),
    "BLR": ("Belarus", "#A6761D", "h"), "SCO": ("SCO", BLACK, "*"), "UN": ("United Nations", "#4C78A8", "d"),
    "AFG": ("Afghanistan", GREY, "p"), "MNG": ("Mongolia", GREY, "8"), "TUR": ("Turkey", GREY, "H"),
    "TKM": ("Turkmenistan", GREY, "o"), "USA": ("United States", GREY, "s"), "GBR": ("United Kingdom", GREY, "^"),
    "FRA": ("France", GREY, "v"), "DEU": ("Germany", GREY, "D"), "JPN": ("Japan", GREY, "P"),
    "AUS": ("Australia", GREY, "X"), "UKR": ("Ukraine", GREY, "<"), "GEO": ("Georgia", GREY, ">"),
    "EU": ("European Union", GREY, "h"), "NATO": ("NATO", GREY, "p"), "AZE": ("Azerbaijan", GREY, "8"),
    "ARM": ("Armenia", GREY, "H"), "SRB": ("Serbia", GREY, "o"), "SGP": ("Singapore", GREY, "s"),
    "LKA": ("Sri Lanka", GREY, "^"), "NPL": ("Nepal", GREY, "v"), "BGD": ("Bangladesh", GREY, "D"),
    "SAU": ("Saudi Arabia", GREY, "P"), "ARE": ("United Arab Emirates", GREY, "X"), "QAT": ("Qatar", GREY, "<"),
    "EGY": ("Egypt", GREY, ">"), "VNM": ("Vietnam", GREY, "h"), "MYS": ("Malaysia", GREY, "p"),
    "KOR": ("South Korea", GREY, "8"), "PRK": ("North Korea", GREY, "H"), "ITA": ("Italy", GREY, "o"),
    "ESP": ("Spain", GREY, "s"), "CHE": ("Switzerland", GREY, "^"), "SWE": ("Sweden", GREY, "v"),
    "NOR": ("Norway", GREY, "D"), "NLD": ("Netherlands", GREY, "P"), "BEL": ("Belgium", GREY, "X"),
    "AUT": ("Austria", GREY, "<"), "POL": ("Poland", GREY, ">"), "CAN": ("Canada", GREY, "h"),
    "ISR": ("Israel", GREY, "p"), "TWN": ("Taiwan", GREY, "8"), "HKG": ("Hong Kong", GREY, "H"),
    "DNK": ("Denmark", GREY, "*"), "FIN": ("Finland", GREY, "d"), "CZE": ("Czechia", GREY, "o"), "LTU": ("Lithuania", GREY, "s"),
    "CSTO": ("CSTO", GREY, "o"), "CIS": ("CIS", GREY, "s"), "ASEAN": ("ASEAN", GREY, "^"), "OSCE": ("OSCE", GREY, "v"),
}
VOICES = {"official": "official", "organ": "organ", "analyst": "analyst", "press": "press", "ngo": "NGO"}
_CODES = {name.casefold(): code for code, (name, _, _) in COUNTRIES.items()}


def country_code(value: str) -> str:
    """The code of a country or body given by code or by its English name; anything else comes back as it was."""
    value = value.strip()
    return _CODES.get(value.casefold(), value.upper() if len(value) <= 5 else value)


def side_label(country: str, voice: str) -> str:
    """A readable label of country and voice, such as "China (official)"; empty where neither is known."""
    name = COUNTRIES.get(country, (country,))[0]
    kind = VOICES.get(voice, voice)
    return f"{name} ({kind})" if name and kind else name or kind


def side_style(side: str) -> tuple[str, str]:
    """Colour and marker of a side's label or of a country code: the same in every figure."""
    name = side.partition(" (")[0]
    _, colour, marker = COUNTRIES.get(_CODES.get(name.casefold(), name), ("", GREY, "o"))
    return colour, marker
