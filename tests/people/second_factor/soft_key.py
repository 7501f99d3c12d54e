"""A security key in software: it registers and answers challenges as one does that asks for no PIN unless told to."""

import hashlib
from dataclasses import dataclass, field
from typing import Any

from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import (
    Aaguid,
    AttestationObject,
    AttestedCredentialData,
    AuthenticatorData,
    CollectedClientData,
)

from people.models import User

FLAG = AuthenticatorData.FLAG
HOST = "testserver"
CREDENTIAL = b"a credential of the key"


@dataclass(frozen=True)
class SoftKey:
    """One key with one passkey on it."""

    owner: User
    private_key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(ec.SECP256R1()))

    def register(self) -> Authenticator:
        """Among the factors of its owner, as a passkey that signs in instead of the password."""
        return WebAuthn.add(self.owner, "Key", self.new_credential(b"0" * 32)).instance

    def new_credential(self, challenge: bytes) -> dict[str, Any]:
        """What a browser sends to a site that asks for a new passkey."""
        public = ES256.from_cryptography_key(self.private_key.public_key())
        credential = AttestedCredentialData.create(Aaguid.NONE, CREDENTIAL, public)
        attested = AttestationObject.create("none", self._data(FLAG.UP | FLAG.UV | FLAG.AT, credential), {})
        response = {
            "clientDataJSON": websafe_encode(CollectedClientData.create("webauthn.create", challenge, self._origin)),
            "attestationObject": websafe_encode(attested),
        }
        return self._credential(response, {"credProps": {"rk": True}})

    def answer(self, challenge: bytes, *, with_pin: bool) -> dict[str, Any]:
        """What a browser sends back for the challenge."""
        client_data = CollectedClientData.create("webauthn.get", challenge, self._origin)
        data = self._data(FLAG.UP | FLAG.UV if with_pin else FLAG.UP)
        signature = self.private_key.sign(data + client_data.hash, ec.ECDSA(SHA256()))
        response = {
            "clientDataJSON": websafe_encode(client_data),
            "authenticatorData": websafe_encode(data),
            "signature": websafe_encode(signature),
            "userHandle": websafe_encode(user_pk_to_url_str(self.owner).encode()),
        }
        return self._credential(response, {})

    _origin = f"http://{HOST}"

    def _data(self, flags: Any, credential: Any = b"") -> AuthenticatorData:
        return AuthenticatorData.create(hashlib.sha256(HOST.encode()).digest(), flags, 1, credential)

    def _credential(self, response: dict[str, str], extensions: dict[str, Any]) -> dict[str, Any]:
        name = websafe_encode(CREDENTIAL)
        return {
            "id": name, "rawId": name, "type": "public-key", "response": response, "clientExtensionResults": extensions,
        }  # fmt: skip
