"""A second verifier of an exported journal, written apart from the first, without libraries.

Usage: verify.py FOLDER PUBLIC-KEY     (see docs/security.md)

Follows C2SP tlog-tiles, tlog-checkpoint and signed-note, RFC 6962 and RFC 8032.
"""
import base64
import hashlib
import pathlib
import sys

# Ed25519 (RFC 8032), in the plainest way: one signature is checked, and time does not matter.
P, Q = 2**255 - 19, 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P


def add(a, b):
    (x1, y1), (x2, y2) = a, b
    k = D * x1 * x2 * y1 * y2 % P
    x = (x1 * y2 + x2 * y1) * pow(1 + k, P - 2, P) % P
    return x, (y1 * y2 + x1 * x2) * pow(1 - k, P - 2, P) % P


def times(n, point):
    result = (0, 1)
    while n:
        if n & 1:
            result = add(result, point)
        point, n = add(point, point), n >> 1
    return result


def decode(data):
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & (2**255 - 1)
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * pow(2, (P - 1) // 4, P) % P
    assert (x * x - square) % P == 0 and y < P, "not a point"
    return (P - x if (x & 1) != sign else x), y


BASE = decode((4 * pow(5, P - 2, P) % P).to_bytes(32, "little"))


def signed(public, message, signature):
    s = int.from_bytes(signature[32:], "little")
    h = int.from_bytes(hashlib.sha512(signature[:32] + public + message).digest(), "little") % Q
    return s < Q and times(s, BASE) == add(decode(signature[:32]), times(h, decode(public)))


def node(left, right):
    return hashlib.sha256(b"\1" + left + right).digest()


def root(hashes):
    """RFC 6962, section 2.1, level by level: a last hash without a partner goes up as it is."""
    while len(hashes) > 1:
        pairs = [node(*hashes[i : i + 2]) for i in range(0, len(hashes) - 1, 2)]
        hashes = pairs + ([hashes[-1]] if len(hashes) % 2 else [])
    return hashes[0] if hashes else hashlib.sha256(b"").digest()


def path(level, number, width):
    groups = [f"{number % 1000:03}"]
    while number := number // 1000:
        groups.insert(0, f"x{number % 1000:03}")
    return f"tile/{level}/{'/'.join(groups)}" + ("" if width == 256 else f".p/{width}")


def verify(folder, key):
    name, key_id, key_data = key.split("+", 2)
    key_data = base64.b64decode(key_data, validate=True)
    assert hashlib.sha256(f"{name}\n".encode() + key_data).hexdigest()[:8] == key_id, "not a key"
    assert key_data[0] == 1, "not an Ed25519 key"

    text, signatures = (folder / "checkpoint").read_bytes().split(b"\n\n")
    text += b"\n"
    dash, by, signature = signatures.decode().rstrip("\n").split(" ")
    signature = base64.b64decode(signature, validate=True)
    assert (dash, by, signature[:4].hex()) == ("—", name, key_id), "signed by another key"
    assert signatures.endswith(b"\n") and len(signature) == 68, "not a signature"
    assert signed(key_data[1:], text, signature[4:]), "the signature does not hold"
    origin, size, top = text.decode().rstrip("\n").split("\n")
    assert origin == name, "of another journal"
    size = int(size)

    hashes = []
    for first in range(0, size, 256):
        width = min(256, size - first)
        bundle = (folder / path("entries", first // 256, width)).read_bytes()
        for _ in range(width):
            length = int.from_bytes(bundle[:2], "big")
            entry, bundle = bundle[2 : 2 + length], bundle[2 + length :]
            assert len(entry) == length, "an entry is cut off"
            hashes.append(hashlib.sha256(b"\0" + entry).digest())
        assert not bundle, "an entry was put in"
    assert base64.b64encode(root(hashes)).decode() == top, "the entries are not those signed"

    level = 0
    while hashes:
        for first in range(0, len(hashes), 256):
            tile = hashes[first : first + 256]
            data = (folder / path(level, first // 256, len(tile))).read_bytes()
            assert data == b"".join(tile), f"a tile of level {level} was changed"
        full = len(hashes) // 256 * 256
        hashes = [root(hashes[first : first + 256]) for first in range(0, full, 256)]
        level += 1
    return size


if __name__ == "__main__":
    try:
        print(f"{verify(pathlib.Path(sys.argv[1]), sys.argv[2])} entries are as they were sealed.")
    except (AssertionError, OSError, ValueError) as wrong:
        sys.exit(f"altered: {wrong}")
