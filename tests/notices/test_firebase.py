"""The real firebase-admin SDK against a server that speaks as FCM does: what each answer means, and what is sent."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from threading import enumerate as threads
from typing import Any

import firebase_admin
import pytest
from firebase_admin import messaging

from backend.kernel.ids import new_id
from backend.notices.claiming import Key
from backend.notices.firebase import Firebase, message_of
from backend.notices.rules import Channel, TargetKind
from backend.notices.sending import Attempt, Parcel, Verdict, again, tag_of
from backend.notices.texts import text_of
from tests.notices.fcm import Fcm, Reply, account, address_of, fcm

AT = datetime(2026, 10, 2, 9, 0, tzinfo=UTC)


def parcel(value: str, kind: TargetKind | None = TargetKind.TOKEN, **changed: Any) -> Parcel:
    """A message to that address."""
    key = Key(new_id(), new_id(), new_id(), Channel.FCM, new_id())
    lasts = timedelta(days=3)
    made = Parcel(key, kind, value, text_of("generic"), tag_of(new_id(), new_id()), 3, AT, AT + lasts, lasts, 0)
    return Parcel(**{**vars(made), **changed})


@pytest.fixture(scope="module")
def server() -> Iterator[Fcm]:
    """Answers as the target's address says."""
    with fcm(lambda message, _: Reply(address_of(message).partition("/")[0])) as made:
        yield made
    assert made.wrong == []


@pytest.fixture(scope="module")
def firebase(server: Fcm) -> Iterator[Firebase]:
    made = Firebase(account(), server.url)
    yield made
    made.close()


ANSWERS = {
    Reply.OK: Attempt(Verdict.SENT),
    Reply.SLOW: Attempt(Verdict.SENT),
    Reply.UNREGISTERED: Attempt(Verdict.GONE, "UNREGISTERED"),
    Reply.BAD_TARGET: Attempt(Verdict.GONE, "INVALID_ARGUMENT"),
    Reply.BAD_MESSAGE: Attempt(Verdict.REFUSED, "INVALID_ARGUMENT"),
    Reply.SENDER_ID_MISMATCH: Attempt(Verdict.FOREIGN, "SENDER_ID_MISMATCH"),
    Reply.QUOTA_EXCEEDED: again("QUOTA_EXCEEDED", timedelta(seconds=1)),
    Reply.INTERNAL: again("INTERNAL"),
    Reply.UNAVAILABLE: again("UNAVAILABLE", timedelta(seconds=1)),
    Reply.THIRD_PARTY_AUTH_ERROR: Attempt(Verdict.AGAIN, "THIRD_PARTY_AUTH_ERROR"),
    Reply.NOT_JSON: again("UNKNOWN"),
    Reply.RESET: again("UNAVAILABLE"),
    Reply.LOST: again("UNAVAILABLE"),
}


@pytest.mark.parametrize("reply", Reply)
@pytest.mark.parametrize("kind", [TargetKind.FID, TargetKind.TOKEN])
def test_each_answer_means_one_thing_and_is_asked_for_once(
    server: Fcm, firebase: Firebase, reply: Reply, kind: TargetKind
) -> None:
    before = server.replies.total()
    assert firebase.send(parcel(f"{reply}/1", kind)) == ANSWERS[reply]
    assert server.replies.total() - before == 1  # the SDK by itself would try up to five times, and sleep between


def test_what_was_taken_has_fixed_words_references_and_one_tag_everywhere(server: Fcm, firebase: Firebase) -> None:
    sent = parcel("ok/2", TargetKind.FID)
    firebase.send(sent)
    taken = server.taken[-1]
    message = taken.message
    assert (taken.target, taken.notice, taken.tag) == ("ok/2", sent.key.entry_id, sent.tag)
    assert message["data"] == sent.told == {"organisation": sent.key.org, "notice": sent.key.entry_id}
    assert message["notification"] == {"title": sent.text.title, "body": sent.text.body}
    assert message["android"]["collapse_key"] == message["android"]["notification"]["tag"] == sent.tag
    assert (message["android"]["ttl"], message["android"]["notification"]["notification_count"]) == ("259200s", 3)
    assert message["apns"]["headers"]["apns-collapse-id"] == message["webpush"]["headers"]["Topic"] == sent.tag
    assert message["apns"]["headers"]["apns-expiration"] == str(int((AT + timedelta(days=3)).timestamp()))
    assert message["apns"]["payload"]["aps"]["badge"] == 3
    assert sent.key.person_id not in str(message)
    assert sent.key.target_id not in str(message)


def test_a_token_that_is_refused_is_fetched_anew(server: Fcm, firebase: Firebase) -> None:
    firebase.send(parcel("ok/3"))
    granted = server.grants
    server.tokens.clear()
    assert firebase.send(parcel("ok/3")) == again("UNAUTHENTICATED")
    assert (firebase.send(parcel("ok/3")), server.grants) == (Attempt(Verdict.SENT), granted + 1)


def test_nothing_listens_and_that_is_passing_trouble_told_at_once() -> None:
    dead = Firebase(account(), "http://127.0.0.1:9")
    begun = time.monotonic()
    assert dead.send(parcel("ok/4")) == again("no_token")
    assert time.monotonic() - begun < 5
    dead.close()


@pytest.mark.parametrize(
    "endpoint",
    ["https://fcm.googleapis.com", "http://localhost.evil.test:1", "http://10.0.0.1:80", "http://127.0.0.1.evil.test",
     "https://127.0.0.1:1", "http://me@127.0.0.1:1", "http://[::2]:1", "127.0.0.1:1", "http://localhost:1"],
)  # fmt: skip
def test_a_trials_server_is_on_this_machine_or_nothing_starts(endpoint: str) -> None:
    with pytest.raises(ValueError, match="COUNTERSIGN_FCM_ENDPOINT"):
        Firebase(account(), endpoint)


def test_the_sdk_is_the_one_whose_insides_we_know() -> None:
    """When this fails the SDK has changed: read `Firebase._aim` against it, then pin the new version."""
    assert firebase_admin.__version__ == "7.7.0"
    made = Firebase(account(), "http://127.0.0.1:9")
    service = messaging._get_messaging_service(made._app)
    session = service._client.session
    assert service._fcm_url == "http://127.0.0.1:9/v1/projects/countersign-trial/messages:send"
    for url in ("https://fcm.googleapis.com", service._fcm_url):
        assert session.get_adapter(url).max_retries.total == 0
    assert (session._refresh_status_codes, session.trust_env) == ((), False)
    assert session.credentials is made._credential
    assert not hasattr(made._credential, "_maybe_start_regional_access_boundary_refresh")
    assert messaging._MessagingService.FCM_URL == "https://fcm.googleapis.com/v1/projects/{0}/messages:send"
    made.close()


def test_no_thread_of_googles_is_left_behind(firebase: Firebase) -> None:
    firebase.send(parcel("ok/5"))
    assert [one.name for one in threads() if "refresh" in one.name.lower() or "google" in one.name.lower()] == []


def test_a_message_never_outgrows_what_fcm_takes() -> None:
    assert len(str(message_of(parcel("x" * 300)))) < 4096
