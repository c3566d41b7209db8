"""Clients and an editor over real sockets, both transports: a real `Editor` under the smallest host."""

from __future__ import annotations

import json
import socket
import struct
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import Any

import psutil
import pytest

from tests.support.background import TIMEOUT, Background
from tests.support.stub_host import StubHost
from unity_kernel.client.control import Control
from unity_kernel.client.remote import RemoteEditor
from unity_kernel.editor import server as server_module
from unity_kernel.editor.editor import Editor
from unity_kernel.errors import (
    AuthenticationError,
    EditorGone,
    ProtocolVersionError,
    RemoteError,
    UnityKernelError,
)
from unity_kernel.wire import handshake, system
from unity_kernel.wire.editor_file import EditorFile, discover
from unity_kernel.wire.endpoint import Transport
from unity_kernel.wire.messages import PROTOCOL, ClientCall, ClientReply, Execute, Message, Reply, Stream

TRANSPORTS: list[Transport] = ["unix", "tcp"] if system.HAS_UNIX_SOCKETS else ["tcp"]
ROOT = Path(__file__).resolve().parents[2]
BIG = 30_000_000


class Running:
    """An editor in a process of its own."""

    def __init__(self, home: Path, transport: Transport) -> None:
        self.log = home / "editor.log"
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.support.stub_host", transport],
                cwd=ROOT,
                stdout=subprocess.PIPE,
                stderr=log,
            )
        assert self.process.stdout is not None
        name = self.process.stdout.readline().decode().strip()
        assert name, self.log.read_text()
        self.file = next(editor for editor in discover()[0] if editor.id == name)

    def lines(self, text: str) -> list[str]:
        """Lines of the editor's log with this text, once there is one."""
        deadline = time.monotonic() + TIMEOUT
        while True:
            found = [line for line in self.log.read_text().splitlines() if text in line]
            if found or time.monotonic() > deadline:
                return found
            time.sleep(0.01)

    def stop(self) -> None:
        """Ends it as a client does."""
        with suppress(UnityKernelError), closing(Control(self.file)) as control:
            control.quit_editor()
        try:
            assert self.process.wait(TIMEOUT) == 0, self.log.read_text()
        finally:
            self.process.kill()
            self.process.wait()
            assert self.process.stdout is not None
            self.process.stdout.close()


@pytest.fixture(scope="module", params=TRANSPORTS)
def running(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """One editor for all tests that leave it as it was; at its end no thread may have died of an exception."""
    running = Running(tmp_path_factory.mktemp("editor"), request.param)
    yield running
    running.stop()
    log = running.log.read_text()
    assert "Exception in thread" not in log, log
    assert "a connection ended with an error" not in log, log
    assert not running.file.path.exists()
    assert not (running.file.endpoint.path and Path(running.file.endpoint.path).exists())


@pytest.fixture
def file(running: Running) -> EditorFile:
    return running.file


class Client:
    """A session over a control channel, that keeps what it is sent."""

    def __init__(
        self, file: EditorFile, name: str, answer: Callable[[ClientCall], Any] | None = None
    ) -> None:
        self.events: list[Message] = []
        self.closed = threading.Event()
        self._answer = answer
        self.control = Control(file, self._event, self.closed.set)
        self.status = self.control.attach(name, f"test {name}")

    def begin(self, code: str) -> Any:
        """The future of a cell's reply."""
        return self.control.request(Execute(self.control.new_job(), code))

    def run(self, code: str) -> dict[str, Any]:
        """A cell's reply."""
        content: dict[str, Any] = self.begin(code).result(TIMEOUT).content
        return content

    def begin_sleeping(self) -> Any:
        """The future of a cell that sleeps by now, for an hour."""
        before = len(self.text())
        future = self.begin("import time\nprint('asleep')\ntime.sleep(3600)")
        wait_until(lambda: len(self.text()) > before)
        return future

    def text(self) -> str:
        """All that was printed."""
        return "".join(event.text for event in self.events if isinstance(event, Stream))

    def _event(self, event: Message) -> None:
        self.events.append(event)
        if isinstance(event, ClientCall):
            threading.Thread(target=self._reply, args=(event,), daemon=True).start()

    def _reply(self, call: ClientCall) -> None:
        assert self._answer is not None
        with suppress(EditorGone):  # told to whoever writes when the test closes the client
            self.control.send(ClientReply(call.call, self._answer(call)))

    def close(self) -> None:
        self.control.close()


@pytest.fixture
def client(file: EditorFile, no_leaks: None) -> Iterator[Client]:
    client = Client(file, "one")
    yield client
    client.close()


@pytest.fixture
def remote(file: EditorFile) -> Iterator[RemoteEditor]:
    remote = RemoteEditor(file)
    yield remote
    remote.close()


def wait_until(condition: Callable[[], object]) -> None:
    """For what happens in another process and has no event to offer."""
    deadline = time.monotonic() + TIMEOUT
    while not condition():
        assert time.monotonic() < deadline, "it never happened"
        time.sleep(0.005)


class TestControl:
    def test_attaching_gives_the_status(self, client: Client, running: Running) -> None:
        assert client.status["id"] == running.file.id
        assert client.status["pid"] == running.process.pid
        assert (client.status["state"], client.status["job"], client.status["queue"]) == ("idle", None, [])
        assert client.status["scene"] == {"path": "Assets/Main.unity", "dirty": False}
        assert "test one" in [session["client"] for session in client.status["sessions"]]
        assert json.dumps(client.status), "plain data"

    def test_a_cell_runs_and_its_output_comes_before_its_reply(self, client: Client) -> None:
        future = client.begin("print('hello')\nUnityEngine.answer")
        seen: list[str] = []
        future.add_done_callback(lambda done: seen.append(client.text()))

        assert future.result(TIMEOUT).content["status"] == "ok"
        assert seen == ["hello\n"]

    def test_an_error_is_the_cells(self, client: Client) -> None:
        assert client.run("1 / 0")["ename"] == "ZeroDivisionError"
        assert client.run("1")["status"] == "ok"

    def test_os_exit_free_death_aside_a_cell_cannot_stop_the_editor(self, client: Client) -> None:
        assert client.run("import sys; sys.exit(1)")["ename"] == "SystemExit"
        assert client.run("raise KeyboardInterrupt")["ename"] == "KeyboardInterrupt"
        client.run(
            "import asyncio\nasync def leave():\n    sys.exit(2)\n"
            "task = asyncio.get_running_loop().create_task(leave())"
        )
        client.run("await asyncio.sleep(0.01)")
        assert client.run("1")["status"] == "ok"

    def test_the_status_is_answered_while_a_cell_runs_and_an_interrupt_stops_it(self, client: Client) -> None:
        future = client.begin_sleeping()
        job = client.control.status()["job"]
        assert (job["label"], job["client"]) == ("In[1]: import time", "test one")
        assert client.control.interrupt()
        assert future.result(TIMEOUT).content["ename"] == "KeyboardInterrupt"
        assert not client.control.interrupt()

    def test_a_queued_cell_can_be_taken_back(self, client: Client) -> None:
        running = client.begin_sleeping()
        queued = Execute(client.control.new_job(), "never = 1")
        future = client.control.request(queued)
        assert client.control.cancel(queued.job)
        client.control.interrupt()
        running.result(TIMEOUT)

        with pytest.raises(RemoteError, match="cancelled before it ran"):
            future.result(TIMEOUT)

    def test_the_second_notebook_waits_its_turn(self, client: Client, file: EditorFile) -> None:
        with closing(Client(file, "two")) as second:
            first_reply = client.begin_sleeping()
            second_reply = second.begin("print('my turn')")
            wait_until(lambda: second.control.status()["queue"])

            assert not second_reply.done()
            assert second.text() == ""
            assert client.control.interrupt()
            first_reply.result(TIMEOUT)
            second_reply.result(TIMEOUT)
            assert second.text() == "my turn\n"

    def test_coroutines_of_two_notebooks_run_side_by_side(self, client: Client, file: EditorFile) -> None:
        with closing(Client(file, "two")) as second:
            waiting = client.begin("import asyncio\nawait asyncio.sleep(3600)")
            wait_until(lambda: second.control.status()["state"] == "busy")
            assert second.run("1 + 1")["status"] == "ok"
            assert not waiting.done()
            client.control.interrupt()
            assert waiting.result(TIMEOUT).content["ename"] == "KeyboardInterrupt"

    def test_input_is_answered_while_the_status_still_is(self, file: EditorFile) -> None:
        states: list[str] = []

        def answer(call: ClientCall) -> str:
            states.append(asking.control.status()["state"])
            return "Ada"

        with closing(Client(file, "asking", answer)) as asking:
            asking.run("print('Hello', input('Name? '))")

            assert asking.text() == "Hello Ada\n"
            assert states == ["busy"]

    def test_much_output_both_ways_at_once(self, client: Client) -> None:
        """A cell streams megabytes while large cells come in: nobody may stop reading."""
        streaming = client.begin(
            "import asyncio\nfor number in range(40):\n    print('x' * 500_000)\n    await asyncio.sleep(0)"
        )
        large = [client.begin(f"len({'y' * 2_000_000!r})") for _ in range(5)]

        assert streaming.result(30).content["status"] == "ok"
        assert [future.result(30).content["status"] for future in large] == ["ok"] * 5
        assert client.text().count("x") == 20_000_000

    def test_a_completion_that_its_caller_gives_up_harms_nothing(self, client: Client) -> None:
        future = client.begin_sleeping()
        given_up = client.control.request(Execute(client.control.new_job(), "1"))
        given_up.cancel()
        client.control.interrupt()

        assert future.result(TIMEOUT).content["ename"] == "KeyboardInterrupt"
        assert client.run("1")["status"] == "ok"

    def test_a_request_without_a_session_is_refused(self, file: EditorFile) -> None:
        with closing(Control(file)) as control:
            with pytest.raises(RemoteError, match="'interrupt' needs a session; send attach_session first"):
                control.interrupt()
            assert control.status()["id"] == file.id

    def test_a_client_that_vanishes_leaves_no_session_and_no_running_cell(
        self, client: Client, file: EditorFile
    ) -> None:
        vanishing = Client(file, "vanishing")
        vanishing.begin_sleeping()
        vanishing.control._link._connection._channel.close()

        wait_until(lambda: len(client.control.status()["sessions"]) == 1)
        assert client.run("1")["status"] == "ok"
        vanishing.close()

    def test_a_kernel_that_attaches_again_gets_a_clean_namespace(self, client: Client) -> None:
        client.run("old = 1")
        client.control.attach("one", "test one")

        assert client.run("old")["ename"] == "NameError"

    def test_the_console_can_be_read(self, client: Client) -> None:
        answer = client.control.logs(limit=5)

        assert answer.keys() == {"entries", "last", "lost", "forgotten"}

    def test_an_editor_is_adopted_and_disowned(self, client: Client) -> None:
        client.control.adopt()
        assert client.control.disown()


class TestBulk:
    def test_values_are_fetched_and_supplied_by_ticket(self, file: EditorFile) -> None:
        held: dict[str, Any] = {"back": None}

        def answer(call: ClientCall) -> None:
            name, ticket = call.arguments["name"], call.arguments["ticket"]
            if call.name == "pull":
                held[name] = moving.control.fetch(ticket)
            else:
                moving.control.supply(ticket, held[name])

        with closing(Client(file, "transfers", answer)) as moving:
            assert moving.run(f"table = {{'big': b'x' * {BIG}, 'a': [1, 2]}}\n%pull table")["status"] == "ok"
            assert (len(held["table"]["big"]), held["table"]["a"]) == (BIG, [1, 2])
            held["back"] = list(range(1000))
            moving.run("%push back\nprint(sum(back))")

            assert moving.text() == "499500\n"

    def test_a_wrong_ticket_is_refused_and_logged(self, client: Client, running: Running) -> None:
        with pytest.raises(EditorGone, match="the transfer broke off"):
            client.control.fetch("0" * 16)

        assert running.lines("a transfer that does not exist")
        assert client.run("1")["status"] == "ok"


class TestObjects:
    def test_modules_and_their_attributes(self, remote: RemoteEditor) -> None:
        math = remote.module("math")

        assert math.floor(2.5) == 2
        assert math.__name__ == "math"
        assert remote.is_alive

    def test_code_runs_on_the_main_thread_in_a_namespace_that_lasts(self, remote: RemoteEditor) -> None:
        remote.execute("import threading\nname = threading.current_thread().name")
        remote.execute("name += '!'")

        assert remote.connection.root.namespace()["name"] == "MainThread!"

    def test_objects_can_be_changed_by_attribute_and_item(self, remote: RemoteEditor) -> None:
        remote.execute("class Box: pass\nbox = Box()\nlisting = [1, 2, 3]")
        namespace = remote.connection.root.namespace()
        namespace["box"].color = "red"
        namespace["listing"].append(4)
        del namespace["listing"][0]

        assert remote.connection.root.namespace()["box"].color == "red"
        assert list(namespace["listing"]) == [2, 3, 4]

    def test_an_error_of_the_editor_is_raised_with_its_traceback(self, remote: RemoteEditor) -> None:
        with pytest.raises(ZeroDivisionError, match="division by zero") as caught:
            remote.execute("def fail():\n    1 / 0\nfail()")

        assert "Remote Traceback" in str(caught.value)
        assert remote.is_alive

    def test_a_missing_module_is_an_import_error(self, remote: RemoteEditor) -> None:
        with pytest.raises(ImportError):
            remote.module("no_such_module_anywhere")

    def test_the_editor_may_call_back_while_the_client_waits(self, remote: RemoteEditor) -> None:
        """And the callback may use the editor's objects in turn: three deep, no deadlock."""
        remote.execute(
            "def double(x):\n    return 2 * x\ndef apply(f, values):\n    return [f(v) for v in values]"
        )
        namespace = remote.connection.root.namespace()
        double, apply = namespace["double"], namespace["apply"]
        threads: list[int] = []

        def callback(value: int) -> int:
            threads.append(threading.get_ident())
            result: int = double(value) + 1
            return result

        assert list(apply(callback, [1, 2, 3])) == [3, 5, 7]
        assert set(threads) == {threading.get_ident()}

    def test_an_error_of_the_callback_reaches_the_editors_code(self, remote: RemoteEditor) -> None:
        remote.execute(
            "def attempt(f):\n    try:\n        f()\n    except ValueError as error:\n        return 'caught'"
        )

        def fail() -> None:
            raise ValueError("in the client")

        assert remote.connection.root.namespace()["attempt"](fail) == "caught"

    def test_a_cell_waits_its_turn_behind_a_script(self, remote: RemoteEditor, client: Client) -> None:
        def attribute() -> Any:
            return remote.module("math").pi

        future = client.begin("1")
        assert attribute() == pytest.approx(3.14159, abs=1e-5)
        assert future.result(TIMEOUT).content["status"] == "ok"

    def test_a_client_killed_in_the_middle_of_a_call_leaves_the_editor_working(
        self, file: EditorFile, client: Client, remote: RemoteEditor
    ) -> None:
        """The editor waits for the client's callback when the client dies."""
        script = (
            "import os, sys\n"
            "from pathlib import Path\n"
            "from unity_kernel.client.remote import RemoteEditor\n"
            "from unity_kernel.wire.editor_file import EditorFile\n"
            f"remote = RemoteEditor(EditorFile.read(Path({str(file.path)!r})))\n"
            "remote.execute('def call(f):\\n    return f()')\n"
            "remote.connection.root.namespace()['call'](lambda: os._exit(0))\n"
        )
        subprocess.run([sys.executable, "-c", script], cwd=ROOT, check=True, timeout=30)

        assert client.run("1")["status"] == "ok"
        assert remote.module("math").floor(1.5) == 1
        wait_until(lambda: client.control.status()["job"] is None)

    def test_nothing_can_be_unpickled_through_it(self, remote: RemoteEditor) -> None:
        import rpyc

        remote.execute("listing = [1]")
        with pytest.raises(ValueError, match="pickling is disabled"):
            rpyc.classic.obtain(remote.connection.root.namespace()["listing"])


class TestRefusals:
    JUNK = {
        "http": b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n",
        "zeros": bytes(1000),
        "oversized": struct.pack(">I", 2**31) + b"x" * 1000,
        "pickle": struct.pack(">I", 20) + b"\x80\x04\x95" + bytes(17),
        "nothing": b"",
    }

    @pytest.mark.parametrize("junk", JUNK.values(), ids=JUNK.keys())
    def test_junk_is_refused_and_logged_and_harms_nobody(
        self, running: Running, client: Client, junk: bytes
    ) -> None:
        before = len(running.log.read_text())
        with running.file.endpoint.connect() as sock:
            sock.sendall(junk)
            with suppress(OSError):
                sock.shutdown(socket.SHUT_WR)
            sock.settimeout(TIMEOUT)
            with suppress(ConnectionError):
                assert sock.recv(100) == b""

        wait_until(lambda: "refused a connection" in running.log.read_text()[before:])
        assert client.run("1")["status"] == "ok"

    def test_a_wrong_token_is_refused_without_giving_anything_away(
        self, file: EditorFile, client: Client
    ) -> None:
        with file.endpoint.connect() as sock, pytest.raises(AuthenticationError):
            handshake.introduce(sock, "0" * 64, "control")

        assert client.run("1")["status"] == "ok"

    def test_a_client_that_lies_about_the_token_is_told_and_logged(self, running: Running) -> None:
        with running.file.endpoint.connect() as sock:
            frames = handshake._Frames(sock)
            frames.send(
                {"magic": "unity-kernel", "protocol": PROTOCOL, "channel": "control", "nonce": "n" * 64}
            )
            frames.receive()
            frames.send({"proof": "0" * 64})

            assert frames.receive()["refused"] == "AuthenticationError"
        assert running.lines("refused a connection: the client does not know this editor's token")

    def test_another_version_is_told_what_to_do(self, running: Running) -> None:
        with (
            running.file.endpoint.connect() as sock,
            pytest.raises(ProtocolVersionError, match="same version"),
        ):
            handshake.introduce(sock, running.file.token, "control", protocol=PROTOCOL + 1)

        assert running.lines(f"speaks protocol {PROTOCOL + 1}")


class TestInProcess:
    """An editor in this very process, for what can only be seen from inside."""

    @pytest.fixture(autouse=True)
    def _clean(self, no_leaks: None, fresh_home: Path) -> None:
        """Every thread of the editor is joined."""

    @contextmanager
    def editor(
        self, transport: Transport, host: StubHost | None = None
    ) -> Iterator[tuple[Editor, EditorFile]]:
        editor = Editor(host or StubHost(), transport)
        file = editor.start()
        try:
            yield editor, file
        finally:
            editor.stop()

    def pumping(self, editor: Editor, until: Background) -> None:
        while not until.is_done:
            editor.dispatcher.wait_for_work(0.01)
            editor.pump()

    @pytest.fixture(params=TRANSPORTS)
    def transport(self, request: pytest.FixtureRequest) -> Transport:
        transport: Transport = request.param
        return transport

    def test_stopping_ends_every_thread_connection_and_file(self, transport: Transport) -> None:
        before = set(threading.enumerate())
        closed = threading.Event()
        with self.editor(transport) as (editor, file):
            control = Control(file, on_closed=closed.set)
            remote_sock = file.endpoint.connect()

            def attach() -> Any:
                control.attach("s", "test")
                handshake.introduce(remote_sock, file.token, "object")
                return control.request(Execute("j", "1")).result(TIMEOUT)

            with Background(attach) as attaching:
                self.pumping(editor, attaching)
            assert isinstance(attaching.result(), Reply)
            silent = file.endpoint.connect()
        control.close()

        assert closed.wait(TIMEOUT)
        assert {thread for thread in threading.enumerate() if thread.name != "background"} <= before
        assert not file.path.exists()
        with pytest.raises(EditorGone):
            file.endpoint.connect()
        silent.close()
        remote_sock.close()

    def test_what_waits_for_the_editor_when_it_ends_is_told(self, transport: Transport) -> None:
        with self.editor(transport) as (_, file):
            control = Control(file)
            control.attach("s", "test")
            queued = control.request(Execute("j", "never = 1"))
        with pytest.raises(UnityKernelError):
            queued.result(TIMEOUT)
        control.close()

    def test_silence_is_refused_in_time(
        self, transport: Transport, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(handshake, "TIMEOUT", 0.1)
        with self.editor(transport) as (_, file), file.endpoint.connect() as sock:
            sock.settimeout(TIMEOUT)
            begin = time.monotonic()

            assert sock.recv(1) == b""
            assert time.monotonic() - begin < 2.0
        assert "did not complete the handshake" in caplog.text

    def test_silent_connections_cannot_pile_up(
        self, transport: Transport, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        monkeypatch.setattr(server_module, "MAX_PENDING", 3)
        with self.editor(transport) as (editor, file):
            silent = [file.endpoint.connect() for _ in range(3)]
            wait_until(lambda: len(editor._server._pending) == 3)
            with file.endpoint.connect() as surplus:
                surplus.settimeout(TIMEOUT)
                with suppress(ConnectionError):
                    assert surplus.recv(1) == b"", "the surplus connection was kept"
            silent.pop().close()
            wait_until(lambda: len(editor._server._pending) == 2)
            with closing(Control(file)) as control:
                assert control.status()["id"] == file.id
            for sock in silent:
                sock.close()

    def test_a_failed_accept_is_not_the_end(
        self, transport: Transport, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
    ) -> None:
        """As when the process has no file descriptors left for a while."""
        monkeypatch.setattr(server_module, "ACCEPT_PAUSE", 0.0)
        host = StubHost()
        editor = Editor(host, transport)

        class Exhausted:
            def __init__(self, listener: socket.socket) -> None:
                self._listener = listener
                self.failures = 3

            def accept(self) -> Any:
                if self.failures:
                    self.failures -= 1
                    raise OSError(24, "Too many open files")
                return self._listener.accept()

            def __getattr__(self, name: str) -> Any:
                return getattr(self._listener, name)

        monkeypatch.setattr(editor._server, "_listener", Exhausted(editor._server._listener))
        file = editor.start()
        try:
            with closing(Control(file)) as control:
                assert control.status()["id"] == file.id
        finally:
            editor.stop()

        assert caplog.text.count("Too many open files") == 3

    def test_a_main_thread_that_does_not_tick_counts_as_blocked(
        self, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        with self.editor(TRANSPORTS[0]) as (editor, _):
            assert editor.status()["state"] == "idle"
            editor.dispatcher.last_tick -= 60.0
            assert editor.status()["state"] == "blocked"
            editor.host.ticks = False
            assert editor.status()["state"] == "idle", "a host that ticks on demand may sleep for hours"

    def test_the_heartbeat_carries_the_state(self, monkeypatch: pytest.MonkeyPatch) -> None:
        from unity_kernel.editor import editor as editor_module

        monkeypatch.setattr(editor_module, "HEARTBEAT", 0.01)
        with self.editor(TRANSPORTS[0]) as (editor, file):
            editor.dispatcher.last_tick -= 60.0
            wait_until(lambda: EditorFile.read(file.path).state == "blocked")
            assert EditorFile.read(file.path).heartbeat > file.heartbeat

    def test_the_process_is_an_editor_while_it_runs(self) -> None:
        from unity_kernel.wire import inside

        def registered() -> object:
            return inside.editor

        assert registered() is None
        with self.editor(TRANSPORTS[0]) as (editor, _):
            assert registered() is editor
        assert registered() is None


def test_an_authenticated_peer_that_breaks_the_protocol_harms_only_itself(
    tmp_path: Path, fresh_home: Path, no_leaks: None
) -> None:
    running = Running(tmp_path, TRANSPORTS[0])
    try:
        for channel in ("control", "object"):
            with running.file.endpoint.connect() as sock:
                handshake.introduce(sock, running.file.token, channel)
                sock.sendall(b"\x00\x00\x00\x04\x00junk\n")
                sock.shutdown(socket.SHUT_WR)
                sock.settimeout(TIMEOUT)
                while sock.recv(1000):
                    pass
        with closing(Client(running.file, "one")) as client:
            assert client.run("1")["status"] == "ok"
    finally:
        running.stop()


def test_an_editor_that_dies_is_noticed(tmp_path: Path, fresh_home: Path, no_leaks: None) -> None:
    running = Running(tmp_path, TRANSPORTS[0])
    client = Client(running.file, "one")
    try:
        future = client.begin("import os\nos._exit(3)")

        with pytest.raises(EditorGone, match=f"editor {running.file.id} ended while it worked on this"):
            future.result(TIMEOUT)
        assert client.closed.wait(TIMEOUT)
        assert not client.control.is_open
        assert running.process.wait(TIMEOUT) == 3
        assert discover()[0] == []
        with pytest.raises(EditorGone, match="nobody listens"):
            Control(running.file)
    finally:
        client.close()
        running.process.kill()
        running.process.wait()
        assert running.process.stdout is not None
        running.process.stdout.close()


def test_nothing_here_listens_beyond_this_machine(running: Running) -> None:
    listening = [
        connection.laddr.ip
        for connection in psutil.Process(running.process.pid).net_connections("inet")
        if connection.status == psutil.CONN_LISTEN
    ]

    assert set(listening) <= {"127.0.0.1"}
