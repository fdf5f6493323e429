"""What the program says of frozen proposals."""

from __future__ import annotations

from bwtb.base.messages import N_

# Why a frozen proposal does not count: each is part of a sentence.
NOT_OUR_LIST = N_("its list is not one that `bwtb build-proposal --freeze` writes")
NOT_COMMITTED_ALONE = N_("its list was not committed by itself, on top of the commit it was made from")
NOT_NEXT_VERSION = N_("it does not follow the version that was frozen before it")
TWO_SETS = N_("two different sets were frozen under this number")
MALFORMED_FOLDER = N_("a folder of that commit is malformed")
OTHER_FACTS = N_("the facts of its letter are not those that were committed")
HOLDS_UNAPPROVED = N_("it holds what was not approved: {ids}")
LEAVES_OUT = N_("it leaves out what was approved: {ids}")
HOLDS_OTHER_VERSION = N_("it holds another version of {ids} than was approved")
DECIDED_ELSEWHERE = N_("{ids} had been returned, rejected or withdrawn on another branch")
NOT_APPROVED_WITH_OTHERS = N_("{ids} is not approved if what was signed on another branch is counted")

# Some ids where there are more of them.
AND_MORE = N_("{ids} …")

# Frozen requests that were edited.
FROZEN_EDITED = N_(
    "This request is frozen in the proposal for {year}, version {number}, and is no longer as it was then."
)
PUT_BACK_OR_FREEZE_AGAIN = N_(
    "Put it back as it was (`git log {path}` shows the commits), or let the three parties sign it again and "
    "the centre freeze a corrected version: `bwtb build-proposal {year} --freeze`."
)
