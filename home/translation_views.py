"""wagtail-localize's page “update translations”, which here publishes only for those who may publish."""

from __future__ import annotations

from typing import Any

from django.forms import Form
from wagtail.models import Page
from wagtail_localize.models import TranslationSource
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
