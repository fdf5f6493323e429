"""The sentences of the proposal: why the facts of a year cannot be printed from."""

from __future__ import annotations

from bwtb.base.messages import N_

AT_LINE = N_("{path}:{line}: {message}")
CORRECT_AND_COMMIT = N_("Correct the file, commit it, and build again.")
