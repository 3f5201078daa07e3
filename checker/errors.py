"""Errors that a user sees: one line each, in Chinese, saying what is wrong, where, and what to do."""

from __future__ import annotations


class CheckerError(Exception):
    """A fault with a place. `str()` is the line to show."""

    def __init__(self, message: str, place: str = "", hint: str = "") -> None:
        super().__init__(message)
        self.message, self.place, self.hint = message, place, hint

    def __str__(self) -> str:
        line = f"{self.place} {self.message}" if self.place else self.message
        return " ".join(f"{line}。{self.hint}".split()) if self.hint else " ".join(line.split())


class CatalogError(CheckerError):
    """A fault in the catalogue."""


class CaseFileError(CheckerError):
    """A fault in a case file."""


class OutputError(CheckerError):
    """An output file cannot be written."""


class FaultsError(CheckerError):
    """Several faults found in one run; `str()` has one line for each."""

    def __init__(self, faults: list[CheckerError]) -> None:
        super().__init__(faults[0].message, faults[0].place, faults[0].hint)
        self.faults = tuple(faults)

    def __str__(self) -> str:
        return "\n".join(map(str, self.faults))
