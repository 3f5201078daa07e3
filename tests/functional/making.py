"""Case files for tests of what is made of them: an example as plain data, changed and opened."""

import copy
import json
from typing import Any

from checker.casefile.load import build_case
from checker.check import Checker
from checker.errors import CaseFileError
from checker.findings import CaseReport
from checker.marked import from_json, plain, read
from checker.session import Session
from rules.values import Moment
from tests.functional.conftest import EXAMPLES

LISTS = "清单已填全"


def example(name: str) -> Any:
    return plain(read(EXAMPLES / f"{name}.yaml", CaseFileError))


def opened(ready: Checker, tree: Any) -> tuple[Session, CaseReport]:
    """The case of a tree as at the day it names, and its report."""
    text = json.dumps(tree, ensure_ascii=False)
    case = build_case(from_json(text, "case.json", CaseFileError), ready.catalogue.schema)
    day = case.value("as_of")
    assert isinstance(day, Moment)
    assert day.day
    session = ready.open(case, day.day, "测试")
    return session, ready.report(session, "case.json")


def member(tree: Any, items: str, id_: str) -> Any:
    return next(m for m in tree[items] if m.get("编号") == id_)


def three_parties() -> Any:
    """The clean file with a second responsible person, who has a decision but was told nothing."""
    tree = example("penalty-clean")
    person = copy.deepcopy(member(tree, "当事人", "person")) | {
        "编号": "person2", "名称或者姓名": "路立新", "身份证号码": "140524199003070011", "联系电话": "13900000021",
        "地址": "陵川县崇文镇虚构小区9号楼", "陈述申辩": "无",
    }  # fmt: skip
    tree["当事人"].append(person)
    for old, new in (("m3i", "m7i"), ("m3f", "m7f")):
        tree["处理处罚措施"].append(
            copy.deepcopy(member(tree, "处理处罚措施", old)) | {"编号": new, "当事人": "person2"}
        )
    tree["文书"].append(
        copy.deepcopy(member(tree, "文书", "d-decision-person"))
        | {
            "编号": "d-decision-person2",
            "当事人": "person2",
            "文号": "陵审决〔2022〕7号",
            "文书所写当事人名称": "路立新",
        }
    )
    tree["违法行为"][0]["行为人"] = ["unit", "person", "person2"]
    return tree
