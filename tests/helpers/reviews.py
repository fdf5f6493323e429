"""Reviews made by hand: requests as data, approved or not, without git."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache
from typing import Any

from bwtb.proposal import Facts, Proposal, compile_proposal, facts
from bwtb.registry import catalogs
from bwtb.registry.request import DESCRIPTION, Request
from bwtb.registry.worktree import WorkTree
from bwtb.review.states import PartyVerdict, RequestReview, Review
from tests import REPOSITORY

COMMIT = "0123456789abcdef0123456789abcdef01234567"
TIME = 1794639600  # 2026-11-14T15:00:00+08:00


@cache
def catalog() -> catalogs.Catalog:
    """The catalog of this repository."""
    return catalogs.require(WorkTree(REPOSITORY))


def request_data(number: int = 1, unit: str = "mzj", **changes: Any) -> dict[str, Any]:
    """A complete request of 场景开发类; `changes` replace top-level fields (None takes one out)."""
    data: dict[str, Any] = {
        "id": f"2027-{unit}-{number:03}",
        "title": f"养老服务“一件事”智能填表改造之{number}",
        "unit": unit,
        "category": "scenario",
        "nature": ["upgrade"],
        "application": {
            "new_item": ["public_service"],
            "new_scenario": ["one_thing", "no_application"],
            "integration": ["data"],
        },
        "platforms": ["channel", "citizen_store"],
        "capabilities": ["cap-06", "cap-14", "cap-15"],
        "surfaces": ["mobile"],
        "scope": {"funding": ["district"], "classified": False, "public_data": True},
        "basis": [{"work_point": "wp-2026-03"}, {"document": "某某实施方案", "number": "沪府办〔2026〕12号"}],
        "description": {key: f"{key}的第一段。\n{key}的第二段。" for key in DESCRIPTION},
        "budget": {"items": [{"name": "表单改造", "kind": "software", "amount": 480000}]},
        "contact": {"name": "张三", "phone": "021-00000000"},
        "endorsements": [{"unit": unit, "name": "李四", "opinion": "同意申报。", "date": "2026-08-20"}],
        **changes,
    }
    return {key: value for key, value in data.items() if value is not None}


def request(data: Mapping[str, Any]) -> Request:
    """A request file of this content (JSON is YAML)."""
    return Request(f"requests/2027/{data['id']}.yaml", json.dumps(data, ensure_ascii=False).encode(), data)


def reviewed(data: Mapping[str, Any], state: str = "approved", opinion: str = "同意列入。") -> RequestReview:
    """The request with all three approvals, or with none in any other state."""
    one = request(data)
    verdicts = {
        party: PartyVerdict(
            party=party,
            verdict="approved",
            code="OK",
            decision="approve",
            opinion=opinion,
            signer=f"{party}签",
            key="SHA256:k" + party,
            commit=COMMIT,
            date="2026-11-03T14:00:00+08:00",
        )
        if state == "approved"
        else PartyVerdict(party=party, verdict="missing")
        for party in catalogs.PARTIES
    }
    reasons = () if state == "approved" else (f"state is {state}",)
    return RequestReview(request=one, state=state, amount=one.total(), parties=verdicts, reasons=reasons)


def review(*requests: RequestReview) -> Review:
    """A trusted review of these requests."""
    return Review(
        commit=COMMIT,
        time=TIME,
        trusted=True,
        keyring_version=1,
        keyring_digest="sha256:" + "0" * 64,
        requests={r.request.id: r for r in requests},
    )


def proposal(*requests: RequestReview, given: Facts | None = None) -> Proposal:
    """The proposal for 2027 compiled of these requests."""
    return compile_proposal(
        review(*requests), catalog(), given or Facts(False, "2026-11-14", addressee=facts.addressee(catalog())), 2027
    )
