"""Every signature of Wycheproof, valid and invalid, for the three schemes."""

from pathlib import Path
from typing import Any

import pytest
from vector_table import record

from skillmark.core import jsonio
from skillmark.core.crypto import Algorithm, CryptoError, PublicKey, ecdsa

FOLDER = Path(__file__).parents[2] / "vectors" / "wycheproof"
FILES = {
    Algorithm.ED25519: "ed25519_test.json",
    Algorithm.P256: "ecdsa_secp256r1_sha256_p1363_test.json",
    Algorithm.P384: "ecdsa_secp384r1_sha384_p1363_test.json",
}
COUNTS = {Algorithm.ED25519: 151, Algorithm.P256: 262, Algorithm.P384: 280}


def _key(algorithm: Algorithm, group: dict[str, Any]) -> PublicKey:
    if algorithm is Algorithm.ED25519:
        return PublicKey(algorithm, bytes.fromhex(group["publicKey"]["pk"]))
    point = bytes.fromhex(group["publicKey"]["uncompressed"])
    half = len(point) // 2
    return PublicKey(
        algorithm, ecdsa.load_coordinates(algorithm, point[1 : half + 1], point[half + 1 :])
    )


def _holds(algorithm: Algorithm, group: dict[str, Any], test: dict[str, Any]) -> bool:
    try:
        _key(algorithm, group).verify(bytes.fromhex(test["sig"]), bytes.fromhex(test["msg"]))
    except CryptoError:
        return False
    return True


@pytest.mark.parametrize("algorithm", Algorithm)
def test_each_signature_is_judged_as_published(algorithm: Algorithm) -> None:
    data: Any = jsonio.loads((FOLDER / FILES[algorithm]).read_bytes(), max_bytes=400_000)
    cases = [(group, test) for group in data["testGroups"] for test in group["tests"]]
    wrong = [
        (test["tcId"], test["comment"])
        for group, test in cases
        if _holds(algorithm, group, test) is not (test["result"] == "valid")
    ]
    assert wrong == []
    assert len(cases) == data["numberOfTests"] == COUNTS[algorithm]
    for _, test in cases:
        record(f"wycheproof {algorithm}", str(test["tcId"]), "pass")
