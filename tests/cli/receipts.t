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
    cp lab.db committed.db && ssjc-draw reveal -p lab.plan "$confirmed" -H history.csv -s 1.share -s 2.share \
        --public SSQ2023068:5 objects.csv > drawn.csv 2> draw.err || echo 'Bail out! no draw'
ssjc-audit seed -p lab.plan -o seed.txt
ssjc-publish page -p lab.plan --partial "$matched" -o page.html 2> err || cat err >&2
run ssjc-publish receipt -p lab.plan -H history.csv --all -o R objects.csv
status 0 'every firm gets a receipt'
is "$(find R -name '*.xlsx' | wc -l)/$(find R | wc -l)" 40/81 'as a file and as a page'

# The pages: what is on them, the code, one sheet of paper; the same bytes again; in English.
export SOURCE_DATE_EPOCH=1686531600
printf '[papers]\ncontact = 样某\npage = http://example.gov.cn/公示.html\n' >> lab.plan
ssjc-publish receipt -p lab.plan -H history.csv --all -o sheets objects.csv 2> err
ssjc-publish receipt -p lab.plan -H history.csv --all -o again objects.csv 2> err
ok 'the same moment makes the same bytes' diff -r sheets again
run ssjc-publish receipt -p lab.plan -H history.csv --id "$(lab_code 5)" --en -o english objects.csv
status 0 'one of them in English'
run ssjc-publish receipt -p lab.plan -H history.csv --all --no-sheet -o small objects.csv
is "$(find small -name '*.receipt' | wc -l)/$(find small | wc -l)" 40/41 'or the small files alone'
run ssjc-publish receipt -p lab.plan -H history.csv --all --no-sheet --en -o small objects.csv
status 2 'which have no language'
cat > sheets.py <<'END'
import glob, io, sys, zipfile, openpyxl

def receipt(path):
    return dict(line.split("=", 1) for line in open(path, encoding="utf-8").read().split("\n") if "=" in line)

kinds, wrong = {}, []
for path in sorted(glob.glob("sheets/*.xlsx")):
    r = receipt(path.replace(".xlsx", ".receipt"))
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    cells = [c.value for row in sheet.iter_rows() for c in row if c.value is not None]
    said = dict(zip(cells, cells[1:]))
    text = "\n".join(cells)
    result = said["抽取结果"].replace("\n", "")
    place = int(r.get("rank", 0)) - int(r.get("main", 0))
    kind = (r["standing"] if r["standing"] != "in" else "drawn" if place <= 0 else
            "spare" if place <= int(r["reserve"]) else "not drawn")
    kinds.setdefault(kind, result)
    want = [r["id"], "LAB-1", "名录共40户", "http://example.gov.cn/公示.html", r["id"] + ".receipt"]
    if r["standing"] != "excluded":
        stratum = "；".join("%s：%s" % x for x in zip(("类别", "信用风险等级"), r["of"].split(";")))
        want += [r["ticket"], r["threshold"] or "本层无企业抽中", r["population"] + "户", r["n"] + "户", stratum]
    for other in glob.glob("sheets/*.receipt"):
        o = receipt(other)
        mine = (r["id"], r.get("ticket"), r.get("threshold"))
        if any(o.get(k) and o[k] not in mine and o[k] in text for k in ("id", "ticket")):
            wrong.append((path, "of another", o["id"]))
    joined = text.replace("\n", "")
    wrong += [(path, w) for w in want if w not in joined]
    wrong += [(path, "paper")] if (sheet.page_setup.paperSize, len(book.worksheets)) != (9, 1) else []
    with zipfile.ZipFile(path) as z:
        if len([n for n in z.namelist() if n.startswith("xl/media/")]) != 1:
            wrong.append((path, "pictures"))
for kind in sorted(kinds):
    print(kind + ": " + kinds[kind])
print("wrong:", wrong)
sheet = openpyxl.load_workbook(glob.glob("english/*.xlsx")[0]).worksheets[0]
print("English:", any(str(c.value).startswith("It proves:") for row in sheet.iter_rows() for c in row))
END
run /usr/bin/python3 sheets.py
sed -E 's/第[0-9]+位/第N位/g; s/前[0-9]+位/前N位/; s/共[0-9]+位/共N位/' out > said && mv said out
out 'each says in plain words what came of its draw' <<'EOT'
drawn: 抽中。票号不大于门限票号，居本层第N位，前N位抽中。
excluded: 未抽中。按抽查方案，登记状态为“注销”的企业不参加抽取。
not drawn: 未抽中。票号大于门限票号，居本层第N位，前N位抽中。
repeated: 未抽中。你单位本年度已经接受过抽查，按抽查方案不再抽取，只计入本层户数。
spare: 未抽中。票号大于门限票号，居本层第N位，前N位抽中。你单位是备选的第N位（共N位）：抽中的企业经核对移出时，依次递补。
wrong: []
English: True
EOT
unzip -p "sheets/$(lab_code 5).xlsx" xl/media/image1.png > code.png
zbarimg -q --raw code.png > scanned 2> log
run ssjc-audit receipt --from page.html scanned
status 0 'and has the receipt as a code'
: > full
run ssjc-publish receipt -p lab.plan -H history.csv --id "$(lab_code 5)" -o full objects.csv
status 4 'a folder that cannot be one is an error'
mkdir disk
if mount -t tmpfs -o size=256k tmpfs disk 2> log; then
	trap 'cd /; umount "$work/disk"; rm -rf "$work"' EXIT
	run ssjc-publish receipt -p lab.plan -H history.csv --all -o disk objects.csv
	status 4 'a full disk is an error'
	err_has 'that says so' 'disk/.*: No space left on device'
	find disk -type f -exec basename {} \; | while read -r file; do
		cmp -s "disk/$file" "sheets/$file" || echo "$file"
	done > half
	is "$(cat half)" '' 'and what is there is whole'
	umount disk
	trap 'cd /; rm -rf "$work"' EXIT
else
	ok 'a full disk # SKIP no tmpfs can be mounted here' true
fi
unset SOURCE_DATE_EPOCH
run ssjc-audit receipt --zh --from page.html "R/$(lab_code 5).receipt"
status 0 'the page alone checks one'
out_has 'also its ticket' '票号'
out_has 'and how it was in the draw, as the page says it' '（可以抽取，'
ok 'and nothing differs' sh -c '! grep -q 不符 out'
run ssjc-audit receipt --from pledge "R/$(lab_code 5).receipt"
status 0 'the pledge shows that the register was bound before the draw'
out_has 'and says what it does not show' '^not checked: whether the strata'
lab_verify
has out 'verify computes both roots again' 'root of the register, which receipts are proved by, computed again from 40 rows'

# A commitment to a register of which the tree is another's, before anybody can draw.
mv lab.db drawn.db && rm -f lab.db-* && cp committed.db lab.db
lab_verify
has out 'the root that a pledge has is computed again before the draw' \
    'commitment to draw 1: the root of its register, .* computed again: the same'
ssjc-audit verify -p lab.plan > out 2> err
has out 'if the register is given' '^not checked: .* the root of its register, .* was not computed again'
sqlite3 lab.db "SELECT content FROM file WHERE kind = 'roots'" | sed '/./!d; s/^register=.*/register='"$(printf '%064d' 7)/" > roots
"$bin/tools/rechain" lab.db "UPDATE file SET content = CAST('$(cat roots)' || char(10) AS BLOB),
    digest = '$(sha256sum < roots | cut -c1-64)' WHERE kind = 'roots'" || echo 'Bail out! no forgery'
lab_verify
has err 'and another is found' 'the root of its register is not the one that follows from the register'
rm -f lab.db-* && mv drawn.db lab.db

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
with open("saved.html", "w", encoding="utf-8") as f, open("page.html", encoding="utf-8") as p:
    f.write(p.read().replace("\n", "\n<!-- saved from url=(0027)http://example.gov.cn/a.html -->\n", 1))
judge("the page as a browser saves it", t, ("--from", "saved.html"))
# One file that shows two roots, one of them where nobody looks, or as if it were something else.
hidden = tree(rows + [("X%d" % k, "active", "货运;A", False) for k in range(9)])
for what, of, before, after in [
        ("two roots, one in a comment of the page", "page.html", "</footer>", "<!-- %s --></footer>"),
        ("one in a title of the page", "page.html", "样例联合抽查", "%s"),
        ("both in their place", "page.html", '<code id="root">', '<code id="root">%s</code><code id="root">'),
        ("one in a comment, in its place", "page.html", '<code id="root">', '<!-- <code id="root">%s</code> --><code id=root>'),
        ("one in a title of the pledge", "pledge", "样例联合抽查", "%s")]:
    with open(of, encoding="utf-8") as f:
        words = f.read()
    with open("two", "w", encoding="utf-8") as f:
        f.write(words.replace(before, after % sha(hidden.roots(of == "page.html")).hex()))
    judge(what, hidden.receipt(other), ("--from", "two"))
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
the page as a browser saves it: 0 
two roots, one in a comment of the page: 1 root
one in a title of the page: 1 root
both in their place: 1 root
one in a comment, in its place: 1 root
one in a title of the pledge: 1 root
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
run ssjc-publish receipt -p lab.plan -H history.csv --id nobody -o nowhere objects.csv
status 3 'nor for who is not in it'
ok 'and no empty folder is left' [ ! -e nowhere ]
finish
