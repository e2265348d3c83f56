"""Screens of wagtail-localize that publish for whoever may translate: here for those alone who may publish."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from wagtail.models import Page
from wagtail_localize.models import TranslationSource
from wagtail_localize.views import convert
from wagtail_localize.views.update_translations import UpdateTranslationsView


class CarefulUpdateTranslationsView(UpdateTranslationsView):
    """The library asks for `submit_translation` alone, and then publishes every translation when the box is ticked."""

    def get_object(self) -> TranslationSource:
        """The source; of its translations those that came to a page. One that could not be saved when it was ordered
        left only its record, at which the library's screen fails; ordering it again makes another.
        """
        source: TranslationSource = super().get_object()
        pages = Page.objects.filter(translation_key=source.object_id)
        source.translations.filter(enabled=True).exclude(target_locale__in=pages.values("locale")).delete()
        return source

    def get_form(self) -> Form:
        form: Form = super().get_form()
        if not self.may_publish():
            form.fields["publish_translations"].disabled = True  # what is posted is then ignored
        return form

    def may_publish(self) -> bool:
        translations = self.object.translations.filter(enabled=True).select_related("source", "target_locale")
        targets: list[Any] = [translation.get_target_instance() for translation in translations]
        user = self.request.user
        return all(target.permissions_for_user(user).can_publish() for target in targets if isinstance(target, Page))


def convert_to_alias(request: HttpRequest, page_id: int) -> HttpResponse:
    """转为镜像页面: readers then have the source's texts at once, so it is for those who may publish the page; the
    library lets everyone who may edit it.
    """
    page = get_object_or_404(Page, pk=page_id)
    if not page.permissions_for_user(request.user).can_publish():
        raise PermissionDenied
    answer: HttpResponse = convert.convert_to_alias(request, page_id)
    return answer
