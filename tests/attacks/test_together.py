"""Many clones signing at once: no sign-off lost, none doubled, all verified."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.attacks.meetings import play
from tests.world import PARTIES, World


@pytest.mark.slow
def test_nine_clones_sign_two_hundred_requests_at_once(world: World, tmp_path: Path) -> None:
    """Three clones a party, meetings of up to 40 that overlap, real processes, one server with the hook."""
    outcome = play(world, tmp_path / "together", count=200, size=40)
    assert [c.failures for c in outcome.clones if c.failures] == []
    assert outcome.approvals() == {(request, party): 1 for request in outcome.ids for party in PARTIES}
    requests = outcome.report["requests"]
    assert isinstance(requests, dict)
    assert {requests[request] for request in outcome.ids} == {"approved"}
    assert (outcome.report["exit"], outcome.report["problems"]) == (0, [])
    # The sample's scan is not copied for every one of the 200.
    assert {w["code"] for w in outcome.report["warnings"]} == {"ENDORSEMENT_UNSCANNED"}
    assert sum(c.again for c in outcome.clones) > 0  # they did get in each other's way
