"""Who may see and do what with search in the admin; home.roles gives these permissions to the roles."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest
from django.http.response import HttpResponseBase

#: The report of what readers look for, and the page on which searches are tried.
SEE_SEARCHES = "search.view_askedquery"
SEE_ENGINES = "search.view_indexstate"
REBUILD = "search.rebuild_indexstate"
ADD_SYNONYMS = "search.add_synonymgroup"
ADD_PROMOTIONS = "wagtailsearchpromotions.add_searchpromotion"
_PROMOTIONS = tuple(f"wagtailsearchpromotions.{action}_searchpromotion" for action in ("add", "change", "delete"))


def may_promote(user: Any) -> bool:
    return any(map(user.has_perm, _PROMOTIONS))


class Permitted:
    """Mixin of a view: open to who holds `permission`."""

    permission: str

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not request.user.has_perm(self.permission):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)  # type: ignore[misc]  # of the view
