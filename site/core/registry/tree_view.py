"""The organisations as a tree in the admin: opened by level, or below one of them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.text import capfirst
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from core.registry.models import Organisation
from core.registry.selectors import Branch, OrganisationTree, branches, organisations_by_key

#: How many levels can be opened at once, and how many are at first.
LEVELS = range(1, 6)
LEVELS_AT_FIRST = 2
#: What the tree draws at most; what lies deeper is opened from its own node.
MOST_SHOWN = 5_000


class OrganisationTreeView(PermissionCheckedMixin, WagtailAdminTemplateMixin, TemplateView):
    """Two queries for the tree, whatever its size and however much of it is open.

    `?top=<number>`: only what stands below that organisation; `?levels=<1–5>`: how deep.
    """

    model = Organisation
    any_permission_required = ("add", "change", "delete", "view")
    template_name = "registry/admin/organisation_tree.html"
    page_title = _("单位树")
    index_url_name: str = ""
    edit_url_name: str = ""

    @cached_property
    def tree(self) -> OrganisationTree:
        return OrganisationTree.read()

    @cached_property
    def top(self) -> int | None:
        """The key of the organisation that the tree begins at; None for the whole tree."""
        asked = self.request.GET.get("top", "")
        key = int(asked) if asked.isdecimal() and len(asked) < 18 else None
        return key if key in self.tree.parents else None

    @cached_property
    def levels(self) -> int:
        asked = self.request.GET.get("levels", "")
        wanted = int(asked) if asked.isdecimal() and len(asked) < 3 else LEVELS_AT_FIRST
        return min(max(wanted, LEVELS[0]), LEVELS[-1])

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        listing = {"url": reverse(self.index_url_name), "label": capfirst(Organisation._meta.verbose_name_plural)}
        return [*self.breadcrumbs_items, listing, {"url": "", "label": self.page_title}]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        chain = [*self.tree.above(self.top), self.top] if self.top is not None else []
        named = organisations_by_key(chain) if chain else {}
        shown = branches(self.tree, self.top, self.levels, most=MOST_SHOWN)
        return {
            **super().get_context_data(**kwargs),
            "chain": [named[key] for key in chain],
            "tree": self.drawn(shown),
            "top": self.top,
            "levels": self.levels,
            "choices": list(LEVELS),
            "organisations": len(self.tree.parents),
            "alone": self.tree.alone if self.top is None else 0,
            "listing": reverse(self.index_url_name),
        }

    def drawn(self, shown: Iterable[Branch]) -> SafeString:
        """Nested lists; what has something below it folds.

        No template, and no `format_html` for each node: three thousand of them would take half a second.
        """
        edit = reverse(self.edit_url_name, args=[0]) if self.user_has_permission("change") else ""
        levels = {value: str(label) for value, label in Organisation.Level.choices}
        direct_only, direct_and_all = gettext("下级%(count)s个"), gettext("直属%(direct)s个，共%(below)s个")

        def line(branch: Branch) -> str:
            """Its name and marks, all text of people escaped, and how many stand below it."""
            unit = branch.organisation
            name: str = escape(unit.name)
            if edit:
                name = f'<a href="{edit.replace("/0/", f"/{unit.pk}/")}">{name}</a>'
            marks = escape("　".join(filter(None, (unit.short_name, levels.get(unit.level), unit.region))))
            shown = f'{name} <span class="gx-tree__marks">{marks}</span>'
            if not branch.direct:
                return shown
            counts = direct_only if branch.below == branch.direct else direct_and_all
            numbers = {"count": branch.direct, "direct": branch.direct, "below": branch.below}
            return f'{shown} <a href="?top={unit.pk}">{escape(counts % numbers)}</a>'

        def item(branch: Branch) -> str:
            if not branch.shown:
                return f"<li>{line(branch)}</li>"
            rows = "".join(map(item, branch.shown))
            return f"<li><details open><summary>{line(branch)}</summary><ul>{rows}</ul></details></li>"

        return SafeString("".join(map(item, shown)))
