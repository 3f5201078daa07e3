"""How far a long run is, on stderr: done, rate and time left."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, Task, TextColumn, TimeRemainingColumn
from rich.text import Text

from checker.cli.common import say


class _Rate(ProgressColumn):
    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.1f}件/秒" if speed else "")


@contextmanager
def progress(total: int, what: str, quiet: bool) -> Iterator[tuple[Callable[[int], None], Callable[[int, date], None]]]:
    """What to call with how many more are done, and what to call where an interrupted run goes on."""
    console = Console(stderr=True)
    columns = (TextColumn(what), BarColumn(), MofNCompleteColumn(), _Rate(), TextColumn("剩余"), TimeRemainingColumn())
    with Progress(*columns, console=console, disable=quiet) as bar:
        task = bar.add_task(what, total=total)

        def resumed(count: int, today: date) -> None:
            say(f"接着上次中断的评查：{count}件已经评过，检查日仍为{today}。要重新开始，请删去 .part.sqlite 文件")

        yield lambda count: bar.advance(task, count), resumed
