"""Writes the golden bytes of every released schema with fastavro 1.12: python3 golden.py (from this folder)."""
import binascii
import glob
import io
import json
import os

import fastavro

RELEASED = "../../../../../../../main/resources/io/molt/schemas/codec/released"
# What a record's own checks would refuse in the constant sample.
OVERRIDES = {("MessageChunk", "index"): 0}


def sample(schema, named, record=None, field=None):
    """One value per type, the same everywhere: long 1, double 0.5, string x, one element per array and map."""
    if (record, field) in OVERRIDES:
        return OVERRIDES[(record, field)]
    if isinstance(schema, str):
        if schema in named:
            return sample(named[schema], named)
        return {"int": 1, "long": 1, "float": 0.5, "double": 0.5, "boolean": True, "string": "x", "bytes": b"\x01"}[schema]
    kind = schema["type"]
    if kind == "record":
        name = schema["name"].split(".")[-1]
        return {f["name"]: sample(f["type"], named, name, f["name"]) for f in schema["fields"]}
    if kind == "enum":
        return schema["symbols"][0]
    if kind == "array":
        return [sample(schema["items"], named)]
    if kind == "map":
        return {"x": sample(schema["values"], named)}
    return sample(kind, named)


def collect(schema, named, space=None):
    if isinstance(schema, dict):
        space = schema.get("namespace", space)
        if schema.get("type") in ("record", "enum"):
            named[schema["name"]] = schema
            named[f"{space}.{schema['name']}"] = schema
        for f in schema.get("fields", []):
            collect(f["type"], named, space)
        for key in ("items", "values", "type"):
            if isinstance(schema.get(key), dict):
                collect(schema[key], named, space)


for path in sorted(glob.glob(f"{RELEASED}/*/*.avsc")):
    record, release = path.split("/")[-2], os.path.basename(path)[:-5]
    raw = json.load(open(path))
    named = {}
    collect(raw, named)
    value = sample(raw, named)
    fingerprint = fastavro.schema.fingerprint(fastavro.schema.to_parsing_canonical_form(raw), "CRC-64-AVRO")
    parsed = fastavro.parse_schema(raw)
    body = io.BytesIO()
    fastavro.schemaless_writer(body, parsed, value)
    whole = b"\xc3\x01" + binascii.unhexlify(fingerprint) + body.getvalue()
    open(f"{record}.{release}.hex", "w").write(whole.hex() + "\n")
    text = io.StringIO()
    fastavro.json_writer(text, parsed, [value])
    open(f"{record}.{release}.json", "w").write(text.getvalue().strip() + "\n")
