"""``UnityEngine.MonoBehaviour``: scripts on objects, their class and their fields by name."""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, ClassVar

from unity_kernel.errors import HeadlessLimitation
from unity_kernel.headless.project import Document

from . import fields, world
from .component import Behaviour
from .interop import ApiType, generic
from .objects import Object, register
from .scriptfields import script_source

__all__ = [
    "MonoBehaviour",
    "ScriptableObject",
    "class_of_script",
    "package_class_of_name",
    "package_classes",
    "package_guid",
    "script_class",
    "script_class_of_guid",
    "script_class_of_name",
]

_PACKAGE_SCRIPTS = {
    # Scripts of Unity's own packages, which lie in no project: guid -> namespace and class
    "fe87c0e1cc204ed48ad3b37840f39efc": "UnityEngine.UI.Image",
    "1344c3c82d62a2a41a3576d8abb8e3ea": "UnityEngine.UI.RawImage",
    "5f7201a12d95ffc409449d95f23cf332": "UnityEngine.UI.Text",
    "4e29b1a8efbd74b44bb3f3716e73f07f": "UnityEngine.UI.Button",
    "9085046f02f69544eb97fd06b6048fe2": "UnityEngine.UI.Toggle",
    "67db9e8f0e2ae9c40bc1e2b64352a6b4": "UnityEngine.UI.Slider",
    "2a4db7a114972834c8e4117be1d82ba3": "UnityEngine.UI.Scrollbar",
    "1aa08ab6e0800fa44ae55d278d1423e3": "UnityEngine.UI.ScrollRect",
    "0d0b652f32a2cc243917e4028fa0f046": "UnityEngine.UI.Dropdown",
    "d199490a83bb2b844b9695cbf13b01ef": "UnityEngine.UI.InputField",
    "31a19414c41e5ae4aae2af33fee712f6": "UnityEngine.UI.Mask",
    "3312d7739989d2b4e91e6319e9a96d76": "UnityEngine.UI.RectMask2D",
    "0cd44c1031e13a943bb63640046fad76": "UnityEngine.UI.CanvasScaler",
    "dc42784cf147c0c48a680349fa168899": "UnityEngine.UI.GraphicRaycaster",
    "59f8146938fff824cb5fd77236b75775": "UnityEngine.UI.VerticalLayoutGroup",
    "30649d3a9faa99c48a7b1166b86bf2a0": "UnityEngine.UI.HorizontalLayoutGroup",
    "8a8695521f0d02e499659fee002a26c2": "UnityEngine.UI.GridLayoutGroup",
    "3245ec927659c4140ac4f8d17403cc18": "UnityEngine.UI.ContentSizeFitter",
    "306cc8c2b49d7114eaa3623786fc2126": "UnityEngine.UI.LayoutElement",
    "cfabb0440166ab443bba8876756fdfa9": "UnityEngine.UI.Shadow",
    "e19747de3f5aca642ab2be37e372fb86": "UnityEngine.UI.Outline",
    "76c392e42b5098c458856cdf6ecaf76e": "UnityEngine.EventSystems.EventSystem",
    "4f231c4fb786f3946a6b90b886c48677": "UnityEngine.EventSystems.StandaloneInputModule",
    "9541d86e2fd84c1d9990edf0852d74ab": "TMPro.TextMeshPro",
    "f4688fdb7df04437aeb418b961361dc5": "TMPro.TextMeshProUGUI",
    "a79441f348de89743a2939f4d699eac1": "UnityEngine.Rendering.Universal.UniversalAdditionalCameraData",
    "474bcb49853aa07438625e644c072ee6": "UnityEngine.Rendering.Universal.UniversalAdditionalLightData",
    "172515602e62fb746b5d573b38a5fe58": "UnityEngine.Rendering.Volume",
}

_package_classes: dict[str, type[MonoBehaviour]] = {}


class ScriptFields:
    """Mixed into what scripts are: the script's serialised fields are attributes.

    Fields have the types of the script's C# source, where the project has it (`scriptfields`); else numbers read as
    int or float by how they are written, ``{x, y}`` maps as vectors, ``{r, g, b, a}`` as colors, references as the
    objects that they name.
    """

    __slots__ = ()
    _script_guid: ClassVar[str] = ""

    if TYPE_CHECKING:
        _document: Document

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("__"):  # private fields shown by [SerializeField] often start with _
            node = self._document.field(name)
            if node is not None:
                source = script_source(type(self)._script_guid)
                me: Any = self
                return source.read(me, name, node) if source is not None else fields.read(me, (name,), node)
        try:
            return super().__getattr__(name)  # type: ignore[misc]
        except HeadlessLimitation:
            raise
        except AttributeError:
            if name.startswith("_") or not type(self)._script_guid:
                raise
            raise AttributeError(self._unknown(name)) from None

    def _unknown(self, name: str) -> str:
        import difflib

        fields_ = [key for key, _ in self._document.entries if not key.startswith("m_")]
        near = difflib.get_close_matches(name, fields_, 1, 0.75)
        hint = f" Did you mean: '{near[0]}'?" if near else ""
        return (
            f"'{type(self).__name__}' object has no serialised field '{name}' in its file; other members of scripts "
            f"need the real editor, which runs them.{hint}"
        )

    def __setattr__(self, name: str, value: Any) -> None:
        for owner in type(self).__mro__:
            if name in vars(owner):
                super().__setattr__(name, value)
                return
        if not name.startswith("__") and self._document.field(name) is not None:
            me: Any = self
            fields.write(me, (name,), value)
            return
        try:
            super().__setattr__(name, value)
        except HeadlessLimitation:
            raise
        except AttributeError:
            if not type(self)._script_guid:
                raise
            raise AttributeError(self._unknown(name)) from None

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *(key for key, _ in self._document.entries if key.isidentifier())]


@register
class MonoBehaviour(ScriptFields, Behaviour):
    """A script on an object. The script's serialised fields are attributes; its methods need the real editor."""

    __slots__ = ()


@register
class ScriptableObject(ScriptFields, Object):
    """A script that is an asset. Its serialised fields are attributes; its methods need the real editor."""

    __slots__ = ()

    @generic
    def CreateInstance(cls, type_: object) -> Any:  # noqa: N805
        """Make one by its class or its class's name, with the defaults that the source spells out plainly.

        Raises:
            HeadlessLimitation: The project does not have the class's source.
        """
        from .scriptables import create_instance

        return create_instance(type_)


def script_class(document: Document) -> type[Any]:
    """Return the class of a script, by the file that holds it; MonoBehaviour itself if unknown.

    A document without a GameObject is a ScriptableObject.
    """
    base: type[Any] = MonoBehaviour if document.reference("m_GameObject") else ScriptableObject
    guid = document.text("m_Script", "guid")
    if not guid:
        return base
    state = world.current()
    key = guid if base is MonoBehaviour else f"{guid} asset"
    found: type[Any] | None = state.script_classes.get(key)
    if found is None:
        if guid in _PACKAGE_SCRIPTS and base is MonoBehaviour:
            found = _package_class(guid)
        else:
            found = class_of_script(guid, base)
        state.script_classes[key] = found
    return found


def script_class_of_guid(guid: str) -> type[Any]:
    """Return the class of a script of the project, a component's or an asset's by what its source derives from."""
    source = script_source(guid)
    is_asset = source is not None and "ScriptableObject" in source.bases
    state = world.current()
    key = f"{guid} asset" if is_asset else guid
    if key not in state.script_classes:
        state.script_classes[key] = class_of_script(guid, ScriptableObject if is_asset else MonoBehaviour)
    found: type[Any] = state.script_classes[key]
    return found


def script_class_of_name(name: str) -> type[Any] | None:
    """Return the class of a script of the project by its name, with or without namespace; None if it has none."""
    state = world.current()
    path = state.script_paths().get(name.rpartition(".")[2])
    if path is None:
        return None
    guid = state.project.assets.guid(path)
    found = script_class_of_guid(guid)
    short, full = found.__name__, f"{found.__module__}.{found.__name__}"
    return found if name in (short, full) or script_source(guid) is None else None


def class_of_script(guid: str, base: type[Any]) -> type[Any]:
    """Make the class of a script of the project; ``base`` itself if the project does not have it."""
    path = world.current().project.assets.path(guid)
    stem = PurePosixPath(path).stem if path.endswith(".cs") else ""
    if not stem:
        return base
    source = script_source(guid)
    namespace = source.namespace if source is not None else ""
    made = _make(stem, namespace or "Assembly-CSharp", base)
    type.__setattr__(made, "_script_guid", guid)
    return made


def package_classes(namespace: str) -> dict[str, type[MonoBehaviour]]:
    """Return the known classes of Unity's packages in a namespace, such as ``UnityEngine.UI``."""
    guids = {name: guid for guid, name in _PACKAGE_SCRIPTS.items() if name.rpartition(".")[0] == namespace}
    found = {name.rpartition(".")[2]: _package_class(guid) for name, guid in guids.items()}
    for name, cls in _declared().items():
        if cls.__module__ == namespace:
            found[name.rpartition(".")[2]] = cls
    return found


def package_class_of_name(name: str) -> type[MonoBehaviour] | None:
    """Return the class of a script of Unity's packages by its name, with or without namespace; None if unknown."""
    for guid, full in _PACKAGE_SCRIPTS.items():
        if name in (full, full.rpartition(".")[2]):
            return _package_class(guid)
    return None


def package_guid(name: str) -> str:
    """Return the GUID of a script of Unity's packages by its full name."""
    return next(guid for guid, known in _PACKAGE_SCRIPTS.items() if known == name)


def _declared() -> dict[str, type[MonoBehaviour]]:
    """Classes of packages whose fields are properties here, by full name."""
    from .packagescripts import CLASSES

    return CLASSES


def _package_class(guid: str) -> type[MonoBehaviour]:
    found = _package_classes.get(guid)
    if found is None:
        namespace, _, name = _PACKAGE_SCRIPTS[guid].rpartition(".")
        found = _declared().get(_PACKAGE_SCRIPTS[guid]) or _make(name, namespace)
        _package_classes[guid] = found
    return found


def _make(name: str, namespace: str, base: type[Any] = MonoBehaviour) -> type[Any]:
    return ApiType(name, (base,), {"__slots__": (), "_namespace": namespace})
