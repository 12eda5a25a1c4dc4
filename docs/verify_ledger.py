"""Verify an export of the ledger (`flask ledger export --out FILE`) with the standard library alone.

    python3 verify_ledger.py EXPORT.zip [KEY.json [SEALS.txt]]

KEY.json is what `flask ledger key` printed when you were given it; SEALS.txt the seals that reached you by mail or file. Without
them only the export's own word is checked. Prints each fault; exit code 1 when there is one.
"""

import hashlib
import json
import sys
import zipfile
from datetime import datetime
from pathlib import Path

PREFIX = bytes.fromhex("3031300d060960864801650304020105000420")  # of a SHA-256 in PKCS#1 v1.5


def sha256(text):
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(words):
    return json.dumps(words, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def is_signed(text, signature, key):
    n, size = int(key["n"], 16), (len(key["n"]) + 1) // 2
    tail = PREFIX + hashlib.sha256(text.encode()).digest()
    padded = b"\x00\x01" + b"\xff" * (size - len(tail) - 3) + b"\x00" + tail
    return pow(int(signature, 16), key["e"], n).to_bytes(size) == padded


def wrong_events(events, heads, changes):
    erased = {
        d["complaint"]: (d["until"], d["kept"]) for *_, what, d in changes if what == "complaint erased"
    }
    last, left = {}, dict.fromkeys(erased, "")
    for words in events:
        number, said = words["complaint"], words.pop("hash")
        seq, before = last.get(number, (0, ""))
        gone = words["seq"] <= erased.get(number, (0, ""))[0]
        changed = not gone and sha256(canonical(words)) != said
        if words["seq"] != seq + 1 or words["before"] != before or changed:
            yield f"{number}, event {words['seq']}: changed, or one before it is missing"
        last[number] = (words["seq"], said)
        words["hash"] = said
        left[number] = left.get(number, "") + f"{canonical(words)}\n" * gone
    wrong = [one for one, (_, kept) in erased.items() if sha256(left[one]) != kept]
    yield from (f"{one}: words are gone that no erasure speaks of, or changed since" for one in wrong)
    if last != {number: (int(seq), said) for number, seq, said in map(str.split, heads)}:
        yield "the events do not end where the heads say"


def wrong_seals(seals, rows, key):
    before, since = "", None
    for said, signature, text in (line.split(" ", 2) for line in seals):
        body = json.loads(text)
        follows = body["before"] == before and body["from"] == since
        if sha256(text) != said or not follows or not is_signed(text, signature, key):
            yield f"seal until {body['until']}: changed, or one before it is missing"
        until = datetime.fromisoformat(body["until"])
        start = datetime.fromisoformat(since) if since else None
        for kind in ("events", "changes", "readings"):
            lines = [line for at, line in rows[kind] if at < until and (start is None or at >= start)]
            if body[kind] != {"count": len(lines), "sha256": sha256("".join(f"{line}\n" for line in lines))}:
                yield f"{kind} until {body['until']}: not those that were sealed"
        before, since = said, body["until"]


def wrong_files(texts, manifest, key):
    if not is_signed(texts["manifest.json"], texts["signature.hex"], key):
        yield "the export is not signed by this key"
    for name, said in manifest["files"].items():
        if sha256(texts.get(name, "")) != said:
            yield f"{name}: changed"


def rows_of(events, lines):
    rows = {"events": [(e["at"], f"{e['complaint']} {e['seq']} {e['hash']}") for e in events]}
    for kind in ("changes", "readings"):
        rows[kind] = [(json.loads(line)[0], line) for line in lines[f"{kind}.jsonl"]]
    return {kind: [(datetime.fromisoformat(at), line) for at, line in found] for kind, found in rows.items()}


def main(export, key_file=None, seals_file=None):
    bundle = zipfile.ZipFile(export)
    texts = {name: bundle.read(name).decode() for name in bundle.namelist()}
    lines = {name: [line for line in text.split("\n") if line] for name, text in texts.items()}
    manifest = json.loads(texts["manifest.json"])
    key = json.loads(Path(key_file).read_text()) if key_file else manifest["key"]
    events = [json.loads(line) for line in lines["events.jsonl"]]
    kept = Path(seals_file).read_text("utf8").splitlines() if seals_file else []
    breaks = [json.loads(line) for line in lines.get("breaks.jsonl", [])]
    sealed = lines["seals.txt"]
    faults = [
        *(f"{number}, event {seq}: {what}, says the program" for number, seq, what in breaks),
        *wrong_files(texts, manifest, key),
        *wrong_events(events, lines["heads.txt"], map(json.loads, lines["changes.jsonl"])),
        *wrong_seals(sealed, rows_of(events, lines), key),
        *(f"a seal you were sent is not in the export: {one}" for one in kept if one not in sealed),
    ]
    print("\n".join(faults) or f"no fault: {len(events)} events, {len(sealed)} seals")
    return bool(faults)


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
