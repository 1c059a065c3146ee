"""What became of each resource of a FHIR directory."""

from collections.abc import Iterable

from servicekit.loading import LoadReport


class PlanNetReport(LoadReport):
    """Writes CSV: kind, line of its file, id, outcome, reasons, meaning: a row for every resource."""

    columns = ("kind", "line", "id", "outcome", "reasons", "meaning")

    def resource(self, kind: str, line: int, key: str, outcome: str, reasons: Iterable[str] = ()) -> None:
        """One resource."""
        keys = list(reasons)
        meaning = "; ".join(self._meanings[reason] for reason in keys)
        self._rows.writerow([kind, line, key, outcome, " ".join(keys), meaning])
