"""Schemathesis asks everything that the OpenAPI document allows and forbids. No answer is a 5xx,
every answer is as the document says, and what the document forbids is refused."""

import json
import urllib.request

import pytest
import schemathesis
from helpers.written_archive import add, create, project, served
from hypothesis import HealthCheck, given, seed, settings
from schemathesis.checks import load_all_checks, not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from scraper.site.api.route import PREFIX
from scraper.site.api.table import ROUTES

load_all_checks()
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
]


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = project(tmp_path_factory.mktemp("contract"))
    db = create(folder / "archive.db")
    for n in range(1, 8):
        add(db, n, f"Hội nghị Đồng Đăng {n}", "Chữ của tin.", portal="dong_dang" if n % 2 else "sample_bac")
    db.commit()
    db.close()
    with served(folder) as base, urllib.request.urlopen(f"{base}{PREFIX}/openapi.json") as response:
        yield base, json.load(response)


def test_the_document_names_every_route(site):
    _, document = site
    assert document["openapi"].startswith("3.1")
    assert set(document["paths"]) == {PREFIX + route.path for route in ROUTES}
    names = [operation["get"]["operationId"] for operation in document["paths"].values()]
    assert len(names) == len(set(names))


@pytest.mark.parametrize("mode", list(schemathesis.GenerationMode), ids=lambda mode: mode.value)
@pytest.mark.parametrize("path", [PREFIX + route.path for route in ROUTES])
def test_answers_are_what_the_document_says(site, path, mode):
    base, document = site
    operation = schemathesis.openapi.from_dict(document)[path]["GET"]
    checks = [*CHECKS, negative_data_rejection] if mode is schemathesis.GenerationMode.NEGATIVE else CHECKS

    @seed(1)
    @settings(max_examples=4, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(case=operation.as_strategy(generation_mode=mode))
    def ask(case):
        if mode is schemathesis.GenerationMode.POSITIVE:
            case.query.pop("cursor", None)  # a made-up one is refused; the rest is to be answered
        case.call_and_validate(base_url=base, checks=checks)

    ask()
