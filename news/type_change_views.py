"""The admin's page that changes a story's type: which type, what would be lost, where it goes."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.forms import modelform_factory
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from wagtail.admin.forms import WagtailAdminModelForm
from wagtail.models import Page

from news.admin_views import story_for
from news.middleware import tell_refusal
from news.models import ColumnEntryPage, ProfilePage, StoryPage
from news.publication import PublicationRefused
from news.services import NewsError, withdrawable
from news.type_change import (
    TYPES,
    aliases_of,
    change_type,
    kept_values,
    languages_of,
    left_place,
    losses,
    places_for,
    stays,
)


class PlaceForm(forms.Form):
    """Under which page the story goes, the valid ones alone."""

    parent = forms.ModelChoiceField(label=gettext_lazy("放到哪里"), queryset=Page.objects.none(), empty_label=None)

    def __init__(self, *args: Any, places: list[Page], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = Page.objects.filter(pk__in=[place.pk for place in places])  # type: ignore[attr-defined]


class AskedForm(WagtailAdminModelForm):
    """Fields that the new type cannot do without. Their values go into a story that exists already."""

    def _post_clean(self) -> None:
        """Nothing is made of the values here, so there is no page to check."""


class ChangeTypeView(View):
    """`?to=profilepage` shows what the change to that type means and asks for it; without it the types are shown."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        story = self.story(request, pk)
        to = type_named(request.GET.get("to", ""), story)
        return self.ask(request, story, to) if to else self.choose(request, story)

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        story = self.story(request, pk)
        to = type_named(request.POST.get("to", ""), story)
        if to is None:
            return self.choose(request, story)
        place_form, asked_form = self.forms(request, story, to)
        if not all(form is None or form.is_valid() for form in (place_form, asked_form)):
            return self.ask(request, story, to, place_form, asked_form)
        parent = place_form.cleaned_data["parent"].specific if place_form else None
        values = asked_form.cleaned_data if asked_form else {}
        try:
            change_type(story=story, to=to, user=request.user, parent=parent, values=values)
        except PublicationRefused as refusal:
            tell_refusal(request, refusal, listed_below=False)
            return self.ask(request, story, to, place_form, asked_form)
        except NewsError as error:
            messages.error(request, str(error))
            return self.ask(request, story, to, place_form, asked_form)
        messages.success(
            request, _("《%(title)s》已改为“%(type)s”。") % {"title": story.title, "type": to._meta.verbose_name}
        )
        return redirect("wagtailadmin_pages:edit", story.pk)

    def story(self, request: HttpRequest, pk: int) -> StoryPage:
        """The story that the page is or repeats. Who changes a live one's type must be allowed to publish it."""
        story = withdrawable(story_for(request, pk, "can_edit")).specific
        permissions = story.permissions_for_user(request.user)
        if not permissions.can_edit() or (story.live and not permissions.can_publish()):
            raise PermissionDenied
        return story

    def forms(
        self, request: HttpRequest, story: StoryPage, to: type[StoryPage]
    ) -> tuple[PlaceForm | None, AskedForm | None]:
        """The two forms, each None where nothing is to be asked. Nobody gets on who may put the story nowhere."""
        data = request.POST if request.method == "POST" else None
        place_form = None
        if not stays(story, to):
            places = places_for(story, to, request.user)
            if not places:
                raise PermissionDenied
            place_form = PlaceForm(data, places=places, initial={"parent": left_place(story, to)})
        if not to.asked_at_type_change:
            return place_form, None
        form_class: Any = modelform_factory(to, form=AskedForm, fields=to.asked_at_type_change)
        return place_form, form_class(data, initial=first_values(story, to))

    def choose(self, request: HttpRequest, story: StoryPage) -> HttpResponse:
        types = [
            {
                "name": model._meta.model_name,
                "label": model._meta.verbose_name,
                "description": model.get_page_description(),
                "possible": stays(story, model) or bool(places_for(story, model, request.user)),
            }
            for model in TYPES
            if not isinstance(story, model)
        ]
        return render(request, "news/admin/change_type.html", {"story": story, "types": types})

    def ask(
        self,
        request: HttpRequest,
        story: StoryPage,
        to: type[StoryPage],
        place_form: PlaceForm | None = None,
        asked_form: AskedForm | None = None,
    ) -> HttpResponse:
        if place_form is None and asked_form is None:
            place_form, asked_form = self.forms(request, story, to)
        pages = languages_of(story)
        return render(
            request,
            "news/admin/change_type_confirm.html",
            {
                "story": story,
                "to": to._meta,
                "losses": losses(story, to),
                "returns": left_place(story, to) is not None,
                "keeps_number": isinstance(story, ColumnEntryPage) and story.held_number(),
                "languages": [page.locale.get_display_name() for page in pages[1:]],
                "aliases": aliases_of(pages),
                "place_form": place_form,
                "asked_form": asked_form,
            },
        )


def type_named(name: str, story: StoryPage) -> type[StoryPage] | None:
    """The type by its model name, unless the story has it already."""
    return next((model for model in TYPES if model._meta.model_name == name and not isinstance(story, model)), None)


def first_values(story: StoryPage, to: type[StoryPage]) -> dict[str, Any]:
    """What the form proposes: what the story said when it last was of the type, else the one person that it names."""
    if kept := kept_values(story, to):
        return {name: kept[name] for name in to.asked_at_type_change if name in kept}
    named = list(story.people.all()[:2])
    return {"person": named[0].person_id} if to is ProfilePage and len(named) == 1 else {}
