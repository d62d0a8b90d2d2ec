"""A web server on loopback that stands for an organisation's own domain."""

import threading
from http import HTTPStatus
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Self


class OwnDomain:
    """Serves the files somebody put there, as ``application/json``."""

    def __init__(self, port: int = 0) -> None:
        self.files: dict[str, bytes] = {}
        files = self.files

        class Answers(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                body = files.get(self.path)
                status = HTTPStatus.NOT_FOUND if body is None else HTTPStatus.OK
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body or b"")))
                self.end_headers()
                self.wfile.write(body or b"")

            def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
                """Say nothing."""

        self._server = ThreadingHTTPServer(("127.0.0.1", port), Answers)
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def name(self) -> str:
        """What a person types into the form."""
        return f"127.0.0.1:{self._server.server_port}"

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()
