"""A mail server in a process of its own that demands TLS and a sign-in, or offers neither; and certificates for it.

Usage: python -m tests.notifications.tls_server WAY CERTIFICATE KEY FOLDER, where WAY is `starttls`, `tls`, `demanding`
(asks for a sign-in, has no TLS) or `plain`. Says its port, and writes all that it is told into FOLDER: `sign-ins` and
`letters`, a JSON line each, and `lines`, every command as it came.
"""

import datetime as dt
import ipaddress
import json
import ssl
import subprocess
import sys
import threading
from pathlib import Path

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

USER, PASSWORD = "turn@about", "p@ss/w:rd?#%1"


class Server(SMTP):
    """Writes each command down before it looks at it."""

    folder: Path

    async def _call_handler_hook(self, command: str, *args):
        note(self.folder / "lines", command)
        return await super()._call_handler_hook(command, *args)


def note(path: Path, what) -> None:
    with path.open("a") as file:
        file.write(json.dumps(what) + "\n")


class Mailbox:
    def __init__(self, folder: Path) -> None:
        self.folder = folder

    async def handle_DATA(self, server, session, envelope):
        has_tls = server.transport.get_extra_info("sslcontext") is not None
        note(self.folder / "letters", [envelope.rcpt_tos, bool(session.authenticated), has_tls])
        return "250 OK"


def serve(way: str, certificate: str, key: str, folder: Path) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)

    def authenticate(server, session, envelope, mechanism, data):
        note(folder / "sign-ins", [data.login.decode(), data.password.decode()])
        return AuthResult(success=(data.login.decode(), data.password.decode()) == (USER, PASSWORD))

    class Here(Controller):
        def factory(self):
            demands = {"auth_required": way != "plain", "auth_require_tls": way == "starttls"}
            tls = {"tls_context": context, "require_starttls": True} if way == "starttls" else {}
            server = Server(self.handler, authenticator=authenticate, hostname="mail.example", **demands, **tls)
            server.folder = folder
            return server

    implicit = context if way == "tls" else None
    controller = Here(Mailbox(folder), hostname="127.0.0.1", port=free_port(), ssl_context=implicit)
    controller.start()
    print(controller.port, flush=True)
    threading.Event().wait()


def free_port() -> int:
    from tests.notifications.smtp import free_port

    return free_port()


def name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def builder(subject: str, issuer: str, public_key) -> x509.CertificateBuilder:
    now = dt.datetime.now(dt.UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(name(subject))
        .issuer_name(name(issuer))
        .public_key(public_key)
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
    )


class Authority:
    """A certificate authority of its own, in `folder/ca.pem`."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.key = folder, ec.generate_private_key(ec.SECP256R1())
        self.identifier = x509.SubjectKeyIdentifier.from_public_key(self.key.public_key())
        usage = x509.KeyUsage(False, False, False, False, False, True, True, False, False)
        certificate = (
            builder("Test CA", "Test CA", self.key.public_key())
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(self.identifier, critical=False)
            .add_extension(usage, critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.file = self.write("ca.pem", certificate.public_bytes(serialization.Encoding.PEM))

    def write(self, file_name: str, content: bytes) -> str:
        (self.folder / file_name).write_bytes(content)
        return str(self.folder / file_name)

    def certificate_for(self, host: str) -> tuple[str, str]:
        """Files with a certificate for a host name, or for 127.0.0.1, and with its key."""
        key = ec.generate_private_key(ec.SECP256R1())
        is_address = host[0].isdigit()
        named = x509.IPAddress(ipaddress.ip_address(host)) if is_address else x509.DNSName(host)
        issued_by = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(self.identifier)
        certificate = (
            builder(host, "Test CA", key.public_key())
            .add_extension(x509.SubjectAlternativeName([named]), critical=False)
            .add_extension(issued_by, critical=False)
            .sign(self.key, hashes.SHA256())
        )
        private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        return (
            self.write(f"{host}.pem", certificate.public_bytes(serialization.Encoding.PEM)),
            self.write(f"{host}.key", private),
        )


class Running:
    """Such a server, running; what it heard."""

    def __init__(self, way: str, files: tuple[str, str], folder: Path) -> None:
        self.folder = folder
        command = [sys.executable, "-m", "tests.notifications.tls_server", way, *files, str(folder)]
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        self.port = int(self.process.stdout.readline())

    def heard(self, what: str) -> list:
        path = self.folder / what
        return [json.loads(line) for line in path.read_text().splitlines()] if path.exists() else []

    def stop(self) -> None:
        self.process.kill()
        self.process.communicate()


if __name__ == "__main__":
    serve(*sys.argv[1:4], Path(sys.argv[4]))
