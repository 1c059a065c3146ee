"""The report of a load: one line per row of the file, with line numbers and reasons, and nothing personal."""

from collections.abc import Mapping
from pathlib import Path

from member.rules.enrolment_rows import REASONS
from servicekit import loading


class LoadReport(loading.LoadReport):
    """The kit's, with the reasons of a member list."""

    def __init__(self, path: Path, meanings: Mapping[str, str] = REASONS):
        super().__init__(path, meanings)
