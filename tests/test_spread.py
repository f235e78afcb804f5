"""What is dear is set up once: tests that share a fixture run on one worker."""

import os

import pytest


@pytest.mark.skipif("PYTEST_XDIST_WORKER" not in os.environ, reason="Only where tests run on several workers")
def test_the_tests_of_a_file_stay_together(request):
    """xdist reads a test's group from its name, where pytest's hooks and xdist's have put it in time."""
    assert request.node.nodeid.endswith(f"@{request.path}")
