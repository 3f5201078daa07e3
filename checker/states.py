"""The seven states of a check and the grades of severity: their order, names and colours, in one place."""

from __future__ import annotations

from enum import StrEnum


class State(StrEnum):
    """What is said of a criterion. Members stand in roll-up order: the first that occurs among the subjects wins."""

    ERROR = "error"
    FAIL = "fail"
    UNKNOWN = "unknown"
    MANUAL = "manual"
    WAIVED = "waived"
    PASS = "pass"
    NOT_APPLICABLE = "not_applicable"

    @property
    def label(self) -> str:
        return _STATES[self][0]

    @property
    def colour(self) -> str:
        """Fill for screen and print, as RRGGBB; the shades stay apart in grey."""
        return _STATES[self][1]

    @property
    def rank(self) -> int:
        return _STATE_RANKS[self]


_STATES = {
    State.ERROR: ("规则出错", "7F7F7F"),
    State.FAIL: ("不符合", "F4A6A0"),
    State.UNKNOWN: ("数据缺失", "FFE699"),
    State.MANUAL: ("需人工判断", "BDD7EE"),
    State.WAIVED: ("已豁免", "E4DFEC"),
    State.PASS: ("符合", "E2EFDA"),
    State.NOT_APPLICABLE: ("不适用", "F8F8F8"),
}


class Severity(StrEnum):
    """How grave a failure is; members stand from gravest to lightest."""

    VETO = "veto"
    MAJOR = "major"
    MINOR = "minor"
    ADVICE = "advice"

    @property
    def label(self) -> str:
        return {"veto": "否决", "major": "重大", "minor": "一般", "advice": "提示"}[self.value]

    @property
    def rank(self) -> int:
        return _SEVERITY_RANKS[self]


_STATE_RANKS = {state: i for i, state in enumerate(State)}
_SEVERITY_RANKS = {severity: i for i, severity in enumerate(Severity)}


def roll_up(states: list[State]) -> State:
    """The state of a criterion from those of its subjects; an empty list is not_applicable."""
    return min(states, key=lambda s: s.rank, default=State.NOT_APPLICABLE)
