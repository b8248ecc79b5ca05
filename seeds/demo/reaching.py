"""What the demo tells of reaching people: their phones and browsers, how they want to be told, who stands in for them,
and calendars. Every address is invented, and nothing is ever sent to it: the demo has nothing to send with.
"""

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from backend.accounts.pairs import Device
from backend.accounts.rules import Platform
from backend.accounts.sessions import who
from backend.accounts.signing_in import SignIn, sign_in
from backend.kernel.ids import Id
from backend.notices.calendar import make_feed
from backend.notices.kinds import Topic
from backend.notices.preferences import (
    HowOften,
    PutPreferences,
    Ways,
    Weekday,
    Working,
    put_preferences,
    show_preferences,
)
from backend.notices.rules import TargetKind
from backend.notices.targets import PutTarget, put_target
from backend.people.deputies import NameDeputy, name_deputy
from backend.people.emails import ChangeEmail, change_email
from seeds.demo.script import Does, Moment
from seeds.making import PASSWORD, Maker

INVENTED = "invented-for-the-demo"
_NAMES = {Platform.ANDROID: "Android phone", Platform.IOS: "iPhone", Platform.WEB: "Browser at work"}


@dataclass
class Reaching:
    """The acts of one organisation around telling people. `wishes` are how some want to be told, by their keys."""

    maker: Maker
    ids: Mapping[str, Id]
    wishes: Mapping[str, Mapping[str, Any]]

    @property
    def acts(self) -> dict[Does, Callable[[Any, Moment], None]]:
        """What each word of the files does."""
        return {
            Does.IS_REACHED: self._register,
            Does.CHOOSES: self._choose,
            Does.GIVES_ADDRESS: self._give_address,
            Does.HAS_CALENDAR: self._make_calendar,
            Does.NAMES_DEPUTY: self._name_deputy,
        }

    def _register(self, _told: Any, moment: Moment) -> None:
        """Signs in on a device of their own, which stays signed in, and registers it as its app does."""
        person, platform, maker = self.ids[moment.who], Platform(moment.what), self.maker
        device = Device(name=_NAMES[platform], platform=platform)
        act = SignIn(login=maker.logins[person], organisation=maker.key, password=PASSWORD, device=device)
        token = sign_in(maker.database, maker.vault, act).access_token
        with maker.database.writing(maker.org) as tx:
            actor = who(tx, token)
            assert actor.device  # noqa: S101 - whoever signs in is on one
            put_target(tx, actor, actor.device, _target(platform, actor.device))

    def _choose(self, _told: Any, moment: Moment) -> None:
        person, said = self.ids[moment.who], self.wishes[moment.what]
        _, follows = self.maker.read(person, show_preferences)
        act = PutPreferences(
            topics=[_ways(topic, said) for topic in Topic],
            rhythm=HowOften(said.get("rhythm", HowOften.AT_ONCE)),
            working=_working(said),
        )
        self.maker.do(person, put_preferences, act, follows)

    def _give_address(self, _told: Any, moment: Moment) -> None:
        person = self.ids[moment.of]
        act = ChangeEmail(person_id=person, email=self.maker.logins[person])
        self.maker.do(self.ids[moment.who], change_email, act)

    def _make_calendar(self, _told: Any, moment: Moment) -> None:
        self.maker.do(self.ids[moment.who], make_feed)

    def _name_deputy(self, _told: Any, moment: Moment) -> None:
        person = self.ids[moment.who]
        self.maker.do(person, name_deputy, NameDeputy(person_id=person, deputy_id=self.ids[moment.of]))


def _target(platform: Platform, device: Id) -> PutTarget:
    if platform is not Platform.WEB:
        return PutTarget(kind=TargetKind.TOKEN, value=f"{INVENTED}/{device}")
    keys = {name: urlsafe_b64encode(bytes(size)).decode() for name, size in (("p256dh", 65), ("auth", 16))}
    endpoint = f"https://updates.push.services.mozilla.com/{INVENTED}/{device}"
    return PutTarget(kind=TargetKind.WEBPUSH, value=json.dumps({"endpoint": endpoint, "keys": keys}))


def _ways(topic: Topic, said: Mapping[str, Any]) -> Ways:
    is_quiet = topic in said.get("quiet", ())
    return Ways(topic=topic, push=not is_quiet, web_push=not is_quiet, mail=topic in said.get("mail", ()))


def _working(said: Mapping[str, Any]) -> Working:
    usual = Working()
    weekdays = [Weekday(day) for day in said.get("weekdays", usual.weekdays)]
    return Working(weekdays=weekdays, starts=said.get("starts", usual.starts), ends=said.get("ends", usual.ends))
