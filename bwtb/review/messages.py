"""What the program says of where requests stand."""

from __future__ import annotations

from bwtb.base.messages import N_

# Files that have no state: each says why, as part of a sentence.
NAMES_COLLIDE = N_("its name differs from {other} only in case or in its Unicode form")
NO_REGULAR_FILE = N_("it is not a regular file")
MISNAMED = N_("its name is no request's id, or it stands in another year's folder")

# Why a request is not approved, and what to do next: each is part of a sentence.
IS_DRAFT = N_("a draft: not yet endorsed by the unit's leader")
HAS_ERRORS = N_("{count} errors: `bwtb validate {path}` shows what to correct")
NOT_ENDORSED = N_("the endorsement by {unit}'s leader is missing or about an earlier version")
NO_GOVERNMENT_APPROVAL = N_("the district government's approval is not there yet (article 8)")
ONE_PERSON_FOR_TWO = N_("one person has signed for more than one party; one of them has to be signed by somebody else")
NOT_TRUSTED = N_("the approvals cannot be relied on here: `bwtb verify` says why")
NOT_SIGNED = N_("{party} has not signed")
SIGNOFF_DOES_NOT_COUNT = N_("the sign-off of {party} {what}")
HAS_WITHDRAWN = N_("{party} has withdrawn its opinion")
HAS_RETURNED = N_("{party} returned it: {opinion}")
HAS_REJECTED = N_("{party} rejected it: {opinion}")
