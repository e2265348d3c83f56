"""A document of the library: 文号, issuer, date, kind."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _
from wagtail.documents.models import AbstractDocument
from wagtail.search import index

from core.storage import private_storage


class LibraryDocument(AbstractDocument):
    """A document, served only by Wagtail's view, which asks `media.wagtail_hooks` whether it may.

    Not named Document: Wagtail's own model of that name stays installed and holds the reverse accessors.
    """

    class Kind(models.TextChoices):
        NOTICE = "notice", _("通知")
        MEASURES = "measures", _("办法")
        DECISION = "decision", _("决定")
        REPORT = "report", _("报告")
        OTHER = "other", _("其他")

    file = models.FileField(_("文件"), upload_to="documents", storage=private_storage)
    kind = models.CharField(_("种类"), max_length=20, choices=Kind.choices, default=Kind.OTHER)
    document_number = models.CharField(_("文号"), max_length=80, blank=True, help_text=_("如“工发〔2026〕12号”。"))
    issuer = models.ForeignKey(
        "core.Organisation",
        verbose_name=_("发文单位"),
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    issuer_name = models.CharField(
        _("发文单位（库外）"),
        max_length=160,
        blank=True,
        help_text=_("不在单位库的写在这里；与上面并填时以此为准显示。"),
    )
    issued_on = models.DateField(_("发文日期"), null=True, blank=True)

    admin_form_fields = (
        "title",
        "file",
        "kind",
        "document_number",
        "issuer",
        "issuer_name",
        "issued_on",
        "collection",
        "tags",
    )

    search_fields = [
        *AbstractDocument.search_fields,
        index.SearchField("document_number", boost=5),
        index.AutocompleteField("document_number"),
        index.SearchField("issuers_named", boost=3),
        index.FilterField("kind"),
        index.FilterField("issued_on"),
    ]
    #: What these fields read of other rows: brought for many documents at once (search.indexing).
    search_related: ClassVar[tuple[str, ...]] = ("tags", "issuer__merged_into")

    class Meta(AbstractDocument.Meta):
        verbose_name = _("文件")
        verbose_name_plural = _("文件")
        permissions = [("choose_document", _("可以选用文件"))]

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        """With what follows it, such as its place in the search index."""
        super().save(*args, **kwargs)

    @property
    def shown_issuer(self) -> str:
        return self.issuer_name or (self.issuer.resolved().name_in() if self.issuer else "")

    @property
    def issuers_named(self) -> list[str]:
        return [*filter(None, [self.issuer_name]), *(self.issuer.names_to_find_by() if self.issuer else ())]
