"""How the names of the newsroom's people are written: 沈知秋, surname first and without a blank."""

from __future__ import annotations

import re

from django.contrib.auth.models import AbstractUser

HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff·]+")


def name_in_order(user: AbstractUser) -> str:
    """姓 before 名 when all of it is Chinese, else the given name first, with a blank. Empty when neither is known."""
    given, family = user.first_name.strip(), user.last_name.strip()
    if HAN.fullmatch(family + given):
        return family + given
    return f"{given} {family}".strip()
