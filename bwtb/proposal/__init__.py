"""The annual proposal as pure data: `compile` makes it of approved requests, with the `facts` that cannot be computed."""

from bwtb.proposal.compile import SUBJECTS, compile_proposal
from bwtb.proposal.entries import entry_of
from bwtb.proposal.model import Entry, Facts, Proposal

__all__ = ["SUBJECTS", "Entry", "Facts", "Proposal", "compile_proposal", "entry_of"]
