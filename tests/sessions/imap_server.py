"""A small IMAP server (RFC 3501, as much as reading one mailbox takes) in a thread of its own, which can misbehave.

`ways`: `tls` (from the start), `starttls` (demanded before signing in) or `plain`; `manner`: `well`, `silent` (says
nothing at all), `hangs` (after signing in), `drips` (a byte a second, for ever), `babbles` (answers that are none).
"""

import asyncio
import re
import ssl
import threading
from dataclasses import dataclass, field

USER, PASSWORD = "answers@example.com", 'p"ss\\w:rd/ #'
FETCH = re.compile(rb"BODY\.PEEK\[\]<0\.(\d+)>", re.IGNORECASE)


@dataclass
class Mail:
    content: bytes
    flags: set[str] = field(default_factory=set)


class ImapServer:
    """Its mailbox is `mails`, by UID; `heard` are the commands."""

    def __init__(self, way: str = "plain", manner: str = "well", files: tuple[str, str] | None = None) -> None:
        self.way, self.manner = way, manner
        self.mails: dict[int, Mail] = {}
        self.heard: list[str] = []
        self.capabilities = "IMAP4rev1 UIDPLUS"
        self.tells_late = False  # Dovecot says what it can do once one is signed in
        self.context = None
        if files:
            self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            self.context.load_cert_chain(*files)
        self.loop = asyncio.new_event_loop()
        self.thread = threading.Thread(target=self.loop.run_forever, daemon=True)

    def __enter__(self) -> "ImapServer":
        self.thread.start()
        self.server = self.wait_for(
            asyncio.start_server(self.talk, "127.0.0.1", 0, ssl=self.context if self.way == "tls" else None)
        )
        self.port = self.server.sockets[0].getsockname()[1]
        return self

    def __exit__(self, *error: object) -> None:
        self.wait_for(self.close())
        self.loop.call_soon_threadsafe(self.loop.stop)
        self.thread.join()
        self.loop.close()

    async def close(self) -> None:
        self.server.close()
        others = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    def wait_for(self, what):
        return asyncio.run_coroutine_threadsafe(what, self.loop).result(10)

    def put(self, content: bytes) -> int:
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = Mail(content)
        return uid

    def flags(self) -> dict[int, set[str]]:
        return {uid: mail.flags for uid, mail in self.mails.items()}

    async def talk(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self.manner in ("silent", "drips"):
            await self.keep_waiting(writer)
        writer.write(b"* OK ready\r\n")
        is_secret, is_in = self.way == "tls", False
        while line := await reader.readline():
            tag, _blank, command = line.decode("latin-1").strip().partition(" ")
            self.heard.append(command)
            verb = command.split()[0].upper()
            if verb == "STARTTLS":
                writer.write(f"{tag} OK begin\r\n".encode())
                await writer.start_tls(self.context)
                is_secret = True
            elif verb == "LOGIN":
                is_in = self.lets_in(command) and (is_secret or self.way == "plain")
                writer.write(f"{tag} {'OK in' if is_in else 'NO [AUTHENTICATIONFAILED] wrong'}\r\n".encode())
            else:
                if is_in:
                    await self.misbehave(writer)
                writer.write(self.answer(verb, command, is_secret, is_in) + f"{tag} OK done\r\n".encode())
        writer.close()

    async def keep_waiting(self, writer: asyncio.StreamWriter) -> None:
        """Without a word, or with a byte now and then."""
        while True:
            if self.manner == "drips":
                writer.write(b"*")
                await writer.drain()
            await asyncio.sleep(0.05)

    async def misbehave(self, writer: asyncio.StreamWriter) -> None:
        if self.manner == "hangs":
            await asyncio.sleep(3600)
        if self.manner == "babbles":
            writer.write(b"* 1 FETCH (BODY[] {7}\r\n\xff\x00)))\r\n* SEARCH \xff (((\r\n")

    def lets_in(self, command: str) -> bool:
        words = re.findall(r'"((?:[^"\\]|\\.)*)"', command)
        return [re.sub(r"\\(.)", r"\1", word) for word in words] == [USER, PASSWORD]

    def answer(self, verb: str, command: str, is_secret: bool, is_in: bool) -> bytes:
        if verb == "CAPABILITY":
            offers = " STARTTLS LOGINDISABLED" if self.way == "starttls" and not is_secret else ""
            known = self.capabilities if is_in or not self.tells_late else "IMAP4rev1"
            return f"* CAPABILITY {known}{offers}\r\n".encode()
        if not is_in:
            return b""
        if verb == "SELECT":
            return f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY 1] ok\r\n".encode()
        if verb == "UID":
            return self.by_uid(command.split()[1].upper(), command.split()[2:], command)
        if verb == "EXPUNGE":
            return self.expunge(set(self.mails))
        return b""

    def by_uid(self, verb: str, words: list[str], command: str) -> bytes:
        if verb == "SEARCH":
            is_wanted = {"UNSEEN": lambda flags: r"\Seen" not in flags, "DELETED": lambda flags: r"\Deleted" in flags}
            found = [str(uid) for uid, mail in self.mails.items() if is_wanted[words[0]](mail.flags)]
            return f"* SEARCH {' '.join(found)}\r\n".encode()
        uid = int(words[0])
        if verb == "FETCH":
            most = int(FETCH.search(command.encode()).group(1))
            content = self.mails[uid].content[:most]
            return b"* 1 FETCH (UID %d BODY[]<0> {%d}\r\n" % (uid, len(content)) + content + b")\r\n"
        if verb == "STORE":
            self.mails[uid].flags |= set(re.findall(r"\\\w+", command.partition("FLAGS.SILENT")[2]))
            return b""
        return self.expunge({uid}) if verb == "EXPUNGE" else b""

    def expunge(self, uids: set[int]) -> bytes:
        gone = [uid for uid in uids if r"\Deleted" in self.mails[uid].flags]
        for uid in gone:
            del self.mails[uid]
        return b"* 1 EXPUNGE\r\n" * len(gone)
