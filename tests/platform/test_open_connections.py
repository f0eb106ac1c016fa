"""A browser keeps its connection open between two messages: two thousand of them must leave room for the next citizen."""

import resource
import socket
from contextlib import ExitStack
from urllib.parse import urlsplit

from tests.platform.installation import Installation, until

OPEN = 2_000
HEAD = b"GET /static/none HTTP/1.1\r\nHost: x\r\n\r\n"


def test_two_thousand_open_connections_leave_room_for_one_more(product: Installation) -> None:
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (min(hard, 3 * OPEN), hard))
    with product.serving() as (url, _), ExitStack() as stack:
        assert until(f"{url}/chat", 200, 60) == 200
        stack.callback(resource.setrlimit, resource.RLIMIT_NOFILE, (soft, hard))
        port = urlsplit(url).port
        for number in range(OPEN):
            wire = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=10))
            if number % 20 == 0:  # each may ask at any moment; here some did
                wire.sendall(HEAD)
                assert wire.recv(100).startswith(b"HTTP/1.1 404")
        assert until(f"{url}/chat", 200, 10) == 200
