"""A photo with its card, the people it shows, and its renditions."""

from __future__ import annotations

import uuid
from pathlib import PurePath
from typing import Any, ClassVar, Literal

from django.core.files import File
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey
from modelcluster.models import ClusterableModel
from wagtail.admin.panels import FieldPanel, FieldRowPanel
from wagtail.images.models import AbstractImage, AbstractRendition, Filter, ImageQuerySet, get_upload_to
from wagtail.models import Orderable
from wagtail.search import index

from core.dates import PartialDateField
from core.gathering import gathered
from core.storage import private_storage
from media.fields import PhotoFileField

#: Fields of a photo's card that an editor fills, in the order of the form.
CARD_FIELDS = (
    "title",
    "file",
    "description",
    "caption",
    "photographer",
    "credit",
    "taken_at",
    "taken_zone_missing",
    "place",
    "place_name",
    "event",
    "event_name",
    "tags",
    "rights_category",
    "rights_note",
    "rights_from",
    "rights_until",
    "release_status",
    "collection",
    "focal_point_x",
    "focal_point_y",
    "focal_point_width",
    "focal_point_height",
)


class Photo(AbstractImage, ClusterableModel):  # type: ignore[django-manager-missing]  # its children's bases are Any
    """A photo of the library. Its file is the original, which only the admin's own view hands out (media.views)."""

    class Rights(models.TextChoices):
        UNKNOWN = "unknown", _("未注明")
        OWN = "own", _("原创")
        CONTRIBUTED = "contributed", _("供稿")
        LICENSED = "licensed", _("授权使用")
        ONCE = "once", _("仅限本次")
        FORBIDDEN = "forbidden", _("禁用")

    class Release(models.TextChoices):
        UNKNOWN = "unknown", _("未确认")
        NOT_NEEDED = "not_needed", _("不需要")
        OBTAINED = "obtained", _("已取得")
        MISSING = "missing", _("未取得")

    file = PhotoFileField(
        verbose_name=_("文件"),
        upload_to=get_upload_to,
        storage=private_storage,
        width_field="width",
        height_field="height",
    )
    description = models.CharField(
        _("替代文字"),
        max_length=255,
        blank=True,
        default="",
        help_text=_("读给看不见图的人：画面上有什么。不要重复图说，不写看不见的事。"),
    )
    caption = models.TextField(_("图说"), blank=True, help_text=_("见报时图下的话：何时、何地、何人、何事。"))
    photographer = models.CharField(_("摄影者"), max_length=120, blank=True)
    credit = models.CharField(_("署名"), max_length=120, blank=True, help_text=_("见报时的写法，如“岑望 摄”。"))
    taken_at = PartialDateField(_("拍摄时间"))
    taken_zone_missing = models.BooleanField(
        _("拍摄时间未带时区"),
        default=False,
        help_text=_("照相机写的时间录入，没有时区，可能不是北京时间。核对后取消勾选。"),
    )
    place = models.ForeignKey(
        "core.Place", verbose_name=_("阵地"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    place_name = models.CharField(_("拍摄地点"), max_length=160, blank=True)
    event = models.ForeignKey(
        "core.Event", verbose_name=_("活动"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    event_name = models.CharField(_("事件"), max_length=160, blank=True, help_text=_("如“市职工技能大赛焊工决赛”。"))
    rights_category = models.CharField(_("版权"), max_length=20, choices=Rights.choices, default=Rights.UNKNOWN)
    rights_note = models.CharField(
        _("版权说明"), max_length=255, blank=True, help_text=_("版权人、授权文件、使用范围。")
    )
    rights_from = models.DateField(_("可用起"), null=True, blank=True)
    rights_until = models.DateField(_("可用止"), null=True, blank=True, help_text=_("含当日；不填为不限。"))
    release_status = models.CharField(_("肖像同意"), max_length=20, choices=Release.choices, default=Release.UNKNOWN)

    original_name = models.CharField(_("原文件名"), max_length=255, blank=True, editable=False)
    embedded = models.JSONField(_("文件内的信息"), default=dict, blank=True, editable=False)
    #: 64 bits as a signed integer, so that every database can keep and compare it; see media.image_features.
    perceptual_hash = models.BigIntegerField(_("感知哈希"), null=True, editable=False, db_index=True)
    main_colour = models.CharField(
        _("主色"), max_length=7, blank=True, editable=False, validators=[RegexValidator(r"^#[0-9a-f]{6}$")]
    )

    objects: ClassVar[Any] = ImageQuerySet.as_manager()

    admin_form_fields = CARD_FIELDS

    search_fields = [
        *AbstractImage.search_fields,
        index.SearchField("caption"),
        index.AutocompleteField("caption"),
        index.SearchField("photographer", boost=5),
        index.AutocompleteField("photographer"),
        index.SearchField("credit"),
        index.SearchField("people_named", boost=5),
        index.AutocompleteField("people_named"),
        index.SearchField("places_shown", boost=3),
        index.AutocompleteField("places_shown"),
        index.SearchField("events_shown", boost=3),
        index.AutocompleteField("events_shown"),
        index.SearchField("original_name"),
        index.AutocompleteField("original_name"),
        index.FilterField("taken_at"),
        index.FilterField("rights_category"),
        index.FilterField("release_status"),
    ]
    #: What these fields read of other rows: brought for many photos at once (search.indexing).
    search_related: ClassVar[tuple[str, ...]] = (
        "tags",
        "people__person__merged_into",
        "place__merged_into",
        "event__merged_into",
    )

    class Meta(AbstractImage.Meta):
        verbose_name = _("照片")
        verbose_name_plural = _("照片")
        permissions = [("choose_image", _("可以选用照片"))]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rights_from__isnull=True)
                | models.Q(rights_until__isnull=True)
                | models.Q(rights_until__gte=models.F("rights_from")),
                name="photo_rights_end_after_begin",
                violation_error_message=_("版权的“可用止”早于“可用起”。"),
            )
        ]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        #: Keywords found in the file, waiting for the photo to be saved: tags need its key.
        self.embedded_keywords: list[str] = []
        #: Set while the photo is being saved: what its renditions are made from has changed (media.signal_handlers).
        self.reshaped: Literal["", "focus", "file"] = ""

    @property
    def default_alt_text(self) -> str:
        """Only what was written to be read aloud. Wagtail would offer the title, which often is a file name."""
        return self.description

    @property
    def filename(self) -> str:
        """The name that people know the file by; in storage it has another."""
        return self.original_name or PurePath(str(self.file.name)).name

    @property
    def people_named(self) -> list[str]:
        """Whom the photo shows, by all their names."""
        return [name for row in self.people.all() for name in row.searched_names]

    @property
    def places_shown(self) -> list[str]:
        return [*filter(None, [self.place_name]), *(self.place.names_to_find_by() if self.place else ())]

    @property
    def events_shown(self) -> list[str]:
        return [*filter(None, [self.event_name]), *(self.event.names_to_find_by() if self.event else ())]

    def get_upload_to(self, filename: str) -> str:
        """A name nobody can guess: renditions carry it too, and those of drafts lie in the public folder."""
        extension = PurePath(filename).suffix.lower()
        return f"photos/{localdate():%Y/%m}/{uuid.uuid4().hex}{extension}"

    def _set_image_file_metadata(self) -> None:
        """Wagtail's moment for a new file: size and hash; ours are the card, the features, the original name."""
        from media.ingest import ingest_file

        super()._set_image_file_metadata()
        ingest_file(self)

    @transaction.atomic
    @gathered()
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        if self.embedded_keywords and not self.tags.exists():
            self.tags.add(*self.embedded_keywords)

    def generate_rendition_file(self, filter: Filter, *, source: File | None = None) -> File:
        """One rendition by Wagtail's filter. Without the original's metadata, which may tell where somebody lives."""
        from media.renditions import generate_one

        return generate_one(self, filter, source=source)


class PhotoPerson(Orderable):
    """Somebody whom a photo shows, and where: 左二, 后排右一."""

    photo = ParentalKey(Photo, on_delete=models.CASCADE, related_name="people")
    person = models.ForeignKey(
        "core.Person", verbose_name=_("人物"), on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    name = models.CharField(_("姓名"), max_length=80, blank=True, help_text=_("不在人物库的写在这里。"))
    position = models.CharField(_("位置"), max_length=40, blank=True, help_text=_("如“左二”“后排右一”。"))

    panels = [FieldRowPanel([FieldPanel("person"), FieldPanel("name"), FieldPanel("position")])]

    class Meta(Orderable.Meta):
        verbose_name = _("画面人物")
        verbose_name_plural = _("画面人物")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(person__isnull=False) | ~models.Q(name=""),
                name="photo_person_is_named",
                violation_error_message=_("请选人物，或写下姓名。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.shown_name}（{self.position}）" if self.position else self.shown_name

    @property
    def shown_name(self) -> str:
        return self.name or (self.person.resolved().name_in() if self.person else "")

    @property
    def searched_names(self) -> list[str]:
        return [name for name in (self.name, *(self.person.names_to_find_by() if self.person else ())) if name]


class PhotoRendition(AbstractRendition):
    """A rendition that readers get."""

    image = models.ForeignKey(Photo, on_delete=models.CASCADE, related_name="renditions")

    class Meta:
        verbose_name = _("图片版本")
        verbose_name_plural = _("图片版本")
        unique_together = (("image", "filter_spec", "focal_point_key"),)

    def get_upload_to(self, filename: str) -> str:
        """Spread over 256 folders by the original's random name."""
        return f"images/{filename[:2]}/{filename}"
