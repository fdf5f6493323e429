"""What `bwtb sign` shows before it asks: each row, and what changed since that party last decided."""

from __future__ import annotations

import hashlib
import re

from rich.cells import cell_len

from bwtb.cli.views.sign import _plain
from tests.world import A, B, World, path_of


def shown(world: World, *arguments: str, party: str = "centre") -> list[str]:
    """The lines shown before the question, which is not answered: nothing is signed."""
    which = arguments or ("--pending",)
    before = world.head()
    code, out, err = world.bwtb("sign", *which, "--party", party, "--key", str(world.keys[party]))
    assert (code, world.head()) == (2, before), err
    return out.splitlines()[1:]


def account(world: World, request: str = A, party: str = "centre") -> str:
    lines = shown(world, party=party)
    place = next(i for i, line in enumerate(lines) if line.startswith(f"  {request} "))
    return re.sub(r"20\d\d-\d\d-\d\d", "DAY", lines[place + 1].removeprefix("    → "))


def change(world: World, old: str, new: str, request: str = A) -> None:
    text = world.read(path_of(request))
    assert old in text, old
    world.write(path_of(request), text.replace(old, new, 1))
    world.commit()


def test_a_table_of_what_waits(world: World) -> None:
    lines = shown(world)
    assert [line.split()[0] for line in lines] == ["id", A, "→", B, "→", "2"]
    assert lines[2] == lines[4] == "    → new"
    assert "区民政局" in lines[1]
    assert "130.00 wan yuan" in lines[1]
    assert lines[1].endswith("养老服务“一件事”智能填表与免申即享改造")
    assert lines[5].startswith("  2 requests, ")
    title = cell_len(lines[0].partition("title")[0])
    for line in (lines[1], lines[3]):  # columns stand under each other, also where letters are twice as wide
        assert any(cell_len(line[:n]) == title and line[n - 1] == " " for n in range(len(line)))
    assert shown(world, A)[2] == "    → new"  # the same where the request is named


def test_the_amount_and_the_fields(world: World) -> None:
    world.sign("centre")
    change(world, "amount: 480000", "amount: 500000")
    assert account(world) == "approved it on DAY; amount 130.00 wan yuan → 132.00 wan yuan; changed: items (预算明细)"
    change(world, "智能填表", "智能预填")
    change(world, "opinion: 同意申报", "opinion: 同意上报")
    assert "title (需求名称)" in account(world)
    assert "endorsements (" in account(world)


def test_since_this_partys_own_last_decision(world: World) -> None:
    world.sign("centre")
    world.edit()
    world.sign("centre", decision="return", opinion="请补充。")
    world.sign("office")
    change(world, "amount: 480000", "amount: 500000")
    assert account(world).startswith("returned it on DAY; amount 130.00")
    assert "title" not in account(world)
    assert "approved it on DAY; amount" in account(world, party="office")
    assert account(world, party="bigdata") == "new"


def test_nothing_but_the_decision_changed(world: World) -> None:
    world.sign("centre")
    world.sign("centre", decision="withdraw")
    assert account(world) == "withdrew its opinion on DAY; nothing changed since"
    change(world, "id: ", "# 说明\nid: ")
    assert account(world) == "withdrew its opinion on DAY; only comments or layout changed"


def test_the_catalog_and_attachments(world: World) -> None:
    world.sign("centre")
    text = world.read("catalog/capabilities.yaml")
    entry = text.index("code: cap-15")
    place = text.index("description: ", entry) + len("description: ")
    quote = text[place] if text[place] in "'\"" else ""
    world.write("catalog/capabilities.yaml", text[: place + len(quote)] + "新的说明：" + text[place + len(quote) :])
    world.commit()
    said = account(world)
    assert said.startswith("approved it on DAY; catalog entries changed: cap-15 (")
    file = world.root / f"requests/2027/{A}/需求说明.pdf"
    before = hashlib.sha256(file.read_bytes()).hexdigest()
    file.write_bytes(file.read_bytes() + b"\n%more\n")
    change(world, before, hashlib.sha256(file.read_bytes()).hexdigest())
    assert f"attachments changed: {A}/需求说明.pdf; catalog entries changed: cap-15" in account(world)
    assert "changed: attachments" not in account(world)


def test_a_unit_sees_it_too(world: World) -> None:
    """The leader who endorsed by key is told what changed since that endorsement."""
    world.add_key("mzj", "徐建平", "leader")
    world.adopt()
    code, out, err = world.bwtb("sign", A, "--party", "mzj", "--key", str(world.keys["leader"]), "--yes")
    assert code == 0, out + err
    change(world, "amount: 480000", "amount: 500000")
    code, out, err = world.bwtb("sign", "--pending", "--party", "mzj", "--key", str(world.keys["leader"]))
    assert code == 2
    assert "amount 130.00 wan yuan → 132.00 wan yuan" in out


def test_threat_33_texts_are_shown_inert_and_on_one_line(world: World) -> None:
    """A title can neither move the cursor nor pass for a row of its own."""
    world.sign("centre")
    hostile = f'title: "x\\n  {B}  区司法局  0.00 wan yuan  假的"'
    world.write(path_of(A), re.sub("(?m)^title: .*$", lambda _m: hostile, world.read(path_of(A))))
    world.commit()
    code, out, err = world.bwtb("sign", A, "--party", "centre", "--withdraw", "--key", str(world.keys["centre"]))
    assert (code, len(out.splitlines())) == (2, 4), err
    assert out.splitlines()[2].endswith(f"x {B} 区司法局 0.00 wan yuan 假的")
    assert _plain("a\x1b[2J\u202eb\u2028c") == "a\\u001b[2J\\u202eb c"
