"""What must hold after server and worker were killed: nothing half-published, nothing lost, nothing twice."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.benchmarks.kill_nine import Editor, Planner

#: The three saves of an entry; the last one publishes it.
DRAFTS = ("初稿", "二稿", "定稿")
#: Steps of each job, each with one effect.
STEPS = 4


def violations_of(editors: list[Editor], planner: Planner) -> list[str]:
    found: list[str] = []
    for editor in editors:
        found += editor.failures
        found += lost_saves(editor)
    return [*found, *half_published(), *numbers_and_versions(), *published_once(planner), *effects(planner)]


def lost_saves(editor: Editor) -> list[str]:
    """Each acknowledged save stands in the database, each such publication is live, each entry is there once."""
    from news.models import ColumnEntryPage

    found = []
    for entry, index in editor.acknowledged.items():
        pages = list(ColumnEntryPage.objects.filter(title__startswith=f"{entry} "))
        if len(pages) != 1:
            found.append(f"{entry}: acknowledged, and there are {len(pages)} of it")
            continue
        latest = pages[0].get_latest_revision_as_object().title.removeprefix(f"{entry} ")
        if DRAFTS.index(latest) < index:
            found.append(f"{entry}: {DRAFTS[index]} was acknowledged, {latest} is there")
        if index == 2 and not (pages[0].live and pages[0].title.endswith(DRAFTS[2])):
            found.append(f"{entry}: its publication was acknowledged, readers do not see it")
    return found


def half_published() -> list[str]:
    """What a live entry lacks of number, identity, column number, archived text, history and tidy schedule."""
    import hashlib

    from wagtail.models import PageLogEntry, Revision

    from news.models import ColumnEntryPage, ColumnNumber, PublishedVersion, StoryIdentity
    from news.models.published_version import canonical_content

    found = []
    for page in ColumnEntryPage.objects.live():
        kept = list(PublishedVersion.objects.filter(number=page.number).order_by("n"))
        digest = hashlib.sha256(canonical_content(page).encode()).hexdigest()
        held = ColumnNumber.objects.filter(story_id=page.number).values_list("number", flat=True)
        history = Counter(PageLogEntry.objects.filter(page=page.pk).values_list("action", flat=True))
        facts = {
            "no identity": not StoryIdentity.objects.filter(number=page.number).exists(),
            "slug is not its number": page.slug != str(page.number),
            "column number differs": list(held) != [page.issue_number],
            "archived text is not what is live": not kept or kept[-1].sha256 != digest,
            # An editor whose request was cut off sends it again: that may be a second version, of other block ids.
            "archived twice": [v.n for v in kept] != list(range(1, len({v.sha256 for v in kept}) + 1)),
            "no word of its publication in the history": not (
                history["wagtail.publish"] or history["wagtail.publish.scheduled"]
            ),
            "no live revision": page.live_revision_id is None,
            "live and still scheduled": Revision.objects.for_instance(page)
            .filter(approved_go_live_at__isnull=False)
            .exists(),
        }
        found += [f"{page.title}: {fact}" for fact, true in facts.items() if true]
    return found


def numbers_and_versions() -> list[str]:
    """No column number and no archived text without a live entry; the column's numbers have no gap and no double."""
    from news.models import ColumnEntryPage, ColumnNumber, PublishedVersion

    live = set(ColumnEntryPage.objects.live().values_list("number", flat=True))
    found = [
        f"{what} of story {number}, which never went out"
        for what, numbers in (
            ("column number", ColumnNumber.objects.values_list("story_id", flat=True)),
            ("archived text", PublishedVersion.objects.values_list("number", flat=True)),
        )
        for number in numbers
        if number not in live
    ]
    given = sorted(ColumnNumber.objects.values_list("number", flat=True))
    if given != list(range(1, len(live) + 1)):
        found.append(f"{len(live)} live entries, and the column's numbers are {given}")
    return found


def published_once(planner: Planner) -> list[str]:
    """What was planned went out exactly once: by the worker, or at once where the planner came late itself."""
    from wagtail.models import PageLogEntry

    out = PageLogEntry.objects.filter(action__in=["wagtail.publish", "wagtail.publish.scheduled"])
    times = Counter(out.values_list("page", flat=True))
    return [f"planned page {pk} was published {times[pk]} times" for pk in planner.scheduled if times[pk] != 1]


def effects(planner: Planner) -> list[str]:
    """Each step of each job took effect exactly once, and each job is there once and done."""
    from wagtail.models import Collection

    from core.jobs.models import Job

    rows = Counter(Collection.objects.filter(name__startswith="任务").values_list("name", flat=True))
    wanted = {f"{name}-{step}" for name in planner.jobs for step in range(STEPS)}
    found = [f"{name}: {count} times" for name, count in rows.items() if count != 1 or name not in wanted]
    found += [f"{name}: missing" for name in sorted(wanted - set(rows))]
    jobs = Job.objects.select_related("result").filter(result__task_path__endswith="slow_steps")
    found += [f"job {job.arguments['name']}: {job.state}" for job in jobs if job.state != Job.State.DONE]
    if len(jobs) != len(planner.jobs):
        found.append(f"{len(planner.jobs)} jobs were queued, {len(jobs)} are there")
    return found
