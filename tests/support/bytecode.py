"""Python's bytecode is kept for all processes that tests start.

Images often forbid it (PYTHONDONTWRITEBYTECODE), and pip is told not to make it: every process of a test
would compile all that it imports, which takes longer than anything else it does.
"""

import os

from portico_local import places

FOLDER = os.environ.get("PYTHONPYCACHEPREFIX") or str(places.test_place().root / "bytecode")
"""Not beside the sources: no `__pycache__` lies about in the working tree."""

KEPT = {"PYTHONDONTWRITEBYTECODE": "", "PYTHONPYCACHEPREFIX": FOLDER}

os.environ.update(KEPT)
