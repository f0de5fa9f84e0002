"""Reads a WARC file record by record, each gzip member on its own, and checks lengths and digests. Standard library only."""
import hashlib
import json
import sys
import zlib


def members(data):
    at = 0
    while at < len(data):
        unpacker = zlib.decompressobj(wbits=31)
        content = unpacker.decompress(data[at:]) + unpacker.flush()
        if not unpacker.eof:
            raise SystemExit(f"a member is cut at {at}")
        length = len(data) - at - len(unpacker.unused_data)
        yield at, length, content
        at += length


def headers(lines):
    return {name.strip(): value.strip() for name, _, value in (line.partition(":") for line in lines)}


def digest(data):
    return "sha256:" + hashlib.sha256(data).hexdigest()


records = []
ids = set()
with open(sys.argv[1], "rb") as file:
    data = file.read()
for offset, length, content in members(data):
    head, _, rest = content.partition(b"\r\n\r\n")
    version, *lines = head.decode("utf-8").split("\r\n")
    named = headers(lines)
    if version != "WARC/1.1":
        raise SystemExit(f"version {version} at {offset}")
    size = int(named["Content-Length"])
    block, end = rest[:size], rest[size:]
    if len(block) != size or end != b"\r\n\r\n":
        raise SystemExit(f"the length is wrong at {offset}")
    if digest(block) != named["WARC-Block-Digest"]:
        raise SystemExit(f"the block digest is wrong at {offset}")
    if named["WARC-Record-ID"] in ids:
        raise SystemExit(f"the id stands twice at {offset}")
    ids.add(named["WARC-Record-ID"])
    record = {"offset": offset, "length": length, "headers": named}
    if named["WARC-Type"] in ("response", "revisit"):
        start, _, body = block.partition(b"\r\n\r\n")
        status, *http = start.decode("utf-8").split("\r\n")
        record.update(status=status, http=headers(http))
    elif named["WARC-Type"] == "resource":
        body = block
    else:
        body = None
        record["text"] = block.decode("utf-8")
    if body is not None and "WARC-Payload-Digest" in named:
        if digest(body) != named["WARC-Payload-Digest"]:
            raise SystemExit(f"the payload digest is wrong at {offset}")
        record["body"] = body.hex()
    records.append(record)
print(json.dumps(records))
