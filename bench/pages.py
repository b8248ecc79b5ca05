"""A plan's page: CPU against a bare hello, and what goes over the wire at the first visit and at the next."""

import re
from collections.abc import Iterator

from bench.casts import cast, sign_half
from bench.client import Answer, Client
from bench.places import Place
from bench.reading import cpu_each
from bench.server import Server
from bench.table import Line
from seeds.making import PASSWORD

FIRST, NEXT, REQUESTS = 60_000, 12_000, 6
PACKED = "Accept-Encoding: gzip\r\n"


def plan_page(place: Place, server: Server) -> Iterator[Line]:
    """The lines of the plan's page on that database. Bytes are compressed, as a browser asks for them."""
    (writer,) = cast(place, 1)
    sign_half(writer)
    client, path = Client(server.port), f"/plans/{writer.plans[0].id}"
    cookie = f"{signed_in(client, writer.maker.logins[writer.mentor])}{PACKED}"
    limit = cpu_each(server, lambda _: client.get("/hello/"), 200)
    cost = cpu_each(server, lambda _: client.get(path, cookie), 200, 300)
    yield Line(f"page of a plan, {place.name}", limit / cost, 0.08, f"{cost:.0f} us of CPU, hello {limit:.0f} us")
    page = client.get(path, cookie.replace(PACKED, "")).body.decode()
    again = _weight(client.get(path, cookie))
    asked = sorted(set(re.findall(r'(?:href|src)="(/assets/[^"]+)"', page)))
    first = again + sum(_weight(client.get(one, PACKED)) for one in asked)
    detail = f"{first} bytes in {1 + len(asked)} requests, at most {FIRST} in {REQUESTS}"
    yield Line(f"first visit, {place.name}", FIRST / first, 1.0, detail)
    yield Line(f"next visit, {place.name}", NEXT / again, 1.0, f"{again} bytes, at most {NEXT}")


def signed_in(client: Client, login: str) -> str:
    """The line of a request's head that says who asks, once they have signed in as everybody here can."""
    door = client.get("/sign-in")
    token = re.search(r'name="csrf_token" value="([^"]+)"', door.body.decode())
    assert token
    kept = door.header("set-cookie").split(";")[0]
    form = f"csrf_token={token[1]}&login={login}&password={PASSWORD}".replace("@", "%40").encode()
    head = f"POST /sign-in HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {kept}\r\nContent-Length: {len(form)}\r\n"
    raw = f"{head}Content-Type: application/x-www-form-urlencoded\r\n\r\n".encode() + form
    answer = client.send(raw)
    assert answer.status == 303, answer.body
    return f"Cookie: {'; '.join(re.findall(r'(?im)^set-cookie: ([^;]+)', answer.headers))}\r\n"


def _weight(answer: Answer) -> int:
    assert answer.status == 200
    return len(answer.headers) + len(answer.body)
