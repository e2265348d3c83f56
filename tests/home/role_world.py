"""One newsroom in which every role knocks on the pages of the admin."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.contrib.auth.models import Group, User
from django.core.files.base import ContentFile
from django.utils import timezone
from wagtail.contrib.redirects.models import Redirect
from wagtail.contrib.search_promotions.models import Query, SearchPromotion
from wagtail.models import Collection, Locale, Page, TaskState, Workflow
from wagtail_localize.models import Translation, TranslationSource

from campaigns.models import CampaignPage
from core.jobs.models import Job
from core.languages.models import GlossaryTerm, ProtectedName, TraditionalChinese
from core.models import RollImport
from core.registry.merging.services import merge_records
from core.registry.rolls.services import confirm_roll, start_import
from home.newsroom import Newsroom, ensure_index
from home.roles import REVIEW, ROLES
from media.models import LibraryDocument, Photo
from news.models import ColumnPage, NoticeIndexPage, ProfileIndexPage, ReaderCorrection, SectionPage
from search.models import SearchWord, SynonymGroup
from tests.core.jobs import sample_jobs
from tests.factories import records
from tests.factories.photos import make_photo
from tests.factories.stories import story


@dataclass
class World:
    """One newsroom to knock on doors in; `user` is whoever knocks. What a page needs is made when first asked for."""

    newsroom: Newsroom
    section: SectionPage
    column: ColumnPage
    user: User

    @cached_property
    def profiles(self) -> ProfileIndexPage:
        return ensure_index(ProfileIndexPage, home=self.newsroom.home, slug="fengcai", title="劳模风采")

    @cached_property
    def notices(self) -> NoticeIndexPage:
        return ensure_index(NoticeIndexPage, home=self.newsroom.home, slug="gongshi", title="公告公示")

    @cached_property
    def campaign(self) -> CampaignPage:
        page = CampaignPage(title="夏送清凉", slug="qingliang", locale=self.newsroom.home.locale)
        return self.newsroom.home.add_child(instance=page)

    @cached_property
    def colleague(self) -> User:
        return User.objects.create_user("colleague", "colleague@example.org", None)

    @cached_property
    def superuser(self) -> User:
        return User.objects.create_superuser("root", "root@example.org", None)

    @cached_property
    def own(self) -> Any:
        return story(self.section, live=False, owner=self.user)

    @cached_property
    def draft(self) -> Any:
        return story(self.section, live=False, owner=self.colleague)

    @cached_property
    def live(self) -> Any:
        return story(self.section, owner=self.colleague)

    @cached_property
    def locked(self) -> Any:
        page = story(self.section, live=False, owner=self.colleague)
        page.locked, page.locked_by, page.locked_at = True, self.colleague, timezone.now()
        page.save(update_fields=["locked", "locked_by", "locked_at"])
        return page

    @cached_property
    def submitted(self) -> Any:
        """A draft that waits for the first step of the review."""
        page = story(self.section, live=False, owner=self.colleague)
        Workflow.objects.get(name=REVIEW).start(page, self.colleague)
        return page

    @cached_property
    def edited(self) -> Any:
        """A draft that has passed the first step and waits for the last."""
        page = self.submitted
        page.current_workflow_task_state.approve(user=self.superuser)
        return page

    @staticmethod
    def task_state(page: Any) -> TaskState:
        return TaskState.objects.filter(workflow_state__object_id=str(page.pk), status="in_progress").latest("pk")

    @cached_property
    def translated_draft(self) -> Page:
        hant = Locale.objects.get(language_code="zh-hant")
        section = self.section.get_translation(hant)
        return story(section, live=False, owner=self.colleague, title="夜班崗位上的一碗熱湯")

    @cached_property
    def translation(self) -> Translation:
        """A translation by wagtail-localize, under way."""
        source, _created = TranslationSource.get_or_create_from_instance(self.live)
        translation, _created = Translation.objects.get_or_create(
            source=source, target_locale=Locale.objects.get(language_code="zh-hant")
        )
        translation.save_target(publish=False)
        return translation

    @cached_property
    def translated_home(self) -> Page:
        """The traditional front page, a translation by wagtail-localize."""
        home, hant = self.newsroom.home, Locale.objects.get(language_code="zh-hant")
        source, _created = TranslationSource.get_or_create_from_instance(home)
        Translation.objects.get_or_create(source=source, target_locale=hant)
        return home.get_translation(hant)

    @cached_property
    def photo(self) -> Photo:
        return self.uploaded(self.colleague)

    @cached_property
    def own_photo(self) -> Photo:
        return self.uploaded(self.user)

    @staticmethod
    def uploaded(owner: User) -> Photo:
        photo = make_photo(width=64, height=48)
        photo.uploaded_by_user = owner
        photo.save(update_fields=["uploaded_by_user"])
        return photo

    @cached_property
    def document(self) -> LibraryDocument:
        return LibraryDocument.objects.create(title="通知", file=ContentFile(b"x", "a.txt"))

    @cached_property
    def job(self) -> Job:
        return sample_jobs.add_collection.enqueue(name="春天")

    @cached_property
    def records(self) -> dict[str, Any]:
        line = records.conferral(recipient=records.person("岑远"))
        return {
            "person": records.person(),
            "organisation": records.organisation(),
            "place": records.place(),
            "event": records.event(),
            "topic": records.topic(),
            "award": records.award("临港工匠"),
            "conferralround": line.round,
            "conferral": line,
            "outlet": records.outlet(),
        }

    @cached_property
    def merged_person(self) -> Any:
        """A person whose record was merged into another."""
        loser = records.person("沈志秋")
        merge_records(loser=loser, winner=self.records["person"], user=self.colleague)
        return loser

    @cached_property
    def waiting_roll(self) -> RollImport:
        """A list that was read, and waits to be checked."""
        roll = start_import(table=[["姓名", "单位"], ["梁学桥", "东海造船厂"]], file_name="", user=self.colleague)
        roll.award, roll.year = self.records["award"], 2024
        roll.save()
        return roll

    @cached_property
    def imported_roll(self) -> RollImport:
        confirm_roll(roll=self.waiting_roll, user=self.colleague)
        return self.waiting_roll

    @cached_property
    def glossary(self) -> GlossaryTerm:
        return GlossaryTerm.objects.create(source="劳动模范", target="Model Worker")

    @cached_property
    def protected_names(self) -> ProtectedName:
        return ProtectedName.objects.create(text="刘里")

    @cached_property
    def search_words(self) -> SearchWord:
        return SearchWord.objects.get_or_create(text="产改办")[0]

    @cached_property
    def search_synonyms(self) -> SynonymGroup:
        return SynonymGroup.objects.create(texts="班车\n通勤车")

    @cached_property
    def remark(self) -> ReaderCorrection:
        """What a reader found wrong."""
        return ReaderCorrection.objects.create(story_number=10001, story_title="夜班", address="/", remark="少了一个字")

    @cached_property
    def promoted(self) -> Query:
        """A query for which a page is recommended."""
        query = Query.get("夜班")
        SearchPromotion.objects.create(query=query, page=self.live)
        return query

    @cached_property
    def wording(self) -> TraditionalChinese:
        return TraditionalChinese.objects.create()

    @cached_property
    def redirect(self) -> Redirect:
        return Redirect.objects.create(old_path="/old", redirect_link="https://example.org")

    @cached_property
    def collection(self) -> Collection:
        return Collection.get_first_root_node().add_child(name="资料")

    @cached_property
    def group(self) -> Group:
        return Group.objects.get(name=ROLES[0].name)
