"""The arguments that every command has which loads."""

import argparse
from collections.abc import Callable
from pathlib import Path

REPORT = "where to write the report (default: {name}'s name + .report.csv, here)"


def loading_parser(
    service: str, verb: str, *, name: str, unit: str, batch: int, most: int | None = None
) -> argparse.ArgumentParser:
    """A parser of `--report` and `--batch` (1 to `most`). `name` is what the report is named after."""
    parser = argparse.ArgumentParser(prog=f"python -m {service} {verb}")
    words = f"{unit} committed together (default: {batch})"
    parser.add_argument("--report", type=Path, help=REPORT.format(name=name))
    parser.add_argument("--batch", type=_batch(most), default=batch, help=words)
    return parser


def _batch(most: int | None) -> Callable[[str], int]:
    def batch(text: str) -> int:
        number = int(text)
        if number < 1 or (most and number > most):
            raise argparse.ArgumentTypeError(
                f"1 to {most:,} are possible" if most else "at least 1 is needed"
            )
        return number

    return batch
