"""Logging in through Wagtail's own form: throttled, and silent about which accounts exist."""

from __future__ import annotations

import re
import statistics
import time
from datetime import timedelta
from typing import Any

import pytest
from axes.models import AccessAttempt, AccessLog
from django.contrib.auth.models import Permission, User
from django.core import mail
from django.http import HttpResponse
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from core.accounts.login import client_address
from core.jobs.models import Job
from core.jobs.schedule import timetable
from core.jobs.testing import run_jobs

pytestmark = pytest.mark.django_db
PASSWORD = "江边夜班岗位上的热汤"


@pytest.fixture(autouse=True)
def _throttle_is_on(settings: Any) -> None:
    settings.AXES_ENABLED = True
    settings.AXES_FAILURE_LIMIT = 3


@pytest.fixture
def account() -> User:
    user = User.objects.create_user("liangxueqiao", "liang@example.org", PASSWORD)
    user.user_permissions.add(Permission.objects.get(content_type__app_label="wagtailadmin", codename="access_admin"))
    return user


def log_in(name: str, password: str, address: str = "192.0.2.7", **headers: Any) -> HttpResponse:
    return Client(REMOTE_ADDR=address).post(
        reverse("wagtailadmin_login"), {"username": name, "password": password, "next": "/admin/"}, **headers
    )


def fail(name: str, times: int, address: str = "192.0.2.7") -> HttpResponse:
    for _attempt in range(times):
        response = log_in(name, "不对的口令", address)
    return response


def text_of(response: HttpResponse, name: str) -> str:
    """The page without what the person typed and without the tokens of its form."""
    return re.sub(r"\b[A-Za-z0-9]{64}\b", "", response.content.decode().replace(name, "…"))


def test_right_password_logs_in(account: User):
    response = log_in("liangxueqiao", PASSWORD)
    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_too_many_wrong_passwords_lock_and_say_how_long_in_chinese(account: User):
    assert fail("liangxueqiao", 2).status_code == 200
    response = fail("liangxueqiao", 1)
    assert response.status_code == 429
    assert "请 15 分钟后再试" in response.content.decode()
    assert response["Retry-After"] == "900"
    assert "liangxueqiao" not in response.content.decode()


def test_lock_holds_even_against_the_right_password(account: User):
    fail("liangxueqiao", 3)
    response = log_in("liangxueqiao", PASSWORD)
    assert response.status_code == 429
    assert "sessionid" not in response.cookies


def test_lock_is_for_one_name_from_one_address(account: User):
    User.objects.create_user("colleague", "c@example.org", PASSWORD)
    fail("liangxueqiao", 3)
    assert log_in("liangxueqiao", PASSWORD, "192.0.2.8").status_code == 302
    assert log_in("colleague", PASSWORD).status_code == 302


def test_lock_ends_by_itself_though_somebody_keeps_trying(account: User):
    fail("liangxueqiao", 3)
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=14))
    assert fail("liangxueqiao", 2).status_code == 429
    AccessAttempt.objects.update(attempt_time=timezone.now() - timedelta(minutes=16))
    assert log_in("liangxueqiao", PASSWORD).status_code == 302


def test_success_forgets_the_failures_before_it(account: User):
    fail("liangxueqiao", 2)
    log_in("liangxueqiao", PASSWORD)
    assert fail("liangxueqiao", 2).status_code == 200


def test_unknown_name_and_wrong_password_get_the_same_answers(account: User):
    known = [text_of(log_in("liangxueqiao", "不对的口令"), "liangxueqiao") for _ in range(4)]
    unknown = [text_of(log_in("nobodyisthis", "不对的口令"), "nobodyisthis") for _ in range(4)]
    assert known == unknown
    assert "请稍后再登录" in known[3] and "请稍后再登录" not in known[1]


def test_closed_account_answers_like_a_wrong_password(account: User):
    account.is_active = False
    account.save()
    closed = text_of(log_in("liangxueqiao", PASSWORD), "liangxueqiao")
    assert closed == text_of(log_in("nobodyisthis", PASSWORD), "nobodyisthis")


def test_unknown_name_takes_as_long_as_a_wrong_password(account: User, settings: Any):
    """Measured with production's hasher: most of the time goes into hashing, which must happen in both cases."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.PBKDF2PasswordHasher"]
    settings.AXES_FAILURE_LIMIT = 1000
    account.set_password(PASSWORD)
    account.save()
    known, unknown = [], []
    for _round in range(5):
        for name, times in (("liangxueqiao", known), ("nobodyisthis", unknown)):
            start = time.process_time()
            log_in(name, "不对的口令")
            times.append(time.process_time() - start)
    assert 0.67 < statistics.median(known) / statistics.median(unknown) < 1.5


def test_json_client_is_told_the_same(account: User):
    fail("liangxueqiao", 3)
    response = log_in("liangxueqiao", "不对的口令", HTTP_X_REQUESTED_WITH="XMLHttpRequest")
    assert response.status_code == 429
    assert "liangxueqiao" not in response.content.decode()


def test_log_of_log_ins_is_kept_for_a_year_and_no_longer(account: User):
    for _time in range(2):
        log_in("liangxueqiao", PASSWORD)
    old = AccessLog.objects.earliest("pk")
    AccessLog.objects.filter(pk=old.pk).update(attempt_time=timezone.now() - timedelta(days=366))
    assert timetable["core.prune_logins"].function() == "清理了 1 条登录记录。"
    assert AccessLog.objects.count() == 1
    assert timetable["core.prune_logins"].function() is None


# Where the person comes from ------------------------------------------------------------------------------------------
def address_of(proxies: int, settings: Any, **meta: str) -> str:
    settings.PROXY_COUNT = proxies
    return client_address(RequestFactory().get("/", **meta))


def test_without_a_proxy_the_header_is_not_believed(settings: Any):
    assert address_of(0, settings, REMOTE_ADDR="192.0.2.7", HTTP_X_FORWARDED_FOR="203.0.113.9") == "192.0.2.7"


def test_behind_a_proxy_the_address_is_the_one_that_the_proxy_saw(settings: Any):
    forged = "198.51.100.1, 203.0.113.9"
    assert address_of(1, settings, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forged) == "203.0.113.9"
    assert address_of(2, settings, REMOTE_ADDR="127.0.0.1", HTTP_X_FORWARDED_FOR=forged) == "198.51.100.1"


def test_server_on_a_unix_socket_without_a_header_still_counts_failures(account: User, settings: Any):
    assert address_of(1, settings, REMOTE_ADDR="") == "0.0.0.0"
    assert fail("liangxueqiao", 3, "").status_code == 429


def test_forged_header_opens_no_second_count(account: User, settings: Any):
    settings.PROXY_COUNT = 1
    for number in range(3):
        response = log_in(
            "liangxueqiao", "不对的口令", "127.0.0.1", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}, 203.0.113.9"
        )
    assert response.status_code == 429


# Forgotten password ---------------------------------------------------------------------------------------------------
def ask_for_reset(email: str) -> HttpResponse:
    return Client().post(reverse("wagtailadmin_password_reset"), {"email": email}, follow=True)


def test_password_reset_answers_the_same_for_an_unknown_address(account: User, settings: Any):
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    known, unknown = ask_for_reset("liang@example.org"), ask_for_reset("nobody@example.org")
    assert known.redirect_chain == unknown.redirect_chain
    assert text_of(known, "…") == text_of(unknown, "…")


def test_password_reset_writes_no_letter_before_it_has_answered(account: User, settings: Any):
    """The time that a letter takes would tell a known address from an unknown one: both queue the same job."""
    settings.WAGTAIL_PASSWORD_RESET_ENABLED = True
    for address in ("Liang@example.org", "nobody@example.org", "liang@example.org"):
        ask_for_reset(address)
    assert (mail.outbox, Job.objects.count()) == ([], 2)
    run_jobs()
    [letter] = mail.outbox
    assert letter.to == ["liang@example.org"]
    way = re.search(r"/admin/password_reset/confirm/\S+", letter.body)
    assert way is not None
    assert Client().get(way[0], follow=True).status_code == 200


def test_password_reset_is_off_unless_the_site_turns_it_on(account: User):
    assert Client().get(reverse("wagtailadmin_password_reset")).status_code == 404


# Sessions and the page itself -----------------------------------------------------------------------------------------
def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(account: User):
    cookie = log_in("liangxueqiao", PASSWORD).cookies["sessionid"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_session_of_who_does_not_ask_to_be_remembered_ends_with_the_browser(account: User):
    assert log_in("liangxueqiao", PASSWORD).cookies["sessionid"]["expires"] == ""


def test_login_page_is_in_chinese_under_our_name():
    page = Client().get(reverse("wagtailadmin_login")).content.decode()
    assert "登录工讯" in page
    assert "密码" in page
    assert not [word for word in ("Wagtail</title>", "Sign in", "Password") if word in page]


def test_wrong_password_is_told_in_chinese(account: User):
    assert "用户名或密码不对，请再试一次。" in fail("liangxueqiao", 1).content.decode()


def test_log_in_sends_nobody_to_another_site(account: User):
    response = Client().post(
        reverse("wagtailadmin_login"),
        {"username": "liangxueqiao", "password": PASSWORD, "next": "https://evil.example/"},
    )
    assert response["Location"] == "/admin/"
