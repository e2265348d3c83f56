"""Jobs for the tests: real functions of a real module, so that a worker process can import them as well."""

from __future__ import annotations

import os
import time
from pathlib import Path

from wagtail.models import Collection

from core.jobs import GiveUp, JobContext, job


@job(title="新建图集")
def add_collection(context: JobContext, *, name: str) -> str:
    """Writes one row: an effect that a test can count."""
    Collection.get_first_root_node().add_child(name=name)
    return f"新建了图集“{name}”"


@job(title="总是出错", attempts=3, backoff=10)
def always_fails(context: JobContext, *, reason: str) -> None:
    raise ValueError(reason)


@job(title="不必再试", attempts=5)
def hopeless(context: JobContext) -> None:
    raise GiveUp("原件已经删除")


@job(title="第二次才成")
def second_time_lucky(context: JobContext, *, name: str) -> str:
    """Does its first step, fails, and must not repeat that step when it runs again."""
    for step in ("甲", "乙"):
        with context.once(step) as first:
            if first:
                Collection.get_first_root_node().add_child(name=f"{name}{step}")
        if context.attempt == 1:
            raise RuntimeError("中途出错")
    return "两步都做完了"


@job(title="慢慢做", attempts=20)
def slow_steps(context: JobContext, *, name: str, steps: int, seconds: float, marks: str) -> str:
    """Step by step, slowly; tells a file which process did which step, so that a test can kill it in the middle."""
    for number in range(steps):
        with context.once(f"step-{number}") as first:
            if first:
                Collection.get_first_root_node().add_child(name=f"{name}-{number}")
        with Path(marks).open("a") as lines:
            lines.write(f"{os.getpid()} {number} {first}\n")
        context.progress(number + 1, steps, f"第{number + 1}步")
        time.sleep(seconds)
    return f"做了{steps}步"
