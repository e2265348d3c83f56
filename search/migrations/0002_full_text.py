"""The database's own full text, in tables that are no models."""

from django.db import migrations

from search.engines import database_engine


def create(apps, schema_editor):
    for generation in (0, 1):
        database_engine(generation).create()


def drop(apps, schema_editor):
    for generation in (0, 1):
        database_engine(generation).drop()


class Migration(migrations.Migration):
    dependencies = [("search", "0001_initial")]
    operations = [migrations.RunPython(create, drop)]
