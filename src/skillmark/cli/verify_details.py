"""What a proof says besides that it holds: log, checkpoint, witnesses, block, moments."""

from collections.abc import Iterator

from skillmark.core.verify import Check, Outcome


def details(check: Check) -> Iterator[str]:
    """Yield lines that belong under a check; they may not stand on a terminal as they are."""
    if check.facts.get("alarm"):
        yield "Tell the issuer and others: its history was changed."
    if check.outcome is not Outcome.PASSED:
        return
    if check.name == "log":
        yield from _log(check)
    elif check.name == "status" and check.facts.get("logged"):
        facts = check.facts
        yield f"The list is entry {facts.get('entry')} of {facts.get('log')}, since {facts['logged']}."
    elif check.name == "anchor":
        yield from _anchor(check)
    elif check.name == "key" and check.facts.get("proven"):
        yield f"Proven to be there by {check.facts['proven']} ({_source(check)})."


def _log(check: Check) -> Iterator[str]:
    facts = check.facts
    yield f"Entry {facts.get('index')} of {facts.get('log')}."
    yield f"Checkpoint of {facts.get('size')} entries, root {facts.get('root')}."
    if facts.get("time"):
        yield f"Seen by {facts.get('witnesses')} since {facts.get('time')}."


def _anchor(check: Check) -> Iterator[str]:
    facts = check.facts
    if "tx" in facts:
        yield f"Block {facts.get('block')} of {facts.get('chain')}, at {facts.get('time')}."
        yield f"Transaction {facts['tx']} to {facts.get('contract')}."
    elif "height" in facts:
        yield f"Block {facts['height']} of Bitcoin, at {facts.get('blockTime')}."


def _source(check: Check) -> str:
    words = {
        "witnesses": "witnesses of the log",
        "chain": "a block",
        "time_stamp": "a time stamp",
    }
    return words.get(str(check.facts.get("time")), "")
