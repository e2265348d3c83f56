"""Reads settings from environment variables and says in Chinese which one is missing or malformed."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Mapping
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from environ import Env

from config import ROOT

SQLITE_OPTIONS = {
    # IMMEDIATE takes the write lock at the start of a transaction, so that a reader never fails while it upgrades.
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON;",
}
TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off"}
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
#: A name, an address in figures, IPv6 in brackets; `.example.org` stands for its subdomains too.
HOST = re.compile(r"\*|\.?[\w-]+(?:\.[\w-]+)*\.?|\[[0-9A-Fa-f:.]+\]")
MAIL_ADDRESS = re.compile(r"[^\s@<>]+@[^\s@<>]+")
#: What Django's own check asks of a secret key (security.W009).
SECRET_LENGTH, SECRET_VARIETY = 50, 5


class Environment:
    """The process's environment with typed reads. Every failure is one ImproperlyConfigured that names the variable.

    An empty variable counts as not set. A path that is not absolute is seen from the repository, wherever the process
    was started.
    """

    def __init__(self, values: Mapping[str, str] | None = None) -> None:
        self.values = os.environ if values is None else values

    def text(self, name: str, default: str | None = None) -> str:
        value = self.values.get(name, "").strip()
        if value:
            return value
        if default is None:
            raise ImproperlyConfigured(f"环境变量 {name} 没有设置。请设置后再启动，各变量的含义见 docs/settings.md。")
        return default

    def flag(self, name: str, *, default: bool) -> bool:
        value = self.text(name, "true" if default else "false").lower()
        if value in TRUE:
            return True
        if value in FALSE:
            return False
        raise ImproperlyConfigured(f"环境变量 {name} 应为 true 或 false，现在是“{value}”。")

    def number(self, name: str, default: int, *, low: int = 0, high: int = 10**9) -> int:
        return self._parsed(name, str(default), lambda text: _bounded(int(text), low, high), f"{low} 到 {high} 的整数")

    def choice(self, name: str, default: str, choices: tuple[str, ...]) -> str:
        value = self.text(name, default)
        if value not in choices:
            raise ImproperlyConfigured(f"环境变量 {name} 应为 {'、'.join(choices)} 之一，现在是“{value}”。")
        return value

    def listed(self, name: str, default: str | None = None) -> list[str]:
        values = [part.strip() for part in self.text(name, default).split(",") if part.strip()]
        if not values:
            raise ImproperlyConfigured(f"环境变量 {name} 应为用逗号隔开的一项或多项，现在是空的。")
        return values

    def url(self, name: str, default: str | None = None) -> str:
        """The address of a server, without a path and without a slash at the end."""
        return self._parsed(name, default, _origin, "形如 https://example.org 的网址（不带路径）")

    def urls(self, name: str, default: str | None = None) -> list[str]:
        return [
            self._parsed(name, None, _origin, "用逗号隔开的、形如 https://example.org 的网址", value=part)
            for part in self.listed(name, default)
        ]

    def hosts(self, name: str, default: str | None = None) -> list[str]:
        """Names of hosts as Django compares them with a request's: no scheme, port or path. `*` fits every host."""
        wanted = "用逗号隔开的域名，如 news.example.org（不带 https://、端口和路径）"
        return [self._parsed(name, None, _host, wanted, value=part) for part in self.listed(name, default)]

    def mail_address(self, name: str, default: str) -> str:
        return self._parsed(name, default, _mail_address, "邮箱地址，如 news@example.org 或 工讯 <news@example.org>")

    def path(self, name: str, default: Path) -> Path:
        def absolute(text: str) -> Path:
            try:
                return (ROOT / Path(text).expanduser()).resolve()
            except RuntimeError as error:  # ~somebody whom this machine does not know
                raise ValueError(text) from error

        return self._parsed(name, str(default), absolute, "文件夹的路径，如 /srv/gongxun/var")

    @property
    def var(self) -> Path:
        """The folder of all that this installation keeps: database, originals, renditions, secrets (GONGXUN_VAR)."""
        return self.path("GONGXUN_VAR", ROOT / "var")

    def secret(self, name: str) -> str:
        """A secret long and varied enough for Django's own check. Its value never stands in a message."""
        value = self.text(name)
        if len(value) < SECRET_LENGTH or len(set(value)) < SECRET_VARIETY:
            raise ImproperlyConfigured(
                f"环境变量 {name} 太短或太简单：至少 {SECRET_LENGTH} 个字符、{SECRET_VARIETY} 种不同字符。"
                '可以这样生成：python -c "import secrets; print(secrets.token_urlsafe(50))"'
            )
        return value

    def database(self, name: str = "DATABASE_URL") -> dict[str, Any]:
        """A Django DATABASES entry. Without the variable: SQLite in the folder `var`."""
        address = self.text(name, f"sqlite:///{quote(str(self.var / 'gongxun.sqlite3'))}")
        scheme = address.partition(":")[0]
        if scheme not in {"sqlite", "postgres", "postgresql"}:
            raise ImproperlyConfigured(
                f"环境变量 {name} 应以 sqlite:/// 或 postgresql:// 开头，现在以“{address[:12]}”开头。"
            )
        try:
            entry: dict[str, Any] = dict(Env.db_url_config(address))
        except ValueError as error:
            # Without the address: it may hold a password.
            raise ImproperlyConfigured(
                f"环境变量 {name} 读不懂，应形如 postgresql://用户:密码@主机:5432/库名；密码里的特殊字符要写成 %XX。"
            ) from error
        if not entry.get("NAME"):
            raise ImproperlyConfigured(
                f"环境变量 {name} 没有写明数据库名，例如 postgresql://user:password@host/gongxun。"
            )
        # Opening the file and its PRAGMAs anew at every request cost a fifth of the article pages a second.
        entry["CONN_MAX_AGE"] = self.number("DATABASE_CONN_MAX_AGE", 60)
        if scheme == "sqlite":
            return {**entry, "NAME": _sqlite_file(name, entry["NAME"]), "OPTIONS": dict(SQLITE_OPTIONS)}
        return {**entry, "CONN_HEALTH_CHECKS": True}

    def _parsed(
        self, name: str, default: str | None, parse: Callable[[str], Any], wanted: str, value: str | None = None
    ) -> Any:
        given = self.text(name, default) if value is None else value
        try:
            return parse(given)
        except ValueError as error:
            raise ImproperlyConfigured(f"环境变量 {name} 应为{wanted}，现在是“{given}”。") from error


def _bounded(value: int, low: int, high: int) -> int:
    if not low <= value <= high:
        raise ValueError(value)
    return value


def _origin(text: str) -> str:
    parts = urlsplit(text.rstrip("/"))
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.username:
        raise ValueError(text)
    _ = parts.port  # raises ValueError when it is no port
    return f"{parts.scheme}://{parts.netloc}"


def _host(text: str) -> str:
    if not HOST.fullmatch(text):
        raise ValueError(text)
    return text


def _mail_address(text: str) -> str:
    _name, address = parseaddr(text)
    if not MAIL_ADDRESS.fullmatch(address) or not text.isprintable():
        raise ValueError(text)
    return text


def _sqlite_file(variable: str, name: str) -> str:
    """SQLite in memory is a database of its own in each process and thread: half the site would not see the other."""
    if ":memory:" in name:
        raise ImproperlyConfigured(
            f"环境变量 {variable} 没有写明数据库文件，例如 sqlite:////srv/gongxun/gongxun.sqlite3。"
        )
    return str((ROOT / name).resolve())
