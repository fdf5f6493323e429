"""`bwtb new` as a clerk meets it: real keys at a real pseudo-terminal, and what stands on the screen."""

from __future__ import annotations

import json
import re
import shutil
import signal
import stat
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bwtb.interview import unfinished
from bwtb.yaml import loader
from tests import REPOSITORY
from tests.helpers.terminal import Terminal, pasted, program

Run = Callable[..., tuple[int, str, str]]
NEXT = date.today().year + 1


@contextmanager
def at(root: Path, *arguments: str, **more: Any) -> Iterator[Terminal]:
    """The program at a terminal, in Chinese unless said otherwise."""
    with Terminal(program("new", *arguments), root, **{"BWTB_LANG": "zh", **more}) as terminal:
        yield terminal


def begin(t: Terminal, *, unit: str = "区民政局", category: str = "场景开发类") -> None:
    """Answer the first questions, up to the kind of project."""
    t.see("是否涉密")
    t.press("down", "down", "enter")
    t.see("[2/", "需求名称")
    t.press("养老服务智能填表", "enter")
    t.see("[3/", "申请单位")
    t.press(unit)
    t.see(f"> {unit}")
    t.press("enter")
    t.see("[4/", "联合申请单位")
    t.press("enter")
    t.see("[5/", "需求类别")
    t.press(category)
    t.see(f"> {category}")
    t.press("enter")
    t.see("项目性质", "[6/")


def skip_to(t: Terminal, stop: str) -> None:
    """Leave questions open until one of this name is asked."""
    for _question in range(60):
        match = t.find(r"^\[\d+/\d+\] *\n?(.+)$")
        if match[1].startswith(stop):
            return
        if "  没有\n" in t.shown:
            t.press("down")
        t.press("enter")
        t.change(match[0])
    raise AssertionError(f"never asked: {stop}\n{t.everything}")


def add_budget_line(t: Terminal, name: str, kind: str, amount: str) -> None:
    t.see("预算明细", "加一项" if "再加一项" in t.shown else "添加一项")
    t.press("enter")
    t.see("项目内容")
    t.press(name, "enter")
    t.see("经费类别")
    t.press(kind)
    t.see(f"> {kind}")
    t.press("enter")
    t.see("金额（元）")
    t.press(amount)


def save(t: Terminal) -> None:
    """Leave the rest open, and write the request."""
    t.press("ctrl-x")
    t.see("以上内容对吗")
    t.press("down", "enter")
    assert t.end() == 0, t.everything


def answer(t: Terminal, *steps: tuple[str, tuple[str, ...], str]) -> None:
    """Go through questions: what is asked, the keys pressed, and what can be read then ("" for whatever comes next)."""
    for asked, pressed, said in steps:
        t.see(asked)
        t.press(*pressed)
        if said:
            t.read(said)


def drafted(root: Path, name: str = "mzj-001") -> dict[str, Any]:
    path = root / f"requests/{NEXT}/{NEXT}-{name}.yaml"
    data = loader.load(path.read_bytes(), str(path)).data
    assert isinstance(data, dict)
    return data


def kept(root: Path) -> list[Path]:
    folder = unfinished.folder(root)
    return sorted(folder.glob("*.json")) if folder.is_dir() else []


def requests(root: Path) -> list[Path]:
    return list((root / "requests").rglob("*.yaml"))


# Every question after the first six, as a clerk answers them.
TICKED = (
    ("项目性质", ("down", " ", "enter"), "项目性质：升级改造"),
    ("新增事项", ("down", " ", "enter"), ""),
    ("新增事项名称", ("养老机构备案；养老服务补贴",), "共 2 个：养老机构备案、养老服务补贴"),
    ("新增事项名称", ("enter",), ""),
    ("新增场景", ("enter",), ""),
    ("整体开发", ("enter",), ""),
    ("[11/", ("down", " ", "enter"), ""),  # 系统对接
    ("[12/", (" ", "down", " ", "enter"), ""),  # 上线平台
)
SEARCHED = (
    ("[13/", ("证照",), ""),  # 引用赋能
    ("> [ ] 电子证照  cap-15", (" ", "ctrl-u", "智能填表"), ""),
    ("> [ ] “宝你慧”智能填表  cap-06", (" ",), ""),
    ("已选 2 项", ("enter",), "引用赋能：“宝你慧”智能填表、电子证照"),
    ("应用端", (" ", "enter"), ""),
    ("资金来源", (" ", "enter"), ""),
    ("编制依据（工作要点）", ("智能填表",), ""),
    ("> [ ] ", (" ", "enter"), ""),
)
WRITTEN = (
    ("编制依据（文件）", ("enter",), ""),
    ("文件名称", ("关于优化养老服务的通知", "enter"), ""),
    ("文号", ("沪民发〔2026〕3号", "enter"), ""),
    ("完成，共 1 条", ("down", "enter"), ""),
    ("需求描述", ("enter",), ""),
    ("系统目标", (pasted("现状：填表慢。\n目标：三分钟填完。"),), "目标：三分钟填完。"),
    ("系统目标", ("enter",), ""),
    ("建设内容", ("第一段", "ctrl-j", "第二段", "enter"), ""),
    *((name, (f"{name}的说明", "enter"), "") for name in ("功能应用", "数据资源", "安全保障", "运维服务")),
)
FIRST_AMOUNT = (
    ("＝ 125,000 元（12.50 万元）", ("enter",), ""),
    ("测算依据", ("enter",), "完成，合计 125,000 元，即 12.50 万元"),
)
SECOND_AMOUNT = (
    ("＝ 80,000 元（8.00 万元）", ("enter",), ""),
    ("测算依据", ("按市场询价", "enter"), "完成，合计 205,000 元，即 20.50 万元"),
    ("等级保护测评  80,000 元", ("down", "enter"), ""),
    ("联系人姓名", ("张三", "enter"), ""),
    ("联系电话", ("021-5610 0000", "enter"), ""),
    ("以上内容对吗", (), "205,000 元，即 20.50 万元"),
)


def test_a_whole_request_in_one_go(bwtb: Run, root: Path) -> None:
    with at(root) as t:
        begin(t)
        answer(t, *TICKED, *SEARCHED, *WRITTEN)
        add_budget_line(t, "软件开发", "软件开发", "12.5万")
        answer(t, *FIRST_AMOUNT)
        add_budget_line(t, "等级保护测评", "等保测评", "80,000")
        answer(t, *SECOND_AMOUNT)
        assert "请核对" in t.everything
        assert "还没有填写" not in t.everything
        t.press("enter")
        assert t.end() == 0, t.everything
        assert f"requests/{NEXT}/{NEXT}-mzj-001.yaml" in t.everything
        assert "各项都已填写" in t.everything
    assert kept(root) == []
    code, out, _err = bwtb("validate", "--format", "json")
    assert (code, json.loads(out)["findings"]) == (0, [])
    data = drafted(root)
    assert {name: data[name] for name in ANSWERED} == ANSWERED
    assert data["application"]["item_names"] == ["养老机构备案", "养老服务补贴"]
    assert data["description"]["goals"] == "现状：填表慢。\n目标：三分钟填完。\n"
    assert data["description"]["content"] == "第一段\n第二段\n"


ANSWERED = {
    "capabilities": ["cap-06", "cap-15"],
    "basis": [{"work_point": "wp-2026-08"}, {"document": "关于优化养老服务的通知", "number": "沪民发〔2026〕3号"}],
    "budget": {
        "items": [
            {"name": "软件开发", "kind": "software", "amount": 125000},
            {"name": "等级保护测评", "kind": "level_test", "amount": 80000, "note": "按市场询价"},
        ]
    },
    "contact": {"name": "张三", "phone": "021-5610 0000"},
}


def test_going_back_shows_what_was_answered_and_takes_another_answer(root: Path) -> None:
    with at(root) as t:
        begin(t)
        t.press("esc")
        t.see("[5/", "> 场景开发类")
        t.press("esc")
        t.see("[4/")
        t.press("esc")
        t.see("[3/", "> 区民政局")
        t.press("esc")
        t.see("[2/", "> 养老服务智能填表")
        t.press("ctrl-u", "另一个名称", "enter")
        t.see("[3/", "> 区民政局")
        t.read("需求名称：另一个名称")
        t.press("ctrl-x")
        t.see("以上内容对吗")
        t.read("需求名称：另一个名称")
        t.press("down", "enter")
        assert t.end() == 0
    assert drafted(root)["title"] == "另一个名称"


def test_at_the_first_question_there_is_nothing_to_go_back_to(root: Path) -> None:
    with at(root) as t:
        t.see("是否涉密")
        t.press("esc")
        t.see("这是第一题")


def test_the_summary_changes_an_answer_and_asks_what_follows_from_it(root: Path) -> None:
    with at(root) as t:
        begin(t)
        t.press("ctrl-x")
        t.see("以上内容对吗")
        t.read("还没有填写")
        t.press("down", "down", "enter")
        answer(
            t,
            ("哪一项", ("需求类别",), ""),
            ("> 需求类别：场景开发类", ("enter",), ""),
            ("> 场景开发类", ("down", "enter"), "需求类别：业务整合类"),
            ("以上内容对吗", ("enter",), ""),  # 继续填写
            ("[6/", (), ""),
        )
        skip_to(t, "整合方式")
        save(t)
    assert drafted(root)["category"] == "integration"


INTERFACE = (
    ("整合方式", ("down", "enter"), ""),
    ("业务系统", ("养老服务平台", "enter"), ""),
    ("立项和验收的必要条件", ("up", "enter"), ""),
    ("出具日期", ("2026年8月20日",), ""),
    ("= 2026-08-20", ("enter",), ""),
    ("出具单位", ("区行政服务中心", "enter"), ""),
)


def test_an_interface_is_asked_for_its_opinion_and_who_bears_what(root: Path) -> None:
    with at(root) as t:
        begin(t, category="业务整合类")
        skip_to(t, "整合方式")
        answer(t, *INTERFACE)
        add_budget_line(t, "接口开发", "软件开发", "48万")
        t.press("enter")
        answer(t, ("承担方", ("down", "enter"), ""), ("测算依据", ("enter",), "完成，合计 480,000 元"))
        save(t)
    data = drafted(root)
    assert data["integration"] == {
        "mode": "interface",
        "system": "养老服务平台",
        "conditions": {"initiation": True, "acceptance": True},
        "opinion": {"date": "2026-08-20", "issuer": "区行政服务中心"},
        "operator": "unit",
    }
    assert data["budget"]["items"] == [{"name": "接口开发", "kind": "software", "amount": 480000, "borne_by": "unit"}]


def test_what_is_wrong_is_said_while_it_is_typed_and_not_taken(root: Path) -> None:
    with at(root) as t:
        answer(
            t,
            ("是否涉密", ("enter",), "请先用 ↑ ↓ 选择"),
            ("是否涉密", ("down", "down", "enter"), ""),
            ("需求名称", ("长" * 101,), ""),
            ("101", ("enter",), "100"),
            ("[2/", ("backspace", "enter"), ""),
            ("[3/", ("火星",), ""),
            ("没有符合的", ("ctrl-u", "民政", "enter"), "申请单位：区民政局"),
        )
        save(t)
    data = drafted(root)
    assert (data["title"], data["unit"]) == ("长" * 100, "mzj")


def test_an_amount_that_can_be_misread_is_not_taken(root: Path) -> None:
    with at(root) as t:
        begin(t)
        skip_to(t, "预算明细")
        add_budget_line(t, "软件开发", "软件开发", "12.5")
        answer(
            t,
            ("125000", ("enter",), ""),
            ("12.5万", ("ctrl-u", "十几万"), ""),
            ("“十几万”看不出是多少金额", ("enter", "ctrl-u", "48"), ""),
            ("48 元", ("enter",), ""),
            ("请输入 48万", ("万",), ""),
            ("480,000 元", ("enter",), ""),
            ("测算依据", ("enter",), "完成，合计 480,000 元"),
        )
        save(t)
    assert drafted(root)["budget"]["items"] == [{"name": "软件开发", "kind": "software", "amount": 480000}]


@pytest.mark.parametrize(
    ("typed", "yuan"),
    [("三十二万", 320000), ("32万", 320000), ("３２万", 320000), ("1,200", 1200), ("叁拾贰万元整", 320000)],
)
def test_an_amount_as_people_write_it(root: Path, typed: str, yuan: int) -> None:
    with at(root) as t:
        begin(t)
        skip_to(t, "预算明细")
        add_budget_line(t, "软件开发", "软件开发", typed)
        answer(t, (f"＝ {yuan:,} 元", ("enter",), ""), ("测算依据", ("enter",), f"完成，合计 {yuan:,} 元"))
        save(t)
    assert drafted(root)["budget"]["items"][0]["amount"] == yuan


@pytest.mark.parametrize("blank", [" ", "\u3000"])
def test_space_chooses_nothing_where_one_is_to_be_chosen(root: Path, blank: str) -> None:
    """It marks rows of other lists: here it leaves the row where it is, so that Enter takes what was seen."""
    with at(root) as t:
        t.see("是否涉密")
        t.press("down", "down")
        t.see("> 否")
        t.press(blank)
        t.see("> 否", "按回车选定")
        t.press("enter")
        t.see("[2/", "需求名称")
        t.press("养老", "enter")
        t.see("[3/", "申请单位")
        t.press("民政", blank)
        t.see("> 区民政局")
        t.press("enter")
        t.see("[4/", "联合申请单位")
        t.press("ctrl-c")
        assert t.end() == 130


def test_a_telephone_number_that_is_too_short_is_not_taken(root: Path) -> None:
    with at(root) as t:
        begin(t)
        skip_to(t, "联系人姓名")
        answer(
            t,
            ("联系人姓名", ("张三", "enter"), ""),
            ("联系电话", ("5610", "enter"), "至少"),
            ("7", ("0000", "enter"), ""),
            ("以上内容对吗", ("enter",), ""),
        )
        assert t.end() == 0
    assert drafted(root)["contact"]["phone"] == "56100000"


def break_off(t: Terminal, how: str) -> None:
    """End the program in one of the ways in which a form is left unfinished."""
    if how == "ctrl-c":
        t.press("ctrl-c")
        assert t.end() == 130
        assert "已经存下" in t.everything
    elif how == "closed":
        t.child.close(force=False)
    else:
        t.child.kill(getattr(signal, how))
        t.end()
    assert "Traceback" not in t.everything


@pytest.mark.parametrize("how", ["ctrl-c", "SIGHUP", "SIGTERM", "SIGKILL", "closed"])
def test_what_was_entered_is_kept_and_offered_the_next_time(root: Path, how: str) -> None:
    with at(root) as t:
        begin(t)
        skip_to(t, "预算明细")
        add_budget_line(t, "软件开发", "软件开发", "48万")
        t.press("enter")
        answer(t, ("测算依据", ("半句",), "半句"))
        break_off(t, how)
    assert requests(root) == []
    (file,) = kept(root)
    assert [stat.S_IMODE(place.stat().st_mode) for place in (file, file.parent)] == [0o600, 0o700]
    with at(root) as t:
        answer(
            t,
            ("上次有一份需求没有填完", (), "> 继续上次未完成的填写：养老服务智能填表（区民政局"),
            ("没有填完", ("enter",), "修改：软件开发  480,000 元"),
            ("预算明细", ("down", "enter"), ""),
            ("联系人姓名", ("张三",), ""),
        )
        save(t)
    data = drafted(root)
    assert (data["title"], data["unit"], data["category"]) == ("养老服务智能填表", "mzj", "scenario")
    assert data["budget"]["items"] == [{"name": "软件开发", "kind": "software", "amount": 480000}]
    assert kept(root) == []


@pytest.mark.parametrize("how", ["ctrl-c", "SIGHUP", "SIGTERM"])
def test_a_line_that_was_not_ended_is_kept_as_well(root: Path, how: str) -> None:
    with at(root) as t:
        t.see("是否涉密")
        t.press("down", "down", "enter")
        t.see("需求名称")
        t.press("半个名称")
        t.see("半个名称")
        break_off(t, how)
    with at(root) as t:
        t.see("上次有一份需求没有填完")
        t.press("enter")
        t.see("需求名称", "> 半个名称")


def test_a_new_one_may_be_begun_and_the_old_one_thrown_away(root: Path) -> None:
    with at(root) as t:
        begin(t)
        t.press("ctrl-c")
        t.end()
    with at(root) as t:
        t.see("没有填完")
        t.press("down", "enter")
        t.see("是否涉密")
        t.press("ctrl-c")
        assert t.end() == 130
    assert len(kept(root)) == 1
    with at(root) as t:
        t.see("没有填完")
        t.press("down", "down", "enter")
        t.see("是否涉密")
        assert kept(root) == []


def test_everything_may_be_thrown_away_at_the_end(root: Path) -> None:
    with at(root) as t:
        begin(t)
        t.press("ctrl-x")
        t.see("以上内容对吗")
        t.press("end", "enter")
        t.see("全部丢弃吗")
        t.press("down", "enter")
        assert t.end() == 0
    assert (requests(root), kept(root)) == ([], [])


def test_a_classified_project_leaves_no_trace(root: Path) -> None:
    with at(root, "--title", "秘密的事") as t:
        t.see("是否涉密")
        t.press("down", "enter")
        assert t.end() == 1
        assert "第二条" in t.everything
    assert (requests(root), kept(root)) == ([], [])


def test_a_broken_state_file_is_passed_over(root: Path) -> None:
    folder = unfinished.folder(root)
    folder.mkdir(parents=True)
    for name, text in {
        "a": "{", "b": "[]", "c": '{"version": 1, "year": 2027, "answers": {}, "asked": [1]}', "d": "[" * 5000,
        "e": '{"version": 2, "year": 2027, "answers": {}, "asked": []}',
    }.items():  # fmt: skip
        (folder / f"{name}.json").write_text(text, encoding="utf-8")
    with at(root) as t:
        t.see("是否涉密")


def test_answers_that_no_longer_fit_are_asked_again(root: Path) -> None:
    with at(root) as t:
        begin(t)
        t.press("ctrl-c")
        t.end()
    units = root / "catalog/units.yaml"
    units.write_text(units.read_text(encoding="utf-8").replace("code: mzj\n", "code: mzjx\n"), encoding="utf-8")
    with at(root) as t:
        t.see("没有填完")
        t.press("enter")
        t.see("[3/", "申请单位")


def test_earlier_contacts_of_the_unit_are_offered(root: Path) -> None:
    shutil.copytree(REPOSITORY / "requests/2027", root / "requests/2027")
    sample = loader.load((root / "requests/2027/2027-mzj-001.yaml").read_bytes(), "").data
    with at(root, "--year", "2027") as t:
        begin(t)
        skip_to(t, "联系人")
        t.see(f"> {sample['contact']['name']}  {sample['contact']['phone']}", "见 2027-mzj-001", "其他人")
        t.press("enter")
        t.see("以上内容对吗")
        t.read(sample["contact"]["phone"])


def test_a_few_yuan_are_taken_when_they_are_meant(root: Path) -> None:
    with at(root) as t:
        begin(t)
        skip_to(t, "预算明细")
        add_budget_line(t, "工本费", "软件开发", "48")
        t.press("enter")
        t.see("再按一次")
        t.press("enter")
        t.see("测算依据")


def test_what_is_given_but_not_enough_is_said(root: Path) -> None:
    with at(root) as t:
        begin(t)
        skip_to(t, "资金来源")
        t.press(" ", "down", " ", "enter")
        t.read("资金来源：区级财政性资金、上级专项资金")
        skip_to(t, "数据资源")
        t.press("不涉及", "enter")
        t.see("提示：", "理由")
        t.read("数据资源：不涉及")
        skip_to(t, "预算明细")
        add_budget_line(t, "软件开发", "软件开发", "48万")
        t.press("enter")
        t.see("第 1 项 资金来源", "上级专项资金")
        assert "非财政性资金" not in t.shown  # not among the sources named before
        t.press("down", "enter", "enter")
        t.see("完成，合计 480,000 元")
        t.press("ctrl-x")
        t.see("以上内容对吗")
        t.read("提示：", "理由")


def test_the_unit_of_the_last_request_is_marked_the_next_time(root: Path) -> None:
    with at(root) as t:
        begin(t)
        t.press("ctrl-x")
        t.see("以上内容对吗")
        t.press("down", "enter")
        assert t.end() == 0
    with at(root) as t:
        t.see("是否涉密")
        t.press("down", "down", "enter")
        t.see("需求名称")
        t.press("enter")
        t.see("> 区民政局")
        t.press("enter")
        t.read("申请单位：区民政局")


def test_text_from_files_cannot_steer_the_terminal(root: Path) -> None:
    with at(root) as t:
        begin(t)
        t.press("ctrl-c")
        t.end()
    (file,) = kept(root)
    data = json.loads(file.read_text())
    data["answers"]["title"] = "\x1b]0;owned\x07\x1b[2J坏\u202e名\u200b"
    file.write_text(json.dumps(data))
    with at(root) as t:
        t.see("没有填完", "\\u202e", "\\u200b")
        t.press("enter")
        t.see("[2/", "需求名称")  # no such title may stand, so it is asked again
    assert b"\x1b]0;owned" not in t.raw
    assert "\u202e".encode() not in t.raw


def test_a_catalog_that_could_steer_the_terminal_is_not_used(root: Path) -> None:
    units = root / "catalog/units.yaml"
    units.write_text(units.read_text(encoding="utf-8").replace("区民政局", '"\\e[2J坏"', 1), encoding="utf-8")
    with at(root) as t:
        assert t.end() == 2
    assert b"\x1b[2J" not in t.raw


@pytest.mark.parametrize(("columns", "rows"), [(80, 24), (40, 12), (24, 10), (200, 60)])
def test_any_size_of_terminal_shows_the_row_one_is_at(root: Path, columns: int, rows: int) -> None:
    with at(root, columns=columns, rows=rows) as t:
        begin(t)
        skip_to(t, "引用赋能")
        t.press(*["down"] * 25)
        t.find(r"^> \[ \] .*cap-26$")
        assert all(line.startswith(("> [", "  [")) for line in t.lines if "[ ]" in line)
        t.press("end")
        t.see("cap-38")
        t.press("down")  # from the last to the first
        t.see("> [ ] “宝你会”一件事")


def test_wide_characters_keep_their_columns(root: Path) -> None:
    with at(root, columns=40) as t:
        t.see("是否涉密")
        t.press("down", "down", "enter")
        t.see("需求名称")
        t.press("一二三四五六七八九十" * 3)
        t.see("七八九十")
        text = "".join(line.removeprefix("> ").rstrip() for line in t.lines if "一二" in line or "九十" in line)
        assert "一二三四五六七八九十" in text
        t.press("left", "left", "backspace")
        t.see("九十")
        t.press("enter")
        t.read("需求名称：")
        t.press("ctrl-c")
        t.end()
    (file,) = kept(root)
    title = json.loads(file.read_text())["answers"]["title"]
    assert title == "一二三四五六七八九十" * 2 + "一二三四五六七九十"


@pytest.mark.parametrize(("arguments", "more"), [((), {"NO_COLOR": "1"}), (("--no-color",), {})])
def test_without_colours_where_that_is_wished(root: Path, arguments: tuple[str, ...], more: dict[str, str]) -> None:
    with at(root, *arguments, **more) as t:
        begin(t)
        t.press("enter", "ctrl-c")
        t.end()
    assert not re.findall(rb"\x1b\[(?:\d+;)*(?:3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]", t.raw)


def test_a_terminal_that_can_only_print_gets_numbers(root: Path) -> None:
    with at(root, TERM="dumb", rows=200) as t:
        t.see("[1/", "1. 是", "2. 否", "是否涉密：")
        for answer, said in (
            ("也许", "“也许”不在所列选项之中"),
            ("否", "需求名称："),
            ("养老", "[3/"),
            ("民政", "[4/"),
            ("<", "*"),
            ("", "申请单位：区民政局"),
            ("", "场景开发类"),
            ("2", "项目性质"),
            ("新建开发、系统集成", "项目性质：新建开发、系统集成"),
            (">", "以上内容对吗"),
        ):
            t.press(answer, "enter")
            t.see(said)
        t.press("2", "enter")
        assert t.end() == 0
    assert b"\x1b" not in t.raw
    assert drafted(root)["nature"] == ["new", "system_integration"]


def test_broken_off_at_a_plain_terminal(root: Path) -> None:
    with at(root, TERM="dumb", rows=200) as t:
        t.see("是否涉密：")
        t.press("2", "enter")
        t.see("需求名称：")
        t.press("养老", "enter")
        t.see("[3/", "申请单位：")
        t.press("ctrl-c")
        assert t.end() == 130
        assert "Traceback" not in t.everything
    assert len(kept(root)) == 1


def test_a_supplementary_request_is_made_with_the_centre(root: Path) -> None:
    with at(root) as t:
        begin(t, category="补充需求")
        skip_to(t, "创新应用级别")
        t.press("down", "enter")
        t.see("批准日期")
        t.press("2026/2/30", "enter")
        t.see("2026-02-30")
        t.press("ctrl-u", "2026/2/28", "enter")
        t.see("批准机关")
        t.press("区政府", "enter")
        t.see("预算明细")
        t.press("ctrl-x")
        t.see("以上内容对吗")
        t.press("down", "enter")
        assert t.end() == 0
    data = drafted(root)
    assert data["joint_units"] == ["zwzx"]
    assert data["supplementary"] == {"level": "municipal", "approval": {"date": "2026-02-28", "authority": "区政府"}}


def test_what_the_line_says_is_not_asked(root: Path) -> None:
    with at(root, "--unit", "mzj", "--category", "work_point", "--title", "x") as t:
        t.see("是否涉密")
        t.press("down", "down", "enter")
        t.see("联合申请单位")
        t.press("enter")
        t.see("项目性质")
        skip_to(t, "应用范畴")
        t.press("其他")
        t.see("> [ ] 其他")
        t.press(" ", "enter")
        t.see("其他应用范畴")
        t.press("无障碍", "ctrl-x")
        t.see("以上内容对吗")
        t.press("down", "enter")
        assert t.end() == 0
    data = drafted(root)
    assert (data["title"], data["scopes"]) == ("x", ["other"])
