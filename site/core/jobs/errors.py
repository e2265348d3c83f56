"""Says in Chinese, for an editor, what went wrong in a job."""

from __future__ import annotations

import re

from django.core.exceptions import ObjectDoesNotExist
from django.db import DatabaseError, IntegrityError, OperationalError
from django.utils.translation import gettext as _

HAN = re.compile(r"[\u4e00-\u9fff]")


def error_summary(error: BaseException) -> str:
    """One sentence of at most 500 characters. An error of ours, whose own message is Chinese, speaks for itself."""
    if known := _known(error):
        return known[:500]
    message = str(error).strip()
    if HAN.search(message):
        return message[:500]
    return (_("程序出错（%(kind)s）：%(message)s") % _parts(error, message))[:500]


def _known(error: BaseException) -> str:
    if isinstance(error, FileNotFoundError):
        return _("找不到文件：%(name)s") % {"name": error.filename or error}
    if isinstance(error, PermissionError):
        return _("没有权限读写：%(name)s") % {"name": error.filename or error}
    if isinstance(error, ObjectDoesNotExist):
        return _("要处理的记录已经不在了（%(message)s）。") % {"message": error}
    if isinstance(error, IntegrityError):
        return _("数据互相矛盾，没有写入（%(message)s）。") % {"message": error}
    if isinstance(error, OperationalError) and "locked" in str(error):
        return _("数据库正忙，没有等到写入的机会。")
    if isinstance(error, DatabaseError):
        return _("数据库出错（%(message)s）。") % {"message": error}
    if isinstance(error, MemoryError):
        return _("内存不够。")
    if isinstance(error, TimeoutError):
        return _("等待超时（%(message)s）。") % {"message": error}
    if isinstance(error, ConnectionError):
        return _("连接不上对方（%(message)s）。") % {"message": error}
    if isinstance(error, OSError) and error.errno == 28:
        return _("磁盘已满。")
    return ""


def _parts(error: BaseException, message: str) -> dict[str, str]:
    return {"kind": type(error).__name__, "message": message or _("没有说明")}
