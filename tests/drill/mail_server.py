"""The mail server of the drill, a process of its own: `python -m tests.drill.mail_server FOLDER PORT ANSWER_S BUSY_S`.

It is as the file `weather` in its folder says, looked at with every command. What it takes stands in `taken.jsonl`:
once when the whole message is there, once more when the server says yes.
"""

import asyncio
import email
import json
import random
import sys
import time
from pathlib import Path

from aiosmtpd.smtp import SMTP

FOREVER_S = 3600
ONE_IN = 3


class Weathered:
    """Fair, slow, refusing, hanging up, or deaf."""

    def __init__(self, folder: Path, answer_s: float, busy_s: float) -> None:
        self.folder, self.answers_in = folder, {"slow": answer_s, "busy": busy_s}
        self.log = (folder / "taken.jsonl").open("a", buffering=1)

    @property
    def weather(self) -> str:
        return (self.folder / "weather").read_text().strip()

    def note(self, event: str, envelope, **more) -> float:
        """Returns when that was, in seconds since 1970."""
        name, at = str(email.message_from_bytes(envelope.content)["Message-ID"]), time.time()
        line = {"event": event, "id": name, "to": envelope.rcpt_tos[0], "at": at, "weather": self.weather, **more}
        self.log.write(json.dumps(line) + "\n")
        return at

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        if self.weather == "hang":
            await asyncio.sleep(FOREVER_S)
        session.host_name = hostname
        return responses

    async def handle_MAIL(self, server, session, envelope, address, options):
        if self.weather == "hang":
            await asyncio.sleep(FOREVER_S)
        if self.weather == "421":
            return "421 4.7.0 Too many messages, come back later"
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, options):
        if self.weather == "550" and random.randrange(ONE_IN) == 0:
            return "550 5.1.1 Nobody of that name"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        if self.weather == "451":
            return "451 4.3.0 Not now"
        taken_at = self.note("taken", envelope)
        await asyncio.sleep(self.answers_in.get(self.weather, 0))
        if self.weather == "drop" and random.randrange(ONE_IN) == 0:
            server.transport.abort()
            return "250 OK"
        self.note("answered", envelope, taken_at=taken_at)
        return "250 OK"


async def serve(folder: Path, port: int, answer_s: float, busy_s: float) -> None:
    handler, loop = Weathered(folder, answer_s, busy_s), asyncio.get_running_loop()
    server = await loop.create_server(lambda: SMTP(handler, hostname="drill", loop=loop), "127.0.0.1", port)
    await server.serve_forever()


if __name__ == "__main__":
    asyncio.run(serve(Path(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), float(sys.argv[4])))
