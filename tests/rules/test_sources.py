"""The numbers and days of the catalogue stand in the articles they cite, but for those listed with a reason."""

from dataclasses import replace
from datetime import date

import pytest

from checker.catalog.catalogue import Catalogue
from checker.cli.common import DEFAULT_LAYER
from checker.opening import every_checker
from tests.rules.sources import KNOWN, LAW, unsupported

pytestmark = pytest.mark.skipif(not LAW.is_dir(), reason=f"法律文本不在 {LAW}，未核对数值和日期的出处")


def test_what_no_article_bears_out_is_listed_with_its_reason() -> None:
    found = {fault for ready in every_checker(DEFAULT_LAYER) for fault in unsupported(ready.catalogue)}
    assert found == set(KNOWN)


def test_a_number_that_the_article_does_not_say_is_found(catalogue: Catalogue) -> None:
    table = catalogue.tables["hearing_request_window"]
    wrong = replace(table, rows=(*table.rows[:-1], replace(table.rows[-1], value=6)))
    changed = replace(catalogue, tables=catalogue.tables | {table.id: wrong})
    assert unsupported(changed, table.id) == {f"{table.id} 第{len(table.rows)}行值"}


def test_a_day_that_the_register_does_not_hold_is_found(catalogue: Catalogue) -> None:
    wrong = catalogue.norms["PL21"].model_copy(update={"first": date(2021, 7, 16)})
    assert unsupported(replace(catalogue, norms=catalogue.norms | {"PL21": wrong}), "PL21") == {"PL21 first"}
