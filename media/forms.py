"""Admin forms of photos and documents; Wagtail takes them by settings (…_FORM_BASE)."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from modelcluster.forms import ClusterForm, ClusterFormMetaclass
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.forms.models import registry as field_overrides
from wagtail.admin.panels import FieldPanel, FieldRowPanel, InlinePanel, MultiFieldPanel, ObjectList
from wagtail.admin.widgets import AdminAutoHeightTextInput, AdminDateInput
from wagtail.documents.forms import BaseDocumentForm
from wagtail.images.forms import BaseImageForm

from media.models import Photo
from media.uploads import PhotoUploadField

#: Prefix that Wagtail's image chooser gives its upload form.
CHOOSER_PREFIX = "image-chooser-upload"
#: What is asked for at once, while choosing a photo for a story; the rest of the card can wait.
CHOOSER_FIELDS = {"title", "file", "description", "caption", "photographer", "credit", "collection", "tags"}
#: All that Wagtail posts with a file dropped on the page for several photos.
DROPPED_FIELDS = {"title", "collection"}


def photo_panels() -> Any:
    """The card as the form for one photo lays it out, bound to the model."""
    return ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("title"),
                    FieldPanel("caption"),
                    FieldPanel("description"),
                    FieldPanel("tags"),
                    FieldPanel("collection"),
                ],
                heading=_("图说与说明"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("photographer"), FieldPanel("credit")]),
                    FieldRowPanel([FieldPanel("taken_at"), FieldPanel("taken_zone_missing")]),
                    FieldRowPanel([FieldPanel("place_name"), FieldPanel("place")]),
                    FieldRowPanel([FieldPanel("event_name"), FieldPanel("event")]),
                ],
                heading=_("拍摄"),
            ),
            InlinePanel("people", heading=_("画面人物"), label=_("人物")),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("rights_category"), FieldPanel("release_status")]),
                    FieldRowPanel([FieldPanel("rights_from"), FieldPanel("rights_until")]),
                    FieldPanel("rights_note"),
                ],
                heading=_("版权与肖像"),
            ),
            MultiFieldPanel([FieldPanel("file")], heading=_("更换文件")),
        ]
    ).bind_to_model(Photo)


def people_formset_options() -> dict[str, Any]:
    """How the rows of people are edited: with Wagtail's own widgets, rows added by its script."""
    options = InlinePanel("people").bind_to_model(Photo).get_form_options()["formsets"]["people"]
    return {**options, "form": WagtailAdminModelForm, "extra": 0}


class DroppedFileMixin(forms.ModelForm[Any]):
    """A form that also takes a file dropped among several, which comes without a card: the model's defaults hold."""

    #: Choices that must not be left empty, and need not be made.
    choices_with_default: ClassVar[tuple[str, ...]] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.choices_with_default:
            if name in self.fields:
                self.fields[name].required = False

    def full_clean(self) -> None:
        """A dropped file is refused for any error: Wagtail would keep it in the public folder until that is mended."""
        super().full_clean()
        errors = self.errors
        if errors and "file" not in errors and set(self.data) <= DROPPED_FIELDS:
            self.add_error("file", [message for found in errors.values() for message in found])

    def _clean_fields(self) -> None:
        super()._clean_fields()  # type: ignore[misc]  # Django's hook between fields and form
        for name in self.choices_with_default:
            if self.cleaned_data.get(name) == "":
                self.cleaned_data[name] = getattr(self.instance, name)


class PhotoForm(DroppedFileMixin, BaseImageForm, ClusterForm, metaclass=ClusterFormMetaclass):
    """Wagtail's image form with the photo's card, its people and an upload that looks into the file."""

    choices_with_default = ("rights_category", "release_status")

    class Meta(BaseImageForm.Meta):
        formsets = {"people": people_formset_options()}
        widgets = BaseImageForm.Meta.widgets | {
            "caption": AdminAutoHeightTextInput,
            "rights_from": AdminDateInput,
            "rights_until": AdminDateInput,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.prefix == CHOOSER_PREFIX:
            for name in self.fields.keys() - CHOOSER_FIELDS:
                del self.fields[name]
        choose_in_registry(self, "place", "event")
        if "tags" in self.fields:
            self.fields["tags"].label = _("关键词")
        if "file" in self.fields:
            stock = self.fields["file"]
            self.fields["file"] = PhotoUploadField(label=stock.label, required=stock.required, widget=stock.widget)
        # Only the form for one photo shows the people; elsewhere they are not posted, and stay as they are.
        if self.is_bound and self.add_prefix("people-TOTAL_FORMS") not in self.data:
            self.formsets = {}

    @transaction.atomic
    def save(self, commit: bool = True) -> Photo:
        """One transaction: no job may see a new file beside old renditions."""
        return super().save(commit)

    def _save_m2m(self) -> None:
        if not self.cleaned_data.get("tags") and self.instance.embedded_keywords:
            self.cleaned_data["tags"] = self.instance.embedded_keywords
        super()._save_m2m()

    @cached_property
    def card(self) -> Any:
        """The form's fields in panels, for the template of the form for one photo."""
        if "people" not in self.formsets:
            formset: Any = type(self).formsets["people"]  # type: ignore[misc]  # modelcluster keeps the classes there
            self.formsets["people"] = formset(instance=self.instance, prefix="people")
        return photo_panels().get_bound_panel(instance=self.instance, request=None, form=self)


def choose_in_registry(form: forms.ModelForm[Any], *names: str) -> None:
    """Give the fields of these names the registry's choosers, as Wagtail's own forms have them."""
    for name in form.fields.keys() & set(names):
        overrides = field_overrides.get(form._meta.model._meta.get_field(name)) or {}
        if widget := overrides.get("widget"):
            field = form.fields[name]
            field.widget = widget() if isinstance(widget, type) else widget
            assert isinstance(field, forms.ModelChoiceField)
            field.widget.choices = field.choices


class DocumentForm(DroppedFileMixin, BaseDocumentForm):
    """Wagtail's document form with a date picker, and the chooser of the registry for the issuer."""

    choices_with_default = ("kind",)

    class Meta(BaseDocumentForm.Meta):
        widgets = BaseDocumentForm.Meta.widgets | {"issued_on": AdminDateInput}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose_in_registry(self, "issuer")
