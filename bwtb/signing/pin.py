"""The pin: the fingerprint of the keyring version that this user trusts. It never comes from the checkout (threat 22)."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from platformdirs import user_config_path

from bwtb.base.errors import UserError
from bwtb.base.files import read_bounded, write_file
from bwtb.base.messages import Message
from bwtb.signing import messages
from bwtb.signing.record import SHA256


def config_file() -> Path:
    """The user's own configuration."""
    return user_config_path("bwtb") / "config.toml"


def find_pin(option: str | None) -> str | None:
    """The fingerprint that is trusted: `--trust-root` (`option`), else BWTB_TRUST_ROOT, else the user's configuration.

    None where it is said nowhere. Nothing inside a registry is looked at. Raises UserError for what is no fingerprint.
    """
    for where, value in (
        ("--trust-root", option),
        ("BWTB_TRUST_ROOT", os.environ.get("BWTB_TRUST_ROOT")),
        (str(config_file()), _configured()),
    ):
        if value:
            return _checked(where, value.strip())
    return None


def _checked(where: str, value: str) -> str:
    if SHA256.fullmatch(value):
        return value
    raise UserError(Message(messages.NO_FINGERPRINT, where=where, value=value), Message(messages.FORM_OF_FINGERPRINT))


def _configured() -> str | None:
    with _understood():
        value = tomllib.loads(_text(config_file())).get("trust_root")
    return value if isinstance(value, str) else None


def _text(file: Path) -> str:
    """The configuration as it stands, "" where there is none. Raises OSError, and ValueError where it is no UTF-8."""
    return read_bounded(file).decode("utf-8") if file.is_file() else ""


@contextmanager
def _understood() -> Iterator[None]:
    """Inside it, a configuration that cannot be understood raises UserError: bytes, TOML, numbers of thousands of digits."""
    try:
        yield
    except (ValueError, RecursionError) as error:
        raise UserError(
            Message(messages.CONFIGURATION_UNREADABLE, path=str(config_file()), reason=str(error)),
            Message(messages.FORM_OF_CONFIGURATION),
        ) from error


def remember(fingerprint: str) -> Path:
    """Write a pin into the user's own configuration, leaving its other lines as they are. Returns the file's path."""
    checked = _checked("trust", fingerprint)
    file = config_file()
    with _understood():
        lines = _text(file).splitlines()
    kept = [line for line in lines if line.split("=", 1)[0].strip() != "trust_root"]
    write_file(file, ("\n".join([f'trust_root = "{checked}"', *kept]) + "\n").encode("utf-8"))
    return file
