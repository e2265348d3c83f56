"""Wagtail's page permissions, narrowed where a newsroom needs less than they give."""

from __future__ import annotations

from wagtail.models import PagePermissionTester


class NewsroomPermissionTester(PagePermissionTester):
    """Who may edit a page may not therefore delete it.

    In Wagtail, `change` alone deletes other people's drafts, and with `publish` what is live. Here deleting also asks
    for `add`, so that those who only correct, illustrate or translate delete nothing; and what readers have seen once
    is withdrawn, not deleted, unless the person holds `bulk_delete`.
    """

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        if not self.wagtail_lets_delete(ignore_bulk=ignore_bulk):
            return False
        if self.user.is_superuser or "bulk_delete" in self.permissions:
            return True
        return "add" in self.permissions and self.page.first_published_at is None

    def can_move(self) -> bool:
        # Wagtail asks for permission to delete. Moving destroys nothing, so its own rule is enough.
        return self.wagtail_lets_delete(ignore_bulk=True)

    def can_reorder_children(self) -> bool:
        # Nothing stands below a story: an order of its children would be an empty screen in its menu.
        return bool(self.page.specific_class.allowed_subpage_models()) and bool(super().can_reorder_children())

    def wagtail_lets_delete(self, *, ignore_bulk: bool) -> bool:
        """Wagtail's own rule, answered for a page without children without the two queries a row of a listing costs."""
        if not self.user.is_active or self.user.is_superuser or not self.page.is_leaf():
            return bool(super().can_delete(ignore_bulk))
        may_touch = "change" in self.permissions or ("add" in self.permissions and self.page.owner_id == self.user.pk)
        return may_touch and ("publish" in self.permissions or not self.page.live)


class StructurePermissionTester(NewsroomPermissionTester):
    """On pages that hold the tree together the tree's permissions are not enough: the model's `change` is needed too.

    Wagtail's page permissions reach down the tree: whoever may write stories anywhere below the front page could also
    make sections, and whoever may edit every story could also rename a column or unpublish the front page. What lies
    below such a page is not affected.
    """

    @property
    def manages_structure(self) -> bool:
        meta = self.page.specific_class._meta
        return bool(self.user.has_perm(f"{meta.app_label}.change_{meta.model_name}"))

    def can_add_subpage(self) -> bool:
        if not (self.page.specific_class.takes_stories or self.manages_structure):
            return False
        return bool(super().can_add_subpage())

    def can_copy(self) -> bool:
        # Copying a whole section is nobody's work, and Wagtail's copy stops half-way at the first story refused.
        return False

    def can_edit(self) -> bool:
        return self.manages_structure and bool(super().can_edit())

    def can_delete(self, ignore_bulk: bool = False) -> bool:
        return self.manages_structure and super().can_delete(ignore_bulk)

    def can_move(self) -> bool:
        return self.manages_structure and super().can_move()

    def can_publish(self) -> bool:
        return self.manages_structure and bool(super().can_publish())

    def can_unpublish(self) -> bool:
        return self.manages_structure and bool(super().can_unpublish())

    def can_lock(self) -> bool:
        return self.manages_structure and bool(super().can_lock())

    def can_unlock(self) -> bool:
        return self.manages_structure and bool(super().can_unlock())

    def can_reorder_children(self) -> bool:
        return self.manages_structure and bool(super().can_reorder_children())
