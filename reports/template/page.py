"""What the sheets of the template share: how each kind of field is shown, explained and chosen from."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from openpyxl import Workbook
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from checker.casefile.convert import ABSENT
from checker.casefile.layout import EXISTS, LISTS_SHEET, OWN_LISTS, Column, Table
from checker.catalog.catalogue import Catalogue
from checker.needs import Needs
from reports.workbook import measure, style
from rules.schema import Field, ValueType

LAST_ROW: Final = 1_000
"""Down to which drop-down lists and hints reach."""
_MOST_PROMPT: Final = 250
_MOST_PROMPT_TITLE: Final = 31
REQUIRED: Final = "★"

_WIDTHS: Final[dict[ValueType, float]] = {
    "text": 24, "number": 9, "money": 16, "yes_no": 9, "date": 13, "choice": 20, "records": 18,
}  # fmt: skip
_FORMATS: Final[dict[ValueType, str]] = {"money": "#,##0.00", "date": "yyyy-mm-dd", "number": "0"}
_DATE_HINT: Final = "如 2022-03-01；知道时刻的写 2022-03-01 14:30；只知月份的，先输一个英文单引号再写 2022-03。"
_HOW: Final[dict[str, str]] = {
    "text": "填文字。",
    "number": "填整数。",
    "money": "填金额，单位元；也可以写成 12万元。",
    "yes_no": "填是或否。",
    "date": "填日期。",
    "choice": "从下拉列表中选一项。",
    "choices": "从下拉列表中选；有几项的，用顿号隔开。",
    "texts": "填文字；有几项的，每项一行（Alt+回车换行）。",
    "record": f"有的填{EXISTS}，并填写同名的工作表；没有的填{ABSENT}。",
    "ref": "填“{of}”表里的编号。",
    "refs": "填“{of}”表里的编号；有几个的，用顿号隔开。",
}


@dataclass
class Template:
    """A template in the making. `blank`: with examples rather than a case in it."""

    book: Workbook
    catalogue: Catalogue
    needs: Needs
    tables: tuple[Table, ...]
    blank: bool
    choices: dict[str, str] = field(default_factory=dict)
    """Value list -> the cells of the hidden sheet that hold it."""

    def __post_init__(self) -> None:
        for table in self.tables:
            for f in table.entity.fields.values():
                if f.element == "choice" and f.of not in self.choices:
                    letter = get_column_letter(len(self.choices) + 2)
                    last = len(self.labels(f.of)) + 1
                    self.choices[f.of] = f"{quote_sheetname(LISTS_SHEET)}!${letter}$2:${letter}${last}"

    def labels(self, choice: str) -> list[str]:
        """What may be chosen, and that there is none."""
        labels = list(self.catalogue.schema.choices[choice].members.values())
        return labels if ABSENT in labels else [*labels, ABSENT]

    def stage(self, table: Table, column: Column) -> str:
        """From which stage on it is needed, '' where no check reads it."""
        if column.role == "owner":
            return "必填"
        if not column.field:
            return ""
        if column.field.name == "id":
            return "必填"
        stage = self.needs.stage(table.entity, column.field, self.catalogue)
        if not stage:
            return ""
        return f"{self.catalogue.stages[stage].label}起" if len(self.catalogue.stages) > 1 else "检查要用"

    def how(self, table: Table, column: Column) -> str:
        """What to write there."""
        match column.role:
            case "row":
                return "一条记录一行，编号从1起；没有编号的记录用行次引用。"
            case "owner":
                return f"这一行属于“{table.owner.title if table.owner else ''}”中的哪一条：填其编号，没有编号的填行次。"
            case "complete":
                return f"本行各个可填多项的栏目都已填全的填{OWN_LISTS}；只有一些填全的，写出它们的名称，用顿号隔开。"
        assert column.field is not None
        how = _HOW[column.field.type].replace("{of}", self._sheet_of(column.field))
        return how + _sentence(column.field.hint)

    def hint(self, table: Table, column: Column) -> str:
        """The same beside the cell, where the general rules are not at hand."""
        stage = self.stage(table, column)
        spec = column.field
        exactly = _DATE_HINT if spec and spec.element == "date" else ""
        conditions = "没有的填无，不知道的空着。" if spec and spec.name != "id" else ""
        return self.how(table, column) + exactly + conditions + (f"（{stage}）" if stage else "")

    def example(self, column: Column) -> str:
        """An example of what stands in a column."""
        spec = column.field
        if spec is None:
            return OWN_LISTS if column.role == "complete" else ""
        if spec.name == "id":
            return ""
        if spec.element == "choice":
            labels = self.labels(spec.of)
            return "、".join(labels[: 2 if spec.many else 1])
        if spec.type in ("ref", "refs"):
            return self.example_id(spec.of)
        plain = {"date": "2022-03-01", "money": "12万元", "yes_no": "是", "number": "1", "record": EXISTS}
        return plain.get(spec.type, "（文字）")

    def example_id(self, entity: str) -> str:
        return f"{self.catalogue.schema.entities[entity].label}1"

    def _sheet_of(self, spec: Field) -> str:
        return next((t.title for t in self.tables if t.entity.name == spec.of and t.is_list), spec.label)

    def validate(self, ws: Worksheet, cells: str, table: Table, column: Column) -> None:
        """A drop-down list where there is something to choose from, and what to write as a hint."""
        source, strict = self._source(table, column)
        rule = DataValidation(type="list" if source else None, formula1=source or None, allow_blank=True)
        rule.showErrorMessage = strict
        rule.errorStyle = "warning"
        rule.errorTitle, rule.error = column.heading[:_MOST_PROMPT_TITLE], "不在可选的值之内，检查时会报错。"
        rule.showInputMessage = True
        rule.promptTitle = column.heading[:_MOST_PROMPT_TITLE]
        rule.prompt = self.hint(table, column)[:_MOST_PROMPT]
        rule.add(cells)
        ws.add_data_validation(rule)

    def _source(self, table: Table, column: Column) -> tuple[str, bool]:
        spec = column.field
        if column.role == "owner" and table.owner:
            named = table.owner
            while not named.is_list and named.owner:
                named = named.owner
            return self.names_of(named), False
        if column.role == "complete":
            return f'"{OWN_LISTS}"', False
        if spec is None:
            return "", False
        if spec.element == "choice":
            return self.choices[spec.of], spec.type == "choice"
        if spec.type in ("ref", "refs"):
            target = next((t for t in self.tables if t.entity.name == spec.of and t.is_list), None)
            return (self.names_of(target), False) if target else ("", False)
        choices = {"yes_no": f'"是,否,{ABSENT}"', "record": f'"{EXISTS},{ABSENT}"'}
        return choices.get(spec.type, ""), True

    def names_of(self, table: Table) -> str:
        """The cells of the 编号 (or the row numbers) of a table."""
        from reports.template.table import FIRST_ROW

        roles = [i for i, c in enumerate(table.columns, 1) if c.field and c.field.name == "id"]
        letter = get_column_letter(roles[0] if roles else 1)
        return f"{quote_sheetname(table.title)}!${letter}${FIRST_ROW}:${letter}${LAST_ROW}"


def width(column: Column) -> float:
    by_type = _WIDTHS[column.field.element] if column.field else 16.0
    by_type = 30.0 if column.field and column.field.many else by_type
    return max(by_type, min(24.0, measure.units(column.heading) / 2 + 5))


def number_format(column: Column) -> str:
    return _FORMATS.get(column.field.element, "@") if column.field else "@"


def is_centred(column: Column) -> bool:
    return column.field is None or column.field.element in ("yes_no", "date", "number")


def heading_fill(stage: str) -> str:
    """Darker where a check reads what stands below."""
    return style.HEADER_FILL if stage else style.SECTION_FILL


def _sentence(text: str) -> str:
    return text if not text or text.endswith("。") else f"{text}。"
