"""The site's configuration; importing it puts the repository root on the path.

`site/` is a source root and never a package (`site` is a module of Python's own library). Whoever starts from it
(`gunicorn --pythonpath site`, `python -m django --pythonpath site`) imports `config` first and so finds the rooms too.
"""

import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]

if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))
