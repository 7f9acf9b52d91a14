"""Fixtures that many tests share."""

import pytest
from worlds import World

from scraper.sample import SampleServer


def pytest_addoption(parser):
    parser.addoption(
        "--update-golden", action="store_true", help="write golden readings again; look at the difference"
    )


@pytest.fixture
def world(tmp_path):
    return World(tmp_path)


@pytest.fixture(scope="session")
def sample_server():
    """One server for all tests of a worker that do not change a site."""
    with SampleServer(port=0) as server:
        yield server
