"""Spider files as text: how much stands in one beside what its portal declares."""

import ast

MOST_LINES_BEYOND_THE_PORTAL = 15


def lines_beyond_the_portal(source):
    """The lines of a spider file that are not the arguments of its `Portal(...)`."""
    (call,) = (
        node
        for node in ast.walk(ast.parse(source))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Portal"
    )
    return len(source.splitlines()) - (call.end_lineno - call.lineno - 1)
