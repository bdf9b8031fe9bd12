"""Speeches in the UN General Debate since 2001: members of the SCO against all others.

Comes in: a record with the collection `ungdc`. Goes out: one row a concept. States are the units of the test, since one state's
speeches are not independent of each other; six members have been so from the beginning, so that what they share besides
(region, language, neighbours, 2001 itself) can't be told from membership.
"""

from __future__ import annotations

import numpy as np
import pandas as pd

from utils.counts import kept
from utils.record import Record
from utils.record_findings.shares import COUNTS, SHARES, in_words, with_shares
from utils.sides import COUNTRIES
from utils.trends import exact_intervals

COLLECTION, FIRST, BEFORE = "ungdc", 2001, 1991
CONCEPTS = ["three_forces.triad", "three_forces.label", "separatism", "extremism", "terrorism", "shanghai_spirit"]
UN = ["concept", "left_out", *SHARES, "member_states", "other_states", "states_share", "states_share_there", "p"]
PERIODS = [(2001, 2008), (2009, 2016), (2017, 2024)]  # three of eight years
PERMUTATIONS = 9_999
_STEP = 1_000  # permutations drawn at a time


def speeches(record: Record, *, first: int = FIRST) -> pd.DataFrame:
    """The speeches of `first` and later years: the documents with `standing` and, boolean, `member`: whether the state was a
    member of the SCO in that year."""
    debate = record.only(record.documents["collection"] == COLLECTION).with_standing().documents
    chosen = debate[(debate["year"] >= first).fillna(False).astype(bool)]
    return chosen.assign(member=chosen["standing"] == "member").reset_index(drop=True)


@kept
def un_members(record: Record, concepts: list[str] | None = None, *, largest_left_out: bool = False,
               permutations: int = PERMUTATIONS, seed: int = 0) -> pd.DataFrame:
    """Speeches with a case: of states that were members in the year of the speech, and all others.

    Parameters
    ----------
    concepts : `CONCEPTS`, if none are given.
    largest_left_out : without all speeches of the state that has most cases as a member (the first by code, of equals); concepts
        of which members have no case are left out of the table.
    permutations, seed : of the test.

    Returns
    -------
    DataFrame, one row a concept: concept, left_out (code of the state, or empty), the columns of `with_shares` (here: members),
    member_states and other_states (a state is a member if it was one in at least half of its speeches), states_share and
    states_share_there (the mean of their shares of speeches with a case);
    p : two-sided, of a permutation test over states: how often the difference of these means is at least as large with the
    states' membership dealt out anew; 1 where no speech has a case, missing where there are not both kinds of states.
    """
    every, rows = speeches(record), []
    for concept in concepts or CONCEPTS:
        record.counts(concept)  # names those there are, if this is none
        table = every.assign(case=every[concept].fillna(0) > 0)
        state = ""
        if largest_left_out:
            of_members = cases_by_state(table)
            if of_members.empty:
                continue
            state = of_members.index[0]
            table = table[table["country"] != state]
        member = table["member"]
        by_state = table.groupby("country").agg(share=("case", "mean"), member=("member", "mean"))
        share, belongs = by_state["share"].to_numpy(), by_state["member"].to_numpy() >= 0.5
        rows.append({"concept": concept, "left_out": state, "with_it": (table["case"] & member).sum(), "documents": member.sum(),
                     "with_it_there": (table["case"] & ~member).sum(), "documents_there": (~member).sum(),
                     "member_states": int(belongs.sum()), "other_states": int((~belongs).sum()),
                     "states_share": share[belongs].mean() if belongs.any() else np.nan,
                     "states_share_there": share[~belongs].mean() if not belongs.all() else np.nan,
                     "p": states_p(share, belongs, permutations=permutations, seed=seed)})
    columns = [c for c in UN if c not in SHARES or c in SHARES[:2] + SHARES[5:7]]
    return with_shares(pd.DataFrame(rows, columns=columns))[UN]


def by_period(record: Record, concepts: list[str] | None = None) -> pd.DataFrame:
    """`un_members` within each of `PERIODS`, without a test: to see whether a difference holds throughout.

    Returns
    -------
    DataFrame, one row a concept and period: concept, period, the columns of `with_shares` (here: members).
    """
    every, rows = speeches(record), []
    for concept in concepts or CONCEPTS:
        record.counts(concept)  # names those there are, if this is none
        case, member = (every[concept].fillna(0) > 0).to_numpy(dtype=bool), every["member"].to_numpy()
        for first, last in PERIODS:
            within = every["year"].between(first, last).to_numpy(dtype=bool)
            parts = [int((within & part & of).sum()) for part in (member, ~member) for of in (case, True)]
            rows.append((concept, f"{first}–{last}", *parts))
    return with_shares(pd.DataFrame(rows, columns=["concept", "period", *COUNTS]))


def by_state(record: Record, concepts: list[str] | None = None) -> pd.DataFrame:
    """The speeches of each state as a member.

    Returns
    -------
    DataFrame, one row a state and concept, states by name: state (its name), since (the year of the first of these speeches),
    concept, with_it, documents, share, share_low, share_high (95% exact interval).
    """
    every = speeches(record)
    mine, rows = every[every["member"]], []
    for code, part in mine.groupby("country", sort=True):
        about = COUNTRIES.get(code, (code,))[0], int(part["year"].min())
        for concept in concepts or CONCEPTS:
            record.counts(concept)
            rows.append((*about, concept, int((part[concept].fillna(0) > 0).sum()), len(part)))
    out = pd.DataFrame(rows, columns=["state", "since", "concept", "with_it", "documents"])
    out["share"] = out["with_it"] / out["documents"]
    out["share_low"], out["share_high"] = exact_intervals(out["with_it"], out["documents"])
    return out.sort_values("state", kind="stable", ignore_index=True)


def readable_periods(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """`by_period` for reading."""
    return pd.DataFrame({"concept": table["concept"].map(names), "period": table["period"],
                         "members [95%]": in_words(table), "others [95%]": in_words(table, "_there")})


def readable_states(table: pd.DataFrame, names: dict[str, str]) -> pd.DataFrame:
    """`by_state` for reading: one row a state, one column a concept."""
    cells = table.assign(cell=in_words(table), concept=table["concept"].map(names), since=table["since"].astype("str"))
    columns = list(dict.fromkeys(cells["concept"]))
    out = cells.pivot(index=["state", "since"], columns="concept", values="cell").reset_index()
    return out[["state", "since", *columns]].rename(columns={"since": "as a member from"}).rename_axis(columns=None)


def cases_by_state(table: pd.DataFrame) -> pd.Series:
    """For a table with country, member and case (boolean): of each state, its speeches as a member with a case, most first."""
    sizes = table[table["member"] & table["case"]].groupby("country").size()
    return sizes.sort_index().sort_values(ascending=False, kind="stable")


def cases(record: Record, concept: str) -> pd.DataFrame:
    """The speeches with a case, one row each: id, year, country, standing, mentions; of members first, then by year and state."""
    record.counts(concept)
    table = speeches(record)
    table = table[table[concept].fillna(0) > 0].sort_values(["member", "year", "country"], ascending=[False, True, True])
    return table.rename(columns={concept: "mentions"})[["id", "year", "country", "standing", "mentions"]].reset_index(drop=True)


def states_p(share: np.ndarray, member: np.ndarray, *, permutations: int = PERMUTATIONS, seed: int = 0) -> float:
    """Two-sided p of the difference between the mean share of members and that of the others, states dealt out anew.

    Parameters
    ----------
    share : (states,) each state's share of speeches with a case; member : boolean.
    """
    share, member = np.asarray(share, dtype=float), np.asarray(member, dtype=bool)
    n, k = len(share), int(member.sum())
    if not 0 < k < n:
        return np.nan
    # The difference of the means depends on the members' sum alone; it is 0 where that is k times the mean of all.
    expected = k * share.mean()
    seen, random, as_large = abs(share[member].sum() - expected), np.random.default_rng(seed), 0
    for done in range(0, permutations, _STEP):
        drawn = random.random((min(_STEP, permutations - done), n)).argsort(axis=1, kind="stable")[:, :k]
        as_large += int((np.abs(share[drawn].sum(axis=1) - expected) >= seen - 1e-12).sum())
    return (1 + as_large) / (1 + permutations)


def false_friends(record: Record, concept: str = "three_forces.label", *, before: int = BEFORE) -> tuple[int, int]:
    """How many speeches of the General Debate before a year have a case, and how many there are."""
    counts, documents = record.counts(concept), record.documents
    early = (documents["collection"] == COLLECTION) & (documents["year"] < before).fillna(False).astype(bool)
    return int((counts[early].fillna(0) > 0).sum()), int(early.sum())
