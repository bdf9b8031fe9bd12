"""Reporting words -> the stance they carry: that of the speaker towards what is said, and that of the writer who reports it.

Comes in: a table of statements. Goes out: one group a reporting word, and counts by group.

The two dimensions, what the speaker does and whether the writer takes it for true, are those of G. Thompson and Y. Ye (1991),
"Evaluation in the reporting verbs used in academic papers", Applied Linguistics 12(4), 365-382; that a writer can step back from
what is reported ("claim") is the `distance` of J. Martin and P. White (2005), The Language of Evaluation. They give a few
examples each and wrote of academic papers and of English at large: which word belongs to which group here is this project's own
choice, made before any count by group was seen. A word of which the group depends on what follows ("call", "hold") has none.
"""

from __future__ import annotations

import pandas as pd

# group -> (what it means, its words); the first row is the neutral one.
GROUPS = {
    "neutral": ("something was said, no more", """say tell speak write talk add state report mention remark comment reply answer
        respond continue announce inform read describe account words telling statement according_to quote post tweet recount
        relate message put discuss communicate notify testify outline list name cite refer"""),
    "as true": ("the writer takes it for true", """note point recall remind acknowledge admit concede confirm reveal explain show
        demonstrate find observe disclose recognise recognize identify know attest indicate clarify specify"""),
    "as a claim": ("the writer steps back from it", """claim allege contend profess purport boast brag pretend insinuate
        allegation assertion contention"""),
    "as a view": ("one view among others", """argue think believe suggest view opinion judgement judgment assessment estimation
        estimate maintain reckon conclude conclusion consider deem speculate predict forecast foresee expect guess imply hint
        argument belief conviction position"""),
    "with stress": ("the speaker insists", """stress emphasise emphasize underline underscore insist reaffirm reiterate repeat
        affirm assert assure declare proclaim highlight pronounce swear certify restate"""),
    "welcoming": ("the speaker approves", """welcome praise hail commend applaud thank congratulate credit laud extol salute
        endorse appreciate support back favour favor defend gratitude satisfaction appreciation"""),
    "warning, blaming": ("the speaker disapproves or fears", """warn caution criticise criticize condemn denounce accuse blame
        charge reject oppose object complain deplore decry lament regret dispute deny dismiss rebuke slam blast protest
        threaten worry fear warning complaint concern accusation criticism"""),
    "asking, offering": ("the speaker wants or promises something", """ask urge demand propose appeal request invite plead
        recommend advise encourage promise pledge vow offer advocate press order instruct guarantee commit proposal assurance
        recommendation suggestion"""),
}
UNGROUPED = "not grouped"
STANCES = (*GROUPS, UNGROUPED)
_OF = {word.replace("_", " "): group for group, (_, words) in GROUPS.items() for word in words.split()}


def stances(statements: pd.DataFrame) -> pd.Series:
    """The group of each statement's reporting word, in the order of the table; `UNGROUPED` for other words, and for turns."""
    return statements["verb"].str.casefold().map(_OF).fillna(UNGROUPED)


def worded(statements: pd.DataFrame) -> pd.DataFrame:
    """The statements that have a reporting word, which turns and headlines with a colon have not, with their `stance`."""
    spoken = statements[~statements["verb"].isin([":", "—", ""])]
    return spoken.assign(stance=stances(spoken))
