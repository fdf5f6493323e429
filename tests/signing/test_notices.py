"""Notices know codes; people are told names."""

from __future__ import annotations

import pytest

from bwtb.base.languages import words
from bwtb.base.messages import Listed, Message
from bwtb.registry import catalogs
from bwtb.registry.worktree import WorkTree
from bwtb.signing import messages
from bwtb.signing.notices import notice, with_names
from tests import REPOSITORY
from tests.helpers.speaking import speaking
from tests.world import A, World

CATALOG, _ = catalogs.load(WorkTree(REPOSITORY))


@pytest.mark.parametrize(
    ("said", "zh", "en"),
    [
        (
            notice("SIG_MISSING", commit="0" * 40, subject=A, party="centre").message,
            "区行政服务中心",
            "centre (区行政服务中心)",
        ),
        (notice("ENDORSEMENT_UNSCANNED", request=A, unit="jtw").message, "区交通委", "jtw (区交通委)"),
        (
            notice(
                "FROZEN_DECIDED", request=A, owner="office", decision="return", commit="0" * 40, year=2027, number=1
            ).message,
            "区政府办公室",
            "“return (退回修改)”",
        ),
        (
            notice("KEYRING_INVALID", path="x", reason=Message(messages.NO_PEOPLE, owner="bigdata")).message,
            "区信息委",
            "bigdata (",
        ),
        (Message(messages.PERSON_TWICE, person="甲", first="centre", second="mzj"), "区民政局", "mzj (区民政局)"),
        (Listed((Message(messages.NO_PEOPLE, owner="centre"),)), "区行政服务中心", "centre ("),
    ],
)
def test_codes_become_names(said: Message | Listed, zh: str, en: str) -> None:
    with speaking("zh"):
        named = words(with_names(said, CATALOG))
        assert zh in named
        assert not any(code in named for code in ("centre", "office", "bigdata", "jtw", "return"))
    with speaking("en"):
        assert en in words(with_names(said, CATALOG))


def test_what_the_catalog_does_not_know_stays_as_it_is() -> None:
    unknown = notice("ENDORSEMENT_UNSCANNED", request=A, unit="nobody").message
    assert "nobody" in words(with_names(unknown, CATALOG))


def test_verify_says_names(world: World) -> None:
    world.forge([world.record("office", decision="return", opinion="请修改。")], None)
    problem = next(
        line for line in world.bwtb("verify", "--lang", "zh")[1].splitlines() if line.startswith("问题 SIG_")
    )
    assert "区政府办公室" in problem
    assert "office" not in problem
    problem = next(p for p in world.verify("--lang", "zh")["problems"] if p["code"].startswith("SIG_"))
    assert "区政府办公室" in problem["message"]
