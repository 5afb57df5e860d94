"""A second computation of what binds a draw, and of a receipt: from ssjc-receipt(5) and RFC 9162.

As a program: receipts.py SECRET SEED STRATA PERCENT EXCLUDED... < objects.csv prints the roots text
of a draw without a history. As a module: Register(...).roots(), .receipt(id), check(receipt, root).
"""

import base64
import csv
import hashlib
import sys


def sha(data):
    return hashlib.sha256(data if isinstance(data, bytes) else data.encode()).digest()


def stage(master, name):
    """The key of a stage: 64 digits."""
    return sha(master + "/" + name).hex()


# ---- RFC 9162, 2.1.1, 2.1.3.1 and 2.1.3.2 ----


def leaf_hash(data):
    return sha(b"\0" + data)


def node_hash(left, right):
    return sha(b"\1" + left + right)


def split(n):
    k = 1
    while 2 * k < n:
        k *= 2
    return k


def mth(hashes):
    if not hashes:
        return sha(b"")
    if len(hashes) == 1:
        return hashes[0]
    k = split(len(hashes))
    return node_hash(mth(hashes[:k]), mth(hashes[k:]))


def path(m, hashes):
    if len(hashes) == 1:
        return []
    k = split(len(hashes))
    if m < k:
        return path(m, hashes[:k]) + [mth(hashes[k:])]
    return path(m - k, hashes[k:]) + [mth(hashes[:k])]


def root_of(index, size, h, proof):
    """The root that a path leads to; None when it has a wrong length."""
    if index >= size:
        return None
    fn, sn = index, size - 1
    for p in proof:
        if sn == 0:
            return None
        if fn & 1 or fn == sn:
            h = node_hash(p, h)
            while not fn & 1 and fn:
                fn >>= 1
                sn >>= 1
        else:
            h = node_hash(h, p)
        fn >>= 1
        sn >>= 1
    return h if sn == 0 else None


# ---- The trees ----


def row_data(salt, id, standing, of):
    return salt + "\n".join((id, standing, of)).encode()


def stratum_data(salt, text, numbers, threshold):
    return salt + "\n".join([text, *map(str, numbers), threshold]).encode()


class Register:
    """rows: (id, status, stratum, repeated); size: population -> n; reserve: n -> how many."""

    def __init__(self, plan, number, secret, seed, rows, size, excluded, reserve=lambda n: n):
        master = sha(seed).hex()
        keys = {name: stage(secret, name) for name in ("register", "table")}
        ticket = stage(master, "object")
        self.rows, self.strata = {}, {}
        for id, status, stratum, repeated in rows:
            out = status in excluded
            standing = "excluded" if out else "repeated" if repeated else "in"
            of = status if out else stratum
            salt = sha(keys["register"] + id)[:16]
            self.rows[id] = [standing, of, salt, leaf_hash(row_data(salt, id, standing, of)),
                             sha(ticket + id).hex(), 0]
            if not out:
                self.strata.setdefault(stratum, []).append(id)
        self.table = {}
        for text, ids in self.strata.items():
            able = sorted((i for i in ids if self.rows[i][0] == "in"), key=lambda i: self.rows[i][4])
            for k, i in enumerate(able):
                self.rows[i][5] = k + 1
            n = size(len(ids))
            main = min(n, len(able))
            numbers = (len(ids), len(able), n, main, min(reserve(n), len(able) - main))
            threshold = self.rows[able[main - 1]][4] if main else ""
            salt = sha(keys["table"] + text)[:16]
            self.table[text] = (numbers, threshold, salt,
                                leaf_hash(stratum_data(salt, text, numbers, threshold)))
        self.leaves = sorted(r[3] for r in self.rows.values())
        self.strata_leaves = sorted(t[3] for t in self.table.values())
        self.head = [("plan", plan), ("draw", number), ("salt", sha(secret).hex()),
                     ("rows", len(self.leaves)), ("register", mth(self.leaves).hex()),
                     ("strata", len(self.strata_leaves)), ("table", mth(self.strata_leaves).hex()),
                     ("seed", stage(master, "receipt"))]

    def roots(self, drawn=True):
        lines = self.head if drawn else self.head[:5]
        return "ssjc-roots 1\n" + "".join(f"{k}={v}\n" for k, v in lines)

    def receipt(self, id):
        standing, of, salt, leaf, ticket, rank = self.rows[id]
        at = self.leaves.index(leaf)
        lines = self.head + [("id", id), ("standing", standing), ("of", of), ("row.salt", salt.hex()),
                             ("row.leaf", at), ("row.path", b"".join(path(at, self.leaves)).hex())]
        if standing != "excluded":
            numbers, threshold, salt, leaf = self.table[of]
            at = self.strata_leaves.index(leaf)
            lines += list(zip(("population", "eligible", "n", "main", "reserve"), numbers))
            lines += [("threshold", threshold), ("stratum.salt", salt.hex()), ("stratum.leaf", at),
                      ("stratum.path", b"".join(path(at, self.strata_leaves)).hex()),
                      ("ticket", ticket)]
        if standing == "in":
            lines.append(("rank", rank))
        return "ssjc-receipt 1\n" + "".join(f"{k}={v}\n" for k, v in lines)


# ---- A receipt ----

HEX = ("salt", "register", "table", "seed", "row.salt", "row.path", "threshold", "stratum.salt",
       "stratum.path", "ticket")


def code(receipt):
    out = b""
    for line in receipt.split("\n")[1:-1]:
        key, value = line.split("=", 1)
        value = bytes.fromhex(value) if key in HEX else value.encode()
        out += len(value).to_bytes(2, "big") + value
    return "SSJC-RECEIPT-1:" + base64.b32encode(out).decode().rstrip("=")


def hashes(text):
    return [bytes.fromhex(text[i:i + 64]) for i in range(0, len(text), 64)]


def check(receipt, root, seed=None):
    """What does not hold, of an honest receipt nothing: a list of words."""
    lines = receipt.split("\n")
    v, wrong = dict(line.split("=", 1) for line in lines[1:-1]), []
    if sha("ssjc-roots 1\n" + "\n".join(lines[1:9]) + "\n").hex() != root:
        wrong.append("root")
    leaf = leaf_hash(row_data(bytes.fromhex(v["row.salt"]), v["id"], v["standing"], v["of"]))
    at = root_of(int(v["row.leaf"]), int(v["rows"]), leaf, hashes(v["row.path"]))
    if at != bytes.fromhex(v["register"]):
        wrong.append("row")
    if v["standing"] == "excluded":
        return wrong
    numbers = [int(v[k]) for k in ("population", "eligible", "n", "main", "reserve")]
    leaf = leaf_hash(stratum_data(bytes.fromhex(v["stratum.salt"]), v["of"], numbers, v["threshold"]))
    at = root_of(int(v["stratum.leaf"]), int(v["strata"]), leaf, hashes(v["stratum.path"]))
    if at != bytes.fromhex(v["table"]):
        wrong.append("stratum")
    if seed and (stage(sha(seed).hex(), "receipt") != v["seed"]
                 or sha(stage(sha(seed).hex(), "object") + v["id"]).hex() != v["ticket"]):
        wrong.append("ticket")
    if v["standing"] == "in":
        rank, main = int(v["rank"]), numbers[3]
        if ((v["ticket"] <= v["threshold"]) != (rank <= main) or not 1 <= rank <= numbers[1]
                or (v["ticket"] == v["threshold"]) != (rank == main)):
            wrong.append("drawn")
    return wrong


if __name__ == "__main__":
    secret, seed, strata, percent, *excluded = sys.argv[1:]
    seed = open(seed, encoding="utf-8").read()
    rows = [(r["id"], r["status"], ";".join(r[c] for c in strata.split(",")), False)
            for r in csv.DictReader(sys.stdin)]
    lines = dict(line.split("=", 1) for line in seed.split("\n")[1:-1])
    print(Register(lines["plan"], lines["draw"], secret, seed, rows,
                   lambda n: max(1, -(-n * int(percent) // 100)), excluded).roots(), end="")
