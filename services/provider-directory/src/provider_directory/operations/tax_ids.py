"""The keys by which a call keeps and finds Tax IDs."""

from provider_directory.rules.tax_ids import TaxIds
from servicekit.work import Work


def tax_ids(work: Work) -> TaxIds:
    """The service's own."""
    return TaxIds(work.sealer, work.settings.index_key)
