"""Make the newsroom's roles and its review, or restore them; a second run changes nothing."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from home.roles import ROLES, RolesError, ensure_roles


class Command(BaseCommand):
    help = "建立或恢复编辑部的角色（用户组）和审稿流程；重复运行不会改变什么。"

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            changed = ensure_roles()
        except RolesError as error:
            raise CommandError(str(error)) from error
        if changed:
            self.stdout.write(f"已建立或恢复：{'、'.join(changed)}。")
        else:
            self.stdout.write(f"{len(ROLES)} 个角色和审稿流程都已就绪，没有改动。")
