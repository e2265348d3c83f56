"""Names of the newsroom's people, as Wagtail's admin and mail show them."""

from __future__ import annotations

import pytest
from django.contrib.auth import get_user_model
from wagtail.admin.utils import get_user_display_name


@pytest.mark.parametrize(
    ("family", "given", "shown"),
    [
        ("沈", "知秋", "沈知秋"),
        ("Smith", "Anna", "Anna Smith"),
        ("程", "", "程"),
        ("", "", "tongxun"),
    ],
)
def test_chinese_names_begin_with_the_surname_and_have_no_blank(family, given, shown):
    user = get_user_model()(username="tongxun", last_name=family, first_name=given)
    assert get_user_display_name(user) == shown
    assert (user.get_short_name() or "tongxun") == shown
