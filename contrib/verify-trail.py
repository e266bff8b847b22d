#!/usr/bin/python3
"""Verifies an audit trail of msa-milter without msa-milter: verify-trail.py KEY TRAIL CHECKPOINTS,
or one record of it: verify-trail.py KEY RECORD.json RECORD.tlog-proof. KEY is the verifier key that
was kept; TRAIL has one tree, of that key, in one file. Needs Debian's python3-cryptography."""
import base64, hashlib, re, sys
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

def leaf(line): return hashlib.sha256(b"\0" + line).digest()
def node(left, right): return hashlib.sha256(b"\1" + left + right).digest()

def checkpoint(key, text, signatures):
    """Size and root of the tree, if the key has signed them."""
    name, _, public = key.split("+", 2)
    public = base64.b64decode(public)
    identity = hashlib.sha256(name.encode() + b"\n" + public).digest()[:4]
    origin, size, root = text.split("\n")[:3]
    for line in signatures.strip("\n").split("\n"):
        signature = base64.b64decode(line.split(" ")[-1])
        if line.startswith(f"\u2014 {name} ") and signature[:4] == identity and origin == name:
            Ed25519PublicKey.from_public_bytes(public[1:]).verify(signature[4:], (text + "\n").encode())
            return int(size), base64.b64decode(root)
    raise ValueError(f"the checkpoint of {size} records of {origin} is not signed with this key")

def root_above(index, size, found, proof):
    """RFC 6962, 2.1.1: the root of the tree of that size, by the hashes beside the way up to it."""
    if size == 1 or not proof:
        return found if size == 1 and not proof else b""
    left = 1 << (size - 1).bit_length() - 1
    if index < left:
        return node(root_above(index, left, found, proof[:-1]), proof[-1])
    return node(proof[-1], root_above(index - left, size - left, found, proof[:-1]))

def verify_record(key, record, proof):
    head, text, signatures = proof.decode().split("\n\n")
    index, *hashes = re.sub(r"^c2sp.org/tlog-proof@v1\n(extra .*\n)?index ", "", head).split("\n")
    size, root = checkpoint(key, text, signatures)
    if int(index) >= size or root_above(int(index), size, leaf(record), [*map(base64.b64decode, hashes)]) != root:
        raise ValueError("the record or its proof was changed")
    return f"record {index} is proven"

def verify_trail(key, trail, notes):
    blocks, lines, subtrees, size = re.split("\n\n+", notes.decode().strip("\n")), iter(trail.split(b"\n")[:-1]), [], 0
    for covered, root in sorted(checkpoint(key, *blocks[i:i + 2]) for i in range(0, len(blocks), 2)):
        for size, line in zip(range(size + 1, covered + 1), lines):
            subtrees.append(leaf(line))
            for _ in range((size & -size).bit_length() - 1):  # those that are complete now
                subtrees[-2:] = [node(*subtrees[-2:])]
        found = subtrees[-1]
        for left in subtrees[-2::-1]:
            found = node(left, found)
        if size != covered or found != root:
            raise ValueError(f"of the first {covered} records some were changed or are missing")
    return f"{size} records are proven, {len([*lines])} more are not covered yet"

try:
    what, proof = (open(name, "rb").read() for name in sys.argv[2:])
    print((verify_record if proof.startswith(b"c2sp.org/tlog-proof") else verify_trail)(sys.argv[1], what, proof))
except (InvalidSignature, ValueError, IndexError, OSError, TypeError) as why:
    sys.exit(f"not proven: {why or 'the signature is not of this text'}")
