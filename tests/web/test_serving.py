"""Several processes serve one store: forms and limits are theirs together, one that dies is replaced, all end at once."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest

from communique.web.settings import WebSettings
from web.conftest import client_of
from web.test_people import form_token, log_in

PATIENCE = 60


@contextmanager
def two_processes(db: Path) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """`communique serve --processes 2`, and where it is."""
    command = [sys.executable, "-m", "communique", "serve", "--db", str(db), "--port", "0", "--processes", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process, process.stdout.readline().split()[0]
        finally:
            process.terminate()
            process.wait(PATIENCE)


def serving(process: subprocess.Popen[str]) -> list[int]:
    """The processes that it started and that serve."""
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(child) for child in children if b"spawn_main" in Path(f"/proc/{child}/cmdline").read_bytes()]


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="looks at processes in /proc")
def test_one_that_dies_is_replaced_and_all_end_together(store: Path) -> None:
    with two_processes(store) as (process, address):
        first = httpx.get(address, timeout=PATIENCE)
        assert first.status_code == 200
        before = serving(process)
        assert len(before) == 2
        os.kill(before[0], signal.SIGKILL)
        for _ in range(20):  # a connection each; those that the dead one would have taken wait for another
            assert httpx.get(address, timeout=PATIENCE).status_code == 200
        assert process.poll() is None
        process.terminate()
        assert process.wait(PATIENCE) == 0
        assert process.stderr is not None and "Traceback" not in process.stderr.read()
    assert not any(Path(f"/proc/{child}/cmdline").exists() and alive(child) for child in before)


def alive(process: int) -> bool:
    """Whether a process still runs; a dead one that nobody has waited for does not."""
    return Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()[0] != "Z"


def test_a_form_from_one_process_is_taken_by_another(store: Path) -> None:
    key = WebSettings(db=str(store)).form_key
    with (
        client_of(store, form_key=key) as one,
        client_of(store, form_key=key) as other,
        client_of(store) as foreign,
    ):
        fields = {"what": "alerts", "query": "", "name": "Alerts", "_csrf_token": form_token(one, "/follows")}
        other.cookies = foreign.cookies = one.cookies
        assert other.post("/follows", data=fields, follow_redirects=False).status_code == 303
        assert foreign.post("/follows", data=fields, follow_redirects=False).status_code == 403


def test_attempts_to_log_in_are_shared_out(peopled: Path) -> None:
    with client_of(peopled, logins=5, processes=2) as client:
        assert [log_in(client, "rita", "wrong") for _ in range(3)] == [403, 403, 429]
