from io import StringIO

from rich.console import Console

from checker.findings import CaseReport
from reports.terminal import summary


def shown(report: CaseReport, **options: bool) -> str:
    out = StringIO()
    summary(report, Console(file=out, width=100, **options))  # type: ignore[arg-type]  # flags of Console by name
    return out.getvalue()


def test_case_stage_counts_and_gravest_findings(report: CaseReport) -> None:
    said = shown(report)
    assert "陵审罚〔2024〕3号" in said
    assert "阶段：决定（案卷写明）" in said
    assert f"共{len(report.criteria)}项" in said
    assert said.index("否决·无效") < said.index("重大  ")
    assert "案卷第23-25页" in said
    assert "另有2个" in said
    assert "逾期1个工作日" in said


def test_case_data_neither_colours_nor_steers_the_terminal(report: CaseReport) -> None:
    assert "\x1b" not in shown(report)
    assert "\x1b[31m丙" not in shown(report, force_terminal=True)
    assert "black on" not in shown(report)


def test_nothing_found(empty: CaseReport) -> None:
    assert "未发现不符合的审查项" in shown(empty)
