"""`bwtb templates export|check` as its users meet it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests import REPOSITORY

Command = Callable[..., tuple[int, str, str]]


def own(root: Path, name: str, text: str) -> None:
    (root / "templates").mkdir(exist_ok=True)
    (root / "templates" / name).write_text(text, encoding="utf-8")


def check(bwtb: Command, root: Path) -> tuple[int, str]:
    code, out, _err = bwtb("templates", "check", "--registry", str(root))
    return code, out


def test_what_is_exported_takes_effect_and_is_fine(bwtb: Command, root: Path) -> None:
    assert check(bwtb, root) == (0, "The registry has no templates of its own; the tool's own are used.\n")
    code, out, _err = bwtb("templates", "export", "--registry", str(root))
    assert code == 0
    assert "Blocks: " in out
    assert "principles" in out
    names = sorted(p.name for p in (REPOSITORY / "templates/default").iterdir())
    assert sorted(p.name for p in (root / "templates").iterdir()) == names
    assert check(bwtb, root) == (0, f"{len(names)} templates checked: fine.\n")


def test_a_chart_of_ones_own_is_fine(bwtb: Command, root: Path) -> None:
    own(
        root,
        "proposal.html.j2",
        '{% extends "default/proposal.html.j2" %}{% block principles %}{{ chart(charts.unit) }}'
        '<figure data-chart="bar"><table><tr><th>a</th><th>b</th></tr><tr><th>c</th><td>1</td></tr></table>'
        "<figcaption>{{ figure() }}</figcaption></figure>{% endblock %}",
    )
    assert check(bwtb, root) == (0, "1 template checked: fine.\n")


def test_export_leaves_what_is_there_alone(bwtb: Command, root: Path) -> None:
    own(root, "form.html.j2", "mine")
    code, out, _err = bwtb("templates", "export", "form.html.j2", "style.css.j2", "--registry", str(root))
    assert code == 0
    assert "left alone" in out
    assert (root / "templates/form.html.j2").read_text(encoding="utf-8") == "mine"
    assert (root / "templates/style.css.j2").is_file()
    code, _out, err = bwtb("templates", "export", "../form", "--registry", str(root))
    assert (code, "There is no template ../form." in err) == (2, True)


def test_one_overridden_block_is_fine(bwtb: Command, root: Path) -> None:
    own(
        root,
        "proposal.html.j2",
        '{% extends "default/proposal.html.j2" %}{% block principles %}<p>{{ proposal.year }}{{ totals.requests }}</p>{% endblock %}',
    )
    assert check(bwtb, root) == (0, "1 template checked: fine.\n")


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("proposal.html.j2", "<p>\n{{ nobody }}", "proposal.html.j2:2: nothing defines “nobody”"),
        ("proposal.html.j2", "{% if false %}{{ nobody }}{% endif %}", "nothing defines “nobody”"),
        ("proposal.html.j2", "\n\n{% for %}", "proposal.html.j2:3: "),
        ("proposal.html.j2", "{{ 1|nofilter }}", "proposal.html.j2:1: there is no filter or test “nofilter”"),
        ("proposal.html.j2", "{% extends 'nowhere.j2' %}", "there is no template “nowhere.j2”"),
        ("propsal.html.j2", "x", "no document uses it"),
        ("proposal.html.j2", "{{ proposal.yaer }}", "yaer"),
        ("form_table.html.j2", "{% macro form_table(entry, elsewhere='') %}{% endmacro %}", "“需求名称” is missing"),
        ("proposal.html.j2", '{% extends "default/proposal.html.j2" %}{% block data %}{% endblock %}', "“五、数据资源” is missing"),
        ("form.html.j2", '{% extends "default/form.html.j2" %}{% block forms %}{% endblock %}', "“需求名称” is missing"),
        ("proposal.html.j2", "{{ 1 + 'a' }}", "proposal.html.j2:1 does not work"),
        ("proposal.html.j2", "{{ 'x' * 10**11 }}", "was stopped"),
        ("proposal.html.j2", "{{ ''.__class__ }}", "unsafe"),
        ("proposal.html.j2", '<figure data-chart="bar"></figure>', "cannot be drawn"),
        ("proposal.html.j2", "<div>" * 200, "elements deep"),
        ("proposal.html.j2", "{{ " + "(" * 20000 + "1" + ")" * 20000 + " }}", "too deep"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_with_its_place(bwtb: Command, root: Path, name: str, text: str, said: str) -> None:
    own(root, name, text)
    code, out = check(bwtb, root)
    assert code == 1
    assert said in out


def test_a_file_that_is_no_text(bwtb: Command, root: Path) -> None:
    (root / "templates").mkdir()
    (root / "templates/form.html.j2").write_bytes(b"\xff\xfe")
    assert "not UTF-8" in check(bwtb, root)[1]


def test_a_chapter_that_is_gone_is_one_problem(bwtb: Command, root: Path) -> None:
    own(root, "proposal.html.j2", '{% extends "default/proposal.html.j2" %}{% block goals %}{% endblock %}')
    code, out = check(bwtb, root)
    assert code == 1
    assert [line for line in out.splitlines() if "is missing" in line] == [
        "templates/proposal.html.j2: “二、系统目标” is missing from the document"
    ]


def test_chapters_without_their_numbers_are_missed(bwtb: Command, root: Path) -> None:
    own(
        root,
        "proposal.html.j2",
        '{% extends "default/proposal.html.j2" %}{% block goals %}{% set number = none %}<h2>系统目标</h2>{% endblock %}',
    )
    assert "“二、系统目标” is missing" in check(bwtb, root)[1]
