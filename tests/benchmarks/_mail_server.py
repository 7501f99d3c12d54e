"""A mail server that takes everything, in a process of its own. Prints its port, then serves until it is stopped."""

import signal
import socket

from aiosmtpd.controller import Controller


class TakesAll:
    async def handle_DATA(self, server, session, envelope):
        return "250 OK"


if __name__ == "__main__":
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    controller = Controller(TakesAll(), hostname="127.0.0.1", port=port)
    controller.start()
    print(port, flush=True)
    signal.pause()
