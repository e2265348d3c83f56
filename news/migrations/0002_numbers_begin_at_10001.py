"""The first story of a new site is 10001: five digits from the start, on every database."""

from django.db import migrations

FIRST_NUMBER = 10001


def begin(apps, schema_editor):
    identity = apps.get_model("news", "StoryIdentity")
    table, connection = identity._meta.db_table, schema_editor.connection
    if identity.objects.exists():
        return
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("DELETE FROM sqlite_sequence WHERE name = %s", [table])
            cursor.execute("INSERT INTO sqlite_sequence (name, seq) VALUES (%s, %s)", [table, FIRST_NUMBER - 1])
    elif connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT setval(pg_get_serial_sequence(%s, 'number'), %s, false)", [table, FIRST_NUMBER])


class Migration(migrations.Migration):
    dependencies = [("news", "0001_initial")]
    operations = [migrations.RunPython(begin, migrations.RunPython.noop)]
