"""The security level of a crawl's TLS connections.

Scrapy hands DOWNLOADER_CLIENT_TLS_CIPHERS to Twisted, which keeps the names of the ciphers and loses "@SECLEVEL=1",
the very part that lets a crawl talk to servers with small keys (see "CIPHER STRINGS" in OpenSSL's manual, ciphers(1)).
So the string is set once more, on the finished context.
"""

import logging
from typing import Any

from twisted.web.iweb import IPolicyForHTTPS
from zope.interface import implementer

logger = logging.getLogger(__name__)


@implementer(IPolicyForHTTPS)
class WithSecurityLevel:
    """The connections of another Twisted `policy`, with `ciphers`, an OpenSSL cipher string, as written."""

    def __init__(self, policy: Any, ciphers: str) -> None:
        self._policy = policy
        self._ciphers = ciphers.encode("ascii")
        self._warned = False

    def creatorForNetloc(self, hostname: bytes, port: int) -> Any:  # noqa: N802 (Twisted's name)
        """What makes a TLS connection to `hostname` and `port`; see Twisted's IPolicyForHTTPS."""
        creator = self._policy.creatorForNetloc(hostname, port)
        try:
            _context(creator).set_cipher_list(self._ciphers)
        except AttributeError as error:  # names that Twisted does not promise
            if not self._warned:
                logger.warning("The security level of TLS cannot be set (%s): old servers may refuse us.", error)
            self._warned = True
        return creator


def _context(creator: Any) -> Any:
    """The OpenSSL context that a ClientTLSOptions of Twisted makes its connections from; new with every creator."""
    if hasattr(creator, "_createConnection"):  # Twisted 26.4 and newer
        return creator._createConnection.__self__.getContext()  # noqa: SLF001
    return creator._ctx  # noqa: SLF001
