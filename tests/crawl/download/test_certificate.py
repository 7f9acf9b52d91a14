"""TLS troubles of old portals are handled per portal and recorded with every capture."""

import ssl
import threading
from base64 import b64encode
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from types import SimpleNamespace

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from helpers.handmade import article, listing
from helpers.values import dump
from helpers.world import World
from OpenSSL import SSL, crypto

from scraper.capture.warc.records import read_records
from scraper.crawl.download.certificate import Judge

NOW = datetime.now(UTC)
DAY = timedelta(days=1)


def name(text):
    return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])


def issue(host, *, issuer=None, start=-DAY, end=DAY, small=False, authority=False):
    """A certificate with its key, as (certificate, key); self-signed without an issuer."""
    key = rsa.generate_private_key(65537, 1024) if small else ec.generate_private_key(ec.SECP256R1())
    signer = issuer[1] if issuer else key
    builder = x509.CertificateBuilder(
        issuer[0].subject if issuer else name(host), name(host), key.public_key(), x509.random_serial_number()
    )
    builder = builder.not_valid_before(NOW + start).not_valid_after(NOW + end)
    builder = builder.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    builder = builder.add_extension(x509.BasicConstraints(ca=authority, path_length=None), critical=True)
    return builder.sign(signer, hashes.SHA256()), key


def pem(*made):
    parts = [one.public_bytes(serialization.Encoding.PEM) for one, _ in made]
    secret = made[0][1].private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
    )
    return b"".join([*parts, secret])


CA = issue("ca.example", authority=True)
MIDDLE = issue("middle.example", issuer=CA, authority=True)
GOOD = "a.example"


def shake_hands(*chain):
    """A client connection that has shaken hands, in memory, with a server that shows `chain`."""
    theirs = SSL.Context(SSL.TLS_METHOD)
    theirs.use_certificate(chain[0][0])
    theirs.use_privatekey(chain[0][1])
    for one, _ in chain[1:]:
        theirs.add_extra_chain_cert(one)
    client, server = SSL.Connection(SSL.Context(SSL.TLS_METHOD)), SSL.Connection(theirs)
    client.set_connect_state()
    server.set_accept_state()
    for _ in range(4):
        for one, other in ((client, server), (server, client)):
            with suppress(SSL.WantReadError):
                one.do_handshake()
            with suppress(SSL.WantReadError):
                other.bio_write(one.bio_read(1 << 16))
    return client


@pytest.mark.parametrize(
    ("chain", "verdict"),
    [
        ([issue(GOOD, issuer=CA)], "verified"),
        ([issue(GOOD, issuer=MIDDLE), MIDDLE], "verified"),
        ([issue(GOOD, issuer=MIDDLE)], "not verified: unknown issuer"),
        ([issue(GOOD, issuer=CA, start=-2 * DAY, end=-DAY)], "not verified: expired"),
        ([issue(GOOD, issuer=CA, start=DAY, end=2 * DAY)], "not verified: not yet valid"),
        ([issue(GOOD)], "not verified: self-signed"),
        ([issue("b.example", issuer=CA)], "not verified: host mismatch"),
        ([issue("b.example", start=-2 * DAY, end=-DAY)], "not verified: expired, self-signed, host mismatch"),
    ],
)
def test_every_reason_is_told(chain, verdict):
    store = crypto.X509Store()
    store.add_cert(crypto.X509.from_cryptography(CA[0]))
    judge = Judge(store)
    connection = shake_hands(*chain)
    assert [judge.judge(connection, GOOD) for _ in range(2)] == [verdict] * 2


def test_plain_connections_have_no_certificate():
    assert Judge().verdict_for(SimpleNamespace(getHandle=lambda: None), "a.example") is None


class TlsServer:
    """Serves the same two pages under every name over TLS; `contexts` are chosen by the name the client sends."""

    def __init__(self, context):
        class Handler(BaseHTTPRequestHandler):
            def do_GET(self):
                answer = {"/tin": listing(["/mot"]), "/mot": article("Một")}.get(self.path)
                body = answer.body if answer else b""
                self.send_response(200 if answer else 404)
                self.send_header("Content-Type", "text/html; charset=utf-8")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_):
                pass

        class Http(ThreadingHTTPServer):
            daemon_threads = True

            def handle_error(self, *_):
                pass

        self.http = Http(("127.0.0.1", 0), Handler)
        self.http.socket = context.wrap_socket(self.http.socket, server_side=True, do_handshake_on_connect=False)
        self.port = self.http.server_address[1]

    def __enter__(self):
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()
        return self

    def __exit__(self, *_):
        self.http.shutdown()
        self.http.server_close()


def server_context(folder, *made):
    (folder / "server.pem").write_bytes(pem(*made))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.load_cert_chain(folder / "server.pem")
    return context


def certificates(world, portal):
    archive = world.archive()
    rows = archive.rows("select distinct certificate from captures where portal_id = ?", portal)
    archive.close()
    return [row["certificate"] for row in rows]


def test_a_bad_certificate_is_recorded_or_refused_as_the_portal_says(tmp_path):
    bad = issue("khac.example", start=-2 * DAY, end=-DAY)
    with TlsServer(server_context(tmp_path, bad)) as server:
        world = World(tmp_path, server, "helpers.handmade.spiders")
        world.scrapy("crawl", "tls_any", "tls_verify", code=5)
    verdict = "not verified: expired, self-signed, host mismatch"
    assert certificates(world, "tls_any") == [verdict]
    assert certificates(world, "tls_verify") == []
    archive = world.archive()
    assert archive.value("select count(*) from articles") == 1
    assert "certificate cannot be verified" in archive.value(
        "select reason from visits where crawl_id like 'tls_verify/%'"
    )
    (file,) = (world.home / "captures").glob("tls_any*.warc.gz")
    said = [record.get("congtin-certificate") for record in read_records(file) if record.type == "response"]
    assert said == [verdict] * 3
    again = World(tmp_path / "again", None, "helpers.handmade.spiders")
    again.home.mkdir()
    again.scrapy("ingest", file)
    ours = again.archive()
    assert dump(ours.conn, "captures") == dump(archive.conn, "captures")
    ours.close()
    archive.close()


# The 1024-bit group of RFC 2409, 6.2: what servers of those years offer.
SMALL_PRIME = int(
    "FFFFFFFFFFFFFFFFC90FDAA22168C234C4C6628B80DC1CD129024E088A67CC74020BBEA63B139B22514A08798E3404DDEF9519B3CD3A431B"
    "302B0A6DF25F14374FE1356D6D51C245E485B576625E7EC6F44C42E9A637ED6B0BFF5CB6F406B7EDEE386BFB5A899FA5AE9F24117C4B1FE6"
    "49286651ECE65381FFFFFFFFFFFFFFFF",
    16,
)


def dh_parameters(prime, generator):
    """PEM of `SEQUENCE { prime, generator }` (PKCS #3)."""
    number = b"\0" + prime.to_bytes(128)
    der = b"\x02\x81" + bytes([len(number)]) + number + b"\x02\x01" + bytes([generator])
    text = b64encode(b"\x30\x81" + bytes([len(der)]) + der).decode()
    return f"-----BEGIN DH PARAMETERS-----\n{text}\n-----END DH PARAMETERS-----\n"


def test_old_servers_are_spoken_to_where_the_portal_says_legacy(tmp_path):
    """TLS 1.0 with a small key and a small Diffie-Hellman group, refused by "any", crawled by "legacy"."""
    context = server_context(tmp_path, issue("tls-legacy-tay.example", small=True))
    (tmp_path / "dh.pem").write_text(dh_parameters(SMALL_PRIME, 2))
    context.load_dh_params(tmp_path / "dh.pem")
    context.set_ciphers("DHE-RSA-AES128-SHA:@SECLEVEL=0")
    context.options &= ~(ssl.OP_NO_TLSv1 | ssl.OP_NO_TLSv1_1)
    with pytest.warns(DeprecationWarning, match="TLSv1"):
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    with TlsServer(context) as server:
        world = World(tmp_path, server, "helpers.handmade.spiders")
        world.scrapy("crawl", "tls_any", "tls_legacy", code=5)
    assert certificates(world, "tls_any") == []
    assert certificates(world, "tls_legacy") == ["not verified: self-signed"]
    archive = world.archive()
    assert archive.value("select count(*) from articles") == 1
    archive.close()
