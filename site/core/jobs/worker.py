"""The worker: one process whose main thread runs jobs and whose second thread keeps the timetable."""

from __future__ import annotations

import logging
import os
import select
import signal
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from types import FrameType
from typing import Any

from django.db import DatabaseError, InterfaceError, close_old_connections, connection, connections
from django.utils import timezone
from django.utils.translation import gettext as _

from core.jobs import queue, runner, schedule
from core.jobs.context import HandBack, LeaseLost
from core.jobs.heartbeat import Heartbeat
from core.jobs.models import Job

logger = logging.getLogger("core.jobs")

LOST_EVERY = 10.0
LONGEST_SLEEP = 15.0
#: Seconds after the signal: until the running job is interrupted and handed back; until the process ends in any case.
GRACE = 5.0
DEADLINE = 9.0


class Worker:
    """Runs until told to stop by SIGTERM or SIGINT, then ends within DEADLINE seconds. Made in the main thread."""

    def __init__(self, *, interval: float = 1.0, say: Callable[[str], Any] = print) -> None:
        self.interval = interval
        self.say = say
        self.stopping = False
        self.heartbeat = Heartbeat()
        self._must_end_at = float("inf")
        self._interruptible = False
        self._lost_at = 0.0
        self._wake_read, self._wake_write = os.pipe()

    # The main thread: jobs ------------------------------------------------------------------------------------------
    def run(self) -> None:
        """Work until a signal comes."""
        signal.signal(signal.SIGTERM, self._on_stop)
        signal.signal(signal.SIGINT, self._on_stop)
        signal.signal(signal.SIGALRM, self._on_alarm)
        self.heartbeat.start()
        threading.Thread(target=self._end_in_time, name="deadline", daemon=True).start()
        timetable = threading.Thread(target=self._keep_timetable, name="timetable", daemon=True)
        timetable.start()
        while not self.stopping:
            if not timetable.is_alive() and not self.stopping:
                # Better no worker, which is seen and started again, than one that never publishes what is due.
                raise RuntimeError("The timetable's thread has ended.")
            if not self._try(self.tick):
                select.select([self._wake_read], [], [], self.interval)
        schedule.stop()
        signal.setitimer(signal.ITIMER_REAL, 0)
        timetable.join(max(0.0, self._must_end_at - time.monotonic() - 0.5))
        self.heartbeat.stop()

    def run_once(self) -> int:
        """Do everything that is due now, timetable first, and return how many jobs ran."""
        count = 0
        for report in schedule.run_due().values():
            if report:
                self.say(report)
        self._take_up_lost()
        while claimed := queue.claim_next():
            self._run(claimed)
            count += 1
        return count

    def tick(self) -> bool:
        """One look at the queue: run the next due job. False when there was nothing to do. Idle, it costs one query."""
        close_old_connections()
        now = time.monotonic()
        if now >= self._lost_at:
            self._lost_at = now + LOST_EVERY
            return self._take_up_lost() > 0
        claimed = queue.claim_next() if queue.work_is_due() else None
        if claimed is None:
            return False
        self._run(claimed)
        return True

    def _take_up_lost(self) -> int:
        lost = queue.take_up_lost()
        for job in lost:
            self.say(_("“%(title)s”中断过，已重新排队。") % {"title": job.title})
        return len(lost)

    def _run(self, claimed: queue.Claimed) -> None:
        began = time.monotonic()
        try:
            self._interruptible = True
            with self.heartbeat.holding(Job, claimed.job.pk, claimed.lease):
                ending, error = runner.run(claimed)
            self._interruptible = False
        except HandBack:
            self._hand_back(claimed)
            return
        finally:
            self._interruptible = False
        self._tell(claimed, ending, error, time.monotonic() - began)

    def _tell(self, claimed: queue.Claimed, ending: runner.Ending, error: Exception | None, seconds: float) -> None:
        words = {"title": claimed.job.title, "seconds": f"{seconds:.1f}", "error": error or ""}
        if ending is runner.Ending.DONE:
            self.say(_("完成“%(title)s”，用时 %(seconds)s 秒。") % words)
        elif ending is runner.Ending.FAILED:
            self.say(_("“%(title)s”出错：%(error)s") % words)
        else:
            self.say(_("“%(title)s”已由别的进程接手。") % words)

    def _hand_back(self, claimed: queue.Claimed) -> None:
        """Put the interrupted job back, on a connection of its own: the interrupted one may be in any state."""
        connection.close()

        def put_back() -> None:
            try:
                with suppress(LeaseLost):  # it had just ended
                    queue.hand_back(claimed)
            finally:
                connections.close_all()

        thread = threading.Thread(target=put_back, daemon=True)
        thread.start()
        thread.join()
        self.say(_("“%(title)s”没有做完，已交还队列。") % {"title": claimed.job.title})

    # The second thread: the timetable -------------------------------------------------------------------------------
    def _keep_timetable(self) -> None:
        try:
            while not self.stopping:
                self._try(self._timetable_turn)
        finally:
            connections.close_all()

    def _timetable_turn(self) -> bool:
        close_old_connections()
        for report in schedule.run_due(holding=self.heartbeat.holding).values():
            if report:
                self.say(report)
        wait = (schedule.next_due() - timezone.now()).total_seconds()
        sleep_until = time.monotonic() + min(max(wait, 0.2), LONGEST_SLEEP)
        while not self.stopping and time.monotonic() < sleep_until:
            time.sleep(0.2)
        return True

    # Both -----------------------------------------------------------------------------------------------------------
    def _try(self, step: Callable[[], bool]) -> bool:
        """A database that cannot be reached now may be reached later: the worker stays."""
        try:
            return step()
        except (DatabaseError, InterfaceError):
            logger.exception("database error in the worker")
            close_old_connections()
            time.sleep(min(self.interval, 1.0))
            return False

    # Signals --------------------------------------------------------------------------------------------------------
    def _on_stop(self, signum: int, frame: FrameType | None) -> None:
        if self.stopping:  # asked twice: at once
            self._on_alarm(signum, frame)
            return
        self.stopping = True
        self._must_end_at = time.monotonic() + DEADLINE
        signal.setitimer(signal.ITIMER_REAL, GRACE, 0.5)
        os.write(self._wake_write, b"x")

    def _on_alarm(self, signum: int, frame: FrameType | None) -> None:
        if self._interruptible:
            self._interruptible = False
            raise HandBack

    def _end_in_time(self) -> None:
        """Code that cannot be interrupted (a picture being encoded) must not outlast the deadline.

        The next worker sees that this process is gone and takes the job up at once.
        """
        while time.monotonic() < self._must_end_at:
            time.sleep(0.2)
        logger.error("the worker could not end in time, leaving at once")
        os._exit(1)
