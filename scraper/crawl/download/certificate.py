"""Whether a server's certificate can be verified: judged for every connection, recorded with every capture.

Portals whose certificate has expired, or was never a good one, are often the ones that go dark first. So a crawl talks
to them (unless the portal's `tls` is "verify"), and every capture says whether the certificate could be verified, and
why not. The chain is verified by OpenSSL (RFC 5280), the host by service_identity (RFC 6125).
"""

import logging
from functools import cache
from typing import Any

from OpenSSL import SSL, crypto
from service_identity import VerificationError
from service_identity.exceptions import CertificateError
from service_identity.pyopenssl import verify_hostname, verify_ip_address
from twisted.internet.abstract import isIPAddress, isIPv6Address

logger = logging.getLogger(__name__)

VERIFIED = "verified"
NOT_VERIFIED = "not verified: "

# Results of OpenSSL's X509_verify_cert that have a name of their own here; others keep OpenSSL's words.
_WORDS = {
    2: "unknown issuer",
    9: "not yet valid",
    10: "expired",
    18: "self-signed",
    19: "unknown issuer",
    20: "unknown issuer",
    21: "unknown issuer",
}


@cache
def _trusting() -> SSL.Context:
    """A context with the authorities that this machine trusts (SSL_CERT_FILE and SSL_CERT_DIR count).

    Kept for the whole process: its store of authorities is freed together with it.
    """
    context = SSL.Context(SSL.TLS_METHOD)
    context.set_default_verify_paths()
    return context


def refusal(error: BaseException) -> str | None:
    """A sentence for an `error` that means we hung up because of the certificate; None for any other.

    That happens with `tls="verify"` only. The classes of the error are lost on the way through Twisted and Scrapy, so
    it is known by its text.
    """
    message = str(error)
    mismatch = "VerificationError" in message or "CertificateError" in message
    if not mismatch and "certificate verify failed" not in message:
        return None
    why = "it is for another host" if mismatch else "it has expired or nobody we trust has issued it"
    return f"the certificate cannot be verified: {why}"


class Judge:
    """Judges the certificates of connections; each certificate of a host once.

    `trusted` are the authorities to go by, those of this machine when it is None.
    """

    def __init__(self, trusted: crypto.X509Store | None = None) -> None:
        self._trusted = trusted
        self._known: dict[tuple[str, bytes], str] = {}

    def verdict_for(self, transport: Any, host: str) -> str | None:
        """Whether the certificate behind `transport`, a connection of Twisted, can be verified for `host`.

        "verified", or "not verified: " with every reason: expired, not yet valid, self-signed, unknown issuer, host
        mismatch, or OpenSSL's own words. None when the connection has no TLS, or the certificate cannot be judged.
        """
        handle = transport.getHandle() if hasattr(transport, "getHandle") else None
        if not isinstance(handle, SSL.Connection):
            return None
        try:
            return self.judge(handle, host)
        except Exception:  # an odd certificate must never cost the capture
            logger.exception("The certificate of %s cannot be judged", host)
            return None

    def judge(self, connection: SSL.Connection, host: str) -> str | None:
        """The verdict of `verdict_for` for a pyOpenSSL `connection` whose handshake is done."""
        chain = connection.get_peer_cert_chain() or []
        if not chain:
            return None
        key = (host, chain[0].digest("sha256"))
        if key not in self._known:
            reasons = [*self._chain(chain), *_host(connection, host)]
            self._known[key] = NOT_VERIFIED + ", ".join(dict.fromkeys(reasons)) if reasons else VERIFIED
        return self._known[key]

    def _chain(self, chain: list[crypto.X509]) -> list[str]:
        """What is wrong with the certificate, which comes first, and those that the server sent to prove it."""
        reasons = []
        # OpenSSL stops at its first finding; that a certificate has expired is to be told beside any other.
        if chain[0].has_expired():
            reasons.append("expired")
        try:
            store = self._trusted or _trusting().get_cert_store()
            assert store is not None
            crypto.X509StoreContext(store, chain[0], chain=chain[1:]).verify_certificate()
        except crypto.X509StoreContextError as error:
            code, _, words = error.errors[:3]
            reasons.append(_WORDS.get(code, words))
        return reasons


def _host(connection: SSL.Connection, host: str) -> list[str]:
    """Whether the certificate is for `host`: no reason against it, or one."""
    try:
        if isIPAddress(host) or isIPv6Address(host):
            verify_ip_address(connection, host)
        else:
            verify_hostname(connection, host)
    except (VerificationError, CertificateError, ValueError):
        return ["host mismatch"]
    return []
