"""The socket against nonsense, slowness, strangers and death: it refuses, and serves the next."""

import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
import signer_process
from signer_documents import Maker
from signer_process import Running

from skillmark.core import jsonio
from skillmark.core.errors import SkillmarkError
from skillmark.platform.trust.signer import client, transport
from skillmark.platform.trust.signer.desk import Desk, Limits
from skillmark.platform.trust.signer.errors import (
    QuotaError,
    SecondPersonError,
    SignerUnreachableError,
)
from skillmark.platform.trust.signer.journal import Journal
from skillmark.platform.trust.signer.models import SignerIntent, SignerOutcome
from skillmark.platform.trust.signer.server import Server
from skillmark.platform.trust.signer.wire import MAX_FRAME, MAX_HEADER

SEED = 20_261_122
TRIES = 300


@pytest.fixture
def line(remote: Running) -> Iterator[socket.socket]:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as one:
        one.settimeout(30)
        one.connect(str(remote.path))
        yield one


def frame(data: bytes) -> bytes:
    return len(data).to_bytes(4) + data


def answer(line: socket.socket) -> dict[str, Any]:
    """Return the header that came back; empty when the connection was closed instead."""
    raw = b""
    while len(raw) < 4 or len(raw) < 4 + int.from_bytes(raw[:4]):
        part = line.recv(65_536)
        if not part:
            return {}
        raw += part
    found: dict[str, Any] = json.loads(raw[4 : 4 + int.from_bytes(raw[:4])])
    return found


def still_serves(remote: Running, make: Maker) -> None:
    assert client.sign(remote.address, make.order(), make.documents(1))


def head(make: Maker, **changes: Any) -> bytes:
    return jsonio.dumps(make.order().to_json(1) | changes)


@pytest.mark.parametrize(
    "sent",
    [
        frame(b"x" * 50),
        frame(b"[]"),
        frame(b'{"act":"sign","act":"sign"}'),
        frame(b'{"act":"launch"}'),
        frame(b'{"act":"sign","count":1e400}'),
        frame(b'{"act":"sign","count":-1}'),
        frame(b'{"act":"sign","count":true}'),
        frame(b'{"act":"sign","count":1001}'),
        frame(b"\xff\xfe\x00"),
        (MAX_HEADER + 1).to_bytes(4),
        (2**32 - 1).to_bytes(4) + b"x" * 100,
    ],
)
def test_a_header_that_is_none_ends_the_connection(
    line: socket.socket, remote: Running, make: Maker, sent: bytes
) -> None:
    line.sendall(sent)
    told = answer(line)
    assert told["ok"] is False
    assert told["error"]["code"].startswith("trust.signer_")
    assert line.recv(10) == b""
    still_serves(remote, make)


@pytest.mark.parametrize(
    "changes",
    [
        {"key": "x"},
        {"key": None},
        {"key": str(uuid4()).upper()},
        {"intent": 7},
        {"organisation": "00000000"},
        {"task": "anything"},
        {"created": "yesterday"},
        {"created": None},
        {"approval": "me"},
        {"surprise": 1},
    ],
)
def test_an_order_with_a_wrong_member_is_refused(
    line: socket.socket, make: Maker, changes: dict[str, Any]
) -> None:
    document = jsonio.dumps(make.credential())
    line.sendall(frame(head(make, **changes)) + frame(document))
    told = answer(line)
    assert told["error"]["code"] == "trust.signer_order"
    line.sendall(frame(head(make)) + frame(document))
    assert answer(line)["ok"] is True


@pytest.mark.parametrize("document", [b"{", b"[]", b'{"a":1,"a":2}', b"\xff", b""])
def test_a_document_that_is_no_json_is_refused(
    line: socket.socket, make: Maker, document: bytes
) -> None:
    line.sendall(frame(head(make)) + frame(document))
    assert answer(line)["error"]["code"].startswith("json.")


def test_a_document_longer_than_any_ends_the_connection(
    line: socket.socket, remote: Running, make: Maker
) -> None:
    line.sendall(frame(head(make)) + (MAX_FRAME + 1).to_bytes(4))
    assert answer(line)["error"]["code"] == "trust.signer_frame"
    still_serves(remote, make)


def test_a_caller_that_hangs_up_half_way_costs_nothing(remote: Running, make: Maker) -> None:
    whole = frame(head(make)) + frame(jsonio.dumps(make.credential()))
    for cut in (1, 3, 5, len(whole) // 2, len(whole) - 1):
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as one:
            one.connect(str(remote.path))
            one.sendall(whole[:cut])
    still_serves(remote, make)


def test_random_bytes_and_flipped_orders_never_stop_it(remote: Running, make: Maker) -> None:
    dice = random.Random(SEED)  # noqa: S311 - the same nonsense every time
    whole = frame(head(make)) + frame(jsonio.dumps(make.credential()))
    for number in range(TRIES):
        if number % 2:
            sent = bytearray(whole)
            for _ in range(dice.randint(1, 4)):
                sent[dice.randrange(len(sent))] ^= 1 << dice.randrange(8)
        else:
            sent = bytearray(dice.randbytes(dice.randint(1, 400)))
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as one:
            one.connect(str(remote.path))
            one.settimeout(0.2)
            try:
                one.sendall(bytes(sent))
                one.shutdown(socket.SHUT_WR)
                one.recv(100)
            except (TimeoutError, OSError):
                pass
    assert remote.process.poll() is None
    still_serves(remote, make)


@pytest.fixture
def quick(make: Maker, tmp_path: Path) -> Iterator[Path]:
    """A server in this process that loses patience after a fifth of a second."""
    path, stop = tmp_path / "s", threading.Event()
    server = Server(path, {os.geteuid()}, Desk(), frame_s=0.2)
    listening = server.listen()
    thread = threading.Thread(target=server.serve, args=(listening, stop))
    thread.start()
    yield path
    stop.set()
    thread.join(20)


def test_a_slow_caller_loses_its_place(quick: Path) -> None:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as one:
        one.settimeout(20)
        one.connect(str(quick))
        begun = time.monotonic()
        one.sendall(b"\x00")
        assert answer(one)["error"]["code"] == "trust.signer_frame"
        assert time.monotonic() - begun < 10


def test_two_signers_do_not_share_a_socket(quick: Path) -> None:
    with pytest.raises(FileExistsError):
        Server(quick, {0}, Desk()).listen()


def test_a_socket_that_a_dead_signer_left_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "s"
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as left:
        left.bind(str(path))
    Server(path, {0}, Desk()).listen().close()


@pytest.mark.skipif(os.geteuid() != 0, reason="another account can only be taken by root")
def test_another_account_is_refused(remote: Running) -> None:
    program = (
        "import os,socket,sys\n"
        "os.setgid(65534); os.setuid(65534)\n"
        "s=socket.socket(socket.AF_UNIX); s.settimeout(20); s.connect(sys.argv[1])\n"
        "print(s.recv(4000)[4:].decode())\n"
    )
    remote.path.parent.chmod(0o755)
    done = subprocess.run(
        [sys.executable, "-S", "-c", program, str(remote.path)],
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
    )
    assert '"trust.signer_peer"' in done.stdout, done.stderr


def test_many_callers_at_once_each_get_their_own(remote: Running, make: Maker) -> None:
    found: dict[int, list[str]] = {}
    orders = [make.order() for _ in range(8)]

    def ask(number: int) -> None:
        documents = [make.credential(f"Person {number}-{n}") for n in range(10)]
        results = client.sign(
            remote.address, orders[number], [_document(one) for one in documents]
        )
        found[number] = [json.dumps(one.document["credentialSubject"]) for one in results]  # type: ignore[union-attr]
        client._forget()

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == 8
    for number, texts in found.items():
        assert all(f"Person {number}-{n}" in text for n, text in enumerate(texts))


def _document(value: jsonio.JsonObject) -> Any:
    from skillmark.platform.trust.signer.orders import Document

    return Document.of(value)


def test_the_same_order_from_many_callers_is_signed_once(remote: Running, make: Maker) -> None:
    order, documents = make.order(), make.documents(3)
    found: list[tuple[bytes, ...]] = []

    def ask() -> None:
        results = client.sign(remote.address, order, documents)
        found.append(tuple(one.data for one in results))  # type: ignore[union-attr]
        client._forget()

    threads = [threading.Thread(target=ask) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert len(found) == 6
    assert len(set(found)) == 1


def test_killed_in_the_middle_and_asked_again_it_gives_the_same_bytes(
    make: Maker, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The intent is on disk before the first signature; a second process ends what one began."""
    monkeypatch.setattr(client, "PATIENCE_S", 150.0)
    with signer_process.running() as first:
        settings.SKILLMARK = signer_process.keyless(tmp_path, first.address, demo=False)
        order, documents = make.order(), make.documents(200)
        before = [one.data for one in client.sign(first.address, order, documents)]  # type: ignore[union-attr]
        other, more = make.order(), make.documents(200)
        results: list[Any] = []
        asking = threading.Thread(target=lambda: results.extend(transport.sign(other, more)))
        asking.start()
        time.sleep(0.15)
        first.process.send_signal(signal.SIGKILL)
        first.process.wait()
        again = signer_process.start(first.data, first.path)
        try:
            asking.join(200)
            assert [type(one).__name__ for one in results] == ["Signed"] * 200
            after = [one.data for one in client.sign(first.address, order, documents)]  # type: ignore[union-attr]
            assert after == before
        finally:
            client._forget()
            again.kill()
            again.communicate()


def test_nobody_there_is_one_clear_error(
    make: Maker, settings: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(client, "PATIENCE_S", 0.2)
    settings.SKILLMARK = signer_process.keyless(tmp_path, f"unix:{tmp_path}/none", demo=False)
    with pytest.raises(SignerUnreachableError):
        transport.sign(make.order(), make.documents(1))
    assert not client.is_there(f"unix:{tmp_path}/none")


def limited(**more: Any) -> Desk:
    return Desk(Journal(), Limits(**({"per_minute": 0, "per_day": 0, "alone": 0} | more)))


def test_a_key_signs_so_much_in_a_minute_and_a_day(make: Maker) -> None:
    for name in ("per_minute", "per_day"):
        SignerIntent.objects.all().delete()
        desk = limited(**{name: 5})
        desk.sign(make.order(), make.documents(3))
        with pytest.raises(QuotaError):
            desk.sign(make.order(), make.documents(3))
        again = make.order()
        desk.sign(again, made := make.documents(2))
        desk.sign(again, made)  # the same order costs nothing
        with pytest.raises(QuotaError):
            desk.sign(make.order(), make.documents(1))


def test_above_a_number_a_second_person_must_have_agreed(make: Maker, make_user: Any) -> None:
    from skillmark.platform.approvals.models import Approval

    desk = limited(alone=5)
    desk.sign(make.order(), make.documents(5))
    with pytest.raises(SecondPersonError):
        desk.sign(make.order(), make.documents(1))
    asked, decided = make_user(), make_user()
    facts: dict[str, Any] = {
        "organisation_id": make.identity.organisation_id,
        "kind": "issuing.batch",
        "title": "Issue",
        "state": "approved",
        "asked_by": asked,
        "decided_by": decided,
        "facts": {"people": 2},
    }
    wrong = [
        {"state": "waiting"},
        {"state": "declined"},
        {"decided_by": None},
        {"decided_by": asked},
        {"kind": "catalog.review"},
        {"facts": {}},
        {"facts": {"people": "all"}},
    ]
    everywhere = Approval.objects.with_scopes_disabled()
    for changes in wrong:
        row = everywhere.create(subject_id=uuid4(), **facts | changes)
        with pytest.raises(SecondPersonError):
            desk.sign(make.order(approval=row.pk), make.documents(1))
    with pytest.raises(SecondPersonError):
        desk.sign(make.order(approval=uuid4()), make.documents(1))
    good = everywhere.create(subject_id=uuid4(), **facts)
    desk.sign(make.order(approval=good.pk), make.documents(4))
    with pytest.raises(SecondPersonError):
        desk.sign(make.order(approval=good.pk), make.documents(1))


def test_the_intent_is_written_before_the_key_is_opened(
    make: Maker, monkeypatch: pytest.MonkeyPatch
) -> None:
    from skillmark.platform.trust import keys

    def broken(_row: object) -> None:
        assert SignerIntent.objects.count() == 1
        raise SkillmarkError("the key is gone")

    monkeypatch.setattr(keys, "open_key", broken)
    with pytest.raises(SkillmarkError, match="gone"):
        limited().sign(make.order(), make.documents(2))
    assert SignerIntent.objects.get().count == 2
    assert not SignerOutcome.objects.exists()


def test_the_journal_says_what_was_signed(make: Maker) -> None:
    import hashlib

    order = make.order()
    results = limited().sign(order, make.documents(3), asked_by="account 7, process 8")
    row, outcome = SignerIntent.objects.get(), SignerOutcome.objects.get()
    assert (row.pk, row.key_id, row.count) == (order.intent, order.key, 3)
    assert row.asked_by == "account 7, process 8"
    assert bytes(outcome.digests) == b"".join(
        hashlib.sha256(one.data).digest()
        for one in results  # type: ignore[union-attr]
    )
