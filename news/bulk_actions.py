"""Publishing many pages at once: a blocked one is named and the rest go out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.db import transaction
from django.utils.functional import cached_property
from wagtail.admin.views.pages.bulk_actions.publish import PublishBulkAction
from wagtail.models import Page

from news.middleware import tell_refusal
from news.publication import PublicationRefused


class PublishPassingPages(PublishBulkAction):
    """Wagtail's bulk publish, which stops at the first refusal and takes the others back, made to go on."""

    @cached_property
    def refusals(self) -> list[PublicationRefused]:
        return []

    def get_execution_context(self) -> dict[str, Any]:
        return {**super().get_execution_context(), "refusals": self.refusals}

    @classmethod
    def execute_action(
        cls, objects: Iterable[Page], include_descendants: bool = False, user: Any = None, **kwargs: Any
    ) -> tuple[int, int]:
        """Publish each page in a savepoint of its own. Returns how many pages and how many below them went out."""
        refusals: list[PublicationRefused] = kwargs["refusals"]
        pages = list(objects)
        parents = sum(publish_or_note(page, user, refusals) for page in pages)
        children = 0
        if include_descendants:
            children = sum(publish_or_note(child, user, refusals) for child in drafts_below(pages, user))
        return parents, children

    def get_success_message(self, num_parent_objects: int, num_child_objects: int) -> str | None:
        for refusal in self.refusals:
            tell_refusal(self.request, refusal, listed_below=False)
        if not num_parent_objects and not num_child_objects:
            return None
        return super().get_success_message(num_parent_objects, num_child_objects)


def drafts_below(pages: Iterable[Page], user: Any) -> Iterator[Page]:
    """Descendants of `pages` that are not live and that `user` may publish."""
    for page in pages:
        for child in page.get_descendants().not_live().specific().iterator():
            if user is None or child.permissions_for_user(user).can_publish():
                yield child


def publish_or_note(page: Page, user: Any, refusals: list[PublicationRefused]) -> bool:
    """Publish the page's latest revision; a refusal goes into `refusals`. True when it went out."""
    try:
        with transaction.atomic():
            revision = page.get_latest_revision() or page.specific.save_revision(user=user)
            revision.publish(user=user)
    except PublicationRefused as refusal:
        refusals.append(refusal)
        return False
    return True
