"""The bones of a newsroom's site: languages, front page, sections, columns. Idempotent."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TypeVar

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.models import Collection, Locale, Page, Site

from core.gathering import gathered
from core.registry.models import Organisation
from home.models import HomePage
from home.models.front import usual_modules
from news.models import ColumnPage, NoticeIndexPage, ProfileIndexPage, SectionPage


@dataclass(frozen=True)
class Newsroom:
    """What `build_newsroom` made or found."""

    home: HomePage
    site: Site


@transaction.atomic
def build_newsroom(*, name: str = "工讯", port: int = 80) -> Newsroom:
    """Make the locales, the front page and the site, and drop Wagtail's welcome page. A second call changes nothing."""
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code, _name in settings.LANGUAGES}
    source = locales[settings.LANGUAGE_CODE]
    home = HomePage.objects.filter(locale=source, depth=2).first()
    if home is None:
        root = Page.get_first_root_node()
        home = HomePage(title=name, slug="front", locale=source)
        home.modules = usual_modules()
        root.add_child(instance=home)
    site = Site.objects.filter(is_default_site=True).first() or Site(is_default_site=True, hostname="localhost")
    if site.root_page_id != home.pk:
        site.root_page, site.site_name, site.port = home, name, port
        site.save()
    for welcome in Page.objects.filter(depth=2, slug="home").exclude(pk=home.pk):
        if welcome.content_type.model_class() is Page:
            welcome.delete()
    name_roots()
    return Newsroom(home=home, site=site)


def name_roots() -> None:
    """The roots of the trees of pages and collections, which Wagtail makes as “Root”."""
    Page.objects.filter(depth=1, title="Root").update(title=_("全部页面"), draft_title=_("全部页面"))
    Collection.objects.filter(depth=1, name="Root").update(name=_("总目录"))


def point_site_at(site: Site, *, port: int) -> None:
    """Full addresses of a site on this machine name the port that it is served at; one with a name of its own stays."""
    if site.hostname in {"localhost", "127.0.0.1"} and site.port != port:
        site.port = port
        site.save(update_fields=["port"])


@transaction.atomic
@gathered()
def ensure_section(*, home: HomePage, slug: str, title: str, description: str = "") -> SectionPage:
    """The section with this slug under `home`, made at the first call."""
    found = SectionPage.objects.child_of(home).filter(slug=slug).first()
    if found:
        return found
    section = SectionPage(title=title, slug=slug, description=description, locale=home.locale, show_in_menus=True)
    home.add_child(instance=section)
    section.save_revision(clean=False).publish()
    return section


@transaction.atomic
@gathered()
def ensure_column(
    *, home: HomePage, slug: str, title: str, promise: str = "", host: Organisation | None = None
) -> ColumnPage:
    """The column with this slug under `home`, made at the first call."""
    found = ColumnPage.objects.child_of(home).filter(slug=slug).first()
    if found:
        return found
    column = ColumnPage(title=title, slug=slug, promise=promise, host=host, locale=home.locale, show_in_menus=True)
    home.add_child(instance=column)
    column.save_revision(clean=False).publish()
    return column


#: Pages that list stories of one type: profiles, notices.
Index = TypeVar("Index", ProfileIndexPage, NoticeIndexPage)


@transaction.atomic
@gathered()
def ensure_index(model: type[Index], *, home: HomePage, slug: str, title: str, description: str = "") -> Index:
    """The index of profiles or of notices with this slug under `home`, made at the first call."""
    found = model.objects.child_of(home).filter(slug=slug).first()
    if found:
        return found
    index = model(title=title, slug=slug, description=description, locale=home.locale, show_in_menus=True)
    home.add_child(instance=index)
    index.save_revision(clean=False).publish()
    return index
