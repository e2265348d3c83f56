"""The log-in form, in Chinese throughout."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.auth import LoginForm


class NewsroomLoginForm(LoginForm):
    """Wagtail's form; its own translation leaves the label of the password in English."""

    error_messages = {**LoginForm.error_messages, "invalid_login": _("用户名或密码不对，请再试一次。")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password"].label = _("密码")
        self.fields["username"].widget.attrs["placeholder"] = _("输入用户名")
