"""Pages that hold the site's tree together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, ClassVar

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.panels import FieldPanel

from core.models.base_page import HOME_DEPTH, BasePage
from core.models.page_permissions import StructurePermissionTester


def reserved_slugs() -> set[str]:
    """First parts of the site's own addresses: languages, files, and whatever the URL configuration begins with."""
    folders = {str(address).strip("/") for address in (settings.STATIC_URL, settings.MEDIA_URL)}
    return {code for code, _name in settings.LANGUAGES} | folders | set(first_parts(get_resolver().url_patterns))


def first_parts(patterns: Iterable[URLPattern | URLResolver]) -> Iterator[str]:
    for pattern in patterns:
        first, parted, _rest = str(pattern.pattern).partition("/")
        if isinstance(pattern, URLResolver) and (not first or not parted):
            yield from first_parts(pattern.url_patterns)  # an include without a prefix, or a language's
        elif parted and first.isidentifier():
            yield first


class StructurePage(BasePage):
    """A front page, section, column or standing page: made and changed by those who manage the structure."""

    #: Stories are written below it, by people who may not change the page itself.
    takes_stories: ClassVar[bool] = False

    follows_in_traditional = models.BooleanField(
        gettext_lazy("繁体版跟随"),
        default=False,
        help_text=gettext_lazy("打开后，本页和下面的稿件自动出繁体版，随简体版发布、更新、移动、撤下。"),
    )

    settings_panels = [*BasePage.settings_panels, FieldPanel("follows_in_traditional")]

    class Meta:
        abstract = True

    def permissions_for_user(self, user: Any) -> StructurePermissionTester:
        return StructurePermissionTester(user, self)

    def clean(self) -> None:
        super().clean()
        # A new page has no depth yet; standing pages below others are spared for nothing by being asked as well.
        if (self.depth is None or self.depth == HOME_DEPTH + 1) and self.slug in reserved_slugs():
            raise ValidationError({"slug": _("网址“%(slug)s”本站已有别的用途，请换一个。") % {"slug": self.slug}})
