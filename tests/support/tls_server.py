"""A real TLS server on loopback that says exactly what a test wrote down.

`TlsServer` serves raw bytes by path, in pieces with pauses, so that a test can be slow, wrong or
rude on the wire. Its certificate is made for the test and trusted through `client_context`.
"""

import datetime as dt
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

type Piece = bytes | float
"""Bytes to send, or seconds to wait."""


def answer(body: bytes, *, status: str = "200 OK", **headers: str) -> list[Piece]:
    """Return a plain HTTP answer; header names with underscores for hyphens."""
    given = {"Content-Type": "application/json", "Content-Length": str(len(body))}
    given |= {name.replace("_", "-"): value for name, value in headers.items()}
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in given.items())]
    return ["\r\n".join(lines).encode() + b"\r\n\r\n" + body]


@dataclass
class TlsServer:
    """One running server: its port, whom to trust, and what it was asked."""

    port: int
    client_context: ssl.SSLContext
    pages: Mapping[str, Sequence[Piece]]
    requests: list[bytes] = field(default_factory=list)
    connections: int = 0

    @property
    def origin(self) -> str:
        return f"https://localhost:{self.port}"

    def _serve(self, listener: socket.socket, context: ssl.SSLContext) -> None:
        while True:
            try:
                raw, _ = listener.accept()
            except OSError:
                return
            self.connections += 1
            threading.Thread(target=self._answer, args=(raw, context), daemon=True).start()

    def _answer(self, raw: socket.socket, context: ssl.SSLContext) -> None:
        with suppress(OSError), raw:
            raw.settimeout(5)
            with context.wrap_socket(raw, server_side=True) as stream:
                request = b""
                while b"\r\n\r\n" not in request:
                    piece = stream.recv(4096)
                    if not piece:
                        return
                    request += piece
                self.requests.append(request)
                path = request.split(b" ")[1].decode()
                for step in self.pages.get(path, answer(b"{}", status="404 Not Found")):
                    if isinstance(step, bytes):
                        stream.sendall(step)
                    else:
                        time.sleep(step)


@contextmanager
def tls_server(
    pages: Mapping[str, Sequence[Piece]], *, name: str = "localhost"
) -> Iterator[TlsServer]:
    """Run a server whose certificate is for ``name`` until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "server.pem")
        path.write_bytes(_certificate(name))
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        client = ssl.create_default_context(cafile=str(path))
    listener = socket.create_server(("127.0.0.1", 0))
    server = TlsServer(listener.getsockname()[1], client, pages)
    threading.Thread(target=server._serve, args=(listener, context), daemon=True).start()
    try:
        yield server
    finally:
        listener.shutdown(socket.SHUT_RDWR)
        listener.close()


def _certificate(name: str) -> bytes:
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    secret = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return secret + certificate.public_bytes(serialization.Encoding.PEM)
