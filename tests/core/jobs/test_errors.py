"""What an editor reads when a job fails."""

from __future__ import annotations

import pytest
from django.contrib.auth.models import Group
from django.db import OperationalError

from core.jobs.errors import error_summary


@pytest.mark.parametrize(
    ("error", "summary"),
    [
        (ValueError("照片打不开"), "照片打不开"),
        (FileNotFoundError(2, "No such file or directory", "名单.csv"), "找不到文件：名单.csv"),
        (OSError(28, "No space left on device"), "磁盘已满。"),
        (OperationalError("database is locked"), "数据库正忙，没有等到写入的机会。"),
        (Group.DoesNotExist("Group matching query does not exist."), "要处理的记录已经不在了"),
        (KeyError("photo"), "程序出错（KeyError）：'photo'"),
        (RuntimeError(), "程序出错（RuntimeError）：没有说明"),
    ],
)
def test_error_is_told_in_chinese(error, summary):
    assert error_summary(error).startswith(summary)


def test_long_message_is_cut():
    assert len(error_summary(ValueError("长" * 9000))) == 500
