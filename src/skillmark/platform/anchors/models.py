"""What is kept of anchors: one row for each checkpoint and place, and every transaction sent.

Nothing here belongs to an organisation: there is one log for the deployment.
"""

from typing import Final

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from skillmark.platform.events.ids import uuid7

ROOT_DIGITS: Final = 64  # hexadecimal digits of 32 bytes
ADDRESS_DIGITS: Final = 42  # 0x and 20 bytes
HASH_DIGITS: Final = 66  # 0x and 32 bytes


class Kind(models.TextChoices):
    """Where a checkpoint is anchored."""

    EVM = "evm", _("Ethereum network")
    OTS = "ots", _("OpenTimestamps")
    BLOCKCERTS = "blockcerts", _("Blockcerts")


class State(models.TextChoices):
    """How far an anchor has come; only ``final`` may be called anchored."""

    PENDING = "pending", _("Waiting for a block")
    MINED = "mined", _("In a block, not yet final")
    FINAL = "final", _("Final")
    REVERTED = "reverted", _("Undone by the network")


OPEN_STATES: Final = (State.PENDING, State.MINED, State.REVERTED)


class Anchor(models.Model):
    """One checkpoint in one place.

    There is never a second row for the same size in the same place: an anchor that the network
    undoes is sent again from its own row.

    Attributes:
        kind: which `core.anchor` module reads `proof`.
        origin: of the log.
        size: of the tree.
        root: of the tree, 64 hexadecimal digits.
        note: the checkpoint as it was signed and cosigned when the anchor was begun.
        chain: CAIP-2, ``eip155:1``; ``bitcoin`` for time stamps in its blocks.
        contract: that sent the event, checksummed; empty where there is none.
        tx: hash of the transaction, 0x and hexadecimal; empty before it is in a block.
        block: its height.
        block_hash: 0x and hexadecimal.
        block_time: what the block says.
        confirmations: blocks on top of it when it was last looked at.
        proof: final anchors only; for ``evm`` JSON of an `EvmProof`, for ``ots`` the .ots file.
        problem_code: why it does not go on; empty while all is well.
        problem: the sentence of that code, in English.
        failures: tries in a row that failed.
        retry_at: not looked at again before.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    kind = models.CharField(max_length=12, choices=Kind.choices)
    state = models.CharField(max_length=10, choices=State.choices, default=State.PENDING)
    origin = models.CharField(max_length=255)
    size = models.BigIntegerField()
    root = models.CharField(max_length=ROOT_DIGITS)
    note = models.TextField()
    chain = models.CharField(max_length=80)
    contract = models.CharField(max_length=ADDRESS_DIGITS, blank=True)
    tx = models.CharField(max_length=HASH_DIGITS, blank=True)
    block = models.BigIntegerField(null=True)
    block_hash = models.CharField(max_length=HASH_DIGITS, blank=True)
    block_time = models.DateTimeField(null=True)
    confirmations = models.PositiveIntegerField(default=0)
    proof = models.BinaryField(null=True)
    problem_code = models.CharField(max_length=80, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-size", "-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "chain", "contract", "origin", "size"], name="anchors_once"
            ),
            models.CheckConstraint(condition=models.Q(size__gt=0), name="anchors_of_something"),
        ]
        indexes = [
            models.Index(fields=["origin", "size"], name="anchors_by_size"),
            models.Index(fields=["kind", "state"], name="anchors_by_state"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.size} {self.state}"


class AnchorStep(models.Model):
    """A step of an anchor from one state to the next, as it happened; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    anchor = models.ForeignKey(Anchor, on_delete=models.CASCADE, related_name="steps")
    state = models.CharField(max_length=10, choices=State.choices)
    code = models.CharField(max_length=80, blank=True)
    words = models.CharField(max_length=500, blank=True)
    at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.state} {self.code}"


class Transmission(models.Model):
    """One signed transaction of an anchor, kept before it is sent.

    A fee is raised by another one with the same nonce and the same call, of which the network
    takes one at most. Only after the nonce is used up for good by a foreign transaction
    (`void_at`) may the anchor have one with another nonce.

    Attributes:
        raw: the signed transaction, exactly as it is sent.
        tx: its hash.
        sender: address whose nonce it uses.
        max_fee: wei for each gas, at most.
        priority_fee: wei for each gas, to the block's maker.
        sent_at: when a node took it last.
        void_at: when it was certain that it can never be in a block.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    anchor = models.ForeignKey(Anchor, on_delete=models.PROTECT, related_name="transmissions")
    chain = models.CharField(max_length=80)
    sender = models.CharField(max_length=ADDRESS_DIGITS)
    nonce = models.PositiveBigIntegerField()
    raw = models.BinaryField()
    tx = models.CharField(max_length=HASH_DIGITS, unique=True)
    max_fee = models.CharField(max_length=40)  # decimal digits: wei pass 64 bits
    priority_fee = models.CharField(max_length=40)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    sent_at = models.DateTimeField(null=True)
    void_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["created_at", "id"]
        indexes = [models.Index(fields=["chain", "sender", "nonce"], name="anchors_nonce")]

    def __str__(self) -> str:
        return f"nonce {self.nonce} {self.tx}"


class Contract(models.Model):
    """A contract that anchors are sent to, and how the last visit to its network went.

    Attributes:
        chain: CAIP-2.
        genesis: hash of the network's first block: a test network begun anew is another one.
        address: checksummed.
        mode: ``event`` or ``stored``.
        origin: whose checkpoints it takes.
        deployed_block: from which its events are read.
        next_at: when a new checkpoint is anchored at the earliest.
        leased_until: a worker is at it; another keeps away.
        lease: which worker.
        balance: wei of the sender when last asked, decimal digits.
        head: the newest block when last asked.
        failures: visits in a row that failed.
        retry_at: not visited before.
    """

    id = models.UUIDField(primary_key=True, default=uuid7, editable=False)
    chain = models.CharField(max_length=80)
    genesis = models.CharField(max_length=HASH_DIGITS)
    address = models.CharField(max_length=ADDRESS_DIGITS)
    mode = models.CharField(max_length=8)
    origin = models.CharField(max_length=255)
    deployed_block = models.BigIntegerField(default=0)
    read_block = models.BigIntegerField(default=0)
    next_at = models.DateTimeField(null=True)
    lease = models.CharField(max_length=40, blank=True)
    leased_until = models.DateTimeField(null=True)
    sender = models.CharField(max_length=ADDRESS_DIGITS, blank=True)
    balance = models.CharField(max_length=40, blank=True)
    head = models.BigIntegerField(null=True)
    visited_at = models.DateTimeField(null=True)
    problem_code = models.CharField(max_length=80, blank=True)
    problem = models.CharField(max_length=500, blank=True)
    failures = models.PositiveIntegerField(default=0)
    retry_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["-created_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["chain", "genesis", "address"], name="anchors_contract_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.address}"
