"""Admin views of the front page."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from wagtail.admin import messages
from wagtail.admin.views.generic import EditView

from home.front_page import composed_by
from home.front_panels import composition_context
from home.models import HomePage


def composition(request: HttpRequest, pk: int) -> HttpResponse:
    """What stands on a front page now by its latest draft: the inside of the panel on its edit screen."""
    home = get_object_or_404(HomePage, pk=pk)
    if not home.permissions_for_user(request.user).can_compose():
        raise PermissionDenied
    draft = home.get_latest_revision_as_object()
    return render(request, "home/admin/_composition.html", composition_context(draft))


class ComposeView(EditView):
    """单独编排: the modules and pins of a front page whose edit screen is wagtail-localize's, which shows texts alone.

    It works on the page as readers have it: a draft of its texts is made anew from the source at any time, and is not
    published by who composes. Any other front page is composed on its own edit screen, and leads there.
    """

    model = HomePage
    permission_policy = None
    permission_required = None
    can_delete = False
    locale = None
    edit_url_name = "front_page_compose"
    header_icon = "list-ul"
    page_title = _("单独编排")
    submit_button_label = _("保存并发布")
    success_message = _("“%(object)s”的编排已发布。")
    error_message = _("没有保存，请看下面标出的地方。")

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.home.permissions_for_user(request.user).can_compose():
            raise PermissionDenied
        if not self.home.is_synchronised:
            return redirect("wagtailadmin_pages:edit", self.home.pk)
        return super().dispatch(request, *args, **kwargs)

    @cached_property
    def home(self) -> HomePage:
        return get_object_or_404(HomePage.objects.select_related("locale"), pk=self.kwargs["pk"])

    def get_panel(self) -> Any:
        return HomePage.get_composing_panel()

    def get_object(self, queryset: Any = None) -> HomePage:
        if not self.home.composed_apart:
            begin_as(self.home, composed_by(self.home))
        elif self.was_opened_before():
            for rows in (self.home.modules, self.home.pins):
                rows.set([])
        return self.home

    def was_opened_before(self) -> bool:
        """Was the form that is posted shown before the page stood apart? Its rows then have no keys, and are all."""
        sent = self.request.POST
        return any(
            sent.get(f"{rows}-INITIAL_FORMS", "0") != "0" and sent.get(f"{rows}-0-id") == ""
            for rows in ("modules", "pins")
        )

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        lock = self.home.get_lock()
        if lock is not None and lock.for_user(request.user):
            messages.error(request, lock.get_message(request.user))
            return redirect(request.path)
        answer: HttpResponse = super().post(request, *args, **kwargs)
        return answer

    def save_instance(self) -> HomePage:
        home: HomePage = self.form.save(commit=False)
        keep_composition(home=home, user=self.request.user)
        return home

    def get_success_message(self) -> str:
        if self.home.live:
            return str(super().get_success_message())
        return gettext("“%(object)s”的编排已保存，首页发布后读者就看得到。") % {"object": self.home}

    def get_success_buttons(self) -> list[Any]:
        return [messages.button(self.home.full_url, gettext("看首页"))] if self.home.live else []

    def get_success_url(self) -> str:
        return self.get_edit_url()

    def get_breadcrumbs_items(self) -> list[dict[str, str]]:
        page = {"url": reverse("wagtailadmin_explore", args=[self.home.pk]), "label": self.home.title}
        return [page, {"url": "", "label": gettext("单独编排")}]

    def get_page_subtitle(self) -> str:
        return f"{self.home.title}（{self.home.locale.get_display_name()}）"


def begin_as(home: HomePage, composer: HomePage) -> None:
    """In memory: who turns 单独编排 on goes on from what stands there."""
    for rows in ("modules", "pins"):
        composer.copy_child_relation(rows, home)


@transaction.atomic
def keep_composition(*, home: HomePage, user: Any) -> None:
    """Save a translated front page with its modules and pins as its newest revision, and publish it where it is live.

    Where it is not, the page itself takes them: wagtail-localize makes every next version from it.
    """
    if not home.live:
        home.save()
    revision = home.save_revision(user=user, log_action=True)
    if home.live:
        # The page's own check is that of its edit screen, which who composes may not open.
        revision.publish(user=user, log_action=True, skip_permission_checks=True)
