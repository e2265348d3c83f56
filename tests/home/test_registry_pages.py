"""Pages of people, organisations and topics; what pages of all records share: merging, stories, cost."""

from __future__ import annotations

import pytest
from django.test import Client
from wagtail.models import Locale

from core.models import OrganisationName, PersonName
from news.models import StoryAward, StoryEvent, StoryOrganisation, StoryPerson, StoryPlace, StoryTopic
from tests.factories.html import Document
from tests.factories.photos import make_photo
from tests.factories.records import award, conferral, conferral_round, event, merged, organisation, person, place, topic
from tests.factories.stories import story
from tests.home.reading import read

pytestmark = pytest.mark.django_db


def test_a_person_page_shows_who_it_is_and_the_stories_that_name_them(publish):
    unit = organisation("临港区总工会")
    record = person(public_page=True, short_text="从焊工到主席。", office=(unit, "主席"))
    named = publish(title="她在夜班", people=[StoryPerson(person=record)])
    publish(title="别人的稿件")
    shown = read(f"/people/{record.pk}/")
    assert "<h1>沈知秋</h1>" in shown
    assert "从焊工到主席。" in shown
    assert f'href="/organisations/{unit.pk}/"' in shown
    assert "主席" in shown
    assert named.url in shown
    assert "别人的稿件" not in shown


def test_offices_stand_with_their_time_as_far_as_it_is_known(newsroom):
    record = person(public_page=True)
    times = {
        "主席": ("2019", ""),
        "班长": ("", "2010"),
        "焊工": ("2001", "2001"),
        "会长": ("2012", "2015-06"),
        "工人": ("", ""),
    }
    for order, (title, (start, end)) in enumerate(times.items()):
        record.appointments.create(title=title, start=start, end=end, sort_order=order)
    record.save()

    def asides(language: str) -> list[str]:
        return Document.of(read(f"{language}/people/{record.pk}/")).texts("span", class_="record-rows__aside")

    assert asides("") == ["2019年起现任", "2012年—2015年6月", "至2010年", "2001年"]
    assert asides("/en") == ["since2019Inoffice", "2012–June2015", "until2010", "2001"]


def test_a_person_without_the_tick_has_no_page_and_is_not_told_from_nobody(newsroom):
    record = person(office=(None, "某主席"))
    assert "某主席" not in read(f"/people/{record.pk}/", 404)
    read("/people/999999/", 404)


def test_numbers_out_of_range_are_404(newsroom):
    read("/people/99999999999999999999999/", 404)
    read("/topics/0/", 404)


def test_the_internal_note_and_other_names_stay_inside(newsroom):
    record = person(public_page=True, note="举报人", aliases="外号大炮")
    shown = read(f"/people/{record.pk}/")
    assert "举报人" not in shown
    assert "外号大炮" not in shown


def test_a_person_page_shows_the_portrait(newsroom):
    record = person(public_page=True, portrait=make_photo("沈知秋肖像"))
    shown = read(f"/people/{record.pk}/")
    assert 'class="record-head__portrait"' in shown
    assert "record-head__portrait" not in read(f"/people/{person(public_page=True).pk}/")


def test_text_with_markup_is_escaped(publish):
    record = person("<b>沈</b>", public_page=True, short_text="<script>x</script>")
    unit = organisation("<i>厂</i>")
    record.appointments.create(organisation=unit, title="<u>焊工</u>", sort_order=0)
    record.save()
    for address in (f"/people/{record.pk}/", f"/organisations/{unit.pk}/"):
        shown = read(address)
        assert not any(tag in shown for tag in ("<b>沈", "<script>x", "<i>厂", "<u>焊工"))


def test_an_organisation_page_shows_its_facts_its_people_and_its_stories(publish):
    parent = organisation("江北市总工会")
    unit = organisation(
        "临港区总工会", short_name="区总工会", parent=parent, short_text="区里的工会。", region="临港区"
    )
    now = person("沈知秋", public_page=True, office=(unit, "主席"))
    person("不公开的人", office=(unit, "干事"))
    former = person("梁学桥", public_page=True)
    former.appointments.create(organisation=unit, title="原主席", end="2020", sort_order=0)
    former.save()
    named = publish(title="区里的驿站", organisations=[StoryOrganisation(organisation=unit)])
    shown = read(f"/organisations/{unit.pk}/")
    assert "<h1>临港区总工会</h1>" in shown
    assert "<dt>简称</dt><dd>区总工会</dd>" in shown
    assert "区总工会</dd>" not in read(f"/en/organisations/{unit.pk}/")
    assert f'href="/organisations/{parent.pk}/"' in shown
    assert f'href="/people/{now.pk}/"' in shown
    assert "不公开的人" not in shown
    assert "梁学桥" not in shown
    assert named.url in shown


def test_a_topic_page_shows_its_stories_newest_first(publish):
    record = topic(short_text="产改。")
    first = publish(title="先发的", topics=[StoryTopic(topic=record)])
    second = publish(title="后发的", topics=[StoryTopic(topic=record)])
    shown = read(f"/topics/{record.pk}/")
    assert "<h1>产业工人队伍建设改革</h1>" in shown
    assert shown.index(second.url) < shown.index(first.url)


def test_names_are_in_the_language_of_the_page(newsroom):
    unit = organisation("临港区总工会")
    OrganisationName.objects.create(organisation=unit, language="en", name="Lingang Federation of Trade Unions")
    record = person(public_page=True, short_text="从焊工到主席。", office=(unit, "主席"))
    PersonName.objects.create(person=record, language="en", name="Shen Zhiqiu", short_text="Once a welder.")
    english = read(f"/en/people/{record.pk}/")
    assert "<h1>Shen Zhiqiu</h1>" in english
    assert "Once a welder." in english
    assert "Lingang Federation of Trade Unions" in english
    assert f'href="/en/organisations/{unit.pk}/"' in english
    traditional = read(f"/zh-hant/people/{record.pk}/")
    assert "<h1>沈知秋</h1>" in traditional
    assert f'href="/zh-hant/organisations/{unit.pk}/"' in traditional


@pytest.mark.parametrize("prefix", ["", "/zh-hant", "/en"])
@pytest.mark.parametrize(
    ("make", "place"),
    [
        (person, "people"),
        (organisation, "organisations"),
        (place, "places"),
        (event, "events"),
        (topic, "topics"),
        (award, "awards"),
    ],
)
def test_a_merged_record_leads_to_its_survivor_for_good(newsroom, make, place, prefix):
    fields = {"public_page": True} if make is person else {}
    survivor, loser, first = make(**fields), make(), make()
    loser.merged_into = survivor
    loser.save()
    first.merged_into = loser
    first.save()
    answer = Client().get(f"{prefix}/{place}/{first.pk}/")
    assert answer.status_code == 301
    assert answer["Location"] == f"{prefix}/{place}/{survivor.pk}/"


def test_a_record_merged_into_an_unticked_person_is_404(newsroom):
    survivor, loser = person(), person(public_page=True)
    loser.merged_into = survivor
    loser.save()
    read(f"/people/{loser.pk}/", 404)


def test_the_survivor_shows_stories_and_offices_of_what_was_merged_into_it(publish):
    survivor, loser = person(public_page=True), person("沈志秋")
    old, new = organisation("临港工会"), organisation("临港区总工会")
    survivor.appointments.create(organisation=old, title="主席", sort_order=0)
    survivor.save()
    named = publish(people=[StoryPerson(person=loser)])
    loser.merged_into, old.merged_into = survivor, new
    loser.save()
    old.save()
    shown = read(f"/people/{survivor.pk}/")
    assert named.url in shown
    assert f'href="/organisations/{new.pk}/"' in shown
    assert f'href="/people/{survivor.pk}/"' in read(f"/organisations/{new.pk}/")


def test_stories_are_in_pages_of_twenty(publish):
    record = topic()
    pages = [publish(title=f"第{n}篇", topics=[StoryTopic(topic=record)]) for n in range(23)]
    first, second = read(f"/topics/{record.pk}/"), read(f"/topics/{record.pk}/?page=2")
    assert pages[-1].url in first
    assert pages[0].url not in first
    assert pages[0].url in second
    assert "?page=2" in first


@pytest.mark.parametrize(
    ("prefix", "language"),
    [("", "zh-hans"), pytest.param("/zh-hant", "zh-hant", marks=pytest.mark.long), ("/en", "en")],
)
def test_a_person_page_costs_the_same_with_five_and_with_more_stories(
    section,
    prefix,
    language,
    django_capture_on_commit_callbacks,
    django_assert_max_num_queries,
    django_assert_num_queries,
):
    shelf = section
    if language != "zh-hans":
        shelf = section.copy_for_translation(Locale.objects.get(language_code=language), copy_parents=True)
        shelf.save_revision().publish()
    photo = make_photo()
    units = [organisation(f"第{n}工会") for n in range(6)]
    record = person(public_page=True, portrait=photo, office=(units[0], "主席"))
    for unit in units:
        OrganisationName.objects.create(organisation=unit, language="en", name=f"Union {unit.pk}")

    def publish(count):
        rows = [
            story(shelf, lead_photo=photo, lead_alt="码头", people=[StoryPerson(person=record)]) for _ in range(count)
        ]
        return rows[-1]

    address = f"{prefix}/people/{record.pk}/"
    with django_capture_on_commit_callbacks(execute=True):
        newest = publish(5)
    assert newest.url in read(address)  # reads what is read once a process as well: content types, site roots
    with django_assert_max_num_queries(15) as few:
        read(address)
    for unit in units[1:]:
        record.appointments.create(organisation=unit, title="委员", sort_order=1)
    record.save()
    with django_capture_on_commit_callbacks(execute=True):
        newest = publish(18)
    with django_assert_num_queries(len(few)):
        assert newest.url in read(address)


@pytest.mark.parametrize(
    ("make", "where", "row", "field"),
    [
        (organisation, "organisations", StoryOrganisation, "organisation"),
        (place, "places", StoryPlace, "place"),
        (event, "events", StoryEvent, "event"),
        (topic, "topics", StoryTopic, "topic"),
        (award, "awards", StoryAward, "award"),
    ],
)
def test_the_other_pages_cost_the_same_with_few_and_many_rows(
    publish, make, where, row, field, django_assert_max_num_queries, django_assert_num_queries
):
    record = make()
    top = organisation("江湾市总工会")

    def fill(first: int, last: int) -> None:
        for number in range(first, last):
            publish(title=f"第{number}篇", **{where: [row(**{field: record})]})
        for number in range(first, last):
            unit = organisation(f"第{number}工会", parent=record if make is organisation else top)
            given = conferral_round(
                record if make is award else award(f"第{number}项", bodies=(unit,)), year=number + 1950
            )
            conferral(given, record if make is organisation else unit)
            if make is organisation:
                person(f"沈{number}", public_page=True, office=(record, "干事"))
                place(f"第{number}站", operator=record)
            if make is event:
                record.hosts.create(organisation=unit, role="host", sort_order=number)
                record.save()

    if make is organisation:
        record.parent = top
        record.save()
    fill(0, 3)
    address = f"/{where}/{record.pk}/"
    read(address)
    with django_assert_max_num_queries(25) as few:
        read(address)
    fill(3, 10)
    with django_assert_num_queries(len(few)):
        read(address)


# Organisations --------------------------------------------------------------------------------------------------------
def test_an_organisation_page_shows_what_is_above_and_below_and_what_it_was(newsroom):
    city = organisation("江湾市总工会")
    district = organisation("江湾市临港区总工会", parent=city)
    unit = organisation("码头工会", parent=district)
    before = organisation("临港镇总工会", successor=district)
    site = place(operator=district)
    shown = read(f"/organisations/{district.pk}/")
    Document.of(shown).assert_sound()
    for record in (city, unit, before):
        assert f'href="/organisations/{record.pk}/"' in shown
    assert f'href="/places/{site.pk}/"' in shown
    assert f'href="/organisations/{district.pk}/"' in read(f"/organisations/{before.pk}/")
    above = read(f"/organisations/{city.pk}/")
    assert "下级1个" in above


def test_an_organisation_with_many_below_lists_them_on_pages_of_their_own(newsroom):
    city = organisation("江湾市总工会")
    units = [organisation(f"工会{number:03}", parent=city) for number in range(203)]
    shown = read(f"/organisations/{city.pk}/")
    assert "工会059" in shown
    assert "工会060" not in shown
    assert f'href="/organisations/{city.pk}/units/"' in shown
    assert f'href="/organisations/{units[-1].pk}/"' not in read(f"/organisations/{city.pk}/units/")
    second = read(f"/organisations/{city.pk}/units/?page=2")
    Document.of(second).assert_sound()
    assert f'href="/organisations/{units[-1].pk}/"' in second
    old = organisation("旧名")
    merged(old, city)
    assert Client().get(f"/organisations/{old.pk}/units/")["Location"] == f"/organisations/{city.pk}/units/"
