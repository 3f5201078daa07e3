"""Work shared among processes, where a process that dies costs only what it was working on."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, wait
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from typing import Any, Final, TypeVar

from pebble import ProcessExpired, ProcessPool

Item = TypeVar("Item")
Result = TypeVar("Result")
_AHEAD: Final = 4  # items handed out for each process, so that none waits and memory stays flat


@dataclass(frozen=True, slots=True)
class Failed:
    """No result: the process died (`exit_code`), or the work raised what it should not."""

    reason: str


def spread(
    work: Callable[[Item], Result], items: Iterable[Item], jobs: int, begin: Callable[..., None], *given: Any
) -> Iterator[tuple[Item, Result | Failed]]:
    """`work` on each item, in `jobs` processes that each first call `begin(*given)`; results as they come.

    All must be picklable. A process that dies is replaced.
    """
    left = iter(items)
    # Started afresh, not forked: a copy would share the engine's memory and the store's connection.
    with ProcessPool(jobs, initializer=begin, initargs=given, context=get_context("spawn")) as pool:
        running: dict[Any, Item] = {}
        try:
            while True:
                for item in islice(left, jobs * _AHEAD - len(running)):
                    running[pool.schedule(work, (item,))] = item
                if not running:
                    return
                done, _ = wait(running, return_when=FIRST_COMPLETED)
                for future in done:
                    yield running.pop(future), _result(future)
        finally:
            if running:
                pool.stop()  # type: ignore[no-untyped-call]


def _result(future: Any) -> Any:
    try:
        return future.result()
    except ProcessExpired as error:
        return Failed(f"检查这个案卷的进程中止（退出码{error.exitcode}），可能内存不足或者文件异常")
    except Exception as error:
        return Failed(f"程序内部错误（{type(error).__name__}）：{error}")
