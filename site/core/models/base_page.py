"""The abstract page that every page type of the site stands on."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.models import COMMENTS_RELATION_NAME, Page, PageViewRestriction

from core.gathering import gathered
from core.models.page_permissions import NewsroomPermissionTester
from core.tree import refuse_wrong_place

#: Depth of a language's front page in the tree: right below the root, which is no page of the site.
HOME_DEPTH = 2

#: What Wagtail writes by itself beside a save of the content; readers see none of it.
HOUSEKEEPING = frozenset(
    [
        *("draft_title", "has_unpublished_changes", "latest_revision", "latest_revision_created_at", "live_revision"),
        *("first_published_at", "last_published_at", "go_live_at", "expire_at", "expired"),
        *("locked", "locked_at", "locked_by", "alias_of", "owner", COMMENTS_RELATION_NAME),
    ]
)


def lineage_of(page: Page) -> list[Page]:
    """The pages above `page`, nearest first, the site's home last."""
    above: list[Page] = []
    while (page.depth or 0) > HOME_DEPTH:
        page = page.get_parent()
        above.append(page)
    return above


class BasePage(Page):
    """A page of the site. Abstract: Wagtail's swappable page model breaks wagtail-localize 1.14 (ARCHITECTURE)."""

    #: Relations that readers' pages of the type show, read with the page itself.
    shown_with: ClassVar[tuple[str, ...]] = ()

    promote_panels = [
        MultiFieldPanel(
            [
                FieldPanel("slug"),
                FieldPanel("seo_title"),
                FieldPanel("search_description"),
                FieldPanel("show_in_menus"),
            ],
            heading=_("网址与搜索引擎"),
        ),
    ]
    settings_panels = Page.settings_panels

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> NewsroomPermissionTester:
        return NewsroomPermissionTester(user, self)

    @transaction.atomic
    @gathered()
    def save(self, *args: Any, **kwargs: Any) -> Any:
        """As Wagtail's, in one transaction. Raises WrongPlace for a new page below one that takes none of its type."""
        self.refuse_wrong_place()
        return super().save(*args, **kwargs)

    def refuse_wrong_place(self) -> None:
        """Raise WrongPlace if the page is new and stands below one that takes none of its type."""
        if self._state.adding and self.path:
            refuse_wrong_place(type(self), self.get_parent())

    @transaction.atomic
    @gathered()
    def publish(self, *args: Any, **kwargs: Any) -> None:
        """As Wagtail's, in one transaction: a process killed midway leaves no page live without its history entry."""
        super().publish(*args, **kwargs)

    @transaction.atomic
    def copy(self, *args: Any, **kwargs: Any) -> Page:
        """As Wagtail's, in one transaction: a copy that is refused at the third page leaves no first and second."""
        return super().copy(*args, **kwargs)

    @transaction.atomic
    def unpublish(self, *args: Any, **kwargs: Any) -> None:
        super().unpublish(*args, **kwargs)

    @cached_property
    def breadcrumbs(self) -> list[Page]:
        """The live pages between the site's home and this one, home first, this one not among them.

        Costs no query for a page that a request was routed to: routing leaves each parent on its child.
        """
        return [page for page in reversed(lineage_of(self)) if page.live]

    def get_view_restrictions(self) -> QuerySet[PageViewRestriction]:
        """As Wagtail's, without asking again for the ancestors that routing walked through, nor at all where the page
        was read with the answer (`core.visibility.RESTRICTED`).

        Aliases stand under their source's restrictions; where one is met, Wagtail's own way is taken.
        """
        lineage: list[Page] = [self]
        while lineage[-1].depth > HOME_DEPTH and "_cached_parent_obj" in lineage[-1].__dict__:
            lineage.append(lineage[-1].get_parent())
        if lineage[-1].depth != HOME_DEPTH or any(page.alias_of_id for page in lineage):
            return super().get_view_restrictions()
        if not self.__dict__.get("restricted", True):
            return PageViewRestriction.objects.none()
        below_root = Q(page__in=[page.pk for page in lineage])
        return PageViewRestriction.objects.filter(below_root | Q(page__depth=1))
