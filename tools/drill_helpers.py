"""What the drill does to its site from inside: each call is a process with the site's settings.

    tools/drill_helpers.py issue 100 old

Prints what it found as one line of JSON.
"""

import json
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from typing import Any, Final
from uuid import UUID

SLUG: Final = "harbour-drill"
MANY: Final = 200  # issued in one transaction


def main(words: Sequence[str]) -> int:
    """Run one helper and print what it found."""
    import django

    django.setup()
    name, *rest = words
    work: dict[str, Callable[..., Any]] = {
        "issue": _issue,
        "wait": _wait,
        "steal": _steal,
        "documents": _documents,
        "successors": _successors,
        "told": _told,
    }
    print(json.dumps(work[name](*rest)))
    return 0


def _issue(count: str, kind: str) -> list[str]:
    from skillmark.core.issue.recipient import Recipient
    from skillmark.platform.issuing import services
    from skillmark.platform.issuing.making import intent
    from skillmark.platform.issuing.models import Source
    from skillmark.platform.orgs.access import organisation_scope

    organisation = _organisation()
    with organisation_scope(organisation):
        version = _version(organisation)
        found: list[str] = []
        for start in range(0, int(count), MANY):
            intents = [
                intent.intent_for(
                    version.achievement_id,
                    Recipient(name=f"Person {kind} {n}", email=f"{kind}{n}@learner.example"),
                )
                for n in range(start, min(start + MANY, int(count)))
            ]
            made = services.issue_many(
                organisation,
                version,
                intents,
                source=Source.CSV,
                actor=None,
                send_mail=False,
            )
            found += [str(one.credential.pk) for one in made if one.credential is not None]
    return found


def _organisation() -> Any:
    from skillmark.platform.orgs import selectors
    from skillmark.platform.orgs import services as orgs
    from skillmark.platform.people import services as people
    from skillmark.platform.trust import keys
    from skillmark.platform.trust.identities import logs

    known = selectors.by_slug(SLUG)
    if known is not None:
        return known
    owner = people.create_account(
        email="owner@harbour.example",
        password=secrets.token_urlsafe(16),
        display_name="Olivia Owner",
        verified=True,
    )
    made = orgs.create_organisation(owner=owner, name="Harbour Drill")
    logs.tell(keys.ensure_identity(made))
    return made


def _version(organisation: Any) -> Any:
    from skillmark.platform.catalog import selectors, services
    from skillmark.platform.catalog.content import Content

    known = selectors.issuable().first()
    if known is not None:
        return known
    facts = {
        "name": "Fire prevention",
        "description": "Prevents and fights small fires at work.",
        "criteria_markdown": "Pass the practical test.",
    }
    draft = services.create(organisation, Content.parse(facts), actor=None)
    return services.publish(draft.achievement, actor=None)


def _wait(last: str, patience: str) -> bool:
    from skillmark.platform.transparency.times import trusted_times

    end = time.monotonic() + float(patience)
    while time.monotonic() < end:
        if trusted_times([UUID(last)]):
            return True
        time.sleep(0.5)
    raise SystemExit("The credentials were not witnessed in the log.")


def _steal() -> dict[str, str]:
    from skillmark.platform.trust import homes, keys
    from skillmark.platform.trust.models import KeyPurpose

    row = keys.active_key(keys.ensure_identity(_organisation()), KeyPurpose.CREDENTIAL)
    secret = homes.secret_of(row)
    return {"secret": (secret or b"").hex(), "method": row.verification_method}


def _documents(*ids: str) -> list[Any]:
    from skillmark.platform.issuing.models import Credential

    rows = Credential.objects.with_scopes_disabled().filter(pk__in=ids)
    return [json.loads(bytes(row.document)) for row in rows]


def _successors(*ids: str) -> list[Any]:
    from skillmark.platform.issuing.models import Credential

    rows = Credential.objects.with_scopes_disabled().filter(replaces__in=ids)
    found = [json.loads(bytes(row.document)) for row in rows]
    if len(found) != len(ids):
        raise SystemExit("Somebody was not issued a credential again.")
    return found


def _told() -> dict[str, Any]:
    from skillmark.platform.issuing.models import Delivery
    from skillmark.platform.trust.models import Compromise

    row = Compromise.objects.with_scopes_disabled().get()
    moments = ("halted_at", "rotated_at", "lists_at", "finished_at")
    counts = ("standing", "reissued", "ended", "failed")
    mails = Delivery.objects.with_scopes_disabled().filter(kind="reissued").count()
    return {
        **{name: getattr(row, name).isoformat() for name in moments},
        **{name: getattr(row, name) for name in counts},
        "mails": mails,
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
