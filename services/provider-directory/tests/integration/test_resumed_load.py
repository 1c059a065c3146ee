"""A load that is broken off half-way, and two loads at once."""

import json
import os
import signal
import subprocess
import sys

import pytest

from provider_directory.operations.keeping import LOADER
from provider_directory.repository.saving import wait_for_other_loads
from provider_directory.rules.npi import with_check_digit
from support.polling import until

PEOPLE = 1_500
TABLE = "SELECT id, npi, last_name, version, source_ref FROM practitioners ORDER BY id"


@pytest.fixture
def folder(tmp_path):
    """A folder with many invented practitioners."""
    with open(tmp_path / "Practitioner.ndjson", "w", encoding="utf-8") as file:
        for number in range(PEOPLE):
            npi = with_check_digit(f"20{number:07}")
            resource = {
                "resourceType": "Practitioner",
                "id": f"p{number}",
                "identifier": [{"system": "http://hl7.org/fhir/sid/us-npi", "value": npi}],
                "name": [{"family": f"Vang{number}", "given": ["Mai"]}],
            }
            file.write(json.dumps(resource) + "\n")
    return tmp_path


def people(rows) -> int:
    return rows("SELECT count(*) FROM practitioners")[0][0]


def test_a_killed_load_is_completed_by_the_next(folder, directory, environment, rows, kit, tmp_path):
    command = [sys.executable, "-m", "provider_directory", "load-plan-net", folder, "--batch", "10"]
    report = tmp_path / "report.csv"
    process = subprocess.Popen([*command, "--report", report], env=os.environ | environment)
    try:
        until(lambda: people(rows) >= 200, 60, "200 practitioners are saved")
    finally:
        process.send_signal(signal.SIGKILL)
        process.wait(10)
    left = people(rows)
    assert 200 <= left < PEOPLE and left % 10 == 0, "only whole batches are there"
    assert rows("SELECT count(*) FROM resources") == [(left,)] and not report.exists()
    done = directory("load-plan-net", folder, "--report", report)
    assert f"{PEOPLE - left:,} added, 0 changed, {left:,} unchanged" in done.out
    resumed = rows(TABLE)
    with kit.database.transaction() as tx:
        tx.session.connection().exec_driver_sql("TRUNCATE practitioners, resources CASCADE")
    directory("load-plan-net", folder, "--report", report)
    assert rows(TABLE) == resumed


def test_a_load_beside_another_waits_and_then_says_so(folder, directory, rows, kit, tmp_path):
    report = tmp_path / "report.csv"
    with kit.database.transaction() as other:
        wait_for_other_loads(other.session, LOADER)
        done = directory("load-plan-net", folder, "--report", report)
    assert (done.code, people(rows), report.exists()) == (1, 0, False)
    assert "another load is running on this database; try again when it has finished" in done.err
