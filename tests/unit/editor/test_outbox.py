from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import Future

import pytest

from tests.support.background import TIMEOUT, Background
from unity_kernel.editor import outbox as outbox_module
from unity_kernel.editor.outbox import WINDOW, Outbox
from unity_kernel.errors import EditorGone
from unity_kernel.wire.messages import (
    ClearOutput,
    ClientCall,
    Comm,
    Display,
    Failed,
    Log,
    Message,
    Reply,
    Result,
    Stream,
    encode,
)


class Client:
    """Takes batches, as a link does: `send` is what an outbox is given."""

    def __init__(self) -> None:
        self.batches: list[list[Message]] = []
        self.acknowledges = True
        self.unacknowledged: list[Future[Message | None]] = []
        self.reads = threading.Event()
        self.reads.set()
        self.broken = False
        self.arrived = threading.Condition()

    def send(self, batch: Sequence[Message]) -> Future[Message | None]:
        encode(batch)
        self.reads.wait(TIMEOUT)
        if self.broken:
            raise EditorGone("the connection to the client is closed")
        acknowledged: Future[Message | None] = Future()
        with self.arrived:
            self.batches.append(list(batch))
            if self.acknowledges:
                acknowledged.set_result(None)
            else:
                self.unacknowledged.append(acknowledged)
            self.arrived.notify_all()
        return acknowledged

    def wait_for_batches(self, count: int) -> None:
        with self.arrived:
            assert self.arrived.wait_for(lambda: len(self.batches) >= count, TIMEOUT)

    @property
    def messages(self) -> list[Message]:
        return [message for batch in self.batches for message in batch]

    def text(self, name: str = "stdout", job: str | None = None) -> str:
        return "".join(
            message.text
            for message in self.messages
            if isinstance(message, Stream) and message.name == name and job in (None, message.job)
        )


@pytest.fixture
def client() -> Client:
    return Client()


@pytest.fixture
def outbox(client: Client) -> Iterator[Outbox]:
    outbox = Outbox(client.send, name="test")
    yield outbox
    client.reads.set()
    outbox.close()


def limited(client: Client, limit: int) -> Outbox:
    return Outbox(client.send, limit, "limited")


class TestOrder:
    def test_text_and_messages_arrive_in_the_order_they_were_made(
        self, client: Client, outbox: Outbox
    ) -> None:
        outbox.write("j", "stdout", "one")
        outbox.put(Display("j", {"text/plain": "two"}))
        outbox.write("j", "stderr", "three")
        outbox.write("j", "stdout", "four")
        outbox.put(Reply("j", {}))
        outbox.close()

        assert client.messages == [
            Stream("j", "stdout", "one"),
            Display("j", {"text/plain": "two"}),
            Stream("j", "stderr", "three"),
            Stream("j", "stdout", "four"),
            Reply("j", {}),
        ]

    def test_neighbouring_text_of_one_stream_and_cell_becomes_one_message(
        self, client: Client, outbox: Outbox
    ) -> None:
        for job, name in (("1", "stdout"), ("1", "stderr"), ("2", "stderr")):
            for _ in range(100):
                outbox.write(job, name, "x")
        outbox.put(Reply("2", {}))
        outbox.close()

        for batch in client.batches:
            kinds = [(message.job, message.name) for message in batch if isinstance(message, Stream)]
            assert len(kinds) == len(set(kinds))
        assert (
            client.text(job="1")
            == client.text("stderr", job="1")
            == client.text("stderr", job="2")
            == "x" * 100
        )
        assert len(client.messages) < 20

    def test_a_short_cells_text_travels_with_its_reply(self, client: Client, outbox: Outbox) -> None:
        outbox.write("j", "stdout", "hello\n")
        outbox.put(Reply("j", {}))
        client.wait_for_batches(1)

        assert client.batches == [[Stream("j", "stdout", "hello\n"), Reply("j", {})]]

    def test_what_somebody_waits_for_does_not_wait_for_more_text(
        self, client: Client, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(outbox_module, "FIRST_DELAY", 3600.0)
        monkeypatch.setattr(outbox_module, "INTERVAL", 3600.0)
        for number, message in enumerate((ClientCall("j", 1, "input"), Reply("j", {})), 1):
            outbox.write("j", "stdout", "text")
            outbox.put(message)
            client.wait_for_batches(number)

    def test_text_goes_out_by_itself(self, client: Client, outbox: Outbox) -> None:
        outbox.write("j", "stdout", "progress")
        client.wait_for_batches(1)

        assert client.messages == [Stream("j", "stdout", "progress")]

    def test_text_from_several_threads_is_all_there(self, client: Client, outbox: Outbox) -> None:
        def write(letter: str) -> None:
            for _ in range(1000):
                outbox.write(letter, "stdout", letter)

        with Background(lambda: write("a")), Background(lambda: write("b")):
            pass
        outbox.close()

        assert client.text(job="a") == "a" * 1000
        assert client.text(job="b") == "b" * 1000

    def test_an_object_that_prints_while_it_is_printed_does_not_lock_up(
        self, client: Client, outbox: Outbox
    ) -> None:
        """As a `__del__` does that the garbage collector runs in the middle of a print."""

        class Talkative(str):
            __slots__ = ()

            def __len__(self) -> int:
                if not client.batches:
                    outbox.write("j", "stderr", "I am printed")
                return super().__len__()

        outbox.write("j", "stdout", Talkative("text"))
        outbox.close()

        assert client.text() == "text"
        assert "I am printed" in client.text("stderr")


class TestLimit:
    @staticmethod
    def note(cut: str, limit: str) -> str:
        return (
            f"\n[unity-kernel: {cut} characters of output were cut; the limit is {limit} a cell "
            "(trait UnityKernel.output_limit). Write large output to a file.]\n"
        )

    def test_output_up_to_the_limit_is_whole(self, client: Client) -> None:
        outbox = limited(client, 100)
        outbox.write("j", "stdout", "x" * 60)
        outbox.write("j", "stderr", "y" * 40)
        outbox.put(Reply("j", {}))
        outbox.close()

        assert client.text() == "x" * 60
        assert client.text("stderr") == "y" * 40

    def test_the_rest_is_cut_at_the_exact_character_and_counted(self, client: Client) -> None:
        outbox = limited(client, 1000)
        for _ in range(5):
            outbox.write("j", "stdout", "x" * 900)
        outbox.put(Reply("j", {}))
        outbox.close()

        assert client.text() == "x" * 1000
        assert client.text("stderr") == self.note("3,500", "1,000")
        assert isinstance(client.messages[-1], Reply), "the note belongs before the end of the cell"

    def test_each_cell_has_the_whole_limit(self, client: Client) -> None:
        outbox = limited(client, 10)
        for job in "12":
            outbox.write(job, "stdout", job * 15)
            outbox.put(Reply(job, {}))
        outbox.close()

        assert client.text() == "1" * 10 + "2" * 10
        assert client.text("stderr", "1") == client.text("stderr", "2") == self.note("5", "10")

    def test_a_cell_that_fails_tells_too(self, client: Client) -> None:
        outbox = limited(client, 10)
        outbox.write("j", "stdout", "x" * 11)
        outbox.put(Failed("j", "E", "e"))
        outbox.close()

        assert client.text("stderr") == self.note("1", "10")

    def test_cells_that_print_in_turns_do_not_escape_it(self, client: Client) -> None:
        """A thread of an earlier cell, or two coroutines."""
        outbox = limited(client, 10)
        for _ in range(50):
            outbox.write("1", "stdout", "a")
            outbox.write("2", "stdout", "b")
        outbox.put(Reply("1", {}))
        outbox.put(Reply("2", {}))
        outbox.close()

        assert client.text(job="1") == "a" * 10
        assert client.text(job="2") == "b" * 10
        assert client.text("stderr", "1") == client.text("stderr", "2") == self.note("40", "10")

    def test_what_a_thread_loses_after_its_cell_is_told_at_the_next_cell_or_the_end(
        self, client: Client
    ) -> None:
        outbox = limited(client, 10)
        outbox.put(Reply("1", {}))
        outbox.write("1", "stdout", "x" * 13)
        outbox.write("2", "stdout", "next")
        outbox.write("2", "stdout", "y" * 10)
        outbox.close()

        assert client.text("stderr", "1") == self.note("3", "10")
        assert client.text("stderr", "2") == self.note("4", "10")

    def test_console_messages_count_as_output(self, client: Client) -> None:
        outbox = limited(client, 1000)
        for number in range(100):
            outbox.put(Log("j", number, "log", "m" * 50, "s" * 50, 0.0))
        outbox.put(Reply("j", {}))
        outbox.close()

        assert len([message for message in client.messages if isinstance(message, Log)]) == 10
        assert client.text("stderr") == self.note("9,000", "1,000")

    def test_a_display_that_is_larger_than_the_limit_is_left_out_with_a_line(self, client: Client) -> None:
        outbox = limited(client, 100)
        outbox.put(Result("j", {"text/html": "h" * 101}, {}, 1))
        outbox.put(Display("j", {"text/html": "h" * 100}))
        outbox.put(Reply("j", {}))
        outbox.close()

        assert "a display of 101 characters was left out; the limit is 100 a cell" in client.text("stderr")
        assert not [message for message in client.messages if isinstance(message, Result)]
        assert [message for message in client.messages if isinstance(message, Display)]

    def test_the_line_about_a_display_goes_out_by_itself(self, client: Client) -> None:
        outbox = limited(client, 100)
        outbox.put(Display("j", {"text/html": "h" * 101}))
        client.wait_for_batches(1)
        outbox.close()

        assert "was left out" in client.text("stderr")

    def test_no_limit_is_no_limit(self, client: Client, outbox: Outbox) -> None:
        for _ in range(20):
            outbox.write("j", "stdout", "x" * 1_000_000)
        outbox.close()

        assert len(client.text()) == 20_000_000
        assert not client.text("stderr")


class TestSlowClients:
    @pytest.fixture(autouse=True)
    def small(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A queue that is soon full; a client has not long to take something."""
        monkeypatch.setattr(outbox_module, "HIGH_WATER", 1000)
        monkeypatch.setattr(outbox_module, "STALL", 0.1)

    def test_whoever_writes_waits_for_room_and_nothing_is_lost(
        self, client: Client, outbox: Outbox, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(outbox_module, "STALL", TIMEOUT)
        client.reads.clear()

        def write() -> None:
            for _ in range(50):
                outbox.write("j", "stdout", "x" * 100)

        with Background(write) as writing:
            writing.thread.join(0.1)
            assert not writing.is_done, "nobody waited for room"
            client.reads.set()
        outbox.close()

        assert client.text() == "x" * 5000
        assert not client.text("stderr")

    def test_a_client_that_takes_nothing_loses_output_and_is_told_how_much(
        self, client: Client, outbox: Outbox
    ) -> None:
        client.reads.clear()
        for _ in range(100):
            outbox.write("j", "stdout", "x" * 100)
        outbox.put(Reply("j", {}))
        client.reads.set()
        outbox.close()

        lost = 10_000 - len(client.text())
        assert lost > 0
        assert client.text("stderr") == (
            f"\n[unity-kernel: {lost:,} characters of output were dropped, "
            "because the front end took none for 0.1 s]\n"
        )
        assert isinstance(client.messages[-1], Reply)

    def test_the_reason_is_right_also_where_there_is_a_limit(self, client: Client) -> None:
        outbox = limited(client, 1_000_000)
        client.reads.clear()
        for _ in range(100):
            outbox.write("j", "stdout", "x" * 100)
        outbox.put(Reply("j", {}))
        client.reads.set()
        outbox.close()

        assert "the front end took none" in client.text("stderr")
        assert "the limit is" not in client.text("stderr")

    def test_displays_that_are_lost_are_counted_in_their_own_cell(
        self, client: Client, outbox: Outbox
    ) -> None:
        client.reads.clear()
        outbox.write("1", "stdout", "x")
        for _ in range(10):
            outbox.put(Display("2", {"text/plain": "y" * 500}))
        outbox.put(Reply("2", {}))
        client.reads.set()
        outbox.close()

        assert "characters of output were dropped" in client.text("stderr", "2")
        assert not client.text("stderr", "1")

    def test_a_long_quiet_session_has_not_stalled(self, client: Client, outbox: Outbox) -> None:
        """Its first output after hours may be large: the client had nothing to take before."""
        outbox._progress -= 3600.0
        for _ in range(10):
            outbox.write("j", "stdout", "x" * 900)
        outbox.put(Reply("j", {}))
        outbox.close()

        assert client.text() == "x" * 9000
        assert not client.text("stderr")

    def test_memory_stays_bounded(self, client: Client, outbox: Outbox) -> None:
        client.reads.clear()
        for number in range(200):
            outbox.write("j", "stdout", "x" * 500)
            outbox.put(Log("j", number, "log", "m" * 500, "", 0.0))

        assert outbox._size <= 2000
        assert len(outbox._items) < 20

    def test_widget_messages_to_a_client_that_takes_nothing_are_bounded_and_their_loss_is_told(
        self, client: Client, outbox: Outbox
    ) -> None:
        client.reads.clear()
        for number in range(50):
            content = {
                "comm_id": "c",
                "data": {"method": "update", "state": {"value": "x" * 300, "n": number}},
            }
            outbox.put(Comm("j", "comm_msg", content, {}, [b"y" * 100]))
        assert outbox._size <= 2000
        outbox.put(Reply("j", {}))
        client.reads.set()
        outbox.close()

        arrived = sum(isinstance(message, Comm) for message in client.messages)
        assert arrived < 50
        assert f"{50 - arrived:,} of it widget messages" in client.text("stderr")

    def test_at_most_a_window_of_batches_is_under_way(self, client: Client, outbox: Outbox) -> None:
        client.acknowledges = False
        for number in range(WINDOW + 3):
            outbox.put(ClearOutput(str(number), False))
            if number <= WINDOW:
                client.wait_for_batches(number + 1)
        with client.arrived:
            assert not client.arrived.wait_for(lambda: len(client.batches) > WINDOW + 1, 0.1)

        client.acknowledges = True
        for acknowledged in client.unacknowledged:
            acknowledged.set_result(None)
        outbox.close()

        assert [message.job for message in client.messages if isinstance(message, ClearOutput)] == [
            str(number) for number in range(WINDOW + 3)
        ]


class TestBadMessages:
    @staticmethod
    def circle() -> list[object]:
        circle: list[object] = []
        circle.append(circle)
        return circle

    def test_an_output_that_cannot_be_sent_is_told_and_harms_no_other(
        self, client: Client, outbox: Outbox
    ) -> None:
        outbox.write("j", "stdout", "before")
        outbox.put(Display("j", {"application/json": self.circle()}))
        outbox.write("j", "stdout", "after")
        outbox.put(Reply("j", {"status": "ok"}))
        outbox.close()

        assert client.text() == "beforeafter"
        assert "an output was left out: cannot encode display" in client.text("stderr")
        assert client.messages[-1] == Reply("j", {"status": "ok"})

    def test_a_reply_that_cannot_be_sent_still_ends_the_cell(self, client: Client, outbox: Outbox) -> None:
        outbox.put(Reply("j", {"user_expressions": self.circle()}))
        outbox.close()

        (failed,) = client.messages
        assert isinstance(failed, Failed)
        assert failed.job == "j"
        assert "cannot encode reply" in failed.evalue


class TestEnd:
    def test_close_sends_what_is_left(self, client: Client, outbox: Outbox) -> None:
        outbox.write("j", "stdout", "last words")
        outbox.close()

        assert client.text() == "last words"

    def test_a_broken_connection_is_noticed_once_and_output_goes_nowhere(
        self, client: Client, outbox: Outbox
    ) -> None:
        client.broken = True
        outbox.put(ClearOutput("j", False))
        outbox.close()

        for _ in range(1000):
            outbox.write("j", "stdout", "x" * 100_000)
            outbox.put(Reply("j", {}))

        assert client.messages == []
        assert len(outbox._items) < 10

    def test_a_closed_session_does_not_collect_what_its_threads_still_print(
        self, client: Client, outbox: Outbox
    ) -> None:
        outbox.close()
        for _ in range(100):
            outbox.write("j", "stdout", "x" * 1000)
            outbox.put(Log("j", 1, "log", "m", "", 0.0))
            outbox.put(Reply("j", {}))

        assert not outbox._items
        assert not outbox._counts

    def test_close_does_not_wait_long_for_a_stalled_client(self, client: Client) -> None:
        outbox = Outbox(client.send)
        client.reads.clear()
        outbox.write("j", "stdout", "x")
        outbox.close(timeout=0.05)
        client.reads.set()
        outbox._thread.join(TIMEOUT)

        assert not outbox._thread.is_alive()
