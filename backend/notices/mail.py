"""E-mail by SMTP: the same fixed words as on a lock screen, and where to read the rest and to choose what is
mailed: addresses that are the same for everybody. Source: trust, P13.
"""

import smtplib
import ssl
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime
from urllib.parse import SplitResult, unquote, urlsplit

from backend.notices.rules import is_loopback
from backend.notices.sending import Attempt, Parcel, Verdict, again
from backend.notices.texts import CHOOSE

TIMEOUT = 10
SCHEMES = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}


class Mail:
    """Sends mail through the server at `url`: `smtps://login:password@host`, `smtp+starttls://...`, or plain `smtp://`
    on this machine alone, as `sender`. `address` is where people find us, if that is known.
    Raises `ValueError` for anything else.
    """

    def __init__(self, url: str, sender: str, address: str = "") -> None:
        self._url = urlsplit(url)
        if self._url.scheme not in SCHEMES or not self._url.hostname or "@" not in sender:
            raise ValueError("COUNTERSIGN_SMTP_URL is smtps://host or smtp+starttls://host, with COUNTERSIGN_MAIL_FROM")
        if self._url.scheme == "smtp" and not is_loopback(self._url):
            raise ValueError("Mail leaves this machine encrypted: smtps:// or smtp+starttls://")
        self._sender = sender
        self._address = address

    def send(self, parcel: Parcel) -> Attempt:
        """Tries once."""
        try:
            with _connected(self._url) as server:
                server.send_message(message_of(parcel, self._sender, self._address), self._sender, [parcel.value])
        except smtplib.SMTPRecipientsRefused as refused:
            return _answered(next(iter(refused.recipients.values()))[0], Verdict.GONE)
        except smtplib.SMTPResponseException as error:
            return _answered(error.smtp_code, Verdict.REFUSED)
        except (OSError, smtplib.SMTPException):
            return again("unreachable")
        except ValueError:  # no address that one can write to
            return Attempt(Verdict.GONE, "bad_address")
        return Attempt(Verdict.SENT)

    def close(self) -> None:
        """Nothing is held."""


def _connected(url: SplitResult) -> smtplib.SMTP:
    host, port = url.hostname or "", url.port or SCHEMES[url.scheme]
    if url.scheme == "smtps":
        server: smtplib.SMTP = smtplib.SMTP_SSL(host, port, timeout=TIMEOUT, context=ssl.create_default_context())
    else:
        server = smtplib.SMTP(host, port, timeout=TIMEOUT)
    try:
        if url.scheme == "smtp+starttls":
            server.starttls(context=ssl.create_default_context())
        if url.username:
            server.login(unquote(url.username), unquote(url.password or ""))
    except BaseException:
        server.close()
        raise
    return server


def _answered(code: int, for_good: Verdict) -> Attempt:
    return Attempt(Verdict.AGAIN if code < 500 else for_good, str(code))


def message_of(parcel: Parcel, sender: str, address: str = "") -> EmailMessage:
    """The mail, with where one chooses to get no more of them as its programs understand it (RFC 2369).

    Its id is the delivery's own, so that a mailbox shows one that was sent twice once."""
    domain = sender.rpartition("@")[2].rstrip(">")
    message = EmailMessage()
    message["From"] = sender
    message["To"] = Address(addr_spec=parcel.value)
    message["Subject"] = parcel.text.title
    message["Message-ID"] = f"<{parcel.key.entry_id}.{parcel.key.target_id}@{domain}>"
    message["Date"] = format_datetime(parcel.expires_at - parcel.lasts)
    message["Auto-Submitted"] = "auto-generated"
    lines = [parcel.text.body]
    if address:
        message["List-Unsubscribe"] = f"<{address}/me/notices>"
        lines.append(f"{address}/notices")
    lines.append(CHOOSE if not address else f"{CHOOSE}\n{address}/me/notices")
    message.set_content("\n\n".join(lines) + "\n")
    return message
