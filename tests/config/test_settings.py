"""Settings by environment, in processes of their own: what production refuses, what each launcher finds."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(__file__).resolve().parents[2]
GIVEN = {
    "SECRET_KEY": "dy7wbf8mbnn-Qm1yTk1r0hV3aZ9pX5sL2cG4eJ6uN8oR7iKqW0",
    "ALLOWED_HOSTS": "news.example.org",
    "SITE_URL": "https://news.example.org",
}
SHOW = (
    "import json; from django.conf import settings as s;"
    "print(json.dumps([s.SETTINGS_MODULE, str(s.DATABASES['default']['NAME']), str(s.VAR), s.ROOT_URLCONF]))"
)


def run(*command: str, module: str = "config.settings.production", cwd: Path = ROOT, **variables: str):
    """A process with these variables and no others of ours."""
    inherited = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "SYSTEMROOT") if name in os.environ}
    environment = {**inherited, "PYTHONIOENCODING": "utf-8", **({"DJANGO_SETTINGS_MODULE": module} if module else {})}
    return subprocess.run(
        command, cwd=cwd, env={**environment, **variables}, capture_output=True, text=True, timeout=120, check=False
    )


def load_production(**variables: str) -> subprocess.CompletedProcess[str]:
    return run(sys.executable, "-c", f"import sys; sys.path.insert(0, {str(ROOT / 'site')!r});{SHOW}", **variables)


def production_value(expression: str, **variables: str) -> object:
    code = f"import json, sys; sys.path.insert(0, {str(ROOT / 'site')!r}); from django.conf import settings as s;"
    done = run(sys.executable, "-c", f"{code}print(json.dumps({expression}))", **{**GIVEN, **variables})
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


# What production refuses ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("missing", sorted(GIVEN))
def test_production_does_not_start_without_a_variable_and_names_it(missing: str):
    done = load_production(**{name: value for name, value in GIVEN.items() if name != missing})
    assert done.returncode != 0
    assert f"环境变量 {missing} 没有设置" in done.stderr


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("SECRET_KEY", "short", "SECRET_KEY 太短或太简单"),
        ("SITE_URL", "news.example.org", "SITE_URL 应为形如"),
        ("ALLOWED_HOSTS", "https://news.example.org", "ALLOWED_HOSTS 应为"),
        ("DEFAULT_FROM_EMAIL", "newsroom", "DEFAULT_FROM_EMAIL 应为"),
        ("GONGXUN_VAR", "~nobody-of-this-name/var", "GONGXUN_VAR 应为"),
        ("SITE_URL", "http://news.example.org", "SITE_URL 应以 https:// 开头"),
        ("DATABASE_URL", "mysql://localhost/x", "DATABASE_URL 应以"),
        ("DATABASE_URL", "postgresql://u:p@host:port/x", "DATABASE_URL 读不懂"),
        ("SECURE_HSTS_SECONDS", "a year", "SECURE_HSTS_SECONDS 应为"),
        ("LOGIN_FAILURE_LIMIT", "0", "LOGIN_FAILURE_LIMIT 应为"),
        ("LOGIN_LOCK_MINUTES", "x", "LOGIN_LOCK_MINUTES 应为"),
        ("BEHIND_TLS_PROXY", "perhaps", "BEHIND_TLS_PROXY 应为 true 或 false"),
        ("PROXY_COUNT", "9", "PROXY_COUNT 应为"),
        ("LOG_LEVEL", "LOUD", "LOG_LEVEL 应为"),
        ("CSRF_TRUSTED_ORIGINS", "news.example.org", "CSRF_TRUSTED_ORIGINS 应为"),
        ("PASSWORD_RESET_ENABLED", "true", "请设置环境变量 EMAIL_HOST"),
    ],
)
def test_production_names_a_malformed_variable(name: str, value: str, told: str):
    done = load_production(**{**GIVEN, name: value})
    assert done.returncode != 0
    assert told in done.stderr


def test_cookies_travel_over_https_only_in_production():
    names = ("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE", "SECURE_SSL_REDIRECT", "SESSION_COOKIE_HTTPONLY", "DEBUG")
    expression = f"[getattr(s, name) for name in {names}]"
    assert production_value(expression) == [True, True, True, True, False]


def test_closed_network_without_certificates_says_so_by_name():
    plain = {"SITE_URL": "http://10.1.2.3", "ALLOW_PLAIN_HTTP": "true"}
    expression = "[s.SESSION_COOKIE_SECURE, s.SECURE_SSL_REDIRECT, s.SECURE_HSTS_SECONDS, s.CSRF_TRUSTED_ORIGINS]"
    assert production_value(expression, **plain) == [False, False, 0, ["http://10.1.2.3"]]


def test_mail_stays_on_the_machine_until_a_server_is_named():
    assert production_value("s.EMAIL_BACKEND") == "django.core.mail.backends.dummy.EmailBackend"
    assert production_value("s.EMAIL_BACKEND", EMAIL_HOST="mail.example.org").startswith("core.accounts.mail.")


def test_a_proxy_of_our_own_is_counted():
    assert production_value("s.PROXY_COUNT") == 0
    assert production_value("s.PROXY_COUNT", BEHIND_TLS_PROXY="true") == 1


# Every launcher -------------------------------------------------------------------------------------------------------
def test_manage_py_starts_from_any_directory(tmp_path: Path):
    done = run(
        sys.executable, str(ROOT / "manage.py"), "shell", "--no-imports", "-c", SHOW, cwd=tmp_path, module="",
        GONGXUN_VAR=str(tmp_path),
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [
        "config.settings.dev", str(tmp_path / "gongxun.sqlite3"), str(tmp_path), "config.urls"
    ]  # fmt: skip


@pytest.mark.parametrize(
    "command", [("worker",), ("import_manuscript", str(ROOT / "README.md"), "--section", "yaowen")]
)
def test_command_on_a_database_that_nobody_made_ready_says_what_to_do(command: tuple[str, ...], tmp_path: Path):
    done = run(sys.executable, str(ROOT / "manage.py"), *command, cwd=tmp_path, module="", GONGXUN_VAR=str(tmp_path))
    assert done.returncode == 1
    assert "数据库还没有准备好" in done.stderr and "make run" in done.stderr
    assert "Traceback" not in done.stderr


def test_unknown_settings_are_answered_with_those_there_are(tmp_path: Path):
    done = run(sys.executable, str(ROOT / "manage.py"), "check", cwd=tmp_path, module="config.settings.prod")
    assert done.returncode == 1
    assert "DJANGO_SETTINGS_MODULE 应为 config.settings.dev、config.settings.production" in done.stderr
    assert "现在是“config.settings.prod”" in done.stderr
    assert "Traceback" not in done.stderr


def test_manage_py_and_python_m_django_find_the_same_settings(tmp_path: Path):
    variables = {**GIVEN, "GONGXUN_VAR": str(tmp_path)}
    shell = ("shell", "--no-imports", "-c", SHOW)
    first = run(sys.executable, str(ROOT / "manage.py"), *shell, cwd=tmp_path, **variables)
    second = run(sys.executable, "-m", "django", *shell, "--pythonpath", str(ROOT / "site"), cwd=tmp_path, **variables)
    assert first.returncode == 0, first.stderr
    assert first.stdout == second.stdout
    assert json.loads(first.stdout)[0] == "config.settings.production"


@pytest.mark.long
def test_python_m_django_checks_the_site(tmp_path: Path):
    done = run(sys.executable, "-m", "django", "check", "--pythonpath", "site", GONGXUN_VAR=str(tmp_path), **GIVEN)
    assert done.returncode == 0, done.stderr


def ask(socket_path: Path, request: bytes, patience: float = 60.0) -> bytes:
    """The first bytes of a server's answer on a Unix socket, as soon as it listens."""
    deadline = time.monotonic() + patience
    while True:
        try:
            with socket.socket(socket.AF_UNIX) as line:
                line.settimeout(patience)
                line.connect(str(socket_path))
                line.sendall(request)
                return line.recv(4096)
        except (FileNotFoundError, ConnectionRefusedError):
            if time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def test_gunicorn_takes_production_by_itself(tmp_path: Path):
    """`--check-config` cannot show it: gunicorn puts `--pythonpath` on the path after that check."""
    place = tmp_path / "s"
    server = subprocess.Popen(
        [sys.executable, "-m", "gunicorn", "--pythonpath", "site", "config.wsgi", "--bind", f"unix:{place}"],
        cwd=ROOT, env={"PATH": os.environ["PATH"], "GONGXUN_VAR": str(tmp_path), **GIVEN}, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        answer = ask(place, b"GET /admin/ HTTP/1.1\r\nHost: news.example.org\r\nConnection: close\r\n\r\n")
    finally:
        server.terminate()
        server.wait(timeout=30)
    assert b"301 Moved Permanently" in answer
    assert b"Location: https://news.example.org/admin/" in answer


def test_wsgi_without_variables_does_not_start_in_development(tmp_path: Path):
    code = "import sys; sys.path.insert(0, 'site'); import config.wsgi"
    done = run(sys.executable, "-c", code, module="", GONGXUN_VAR=str(tmp_path))
    assert done.returncode != 0
    assert "环境变量 SECRET_KEY 没有设置" in done.stderr


@pytest.mark.long
def test_development_secret_is_made_once_and_kept_private(tmp_path: Path):
    show = ("shell", "--no-imports", "-c", "from django.conf import settings; print(settings.SECRET_KEY)")
    keys = {
        run(sys.executable, "manage.py", *show, module="", GONGXUN_VAR=str(tmp_path)).stdout.strip()
        for _run in range(2)
    }
    assert len(keys) == 1 and len(keys.pop()) >= 50
    assert (tmp_path / "secret-key").stat().st_mode & 0o077 == 0


# In this very process -------------------------------------------------------------------------------------------------
def test_tests_run_with_the_test_settings_and_files_of_their_own():
    assert settings.SETTINGS_MODULE == "config.settings.test"
    assert ROOT not in settings.MEDIA_ROOT.parents and ROOT not in settings.PRIVATE_ROOT.parents


def test_nothing_is_fetched_from_the_network_by_the_admin():
    assert settings.WAGTAIL_GRAVATAR_PROVIDER_URL is None
    assert not settings.WAGTAIL_ENABLE_UPDATE_CHECK and not settings.WAGTAIL_ENABLE_WHATS_NEW_BANNER
    assert settings.WAGTAILEMBEDS_FINDERS == []


def test_every_variable_that_settings_read_is_explained():
    """docs/settings.md is what the error messages point to."""
    read = set()
    for source in [ROOT / "site" / "config" / "env.py", *(ROOT / "site" / "config" / "settings").glob("*.py")]:
        reads = "text|flag|number|choice|listed|hosts|mail_address|urls?|path|secret"
        pattern = rf"""(?:env|self)\.(?:{reads})\(\s*"([A-Z_]+)\""""
        read |= set(re.findall(pattern, source.read_text(encoding="utf-8")))
    explained = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    assert len(read) > 20
    assert not {name for name in read if f"`{name}`" not in explained}
