"""Is the port free, does the site answer: asked of real sockets."""

import errno
import http.server
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from pathlib import Path

import pytest

from mentorship.launch import network

ROOT = Path(__file__).resolve().parents[2]


@contextmanager
def site(status: int, path: str = "/healthz"):
    """A server that answers its health address with a status, and the port it listens on."""

    class Answer(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(status if self.path == path else 404)
            self.end_headers()

        def log_message(self, *_words):
            pass

    server = http.server.HTTPServer(("127.0.0.1", 0), Answer)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()


@contextmanager
def silent():
    """Something that listens and never speaks HTTP."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield server.getsockname()[1]


def free_port() -> int:
    with silent() as port:
        return port


class TestFreePort:
    def test_a_free_one_is_nothing_to_talk_about(self):
        assert network.check_port_is_free("127.0.0.1", free_port()) is None

    def test_a_busy_one_is_named_with_the_next(self):
        with silent() as port, pytest.raises(SystemExit) as ended:
            network.check_port_is_free("127.0.0.1", port)
        assert str(ended.value).startswith(f"Port {port} is in use by another program. Choose another one: PORT=")

    def test_an_address_of_another_machine(self):
        with pytest.raises(SystemExit) as ended:
            network.check_port_is_free("192.0.2.1", 8000)
        assert str(ended.value).startswith("Cannot listen on 192.0.2.1 port 8000 (")
        assert str(ended.value).endswith("Set HOST and PORT to an address of this machine.")

    @pytest.mark.parametrize(("port", "other"), [(80, 8001), (1024, 1025), (8000, 8001), (65535, 8001)])
    def test_the_port_that_is_proposed_is_one_that_this_user_may_take(self, port, other):
        said = network.port_problem(OSError(errno.EADDRINUSE, "in use"), "127.0.0.1", port)
        assert said.endswith(f"PORT={other} make run")

    def test_one_that_only_root_may_take(self):
        said = network.port_problem(PermissionError(errno.EACCES, "denied"), "127.0.0.1", 80)
        assert said == "Port 80 is not open to this user. Choose another one: PORT=8001 make run"


class TestAnswers:
    @pytest.mark.parametrize(("status", "is_well"), [(200, True), (204, False), (302, False), (503, False)])
    def test_only_a_plain_yes_counts(self, status, is_well):
        with site(status) as port:
            assert network.answers("127.0.0.1", port) is is_well

    def test_whoever_listens_everywhere_is_asked_here(self):
        with site(200) as port:
            assert network.answers("0.0.0.0", port)

    def test_another_program_on_the_port_is_not_the_site(self):
        with site(200, path="/") as port:
            assert not network.answers("127.0.0.1", port)

    def test_nobody_there(self):
        assert not network.answers("127.0.0.1", free_port())

    def test_what_does_not_speak_http(self):
        with socket.create_server(("127.0.0.1", 0)) as server:
            threading.Thread(target=lambda: server.accept()[0].sendall(b"220 mail ready\r\n"), daemon=True).start()
            assert not network.answers("127.0.0.1", server.getsockname()[1])


class TestWaiting:
    def test_it_ends_when_the_site_answers(self):
        with site(200) as port:
            assert network.wait_until_serving("127.0.0.1", port, lambda: False)

    def test_it_ends_when_there_is_no_hope(self):
        looks = iter([False, False, True])
        assert not network.wait_until_serving("127.0.0.1", free_port(), lambda: next(looks))

    def test_it_does_not_wait_for_ever(self, monkeypatch):
        monkeypatch.setattr(network, "WAIT_S", 0.3)
        assert not network.wait_until_serving("127.0.0.1", free_port(), lambda: False)


@pytest.mark.parametrize(("status", "code"), [(200, 0), (503, 1)])
def test_the_health_check_of_a_container_ends_with_what_it_found(status, code):
    with site(status) as port:
        command = [sys.executable, "-m", "mentorship.launch.network"]
        assert subprocess.run(command, cwd=ROOT, env={"PORT": str(port)}).returncode == code
