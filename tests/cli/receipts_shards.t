#!/bin/sh
# Receipts of a draw from several registers: those of one with the rows of all, and a register
# that is missing, was changed, or has a row of another, is named.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"
. "$top/tests/cli/registers.sh"

export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$top/tests/second"
lab_new
registers_receipts
registers_new
verify() { # REGISTER...
	run ssjc-audit verify -p lab.plan history.csv "$@"
}
receipts() { # OPTION...
	run ssjc-publish receipt -p lab.plan -H history.csv --no-sheet "$@"
}

# ---- An honest draw ----

commit r0.csv r1.csv r2.csv
status 0 'three registers are committed to'
cp out pledge
verify r0.csv r1.csv r2.csv
out_has 'verify computes the root of their tree before the draw' \
    'commitment to draw 1: the root of its register, .* computed again: the same'
verify r0.csv r2.csv
out_has 'if all are given' '^not checked: .* the root of its register, .* was not computed again'
reveal 5 --cutoffs cut.csv
status 1 'no cutoffs are made of registers without leaves'
reveal 5 r2.csv r0.csv r1.csv
status 0 'and drawn from, in another order'
receipts --all -o R r1.csv r2.csv r0.csv
status 0 'every firm of all three gets a receipt'
ssjc-audit seed -p lab.plan -o seed.txt
cat > second.py <<'END2'
import csv, sqlite3
from receipts import Register, check, sha

db = sqlite3.connect("file:lab.db?mode=ro", uri=True)
def kept(kind):
    v = [r[0] for r in db.execute("SELECT content FROM file WHERE kind = ? AND content > '' ORDER BY event", (kind,))]
    return [x.decode() if isinstance(x, bytes) else x for x in v]
seed = open("seed.txt", encoding="utf-8").read()
seen = {r["id"] for r in csv.DictReader(open("history.csv", encoding="utf-8"))}
one = Register("LAB-1", 1, kept("salt")[0], seed,
               [(o["id"], o["status"], o["category"] + ";" + o["credit"], o["id"] in seen)
                for o in csv.DictReader(open("objects.csv", encoding="utf-8"))],
               lambda n: max(1, -(-n // 5)), ["cancelled", "revoked"], lambda n: -(-n // 2))
texts = {i: open("R/%s.receipt" % i, encoding="utf-8").read() for i in one.rows}
print("roots:", kept("roots") == [one.roots(False), one.roots()])
print("receipts:", sum(one.receipt(i) == t for i, t in texts.items()))
print("checked:", sum(check(t, sha(one.roots()).hex(), seed) == [] for t in texts.values()))
END2
run python3 second.py
out 'roots and receipts are those of one register with all rows, by a second computation' <<'EOT'
roots: True
receipts: 40
checked: 40
EOT
run ssjc-audit receipt --from pledge "R/$(lab_code 5).receipt"
status 0 'the pledge shows that all were bound before the draw'
receipts --id "$(lab_code 5)" -o one r0.csv r1.csv r2.csv
ok 'one of them alone is the same' cmp "one/$(lab_code 5).receipt" "R/$(lab_code 5).receipt"
verify r0.csv r1.csv r2.csv
status 0 'verify agrees'
out_has 'on all rows' 'the root of the register, .* computed again from 40 rows: the same'
verify r0.csv r1.csv
status 0 'without one of them'
out_has 'it says what was not checked' 'the register “r2” was not given, so the draw was not made again'

# ---- A register that is not the one ----

sed 5d r1.csv > short.csv
mkdir other && cp short.csv other/r1.csv
sed 5d r0.csv > fewer.csv
{
	cat r1.csv
	sed -n 5p r0.csv
} > more.csv
receipts --all -o S r0.csv r2.csv
status 3 'no receipts without one of the registers'
err_has 'which is named' 'the register “r1” is missing: .* the SHA-256 '"$(sha256sum < r1.csv | cut -c1-64)"
receipts --all -o S r0.csv other/r1.csv r2.csv
status 3 'nor from one that was changed'
err_has 'which is named, too' '^ssjc-publish: other/r1.csv: is not the register “r1” that is on record'
receipts --all -o S fewer.csv more.csv r2.csv
status 3 'nor if a row was moved from one to another, though the tree would be the same'
err_has 'as the registers are on record' 'the register “r0” is missing'
receipts --id nobody -o S r0.csv r1.csv r2.csv
status 3 'nor for who is in none of them'
ok 'and no empty folder is left' [ ! -e S ]
verify fewer.csv more.csv r2.csv
status 1 'and verify names a register that is not the one drawn from'
err_has 'by its file' 'fewer.csv .* is in no event of the audit file'

# A tree of other rows from the commitment on, with the chain as it should be.
forgery=
for event in 4 5; do
	sqlite3 lab.db "SELECT content FROM file WHERE kind = 'roots' AND event = $event" |
	    sed '/./!d; s/^register=.*/register='"$(printf '%064d' 7)/" > roots
	forgery="$forgery UPDATE file SET content = CAST('$(cat roots)' || char(10) AS BLOB),
	    digest = '$(sha256sum < roots | cut -c1-64)' WHERE kind = 'roots' AND event = $event;"
done
"$bin/tools/rechain" lab.db "$forgery" || echo 'Bail out! no forgery'
verify r0.csv r1.csv r2.csv
status 1 'another tree'
err_has 'is not that of the registers' '5 .reveal.: the root of its register is not the one that follows'

# ---- What cannot be drawn ----

sed 's/^audit .*/audit = several.db/' lab.plan > several.plan
several() { # what COMMAND...
	what=$1
	shift
	run ssjc-draw "$@" -p several.plan
	status 3 "$what"
}
{
	cat r0.csv
	sed -n 7p r1.csv
} > overlap.csv
several 'a row in two registers' merge "$registers" -H history.csv overlap.csv r1.csv r2.csv
err_has 'names both' 'an id is in the registers “(r1|overlap)” and “(r1|overlap)”'
{
	cat r0.csv
	sed -n 7p r0.csv
} > twice.csv
several 'a row twice in one' merge "$registers" -H history.csv twice.csv r1.csv r2.csv
err_has 'names the line' 'twice.csv:[0-9]*: id: .* is duplicated, first on line 7'
nobody=$(find . -name 'several.db*' | head -1)
is "$nobody" '' 'and nothing is on record'
finish
