#!/bin/sh
# Receipts: the same bytes as a second computation from the manual, and what finds each way to
# cheat a firm with one.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$top/tests/second"
lab_new
sed -i 's/^confirm .*/&\nreserve = 50%\nreceipts = yes/' lab.plan
sed -i '5s/存续/注销/' 名录.csv
lab_import
umask 077
for n in 1 2; do
	printf '%064d\n' "$n" > "$n.share"
	echo "$n" > "$n.id"
done
umask 022
commitment() {
	python3 -c 'import hashlib, sys; print(hashlib.sha256(bytes.fromhex("%064d" % int(sys.argv[1]))).hexdigest())' "$1"
}
ssjc-draw commit -p lab.plan "$registers" -H history.csv --public 双色球第2023068期 --form 'SSQ2023068:{n}' \
    -c transport="$(commitment 1)" -c market="$(commitment 2)" objects.csv > pledge &&
    ssjc-draw reveal -p lab.plan "$confirmed" -H history.csv -s 1.share -s 2.share \
        --public SSQ2023068:5 objects.csv > drawn.csv 2> draw.err || echo 'Bail out! no draw'
ssjc-audit seed -p lab.plan -o seed.txt
ssjc-publish page -p lab.plan --partial "$matched" -o page.html 2> err || cat err >&2
run ssjc-publish receipt -p lab.plan -H history.csv --all -o R objects.csv
status 0 'every firm gets a receipt'
run ssjc-audit receipt --zh --from page.html "R/$(lab_code 5).receipt"
status 0 'the page alone checks one'
out_has 'also its ticket' '票号'
ok 'and nothing differs' sh -c '! grep -q 不符 out'
run ssjc-audit receipt --from pledge "R/$(lab_code 5).receipt"
status 0 'the pledge shows that the register was bound before the draw'
out_has 'and says what it does not show' '^not checked: whether the strata'
lab_verify
has out 'verify computes both roots again' 'root of the register, which receipts are proved by, computed again from 40 rows'

# The second computation, and what was changed: one line each.
cat > attacks.py <<'END'
import csv, hashlib, subprocess, sqlite3
from receipts import Register, check, code, sha

db = sqlite3.connect("file:lab.db?mode=ro", uri=True)
def kept(kind, last):
    v = [r[0] for r in db.execute("SELECT content FROM file WHERE kind = ? ORDER BY event", (kind,))]
    v = [x.decode() if isinstance(x, bytes) else x for x in v if x]
    return v[-1] if last else v[0]
secret, seed = kept("salt", True), open("seed.txt", encoding="utf-8").read()
seen = {r["id"] for r in csv.DictReader(open("history.csv", encoding="utf-8"))}
objects = list(csv.DictReader(open("objects.csv", encoding="utf-8")))
rows = [(o["id"], o["status"], o["category"] + ";" + o["credit"], o["id"] in seen) for o in objects]
def tree(rows, secret=secret, number=1, size=lambda n: max(1, -(-n // 5))):
    return Register("LAB-1", number, secret, seed, rows, size, ["cancelled", "revoked"],
                    lambda n: -(-n // 2))
true = tree(rows)
root = sha(true.roots()).hex()
print("roots:", true.roots() == kept("roots", True) and true.roots(False) == kept("roots", False))
texts = {r[0]: open("R/%s.receipt" % r[0], encoding="utf-8").read() for r in rows}
print("receipts:", sum(true.receipt(i) == t for i, t in texts.items()))
print("checked:", sum(check(t, root, seed) == [] for t in texts.values()))

def judge(name, text, how=("--root", root, "--seed", "seed.txt")):
    with open("bad", "w", encoding="utf-8") as f:
        f.write(text)
    p = subprocess.run(["ssjc-audit", "receipt", *how, "bad"], capture_output=True, text=True)
    said = [line.split(":")[1].strip() for line in p.stdout.split("\n") if line.startswith("differs: ")]
    print("%s: %d %s" % (name, p.returncode, " ".join(said) or p.stderr.split(": ", 2)[-1].strip()))

def put(text, key, value):
    return "".join(key + "=" + value + "\n" if line.startswith(key + "=") else line
                   for line in text.splitlines(True))
def get(text, key):
    return [line.split("=", 1)[1] for line in text.split("\n") if line.startswith(key + "=")][0]

drawn = next(i for i in texts if "standing=in" in texts[i] and true.rows[i][5] == 1)
other = next(i for i in texts if "standing=in" in texts[i] and true.rows[i][5] > true.table[true.rows[i][1]][0][3])
gone = next(i for i in texts if "standing=excluded" in texts[i])
t = texts[other]
judge("honest, not drawn", t)
judge("honest, drawn", texts[drawn])
judge("honest, excluded", texts[gone])
judge("as a code", code(t))
judge("wrong stratum", put(t, "of", "客运;D"))
judge("wrong N", put(t, "population", str(int(get(t, "population")) + 7)))
judge("a threshold that leaves it out", put(texts[drawn], "threshold", "0" * 64))
judge("tampered path", put(t, "row.path", get(t, "row.path")[:-1] + ("0" if get(t, "row.path")[-1] != "0" else "1")))
judge("path cut short", put(t, "row.path", get(t, "row.path")[64:]))
judge("swapped salt", put(t, "row.salt", get(texts[drawn], "row.salt")))
judge("another ticket", put(t, "ticket", get(texts[drawn], "ticket")))
judge("another rank", put(t, "rank", "1"))
judge("of another firm", put(texts[drawn], "id", other))
judge("another draw", tree(rows, number=2).receipt(other))
judge("another secret", tree(rows, secret="5" * 64).receipt(other))
judge("left out of the tree: the receipt of its own tree", tree([r for r in rows if r[0] != drawn] + [(other[:-1] + "!", "active", "货运;A", False)]).receipt(other))
judge("two trees, N padded", tree(rows + [("X%d" % k, "active", "货运;A", False) for k in range(9)]).receipt(other))
# The commitment is to the register alone: its root is right, whatever the strata are.
table = tree(rows, size=lambda n: 1).receipt(other)
judge("another table of the same register", table)
judge("the same, by the page", table, ("--from", "page.html"))
judge("the same, by the pledge", table, ("--from", "pledge"))
judge("honest, by the page", t, ("--from", "page.html"))
# A node in a leaf's place: what the first two leaves hash to, with the rest of the path.
up = [true.leaves[k:k + 2] for k in range(0, len(true.leaves), 2)]
judge("a node as a leaf", put(put(put(t, "row.path", get(t, "row.path")[64:]), "row.leaf", str(int(get(t, "row.leaf")) // 2)), "rows", str(len(up))))
at = str(len(true.leaves))
judge("a leaf after the last", put(t, "row.leaf", at))
judge("not a receipt", t.replace("standing=in", "standing=maybe"))
judge("a line too many", t + "rank=1\n")
judge("a number with a zero before it", put(t, "rank", "0" + get(t, "rank")))
END
run python3 attacks.py
status 0 'a second computation reads them'
out 'and finds each' <<'EOT'
roots: True
receipts: 40
checked: 40
honest, not drawn: 0 
honest, drawn: 0 
honest, excluded: 0 
as a code: 0 
wrong stratum: 1 register stratum
wrong N: 1 stratum
a threshold that leaves it out: 1 stratum drawn
tampered path: 1 register
path cut short: 1 register
swapped salt: 1 register
another ticket: 1 ticket drawn
another rank: 1 drawn
of another firm: 1 register ticket
another draw: 1 root seed
another secret: 1 root
left out of the tree: the receipt of its own tree: 1 root
two trees, N padded: 1 root
another table of the same register: 1 root
the same, by the page: 1 root
the same, by the pledge: 0 
honest, by the page: 0 
a node as a leaf: 1 root register numbers
a leaf after the last: 1 register
not a receipt: 3 standing: “maybe” cannot be its value
a line too many: 3 is one line more than a receipt has
a number with a zero before it: 3 rank: “09” cannot be its value
EOT

# What was drawn from must be what is on record.
grep -v "$(lab_code 7)" objects.csv > short.csv
run ssjc-publish receipt -p lab.plan -H history.csv --all -o S short.csv
status 3 'no receipts of another register'
run ssjc-publish receipt -p lab.plan -H history.csv --id nobody objects.csv
status 3 'nor for who is not in it'
finish
