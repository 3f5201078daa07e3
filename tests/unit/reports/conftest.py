"""A case report with everything in it that an output must cope with."""

from dataclasses import replace

import pytest

from checker.findings import CaseReport, Finding, LayerInfo, Override, Question, Supply, Unset
from checker.results import Answer, Basis, Checked, CriterionResult, DeadlineResult, Missing, ReadingResult, Value
from checker.states import Severity, State

FORMULAS = ('=HYPERLINK("http://x","y")', "+1+1", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+1", "#N/A")
CONTROL = "甲\x00乙\x1b[31m丙\x07"

POINTS = {
    "R1": "执法主体是否合法，执法人员是否具备执法资格",
    "R2": "执法程序是否合法",
    "R3": "案件事实是否清楚，证据是否合法充分",
    "R4": "适用法律、法规、规章是否准确，裁量基准运用是否适当",
    "R5": "执法是否超越本机关法定权限",
    "R6": "行政执法文书是否完备、规范",
    "R7": "违法行为是否涉嫌犯罪需要移送司法机关",
    "publicity": "行政执法公示",
    "recording": "执法全过程记录",
    "review": "重大执法决定法制审核",
    "file": "立卷归档",
}

PENALTY_LAW = Basis(
    "APL21", "《中华人民共和国行政处罚法》（2021年修订）第六十四条第一项", "中华人民共和国行政处罚法",
    "中华人民共和国主席令第七十号", "2021-07-15", "", "V", "national", ("64(1)(1)",),
)  # fmt: skip
HEARING_RULE = Basis(
    "AH21", "《审计机关审计听证规定》（2021年）第三条", "审计机关审计听证规定", "审计署令第14号", "2021-11-19", "",
    "VP", "national", ("3",),
)  # fmt: skip
AUDIT_LAW = Basis(
    "AL06", "《中华人民共和国审计法》（2006年修正）第四十条", "中华人民共和国审计法", "中华人民共和国主席令第四十八号",
    "2006-06-01", "2021-12-31", "V", "national", ("40",),
)  # fmt: skip
LOCAL = Basis("LC19", "陵审〔2019〕23号第二部分第三项", "陵川县审计局推行行政执法三项制度实施方案", "陵审〔2019〕23号",
              "2019-10-08", "", "S", "lingchuan", ("第二部分第三项",))  # fmt: skip

UNIT = "当事人：陵川县某某镇人民政府财政所"
PERSON = "当事人：张某某（直接负责的主管人员）"
LONG = (
    "拟对陵川县某某镇人民政府财政所的罚款达到听证标准（拟罚款120000.00元，单位听证标准为100000.00元以上），"
    "案卷中没有向其送达审计听证告知书的记录；审计处罚决定书已于2024-05-20作出并送达。"
)


def checked(state: State, subject: str = "案件", **more: object) -> Checked:
    plain = Checked(
        subject=subject,
        place="案卷.yaml:88:5",
        page="23",
        state=state,
        reason=f"按“{state.label}”的理由：送达日期早于作出日期，相差3个工作日，比较时取最早时刻。",
        severity=Severity.MAJOR,
        judged_on="2024-05-20",
        judged_on_label="处罚决定作出日",
        basis=(PENALTY_LAW, HEARING_RULE),
        values=(
            Value("处罚决定书.作出日期", "2024-05-20", "案卷.yaml:88:5"),
            Value("拟处罚金额", "120000.00元", "处罚措施!F12"),
        ),
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # the fields of Checked by name


def criterion(id: str, point: str, *parts: Checked, **more: object) -> CriterionResult:
    state = min((p.state for p in parts), key=lambda s: s.rank, default=State.NOT_APPLICABLE)
    plain = CriterionResult(
        id=id,
        title="达到听证标准的拟处罚，应当告知听证权利，并且在期满前不得作出决定",
        point=point,
        covers=("R2-09",),
        stage="S6",
        severity=Severity.MAJOR,
        void=False,
        status="verified",
        same_defect="",
        layer="national",
        place="catalogs/national/criteria/r2.yaml:31:3",
        state=state,
        reason="没有对象",
        not_reached=False,
        checked=parts,
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # the fields of CriterionResult by name


def _criteria() -> tuple[CriterionResult, ...]:
    veto = checked(State.FAIL, UNIT, severity=Severity.VETO, finding=LONG, remedy="重新告知。")
    waiver = Answer("豁免", "该文书由县人民政府统一保管", "李四", "2024-06-01", "案卷.yaml:300:3", "2024-12-31")
    yes = Answer("符合", "已核对原件", "王五", "2024-06-02", "案卷.yaml:310:3")
    lacks = (Missing("听证告知书.送达日期", "文书!H7"), Missing("当事人.是否书面放弃听证", "当事人!K3"))
    made = [
        criterion("P2-031", "R2", veto, checked(State.PASS, PERSON), severity=Severity.VETO, void=True),
        criterion("P2-032", "R2", checked(State.ERROR, reason="计算工作日时出错：2027年不在日历内")),
        criterion("P2-033", "R2", checked(State.UNKNOWN, UNIT, missing=lacks, severity=Severity.VETO,
                                          could_be=(State.PASS, State.FAIL))),
        criterion("P2-034", "R2", checked(State.UNKNOWN, missing=lacks[:1],
                                          could_be=(State.PASS, State.NOT_APPLICABLE))),
        criterion("P3-001", "R3", checked(State.MANUAL, question="证据是否足以证明违法事实？")),
        criterion("P4-002", "R4", checked(State.WAIVED, waiver=waiver)),
        criterion("P4-003", "R4", checked(State.PASS, answer=yes), checked(State.NOT_APPLICABLE, PERSON)),
        criterion("P1-001", "R1", *(checked(State.PASS, f"执法人员：第{n}名") for n in range(1, 5)),
                  checked(State.UNKNOWN, "执法人员（未列出的）", reason="已列4项，清单未标明完整",
                          could_be=(State.PASS, State.FAIL))),
        criterion("P6-010", "R6", *(checked(State.FAIL, text, values=(Value(text, text, text),)) for text in FORMULAS)),
        criterion("P6-011", "R6", checked(State.FAIL, CONTROL, finding=CONTROL)),
        criterion("P6-012", "R6", checked(State.FAIL, finding=LONG * 12, severity=Severity.MINOR)),
        criterion("P7-001", "R7"),
        criterion("X-001", "unlisted", checked(State.PASS)),
    ]  # fmt: skip
    for n, point in enumerate(POINTS):
        for k in range(6):
            made.append(criterion(f"G{n}-{k:03}", point, checked(State.PASS), severity=Severity.MINOR))
        made.append(criterion(f"N{n}-900", point, stage="S8", not_reached=True, reason="尚未到该阶段"))
    return tuple(made)


def _finding(n: int, severity: Severity, **more: object) -> Finding:
    plain = Finding(
        criterion=f"P2-{n:03}",
        title="达到听证标准的拟处罚，没有告知听证权利",
        point="R2",
        severity=severity,
        void=False,
        subject=UNIT,
        text=LONG,
        remedy="送达审计听证告知书；当事人可自收到之日起5个工作日内书面提出听证要求，期满或者书面放弃后再作决定。",
        basis=(PENALTY_LAW, HEARING_RULE),
        places=("案卷.yaml:88:5", "文书!H7"),
        page="23-25",
        status="verified",
    )
    return replace(plain, **more)  # type: ignore[arg-type]  # the fields of Finding by name


def _findings() -> tuple[Finding, ...]:
    return (
        _finding(40, Severity.MINOR, status="unverified"),
        _finding(31, Severity.VETO, void=True, also=("听证期限届满前作出决定", "听证告知书未载明申请期限")),
        _finding(35, Severity.MAJOR),
        *(_finding(50 + n, Severity.MINOR, text=text, subject=text) for n, text in enumerate(FORMULAS)),
        _finding(60, Severity.ADVICE, text=CONTROL),
        _finding(61, Severity.MINOR, text=LONG * 30),
    )


WORKING = (
    "起算：2024-04-26（收到审计听证告知书）；次日起算，第1个工作日2024-04-28（星期日，调休上班）；跳过：2024-04-27星期六，"
    "2024-05-01至05-05劳动节，2024-05-11（星期六，调休上班）计入；第5个工作日为届满日2024-05-07；实际2024-05-06作出决定。"
)


def _deadlines() -> tuple[DeadlineResult, ...]:
    def reading(outcome: str, text: str, source: str = "《行政处罚法》第八十五条：“日”指工作日") -> ReadingResult:
        return ReadingResult(source, WORKING, "2024-05-07", outcome, text)

    plain = DeadlineResult(
        "D-PUBLISH", "行政处罚决定公示", UNIT, "审计机关", "审计处罚决定书作出", "2024-05-20", "案卷.yaml:88:5", "公示",
        "2024-05-30", "公示!C4", "late", "逾期1个工作日", (reading("late", "逾期1个工作日"),), (LOCAL,),
    )  # fmt: skip
    two = (reading("on_time", "按期，余1日", "宽松算法：含当日"), reading("late", "逾期1日", "严格算法：足日"))
    return (
        replace(plain, id="D-OK", outcome="on_time", text="按期",
                readings=(reading("on_time", "按期，剩余2个工作日"),)),
        replace(plain, id="D-RUN", outcome="running", text="剩余2个工作日", actual="", actual_place="",
                readings=(reading("running", "剩余2个工作日"),)),
        plain,
        replace(plain, id="D-TWO", title="举行听证的七日前通知", outcome="differ", text="两种算法结果不同，须人工判断",
                readings=two),
        replace(plain, id="D-UNK", outcome="unknown", text="缺少起算日", start="", start_place="", readings=(),
                missing=(Missing("听证告知书.送达日期", "文书!H7"),)),
    )  # fmt: skip


def make_report() -> CaseReport:
    criteria = _criteria()
    questions = tuple(
        Question(f"P3-00{n}", "事实与证据", "R3", subject, Severity.MAJOR,
                 "认定的违法事实有无充分证据证明，证据之间能否相互印证？", "涉及证据证明力的判断，机器不能决定。",
                 (Value("证据.数量", "7", "证据!A2"), Value("违法行为.金额", "1200000.00元", "违法行为!F3")),
                 (AUDIT_LAW, PENALTY_LAW), f"party-{n}", f"b1-00000000{n}")
        for n, subject in enumerate((UNIT, PERSON, "=1+1"), 1)
    )  # fmt: skip
    ids = tuple(c.id for c in criteria)
    return CaseReport(
        file="C:\\案卷\\2024\\陵审罚〔2024〕3号 R&D专项.xlsx",
        number="陵审罚〔2024〕3号",
        title="陵川县某某镇人民政府财政所违反国家财政收支规定 & 拒绝提供资料案",
        actions=("审计检查", "审计处理决定", "审计处罚"),
        parties=("陵川县某某镇人民政府财政所", "张某某"),
        stage="S7",
        stage_label="决定",
        stage_source="案卷写明",
        as_of="2024-06-03",
        as_of_source="命令行 --as-of",
        criteria=criteria,
        findings=_findings(),
        deadlines=_deadlines(),
        questions=questions,
        supplies=(
            Supply("当事人.联系电话", "当事人!M3", ids[:1], could_be_veto=False, could_fail=False),
            Supply("违法行为.发现日期", "违法行为!D3", ids[1:3], could_be_veto=False, could_fail=True),
            Supply("听证告知书.送达日期", "文书!H7", ids[:12], could_be_veto=True, could_fail=True),
        ),
        points=POINTS,
        layers=(
            LayerInfo("national", "国家", "catalogs/national", 48, "9f86d081884c7d659a2feaa0c55ad015" * 2),
            LayerInfo("shanxi", "山西省", "catalogs/shanxi", 9, "60303ae22b998861bce3b28f33eec1be" * 2),
            LayerInfo("lingchuan", "陵川县审计局", "catalogs/lingchuan", 12, "fd61a03af4f77d870fc21e05e7e80678" * 2),
        ),
        overrides=(
            Override("审查标准", "P2-031", "lingchuan", "national", loosens=True),
            Override("期限", "D-PUBLISH", "lingchuan", "national", loosens=False),
        ),
        unset=(Unset("review_days", "法制审核工作日数", "在 catalogs/lingchuan/parameters.yaml 中写明天数和来源。"),),
        notices=("豁免 P4-009 已于2024-05-31到期，按原结论处理。", "未写明基准日，使用命令行给出的日期。"),
        calendar=("chinesecalendar 1.11，覆盖2004年至2026年", "2027年无数据"),
        software={"anjuan": "0.1.0", "durable-rules": "2.0.28", "chinesecalendar": "1.11.0"},
    )


@pytest.fixture(scope="session")
def report() -> CaseReport:
    return make_report()


@pytest.fixture(scope="session")
def empty(report: CaseReport) -> CaseReport:
    """A file of which nothing can be said."""
    return replace(report, criteria=(), findings=(), deadlines=(), questions=(), supplies=(), overrides=(), unset=(),
                   notices=(), calendar=())  # fmt: skip
