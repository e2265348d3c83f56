"""The embedded engine's tables, which are no models."""

from django.db import migrations

from search.engines.sqlite import SQLiteEngine


def create(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for generation in (0, 1):
            SQLiteEngine(generation).create()


def drop(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for generation in (0, 1):
            SQLiteEngine(generation).drop()


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
