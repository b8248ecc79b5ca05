"""The writers' lock: first come, first served."""

import time
from threading import Event, Thread

import pytest

from backend.kernel.fair import FairLock


def _until(condition: object) -> None:
    deadline = time.monotonic() + 10
    while not condition():  # type: ignore[operator]  # a condition is called
        assert time.monotonic() < deadline
        time.sleep(0.001)


def test_waiters_are_served_in_the_order_they_came() -> None:
    lock, served, threads = FairLock(), list[int](), list[Thread]()

    def work(number: int) -> None:
        with lock.turn():
            served.append(number)

    with lock.turn():
        for number in range(20):
            threads.append(Thread(target=work, args=[number]))
            threads[-1].start()
            _until(lambda: len(lock._waiters) == len(threads))
    for thread in threads:
        thread.join(10)
    assert served == list(range(20))


def test_a_newcomer_does_not_overtake_whoever_waits_already() -> None:
    lock, served = FairLock(), list[str]()
    held, release = Event(), Event()

    def first() -> None:
        with lock.turn():
            held.set()
            release.wait(10)
        with lock.turn():  # comes straight back, as a busy writer does
            served.append("the first again")

    def second() -> None:
        with lock.turn():
            served.append("the one who waited")

    threads = [Thread(target=first), Thread(target=second)]
    threads[0].start()
    held.wait(10)
    threads[1].start()
    _until(lambda: len(lock._waiters) == 1)
    release.set()
    for thread in threads:
        thread.join(10)
    assert served == ["the one who waited", "the first again"]


def test_one_at_a_time() -> None:
    lock, inside, most = FairLock(), list[int](), list[int]()

    def work() -> None:
        for _ in range(50):
            with lock.turn():
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)
    assert (len(most), set(most)) == (400, {1})


def test_a_turn_ends_when_what_was_done_in_it_fails() -> None:
    lock = FairLock()
    with pytest.raises(ZeroDivisionError), lock.turn():
        1 / 0  # noqa: B018 - the failure is the point
    with lock.turn():
        pass
