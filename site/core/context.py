"""Template context of every page: the site's shell around its content."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models.expressions import RawSQL
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.functional import cached_property
from django.utils.translation import get_language, get_language_info, pgettext, to_locale
from wagtail.models import Page, Site

from core.models import SiteIdentity
from core.models.base_page import HOME_DEPTH, lineage_of
from core.visibility import RESTRICTED

#: Has the registry places? Asked in the same breath, since no page of the tree leads to their list.
PLACES = RawSQL("EXISTS(SELECT 1 FROM core_place WHERE merged_into_id IS NULL)", ())


def shell(request: HttpRequest) -> dict[str, Any]:
    """`identity`: the newsroom's names and legal lines, read once a request and only when a template asks."""
    return {"identity": SiteIdentity.for_request(request)}


def bcp47(code: str) -> str:
    """The tag that HTML wants for one of Django's language codes: `zh-hans` → `zh-Hans`, `en` → `en`."""
    return to_locale(code).replace("_", "-")


@dataclass(frozen=True)
class MenuItem:
    """A page of the navigation. `current` is the value of aria-current: `page`, `true` for an ancestor, or empty."""

    title: str
    url: str
    current: str


@dataclass(frozen=True)
class LanguageLink:
    """Where the reader gets the present page in a language; `exact` is false when only an ancestor is translated, or
    when the page there only holds the place of one that is not translated yet.
    """

    code: str
    name: str
    url: str
    full_url: str
    current: bool
    exact: bool

    @property
    def tag(self) -> str:
        return bcp47(self.code)

    @property
    def is_default(self) -> bool:
        """Is it the language that everything is written in first, for readers of any other?"""
        return self.code == settings.LANGUAGE_CODE


class SiteShell:
    """Navigation and languages of one request's site. Every query runs when first needed and never twice."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self._children: dict[int, list[Page]] = {}
        self._languages: dict[int | None, list[LanguageLink]] = {}
        self._menus: dict[tuple[int | None, bool], list[MenuItem]] = {}

    @classmethod
    def for_request(cls, request: HttpRequest) -> SiteShell:
        found = getattr(request, "_site_shell", None)
        if found is None:
            found = request._site_shell = cls(request)  # type: ignore[attr-defined]
        return found

    @cached_property
    def homes(self) -> dict[str, Page]:
        """The live front page of each language that has one, by language code, in the order of settings.LANGUAGES."""
        site = Site.find_for_request(self.request)
        if site is None:
            return {}
        pages = Page.objects.live().filter(translation_key=site.root_page.translation_key).select_related("locale")
        return in_order_of_languages({page.locale.language_code: page for page in pages})

    def home_of(self, page: Page | None) -> Page | None:
        """The front page above `page`; for a view that is no page, that of the active or the source language."""
        if page is not None and page.depth == HOME_DEPTH:
            return page
        if page is not None and (above := lineage_of(page)):
            return above[-1]
        return self.homes.get(get_language() or "") or self.homes.get(settings.LANGUAGE_CODE)

    def home_url(self, page: Page | None) -> str:
        home = self.home_of(page)
        return (home.get_url(self.request) if home else None) or "/"

    def children_of(self, home: Page) -> list[Page]:
        """All pages right below a front page in the order of the tree, `restricted` on each: not for everybody.

        Where one of them is for everybody, so is the front page; its language is theirs.
        """
        if home.pk not in self._children:
            children = Page.objects.child_of(home).annotate(restricted=RESTRICTED, places_listed=PLACES)
            self._children[home.pk] = list(children.select_related("locale").order_by("path"))
            for child in self._children[home.pk]:
                if child.locale_id == home.locale_id:
                    home.locale = child.locale
            if not all(child.restricted for child in self._children[home.pk]):
                home.restricted = False
        return self._children[home.pk]

    def menu(self, page: Page | None) -> list[MenuItem]:
        """The navigation: what an editor ticked “show in menus”."""
        return self._items(page, in_menus=True)

    def further(self, page: Page | None) -> list[MenuItem]:
        """What the navigation leaves out, for the footer: standing pages, sections in no menu, the list of places."""
        return [*self._items(page, in_menus=False), *self._place_list(page)]

    def _place_list(self, page: Page | None) -> list[MenuItem]:
        home = self.home_of(page)
        if home is None or not any(child.places_listed for child in self.children_of(home)):
            return []
        address = reverse("registry:place_list")
        current = "page" if address == self.request.path else ""
        return [MenuItem(title=pgettext("plural", "阵地"), url=address, current=current)]

    def _items(self, page: Page | None, *, in_menus: bool) -> list[MenuItem]:
        key = (page.pk if page is not None else None, in_menus)
        if key not in self._menus:  # the masthead asks, and the footer again
            self._menus[key] = self._menu_items(page, in_menus=in_menus)
        return self._menus[key]

    def _menu_items(self, page: Page | None, *, in_menus: bool) -> list[MenuItem]:
        home = self.home_of(page)
        here = page.path if page is not None else ""
        return [
            MenuItem(
                title=child.title,
                url=child.get_url(self.request) or "",
                current="page" if here == child.path else "true" if here.startswith(child.path) else "",
            )
            for child in (self.children_of(home) if home else [])
            if child.live and not child.restricted and child.show_in_menus == in_menus
        ]

    def languages(self, page: Page | None) -> list[LanguageLink]:
        """One link per language of the site, the present one among them; empty when the site has one language."""
        key = page.pk if page is not None else None
        if key not in self._languages:
            self._languages[key] = self._language_links(page)
        return self._languages[key]

    def _language_links(self, page: Page | None) -> list[LanguageLink]:
        if not self._has_several_languages():
            return []
        active = get_language() or settings.LANGUAGE_CODE
        shown = self._nearest_translations(page) if page is not None else self.homes
        keys = {nearest.pk for nearest in shown.values()}
        return [
            LanguageLink(
                code=code,
                name=get_language_info(code)["name_local"],
                url=self._url(code, page, nearest),
                full_url=self._full_url(code, page, nearest),
                current=code == active,
                exact=page is None
                or (nearest.translation_key == page.translation_key and nearest.alias_of_id not in keys),
            )
            for code, nearest in shown.items()
        ]

    def _has_several_languages(self) -> bool:
        site = Site.find_for_request(self.request)
        return site is not None and len([root for root in Site.get_site_root_paths() if root.site_id == site.pk]) > 1

    def _url(self, code: str, page: Page | None, nearest: Page) -> str:
        if page is None and self._is_a_view():
            return translate_url(self.request.path_info, code)
        return nearest.get_url(self.request) or self.request.path

    def _full_url(self, code: str, page: Page | None, nearest: Page) -> str:
        if page is None and self._is_a_view():
            return self.request.build_absolute_uri(translate_url(self.request.path_info, code))
        return nearest.get_full_url(self.request) or ""

    def _is_a_view(self) -> bool:
        """A view of ours, such as a person's page, which every language has at an address of its own."""
        view = self.request.resolver_match
        return view is not None and view.url_name != "wagtail_serve"

    def _nearest_translations(self, page: Page) -> dict[str, Page]:
        """By language: `page` itself, its live translations, else the nearest translated ancestor."""
        lineage = [page.translation_key, *(ancestor.translation_key for ancestor in lineage_of(page))]
        found = Page.objects.live().filter(translation_key__in=lineage).exclude(locale_id=page.locale_id)
        nearest: dict[str, Page] = {get_language() or settings.LANGUAGE_CODE: page}
        for other in sorted(found.select_related("locale"), key=lambda other: lineage.index(other.translation_key)):
            nearest.setdefault(other.locale.language_code, other)
        return in_order_of_languages(nearest)


def in_order_of_languages(pages: dict[str, Page]) -> dict[str, Page]:
    return {code: pages[code] for code, _name in settings.LANGUAGES if code in pages}
