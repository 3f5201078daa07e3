"""What holds however a case file is written: saying less is no fault, and order and language do not matter."""

import json
import os
from collections.abc import Iterator
from datetime import date
from typing import Any
from zlib import crc32

import pytest

from checker.casefile.load import COMPLETE, build_case, load_case
from checker.catalog.catalogue import Catalogue
from checker.errors import CaseFileError
from checker.marked import from_json, plain, read
from checker.states import State
from rules.schema import Entity
from tests.functional.conftest import EXAMPLES, Report, states

# All values of the clean file take a quarter of an hour; ANJUAN_DELETE_ONE_IN=1 tries each.
FILES = ["penalty-clean", "penalty-draft"]


def _tree(name: str) -> Any:
    return plain(read(EXAMPLES / f"{name}.yaml", CaseFileError))


def _build(tree: Any, catalogue: Catalogue) -> Any:
    return build_case(from_json(json.dumps(tree, ensure_ascii=False), "case.json", CaseFileError), catalogue.schema)


def _leaves(node: Any, path: tuple[Any, ...] = (), complete: bool = False) -> Iterator[tuple[Any, ...]]:
    """Paths of all texts, but for members of a list marked complete (leaving one out says that it is absent)."""
    if isinstance(node, dict):
        marked = [name for key in COMPLETE for name in node.get(key, [])]
        for key, value in node.items():
            yield from _leaves(value, (*path, key), key in marked)
    elif isinstance(node, list):
        for i, value in enumerate(node):
            if not (complete and isinstance(value, str)):
                yield from _leaves(value, (*path, i))
    else:
        yield path


def _without(tree: Any, path: tuple[Any, ...]) -> Any:
    copy = json.loads(json.dumps(tree))
    node = copy
    for step in path[:-1]:
        node = node[step]
    del node[path[-1]]
    return copy


@pytest.mark.parametrize("name", FILES)
def test_deleting_a_value_makes_nothing_fail_and_nothing_pass(name: str, catalogue: Catalogue, report: Report) -> None:
    tree = _tree(name)
    before = states(report(name))
    day = report(name).as_of
    paths = list(_leaves(tree))
    assert len(paths) > (300 if name == "penalty-clean" else 20)
    share = int(os.environ.get("ANJUAN_DELETE_ONE_IN", "4")) if name == "penalty-clean" else 1
    paths = [path for path in paths if crc32(repr(path).encode()) % share == 0]
    wrong = []
    for path in paths:
        try:
            case = _build(_without(tree, path), catalogue)
        except CaseFileError:
            continue
        except Exception as error:
            if "没有编号" in str(error):
                continue  # the id that others refer to: the file is refused, which is no verdict
            raise
        after = states(report(case, date.fromisoformat(day)))
        for id_, state in after.items():
            if state in (State.FAIL, State.ERROR) or (state is State.PASS and before[id_] is not State.PASS):
                wrong.append((path, id_, before[id_], state))
    assert wrong == []


def _reversed(node: Any) -> Any:
    if isinstance(node, dict):
        return {k: _reversed(v) for k, v in reversed(node.items())}
    return [_reversed(v) for v in reversed(node)] if isinstance(node, list) else node


@pytest.mark.parametrize("name", ["penalty-clean", "penalty-defective", "penalty-draft", "penalty-for-review"])
def test_the_order_of_lists_does_not_matter(name: str, catalogue: Catalogue, report: Report) -> None:
    assert states(report(_build(_reversed(_tree(name)), catalogue))) == states(report(name))


def _renamed(node: Any, entity: Entity, catalogue: Catalogue, *, chinese: bool) -> Any:
    """The same tree with all keys and choices in one language."""
    schema = catalogue.schema
    by_name = {**{f.label: f for f in entity.fields.values()}, **entity.fields}
    result = {}
    for key, value in node.items():
        if key in COMPLETE:
            lists = [by_name[n] for n in value]
            result[COMPLETE[1] if chinese else COMPLETE[0]] = [f.label if chinese else f.name for f in lists]
            continue
        field = by_name[key]
        result[field.label if chinese else field.name] = (
            [_value(v, field, catalogue, chinese) for v in value]
            if isinstance(value, list)
            else _value(value, field, catalogue, chinese)
        )
    assert schema
    return result


def _value(value: Any, field: Any, catalogue: Catalogue, chinese: bool) -> Any:
    if isinstance(value, dict):
        return _renamed(value, catalogue.schema.entities[field.of], catalogue, chinese=chinese)
    if field.element == "choice" and value != "无":
        members = catalogue.schema.choices[field.of].members
        id_ = value if value in members else next(k for k, v in members.items() if v == value)
        return members[id_] if chinese else id_
    return value


@pytest.mark.parametrize("name", ["penalty-clean", "penalty-defective", "penalty-2019"])
@pytest.mark.parametrize("chinese", [True, False], ids=["labels", "keys"])
def test_keys_and_labels_say_the_same(name: str, chinese: bool, catalogue: Catalogue, report: Report) -> None:
    tree = _renamed(_tree(name), catalogue.schema.entities["case"], catalogue, chinese=chinese)
    assert states(report(_build(tree, catalogue))) == states(report(name))


def test_yaml_and_json_say_the_same(catalogue: Catalogue, report: Report, tmp_path: Any) -> None:
    for name in ("penalty-clean", "penalty-defective"):
        path = tmp_path / f"{name}.json"
        path.write_text(json.dumps(_tree(name), ensure_ascii=False))
        assert states(report(load_case(path, catalogue.schema))) == states(report(name))
