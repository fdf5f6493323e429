"""Records and messages: canonical, total, and nothing else passes for one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bwtb.signing.record import (
    DECISIONS,
    FIRST_LINE,
    Record,
    RecordError,
    parse,
    parse_message,
    render,
    render_message,
)
from bwtb.yaml.characters import suspicious

hexes = st.text("0123456789abcdef", min_size=64, max_size=64).map("sha256:".__add__)
opinions = st.text(
    st.characters(codec="utf-8", categories=("L", "N", "P", "Zs"), exclude_characters="\u2028\u2029"), max_size=60
).filter(lambda text: not suspicious(text))
records = st.builds(
    Record,
    kind=st.just("request"),
    path=st.integers(1, 999).map(lambda n: f"requests/2027/2027-mzj-{n:03d}.yaml"),
    digest=hexes,
    catalog=hexes,
    party=st.sampled_from(["centre", "office", "bigdata"]),
    decision=st.sampled_from([d for d in DECISIONS if d != "revoke"]),
    opinion=opinions,
    keyring_version=st.integers(1, 9999),
    keyring_digest=hexes,
    nonce=st.text("0123456789abcdef", min_size=32, max_size=32),
)
ONE = Record(
    kind="request", path="requests/2027/2027-mzj-001.yaml", digest="sha256:" + "a" * 64, catalog="sha256:" + "b" * 64, party="centre", decision="approve",
    opinion="同意。“好”：'x' \\ | nonce", keyring_version=1, keyring_digest="sha256:" + "c" * 64, nonce="d" * 32,
)  # fmt: skip


def test_the_record_reads_as_plain_yaml() -> None:
    assert render(ONE).decode().splitlines() == [
        "version: 1",
        "subject:",
        "  kind: request",
        '  path: "requests/2027/2027-mzj-001.yaml"',
        "digest: sha256:" + "a" * 64,
        "catalog: sha256:" + "b" * 64,
        "party: centre",
        "decision: approve",
        "opinion: \"同意。“好”：'x' \\\\ | nonce\"",
        "keyring:",
        "  version: 1",
        "  digest: sha256:" + "c" * 64,
        'nonce: "' + "d" * 32 + '"',
    ]


def test_the_first_line_says_what_happened() -> None:
    message = render_message([ONE])
    assert message.splitlines()[0] == "bwtb sign-off v1: centre 同意 2027-mzj-001"


@given(records)
def test_a_record_survives_its_file(record: Record) -> None:
    assert parse(render(record), "x") == record


@given(st.lists(records, min_size=1, max_size=4, unique_by=lambda r: r.file_path))
def test_a_message_survives_when_one_party_speaks(several: list[Record]) -> None:
    message = render_message(several).encode()
    read = parse_message(message)
    if len({r.party for r in several}) == 1:
        assert read is not None
        assert set(read) == set(several)
    else:
        assert read is None


@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer(raw: bytes) -> None:
    assert parse_message(raw) is None
    assert parse_message(FIRST_LINE.encode() + raw) is None
    with pytest.raises(RecordError):
        parse(raw, "x")


@given(st.integers(0, 8 * len(render_message([ONE]).encode()) - 1))
def test_no_bit_of_a_message_is_loose(bit: int) -> None:
    """Any single flipped bit gives another reading or none: never the same records again."""
    raw = bytearray(render_message([ONE]).encode())
    raw[bit // 8] ^= 1 << (bit % 8)
    assert parse_message(bytes(raw)) != [ONE]


@pytest.mark.parametrize(
    "change",
    [
        ("version: 1", "version: 2"),
        ("kind: request", "kind: wish"),
        ("decision: approve", "decision: approved"),
        ('path: "requests', "path: requests"),
        ("party: centre", "party: centre "),
        ("nonce:", "extra: 1\nnonce:"),
        ("keyring:\n  version: 1", "keyring:\n  version: 01"),
        ("keyring:\n  version: 1", "keyring:\n  version: true"),
        ("digest: sha256:" + "a" * 64, "digest: SHA256:" + "a" * 64),
    ],
)
def test_a_record_has_one_spelling(change: tuple[str, str]) -> None:
    text = render(ONE).decode()
    assert change[0] in text
    with pytest.raises(RecordError):
        parse(text.replace(*change, 1).encode(), "x")
