"""What the newsroom tells search about its words; edited in the admin under 搜索词典."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from core.chinese.bigrams import phrases_of
from core.chinese.simplified import search_fold
from core.chinese.units import runs

MOST_SYNONYMS = 12


class DictionaryVersion(models.Model):
    """Two rows, counted up by whatever changes the dictionary: processes read it anew when their sum differs.

    WORDS counts what editors tell, NAMES what people and organisations are called.
    """

    WORDS, NAMES = 1, 2

    number = models.PositiveBigIntegerField(default=1)

    def __str__(self) -> str:
        return f"{self.number}"

    @classmethod
    def count_up(cls, part: int = WORDS) -> None:
        row = cls.objects.filter(pk=part)
        if not row.update(number=F("number") + 1):
            cls.objects.get_or_create(pk=part, defaults={"number": 0})
            row.update(number=F("number") + 1)

    @classmethod
    def stored(cls) -> int:
        """Grows with every change."""
        return sum(cls.objects.values_list("number", flat=True))


class DictionaryRow(models.Model):
    """A row whose change every process must see."""

    class Meta:
        abstract = True

    @transaction.atomic
    def save(self, *args: Any, **kwargs: Any) -> None:
        super().save(*args, **kwargs)
        DictionaryVersion.count_up()

    @transaction.atomic
    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        deleted = super().delete(*args, **kwargs)
        DictionaryVersion.count_up()
        return deleted


class SearchWord(DictionaryRow):
    """A word that is never cut, or one that says nothing."""

    class Kind(models.TextChoices):
        WHOLE = "whole", _("不切开的词")
        SILENT = "silent", _("不计的词")

    text = models.CharField(_("词"), max_length=40, unique=True)
    kind = models.CharField(
        _("用法"),
        max_length=10,
        choices=Kind.choices,
        default=Kind.WHOLE,
        help_text=_("不切开的词整个去找，如“产改办”；不计的词问了也不找，如“的”。人名和单位名已自动收入。"),
    )
    note = models.CharField(_("备注"), max_length=200, blank=True)

    panels = [FieldPanel("text"), FieldPanel("kind"), FieldPanel("note")]

    class Meta:
        verbose_name = _("搜索用词")
        verbose_name_plural = _("搜索用词")
        ordering = ["text"]

    def __str__(self) -> str:
        return self.text

    def clean(self) -> None:
        super().clean()
        self.text = self.text.strip()
        folded = search_fold(self.text)
        parts = ["".join(unit.text for unit in run) for run in runs(folded)]
        if not parts:
            raise ValidationError({"text": _("请写一个词，至少有一个汉字、字母或数字。")})
        if parts != [folded]:
            raise ValidationError({"text": _("词里不要有空格和标点，一次只写一个词。")})
        for text in SearchWord.objects.exclude(pk=self.pk).values_list("text", flat=True):
            if search_fold(text) == folded:
                raise ValidationError({"text": _("“%(word)s”已经有了。") % {"word": text}})


class SynonymGroup(DictionaryRow):
    """Texts that mean the same: who asks for one finds the others too."""

    texts = models.TextField(_("同义词"), help_text=_("一行一个，如“劳模”和“劳动模范”。搜其中一个，等于搜全部。"))
    note = models.CharField(_("备注"), max_length=200, blank=True)

    panels = [FieldPanel("texts"), FieldPanel("note")]

    class Meta:
        verbose_name = _("同义词组")
        verbose_name_plural = _("同义词组")
        ordering = ["pk"]

    def __str__(self) -> str:
        return self.shown

    @property
    def shown(self) -> str:
        return " = ".join(self.lines)

    @property
    def lines(self) -> list[str]:
        return list(dict.fromkeys(line.strip() for line in self.texts.splitlines() if line.strip()))

    def clean(self) -> None:
        super().clean()
        for line in self.lines:
            if not phrases_of(line):
                raise ValidationError({"texts": _("“%(line)s”里没有可以搜的字。") % {"line": line}})
        folded = {search_fold(line) for line in self.lines}
        if len(folded) < 2:
            raise ValidationError({"texts": _("一组至少两个词，一行一个。")})
        if len(folded) > MOST_SYNONYMS:
            raise ValidationError({"texts": _("一组最多%(most)s个词。") % {"most": MOST_SYNONYMS}})
        for other in SynonymGroup.objects.exclude(pk=self.pk):
            if shared := folded & {search_fold(line) for line in other.lines}:
                named = {"word": min(shared), "group": str(other)}
                raise ValidationError({"texts": _("“%(word)s”已在另一组：%(group)s。请合成一组。") % named})
