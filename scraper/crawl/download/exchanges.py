"""The exchange of a download, ready for its WARC records: as the tap saw it, or as Scrapy's objects still know it."""

from http.client import responses as reasons
from urllib.parse import urldefrag, urlsplit

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, DownloadTimeoutError
from scrapy.http import Response

from scraper.capture.warc.exchange import Truncated, WireExchange
from scraper.capture.warc.message import split_message, without_secrets
from scraper.crawl.download.tap import Recording


def recorded(
    request: Request, date: str, recording: Recording, response: Response | None, error: BaseException | None
) -> WireExchange | None:
    """The exchange of `request` as the tap saw it; None when it saw no whole head, or another body than Scrapy.

    `date` is the WARC-Date at which the download began, `recording` what went over the wire. `response` is Scrapy's,
    None when the download ended with `error`.
    """
    messages = recording.messages()
    if messages is None:
        return None
    sent, received, whole = messages
    stopped = response is not None and "download_stopped" in response.flags
    # A tap on the wrong connection would give the body of another page.
    if response is not None and not stopped and split_message(received)[1] != response.body:
        return None
    return WireExchange(
        url=urldefrag(request.url)[0],
        date=date,
        request=sent,
        response=received,
        ip=recording.ip,
        truncated="unspecified" if stopped else _truncated(whole, error),
        certificate=recording.certificate,
    )


def reconstructed(request: Request, date: str, recording: Recording, response: Response) -> WireExchange:
    """The exchange of `request` from what Scrapy's public objects, above all `response`, still know of it.

    It is marked as reconstructed: status, values and body are right; reason, case and order of the fields may not be.
    `date` is the WARC-Date at which the download began; of `recording` only the certificate is used.
    """
    parts = urlsplit(request.url)
    path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
    request_head = [f"{request.method} {path} HTTP/1.1\r\nHost: {parts.netloc}\r\n".encode()]
    request_head += [request.headers.to_string(), b"\r\n"] if request.headers else []
    status_line = f"HTTP/1.1 {response.status} {reasons.get(response.status, '')}\r\n".encode()
    # Scrapy has the body without its chunks: the head must not say otherwise.
    fields = response.headers.copy()
    fields[b"Content-Length"] = str(len(response.body)).encode()
    fields.pop(b"Transfer-Encoding", None)
    return WireExchange(
        url=urldefrag(request.url)[0],
        date=date,
        request=without_secrets(b"".join(request_head)) + b"\r\n" + request.body,
        response=status_line + fields.to_string() + b"\r\n\r\n" + response.body,
        ip=str(response.ip_address) if response.ip_address else None,
        truncated="disconnect" if "dataloss" in response.flags else None,
        reconstructed=True,
        certificate=recording.certificate,
    )


def _truncated(whole: bool | None, error: BaseException | None) -> Truncated | None:
    """The reason for WARC-Truncated (WARC 1.1, 5.15); None when the response is whole as far as anyone can tell.

    A body without a length ends with the connection: it counts as whole when that was closed without an error.
    """
    if isinstance(error, DownloadTimeoutError):
        return "time"
    if isinstance(error, DownloadCancelledError):  # Scrapy stops at DOWNLOAD_MAXSIZE
        return "length"
    return "disconnect" if whole is False or (whole is None and error is not None) else None
