"""The archive: what readers could read, kept for good."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from news.models.story import StoryPage

#: Housekeeping of the tree and the workflow: says nothing about what readers read.
NOT_CONTENT = {
    "pk", "path", "depth", "numchild", "url_path", "live", "has_unpublished_changes", "first_published_at",
    "last_published_at", "live_revision", "latest_revision", "latest_revision_created_at", "draft_title", "owner",
    "locked", "locked_at", "locked_by", "expired", "expire_at", "go_live_at", "wagtail_admin_comments",
    "translation_key", "alias_of", "content_type", "page_ptr", "storypage_ptr", "search_keys",
}  # fmt: skip


class AppendOnlyQuerySet(models.QuerySet["PublishedVersion"]):
    """Refuses what would change or remove a row."""

    def update(self, **kwargs: Any) -> int:
        raise ValidationError(_("发布存档只能追加，不能修改。"))

    def delete(self) -> tuple[int, dict[str, int]]:
        raise ValidationError(_("发布存档只能追加，不能删除。"))


class PublishedVersion(models.Model):
    """One text that was live: story number, locale and n name it. Written once, never changed or deleted."""

    number = models.PositiveBigIntegerField(_("稿号"))
    language = models.CharField(_("语言"), max_length=12)
    n = models.PositiveIntegerField(_("版次"))
    title = models.CharField(_("标题"), max_length=255)
    content = models.TextField(_("内容"), help_text=_("规范化的 JSON：键排序，无空白。"))
    text = models.TextField(_("纯文本"))
    sha256 = models.CharField(_("校验值"), max_length=64)
    published_at = models.DateTimeField(_("时间"), auto_now_add=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name=_("发布人"), on_delete=models.SET_NULL, null=True, related_name="+"
    )
    published_by_name = models.CharField(_("发布人姓名"), max_length=150, blank=True)
    reason = models.CharField(_("缘由"), max_length=300, blank=True)

    objects = AppendOnlyQuerySet.as_manager()

    class Meta:
        verbose_name = _("发布存档")
        verbose_name_plural = _("发布存档")
        ordering = ["number", "language", "n"]
        constraints = [models.UniqueConstraint(fields=["number", "language", "n"], name="published_version_once")]

    def __str__(self) -> str:
        return f"{self.number} {dict(settings.LANGUAGES).get(self.language, self.language)} 第{self.n}版"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if self.pk is not None:
            raise ValidationError(_("发布存档只能追加，不能修改。"))
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        raise ValidationError(_("发布存档只能追加，不能删除。"))


def canonical_content(story: StoryPage) -> str:
    """The story's content as JSON with sorted keys and no blanks: the same text gives the same bytes."""

    def content(value: Any) -> Any:
        if isinstance(value, dict):
            return {key: content(inner) for key, inner in value.items() if key not in NOT_CONTENT}
        if isinstance(value, list):
            return [content(inner) for inner in value]
        return value

    data = content(story.serializable_data())
    data["body"] = json.loads(data["body"]) if isinstance(data.get("body"), str) else data.get("body")
    return json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def plain_text(story: StoryPage) -> str:
    """Title, subtitle and body as plain lines, for reading and comparing."""
    lines = [story.kicker, story.title, story.subtitle, story.summary]
    for block in story.body:
        texts = story.body.stream_block.child_blocks[block.block_type].get_searchable_content(block.value)
        lines += [str(text).strip() for text in texts]
    return "\n".join(line for line in lines if line)


def record_published_version(story: StoryPage, *, reason: str = "") -> PublishedVersion | None:
    """Keep what `story` now shows to readers, unless the last kept version already says the same.

    Must run inside the transaction that made the story live or changed it. The person is the one whose request or
    command is under way (Wagtail's log context), else the author of the live revision.
    """
    from wagtail.log_actions import get_active_log_context

    content = canonical_content(story)
    digest = hashlib.sha256(content.encode()).hexdigest()
    number, language = story.assigned_number, story.locale.language_code
    last = PublishedVersion.objects.filter(number=number, language=language).order_by("-n").first()
    if last and last.sha256 == digest:
        return None
    user = get_active_log_context().user or (story.live_revision.user if story.live_revision else None)
    return PublishedVersion.objects.create(
        number=number,
        language=language,
        n=last.n + 1 if last else 1,
        title=story.title,
        content=content,
        text=plain_text(story),
        sha256=digest,
        published_by=user,
        published_by_name=(user.get_full_name() or user.get_username()) if user else "",
        reason=reason,
    )
