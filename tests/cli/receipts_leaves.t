#!/bin/sh
# Receipts of a draw from registers that stay on their machines: these send the leaves of their
# rows, which are bound before anybody knows a ticket; verify finds leaves that are not theirs.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"
. "$top/tests/cli/registers.sh"

export PYTHONDONTWRITEBYTECODE=1 PYTHONPATH="$top/tests/second"
lab_new
registers_receipts
registers_new
cp lab.db imported.db
leaves='--secret secret --leaves r2.leaves --leaves r0.leaves --leaves r1.leaves'
verify() { # REGISTER...
	run ssjc-audit verify -p lab.plan history.csv "$@"
}

# ---- The leaves ----

run ssjc-draw secret secret
status 0 'the centre makes a secret'
cp out key
is "$(stat -c %a secret) $(sed 's/=.*//' secret) $(sed 's/=.*//' key)" '600 receipts key' \
    'which is its own; the key of the leaves is for the machines'
is "$(printf '%s/register' "$(sed 's/receipts=//' secret)" | sha256sum | cut -c1-64)" "$(sed 's/key=//' key)" \
    'the key is that of the tree of the register'
chmod 600 key
draw counts 08:00:00 r0.csv
status 3 'a register is not counted without its leaves'
err_has 'with what to do' 'give the key that ssjc-draw secret printed at the centre with --key FILE'
for i in 0 1 2; do
	ssjc-draw counts -p lab.plan -H history.csv --key key --leaves r$i.leaves -o r$i.counts r$i.csv || echo "# r$i"
done
is "$(wc -c < r0.leaves)/$(head -1 r0.counts | sed 's/.*eligible//')/$(grep -c "$(sha256sum < r0.leaves | cut -c1-64)" r0.counts)" \
    '416/,leaves,key/1' 'there is one for each of its 13 rows, and the counts have their digest'
sed 's/.*/receipts=&/' 1.share > other && chmod 600 other

# ---- What is refused before anything is on record ----

# shellcheck disable=SC2086 # lists of options
{
	commit $counts
	status 3 'no commitment without the leaves'
	err_has 'with what to give' 'give the file of ssjc-draw secret with --secret FILE'
	commit $counts --secret secret --leaves r2.leaves --leaves r0.leaves
	err_has 'those of a register that are missing are named' 'the leaves of “r1” are missing'
	commit $counts --secret other --leaves r2.leaves --leaves r0.leaves --leaves r1.leaves
	err_has 'so are those that another key made' 'r0.counts: key: “r0” was counted with another key'
	commit $counts --secret 1.share --leaves r2.leaves
	err_has 'a share, which goes on record nowhere, is not a secret of receipts' \
	    '1.share: is not what ssjc-draw secret keeps'
	head -c 384 r1.leaves > cut.leaves
	commit $counts --secret secret --leaves r2.leaves --leaves r0.leaves --leaves cut.leaves
	err_has 'leaves that are not those counted' 'cut.leaves: is not the leaves of a register that was counted'
	{
		cat r2.csv
		sed -n 5p r1.csv
	} > two.csv
	ssjc-draw counts -p lab.plan -H history.csv --key key --leaves two.leaves -o two.counts two.csv
	commit --counts r0.counts --counts r1.counts --counts two.counts --secret secret --leaves two.leaves \
	    --leaves r0.leaves --leaves r1.leaves
	err_has 'and a row in two registers' 'a row is in two registers: give the hashes of their ids, too'
	commit $leaves r0.csv r1.csv r2.csv
	status 2 'registers that are here need no leaves'
	commit $counts r0.csv
	status 2 'counts and registers together, of which one would be read'
	{
		cat r1.leaves
		printf abc
	} > tail.leaves
	commit $counts --secret secret --leaves r2.leaves --leaves r0.leaves --leaves tail.leaves
	err_has 'leaves with something after them' 'tail.leaves: (has more leaves|is not the leaves of a register: it ends within one)'

	# ---- By a ceremony ----

	commit $counts $leaves
	status 0 'three registers are committed to by their leaves'
	cp out pledge
	reveal 5 --cutoffs cutoffs
	status 0 'cutoffs by the shares and the outcome'
	for i in 0 1 2; do
		ssjc-draw below -p lab.plan -H history.csv --cutoffs cutoffs -o r$i.rows r$i.csv
	done
	draw merge 11:00:00 $counts -o drawn.csv r0.rows r1.rows r2.rows
	status 0 'and the rows are drawn from'
}
verify r0.csv r1.csv r2.csv
status 0 'verify agrees'
out_has 'on the root' 'the root of the register, .* computed again from 40 rows: the same'
run ssjc-publish receipt -p lab.plan -H history.csv --no-sheet --all -o R r2.csv r1.csv r0.csv
status 0 'who has all registers then makes the receipts'
run ssjc-audit receipt --from pledge "R/$(lab_code 5).receipt"
status 0 'whose root the pledge has'
cat > second.py <<'END2'
import csv, sqlite3, subprocess, sys
from receipts import Register

db = sqlite3.connect("file:lab.db?mode=ro", uri=True)
def kept(kind):
    v = [r[0] for r in db.execute("SELECT content FROM file WHERE kind = ? AND content > '' ORDER BY event", (kind,))]
    return [x.decode() if isinstance(x, bytes) else x for x in v]
seed = subprocess.run(["ssjc-audit", "seed", "-p", "lab.plan"], capture_output=True, text=True).stdout
seen = {r["id"] for r in csv.DictReader(open("history.csv", encoding="utf-8"))}
secret = open("secret").read().strip().split("=")[1]
one = Register("LAB-1", 1, secret, seed,
               [(o["id"], o["status"], o["category"] + ";" + o["credit"], o["id"] in seen)
                for o in csv.DictReader(open("objects.csv", encoding="utf-8"))],
               lambda n: max(1, -(-n // 5)), ["cancelled", "revoked"], lambda n: -(-n // 2))
print("secret:", set(kept("salt")) == {secret})
print("roots:", kept("roots") == [one.roots(False), one.roots()])
leaves = b"".join(open("r%d.leaves" % i, "rb").read() for i in range(3))
print("leaves:", sorted(leaves[k:k + 32] for k in range(0, len(leaves), 32)) == one.leaves)
for folder in sys.argv[1:]:
    print("receipts:", sum(open("%s/%s.receipt" % (folder, i), encoding="utf-8").read() == one.receipt(i) for i in one.rows))
END2
run python3 second.py R
out 'all of it is that of one register, by a second computation' <<'EOT'
secret: True
roots: True
leaves: True
receipts: 40
EOT

# A machine that sends leaves of other rows than it counts: a firm that is led as if of another class.
rm -f lab.db-* && cp imported.db lab.db
sed '5s/,D,/,A,/' r1.csv > lie.csv
ssjc-draw counts -p lab.plan -H history.csv --key key --leaves lie.leaves --shard r1 -o lie.counts lie.csv
sed "s/$(sha256sum < r1.leaves | cut -c1-64)/$(sha256sum < lie.leaves | cut -c1-64)/" r1.counts > lied.counts
commit --counts r0.counts --counts lied.counts --counts r2.counts --secret secret --leaves lie.leaves \
    --leaves r0.leaves --leaves r2.leaves
status 0 'leaves that are not those of the rows counted pass at first'
verify r0.csv r1.csv r2.csv
status 1 'but with it verify finds them'
err_has 'by the root' 'commit.: the root of its register is not the one that follows from the register'
reveal 5 r0.csv r1.csv r2.csv
status 1 'and who draws from all registers is told'
err_has 'before anything is on record' 'the rows are not those whose leaves were committed to'

# ---- Without one ----

rm -f lab.db-* && cp imported.db lab.db
# shellcheck disable=SC2086
{
	draw merge 09:00:00 $counts --cutoffs cutoffs
	status 3 'no cutoffs without the leaves'
	draw merge 09:00:00 --counts r0.counts --counts lied.counts --counts r2.counts --secret secret \
	    --leaves lie.leaves --leaves r0.leaves --leaves r2.leaves --cutoffs cutoffs
	verify r0.csv r1.csv r2.csv
	status 1 'leaves of other rows are found before the draw, too'
	err_has 'by the root' 'cutoff.: the root of its register is not the one that follows from the register'
	rm -f lab.db-* && cp imported.db lab.db
	draw merge 09:00:00 $counts $leaves --cutoffs cutoffs
	status 0 'the root is fixed with the cutoffs'
	cp lab.db cut.db
	verify r0.csv r1.csv
	out_has 'which verify says of the cutoffs that it could not compute' \
	    '^not checked: event 4: cutoffs of draw 1: the root of its registers, .* a history was not given'
	verify r0.csv r1.csv r2.csv
	out_has 'or that it did' '^good: event 4: cutoffs of draw 1: the root of its registers, .* the same'
	for i in 0 1 2; do
		ssjc-draw below -p lab.plan -H history.csv --cutoffs cutoffs -o r$i.rows r$i.csv
	done
	draw merge 10:00:00 $counts $leaves r0.rows r1.rows r2.rows
	status 2 'rows are drawn by what is on record'
	draw merge 10:00:00 $counts -o drawn.csv r0.rows r1.rows r2.rows
	status 0 'and nothing else'
}
verify r0.csv r1.csv r2.csv
status 0 'verify agrees'
run python3 second.py
out 'the roots are those of one register' <<'EOT'
secret: True
roots: True
leaves: True
EOT
cp lab.db honest.db
forged() { # EVENT of which the root is another
	rm -f lab.db-* && cp honest.db lab.db
	sqlite3 lab.db "SELECT content FROM file WHERE kind = 'roots' AND event = $1" |
	    sed '/./!d; s/^register=.*/register='"$(printf '%064d' 7)/" > roots
	"$bin/tools/rechain" lab.db "UPDATE file SET content = CAST('$(cat roots)' || char(10) AS BLOB),
	    digest = '$(sha256sum < roots | cut -c1-64)' WHERE kind = 'roots' AND event = $1" || echo 'Bail out! no forgery'
	verify
}
forged 5
err_has 'a root of the draw that the cutoffs do not have is found without any register' \
    'is not the one that event 4 fixed with its cutoffs: it was changed when the tickets could be known'
forged 4
err_has 'and so is one that was put there afterwards' 'is not the one that event 4 fixed with its cutoffs'
forged_sql() { # SQL...
	"$bin/tools/rechain" lab.db "$@" || echo 'Bail out! no forgery'
	verify
}
rm -f lab.db-* && cp honest.db lab.db
forged_sql "INSERT INTO file (event, direction, kind, name, digest, rows, refused, repaired, content)
    SELECT event, direction, kind, 'x', digest, rows, refused, repaired, content FROM file WHERE kind = 'roots' AND event = 4;
    UPDATE file SET event = 5 WHERE name = 'x'"
err_has 'a second root of a draw' 'event 5 .draw.: has two outputs of the kind “roots”'

# ---- A seed whose tickets are known ----

# A firm leaves the register once it is known that it would be drawn.
sed 5d r1.csv > fewer.csv
ssjc-draw counts -p lab.plan -H history.csv --key key --leaves fewer.leaves --shard r1 -o fewer.counts fewer.csv
again() { # TIME OPTION...
	draw merge "$@" --counts r0.counts --counts fewer.counts --counts r2.counts --secret secret --leaves r0.leaves \
	    --leaves fewer.leaves --leaves r2.leaves --cutoffs cutoffs --redraw --reason 换名录
}
rm -f lab.db-* && cp cut.db lab.db
(umask 077 && sqlite3 lab.db "SELECT content FROM file WHERE kind = 'seed'" | sed '/./!d' > stolen)
is "$(sha256sum < stolen | cut -c1-64)" "$(sqlite3 lab.db "SELECT digest FROM file WHERE kind = 'seed'")" \
    'who reads the audit file has the seed of the cutoffs'
again 09:10:00 --seed-file stolen
status 1 'it makes no cutoffs of another register'
err_has 'but another one would' 'stolen: is the seed by which event 4 made cutoffs, .*: give another seed'
again 09:10:00
status 0 'as a new one does'
again 09:20:00 --seed-file stolen
status 1 'the first is not to be had back'
again 09:20:00
verify
out_has 'verify says that a seed was given up' 'event 6: the seed of event 5 was given up for another'
cp lab.db thrice.db
first="(SELECT digest FROM file WHERE kind = 'seed' AND event = 4)"
take() { # EVENT...: they have the seed of event 4
	rm -f lab.db-* && cp thrice.db lab.db
	forged_sql "UPDATE file SET digest = $first, content = (SELECT content FROM file WHERE kind = 'seed' AND event = 4)
	    WHERE kind = 'seed' AND event IN ($1)"
}
take 5
status 1 'a seed that stayed while a register was changed'
err_has 'is found' 'event 5 .recutoff.: its seed is the one by which event 4 made cutoffs, but its registers are not those'
take 6
status 1 'and one that came back'
err_has 'with both events' 'event 6 .recutoff.: its seed is the one by which event 4 made cutoffs, and which was given up since'

rm -f lab.db lab.db-*
head -1 objects.csv > head.csv
run ssjc-draw sql -p lab.plan --step counts --shard a head.csv
status 3 'a database has no leaves'
err_has 'and it is said what to do' 'write each register to a file and count it with ssjc-draw counts'
finish
