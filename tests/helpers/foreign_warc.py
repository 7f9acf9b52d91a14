"""Records as other programs write them, without the project's own writer."""

import random

FOREIGN_PAGE = "<html><p>Huyện Đồng Đăng</p></html>".encode()


def record(kind: str, block: bytes, **fields: str) -> bytes:
    head = {"WARC-Type": kind, "WARC-Record-ID": f"<urn:x:{random.Random(block).random()}>"}
    head |= {"WARC-Target-URI": "http://a.example/tin", "WARC-Date": "2019-05-01T02:03:04Z"}
    head |= {name.replace("_", "-"): value for name, value in fields.items()}
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value)
    return f"WARC/1.0\r\n{lines}Content-Length: {len(block)}\r\n\r\n".encode() + block + b"\r\n\r\n"


def response(body: bytes, head: bytes = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n", **fields: str) -> bytes:
    return record("response", head + b"\r\n" + body, **fields)
