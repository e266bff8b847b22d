"""From and Sender put together at random of what has deceived readers."""
import base64
import random

OWN = ["alice@example.com", "alice@example.com", "a.smith@example.com", "alice+=?x@example.com", "alice+=?a?b?=@example.com"]
PIECES = ["ceo", "ceo", "@", "@", "example", ".", "com", "example.com", "ceo@example.com", "ceo@ example.com",
          "ceo @example.com", " ", " ", ",", ";", ":", "<", ">", "x", "\\\\", "\\\"", "\\(", "\\)", "\t",
          "alice@example.com",
          "=?utf-8?Q?ceo=40example.com?=", "\uff20", "\u3002", "\u200b", "\u00a0", "'", "=?", "?="]
CHARSETS = ["utf-8", "utf-8", "us-ascii", "iso-8859-1", "utf-7", "unicode-1-1-utf-7", "utf-16", "x-nobody",
            "iso-2022-jp", "ks_c_5601-1987", "UTF8", "utf-16le"]


def text(rng, longest=7):
    return "".join(rng.choice(PIECES) for _ in range(rng.randint(1, longest)))


def octets(charset, value):
    codec = {"unicode-1-1-utf-7": "utf-7", "utf-16": "utf-16-be"}.get(charset, charset)
    try:
        return value.encode(codec)
    except (LookupError, UnicodeError):
        return value.encode()


def encoded_word(rng):
    charset = rng.choice(CHARSETS)
    value = octets(charset, text(rng).replace("\\", ""))
    if rng.random() < 0.3:
        return f"=?{charset}?B?{base64.b64encode(value).decode()}?="
    quoted = "".join(chr(c) if chr(c).isalnum() else "_" if c == 32 else f"={c:02X}" for c in value)
    return f"=?{charset}?Q?{quoted}?="


def quoted(rng):
    return '"' + text(rng).replace("\t", " ") + '"'


def comment(rng, depth=2):
    inner = text(rng)
    if depth and rng.random() < 0.5:
        inner += comment(rng, depth - 1) + text(rng, 3)
    return "(" + inner + ")"


def phrase(rng):
    kinds = [quoted, encoded_word, encoded_word, comment, lambda r: r.choice(["Alice", "x", "ceo", "a.b", "="])]
    return " ".join(rng.choice(kinds)(rng) for _ in range(rng.randint(0, 3)))


def field(rng):
    own = rng.choice(OWN)
    shape = rng.choice(["{p} <{o}>", "{p} <{o}>", "{p}<{o}>{c}", "<{o}> {c}", "{o} {c}", "{c} {o}",
                        "{p} <{o}>, {o} {c}", "{p}: <{o}>;", "{c} {p} <{o}> {c}",
                        "{p} < {o}\t>", "{p} <{o}{c}>", "{p} <{o} {c}> {c}", "{p} <{c}{o}>", "<{c} {o} {c}>"])
    return " " + shape.format(p=phrase(rng), o=own, c=comment(rng))


def fields(seed, count):
    rng = random.Random(seed)
    return [(rng.choice(["From", "Sender"]), field(rng).encode("utf-8", "replace")) for _ in range(count)]
