"""Environment variables: each one missing or malformed is named in a Chinese sentence that says what it should be."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.exceptions import ImproperlyConfigured

from config import ROOT
from config.env import Environment


def refusal(read: str, values: dict[str, str], *args: Any, **kwargs: Any) -> str:
    with pytest.raises(ImproperlyConfigured) as caught:
        getattr(Environment(values), read)(*args, **kwargs)
    return str(caught.value)


@pytest.mark.parametrize("given", [{}, {"SITE_URL": ""}, {"SITE_URL": "  "}])
def test_missing_or_empty_variable_is_named(given: dict[str, str]):
    assert "环境变量 SITE_URL 没有设置" in refusal("url", given, "SITE_URL")


@pytest.mark.parametrize("value", ["maybe", "2", "是", "truee"])
def test_flag_is_true_or_false_and_nothing_between(value: str):
    message = refusal("flag", {"DEBUG": value}, "DEBUG", default=False)
    assert "DEBUG 应为 true 或 false" in message and value in message


@pytest.mark.parametrize(("value", "read"), [("TRUE", True), ("on", True), ("1", True), ("no", False), ("0", False)])
def test_flag_reads_the_usual_words(value: str, read: bool):
    assert Environment({"DEBUG": value}).flag("DEBUG", default=not read) is read


def test_empty_flag_keeps_its_default():
    assert Environment({"SECURE_SSL_REDIRECT": ""}).flag("SECURE_SSL_REDIRECT", default=True) is True


@pytest.mark.parametrize("value", ["ten", "1.5", "-1", "70000", "２５x", "1e3"])
def test_number_outside_its_bounds_or_no_number_is_refused(value: str):
    message = refusal("number", {"EMAIL_PORT": value}, "EMAIL_PORT", 25, low=1, high=65_535)
    assert "EMAIL_PORT 应为1 到 65535 的整数" in message and value in message


@pytest.mark.parametrize(
    "value",
    [
        "example.org", "ftp://example.org", "https://", "https:///news", "https://example.org/news",
        "https://example.org?x=1", "https://example.org:port", "https://user:secret@example.org", "https://[::1",
    ],
)  # fmt: skip
def test_address_of_a_server_is_scheme_and_host(value: str):
    assert "SITE_URL 应为形如 https://example.org 的网址" in refusal("url", {"SITE_URL": value}, "SITE_URL")


def test_address_loses_its_slash_and_keeps_its_port():
    assert (
        Environment({"SITE_URL": "https://news.example.org:8443/"}).url("SITE_URL") == "https://news.example.org:8443"
    )


def test_one_bad_address_of_several_is_named():
    given = {"CSRF_TRUSTED_ORIGINS": "https://a.example.org, b.example.org"}
    assert "现在是“b.example.org”" in refusal("urls", given, "CSRF_TRUSTED_ORIGINS")


def test_list_of_nothing_is_refused():
    assert "ALLOWED_HOSTS" in refusal("listed", {"ALLOWED_HOSTS": " , ,"}, "ALLOWED_HOSTS")


@pytest.mark.parametrize("value", ["https://a.example.org", "a.example.org:8000", "a.example.org/news", "a b", "[::1"])
def test_host_with_scheme_port_or_path_is_refused(value: str):
    """Django would compare it with every request's host and turn all of them away."""
    message = refusal("hosts", {"ALLOWED_HOSTS": f"b.example.org,{value}"}, "ALLOWED_HOSTS")
    assert "ALLOWED_HOSTS 应为" in message and value in message


def test_every_kind_of_host_is_read():
    given = "news.example.org, .example.org,127.0.0.1,[::1],localhost,*,工会.中国"
    assert Environment({"ALLOWED_HOSTS": given}).hosts("ALLOWED_HOSTS") == [
        "news.example.org", ".example.org", "127.0.0.1", "[::1]", "localhost", "*", "工会.中国"
    ]  # fmt: skip


@pytest.mark.parametrize("value", ["newsroom", "@example.org", "a@", "a b@example.org <", "a@b.org\nBcc: c@d.org"])
def test_sender_that_is_no_address_is_refused(value: str):
    assert "DEFAULT_FROM_EMAIL 应为邮箱地址" in refusal(
        "mail_address", {"DEFAULT_FROM_EMAIL": value}, "DEFAULT_FROM_EMAIL", "gongxun@localhost"
    )


@pytest.mark.parametrize("value", ["gongxun@localhost", "news@example.org", "工讯 <news@example.org>"])
def test_sender_may_have_a_name(value: str):
    given = Environment({"DEFAULT_FROM_EMAIL": value})
    assert given.mail_address("DEFAULT_FROM_EMAIL", "gongxun@localhost") == value


def test_home_folder_of_nobody_is_refused():
    assert "GONGXUN_VAR 应为文件夹的路径" in refusal(
        "path", {"GONGXUN_VAR": "~nobody-of-this-name/var"}, "GONGXUN_VAR", ROOT / "var"
    )


def test_unknown_log_level_is_told_the_known_ones():
    message = refusal("choice", {"LOG_LEVEL": "LOUD"}, "LOG_LEVEL", "INFO", ("INFO", "ERROR"))
    assert "INFO、ERROR" in message and "LOUD" in message


@pytest.mark.parametrize("value", ["short", "a" * 80])
def test_weak_secret_is_refused_without_being_shown(value: str):
    message = refusal("secret", {"SECRET_KEY": value}, "SECRET_KEY")
    assert "SECRET_KEY 太短或太简单" in message and value not in message


# The database ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("value", ["mysql://localhost/gongxun", "gongxun.sqlite3", "/srv/gongxun.sqlite3"])
def test_database_of_another_kind_is_refused(value: str):
    assert "DATABASE_URL 应以 sqlite:/// 或 postgresql:// 开头" in refusal("database", {"DATABASE_URL": value})


@pytest.mark.parametrize(
    "value", ["postgresql://user:hunter2@host:port/gongxun", "postgresql://user:hunter2@host:99999/x"]
)
def test_malformed_database_address_is_refused_without_its_password(value: str):
    message = refusal("database", {"DATABASE_URL": value})
    assert "DATABASE_URL 读不懂" in message and "hunter2" not in message


@pytest.mark.parametrize("value", ["postgresql://host", "postgresql://host/", "postgresql:"])
def test_database_without_a_name_is_refused(value: str):
    assert "DATABASE_URL 没有写明数据库名" in refusal("database", {"DATABASE_URL": value})


@pytest.mark.parametrize("value", ["sqlite://", "sqlite://:memory:", "sqlite:///:memory:"])
def test_database_in_memory_is_refused(value: str):
    assert "没有写明数据库文件" in refusal("database", {"DATABASE_URL": value})


def test_postgresql_by_its_address():
    entry = Environment({"DATABASE_URL": "postgresql://gong:p%40ss%2F@db.internal:5433/xun"}).database()
    assert entry["ENGINE"] == "django.db.backends.postgresql"
    assert (entry["NAME"], entry["USER"], entry["PASSWORD"]) == ("xun", "gong", "p@ss/")
    assert (entry["HOST"], entry["PORT"], entry["CONN_HEALTH_CHECKS"]) == ("db.internal", 5433, True)


def test_sqlite_without_the_variable_lies_in_the_var_folder():
    entry = Environment({"GONGXUN_VAR": "/srv/工讯 var"}).database()
    assert entry["NAME"] == "/srv/工讯 var/gongxun.sqlite3"
    assert entry["OPTIONS"]["transaction_mode"] == "IMMEDIATE"


def test_relative_paths_are_seen_from_the_repository(monkeypatch: pytest.MonkeyPatch, tmp_path: Any):
    monkeypatch.chdir(tmp_path)
    env = Environment({"GONGXUN_VAR": "elsewhere", "DATABASE_URL": "sqlite:///elsewhere/x.sqlite3"})
    assert env.var == ROOT / "elsewhere"
    assert env.database()["NAME"] == str(ROOT / "elsewhere" / "x.sqlite3")
