#!/usr/bin/env python3
"""Verifies an audit log with nothing of Wardkey: Python's standard library and the openssl command.

usage: verify_log.py AUDIT-FOLDER LOG-NAME [OUTSIDE-CHECKPOINT-FILE]

Prints one line for each finding and exits with 1, or prints "intact RECORDS ROOT" and exits with 0.
Written from RFC 9162, C2SP signed-note, tlog-checkpoint and tlog-tiles.
"""
import base64
import hashlib
import json
import os
import subprocess
import sys
import tempfile

SPKI_ED25519 = bytes.fromhex("302a300506032b6570032100")


def leaf(line):
    return hashlib.sha256(b"\x00" + line).digest()


def mth(leaves):
    """RFC 9162 section 2.1.1, by the definition."""
    if not leaves:
        return hashlib.sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return hashlib.sha256(b"\x01" + mth(leaves[:split]) + mth(leaves[split:])).digest()


def ed25519(public_key, message, signature):
    with tempfile.TemporaryDirectory() as folder:
        names = [os.path.join(folder, name) for name in ("key", "message", "signature")]
        for name, content in zip(names, (SPKI_ED25519 + public_key, message, signature)):
            with open(name, "wb") as file:
                file.write(content)
        command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", names[0]]
        command += ["-rawin", "-in", names[1], "-sigfile", names[2]]
        return subprocess.run(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL).returncode == 0


def verifier_key(path):
    with open(path, encoding="ascii") as file:
        name, key_id, key = file.read().rstrip("\n").split("+", 2)
    typed = base64.b64decode(key, validate=True)
    expected = hashlib.sha256(name.encode() + b"\n" + typed).digest()[:4]
    if typed[0] != 1 or len(typed) != 33 or expected.hex() != key_id:
        raise ValueError("the verifier key is none")
    return name, expected, typed[1:]


def checkpoint(path, key, origin):
    """The size and root of a checkpoint whose signature holds."""
    with open(path, encoding="utf-8", newline="") as file:
        text, signatures = file.read().rsplit("\n\n", 1)
    text += "\n"
    lines = text.split("\n")
    for line in signatures.rstrip("\n").split("\n"):
        dash, name, encoded = line.split(" ")
        decoded = base64.b64decode(encoded, validate=True)
        if dash == "\u2014" and name == key[0] and decoded[:4] == key[1]:
            if lines[0] == origin and ed25519(key[2], text.encode(), decoded[4:]):
                return int(lines[1]), base64.b64decode(lines[2], validate=True)
    raise ValueError("the checkpoint is not signed by the audit key, or is of another log")


def tile_path(folder, index, width=None):
    parts = ["%03d" % (index % 1000)]
    while index >= 1000:
        index //= 1000
        parts.insert(0, "x%03d" % (index % 1000))
    path = os.path.join(folder, "tile", "0", *parts)
    return path if width is None else os.path.join(path + ".p", str(width))


def stored_hashes(folder, size):
    """The hashes of level 0, up to a size."""
    hashes = []
    for index in range((size + 255) // 256):
        width = min(256, size - 256 * index)
        with open(tile_path(folder, index, None if width == 256 else width), "rb") as file:
            content = file.read()
        hashes += [content[i : i + 32] for i in range(0, 32 * width, 32)]
    return hashes


def main():
    audit, name = sys.argv[1:3]
    folder = os.path.join(audit, name)
    key = verifier_key(os.path.join(audit, "audit.pub"))
    origin = key[0] + "/" + name
    findings = []
    lines = []
    for segment in sorted(os.listdir(folder)):
        if segment.endswith(".jsonl"):
            with open(os.path.join(folder, segment), "rb") as file:
                lines += file.read().split(b"\n")[:-1]
    size, root = checkpoint(os.path.join(folder, "checkpoint"), key, origin)
    stored = stored_hashes(folder, size)
    if mth(stored) != root:
        findings.append("stored hashes are not those of the checkpoint")
    leaves = [leaf(line) for line in lines]
    for number, (own, tile) in enumerate(zip(leaves, stored), 1):
        if own != tile:
            findings.append("record %d" % number)
    if len(leaves) < size:
        findings.append("cut: %d of %d records" % (len(leaves), size))
    for number, line in enumerate(lines, 1):
        try:
            if json.loads(line)["seq"] != number:
                findings.append("number of record %d" % number)
        except ValueError:
            findings.append("record %d is no JSON" % number)
    if len(sys.argv) > 3:
        outside_size, outside_root = checkpoint(sys.argv[3], key, origin)
        if len(leaves) < outside_size:
            findings.append("cut: %d of %d records by the outside checkpoint" % (len(leaves), outside_size))
        elif mth(leaves[:outside_size]) != outside_root:
            findings.append("rewritten before record %d" % outside_size)
    for finding in findings:
        print(finding)
    if findings:
        return 1
    print("intact", len(leaves), base64.b64encode(mth(leaves)).decode())
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except (OSError, ValueError) as problem:
        print("refused:", problem)
        sys.exit(1)
