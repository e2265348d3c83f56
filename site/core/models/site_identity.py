"""What the newsroom calls itself: masthead, issuing bodies, legal lines."""

from __future__ import annotations

from typing import ClassVar, cast

from django.conf import settings
from django.db import models
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

from core.languages.conversion import in_script


@register_setting(icon="site")
class SiteIdentity(BaseSiteSetting):
    """Names and legal lines shown in the masthead and the footer."""

    #: Texts that are shown in the language of the page.
    TRANSLATED: ClassVar[tuple[str, ...]] = ("name", "supervising_body", "issuing_body", "contact", "hotline_hours")

    name = models.CharField(_("站名"), max_length=40, default="工讯")
    supervising_body = models.CharField(_("主管单位"), max_length=120, blank=True)
    issuing_body = models.CharField(_("主办单位"), max_length=120, blank=True)
    contact = models.CharField(_("联系方式"), max_length=200, blank=True, help_text=_("电话、地址、信箱，写在页脚。"))
    hotline = models.CharField(
        _("职工热线"), max_length=30, blank=True, default="12351", help_text=_("写在长者版首页。")
    )
    hotline_hours = models.CharField(
        _("热线时间"), max_length=60, blank=True, help_text=_("如“早八点到晚八点，有人接”。")
    )
    icp_number = models.CharField(_("ICP备案号"), max_length=60, blank=True)
    police_number = models.CharField(_("公安备案号"), max_length=60, blank=True)
    site_code = models.CharField(_("网站标识码"), max_length=60, blank=True)

    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("supervising_body"), FieldPanel("issuing_body"), FieldPanel("contact")],
            heading=_("报头与主办"),
        ),
        MultiFieldPanel([FieldPanel("hotline"), FieldPanel("hotline_hours")], heading=_("职工热线")),
        MultiFieldPanel(
            [FieldPanel("icp_number"), FieldPanel("police_number"), FieldPanel("site_code")], heading=_("备案信息")
        ),
    ]

    class Meta:
        verbose_name = _("站点名称与备案")

    def __str__(self) -> str:
        return self.name

    def in_active_language(self) -> SiteIdentity:
        """The names as a page in the active language sets them; changes this instance, which is not to be saved.

        Traditional Chinese is converted; another language takes what the glossary has, else the Chinese.
        """
        language = get_language() or settings.LANGUAGE_CODE
        if language == settings.LANGUAGE_CODE:
            return self
        for name in self.TRANSLATED:
            setattr(self, name, in_script(getattr(self, name), language))
        return self

    @classmethod
    def for_request(cls, request: HttpRequest | None = None, site: Site | None = None) -> SiteIdentity:
        """The identity of the request's site, read when first asked for; a site without one gets the defaults."""
        if request is None:
            return cls.objects.filter(site=site).first() or cls(site=site)

        def load() -> SiteIdentity:
            found = Site.find_for_request(request)
            return (cls.objects.filter(site=found).first() or cls(site=found)).in_active_language()

        cached = getattr(request, "_site_identity", None)
        if cached is None:
            cached = request._site_identity = SimpleLazyObject(load)  # type: ignore[attr-defined]
        return cast(SiteIdentity, cached)
