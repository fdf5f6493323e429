"""The one exception that means "the user must act"."""

from __future__ import annotations


class UserError(Exception):
    """Raised where the program cannot go on until somebody does something: usage, configuration, environment.

    `message` says what is the matter, `hint` what to do; both are translated. Caught in `cli.app`, exit code 2.
    """

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
