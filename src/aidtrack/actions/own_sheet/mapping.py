"""A mapping: which column of an office's sheet is what. It is kept in a YAML file, and is checked as a whole."""

from __future__ import annotations

import re
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any, Literal

import yaml
from pydantic import (
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    PlainSerializer,
    PlainValidator,
    ValidationError,
    field_validator,
)

from aidtrack.actions.forms import FORMS
from aidtrack.actions.own_sheet.target import (
    FIGURES,
    PROJECT,
    SHARED,
    Target,
    build_target,
    read_said,
    read_target,
)
from aidtrack.errors import N_, AidtrackError, Unreadable
from aidtrack.folding import fold
from aidtrack.formats.grid_heading import unit_word
from aidtrack.registry import unknown
from aidtrack.text import _, say

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from pathlib import Path

    from aidtrack.actions.forms import Field as FormField

_LARGEST = 1 << 20
_CONSTANTS = (*PROJECT, *SHARED, "programme")
_SOURCE = ("title", "publisher", "date", "address", "kind", "document_number", "note")


def _as_text(value: object) -> object:
    """YAML reads 2022 as a number and 2022-08-15 as a date; both are meant as words."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return (
        value.isoformat()
        if isinstance(value, date)
        else str(value)
        if isinstance(value, (int, float))
        else value
    )


def _as_list(value: object) -> object:
    return value if isinstance(value, list) else [value]


def _target(value: object) -> object:
    value = _as_text(value)
    if isinstance(value, str):
        return read_target(value)
    if isinstance(value, dict) and "field" in value:
        told = {str(name): str(_as_text(each)) for name, each in value.items() if name != "field"}
        return build_target(str(value["field"]), told)
    if isinstance(value, Target):
        return value
    raise Unreadable(N_("Say what the column is: a field such as county, funding.issued, or ignore."))


Text = Annotated[str, BeforeValidator(_as_text)]
Texts = Annotated[list[Text], BeforeValidator(_as_list)]
Column = Annotated[Target, PlainValidator(_target), PlainSerializer(str)]


class SheetMapping(BaseModel):
    """What is said of a sheet: of its columns, of all its rows, and of where its table stands."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)

    sheet: Texts = Field(default_factory=list, description="The sheets to read; all: every one with a table.")
    header: int | None = Field(default=None, ge=1, description="The lowest line of the header.")
    system: Text | None = Field(default=None, pattern=r"^[^\s:]+$", description="Whose keys the keys are.")
    unit: Text | None = Field(default=None, description="The unit of money whose column names none.")
    columns: dict[Text, Column] = Field(default_factory=dict)
    constants: dict[str, Any] = Field(default_factory=dict, description="What is so in all rows.")
    fill_down: Texts = Field(default_factory=list, description="Fields whose blank cells repeat those above.")
    leave_out: Texts = Field(default_factory=list, description="How rows begin that are to be left out.")
    figure_key: Texts = Field(
        default_factory=list, description="What else tells the figures of one key apart."
    )
    zero: Literal["amount", "nothing"] = Field(default="amount", description="What a 0 among the amounts is.")
    locator: Text | None = Field(
        default=None, description="Where a figure is said: {sheet} {key} {heading} {cell}."
    )

    @field_validator("unit")
    @classmethod
    def _is_unit(cls, unit: str | None) -> str | None:
        if unit is not None and not unit_word(fold(unit)):
            raise Unreadable(N_("'{unit}' is no unit; write 万元, 元, 人 or the like."), unit=unit)
        return unit

    @field_validator("constants")
    @classmethod
    def _are_fields(cls, constants: dict[str, Any]) -> dict[str, Any]:
        for name in constants:
            if name not in _CONSTANTS:
                raise unknown("field", name, _CONSTANTS)
        return _all_read(constants)

    @field_validator("fill_down", "figure_key")
    @classmethod
    def _name_fields(cls, names: list[str]) -> list[str]:
        for name in names:
            if name not in _CONSTANTS:
                raise unknown("field", name, _CONSTANTS)
        return names

    @field_validator("locator")
    @classmethod
    def _is_pattern(cls, locator: str | None) -> str | None:
        try:
            (locator or "").format(sheet="", key="", heading="", cell="", line="", name="")
        except (KeyError, IndexError, ValueError, AttributeError):
            raise Unreadable(
                N_("'{text}' is no pattern; it can hold {names}."),
                text=locator,
                names="{sheet} {key} {name} {heading} {cell} {line}",
            ) from None
        return locator

    def with_columns(self, more: Mapping[str, Target]) -> SheetMapping:
        """Say more of columns; what was said of the same ones before gives way."""
        kept = {name: each for name, each in self.columns.items() if fold(name) not in set(map(fold, more))}
        return self.model_copy(update={"columns": {**kept, **more}})


_LISTS = ("sheet", "fill_down", "leave_out", "figure_key")
_SETTINGS = (
    *(name for name in SheetMapping.model_fields if name not in ("columns", "constants")),
    *_CONSTANTS,
)


def _all_read(constants: dict[str, Any]) -> dict[str, Any]:
    """Read what is said of all rows, and say all that is wrong with it; places and records the ledger knows."""
    found: dict[str, Any] = {}
    wrong: list[str] = []
    for name, value in constants.items():
        try:
            found[name] = _constant(name, value)
        except AidtrackError as error:
            wrong.append(f"{name}: {say(error)}")
    if wrong:
        raise Unreadable("{problems}", problems=" ".join(wrong))
    return found


def _constant(name: str, value: object) -> object:
    """Take a constant as a text; the source may be one that is to be recorded along with the rows."""
    value = _as_text(value)
    if name != "source" or not isinstance(value, dict):
        if not isinstance(value, str):
            raise Unreadable(N_("'{name}' takes one text that is so in all rows."), name=name)
        if (wanted := _field(name)).reads in ("word", "date", "period", "flag"):
            read_said(wanted, value)
        return value
    for each in value:
        if each not in _SOURCE:
            raise unknown("field", str(each), _SOURCE)
    if "title" not in value:
        raise Unreadable(N_("A source that is to be recorded needs a title."))
    return {str(key): str(_as_text(each)) for key, each in value.items() if each is not None}


def _field(name: str) -> FormField:
    """Find the field that is said of all rows."""
    forms = (FORMS[form] for form in ("project", "pairing", *FIGURES))
    return next(form[name] for form in forms if name in form)


def read_mapping(path: Path) -> SheetMapping:
    """Read a mapping file; Unreadable says all that is wrong with it."""
    if path.stat().st_size > _LARGEST:
        raise Unreadable(N_("'{path}' is too large for a mapping."), path=path)
    try:
        found = yaml.safe_load(path.read_text("utf-8-sig"))
    except UnicodeDecodeError:
        raise Unreadable(N_("'{path}' is no text in UTF-8."), path=path) from None
    except yaml.YAMLError as error:
        line = getattr(getattr(error, "problem_mark", None), "line", 0) + 1
        raise Unreadable(N_("'{path}' is no YAML; see line {line}."), path=path, line=line) from None
    return build_mapping(found or {}, str(path))


def build_mapping(found: object, name: str) -> SheetMapping:
    """Check a mapping as a whole."""
    try:
        return SheetMapping.model_validate(found)
    except ValidationError as error:
        raise Unreadable(
            N_("The mapping in {name} cannot be used."),
            name=name,
            hints=tuple(_sentence(each) for each in error.errors()),
        ) from None


def _sentence(error: Any) -> str:  # noqa: ANN401 - pydantic's own shape
    place = ": ".join(str(part) for part in error["loc"] if part != "[key]")
    inner = error.get("ctx", {}).get("error")
    if isinstance(inner, AidtrackError):
        reason = say(inner)
    elif error["type"] == "extra_forbidden":
        return say(unknown("setting of a mapping", place, list(SheetMapping.model_fields)))
    else:
        reason = _("'{value}' cannot stand here.").format(value=error["input"])
    return f"{place}: {reason}" if place else reason


def read_pair(text: str) -> tuple[str, Target]:
    """Read `--map NAME=FIELD`: a heading, whatever is in it, and what the column is."""
    at = _equals(text)
    if at < 1:
        raise Unreadable(
            N_("'{text}' maps nothing; write --map 'HEADING=FIELD', such as --map '项目名称=name'."),
            text=text,
        )
    return text[:at].strip(), read_target(text[at + 1 :])


def _equals(text: str) -> int:
    """Find the equals sign that parts heading and field: the last one that stands in no brackets."""
    depth = 0
    for at in range(len(text) - 1, -1, -1):
        depth += (text[at] in ")）") - (text[at] in "(（")
        if text[at] == "=" and depth <= 0:
            return at
    return -1


def with_settings(mapping: SheetMapping, pairs: Iterable[str]) -> SheetMapping:
    """Say more of a sheet as `NAME=VALUE`: a setting of a mapping, or a field that is the same in all rows."""
    said = mapping.model_dump(exclude_defaults=True)
    for pair in pairs:
        name, equals, value = pair.partition("=")
        name = name.strip().replace("-", "_")
        if not equals or not value.strip():
            raise Unreadable(
                N_("'{text}' sets nothing; write --set NAME=VALUE, such as --set donor=椒江区."), text=pair
            )
        if name in ("columns", "constants"):
            raise unknown("setting of a mapping", name, _SETTINGS)
        if name in SheetMapping.model_fields:
            said[name] = re.split("[,，]", value) if name in _LISTS else value.strip()
        elif name in _CONSTANTS:
            said["constants"] = {**said.get("constants", {}), name: value.strip()}
        else:
            raise unknown("setting of a mapping", name, _SETTINGS)
    return build_mapping(said, "--set")


def written(mapping: SheetMapping) -> str:
    """Write a mapping as it is kept."""
    said = mapping.model_dump(exclude_defaults=True)
    if isinstance(said.get("sheet"), list) and len(said["sheet"]) == 1:
        said["sheet"] = said["sheet"][0]
    return yaml.safe_dump(said, allow_unicode=True, sort_keys=False, width=120)
