"""The picture component: what a reader's page shows of a photo, from renditions that exist."""

from __future__ import annotations

import re

import pytest
from django.template import Context, Template, TemplateSyntaxError
from wagtail.images.models import Filter

from core.pictures import (
    FORMATS,
    PRESETS,
    bring_renditions,
    focal_point_key,
    missing_specs,
    picture_of,
    presets_of_place,
)
from media.models import Photo, PhotoRendition
from media.services import make_missing_renditions
from tests.factories.photos import make_photo

pytestmark = pytest.mark.django_db


def shown(photo: Photo | None, tag: str = '{% picture photo "lead" %}', **context: object) -> str:
    return Template("{% load pictures %}" + tag).render(Context({"photo": photo, **context}))


def ready(*presets: str, **options: int) -> Photo:
    photo = make_photo(**{"width": 1600, "height": 1000, **options})
    make_missing_renditions(photo=photo, presets=presets)
    return Photo.objects.get(pk=photo.pk)


def test_every_format_and_width_of_the_preset_is_offered():
    html = shown(ready("lead"))
    assert re.findall(r'<source type="(.+?)"', html) == ["image/avif", "image/webp"]
    assert [re.findall(r" (\d+)w", srcset) for srcset in re.findall(r'srcset="(.+?)"', html)] == [
        ["640", "960", "1248"]
    ] * 3
    assert 'sizes="(min-width: 80rem) 1248px, 100vw"' in html
    assert 'width="1248"' in html
    assert 'height="702"' in html
    assert 'src="/uploads/images/' in html


def test_first_picture_of_a_page_comes_first_and_the_others_wait():
    photo = ready("lead")
    assert 'loading="lazy"' in shown(photo)
    first = shown(photo, '{% picture photo "lead" priority=True %}')
    assert 'loading="eager"' in first
    assert 'fetchpriority="high"' in first


def test_alternative_text_is_never_the_title():
    photo = ready("lead")
    assert f'alt="{photo.description}"' in shown(photo)
    assert 'alt="两个人"' in shown(photo, '{% picture photo "lead" alt="两个人" %}')
    assert 'alt=""' in shown(photo, '{% picture photo "lead" alt="" %}')
    photo.description = ""
    assert 'alt=""' in shown(photo)
    assert photo.title not in shown(photo)


def test_what_is_not_ready_is_a_box_of_the_right_ratio_in_the_main_colour():
    photo = make_photo(width=1600, height=1000)
    html = shown(photo)
    box = re.search(r'viewBox="0 0 (\d+) (\d+)"', html)
    assert box
    assert int(box[1]) / int(box[2]) == pytest.approx(16 / 9, rel=0.01)
    assert f'fill="{photo.main_colour}"' in html
    assert f'role="img" aria-label="{photo.description}"' in html.replace("\n", " ")
    assert "style" not in html
    own = re.search(r'viewBox="0 0 (\d+) (\d+)"', shown(photo, '{% picture photo "body" %}'))
    assert own
    assert int(own[1]) / int(own[2]) == pytest.approx(1.6, rel=0.01)


def test_box_of_a_decorative_picture_is_hidden_from_screen_readers():
    html = shown(make_photo(), '{% picture photo "teaser" alt="" %}')
    assert 'aria-hidden="true"' in html
    assert "role" not in html


def test_what_is_ready_is_shown_while_the_rest_is_made():
    photo = make_photo(width=1600, height=1000)
    photo.get_rendition("fill-640x360|format-webp")
    html = shown(Photo.objects.get(pk=photo.pk))
    assert "<source" not in html
    assert "640w" in html
    assert "svg" not in html


def test_caption_and_credit_make_a_figure():
    html = shown(
        ready("lead"), '{% picture photo "lead" caption=words credit="岑望 摄" class="wide" %}', words="<b>交接</b>"
    )
    assert re.search(r'<figure class="wide">.*<figcaption>.*&lt;b&gt;交接.*岑望 摄.*</figure>', html, re.DOTALL)


def test_texts_from_people_are_escaped():
    photo = make_photo(description='"><script>alert(1)</script>')
    assert "<script>" not in shown(photo)
    make_missing_renditions(photo=photo, presets=["lead"])
    assert "<script>" not in shown(Photo.objects.get(pk=photo.pk))


def test_no_photo_shows_nothing():
    assert shown(None).strip() == ""


def test_unknown_attribute_or_preset_is_an_error_of_the_template():
    photo = make_photo()
    with pytest.raises(TemplateSyntaxError):
        shown(photo, '{% picture photo "lead" style="color: red" %}')
    with pytest.raises(KeyError):
        shown(photo, '{% picture photo "huge" %}')


def test_address_of_the_largest_jpeg():
    photo = make_photo()
    assert shown(photo, '{% picture_address photo "lead" %}') == ""
    assert re.match(r"/uploads/.*\.jpg$", shown(ready("lead"), '{% picture_address photo "lead" %}'))
    assert shown(None, '{% picture_address photo "lead" %}') == ""


def test_one_query_for_a_photo_and_one_for_many_at_once(django_assert_num_queries):
    photo = ready("lead", "card")
    with django_assert_num_queries(1):
        shown(photo, '{% picture photo "lead" %}{% picture photo "card" %}{% picture photo "body" %}')
    several = [*Photo.objects.filter(pk__in=[photo.pk, ready("lead").pk]), None]
    with django_assert_num_queries(1):
        bring_renditions(several)
    with django_assert_num_queries(0):
        assert all("image/avif" in shown(each) for each in several if each)
        bring_renditions([None])


def test_showing_makes_no_rendition():
    photo = make_photo()
    for name in PRESETS:
        shown(photo, "{% picture photo name %}", name=name)
    assert not PhotoRendition.objects.exists()


def test_nothing_is_blown_up():
    small = make_photo(width=700, height=500)
    assert PRESETS["lead"].widths_for(small) == (640, 960)
    assert PRESETS["body"].widths_for(make_photo(width=300, height=200)) == (640,)
    make_missing_renditions(photo=small, presets=["lead"])
    assert max(small.renditions.values_list("width", flat=True)) == 700
    assert missing_specs(Photo.objects.get(pk=small.pk), ["lead"]) == []


def test_very_long_picture_is_left_to_formats_that_can_hold_it():
    photo = Photo(width=1000, height=30_000)
    assert PRESETS["body"].formats_for(photo) == ("jpeg",)
    assert PRESETS["lead"].formats_for(photo) == FORMATS


def test_presets_stay_few_enough_to_make():
    assert all(len(preset.widths) <= 4 for preset in PRESETS.values())
    lead = {
        spec for name in presets_of_place("lead_photo") for spec in PRESETS[name].specs(Photo(width=6000, height=4000))
    }
    assert len(lead) <= 24


@pytest.mark.parametrize("point", [(None, None, None, None), (120, 80, 60, 40)])
def test_focal_point_key_is_that_of_wagtail(point):
    photo = Photo(width=1000, height=800, focal_point_x=point[0], focal_point_y=point[1])
    photo.focal_point_width, photo.focal_point_height = point[2:]
    assert focal_point_key(photo) == Filter("fill-640x360|format-avif").get_cache_key(photo)
    assert Filter("width-640|format-avif").get_cache_key(photo) == ""


def test_old_crop_is_shown_until_the_new_one_is_made():
    photo = ready("lead")
    old = picture_of(photo, "lead").largest.url
    Photo.objects.filter(pk=photo.pk).update(
        focal_point_x=100, focal_point_y=100, focal_point_width=50, focal_point_height=50
    )
    moved = Photo.objects.get(pk=photo.pk)
    assert picture_of(moved, "lead").largest.url == old
    make_missing_renditions(photo=moved, presets=["lead"])
    assert picture_of(Photo.objects.get(pk=photo.pk), "lead").largest.url != old
