"""The drill of a stolen key, with real processes on a throwaway site: `make drill`.

An hour ago (by a clock that is set back) an organisation issued credentials, and witnesses saw
them in the public log. Now a thief copies the signing key and forges a credential that is dated
back. The operator halts, revokes, replaces and issues again with one command. Then everything is
verified over HTTP: forged ones are refused, honest ones that are proven older stand, and those
issued again verify. Prints the time of each step; fails if a step is not as it must be.

    tools/drill.py [--credentials 1000] [--late 200] [--keep]
"""

import argparse
import http.client
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

ROOT: Final = Path(__file__).resolve().parents[1]
CLOCK: Final = ROOT / "tools" / "drill_clock"
HELPERS: Final = ROOT / "tools" / "drill_helpers.py"
HOST: Final = "drill.example"
SLUG: Final = "harbour-drill"
BACK_S: Final = 3_600  # how long ago the honest past was
FALL_S: Final = 1_800  # how long ago the key was last known to be good
SAMPLE: Final = 25  # verified of each kind
HALT_LIMIT_S: Final = 60.0
PATIENCE_S: Final = 600.0  # a busy machine takes its time to start


class DrillError(Exception):
    """A step did not go as it must."""


@dataclass
class Timer:
    """What was done, and how long each step took."""

    began: float = field(default_factory=time.monotonic)

    @contextmanager
    def step(self, words: str) -> Iterator[None]:
        """Print a step when it is done, with its time."""
        start = time.monotonic()
        yield
        print(f"{time.monotonic() - start:8.1f} s  {words}", flush=True)


@dataclass(frozen=True)
class Site:
    """The throwaway site: its data and its port."""

    data: Path
    port: int

    def environment(self, *, back: bool) -> dict[str, str]:
        """Return the environment of its processes, with the clock set back or not."""
        mine = {name: value for name, value in os.environ.items() if "SKILLMARK" not in name}
        mine |= {
            "SKILLMARK_DATA_DIR": str(self.data),
            "SKILLMARK_SITE_URL": f"https://{HOST}",
            "SKILLMARK_TRUSTED_PROXIES": "1",
            "SKILLMARK_LOG_LEVEL": "warning",
            "SKILLMARK_EMAIL_VERIFICATION": "optional",
            "DJANGO_SETTINGS_MODULE": "skillmark.platform.settings.django",
            "PYTHONPATH": os.pathsep.join([str(CLOCK), str(ROOT / "src")]),
        }
        return mine | ({"DRILL_CLOCK_BACK": str(BACK_S)} if back else {})

    def run(self, *words: str, back: bool = False) -> str:
        """Run a program to its end and return what it printed.

        Raises:
            DrillError: it failed.
        """
        done = subprocess.run(
            words,
            env=self.environment(back=back),
            capture_output=True,
            text=True,
            check=False,
            cwd=self.data,
        )
        if done.returncode != 0:
            raise DrillError(f"{words[-3:]} failed:\n{done.stderr[-2000:]}")
        return done.stdout + done.stderr

    def helper(self, *words: str, back: bool = False) -> Any:
        """Run one of the helpers at the end of this file in a process of its own."""
        printed = self.run(sys.executable, str(HELPERS), *words, back=back)
        return json.loads(printed.strip().splitlines()[-1])

    def skillmark(self, *words: str) -> str:
        """Run the program's own command."""
        return self.run(str(Path(sys.executable).with_name("skillmark")), *words)

    @contextmanager
    def serving(self, *, back: bool) -> Iterator[None]:
        """Serve the site, worker, witness and all, in processes of their own."""
        program = str(Path(sys.executable).with_name("skillmark"))
        with (self.data / "site.log").open("ab") as log:
            process = subprocess.Popen(
                [program, "up", "--port", str(self.port)],
                env=self.environment(back=back),
                stdout=log,
                stderr=log,
                cwd=self.data,
            )
        try:
            self._wait_for(process)
            yield
        finally:
            process.send_signal(signal.SIGINT)
            try:
                process.wait(30)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()

    def get(self, path: str) -> tuple[int, bytes]:
        """Fetch a page, as a proxy in front of the site would."""
        return self._request("GET", path, b"")

    def verify(self, credential: bytes) -> dict[str, Any]:
        """Return the report of the site's own verifier."""
        status, body = self._request("POST", "/api/v1/verify", credential)
        if status != HTTPStatus.OK:
            raise DrillError(f"The verifier answered {status}: {body[:300]!r}")
        report: dict[str, Any] = json.loads(body)
        return report

    def _request(self, method: str, path: str, body: bytes) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60)
        headers = {
            "Host": HOST,
            "X-Forwarded-Proto": "https",
            "X-Forwarded-For": "192.0.2.1",
            "Content-Type": "application/json",
        }
        try:
            connection.request(method, path, body or None, headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()

    def _wait_for(self, process: subprocess.Popen[bytes]) -> None:
        end = time.monotonic() + PATIENCE_S
        while time.monotonic() < end:
            if process.poll() is not None:
                raise DrillError((self.data / "site.log").read_text()[-2000:])
            try:
                if self.get("/healthz")[0] == HTTPStatus.OK:
                    return
            except OSError:
                pass
            time.sleep(0.2)
        raise DrillError("The site did not start.")


def main() -> int:
    """Run the drill; 0 when all went as it must."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--credentials", type=int, default=1_000, help="issued an hour ago")
    parser.add_argument("--late", type=int, default=200, help="issued since the theft")
    parser.add_argument("--keep", action="store_true", help="leave the data where they are")
    chosen = parser.parse_args()
    data = Path(tempfile.mkdtemp(prefix="skillmark-drill-"))
    try:
        drill(Site(data, free_port()), chosen.credentials, chosen.late)
    except DrillError as error:
        print(f"The drill failed: {error}", file=sys.stderr)
        return 1
    finally:
        if chosen.keep:
            print(f"The data are in {data}.")
        else:
            shutil.rmtree(data, ignore_errors=True)
    return 0


def drill(site: Site, count: int, late: int) -> None:
    """Prepare the past, steal, answer, verify."""
    timer = Timer()
    past = f"an hour ago: a site, {count} credentials, all in the public log"
    with timer.step(past), site.serving(back=True):
        old = site.helper("issue", str(count), "old", back=True)
        site.helper("wait", *old[-1:], str(PATIENCE_S), back=True)
    with site.serving(back=False):
        with timer.step(f"now: {late} more credentials; they come too late to be spared"):
            new = site.helper("issue", str(late), "late")
        (honest,) = site.helper("documents", old[0])
        stolen = site.helper("steal")
        with timer.step("a thief copies the key and forges a credential, dated back"):
            forged = forge(honest, stolen)
            before = site.verify(forged)
        print(f"            before the answer the forged one is “{before['verdict']}”")
        since = datetime.now(UTC) - timedelta(seconds=FALL_S)
        begun = datetime.now(UTC)
        with timer.step("halted, revoked, replaced, issued again: one command"):
            site.skillmark(
                *("keys", "compromise", SLUG, "--since", f"{since:%Y-%m-%dT%H:%M:%SZ}"),
                *("--reason", "The drill", "--yes"),
            )
        told = site.helper("told")
        show_steps(begun, told)
        with timer.step("verified over HTTP: forged, honest and issued again"):
            judge(site, forged, old, new, told)
    print(f"{time.monotonic() - timer.began:8.1f} s  the whole drill. All is as it must be.")


def show_steps(begun: datetime, told: dict[str, Any]) -> None:
    """Print how long after the report each step was done."""
    for words, name in (
        ("halted", "halted_at"),
        ("key revoked, new key signs, history continued", "rotated_at"),
        ("every bit set, every list signed", "lists_at"),
        ("all issued again, mails written", "finished_at"),
    ):
        seconds = (datetime.fromisoformat(told[name]) - begun).total_seconds()
        print(f"            {seconds:8.1f} s after the report: {words}")
        if name == "halted_at" and seconds > HALT_LIMIT_S:
            raise DrillError(f"Halting took {seconds:.1f} s.")


def judge(
    site: Site,
    forged: bytes,
    old: Sequence[str],
    late: Sequence[str],
    told: dict[str, Any],
) -> None:
    """Check every kind of credential, and that nobody was lost."""

    def verdict_of(document: Any) -> dict[str, Any]:
        return site.verify(json.dumps(document).encode())

    expect(site.verify(forged), "invalid", "key.revoked_unproven", "the forged one")
    for one in site.helper("documents", *sample(old)):
        expect(verdict_of(one), "valid", "key.revoked_later", "an honest, logged one")
    for one in site.helper("documents", *sample(late)):
        expect(verdict_of(one), "invalid", None, "a late one under the old key")
    for one in site.helper("successors", *sample(late)):
        expect(verdict_of(one), "valid", "key.active", "one issued again")
    wanted = {"standing": len(old), "reissued": len(late), "failed": 0, "mails": len(late)}
    found = {name: told[name] for name in wanted}
    if found != wanted:
        raise DrillError(f"The counts are {found}, not {wanted}.")
    status, page = site.get(f"/i/{SLUG}/did.json")
    if status != HTTPStatus.OK or b'"revoked"' not in page:
        raise DrillError("The did:web does not say that the key is revoked.")


def expect(report: dict[str, Any], verdict: str, code: str | None, what: str) -> None:
    """Compare a report with what it must be.

    Raises:
        DrillError: it is another.
    """
    codes = {check["code"] for check in report["checks"]}
    if report["verdict"] != verdict or (code is not None and code not in codes):
        raise DrillError(f"{what} is {report['verdict']} with {sorted(codes)}")


def sample(ids: Sequence[str]) -> list[str]:
    """Return some of them, the first and the last among them."""
    step = max(1, len(ids) // SAMPLE)
    return list(dict.fromkeys([*ids[::step], ids[-1]]))


def forge(honest: dict[str, Any], stolen: dict[str, str]) -> bytes:
    """Return a forged credential that looks as if it had been issued with the honest ones."""
    from skillmark.core import canon, jsonio
    from skillmark.core.crypto import Algorithm, PrivateKey
    from skillmark.core.proof import BulkSigner

    key = PrivateKey.from_bytes(Algorithm.ED25519, bytes.fromhex(stolen["secret"]))
    created = datetime.fromisoformat(honest["validFrom"])
    signer = BulkSigner(
        signer=key,
        verification_method=stolen["method"],
        created=created,
        canonicalize=canon.canonicalize,
    )
    bare = {name: value for name, value in honest.items() if name != "proof"}
    bare["id"] = f"https://{HOST}/c/{uuid4()}"
    bare["name"] = "Diploma of the thief"
    return jsonio.dumps(signer.add_proof(bare))


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    sys.exit(main())
