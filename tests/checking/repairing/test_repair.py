"""Repairs: the corpus made right again, and nothing touched that needs a person."""

from __future__ import annotations

from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bwtb.base import languages
from bwtb.checking import check
from bwtb.checking.repairing.repair import Repair, repair
from bwtb.registry import catalogs
from bwtb.yaml import loader
from bwtb.yaml.pointers import above, value_at
from tests.helpers import mutations
from tests.helpers.corpus import AT, CATALOG, CORPUS, cases, expected
from tests.helpers.mutations import SAMPLES, Sample, random_fault, single_faults
from tests.helpers.sources import Memory

ATTACHMENT = {"requests/2027/2027-mzj-001/说明.pdf": b"%PDF-1.4 sample\n"}
VALID = (CORPUS / "valid/scenario.yaml").read_bytes()
LISTS = catalogs.lazily(Memory(CATALOG))[0]

# Cases of the corpus that become the valid file they were made from, byte for byte.
RESTORED = (CORPUS / "restored.txt").read_text(encoding="utf-8").split()

# Cases that become valid and are not that file: a line as it stands afterwards.
CORRECTED = {
    "amount-with-separators-in-braces": "    - {name: 电子表单预填改造, kind: software, amount: 1480000}",
    "fullwidth-braces-in-a-list": "  - {document: 某某实施方案, number: 沪府办〔2026〕12号}",
    "fullwidth-corner-brackets": "nature: [upgrade]",
    "fullwidth-quotes-around-a-telephone": "contact: {name: 联系人, phone: 021-56691234}",
    "labels-for-list": "nature: [upgrade, system_integration]",
    "phone-as-number": 'contact: {name: 联系人, phone: "13900000000"}',
    "sha256-missing-in-braces": "  - {path: 2027-mzj-001/说明.pdf, title: 需求描述附页, sha256: 00e38cfb8a98ef92d1c24ff227eb5e288c272dbbbad25d73987c578536f8ceff}",
    "signs-phone": "contact: {name: 联系人, phone: 021-56691234}",
    "text-compatibility-ideograph": "remarks: 无\u8c48其他说明。",
    "text-en-space": "remarks: 无 其他说明。",
    "text-for-list": "platforms: [channel]",
    "text-no-break-space": "remarks: 无 其他说明。",
    "text-not-nfc": "remarks: caf\u00e9",
    "text-two-kinds": "remarks: 无 其他说明。",
    "title-as-number": 'title: "2027"',
    "yaml-fullwidth-colon-first": "id: 2027-mzj-001",
    "yaml-fullwidth-colon-whole-block": "  phone: 021-56691234",
    "yaml-fullwidth-quote-with-colon": "title: '“养老服务: 一件事”'",
    "yaml-leading-zero": 'remarks: "010"',
    "yaml-on": 'remarks: "on"',
    "yaml-phone-unquoted": 'contact: {name: 联系人, phone: "02156691234"}',
    "yaml-sexagesimal": 'remarks: "1:30"',
    "two-fullwidth-colon-and-phone": 'contact: {name: 联系人, phone: "02156691234"}',
    "year-in-quotes": "    - {name: 电子表单预填改造, kind: software, amount: 480000, year: 2028}",
}


@pytest.fixture(autouse=True)
def english() -> None:
    languages.set_language("en")


def repaired(raw: bytes, path: str = AT) -> Repair | None:
    return repair(source(raw, path), path, LISTS)


def source(raw: bytes, path: str = AT) -> Memory:
    return Memory({**CATALOG, **ATTACHMENT, path: raw}, {"requests/2027/2027-mzj-001/链接.pdf"})


def of_case(name: str) -> Repair | None:
    file = CORPUS / "invalid" / f"{name}.yaml"
    return repaired(file.read_bytes(), expected(file)[0])


@pytest.mark.parametrize("name", RESTORED)
def test_restored(name: str) -> None:
    done = of_case(name)
    assert done is not None
    assert done.after.decode() == VALID.decode()


@pytest.mark.parametrize(("name", "line"), CORRECTED.items())
def test_corrected(name: str, line: str) -> None:
    done = of_case(name)
    assert done is not None
    assert line in done.after.decode().splitlines()
    assert check.check_source(source(done.after), [AT]) == []


@pytest.mark.parametrize(
    "file", [f for f in cases("invalid") if f.stem not in {*RESTORED, *CORRECTED}], ids=lambda f: f.stem
)
def test_what_needs_a_person_is_left_alone(file: Path) -> None:
    assert of_case(file.stem) is None


@pytest.mark.parametrize("file", cases("valid"), ids=lambda f: f.stem)
def test_what_is_valid_is_left_alone(file: Path) -> None:
    assert repaired(file.read_bytes(), expected(file)[0]) is None


def test_comments_and_layout_stay() -> None:
    commented = VALID.replace(b"unit: mzj\n", "unit:   区民政局   # 申请单位\n".encode(), 1)
    done = repaired(commented)
    assert done is not None
    assert done.after == VALID.replace(b"unit: mzj\n", "unit:   mzj   # 申请单位\n".encode(), 1)


def test_a_checksum_that_differs_is_never_replaced() -> None:
    assert repaired(VALID.replace(b"00e38cfb", b"00e38cfc")) is None


def test_several_at_once() -> None:
    wrong = VALID.decode().replace("category: scenario", "category：场景开发类").replace("2026-08-20", "2026年8月20日")
    wrong = wrong.replace("amount: 20000", "amount: 20,000").replace("new_system: false", "new_system: 否")
    done = repaired(wrong.replace("\n", "\r\n").encode("gb18030"))
    assert done is not None
    assert done.after.decode() == VALID.decode()
    assert done.done[0].code == "FILE_ENCODING"
    assert len(done.done) == 7


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("date: 2026-08-20", "date: 2026年2月30日"),  # no such day
        ("amount: 20000", "amount: 010"),  # eight or ten
        ("amount: 20000", "amount: 2.00005万元"),  # half a yuan
        ("unit: mzj\n", "unit: 区民\n"),  # only like a name
        ("capabilities: [cap-06", "capabilities: [cap-60"),  # another number
        ("new_system: false", "new_system: 0"),
        ("quantity: 4", "quantity: 4万元"),
        ("public_data: true", "public_data: 不涉密"),  # the answer to another question
    ],
)
def test_what_could_mean_two_things_is_left_alone(before: str, after: str) -> None:
    assert repaired(VALID.decode().replace(before, after, 1).encode()) is None


def test_tabs_that_could_mean_two_depths_are_left_alone() -> None:
    wrong = VALID.replace(b"  content: |\n", b"  content: |\n    a\n\t\tb\n")
    assert repaired(wrong) is None


def test_utf_8_with_a_broken_byte_is_never_taken_for_another_encoding() -> None:
    wide = [index for index, byte in enumerate(VALID) if byte > 0x7F]
    for index in wide[::7]:
        broken = VALID[:index] + VALID[index + 1 :]
        assert repaired(broken) is None
        assert [f.code for f in check.check_source(source(broken), [AT])] == ["FILE_ENCODING"]


LINES = VALID.decode().splitlines(keepends=True)
DAMAGE = st.sampled_from([
    (": ", "："), ("  ", "\t"), (" ", "\u00a0"), ("养老", "养\u200b老"), ("\n", "\r\n"), ("false", "no"), ("mzj", "区民政局"),
    ("480000", "480,000"), ("2026-08-20", "2026/8/20"), ('"021-56691234"', "02156691234"), ("cap-06", "“智能填表”"),
])  # fmt: skip


@given(st.lists(st.tuples(st.integers(0, len(LINES) - 1), DAMAGE), max_size=5))
@settings(max_examples=30)
def test_a_repair_never_makes_a_file_worse(damage: list[tuple[int, tuple[str, str]]]) -> None:
    lines = list(LINES)
    for number, (old, new) in damage:
        lines[number] = lines[number].replace(old, new)
    raw = "".join(lines).encode()
    done = repaired(raw)
    if done is None:
        return
    before, after = (loader.load(r, AT) for r in (raw, done.after))
    errors = [[f.code for f in check.check_source(source(r), [AT])] for r in (raw, done.after)]
    assert after.data is not None or before.data is None
    assert done.done
    assert before.data is None or len(errors[1]) <= len(errors[0]) + 1
    assert repaired(done.after) is None


CHANGES_THE_WHOLE_FILE = (
    "FILE_ENCODING",
    "FILE_LINE_ENDINGS",
    "YAML_TAB",
    "TEXT_SPACE",
    "TEXT_INVISIBLE",
    "TEXT_NOT_NFC",
)


@st.composite
def faulty(draw: st.DrawFn) -> tuple[Sample, str]:
    """A valid request with one or two things done to it, as they happen while typing."""
    sample = draw(st.sampled_from(SAMPLES))
    random = draw(st.randoms(use_true_random=False))
    text = sample.text
    for _fault in range(draw(st.integers(1, 2))):
        if draw(st.booleans()):
            text = random_fault(text, random) or sample.text
        else:
            text = random.choice([faulty for _what, faulty in single_faults(text)] or [text])
    return sample, text


def without_checksums(was: list[str], now: list[str]) -> list[str]:
    """The lines of now without those that a repair has added for a checksum."""
    kept = []
    for _what, start, end, begin, stop in SequenceMatcher(None, was, now, autojunk=False).get_opcodes():
        lines, more = now[begin:stop], (stop - begin) - (end - start)
        while more > 0 and (checksums := [line for line in lines if "sha256: " in line]):
            lines.remove(checksums[-1])
            more -= 1
        kept += lines
    return kept


def mended_names(raw: bytes, done: Repair) -> set[str]:
    """The pointers of the fields whose names a repair has put right."""
    was, now = loader.load(raw, AT).data, loader.load(done.after, AT).data
    groups = {above(f.pointer) for f in done.done if f.code == "FIELD_UNKNOWN"}
    names = ((g, value_at(now, g), value_at(was, g)) for g in groups)
    return {f"{g}/{key}" for g, new, old in names if isinstance(new, dict) for key in new.keys() - (old or {}).keys()}


@given(faulty())
@settings(max_examples=200)
def test_a_repair_of_any_fault_has_one_right_answer(case: tuple[Sample, str]) -> None:
    sample, text = case
    raw = text.encode()
    registry = mutations.source(sample.path, raw)
    done = repair(registry, sample.path, LISTS)
    found = mutations.findings(sample.path, raw)
    before = [f for f in found if f.severity == "error"]
    if done is None:
        return
    after = [f for f in mutations.findings(sample.path, done.after) if f.severity == "error"]
    assert before or {f.code for f in found} & {"FIELD_SIGNS", "DRAFT_INCOMPLETE"}, "a valid file is left alone"
    # What a wrong value hid may now be seen, and what stands below a name that was misspelt.
    seen_now = [f for f in after if f"{f.pointer}/".startswith(tuple(f"{name}/" for name in mended_names(raw, done)))]
    assert len(after) - len(seen_now) <= len(before) or loader.load(raw, AT).data is None
    assert repair(mutations.source(sample.path, done.after), sample.path, LISTS) is None, "all is done at once"
    if not any(f.code in CHANGES_THE_WHOLE_FILE for f in done.done):
        was, now = text.split("\n"), done.after.decode().split("\n")
        now = without_checksums(was, now)
        assert len(was) == len(now), "comments and layout stay"
        assert sum(a != b for a, b in zip(was, now, strict=True)) <= len(done.done) + text.count("：")
