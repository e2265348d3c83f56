"""Says in Chinese why the program could not start, where an administrator can do something about it."""

from __future__ import annotations

import errno
import os
import re
import sys

UNWRITABLE = {
    errno.EACCES,
    errno.EPERM,
    errno.EROFS,
    errno.ENOSPC,
    errno.EDQUOT,
    errno.ENOTDIR,
    errno.EEXIST,
    errno.ENOENT,
}
#: What the loader says of a library that is not there, on Linux and on macOS.
MISSING_LIBRARY = re.compile(
    r"(?P<library>[\w.+-]+\.(?:so|dylib)[\w.]*): cannot open shared object|Library not loaded: (?P<mac>\S+)"
)
#: What SQLite and PostgreSQL say of a table or column that is not there.
MISSING_TABLE = re.compile(r"no such (?:table|column)|(?:relation|column) .*does not exist")
#: Debian's packages of the libraries that our dependencies are linked with.
PACKAGES = {
    "libexpat": "libexpat1",
    "libstdc++": "libstdc++6",
    "libgcc_s": "libgcc-s1",
    "libz": "zlib1g",
    "libpq": "libpq5",
    "libsqlite3": "libsqlite3-0",
}


def explanation(error: BaseException) -> str | None:
    """A message for `error`, raised while Django was being set up; None for what only a programmer can mend."""
    cause: BaseException | None = error
    while cause is not None:
        if message := _explained(cause):
            return message
        cause = cause.__cause__ or cause.__context__
    if type(error).__name__ == "ImproperlyConfigured":
        return f"设置有误：{error}"
    return None


def lacks_tables(error: BaseException) -> bool:
    """Whether the database was asked for a table or column that it does not have: it was not migrated."""
    names = {kind.__name__ for kind in type(error).__mro__}
    return bool(names & {"OperationalError", "ProgrammingError"} and MISSING_TABLE.search(str(error)))


def unready_database(error: BaseException) -> str | None:
    """A message for `error`, raised by a command, when it comes of a database that this program has not made ready."""
    if not lacks_tables(error):
        return None
    return (
        f"数据库还没有准备好，或者不是这一版程序的（{str(error).splitlines()[0]}）。"
        "请先运行 make run，或 manage.py migrate。要看程序出错的位置，请加上 --traceback。"
    )


def _explained(error: BaseException) -> str | None:
    if isinstance(error, ModuleNotFoundError):
        return _missing_package(error)
    if isinstance(error, ImportError):
        return _missing_library(error)
    if isinstance(error, OSError) and error.errno in UNWRITABLE and error.filename:
        return (
            f"{error.filename} 写不进去（{error.strerror}）。"
            "请检查 var 文件夹的权限和磁盘空间，或用环境变量 GONGXUN_VAR 换一个位置。"
        )
    return None


def _missing_package(error: ModuleNotFoundError) -> str | None:
    settings = os.environ.get("DJANGO_SETTINGS_MODULE", "")
    if error.name and f"{settings}.".startswith(f"{error.name}."):
        known = "config.settings.dev、config.settings.production、config.settings.test"
        return f"环境变量 DJANGO_SETTINGS_MODULE 应为 {known} 之一，现在是“{settings}”。"
    name = (error.name or "").partition(".")[0]
    if not name or name in sys.modules:
        return None
    return f"缺少 Python 依赖 {name}。请删除 .venv 后重新运行 make run，它会按 requirements.txt 装好。"


def _missing_library(error: ImportError) -> str | None:
    found = MISSING_LIBRARY.search(str(error))
    if found is None:
        if "pq wrapper" in str(error):  # psycopg without its binary part and without libpq
            return _install("libpq", error)
        return None
    return _install(found["library"] or found["mac"], error)


def _install(library: str, error: ImportError) -> str:
    package = next((package for start, package in PACKAGES.items() if library.startswith(start)), None)
    advice = f"apt-get install {package}" if package else "用系统的软件包管理器安装含有它的软件包"
    return (
        f"缺少系统库 {library}（{str(error).splitlines()[0]}）。请先安装，例如 Debian、Ubuntu：{advice}，然后再运行。"
    )
