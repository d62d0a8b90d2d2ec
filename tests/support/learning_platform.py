"""A small learning platform on loopback: signs launches, gives tokens, keeps a grade book.

Its keys are its own, and it checks what we sign as a real one does. ``say`` and ``sign`` build launches,
whole or with a defect; `unsigned` and `with_secret` build what no platform would. In a browser, ``/course``
has the link into the tool, and ``/auth`` answers the tool's question with a form that sends itself.
"""

import base64
import hashlib
import hmac
import html
import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Final, Self
from urllib.parse import parse_qs, parse_qsl, urlencode, urlsplit

from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

CLAIM: Final = "https://purl.imsglobal.org/spec/lti/claim/"
AGS: Final = "https://purl.imsglobal.org/spec/lti-ags/"
CLIENT: Final = "tool-7"
DEPLOYMENT: Final = "1"
TEACHER: Final = "http://purl.imsglobal.org/vocab/lis/v2/membership#Instructor"
LEARNER: Final = "http://purl.imsglobal.org/vocab/lis/v2/membership#Learner"
_SLOW: Final = [rsa.generate_private_key(65537, 2048) for _ in range(2)]  # made once a run


def b64(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).rstrip(b"=").decode()


def unb64(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def jwk(key: rsa.RSAPrivateKey, kid: str) -> dict[str, str]:
    numbers = key.public_key().public_numbers()
    n, e = (one.to_bytes((one.bit_length() + 7) // 8) for one in (numbers.n, numbers.e))
    return {"kty": "RSA", "kid": kid, "alg": "RS256", "use": "sig", "n": b64(n), "e": b64(e)}


def joined(*parts: object) -> str:
    return ".".join(b64(json.dumps(part).encode()) for part in parts)


class LearningPlatform:
    """Serves keys, tokens, lines, results, scores and members; ``broken`` names what answers 500."""

    def __init__(self, port: int = 0) -> None:
        self.keys = {"k1": _SLOW[0]}
        self.published = ["k1"]
        self.tool_keys: list[dict[str, str]] = []
        self.lines = [{"id": "/lines/1?type=2", "label": "Final test", "scoreMaximum": 100}]
        self.results: list[dict[str, Any]] = []
        self.members: list[dict[str, Any]] = []
        self.scores: list[tuple[str, dict[str, Any]]] = []
        self.tokens: dict[str, str] = {}
        self.asked: list[str] = []
        self.broken: set[str] = set()
        self.refused: set[str] = set()
        self.registered: list[tuple[str, dict[str, Any]]] = []
        self.people: dict[str, dict[str, Any]] = {}
        self.tool = ""
        self._server = ThreadingHTTPServer(("127.0.0.1", port), _answers(self))
        self._thread = threading.Thread(target=self._server.serve_forever, daemon=True)

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self._server.server_port}"

    def values(self) -> dict[str, Any]:
        """Return what an owner copies from the platform's page."""
        return {
            "name": "Academy",
            "issuer": self.origin,
            "client_id": CLIENT,
            "deployments": (DEPLOYMENT,),
            "auth_url": f"{self.origin}/auth",
            "token_url": f"{self.origin}/token",
            "jwks_url": f"{self.origin}/keys",
        }

    def say(self, asked: dict[str, str], **more: Any) -> dict[str, Any]:
        """Return the claims of a launch that answers a login; None takes a claim away."""
        now = int(time.time())
        grades = {
            "lineitems": f"{self.origin}/lines",
            "lineitem": f"{self.origin}/lines/unit",
            "scope": [f"{AGS}scope/lineitem.readonly", f"{AGS}scope/result.readonly"],
        }
        said: dict[str, Any] = {
            "iss": self.origin,
            "sub": "person-1",
            "aud": CLIENT,
            "iat": now,
            "exp": now + 300,
            "nonce": asked["nonce"],
            "name": "Mark Olsen",
            "email": "mark@learner.example",
            f"{CLAIM}version": "1.3.0",
            f"{CLAIM}message_type": "LtiResourceLinkRequest",
            f"{CLAIM}deployment_id": DEPLOYMENT,
            f"{CLAIM}target_link_uri": asked["redirect_uri"],
            f"{CLAIM}roles": [LEARNER],
            f"{CLAIM}context": {"id": "course-1", "title": "Safety at work"},
            f"{CLAIM}resource_link": {"id": "link-1"},
            f"{AGS}claim/endpoint": grades,
            "https://purl.imsglobal.org/spec/lti-nrps/claim/namesroleservice": {
                "context_memberships_url": f"{self.origin}/members"
            },
        }
        for name, value in more.items():
            said[name if name in said or name == "azp" else f"{CLAIM}{name}"] = value
        return {name: value for name, value in said.items() if value is not None}

    def sign(self, claims: dict[str, Any], kid: str = "k1", **header: Any) -> str:
        text = joined({"alg": "RS256", "typ": "JWT", "kid": kid} | header, claims)
        key = self.keys[kid] if kid in self.keys else _SLOW[1]
        return f"{text}.{b64(key.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"

    def unsigned(self, claims: dict[str, Any]) -> str:
        return f"{joined({'alg': 'none', 'typ': 'JWT', 'kid': 'k1'}, claims)}."

    def with_secret(self, claims: dict[str, Any]) -> str:
        """Sign with HS256, the public key being the secret."""
        pem = (
            self.keys["k1"]
            .public_key()
            .public_bytes(
                serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
            )
        )
        text = joined({"alg": "HS256", "typ": "JWT", "kid": "k1"}, claims)
        return f"{text}.{b64(hmac.digest(pem, text.encode(), hashlib.sha256))}"

    def with_key_of_its_own(self, claims: dict[str, Any]) -> str:
        """Sign with a stranger's key that the header brings along."""
        stranger = _SLOW[1]
        header = {"alg": "RS256", "typ": "JWT", "kid": "k1", "jwk": jwk(stranger, "k1")}
        text = joined(header, claims)
        return (
            f"{text}.{b64(stranger.sign(text.encode(), padding.PKCS1v15(), hashes.SHA256()))}"
        )

    def course(self, query: dict[str, str]) -> str:
        """Return the page of a course, with the link of the tool for one person."""
        said = {
            "iss": self.origin,
            "login_hint": query["who"],
            "target_link_uri": f"{self.tool}/launch",
            "client_id": CLIENT,
            "lti_deployment_id": DEPLOYMENT,
        }
        link = html.escape(f"{self.tool}/login?{urlencode(said)}")
        return f'<h1>Safety at work</h1><a href="{link}">Final test</a>'

    def answer(self, asked: dict[str, str]) -> str:
        """Return the form with which the browser carries the launch to the tool."""
        claims = self.say(asked, **self.people[asked["login_hint"]])
        fields = {"state": asked["state"], "id_token": self.sign(claims)}
        inputs = "".join(
            f'<input type="hidden" name="{name}" value="{html.escape(value)}">'
            for name, value in fields.items()
        )
        where = html.escape(asked["redirect_uri"])
        return (
            f'<form method="post" action="{where}">{inputs}</form>'
            "<script>document.forms[0].submit()</script>"
        )

    def rotate(self) -> None:
        """Sign with another key from now on; the old one is no longer published."""
        self.keys["k2"] = _SLOW[1]
        self.published = ["k2"]

    def token_for(self, form: dict[str, list[str]]) -> str | None:
        """Return a token for a request that proves who asks (RFC 7523 §3)."""
        text, signature = form["client_assertion"][0].rpartition(".")[::2]
        header, claims = (json.loads(unb64(part)) for part in text.split("."))
        found = next(one for one in self.tool_keys if one["kid"] == header["kid"])
        n, e = (int.from_bytes(unb64(found[name])) for name in ("n", "e"))
        rsa.RSAPublicNumbers(e, n).public_key().verify(
            unb64(signature), text.encode(), padding.PKCS1v15(), hashes.SHA256()
        )
        good = (
            claims["iss"] == claims["sub"] == CLIENT and claims["aud"] == f"{self.origin}/token"
        )
        scope = form["scope"][0]
        if not good or claims["exp"] < time.time() or scope in self.refused:
            return None
        token = f"token-{len(self.tokens)}"
        self.tokens[token] = scope
        return token

    def __enter__(self) -> Self:
        self._thread.start()
        return self

    def __exit__(self, *_exception: object) -> None:
        self._server.shutdown()
        self._server.server_close()
        self._thread.join()


def _answers(platform: LearningPlatform) -> type[BaseHTTPRequestHandler]:
    """Return the handler of a platform's requests."""

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            pages = {"/course": platform.course, "/auth": platform.answer}
            asked = dict(parse_qsl(urlsplit(self.path).query))
            self._answer(
                lambda path: (
                    (200, pages[path](asked)) if path in pages else _got(platform, self, path)
                )
            )

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self._answer(lambda path: _posted(platform, self, path, body))

        def scope(self) -> str:
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            return platform.tokens.get(token, "").rpartition("/")[2]

        def _answer(self, find: Callable[[str], tuple[int, Any]]) -> None:
            path = urlsplit(self.path).path
            platform.asked.append(path)
            status, value = (500, None) if path in platform.broken else find(path)
            is_page = isinstance(value, str)
            body = value.encode() if isinstance(value, str) else json.dumps(value).encode()
            self.send_response(status)
            self.send_header("Content-Type", "text/html" if is_page else "application/json")
            self.send_header("Content-Length", str(len(body)))
            if path == "/lines/1/results" and "page=2" not in self.path:
                self.send_header(
                    "Link", f'<{platform.origin}/lines/1/results?type=2&page=2>; rel="next"'
                )
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the base's name
            """Say nothing."""

    return Answers


def _got(platform: LearningPlatform, request: Any, path: str) -> tuple[int, Any]:
    if path == "/keys":
        return 200, {"keys": [jwk(platform.keys[kid], kid) for kid in platform.published]}
    if path == "/.well-known/openid-configuration":
        return 200, {
            "issuer": platform.origin,
            "authorization_endpoint": f"{platform.origin}/auth",
            "token_endpoint": f"{platform.origin}/token",
            "jwks_uri": f"{platform.origin}/keys",
            "registration_endpoint": f"{platform.origin}/register",
        }
    wanted = {
        "/lines": "lineitem.readonly",
        "/lines/1/results": "result.readonly",
        "/members": "contextmembership.readonly",
    }
    if wanted.get(path) != request.scope():
        return 401, None
    if path == "/lines":
        return 200, [one | {"id": platform.origin + str(one["id"])} for one in platform.lines]
    if path == "/members":
        return 200, {"id": "x", "members": platform.members}
    half = len(platform.results) // 2
    late = "page=2" in request.path
    return 200, platform.results[half:] if late else platform.results[:half]


def _posted(
    platform: LearningPlatform, request: Any, path: str, body: bytes
) -> tuple[int, Any]:
    if path == "/token":
        token = platform.token_for(parse_qs(body.decode()))
        if token is None:
            return 400, {"error": "invalid_client"}
        return 200, {"access_token": token, "token_type": "Bearer", "expires_in": 3600}
    if path == "/register":
        said = json.loads(body)
        platform.registered.append((request.headers.get("Authorization", ""), said))
        tool = "https://purl.imsglobal.org/spec/lti-tool-configuration"
        return 200, said | {
            "client_id": CLIENT,
            tool: said[tool] | {"deployment_id": DEPLOYMENT},
        }
    if path.endswith("/scores") and request.scope() == "score":
        platform.scores.append((path, json.loads(body)))
        return 200, None
    return 401, None
