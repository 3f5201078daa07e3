"""说明: by what the year was evaluated, and how to read the workbook."""

from __future__ import annotations

from typing import Final

from openpyxl import Workbook

from checker.check import software
from checker.evaluation.record import Standing
from checker.evaluation.run import Year
from reports.evaluation.figures import DISCLAIMER, Figures
from reports.evaluation.stream import StreamSheet

NAME: Final = "说明"
_WIDTHS: Final = (24.0, 70.0)


def write(book: Workbook, year: Year, found: Figures, folder: str | None) -> None:
    """`folder`: where the score sheets are, if not in the workbook."""
    setting, standard = year.setting, year.standard
    sheet = StreamSheet(book, NAME, _WIDTHS, landscape=False)
    sheet.form()
    rows = {
        "性质": f"{DISCLAIMER}检查结果为机器意见，不是法律意见。",
        "评查年度": f"{setting.year}年。按决定、终结等日期归入年度，不属于本年度的只列出，不评分。",
        "检查日": f"{setting.day}（命令行 --as-of）"
        if setting.day
        else f"案卷写明的检查基准日；没有写明的，{setting.today}",
        "案卷": "，".join(f"{s.label}{found.counts[s]}件" for s in Standing if s in found.counts),
        "评分标准": f"{standard.title}（{standard.id}，版本{standard.version}）。来源：{standard.source}",
        "标准备注": standard.note,
        "评分表": f"每件一张，在文件夹“{folder}”里，每个股室一个工作簿。" if folder else "每件一张，在本工作簿里。",
        "未评与区间": "缺数据或者待人工判断的事项为未评，得分是区间：低分是全部不利时的，高分是全部有利时的。"
        "答复以后再评查一次，区间就会收窄。",
        "待评条目": "没有检查项能够决定的条目，评查员填在旁边的“待评条目”工作簿里，放入答复文件夹，再评查一次即计入。",
        "答复": f"读取了文件夹“{setting.answers}”里的答复。"
        if setting.answers
        else "没有给出答复文件夹；案卷旁边的答复文件已经读取。",
        "没有用上的答复": "下列案卷在答复里有，在已评的案卷里没有（案卷编号和文件名都应相同）：\n"
        + "\n".join(f"{number}　{file}" for number, file in year.unplaced)
        if year.unplaced
        else "",
        "目录": "\n".join(
            f"{i.title}（{i.folder.rpartition('/')[2]}）：{i.sha256[:16]}" for i in year.catalogue.layers
        ),
        "软件": "\n".join(f"{name} {version}" for name, version in software().items()),
    }
    for name, text in rows.items():
        if text:
            sheet.row([name, text])
    sheet.end()
