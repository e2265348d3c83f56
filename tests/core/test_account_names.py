"""Names of the newsroom's people, as Wagtail's admin and mail show them."""

from __future__ import annotations

import json

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
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


def test_side_menu_shows_the_whole_name_and_forms_ask_for_the_surname_first(client, db):
    user = get_user_model().objects.create_superuser("tongxun", last_name="沈", first_name="知秋")
    client.force_login(user)
    assert f'"name": {json.dumps("沈知秋")}' in client.get("/admin/").content.decode()
    edited = reverse("wagtailusers_users:edit", args=[user.pk])
    for address in [reverse("wagtailusers_users:add"), edited, reverse("wagtailadmin_account")]:
        form = client.get(address).content.decode()
        assert 0 < form.index("last_name") < form.index("first_name")
