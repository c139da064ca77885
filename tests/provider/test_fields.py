"""The models of fields: built with their first use, from whatever thread it comes."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from pulumi_runsite.provider.models.web_service import WebServiceInputs

THREADS = 8
INPUTS = {
    "name": "web",
    "project_id": "p-1",
    "image_ref": "nginx",
    "env_vars": {"A": "x"},
}


def test_the_first_use_of_a_model_may_come_from_many_threads() -> None:
    for _ in range(10):

        class NotBuiltYet(WebServiceInputs):
            """A model of its own for each round."""

        with ThreadPoolExecutor(THREADS) as threads:
            parsed = list(threads.map(NotBuiltYet.parse, [INPUTS] * THREADS))
        assert parsed == [WebServiceInputs.parse(INPUTS)] * THREADS
