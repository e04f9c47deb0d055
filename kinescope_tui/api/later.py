"""Fields of models that are decoded when somebody asks for them."""

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Self, TypeVar, get_args

import msgspec

from kinescope_tui.api.json_values import REFUSED, decoder, read_value

T = TypeVar("T")

if TYPE_CHECKING:
    Later = Annotated[T, "read when it is asked for"]
    """A field that stays a text until then; None where there is none. Its model is `Deferring`."""
else:

    class Later:
        """A field that stays a text until it is asked for."""

        def __class_getitem__(cls, kind: Any) -> Any:
            """Return what it is to a decoder."""
            return Annotated[msgspec.Raw, kind]


def type_of(info: msgspec.structs.FieldInfo) -> Any:
    """Return of which type a field is to whoever asks for it."""
    return _later_type(info.type) or info.type


def _later_type(kind: Any) -> Any:
    args = get_args(kind)
    return args[1] if args[:1] == (msgspec.Raw,) else None


class Deferring(msgspec.Struct, gc=False):
    """A model with fields that are read later.

    As long as nobody asks for one it holds on to the text that it came in, all of it; then all of
    them are read at once.
    """

    later_fields: ClassVar[tuple["LaterField", ...]] = ()

    def __init_subclass__(cls) -> None:
        """Stand between its fields that are read later and whoever asks for them."""
        for name, kind in cls.__annotations__.items():
            if _later_type(kind) is not None:
                field = LaterField(name, _later_type(kind), vars(cls)[name])
                setattr(cls, name, field)
                cls.later_fields += (field,)

    def __eq__(self, other: object) -> bool:
        for one in (self, other):
            read_later_fields(one)
        return super().__eq__(other)

    __hash__ = None  # type: ignore[assignment]  # what may change has none

    def __repr__(self) -> str:
        read_later_fields(self)
        return super().__repr__()


def read_later_fields(item: object, path: str = "", drift: list[str] | None = None) -> None:
    """Read such fields of an item now, if it has any.

    Args:
        item: Whose.
        path: Where it stands.
        drift: Gets what does not fit, `path: reason` each.
    """
    if isinstance(item, Deferring):
        for field in item.later_fields:
            field.read(item, path, [] if drift is None else drift)


class LaterField:
    """What stands in the place of such a field in its class.

    Args:
        name: The field's.
        kind: Of which type it will be.
        slot: Where it is kept, as a text at first.
    """

    def __init__(self, name: str, kind: Any, slot: Any) -> None:
        self._name = name
        self._kind = kind
        self._value_in, self._put = slot.__get__, slot.__set__

    def __get__(self, item: Deferring | None, _owner: type[Deferring]) -> Any | Self:
        if item is None:
            return self
        value = self._value_in(item)
        if type(value) is not msgspec.Raw:
            return value
        read_later_fields(item)
        return self._value_in(item)

    def __set__(self, item: Deferring, value: Any) -> None:
        self._put(item, value)

    def read(self, item: Deferring, path: str, drift: list[str]) -> None:
        """Read it, if it is a text yet."""
        text = self._value_in(item)
        if type(text) is not msgspec.Raw:
            return
        try:
            value = self._decode(text)
        except REFUSED:
            value = read_value(self._kind, text, f"{path}.{self._name}", drift)
        self._put(item, value)

    @cached_property
    def _decode(self) -> Callable[[msgspec.Raw], Any]:
        return decoder(self._kind).decode
