"""Values to JSON and back, checked field by field."""

from collections.abc import Hashable, Mapping
from functools import cache
from typing import Any, TypeVar, cast

from pydantic import TypeAdapter

T = TypeVar("T")


def read(kind: type[T], record: Mapping[str, Any]) -> T:
    """Return the value of a record. Raises pydantic's ValidationError, which names the field."""
    return cast("T", _adapter(cast("Hashable", kind)).validate_python(record))


def dump(value: object) -> dict[str, Any]:
    """Return the JSON of a value, without the fields that hold their default."""
    return cast(
        "dict[str, Any]", _adapter(cast("Hashable", type(value))).dump_python(value, mode="json", exclude_defaults=True)
    )


@cache
def _adapter(kind: Any) -> TypeAdapter[Any]:
    """One adapter a type: building it is slow, using it is not."""
    return TypeAdapter(kind)
