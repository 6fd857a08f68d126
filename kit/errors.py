"""Exceptions that carry a message code and values; `kit.i18n` turns them into words."""

from collections.abc import Mapping
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

    def __reduce__(self) -> tuple[Any, ...]:
        """Let the error pass from one process to another."""
        return _again, (type(self), self.code, self.values), self.__dict__

    def __str__(self) -> str:
        details = ", ".join(f"{name}={value!r}" for name, value in self.values.items())
        return f"{self.code}({details})"


def _again(kind: type[KitError], code: str, values: Mapping[str, Any]) -> KitError:
    error = kind.__new__(kind)
    KitError.__init__(error, code, **values)
    return error


class BadInput(KitError):
    """Something a person gave cannot be used as it is; the command line exits with 2."""


class CapacityExceeded(BadInput):
    """More unique numbers were asked for than the space of a kind holds."""


class InvalidIdentifier(KitError):
    """A value is not a well-formed identifier of its kind; the code says which rule it breaks."""
