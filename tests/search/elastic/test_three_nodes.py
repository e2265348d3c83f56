"""Three nodes, one killed under searches and one under a rebuild: no reader notices, nothing is lost, green again."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]


@pytest.mark.long
@pytest.mark.elasticsearch
def test_a_cluster_loses_nodes_and_nothing_else(elasticsearch_programs: None):
    # A process of its own: readers, editors and the rebuild are threads with a site of real commits.
    command = [sys.executable, "-m", "tests.benchmarks.search_cluster", "--stories", "3000", "--no-bar"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=900)
    assert done.returncode == 0, done.stdout + done.stderr
