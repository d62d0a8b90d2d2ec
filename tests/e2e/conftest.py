"""A real server with the demo data, a real browser, and eyes for accessibility.

The server is the command a user runs (``skillmark demo``), in a folder and on a port of its own, on
SQLite or, with ``SKILLMARK_TEST_DATABASE_URL``, on PostgreSQL. Screenshots go to ``artefacts/``.
"""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest
from demo_site import ARTEFACTS, MAIL_SECRET, Site
from learning_platform import LearningPlatform
from own_domain import OwnDomain
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

START_S = 300  # seconds the demo may take to seed and answer on a busy machine
PATIENCE_MS = 30_000  # for whatever a page is to show; long enough for a busy machine
expect.set_options(timeout=PATIENCE_MS)  # the usual five seconds are not
# What this test process set for itself: the demo must run as a user's does.
OURS = {
    "DJANGO_SETTINGS_MODULE",
    *(name for name in os.environ if name.startswith("SKILLMARK_")),
}
BROWSER_FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.e2e)


def chromium() -> str:
    for name in ("chromium", "chromium-browser", "google-chrome"):
        if found := shutil.which(name):
            return found
    pytest.skip("no Chromium on this machine")


def wait_until_ready(url: str, server: subprocess.Popen[bytes], log: Path) -> None:
    deadline = time.monotonic() + START_S
    while time.monotonic() < deadline:
        if server.poll() is not None:
            break
        try:
            with urlopen(f"{url}/healthz", timeout=2) as answer:  # noqa: S310 - our own server
                if answer.status == 200:
                    return
        except (URLError, OSError):
            time.sleep(0.2)
    pytest.fail(f"the demo did not start:\n{log.read_text()[-4000:]}")


@pytest.fixture(scope="session")
def domain() -> Iterator[OwnDomain]:
    """Return a web server that an organisation of the journey owns."""
    with OwnDomain(8199 if "SKILLMARK_TEST_SITE" in os.environ else 0) as running:
        yield running


@pytest.fixture(scope="session")
def lms() -> Iterator[LearningPlatform]:
    """Return a learning platform on which learners of the journey have their course."""
    with LearningPlatform(8198 if "SKILLMARK_TEST_SITE" in os.environ else 0) as running:
        yield running


@pytest.fixture(scope="session")
def site(
    tmp_path_factory: pytest.TempPathFactory, domain: OwnDomain, lms: LearningPlatform
) -> Iterator[Site]:
    """Return the demo, served by the command that a user runs.

    ``SKILLMARK_TEST_SITE`` points the journeys at a demo that is running already.
    """
    if running := os.environ.get("SKILLMARK_TEST_SITE"):
        yield Site(running, tmp_path_factory.mktemp("demo"))
        return
    data = tmp_path_factory.mktemp("demo")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    url = f"http://127.0.0.1:{port}"
    settings = {name: value for name, value in os.environ.items() if name not in OURS}
    settings |= {
        "SKILLMARK_DATA_DIR": str(data),
        "SKILLMARK_SITE_URL": url,
        "SKILLMARK_FETCH_ORIGINS": f"http://{domain.name},{lms.origin}",
        "SKILLMARK_MAIL_WEBHOOK_SECRET": MAIL_SECRET,
    }
    if database := os.environ.get("SKILLMARK_TEST_DATABASE_URL"):
        settings["SKILLMARK_DATABASE_URL"] = database
    log = data / "server.log"
    command = [str(Path(sys.executable).parent / "skillmark"), "demo", "--port", str(port)]
    with log.open("wb") as out:
        server = subprocess.Popen(command, env=settings, stdout=out, stderr=subprocess.STDOUT)
        try:
            wait_until_ready(url, server, log)
            yield Site(url, data)
        finally:
            server.terminate()
            try:
                server.wait(15)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()
    ARTEFACTS.mkdir(parents=True, exist_ok=True)
    shutil.copy(log, ARTEFACTS.parent / "server.log")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Return one Chromium for the whole run."""
    with sync_playwright() as playwright:
        chrome = playwright.chromium.launch(executable_path=chromium(), args=BROWSER_FLAGS)
        yield chrome
        chrome.close()


@pytest.fixture
def context(browser: Browser, site: Site) -> Iterator[BrowserContext]:
    """Return a fresh browser profile that notes requests leaving our site and script errors."""
    fresh = browser.new_context(base_url=site.url, locale="en-GB", timezone_id="UTC")
    foreign: list[str] = []
    errors: list[str] = []
    local = (site.url, "data:", "blob:", "about:")
    fresh.on(
        "request", lambda sent: None if sent.url.startswith(local) else foreign.append(sent.url)
    )
    fresh.on("weberror", lambda error: errors.append(str(error.error)))
    fresh.on(
        "console",
        lambda line: (
            errors.append(line.text) if "Content Security Policy" in line.text else None
        ),
    )
    yield fresh
    fresh.close()
    assert not foreign, f"requests to other sites: {foreign}"
    assert not errors, f"errors in pages: {errors}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
    item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Keep a picture of the page on which a journey broke."""
    report = yield
    shown = getattr(item, "funcargs", {}).get("page")
    if report.when == "call" and report.failed and isinstance(shown, Page):
        ARTEFACTS.mkdir(parents=True, exist_ok=True)
        shown.screenshot(path=ARTEFACTS / f"failed-{item.name}.png", full_page=True)
        report.sections.append(("page", shown.url))
    return report


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """Return a page."""
    fresh = context.new_page()
    fresh.set_default_timeout(PATIENCE_MS)
    return fresh
