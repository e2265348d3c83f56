"""The queue: what enqueue stores, who may claim it, how it ends."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command
from django.db import transaction
from django.utils import timezone
from wagtail.models import Collection

from core.jobs import JobContext, LeaseLost, job, queue, runner
from core.jobs.lease import new_lease, place
from core.jobs.models import Job, JobRun, JobStep
from core.jobs.task import JobTask
from core.jobs.testing import run_jobs
from tests.core.jobs import sample_jobs

pytestmark = pytest.mark.django_db


def collections(prefix: str) -> list[str]:
    return sorted(Collection.objects.filter(name__startswith=prefix).values_list("name", flat=True))


def reloaded(stored: Job) -> Job:
    return Job.objects.select_related("result").get(pk=stored.pk)


# Enqueue ----------------------------------------------------------------------------------------------------------
def test_enqueued_job_runs_once_and_its_report_is_kept():
    stored = sample_jobs.add_collection.enqueue(name="春天")
    assert stored.state == Job.State.WAITING
    assert run_jobs() == 1
    assert run_jobs() == 0
    assert collections("春天") == ["春天"]
    done = reloaded(stored)
    assert (done.state, done.report, done.attempts, done.lease) == (Job.State.DONE, "新建了图集“春天”", 1, "")


def test_rolled_back_transaction_leaves_no_job():
    with pytest.raises(RuntimeError), transaction.atomic():
        sample_jobs.add_collection.enqueue(name="不该有")
        sample_jobs.add_collection.enqueue(name="不该有", key="不该有")
        raise RuntimeError
    assert not Job.objects.exists()
    assert run_jobs() == 0


def test_wrong_argument_is_refused_when_enqueued_and_not_when_run():
    with pytest.raises(TypeError, match="titel"):
        sample_jobs.add_collection.enqueue(name="春天", titel="春天")
    with pytest.raises(TypeError, match="missing"):
        sample_jobs.add_collection.enqueue()
    with pytest.raises(TypeError, match="Unsupported type"):
        sample_jobs.add_collection.enqueue(name=timezone.now())
    assert not Job.objects.exists()


def test_same_key_waiting_makes_no_second_job():
    first = sample_jobs.add_collection.enqueue(name="一", key="photo-1")
    assert sample_jobs.add_collection.enqueue(name="一", key="photo-1").pk == first.pk
    assert sample_jobs.add_collection.enqueue(name="二", key="photo-2").pk != first.pk
    assert sample_jobs.add_collection.enqueue(name="三", key="长" * 400).waiting_key is not None
    assert Job.objects.count() == 3


def test_key_is_free_again_once_the_job_has_begun():
    first = sample_jobs.add_collection.enqueue(name="一", key="photo-1")
    claimed = queue.claim_next()
    assert claimed is not None
    second = sample_jobs.add_collection.enqueue(name="一", key="photo-1")
    assert second.pk != first.pk
    runner.run(claimed)
    assert run_jobs() == 1


def test_same_key_of_another_function_is_another_job():
    sample_jobs.add_collection.enqueue(name="一", key="1")
    sample_jobs.always_fails.enqueue(reason="一", key="1")
    assert Job.objects.count() == 2


def test_job_for_later_waits_until_then():
    tomorrow = timezone.now() + timedelta(days=1)
    stored = sample_jobs.add_collection.enqueue(name="明天", run_after=tomorrow)
    assert (run_jobs(), stored.run_after) == (0, tomorrow)
    assert run_jobs(now=tomorrow + timedelta(seconds=1)) == 1


@pytest.mark.parametrize(
    "function",
    [lambda: None, lambda photo: None, lambda context, photo: None, lambda context, *, key: None],
    ids=["no context", "wrong first", "positional", "reserved name"],
)
def test_function_of_another_shape_is_no_job(function):
    with pytest.raises(ImproperlyConfigured):
        job(title="错")(function)


# Failure and retry ------------------------------------------------------------------------------------------------
def test_failing_job_is_retried_later_and_later_then_fails_with_its_error():
    stored = sample_jobs.always_fails.enqueue(reason="照片打不开")
    now, waits = timezone.now(), []
    for _attempt in range(2):
        assert run_jobs(now=now, raise_errors=False) == 1
        waiting = reloaded(stored)
        assert waiting.state == Job.State.RETRYING
        assert waiting.run_after is not None
        waits.append((waiting.run_after - timezone.now()).total_seconds())
        assert run_jobs(now=now, raise_errors=False) == 0
        now = waiting.run_after
    assert 7 < waits[0] < 12.6 and 14.5 < waits[1] < 25.1
    assert run_jobs(now=now, raise_errors=False) == 1
    failed = reloaded(stored)
    assert (failed.state, failed.attempts, failed.last_error) == (Job.State.FAILED, 3, "照片打不开")
    assert [run.outcome for run in failed.runs.all()] == ["failed"] * 3
    assert "ValueError" in failed.runs.all()[0].traceback
    assert run_jobs(now=now + timedelta(days=1)) == 0


def test_error_reaches_a_test_that_runs_the_jobs():
    sample_jobs.always_fails.enqueue(reason="照片打不开")
    with pytest.raises(ValueError, match="照片打不开"):
        run_jobs()


def test_job_that_gives_up_is_not_retried():
    stored = sample_jobs.hopeless.enqueue()
    run_jobs(raise_errors=False)
    assert (reloaded(stored).state, reloaded(stored).last_error) == (Job.State.FAILED, "原件已经删除")


def test_job_whose_function_is_gone_fails_and_says_so():
    stored = sample_jobs.add_collection.enqueue(name="旧")
    stored.result.task_path = "tests.core.jobs.sample_jobs.removed_last_year"
    stored.result.save()
    assert run_jobs(raise_errors=False) == 1
    assert reloaded(stored).state == Job.State.FAILED
    assert "removed_last_year" in reloaded(stored).last_error


def test_failing_job_keeps_no_other_from_running():
    sample_jobs.always_fails.enqueue(reason="坏")
    sample_jobs.add_collection.enqueue(name="好")
    assert run_jobs(raise_errors=False) == 2
    assert collections("好") == ["好"]


def test_step_that_is_done_is_skipped_at_the_next_attempt():
    stored = sample_jobs.second_time_lucky.enqueue(name="步")
    run_jobs(raise_errors=False)
    assert collections("步") == ["步甲"]
    run_jobs(now=timezone.now() + timedelta(minutes=1))
    assert collections("步") == ["步乙", "步甲"]
    assert reloaded(stored).report == "两步都做完了"


def test_failed_step_leaves_neither_effect_nor_mark():
    stored = sample_jobs.add_collection.enqueue(name="无")
    context = claimed_context()
    with pytest.raises(RuntimeError), context.once("甲"):
        Collection.get_first_root_node().add_child(name="半步")
        raise RuntimeError
    assert not context.step_done("甲")
    assert collections("半步") == []
    with context.once("甲") as first:
        assert first
    assert list(JobStep.objects.filter(job=stored).values_list("key", flat=True)) == ["甲"]


def test_retry_of_a_failed_job_has_all_attempts_again():
    stored = sample_jobs.hopeless.enqueue()
    assert not queue.retry(stored)
    run_jobs(raise_errors=False)
    assert queue.retry(stored)
    assert (reloaded(stored).state, reloaded(stored).attempts) == (Job.State.WAITING, 0)
    assert run_jobs(raise_errors=False) == 1
    assert reloaded(stored).runs.count() == 2


# Lease ------------------------------------------------------------------------------------------------------------
def claimed_context() -> JobContext:
    claimed = queue.claim_next()
    assert claimed is not None
    return JobContext(job_id=claimed.job.pk, lease=claimed.lease, attempt=claimed.job.attempts)


def elsewhere(beat_ago: timedelta) -> None:
    """Make the running job's lease one of another machine whose heart beat so long ago."""
    lease = f"{'f' * 12}/1/1/{uuid.uuid4().hex[:12]}"
    Job.objects.exclude(lease="").update(lease=lease, heartbeat_at=timezone.now() - beat_ago)


def test_job_of_a_worker_elsewhere_is_left_alone_while_its_heart_beats():
    sample_jobs.add_collection.enqueue(name="一")
    claimed_context()
    elsewhere(timedelta(seconds=30))
    assert queue.take_up_lost() == []
    assert run_jobs() == 0


def test_job_of_a_worker_elsewhere_is_taken_up_when_its_heart_stops():
    stored = sample_jobs.add_collection.enqueue(name="一")
    claimed_context()
    elsewhere(timedelta(seconds=61))
    assert queue.take_up_lost() == [stored]
    assert run_jobs() == 1
    assert reloaded(stored).attempts == 2
    assert [run.outcome for run in stored.runs.all()] == ["done", "lost"]


def test_job_of_a_dead_process_on_this_machine_is_taken_up_at_once():
    stored = sample_jobs.add_collection.enqueue(name="一")
    claimed_context()
    Job.objects.update(lease=f"{place()}/{2**22 + 1}/1/abc")  # above the highest process id
    assert queue.take_up_lost() == [stored]


def test_process_id_used_again_by_another_process_is_no_sign_of_life():
    stored = sample_jobs.add_collection.enqueue(name="一")
    claimed_context()
    where, pid, began, end = new_lease().split("/")
    Job.objects.update(lease=f"{where}/{pid}/{int(began) - 1}/{end}")
    assert queue.take_up_lost() == [stored]


def test_job_of_a_living_process_is_left_alone():
    sample_jobs.add_collection.enqueue(name="一")
    claimed_context()
    assert queue.take_up_lost() == []


def test_worker_that_lost_its_lease_writes_nothing_more():
    stored = sample_jobs.add_collection.enqueue(name="一")
    claimed = queue.claim_next()
    assert claimed is not None
    context = JobContext(job_id=stored.pk, lease=claimed.lease, attempt=1)
    elsewhere(timedelta())
    with pytest.raises(LeaseLost), context.once("甲"):
        Collection.get_first_root_node().add_child(name="迟到的")
    for late in (lambda: context.progress(1, 2), context.check, lambda: queue.finish(claimed, "迟到的")):
        with pytest.raises(LeaseLost):
            late()
    assert collections("迟到的") == []
    assert reloaded(stored).done == 0
    assert runner.run(claimed) == (runner.Ending.LOST, None)
    assert reloaded(stored).state == Job.State.RUNNING


def test_job_that_kills_its_worker_every_time_fails_in_the_end():
    stored = sample_jobs.always_fails.enqueue(reason="x")
    for attempt in range(1, 4):
        claimed = queue.claim_next(timezone.now() + timedelta(hours=2))
        assert claimed is not None and claimed.job.attempts == attempt
        elsewhere(timedelta(minutes=2))
        assert queue.take_up_lost() == [stored]
    assert reloaded(stored).state == Job.State.FAILED
    assert reloaded(stored).last_error == "执行它的进程中途消失了（第3次）。"


def test_handed_back_job_waits_again_and_the_attempt_is_not_counted():
    stored = sample_jobs.add_collection.enqueue(name="一")
    claimed = queue.claim_next()
    assert claimed is not None
    queue.hand_back(claimed)
    assert (reloaded(stored).state, reloaded(stored).lease) == (Job.State.WAITING, "")
    assert run_jobs() == 1


# Progress ---------------------------------------------------------------------------------------------------------
def test_progress_is_written_rarely_but_first_and_last(django_assert_num_queries):
    stored = sample_jobs.add_collection.enqueue(name="一")
    context = claimed_context()
    with django_assert_num_queries(2):
        for number in range(100):
            context.progress(number, 100, f"第{number}张")
        context.progress(100, 100, "全部")
    assert (reloaded(stored).done, reloaded(stored).total, reloaded(stored).note) == (100, 100, "全部")


# Pruning and order ------------------------------------------------------------------------------------------------
def test_jobs_that_ended_long_ago_are_pruned_and_the_rest_stays():
    old, fresh, failed_old, waiting = (sample_jobs.add_collection.enqueue(name=name) for name in "甲乙丙丁")
    run_jobs()
    long_ago = timezone.now() - timedelta(days=31)
    for stored in (old, failed_old):
        type(stored.result).objects.filter(pk=stored.pk).update(finished_at=long_ago)
    type(waiting.result).objects.filter(pk=waiting.pk).update(status="READY", finished_at=None, enqueued_at=long_ago)
    assert queue.prune(batch=1) == 2
    assert set(Job.objects.values_list("pk", flat=True)) == {fresh.pk, waiting.pk}
    assert JobRun.objects.count() == 2


def test_urgent_job_goes_first_then_the_oldest():
    sample_jobs.add_collection.enqueue(name="先")
    sample_jobs.add_collection.enqueue(name="后")
    urgent = JobTask.enqueue(sample_jobs.add_collection.using(priority=10), name="急")
    order = [queue.claim_next() for _ in range(3)]
    assert [claimed.job.arguments["name"] for claimed in order if claimed] == ["急", "先", "后"]
    assert order[0] is not None and order[0].job.pk == urgent.pk


def test_the_librarys_own_worker_is_kept_from_the_queue():
    with pytest.raises(CommandError, match=r"manage\.py worker"):
        call_command("db_worker")
