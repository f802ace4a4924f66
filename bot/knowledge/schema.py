"""The JSON Schema of packs, from which editors complete and check YAML."""

from typing import Any

from pydantic import BaseModel, TypeAdapter

from bot.knowledge.loading import RECORD_TYPES
from bot.knowledge.pack import PackInfo
from bot.knowledge.records import Source

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def pack_schema() -> dict[str, Any]:
    """One schema for every file of a pack: a record, an override, a retirement, ``sources.yml`` or ``pack.yml``."""
    models: dict[str, type[BaseModel]] = {**RECORD_TYPES, "source": Source, "pack": PackInfo}
    adapters: dict[str, TypeAdapter[Any]] = {name: TypeAdapter(model) for name, model in models.items()}
    shapes, together = TypeAdapter.json_schemas(
        [(name, "validation", adapter) for name, adapter in adapters.items()],
        ref_template="#/$defs/{model}",
    )
    defs = together["$defs"]
    names = {name: shapes[name, "validation"]["$ref"].rsplit("/", 1)[-1] for name in adapters}
    for kind in RECORD_TYPES:
        shape = defs[names[kind]]
        shape["properties"]["kind"] = {"const": kind, "description": shape["properties"]["kind"].get("description", "")}
        shape["required"] = sorted({*shape.get("required", ()), "kind"})
        defs[f"{names[kind]}Override"] = _override(shape)
    defs["Retirement"] = {
        "type": "object",
        "description": "Takes an earlier pack's record away.",
        "properties": {"retires": {"type": "string", "description": "Id of the record."}},
        "required": ["retires"],
        "additionalProperties": False,
    }
    defs["Sources"] = {
        "type": "object",
        "description": "sources.yml: id to source.",
        "minProperties": 1,
        "additionalProperties": {"$ref": f"#/$defs/{names['source']}"},
    }
    records = [names[kind] for kind in RECORD_TYPES]
    shown = [*records, *(f"{name}Override" for name in records), "Retirement", "Sources", names["pack"]]
    return {
        "$schema": DRAFT,
        "title": "A file of a Reading Room knowledge pack",
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in shown],
        "$defs": defs,
    }


def _override(shape: dict[str, Any]) -> dict[str, Any]:
    """The shape of a file that changes single fields of an earlier pack's record."""
    fields = {name: field for name, field in shape["properties"].items() if name not in {"id", "kind"}}
    extends = {"type": "string", "description": "Id of the earlier pack's record; only the fields given here change."}
    return {
        "type": "object",
        "properties": {"extends": extends, **fields},
        "required": ["extends"],
        "additionalProperties": False,
    }
