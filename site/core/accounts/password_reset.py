"""Forgotten passwords: the letter is written by the worker, whether or not somebody has the address.

Written in the request it would give away by the time of the answer which addresses belong to an account.
"""

from __future__ import annotations

from typing import Any

from django.contrib.sites.shortcuts import get_current_site
from django.utils import translation
from django.utils.translation import gettext_lazy
from wagtail.admin.forms.auth import PasswordResetForm
from wagtail.admin.views.account import PasswordResetView

from core.jobs import JobContext, job


class LetterByWorkerForm(PasswordResetForm):
    """Wagtail's form; settings.WAGTAILADMIN_USER_PASSWORD_RESET_FORM names it. One letter an address at a time."""

    def save(self, *args: Any, use_https: bool = False, request: Any = None, **kwargs: Any) -> None:
        send_letter.enqueue(
            key=self.cleaned_data["email"].lower(),
            email=self.cleaned_data["email"],
            domain=get_current_site(request).domain,
            use_https=use_https,
            language=translation.get_language(),
        )


@job(title=gettext_lazy("重设密码的邮件"))
def send_letter(context: JobContext, *, email: str, domain: str, use_https: bool, language: str) -> None:
    """Write to whoever has this address; to nobody when no account does."""
    form = PasswordResetForm({"email": email})
    if form.is_valid():
        with translation.override(language):
            form.save(
                domain_override=domain,
                use_https=use_https,
                subject_template_name=PasswordResetView.subject_template_name,
                email_template_name=PasswordResetView.email_template_name,
            )
