"""Importing: the bytes of a manuscript become drafts in a section or a column, the original is kept."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from core.gathering import gathered
from news.manuscripts.drafting import body_of, byline_of, fields_of, links_of, page_type_of, text_of
from news.manuscripts.linking import Registry
from news.manuscripts.models import Manuscript, ManuscriptStory, manuscript_path
from news.manuscripts.reading import ManuscriptError, read
from news.manuscripts.structure import Article, Structured, structure
from news.models import ColumnPage, NoticeIndexPage, ProfileIndexPage, SectionPage, StoryPage
from news.publication import PublicationRefused

#: Where an article goes that names no column; what is put in an index becomes a profile or a notice.
Section = SectionPage | ProfileIndexPage | NoticeIndexPage


@dataclass
class Imported:
    """What became of one file. `again` is set when the very same bytes were imported before: nothing was made then."""

    manuscript: Manuscript
    stories: list[StoryPage] = field(default_factory=list)
    published: list[StoryPage] = field(default_factory=list)
    refused: list[PublicationRefused] = field(default_factory=list)
    remarks: list[str] = field(default_factory=list)
    again: bool = False


def read_manuscript(data: bytes, name: str) -> Structured:
    """Bytes to articles, one at least. Raises ManuscriptError with a message an editor can act on."""
    structured = structure(read(data, name))
    if not structured.articles:
        raise ManuscriptError(_("文件里没有认出文章：只有页码、提示一类的内容。"))
    return structured


def import_manuscript(
    *,
    data: bytes,
    name: str,
    section: Section | None = None,
    column: ColumnPage | None = None,
    publish: bool = False,
    user: Any = None,
    registry: Registry | None = None,
) -> Imported:
    """Make a draft of each article and keep the original with them, all in one transaction.

    An article goes to `column` when given; else to the live column whose name it carries (【产改进行时】); else to
    `section`. With `publish` each draft is then published by itself: a refusal leaves it a draft and is reported.
    Raises ManuscriptError when the file cannot be read or there is no place for an article; nothing is kept then.
    """
    digest = hashlib.sha256(data).hexdigest()
    if again := already_imported(digest):
        return again
    structured = read_manuscript(data, name)
    registry = registry or Registry.read()
    with transaction.atomic(), gathered():
        # Asked again under the lock: two people may import the same file at once.
        if again := already_imported(digest):
            return again
        # Before the original is stored: what has no place leaves nothing behind, on the disk neither.
        parents = [parent_of(article, section=section, column=column) for article in structured.articles]
        manuscript = Manuscript.objects.filter(sha256=digest).first() or Manuscript(sha256=digest, size=len(data))
        manuscript.name, manuscript.imported_by = name[-255:], user
        manuscript.structured = structured.to_json()
        keep_original(manuscript, data)
        manuscript.save()
        manuscript.stories.all().delete()  # of drafts that were thrown away since
        imported = Imported(manuscript)
        for place, (article, (parent, remark)) in enumerate(zip(structured.articles, parents, strict=True)):
            story = draft_story(article, structured, parent=parent, registry=registry, user=user)
            ManuscriptStory.objects.create(manuscript=manuscript, article=place, story=story.identity)
            imported.stories.append(story)
            imported.remarks += [remark] if remark else []
    if publish:
        publish_each(imported, user)
    return imported


def keep_original(manuscript: Manuscript, data: bytes) -> None:
    """Store the bytes under their checksum; what an import that was rolled back has left there is the same."""
    storage, path = manuscript.file.storage, manuscript_path(manuscript, manuscript.name)
    if storage.exists(path) and storage.size(path) == len(data):
        manuscript.file.name = path
    else:
        manuscript.file.save(manuscript.name, ContentFile(data), save=False)


def already_imported(digest: str) -> Imported | None:
    """What the same bytes became before; None when they never came, or when all that came of them was deleted."""
    known = Manuscript.objects.filter(sha256=digest).first()
    if known is None:
        return None
    stories = list(StoryPage.objects.filter(number__in=known.stories.values("story_id")).specific())
    return Imported(known, stories=stories, again=True) if stories else None


def parent_of(
    article: Article, *, section: Section | None, column: ColumnPage | None
) -> tuple[Section | ColumnPage, str]:
    """The page under which an article goes, and a remark when that is not the place it asked for."""
    if column is not None:
        return column, ""
    remark = ""
    if article.column:
        named = ColumnPage.objects.live().filter(title=article.column)
        if section is not None:
            named = named.filter(locale=section.locale)
        if found := named.order_by("pk").first():
            return found, ""
        remark = _("没有名叫“%(column)s”的专栏，《%(title)s》放进了栏目。") % {
            "column": article.column,
            "title": article.title,
        }
    if section is None:
        raise ManuscriptError(
            _("《%(title)s》不知道放到哪里：请指明栏目或专栏。") % {"title": article.title or _("无题")}
        )
    return section, remark


def draft_story(
    article: Article, structured: Structured, *, parent: Section | ColumnPage, registry: Registry, user: Any
) -> StoryPage:
    """One draft with its first revision."""
    page_type = page_type_of(article, parent)
    fields = fields_of(article)
    if page_type.default_genre != StoryPage.default_genre:
        fields["genre"] = page_type.default_genre  # a profile is one, whatever its words sound like
    story = page_type(live=False, has_unpublished_changes=True, locale=parent.locale, owner=user, **fields)
    story.body = body_of(article, structured)
    story.byline = byline_of(article, registry, parent.locale)
    positions = "\n".join(
        filter(None, [article.author_affiliation, *(person.affiliation for person in article.byline)])
    )
    for name, rows in links_of(registry.named_in(text_of(article), positions)).items():
        setattr(story, name, rows)
    parent.refresh_from_db(fields=["numchild", "path", "url_path"])
    parent.add_child(instance=story)
    revision = story.save_revision(user=user)
    log(instance=story, action="wagtail.create", user=user, revision=revision, content_changed=True)
    return story


def publish_each(imported: Imported, user: Any) -> None:
    """Publish the drafts one by one; who is refused stays a draft."""
    for story in imported.stories:
        try:
            with transaction.atomic():
                story.get_latest_revision().publish(user=user, skip_permission_checks=True)
        except PublicationRefused as refusal:
            imported.refused.append(refusal)
        else:
            imported.published.append(story)
