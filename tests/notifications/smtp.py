"""A real mail server that refuses, stalls and hangs up as it is told."""

import asyncio
import email
import email.policy
import socket

from aiosmtpd.controller import Controller


class Unruly:
    """Answers by the recipient: `550@…` is refused with 550, `stall@…` waits, `drop@…` takes the message and
    hangs up before it says so. All that was taken is in `taken`, its bytes in `raw`."""

    def __init__(self) -> None:
        self.taken: list[email.message.EmailMessage] = []
        self.raw: list[bytes] = []
        self.connections = 0
        self.answers: dict[str, str] = {}

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        session.host_name = hostname
        self.connections += 1
        return responses

    async def handle_RCPT(self, server, session, envelope, address, options):
        local = address.partition("@")[0]
        if local == "stall":
            await asyncio.sleep(2)
        answer = self.answers.get(local, f"{local} as you were told" if local.isdigit() else "")
        if answer:
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        self.raw.append(envelope.content)
        self.taken.append(email.message_from_bytes(envelope.content, policy=email.policy.default))
        if envelope.rcpt_tos[0].startswith("drop@"):
            server.transport.close()
        return self.answers.get("DATA", "250 OK")

    def ids(self) -> list[str]:
        return [str(message["Message-ID"]) for message in self.taken]


def free_port() -> int:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def serve(handler: Unruly) -> Controller:
    controller = Controller(handler, hostname="127.0.0.1", port=free_port())
    controller.start()
    return controller


def mailer(port: int, backend: str = "django.core.mail.backends.smtp.EmailBackend") -> dict:
    """Waits long enough for a server on a busy machine, and not for `stall@…`."""
    return {"default": {"BACKEND": backend, "OPTIONS": {"host": "127.0.0.1", "port": port, "timeout": 1.5}}}
