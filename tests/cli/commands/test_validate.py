"""`bwtb validate`: what it says, where, and with which exit code."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable

import pytest

from bwtb.checking.report import FORMATS
from tests.helpers.checkout import Checkout
from tests.world import A, path_of

Run = Callable[..., tuple[int, str, str]]
ONE = path_of(A)


def codes(out: str) -> list[str]:
    return [f["code"] for f in json.loads(out)["findings"]]


def test_the_samples_are_valid(bwtb: Run, samples: Checkout) -> None:
    code, out, err = bwtb("validate", "--format", "json")
    found = json.loads(out)
    assert (code, err) == (0, "")
    assert {f["severity"] for f in found["findings"]} <= {"warning"}
    assert found["summary"]["files"] >= 25
    assert found["summary"]["errors"] == 0


def test_text_shows_the_place_the_line_and_what_to_do(bwtb: Run, samples: Checkout) -> None:
    samples.change(ONE, "unit: mzj", "unit: 民政局")
    code, out, _err = bwtb("validate", ONE)
    line = next(
        n for n, text in enumerate((samples.root / ONE).read_text(encoding="utf-8").splitlines(), 1) if "民政局" in text
    )
    lines = out.splitlines()
    assert code == 1
    assert lines[0] == f"{ONE}:{line}:7: error CODE_UNKNOWN  unit (申请单位)"
    assert lines[2:4] == [f"{line:>5} | unit: 民政局", "      |       ^"]
    assert "Did you mean mzj (区民政局)?" in lines[4]
    assert lines[-1] == "1 file checked: 1 error, 0 warnings."


def test_the_caret_stands_below_a_character_after_wide_ones(bwtb: Run, samples: Checkout) -> None:
    samples.change(ONE, "title: ", "title: 民政\u200b")
    _code, out, _err = bwtb("validate", ONE)
    shown, caret = out.splitlines()[2:4]
    assert "民政\\u200b" in shown
    assert caret == "      | " + " " * (len("title: ") + 2 * 2) + "^"


def test_chinese(bwtb: Run, samples: Checkout) -> None:
    samples.change(ONE, "unit: mzj", "unit: 民政局")
    _code, out, _err = bwtb("--lang", "zh", "validate", ONE)
    assert "错误 CODE_UNKNOWN  申请单位" in out
    assert "处理办法：是否想填 mzj（区民政局）？" in out


def test_articles_are_cited(bwtb: Run, samples: Checkout) -> None:
    samples.change(ONE, "classified: false", "classified: true")
    code, out, _err = bwtb("--lang", "zh", "validate", ONE)
    assert code == 1
    assert "请勿提交该文件" in out
    assert "依据：管理办法第二条" in out
    _code, out, _err = bwtb("validate", ONE, "--format", "json")
    (finding,) = json.loads(out)["findings"]
    assert set(finding) >= {"code", "severity", "path", "line", "column", "pointer", "message", "hint", "article"}
    assert (finding["article"], finding["pointer"]) == ("art-02", "/scope/classified")


def test_a_warning_alone_is_fine_unless_strict(bwtb: Run, samples: Checkout) -> None:
    draft = "requests/2027/2027-gjz-001.yaml"
    samples.change(draft, "contact: {name: 顾志明, ", "contact: {")
    code, out, _err = bwtb("validate", draft, "--format", "json")
    assert (code, codes(out)) == (0, ["DRAFT_INCOMPLETE"])
    assert bwtb("validate", draft, "--strict")[0] == 1


def test_quiet_says_the_total_or_nothing(bwtb: Run, samples: Checkout) -> None:
    assert bwtb("validate", "-q", ONE) == (0, "", "")
    samples.change(ONE, "unit: mzj", "unit: 民政局")
    assert bwtb("validate", "-q", ONE)[1] == "1 file checked: 1 error, 0 warnings.\n"


def test_one_bad_file_does_not_hide_the_others(bwtb: Run, samples: Checkout) -> None:
    (samples.root / ONE).write_bytes("标题: 养老".encode("gbk"))
    samples.change("requests/2027/2027-sfj-001.yaml", "unit: sfj", "unit: sfjj")
    code, out, _err = bwtb("validate", "requests", "--format", "json")
    assert code == 1
    assert {"FILE_ENCODING", "CODE_UNKNOWN"} <= set(codes(out))


def test_paths(
    bwtb: Run, samples: Checkout, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "x.yaml").write_text("a: 1\n", encoding="utf-8")
    for path, words in ((str(other / "x.yaml"), "outside the registry"), ("requests/none.yaml", "There is no")):
        code, out, err = bwtb("validate", path)
        assert (code, out) == (2, "")
        assert words in err
    monkeypatch.chdir(samples.root / "requests/2027")
    assert "1 file checked" in bwtb("validate", "2027-mzj-001.yaml")[1]
    monkeypatch.chdir(other)
    assert "1 file checked" in bwtb("validate", str(samples.root / ONE))[1]
    assert "1 file checked" in bwtb("validate", str(samples.root / ONE), "--registry", str(samples.root))[1]


def test_nothing_to_check_is_said(bwtb: Run, samples: Checkout) -> None:
    (samples.root / "README.md").write_text("x", encoding="utf-8")
    code, out, err = bwtb("validate", "README.md")
    assert (code, out) == (0, "")
    assert "nothing to check" in err


def test_usage(bwtb: Run, samples: Checkout) -> None:
    assert bwtb("validate", "--staged", ONE)[0] == 2
    assert bwtb("validate", "--staged", "--since", "HEAD")[0] == 2
    assert bwtb("validate", "--format", "xml")[0] == 2
    assert bwtb("validate", "--since", "nowhere")[0] == 2
    assert bwtb("validate", "-o", f"{ONE}/found")[0] == 2


def test_output_goes_to_a_file(bwtb: Run, samples: Checkout) -> None:
    samples.change(ONE, "unit: mzj", "unit: 民政局")
    code, out, _err = bwtb("validate", ONE, "--format", "json", "-o", "found.json")
    assert (code, out) == (1, "")
    assert codes((samples.root / "found.json").read_text(encoding="utf-8")) == ["CODE_UNKNOWN"]


@pytest.mark.parametrize("format", FORMATS)
def test_every_format_says_it_on_the_terminal_and_in_a_file(bwtb: Run, samples: Checkout, format: str) -> None:
    samples.change(ONE, "unit: mzj", "unit: 民政局")
    code, out, err = bwtb("validate", ONE, "--format", format)
    assert (code, err) == (1, "")
    assert "CODE_UNKNOWN" in out
    assert bwtb("validate", ONE, "--format", format, "-o", "found")[:2] == (1, "")
    assert (samples.root / "found").read_text(encoding="utf-8") == out


def test_no_format_sends_a_terminal_what_it_would_obey(bwtb: Run, samples: Checkout) -> None:
    samples.change(ONE, "unit: mzj", 'unit: "\\e[31m"')
    for format in ("text", *FORMATS):
        assert "\x1b" not in bwtb("validate", ONE, "--format", format)[1]


def test_staged_reads_the_index_not_the_work_tree(bwtb: Run, samples: Checkout) -> None:
    assert bwtb("validate", "--staged", "--format", "json")[0] == 0
    samples.change(ONE, "unit: mzj", "unit: 民政局")
    code, out, _err = bwtb("validate", "--staged", "--format", "json")
    assert (code, json.loads(out)["summary"]["files"]) == (0, 0)
    samples.git("add", ".")
    samples.change(ONE, "unit: 民政局", "unit: mzj")
    code, out, _err = bwtb("validate", "--staged", "--format", "json")
    assert (code, codes(out)) == (1, ["CODE_UNKNOWN"])
    assert json.loads(out)["summary"]["files"] == 1


def test_staged_before_the_first_commit(bwtb: Run, samples: Checkout) -> None:
    shutil.rmtree(samples.root / ".git")
    samples.git("init", "-q")
    samples.git("add", ONE)
    assert json.loads(bwtb("validate", "--staged", "--format", "json")[1])["summary"]["files"] == 1


def test_since_sees_commits_edits_and_new_files(bwtb: Run, samples: Checkout) -> None:
    assert json.loads(bwtb("validate", "--since", "HEAD", "--format", "json")[1])["summary"]["files"] == 0
    samples.change(ONE, "unit: mzj", "unit: 民政局")
    samples.git("commit", "-q", "-am", "edit")
    samples.change("requests/2027/2027-sfj-001.yaml", "unit: sfj", "unit: sfjj")
    shutil.copy(samples.root / "requests/2027/2027-wjw-001.yaml", samples.root / "requests/2027/2027-wjw-002.yaml")
    (samples.root / "requests/2027/2027-jw-001.yaml").unlink()
    code, out, _err = bwtb("validate", "--since", "HEAD~1", "--format", "json")
    found = {f["path"].rsplit("/", 1)[-1]: f["code"] for f in json.loads(out)["findings"]}
    assert code == 1
    assert found == {
        "2027-mzj-001.yaml": "CODE_UNKNOWN",
        "2027-sfj-001.yaml": "CODE_UNKNOWN",
        "2027-wjw-002.yaml": "ID_DUPLICATE",
    }
    assert json.loads(out)["summary"]["files"] == 3


def test_a_changed_attachment_or_catalog_checks_what_rests_on_it(bwtb: Run, samples: Checkout) -> None:
    attachment = next(p for p in sorted((samples.root / "requests/2027/2027-fgw-001").iterdir()) if p.is_file())
    attachment.write_bytes(attachment.read_bytes() + b" ")
    code, out, _err = bwtb("validate", "--since", "HEAD", "--format", "json")
    assert (code, codes(out)) == (1, ["ATTACHMENT_HASH"])
    samples.git("checkout", "-q", ".")
    samples.change("catalog/units.yaml", "- code: mzj\n", "- code: mz\n")
    code, out, _err = bwtb("validate", "--since", "HEAD", "--format", "json")
    assert code == 1
    assert "CODE_UNKNOWN" in codes(out)


def test_no_filter_of_the_checkout_is_run(bwtb: Run, samples: Checkout) -> None:
    canary = samples.root / "canary"
    (samples.root / ".gitattributes").write_text("* filter=x diff=x\n", encoding="utf-8")
    for key in ("filter.x.clean", "filter.x.smudge", "filter.x.process", "diff.x.textconv", "core.fsmonitor"):
        samples.git("config", key, f"touch {canary}; cat")
    samples.change(ONE, "title: ", "title: 新")
    bwtb("validate", "--since", "HEAD")
    bwtb("validate", "--staged")
    assert not canary.exists()


def test_links_are_refused(bwtb: Run, samples: Checkout) -> None:
    (samples.root / ONE).rename(samples.root / "elsewhere.yaml")
    (samples.root / ONE).symlink_to("../../elsewhere.yaml")
    code, out, _err = bwtb("validate", "--format", "json")
    assert code == 1
    assert codes(out)[0] == "FILE_LINK"
    samples.git("add", ".")
    assert codes(bwtb("validate", "--staged", "--format", "json")[1]) == ["FILE_LINK"]


@pytest.mark.parametrize(("encoding", "place"), [("gb18030", "3:8"), ("utf-16", "1:1")])
def test_the_line_is_shown_in_whatever_encoding_it_was_saved(
    bwtb: Run, samples: Checkout, encoding: str, place: str
) -> None:
    text = (samples.root / ONE).read_text(encoding="utf-8")
    (samples.root / ONE).write_bytes(text.encode(encoding))
    lines = bwtb("validate", ONE)[1].splitlines()
    assert lines[0] == f"{ONE}:{place}: error FILE_ENCODING"
    number = int(place.partition(":")[0])
    assert lines[2] == f"{number:>5} | {text.splitlines()[number - 1]}"
    assert lines[3].endswith("^")


def test_the_hint_for_an_ambiguous_value_is_that_of_its_field(bwtb: Run, samples: Checkout) -> None:
    samples.change(ONE, 'phone: "021-55550101"', "phone: 02155550101")
    samples.change(ONE, "new_system: false", "new_system: no")
    out = bwtb("validate", ONE)[1]
    assert 'What to do: Put it in quotes: "02155550101".' in out
    assert "What to do: Write false." in out


@pytest.mark.parametrize(
    ("old", "new", "helps"),
    [
        ("unit: mzj", "unit：mzj", True),
        ("title: ", "title: \u200b", True),
        ("date: 2026-08-20", "date: 2026/8/20", True),
        ("amount: 480000", "amount: 480000.50", False),  # nobody but a person can round it
        ("unit: mzj", "unit: mzjj", False),
    ],
)
def test_what_need_not_be_typed_is_said(bwtb: Run, samples: Checkout, old: str, new: str, helps: bool) -> None:
    samples.change(ONE, old, new)
    code, _out, err = bwtb("validate", ONE)
    assert (code, f"`bwtb validate --fix {ONE}` puts right" in err) == (1, helps), err
    assert bwtb("validate", ONE, "--format", "json")[2] == ""
    assert bwtb("validate", ONE, "--quiet")[2] == ""
