"""``UnityEngine.Object``: what everything in a scene is, and what becomes of it when destroyed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NoReturn

from unity_kernel.errors import HeadlessLimitation, UnityKernelError
from unity_kernel.headless.project import Document

from . import catalogue, world
from .interop import ApiType, Array, Type, full_name, generic, type_argument

if TYPE_CHECKING:
    from .loadedscene import LoadedScene

__all__ = ["CLASSES", "MissingReferenceException", "Object", "register"]

CLASSES: dict[str, type[Object]] = {}
"""Classes by the name that they have in files, such as ``Camera``."""


class MissingReferenceException(Exception):
    """A destroyed object was used."""

    @property
    def Message(self) -> str:
        """The text, by .NET's name for it."""
        return str(self)


MissingReferenceException.__module__ = "UnityEngine"


class _Destroyed:
    """Stands in for the document of a destroyed object: whatever is asked of it, it says so."""

    __slots__ = ("_message",)

    def __init__(self, message: str) -> None:
        object.__setattr__(self, "_message", message)

    def __getattr__(self, name: str) -> NoReturn:
        raise MissingReferenceException(self._message)


class Object(metaclass=ApiType):
    """Base of all objects that Unity can reference. One Python object stands for one Unity object.

    Compares equal to None once destroyed; stays true in a boolean context, as through pythonnet.
    """

    _namespace = "UnityEngine"
    __slots__ = ("__weakref__", "_document", "_id", "_scene")
    _document: Document
    _scene: LoadedScene | None
    _id: int

    def __init__(self) -> None:
        raise HeadlessLimitation(
            f"new {full_name(type(self))}() is not in the headless editor; the real editor has it"
        )

    @classmethod
    def _wrap(cls, document: Document, scene: LoadedScene | None) -> Any:
        """Make the object for a document."""
        made = object.__new__(cls)
        made._document = document
        made._scene = scene
        made._id = world.current().register(made)
        made._prepare()
        return made

    def _prepare(self) -> None:
        """Set up what a subclass keeps beside its document; also called to forget cached values."""

    def _stale(self) -> None:
        """Forget values that were computed from the document, after an edit that went past the properties."""

    @property
    def _alive(self) -> bool:
        return isinstance(self._document, Document)

    def _changed(self) -> None:
        """Mark the scene dirty, after an edit."""
        if self._scene is not None:
            self._scene.dirty = True

    def _bury(self, why: str = "has been destroyed") -> None:
        """Turn into a destroyed object.

        Args:
            why: What became of it.
        """
        try:
            described = f'{full_name(type(self))} "{self.name}"'
        except (MissingReferenceException, UnityKernelError):  # of a damaged file
            described = full_name(type(self))
        self._prepare()
        if self._scene is not None and self._scene.file.journal is not None and self._alive:
            self._scene.file.journal.objects[self._document] = self
        message = (
            f"The object of type '{type(self).__name__}' {why} but you are still trying to access it: "
            f"{described}. Check whether it is None (obj == None) first."
        )
        self._document = _Destroyed(message)  # type: ignore[assignment]

    @property
    def name(self) -> str:
        """The object's name; of a component, its GameObject's."""
        return self._document.text("m_Name") or ""

    @name.setter
    def name(self, value: str) -> None:
        if not isinstance(value, str):
            raise TypeError(f"'{type(value).__name__}' value cannot be converted to System.String")
        if self._document.set_text(("m_Name",), value):
            self._changed()

    @property
    def hideFlags(self) -> Any:
        """Whether it is hidden, saved, or editable (``UnityEngine.HideFlags``)."""
        return catalogue.enum_type("UnityEngine.HideFlags")(self._document.integer("m_ObjectHideFlags") or 0)

    @hideFlags.setter
    def hideFlags(self, value: Any) -> None:
        if self._document.set_number(("m_ObjectHideFlags",), int(value)):
            self._changed()

    def GetInstanceID(self) -> int:
        """Return a number that is unique in this session."""
        return self._id

    def GetEntityId(self) -> int:
        """Return the same number; Unity 6000.4 and later call it so."""
        return self._id

    def GetHashCode(self) -> int:
        """Return the instance id, as Unity does."""
        return self._id

    def GetType(self) -> Type:
        """Return the object's type."""
        return Type(type(self))

    def Equals(self, other: object) -> bool:
        """Same as ``==``."""
        return self == other

    def ToString(self) -> str:
        """Return ``name (Namespace.Type)``; ``null`` once destroyed."""
        if not self._alive:
            return "null"
        return f"{self.name} ({Type(type(self)).FullName})"

    def __str__(self) -> str:
        return self.ToString()

    def __repr__(self) -> str:
        return self.ToString()

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError(
            f"a {type(self).__name__} lives in the editor and cannot be copied or pickled; "
            "Object.Instantiate copies it, and its values can be sent"
        )

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if other is None:
            return not self._alive
        return isinstance(other, Object) and not self._alive and not other._alive

    def __hash__(self) -> int:
        return self._id

    def __getattr__(self, name: str) -> Any:
        if not name.startswith("_"):
            getattr(type(self), name)  # names what is missing
        raise AttributeError(f"'{type(self).__name__}' object has no attribute '{name}'")

    def __setattr__(self, name: str, value: Any) -> None:
        try:
            object.__setattr__(self, name, value)
        except AttributeError:
            for owner in type(self).__mro__:
                if name in vars(owner):
                    if isinstance(vars(owner)[name], property) and vars(owner)[name].fset is None:
                        raise TypeError(
                            f"property '{name}' of '{type(self).__name__}' is read-only"
                        ) from None
                    raise
            getattr(type(self), name)  # names what is missing

    # Finding

    @generic
    def FindObjectsOfType(cls, type_: object, includeInactive: bool = False) -> Array[Any]:  # noqa: N805
        """Return all loaded objects of a type, inactive ones only if asked for."""
        return _find(type_, includeInactive)

    @generic
    def FindObjectsByType(cls, type_: object, *options: object) -> Array[Any]:  # noqa: N805
        """Return all loaded objects of a type; options are a FindObjectsInactive and a FindObjectsSortMode."""
        found = _find(type_, _wants_inactive(options))
        if any(str(option) == "InstanceID" for option in options):
            return Array(sorted(found, key=lambda obj: int(obj._id)), found._element)
        return found

    @generic
    def FindObjectOfType(cls, type_: object, includeInactive: bool = False) -> Any:  # noqa: N805
        """Return one loaded object of a type, or None."""
        found = _find(type_, includeInactive)
        return found[0] if len(found) else None

    @generic
    def FindFirstObjectByType(cls, type_: object, *options: object) -> Any:  # noqa: N805
        """Return the first loaded object of a type, or None."""
        found = _find(type_, _wants_inactive(options))
        return found[0] if len(found) else None

    @generic
    def FindAnyObjectByType(cls, type_: object, *options: object) -> Any:  # noqa: N805
        """Return a loaded object of a type, or None."""
        found = _find(type_, _wants_inactive(options))
        return found[0] if len(found) else None

    # Destroying and copying

    @staticmethod
    def DestroyImmediate(obj: Object | None, allowDestroyingAssets: bool = False) -> None:
        """Destroy an object now: a GameObject with its components and children, or one component."""
        if obj is not None and obj._alive:
            obj._destroy()

    @staticmethod
    def Destroy(obj: Object | None, t: float = 0.0) -> None:
        """Destroy an object; outside play mode Unity only logs an error, and so does this."""
        state = world.current()
        if not state.playing:
            state.log(
                "error",
                "Destroy may not be called from edit mode! Use DestroyImmediate instead.\n"
                "Destroying an object in edit mode destroys it permanently.",
            )
            return
        Object.DestroyImmediate(obj)

    def _destroy(self) -> None:
        raise HeadlessLimitation(f"destroying a {full_name(type(self))} is not in the headless editor")

    @staticmethod
    def DontDestroyOnLoad(target: Object) -> None:
        """Keep an object over scene loads; without a player there is nothing to do."""

    @generic
    def Instantiate(cls, *arguments: Any) -> Any:  # noqa: N805
        """Copy a GameObject (or a component's GameObject) with its children into its scene.

        Accepts Unity's overloads: ``(original)``, ``(original, parent[, worldPositionStays])``,
        ``(original, position, rotation[, parent])``.
        """
        from .cloning import instantiate

        if arguments and isinstance(arguments[0], type):
            arguments = arguments[1:]
        return instantiate(*arguments)


def _wants_inactive(options: tuple[object, ...]) -> bool:
    return any(str(option) == "Include" for option in options)


def _find(type_: object, inactive: bool) -> Array[Any]:
    cls = type_argument(type_)
    found: list[Object] = []
    for scene in world.current().scenes:
        found.extend(scene.find(cls, inactive))
    return Array(found, cls)


def register(cls: type[Object]) -> type[Object]:
    """Declare the class of documents that bear its name; used as a decorator."""
    CLASSES[cls.__name__] = cls
    return cls
