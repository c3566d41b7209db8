"""A Qt window with the cameras of the open scenes; a click selects one in the editor.

It is a client: a process of its own, which stays open through domain reloads and play mode.
"""

import sys
from concurrent.futures import ThreadPoolExecutor

import unity_connection
from unity_kernel.client.service import UnityClientService
from unity_kernel.errors import UnityKernelError

try:
    from PySide6 import QtCore, QtWidgets
except ImportError:
    sys.exit(f'PySide6 is missing. Install it: "{sys.executable}" -m pip install PySide6-Essentials')

INTERVAL = 500
"""Milliseconds between looks at the scene."""

application = window = None


class Cameras(QtCore.QObject):
    """The scene's cameras. The editor is asked on a thread, so that the window never waits for a busy editor."""

    found = QtCore.Signal(list)
    lost = QtCore.Signal(str)

    def __init__(self):
        super().__init__()
        self.cameras = []
        self.worker = ThreadPoolExecutor(1, "editor")
        self.looking = None

    def look(self):
        if self.looking is None or self.looking.done():
            self.looking = self.worker.submit(self.ask, self.list)

    def select(self, row):
        self.worker.submit(self.ask, lambda: self.select_camera(row))

    def ask(self, what):
        try:
            what()
        except (
            EOFError,
            UnityKernelError,
        ):  # a domain reload has closed the connection; the next call makes a new one
            self.cameras = []
            self.lost.emit("The editor reloads its scripts …")

    def list(self):
        engine = unity_connection.get_module("UnityEngine")
        self.cameras = list(engine.Object.FindObjectsOfType(engine.Camera))
        self.found.emit([str(camera.gameObject.name) for camera in self.cameras])

    def select_camera(self, row):
        if row < len(self.cameras):
            unity_connection.get_module("UnityEditor").Selection.activeGameObject = self.cameras[
                row
            ].gameObject


class Window(QtWidgets.QWidget):
    def __init__(self, client):
        super().__init__()
        self.client = client
        self.setWindowTitle("Cameras")
        self.resize(320, 240)
        self.names = QtWidgets.QListWidget()
        self.status = QtWidgets.QLabel("Looking for cameras …")
        layout = QtWidgets.QVBoxLayout(self)
        layout.addWidget(QtWidgets.QLabel("Click a camera to select it in the editor."))
        layout.addWidget(self.names)
        layout.addWidget(self.status)

        self.cameras = Cameras()
        self.cameras.found.connect(self.show_names)
        self.cameras.lost.connect(self.status.setText)
        self.names.currentRowChanged.connect(self.choose)
        self.timer = QtCore.QTimer(self, interval=INTERVAL)
        self.timer.timeout.connect(self.cameras.look)
        self.timer.start()
        self.cameras.look()

    def show_names(self, names):
        count = len(names)
        self.status.setText("1 camera" if count == 1 else f"{count} cameras")
        if names == [self.names.item(row).text() for row in range(self.names.count())]:
            return
        row = self.names.currentRow()
        with QtCore.QSignalBlocker(self.names):  # the list changes, the user has chosen nothing
            self.names.clear()
            self.names.addItems(names)
            self.names.setCurrentRow(min(row, count - 1))

    def choose(self, row):
        if row >= 0:
            self.cameras.select(row)

    def closeEvent(self, event):  # noqa: N802, Qt's name
        self.timer.stop()
        self.cameras.worker.shutdown(wait=False)
        self.client.close()


class Services(UnityClientService):
    """What C# may ask of the window."""

    def exposed_show(self):
        window.show()
        window.raise_()
        window.activateWindow()


def on_init_client(client):
    global application, window
    application = QtWidgets.QApplication([])
    window = Window(client)
    window.show()
    client.register_service(Services)
    client.register_idle_callback(application.processEvents, interval=0.02)
