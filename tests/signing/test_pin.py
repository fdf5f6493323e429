"""The user's own configuration, whatever stands in it: the pin is found, or it is said what is wrong; never a traceback."""

from __future__ import annotations

import pytest

from bwtb.base.errors import UserError
from bwtb.signing import pin

PIN = "sha256:" + "1" * 64
ODD = {
    "digits": b"a = " + b"9" * 5_000,
    "GBK": "# 中文\n".encode("gbk"),
    "deep": b"a = " + b"[" * 5_000,
    "no TOML": b"trust_root",
    "a date": b"trust_root = 2026-13-45",
}


def write(content: bytes) -> None:
    file = pin.config_file()
    file.parent.mkdir(parents=True)
    file.write_bytes(content)


@pytest.mark.parametrize("name", ODD)
def test_a_configuration_that_cannot_be_understood_is_named(name: str) -> None:
    write(ODD[name])
    with pytest.raises(UserError, match="cannot be read"):
        pin.find_pin(None)


def test_a_configuration_is_not_written_anew_where_it_cannot_be_read() -> None:
    write(ODD["GBK"])
    with pytest.raises(UserError, match="cannot be read"):
        pin.remember(PIN)
    assert pin.config_file().read_bytes() == ODD["GBK"]


@pytest.mark.parametrize("before", [b"", b"# x\n", b'trust_root = "sha256:"\n', b'a = 1\ntrust_root = "x"\n'])
def test_what_is_remembered_is_found(before: bytes) -> None:
    write(before)
    pin.remember(PIN)
    assert pin.find_pin(None) == PIN


@pytest.mark.parametrize("large", [b"#" * 100_000, b"\n" * 1_000_000])
def test_a_configuration_that_is_too_large_is_not_read(large: bytes) -> None:
    write(large)
    with pytest.raises(OSError, match="too large"):
        pin.find_pin(None)
