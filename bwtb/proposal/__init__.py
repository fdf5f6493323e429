"""The annual proposal as pure data: `compile_proposal` makes it, `facts` reads what the keeper wrote, `manifest` lists it."""

from bwtb.proposal.compile import SUBJECTS, compile_proposal
from bwtb.proposal.entry import entry
from bwtb.proposal.model import Entry, Facts, Proposal

__all__ = ["SUBJECTS", "Entry", "Facts", "Proposal", "compile_proposal", "entry"]
