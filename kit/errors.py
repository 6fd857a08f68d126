"""Exceptions that carry a message code and values; `kit.i18n` turns them into words."""

from typing import Any


class KitError(Exception):
    """A problem that a person can mend: what is wrong, where, and what to do.

    Args:
        code: Message code in the catalogues, e.g. ``"customers.unknown_profile"``.
        **values: What the message names (file, key, value, limit …).
    """

    def __init__(self, code: str, **values: Any) -> None:
        super().__init__(code, values)
        self.code = code
        self.values = values

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.code}({details})"


class BadInput(KitError):
    """Something a person gave cannot be used as it is; the command line exits with 2."""


class CapacityExceeded(BadInput):
    """More unique numbers were asked for than the space of a kind holds."""


class InvalidIdentifier(KitError):
    """A value is not a well-formed identifier of its kind; the code says which rule it breaks."""
