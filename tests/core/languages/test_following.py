"""The traditional edition follows its source: published, changed, moved, taken down, restricted."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import Page, PageLogEntry, PageViewRestriction

from core.jobs.models import Job
from core.jobs.testing import run_jobs
from home.newsroom import Newsroom, ensure_section
from news.models import PublishedVersion, StoryPage
from news.services import restore_story, withdraw_story
from tests.core.languages.copies import BODY, copy_of, fresh, publish, turn_on
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def test_copy_is_published_with_its_source_below_copies_of_the_pages_above(original, client):
    copy = copy_of(original)
    assert (copy.live, copy.title, copy.short_title) == (True, "勞模的頭髮", "後來")
    assert (copy.number, copy.slug, copy.date_shown) == (original.number, original.slug, original.date_shown)
    assert copy.url == f"/zh-hant/yaowen/{original.number}/"
    html = client.get(copy.url).content.decode()
    assert "幹部<b>頭</b>髮上沾着雪，走了十里路來到裏面。" in html
    assert '<html lang="zh-Hant">' in html
    parents = copy.get_ancestors().filter(depth__gt=1)
    assert [page.locale.language_code for page in parents] == ["zh-hant", "zh-hant"]
    assert all(page.live for page in parents)
    assert PublishedVersion.objects.get(number=original.number, language="zh-hant").published_by is None
    assert PageLogEntry.objects.get(page=copy.pk, action="wagtail.publish").user is None


def test_nothing_follows_where_no_switch_is_on(section):
    page = story(section)
    assert run_jobs() == 0
    assert copy_of(page) is None


def test_change_of_the_live_source_arrives_in_the_copy(original):
    body = [*BODY, {"type": "heading", "value": "后记"}]
    publish(original, title="发展", body=body)
    run_jobs()
    copy = copy_of(original)
    assert (copy.title, copy.body[1].value) == ("發展", "後記")
    assert PublishedVersion.objects.filter(number=original.number, language="zh-hant").count() == 2


def test_draft_of_the_source_stays_out_of_the_copy(original):
    page = fresh(original)
    page.title = "还没有发布"
    page.save_revision()
    assert run_jobs() == 0
    assert copy_of(original).title == "勞模的頭髮"


def test_same_job_again_changes_nothing(original):
    copy = copy_of(original)
    publish(original)
    publish(original)
    assert run_jobs() == 1, "two publications before the job begins are one job"
    revisions = copy_of(original).revisions.count()
    from core.languages.jobs import follow_page

    follow_page.enqueue(page_key=str(original.translation_key))
    run_jobs()
    assert copy_of(original).revisions.count() == revisions
    assert copy_of(original).pk == copy.pk


def test_copy_moves_with_its_source(newsroom, original):
    there = ensure_section(home=newsroom.home, slug="weiquan", title="维权")
    turn_on(there)
    run_jobs()
    fresh(original).move(there, pos="last-child")
    run_jobs()
    assert copy_of(original).url == f"/zh-hant/weiquan/{original.number}/"
    assert copy_of(original).live


def test_copy_goes_where_its_source_leaves_the_part_that_follows_and_comes_back_with_it(newsroom, followed, original):
    outside = ensure_section(home=newsroom.home, slug="weiquan", title="维权")
    fresh(original).move(outside, pos="last-child")
    run_jobs()
    assert not copy_of(original).live
    fresh(original).move(fresh(followed), pos="last-child")
    run_jobs()
    assert copy_of(original).live


def test_copy_is_unpublished_with_its_source_and_published_again(original, client):
    fresh(original).unpublish()
    run_jobs()
    assert not copy_of(original).live
    publish(original)
    run_jobs()
    assert copy_of(original).live


def test_copy_is_withdrawn_with_its_source_and_comes_back_with_it(original, client, admin_user):
    address = copy_of(original).url
    withdraw_story(story=fresh(original), user=admin_user, reason="事实有误")
    run_jobs()
    assert client.get(address).status_code == 410
    restore_story(story=fresh(original), user=admin_user)
    run_jobs()
    assert not copy_of(original).live
    publish(original)
    run_jobs()
    assert client.get(address).status_code == 200


def test_copy_is_deleted_with_its_source(original):
    copy = copy_of(original)
    fresh(original).delete()
    run_jobs()
    assert not Page.objects.filter(pk=copy.pk).exists()
    assert PublishedVersion.objects.filter(number=original.number, language="zh-hant").exists()


def test_whole_section_is_deleted_with_its_copies(followed, original):
    fresh(followed).delete()
    run_jobs()
    assert not Page.objects.filter(locale__language_code="zh-hant", depth__gt=2).exists()


def test_copy_expires_when_its_source_does_and_not_before(followed):
    soon = timezone.now().replace(microsecond=0) + timedelta(hours=1)
    page = story(followed, expire_at=soon)
    run_jobs()
    assert copy_of(page).expire_at == soon
    Page.objects.filter(translation_key=page.translation_key).update(expire_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_scheduled", verbosity=0)
    run_jobs()
    assert not copy_of(page).live
    publish(page, expire_at=None)
    run_jobs()
    call_command("publish_scheduled", verbosity=0)
    assert copy_of(page).live


def test_switch_turned_on_brings_a_whole_section_and_turned_off_takes_it_down(section):
    numbers = [story(section, title=f"干部{place}").number for place in range(6)]
    draft = story(section, live=False)
    turn_on(section)
    assert run_jobs() == 1
    hant = StoryPage.objects.filter(locale__language_code="zh-hant")
    assert sorted(hant.live().values_list("number", flat=True)) == sorted(numbers)
    assert set(hant.values_list("title", flat=True)) == {f"幹部{place}" for place in range(6)}
    assert copy_of(draft) is None
    job = Job.objects.get()
    assert (job.state, job.done, job.total) == (Job.State.DONE, 8, 8)
    section.follows_in_traditional = False
    section.save()
    run_jobs()
    assert not Page.objects.filter(locale__language_code="zh-hant", live=True).exists()


def test_front_page_goes_with_the_last_section_that_needed_it(newsroom, followed, original):
    assert copy_of(newsroom.home).live
    fresh(followed).delete()
    run_jobs()
    assert not copy_of(newsroom.home).live


def test_error_in_one_page_keeps_back_none_of_the_others(section, monkeypatch):
    from core.languages import following, jobs

    broken, other = story(section, title="坏"), story(section, title="发")

    def follow(*, key):
        if key == broken.translation_key:
            raise ZeroDivisionError
        return following.follow(key=key)

    monkeypatch.setattr(jobs, "follow", follow)
    turn_on(section)
    run_jobs(raise_errors=False)
    assert copy_of(other).live
    job = Job.objects.get()
    assert (job.state, job.attempts) == (Job.State.RETRYING, 1)


def test_page_published_meanwhile_does_not_wait_for_a_whole_section(section, monkeypatch):
    from core.languages import following, jobs

    stories = [story(section, title=f"第{place}篇") for place in range(4)]
    turn_on(section)
    jobs.follow_page.enqueue(key="last", page_key=str(stories[-1].translation_key))
    order = []
    monkeypatch.setattr(jobs, "follow", lambda *, key: order.append(key) or following.follow(key=key))
    Job.objects.filter(waiting_key__contains="follow_page").update(waiting_key=None)
    from core.jobs import queue, runner

    section_job = Job.objects.get(result__task_path=jobs.follow_below.module_path)
    section_job.result.priority = 100
    section_job.result.save()
    runner.run(queue.claim_next())
    last = stories[-1].translation_key
    assert order[0] == last
    assert order.count(last) == 2, "at once, and in its turn; not before each of the others"


def test_refusal_of_the_gate_is_told_in_the_jobs_report_and_leaves_the_copy(original):
    from news import publication
    from news.publication import PublicationProblem

    def not_in_traditional(page):
        if page.locale.language_code == "zh-hant":
            yield PublicationProblem("no", "缺一张照片。")

    publication._checks.append(not_in_traditional)
    try:
        publish(original, title="发展")
        run_jobs(raise_errors=False)
    finally:
        publication._checks.remove(not_in_traditional)
    job = Job.objects.latest("result__enqueued_at")
    assert job.state == Job.State.FAILED
    assert "缺一张照片。" in job.last_error
    copy = copy_of(original)
    assert (copy.live, copy.title, copy.has_unpublished_changes) == (True, "勞模的頭髮", False)


def test_restriction_of_a_section_holds_for_its_copy(followed, original, client):
    PageViewRestriction.objects.create(page=followed, restriction_type=PageViewRestriction.LOGIN)
    run_jobs()
    assert client.get(copy_of(original).url).status_code == 302
    followed.view_restrictions.all().get().delete()
    run_jobs()
    assert client.get(copy_of(original).url).status_code == 200


def test_restriction_to_a_group_names_the_group_at_once(followed, original):
    group = Group.objects.create(name="内部读者")
    restriction = PageViewRestriction.objects.create(page=original, restriction_type=PageViewRestriction.GROUPS)
    run_jobs()
    restriction.groups.add(group)
    run_jobs()
    assert list(copy_of(original).view_restrictions.get().groups.all()) == [group]
    restricted = story(followed, live=False)
    PageViewRestriction.objects.create(page=restricted, restriction_type=PageViewRestriction.GROUPS).groups.add(group)
    publish(restricted)
    run_jobs()
    assert list(copy_of(restricted).view_restrictions.get().groups.all()) == [group]


def test_restriction_of_an_unpublished_section_holds_for_the_copies_below(followed, original, client):
    fresh(followed).unpublish()
    run_jobs()
    PageViewRestriction.objects.create(page=followed, restriction_type=PageViewRestriction.LOGIN)
    run_jobs()
    assert copy_of(original).live
    assert client.get(copy_of(original).url).status_code == 302


def test_sections_keep_their_order_in_the_navigation(newsroom: Newsroom):
    titles = ["要闻", "维权", "文体"]
    first, _second, third = (
        ensure_section(home=newsroom.home, slug=f"s{place}", title=title) for place, title in enumerate(titles)
    )
    home = fresh(newsroom.home)
    turn_on(home)
    run_jobs()
    fresh(third).move(fresh(first), pos="left")
    run_jobs()
    shown = Page.objects.child_of(copy_of(home)).order_by("path").values_list("title", flat=True)
    assert list(shown) == ["文體", "要聞", "維權"]
