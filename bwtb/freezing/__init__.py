"""Freezing: the year's proposal as it was handed in (article 10), and what that means for its requests."""

from bwtb.freezing.judging import Freeze as Freeze
from bwtb.freezing.judging import freezes as freezes
from bwtb.freezing.judging import highest as highest
from bwtb.freezing.states import judge_and_overlay as judge_and_overlay
from bwtb.freezing.states import overlay as overlay
from bwtb.freezing.states import problems as problems
