"""Browsers and mailboxes: the same fixed words, sealed or plain, to nobody but those we know."""

import json
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from email import message_from_bytes
from pathlib import Path
from typing import Any

import http_ece
import pytest
from aiosmtpd.controller import Controller
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from backend.notices.mail import Mail
from backend.notices.rules import TargetKind
from backend.notices.sending import Attempt, Verdict, again
from backend.notices.texts import CHOOSE
from backend.notices.webpush import WebPush
from tests.notices.fcm import Fcm, fcm
from tests.notices.test_firebase import parcel
from tests.seeds.conftest import free_port

AUTH = bytes(range(16))


@pytest.fixture(scope="module")
def server() -> Iterator[Fcm]:
    with fcm() as made:
        yield made
    assert made.wrong == []


@pytest.fixture(scope="module")
def browser() -> ec.EllipticCurvePrivateKey:
    return ec.generate_private_key(ec.SECP256R1())


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("vapid") / "key.pem"
    made = ec.generate_private_key(ec.SECP256R1())
    path.write_bytes(made.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    return path


def subscription(endpoint: str, browser: ec.EllipticCurvePrivateKey) -> str:
    point = browser.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    keys = {"p256dh": urlsafe_b64encode(point).decode(), "auth": urlsafe_b64encode(AUTH).decode().rstrip("=")}
    return json.dumps({"endpoint": endpoint, "keys": keys})


def test_a_browser_can_open_what_it_is_sent_and_nobody_else(
    server: Fcm, browser: ec.EllipticCurvePrivateKey, key: Path
) -> None:
    push = WebPush(key, "mailto:it@hazelwood.test", loopback=True)
    sent = parcel(subscription(f"{server.url}/push/201-a", browser), TargetKind.WEBPUSH)
    assert push.send(sent) == Attempt(Verdict.SENT)
    _, headers, body = server.pushed[-1]
    assert (headers["topic"], headers["ttl"], sent.tag.encode() in body) == (sent.tag, "259200", False)
    told = json.loads(http_ece.decrypt(body, private_key=browser, auth_secret=AUTH, version="aes128gcm"))
    words = {"title": sent.text.title, "body": sent.text.body}
    assert told == {**words, "tag": sent.tag, "badge": 3, **sent.told}
    push.close()


@pytest.mark.parametrize(
    ("status", "attempt"),
    [(404, Attempt(Verdict.GONE, "404")), (410, Attempt(Verdict.GONE, "410")), (403, Attempt(Verdict.FOREIGN, "403")),
     (400, Attempt(Verdict.REFUSED, "400")), (500, again("500")), (302, Attempt(Verdict.REFUSED, "302"))],
)  # fmt: skip
def test_each_answer_of_a_push_service_means_one_thing(
    server: Fcm, browser: ec.EllipticCurvePrivateKey, key: Path, status: int, attempt: Attempt
) -> None:
    push = WebPush(key, "mailto:it@hazelwood.test", loopback=True)
    assert push.send(parcel(subscription(f"{server.url}/push/{status}-a", browser), TargetKind.WEBPUSH)) == attempt
    push.close()


def test_a_push_service_says_how_long_to_wait(server: Fcm, browser: ec.EllipticCurvePrivateKey, key: Path) -> None:
    push = WebPush(key, "mailto:it@hazelwood.test", loopback=True)
    attempt = push.send(parcel(subscription(f"{server.url}/push/429-a", browser), TargetKind.WEBPUSH))
    assert (attempt.code, attempt.wait and attempt.wait.total_seconds()) == ("429", 7)
    push.close()


def test_outside_a_trial_this_machine_is_no_push_service(
    server: Fcm, browser: ec.EllipticCurvePrivateKey, key: Path
) -> None:
    push = WebPush(key, "mailto:it@hazelwood.test")
    before = len(server.pushed)
    sent = parcel(subscription(f"{server.url}/push/201-b", browser), TargetKind.WEBPUSH)
    assert (push.send(sent), len(server.pushed)) == (Attempt(Verdict.GONE, "unknown_service"), before)
    push.close()


class Mailbox:
    """Takes mail, unless its recipient's name says otherwise."""

    def __init__(self) -> None:
        self.mails: list[tuple[list[str], bytes]] = []

    async def handle_RCPT(self, _server: Any, _session: Any, envelope: Any, address: str, _options: Any) -> str:
        name = address.partition("@")[0]
        if name in ("450", "550"):
            return f"{name} no"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server: Any, _session: Any, envelope: Any) -> str:
        self.mails.append((envelope.rcpt_tos, envelope.content))
        return "250 OK"


@pytest.fixture(scope="module")
def mailbox() -> Iterator[tuple[Mailbox, str]]:
    box = Mailbox()
    controller = Controller(box, hostname="127.0.0.1", port=(port := free_port()))
    controller.start()
    yield box, f"smtp://127.0.0.1:{port}"
    controller.stop()


def test_a_mail_has_the_fixed_words_alone_and_is_shown_once_though_sent_twice(mailbox: tuple[Mailbox, str]) -> None:
    box, url = mailbox
    here = "https://hazelwood.test"
    mail, sent = Mail(url, "Countersign <no-reply@hazelwood.test>", here), parcel("maya@hazelwood.test", None)
    assert [mail.send(sent), mail.send(sent)] == [Attempt(Verdict.SENT)] * 2
    (to, first), (_, second) = box.mails
    read = message_from_bytes(first)
    assert to == ["maya@hazelwood.test"]
    assert read["Message-ID"] == message_from_bytes(second)["Message-ID"]
    below = f"{here}/notices\n\n{CHOOSE}\n{here}/me/notices"
    said = str(read.get_payload()).replace("\r\n", "\n").strip()
    assert (read["Subject"], said) == (sent.text.title, f"{sent.text.body}\n\n{below}")
    assert read["List-Unsubscribe"] == f"<{here}/me/notices>"
    assert read["Auto-Submitted"] == "auto-generated"
    assert sent.key.person_id not in str(read)


@pytest.mark.parametrize(
    ("address", "attempt"),
    [("450@a.test", Attempt(Verdict.AGAIN, "450")), ("550@a.test", Attempt(Verdict.GONE, "550")),
     ("a@a.test\r\nBcc: b@b.test", Attempt(Verdict.GONE, "bad_address")),
     ("no address", Attempt(Verdict.GONE, "bad_address"))],
)  # fmt: skip
def test_each_answer_of_a_mail_server_means_one_thing(
    mailbox: tuple[Mailbox, str], address: str, attempt: Attempt
) -> None:
    assert Mail(mailbox[1], "no-reply@hazelwood.test").send(parcel(address, None)) == attempt


def test_a_mail_server_that_is_away_is_passing_trouble() -> None:
    assert Mail("smtp://127.0.0.1:9", "no-reply@hazelwood.test").send(parcel("a@a.test", None)) == again("unreachable")


@pytest.mark.parametrize("url", ["smtp://mail.hazelwood.test", "http://127.0.0.1", "smtps://", "nonsense"])
def test_mail_leaves_this_machine_encrypted_or_not_at_all(url: str) -> None:
    with pytest.raises(ValueError, match="smtps"):
        Mail(url, "no-reply@hazelwood.test")
