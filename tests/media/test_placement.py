"""From the moment a photo stands in a saved draft its renditions are made by a job, and by no reader."""

from __future__ import annotations

from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from core.blocks import StoryBody
from core.jobs.models import Job
from core.jobs.testing import run_jobs
from core.models import Person
from core.pictures import PRESETS, focal_point_key, missing_specs, presets_of_place
from home.models import StandardPage
from media import jobs
from media.models import Photo, PhotoRendition
from media.placement import photos_in_block
from media.services import make_missing_renditions
from news.models import FeaturePage, PhotoStoryPage
from tests.factories.admin import superuser_client
from tests.factories.photos import encoded, make_photo, picture, picture_file
from tests.factories.stories import story

pytestmark = pytest.mark.django_db


def fresh(photo: Photo) -> Photo:
    return Photo.objects.get(pk=photo.pk)


def is_ready(photo: Photo, *presets: str) -> bool:
    return not missing_specs(fresh(photo), presets)


def photo_block(photo: Photo | None, preset: str = "body") -> dict[str, Any]:
    value = {"photo": photo.pk if photo else None, "caption": "", "credit": "", "alt": "", "preset": preset}
    return {"type": "photo", "value": value}


def test_every_place_of_a_body_is_found_with_its_presets():
    raw = [
        photo_block(None),
        {"type": "photo", "value": {"photo": 1, "preset": "wide"}},
        {"type": "picture_pending", "value": {"caption": "现场", "photo": 2}},
        {
            "type": "gallery",
            "value": {
                "photos": [
                    {"type": "item", "id": "a", "value": {"photo": 3, "preset": "portrait"}},
                    {"type": "item", "id": "b", "value": {"photo": 3}},
                ]
            },
        },
        {"type": "profile_card", "value": {"person": 7, "portrait": 4}},
        {"type": "video", "value": {"video": 9, "poster": 5}},
        {"type": "paragraph", "value": "<p>6</p>"},
        {"type": "gone", "value": {"photo": 8}},
        "broken",
    ]
    found: dict[int, set[str]] = {}
    for key, presets in photos_in_block(StoryBody(), raw):
        found.setdefault(key, set()).update(presets)
    assert found == {1: {"body", "wide"}, 2: {"body"}, 3: {"body", "portrait"}, 4: {"portrait"}, 5: {"wide"}}


def test_draft_saved_by_an_editor_has_its_photos_made_ready(section):
    lead, inside = make_photo("题图", width=1600, height=1000), make_photo("文中", width=1600, height=1000)
    page = story(section, live=False)
    run_jobs()
    assert not PhotoRendition.objects.exists()
    page.lead_photo = lead
    page.body = [photo_block(inside, "wide")]
    page.save_revision()
    assert Job.objects.count() == 2
    run_jobs()
    assert is_ready(lead, "lead", "card", "teaser")
    assert is_ready(inside, "body", "wide")


def test_saving_again_queues_nothing_when_all_is_there(section, django_assert_max_num_queries):
    page = story(section, live=False, lead_photo=make_photo())
    run_jobs()
    before = Job.objects.count()
    page.save_revision()
    page.save_revision()
    assert Job.objects.count() == before


def test_typing_on_while_the_job_waits_queues_it_once(section):
    page = story(section, live=False, lead_photo=make_photo())
    for _ in range(5):
        page.save_revision()
    assert Job.objects.count() == 1


@pytest.mark.parametrize("page_type", [FeaturePage, PhotoStoryPage, StandardPage])
def test_any_type_of_page_is_served(newsroom, section, page_type):
    photo = make_photo()
    page = page_type(title="一页", locale=section.locale, body=[photo_block(photo)])
    if page_type is StandardPage:
        page.slug = "about"
    (newsroom.home if page_type is StandardPage else section).add_child(instance=page)
    page.save_revision()
    run_jobs()
    assert is_ready(photo, "body")


def test_publication_asks_again_for_what_was_not_made(section):
    photo = make_photo()
    page = story(section, live=False, lead_photo=photo)
    run_jobs()
    photo.renditions.all().delete()
    page.latest_revision.publish()
    run_jobs()
    assert is_ready(photo, "lead")


def test_portrait_of_a_person_is_made_ready():
    photo = make_photo(width=900, height=1200)
    Person.objects.create(name="孟长河", portrait=photo)
    run_jobs()
    assert is_ready(photo, "portrait")


def test_reader_makes_no_rendition_on_any_page(newsroom, section, django_capture_on_commit_callbacks):
    lead, inside = make_photo("题图", width=1600, height=1000), make_photo("文中", width=1600, height=1000)
    with django_capture_on_commit_callbacks(execute=True):
        page = story(section, lead_photo=lead, body=[photo_block(inside), photo_block(inside, "wide")])
    assert not PhotoRendition.objects.exists()
    reader = Client()
    for address in (page.url, section.url, newsroom.home.url):
        answer = reader.get(address)
        assert answer.status_code == 200
        assert lead.main_colour in answer.content.decode()
        assert not PhotoRendition.objects.exists()
    run_jobs()
    made = PhotoRendition.objects.count()
    assert made
    for address in (page.url, section.url, newsroom.home.url):
        html = reader.get(address).content.decode()
        assert "image/avif" in html
        assert "picture-waiting" not in html
    assert PhotoRendition.objects.count() == made


def test_killed_job_goes_on_where_it_was(monkeypatch):
    photo = make_photo(width=1600, height=1000)
    jobs.make_renditions.enqueue(photo_id=photo.pk, presets=["card"], key="x")
    save = PhotoRendition.save

    def killed_at_the_fourth(self: PhotoRendition, *args: Any, **kwargs: Any) -> None:
        if PhotoRendition.objects.count() == 3:
            raise KeyboardInterrupt
        save(self, *args, **kwargs)

    monkeypatch.setattr(PhotoRendition, "save", killed_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        make_missing_renditions(photo=photo, presets=["card"])
    monkeypatch.undo()
    kept = set(photo.renditions.values_list("pk", flat=True))
    assert len(kept) == 3
    run_jobs()
    assert kept < set(photo.renditions.values_list("pk", flat=True))
    assert is_ready(photo, "card")


def test_new_focal_point_has_new_crops_made_and_old_ones_dropped():
    photo = make_photo(width=1600, height=1000)
    make_missing_renditions(photo=photo, presets=["card", "body"])
    uncropped = set(photo.renditions.filter(filter_spec__startswith="width").values_list("pk", flat=True))
    files = {rendition.file.path for rendition in photo.renditions.filter(filter_spec__startswith="fill")}
    moved = fresh(photo)
    moved.focal_point_x, moved.focal_point_y, moved.focal_point_width, moved.focal_point_height = 100, 100, 50, 50
    moved.save()
    assert is_ready(photo, "body")
    assert photo.renditions.filter(filter_spec__startswith="fill").exists(), (
        "readers keep the old crop until the new is there"
    )
    run_jobs()
    assert is_ready(photo, "card", "body")
    assert uncropped == set(photo.renditions.filter(filter_spec__startswith="width").values_list("pk", flat=True))
    assert files.isdisjoint(rendition.file.path for rendition in photo.renditions.all())
    crops = photo.renditions.filter(filter_spec__startswith="fill")
    assert set(crops.values_list("focal_point_key", flat=True)) == {focal_point_key(fresh(photo))}


def test_focal_point_that_comes_back_finds_its_crops_and_leaves_none_behind():
    photo = make_photo(width=1600, height=1000)
    make_missing_renditions(photo=photo, presets=["card"])
    first = set(photo.renditions.values_list("pk", flat=True))
    moved = fresh(photo)
    moved.focal_point_x, moved.focal_point_y, moved.focal_point_width, moved.focal_point_height = 100, 100, 50, 50
    moved.save()
    moved.get_rendition("fill-336x224|format-jpeg")
    moved.focal_point_x = moved.focal_point_y = moved.focal_point_width = moved.focal_point_height = None
    moved.save()
    assert first == set(photo.renditions.values_list("pk", flat=True))


def test_saving_a_card_leaves_renditions_alone():
    photo = make_photo(width=1600, height=1000)
    make_missing_renditions(photo=photo, presets=["card"])
    kept = fresh(photo)
    kept.caption = "改过的图说"
    kept.save()
    assert not Job.objects.exists()
    assert photo.renditions.count() == 9


def test_new_file_by_the_admin_form_has_everything_made_anew():
    photo = make_photo(width=1600, height=1000)
    old_file = photo.file.path
    make_missing_renditions(photo=photo, presets=["card"])
    old = set(photo.renditions.values_list("pk", flat=True))
    upload = picture_file("新的.jpg", encoded(picture((1200, 800), red_at=(200, 200))))
    answer = superuser_client().post(reverse("wagtailimages:edit", args=[photo.pk]), {"title": "换过", "file": upload})
    assert answer.status_code == 302
    changed = fresh(photo)
    assert changed.file.path != old_file
    assert (changed.width, changed.height, changed.original_name) == (1200, 800, "新的.jpg")
    assert old.isdisjoint(changed.renditions.values_list("pk", flat=True))
    assert Job.objects.count() == 1
    run_jobs()
    assert is_ready(photo, "card")


def test_job_of_a_deleted_photo_ends_quietly_and_one_without_its_file_gives_up():
    photo = make_photo()
    jobs.make_renditions.enqueue(photo_id=photo.pk, presets=["card"])
    photo.delete()
    run_jobs()
    broken = make_photo()
    jobs.make_renditions.enqueue(photo_id=broken.pk, presets=["card"])
    broken.file.storage.delete(broken.file.name)
    assert run_jobs(raise_errors=False) == 1


def test_places_name_presets_that_exist():
    for name in ("lead_photo", "portrait", "poster", "photo", "anything"):
        assert set(presets_of_place(name)) <= PRESETS.keys()


def test_command_asks_for_all_that_pages_drafts_and_records_lack(section):
    live, draft, portrait = (make_photo(name) for name in ("刊出", "草稿", "肖像"))
    story(section, lead_photo=live)
    page = story(section)
    page.body = [photo_block(draft)]
    page.save_revision()
    Person.objects.create(name="孟长河", portrait=portrait)
    run_jobs()
    PhotoRendition.objects.all().delete()
    call_command("make_renditions", stdout=StringIO())
    run_jobs()
    assert is_ready(live, "lead", "card", "teaser")
    assert is_ready(draft, "body")
    assert is_ready(portrait, "portrait")
    before = Job.objects.count()
    call_command("make_renditions", stdout=StringIO())
    assert Job.objects.count() == before
