"""Words of the packages' admin that no catalogue reaches, and the order in which catalogues are asked."""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import wagtail
import wagtail_localize
from django import forms
from django.contrib.auth.models import Permission
from django.template.loader import get_template
from django.test import Client
from django.utils import timezone
from django.utils.translation import gettext, override
from wagtail.models import Comment

from core.upstream.comparisons import readable
from core.upstream.permissions import name_permissions
from core.upstream.templates import WORDING

PACKAGES = [Path(package.__file__).parent for package in (wagtail, wagtail_localize)]


@pytest.mark.parametrize("name", WORDING)
def test_each_replaced_wording_still_stands_in_the_package_s_template(name: str):
    """When an upgrade has made the words translatable, the line in WORDING can go."""
    [source] = [file.read_text() for package in PACKAGES for file in package.rglob(f"templates/{name}")]
    for found, _wanted in WORDING[name]:
        assert found in source


@pytest.mark.parametrize("name", WORDING)
def test_templates_with_replaced_wording_compile(name: str):
    assert get_template(name)


def test_our_chinese_wins_over_the_package_s_own_on_the_server_and_in_the_browser(client: Client, db: None):
    with override("zh-hans"):
        assert gettext("Unpublish") == "下线"
    answer = client.get("/admin/jsi18n/").content.decode()
    assert '"Dashboard": "\\u9996\\u9875"' in answer  # 首页; Wagtail's own says 控制面板
    assert "Autosave in progress" in answer  # which Wagtail's own lacks


def test_form_field_without_a_label_is_named_in_the_language_of_the_screen():
    class LinkForm(forms.Form):
        link_text = forms.CharField()

    with override("zh-hans"):
        assert LinkForm()["link_text"].label == "链接文字"
    with override("en"):
        assert LinkForm()["link_text"].label == "Link text"


def test_package_s_model_field_without_a_name_is_named_in_the_language_of_the_screen():
    field = Comment._meta.get_field("user")
    with override("zh-hans"):
        assert str(field.verbose_name) == "账号"
    with override("en"):
        assert str(field.verbose_name) == "user"


def test_values_of_two_versions_are_shown_as_people_read_them():
    with override("zh-hans"), timezone.override("Asia/Shanghai"):
        moment = datetime(2026, 11, 21, 12, 41, 49, tzinfo=UTC)
        assert [readable(value) for value in (None, True, False, Decimal("1.5"))] == ["", "是", "否", "1.5"]
        assert readable(moment) == "2026年11月21日 20:41"


@pytest.mark.django_db
def test_permissions_are_named_in_chinese_once():
    assert name_permissions() > 0
    assert name_permissions() == 0
    assert Permission.objects.get(codename="add_photo").name == "可以添加照片"
    assert Permission.objects.get(codename="publish_page").name == "发布所有页面"
    assert [permission.name for permission in Permission.objects.all() if permission.name.isascii()] == []
