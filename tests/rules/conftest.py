"""Cases are picked by their file and their Chinese name: `pytest tests/rules -k 听证`."""

from tests.rules.casebook import Case


def pytest_make_parametrize_id(val: object) -> str | None:
    return f"{val.file}-{val.name}" if isinstance(val, Case) else None
