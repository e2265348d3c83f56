"""A change of the dictionary in one process is there in another within five seconds, also in one that was idle."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.prepared import use_prepared_database
from tests.served_site import ROOT, ServedSite

#: Asks once, is idle for as long as it is told, then asks once more: whatever is read anew meanwhile, no question did.
IDLER = """
import sys, time
from search.words import current_dictionary
current_dictionary()
print("read", flush=True)
sys.stdin.readline()
time.sleep(5)
began = time.monotonic()
words = current_dictionary().words
print("镇海楼工会" in words, "欧阳雪樵" in words, time.monotonic() - began < 0.1, flush=True)
"""
CHANGE = """
from core.models import Person
from search.models import SearchWord
SearchWord.objects.create(text="镇海楼工会")
Person.objects.create(name="欧阳雪樵")
"""


@pytest.mark.sqlite
def test_a_new_word_and_a_new_name_reach_an_idle_process_within_five_seconds(tmp_path: Path):
    site = ServedSite(tmp_path / "var")
    use_prepared_database(site.var)
    migrated = site.run("migrate", "-v0")
    assert migrated.returncode == 0, migrated.stderr
    with subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "shell", "-v0", "-c", IDLER],
        env=site.environment,
        cwd=tmp_path,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as idler:
        assert idler.stdin is not None and idler.stdout is not None
        assert idler.stdout.readline() == "read\n"
        changed = site.run("shell", "-v0", "-c", CHANGE)
        assert changed.returncode == 0, changed.stderr
        idler.stdin.write("\n")
        idler.stdin.flush()
        assert idler.stdout.readline() == "True True True\n"
