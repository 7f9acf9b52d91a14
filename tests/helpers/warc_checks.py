"""What warcio's own checker says of a capture file."""

from pathlib import Path

from warcio.checker import Checker


class _Args:
    verbose = False

    def __init__(self, inputs: list[str]) -> None:
        self.inputs = inputs


def assert_valid(path: Path) -> None:
    checker = Checker(_Args([str(path)]))
    checker.process_all()
    assert checker.exit_value == 0
