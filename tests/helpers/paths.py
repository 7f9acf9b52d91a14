"""Folders that tests look into."""

from pathlib import Path

TESTS = Path(__file__).resolve().parent.parent
ROOT = TESTS.parent
SHARED = (
    ROOT.parent / "shared"
)  # real pages that are not the project's to publish; tests that need them skip elsewhere
