#!/bin/sh
# The bench: commands in turn, the table, and the JSON that it is made of.
. "${0%/*}/tap.sh"

for needed in time python3; do
	command -v "$needed" > /dev/null || { echo "1..0 # SKIP $needed is not installed"; exit 0; }
done
export PYTHONDONTWRITEBYTECODE=1
bench=$top/tests/bench
py=$(command -v /usr/bin/python3 || command -v python3)

# ask FILE EXPRESSIONS: of the JSON, as d, a line for each.
ask() {
	"$py" -c 'import json, sys
d = json.load(open(sys.argv[1]))
print(*eval("(" + sys.argv[2] + ",)"), sep="\n")' "$@" 2>&1
}

# ---- What was measured, and what is made of it ----

# figures ROW NAME OURS|PEER NAME NEED WALL CPU KIB
figures() {
	printf '%s\tsome\t%s\t1000\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$1" "$2" "$3" "$4" "$5" "$4 x" "$6" "$7" "$8"
}
{
	figures 1 draw ours ssjc-draw '' 2 8 1024
	figures 1 draw peer lots sh 1 2 9216
	figures 1 draw ours ssjc-draw '' 4 4 3072
	figures 1 draw peer lots sh 4 4 9216
	figures 1 draw ours ssjc-draw '' 9 6 2048
	figures 1 draw peer lots sh 3 6 9216
	figures 2 draw ours ssjc-draw '' 0.5 '' ''
	printf '2\tsome\tdraw\t1000\tpeer\tno such\tno-such-program\t\t\t\t\n'
	figures 3 odd ours 'a "quoted" one' '' 0 0 0
	figures 3 odd peer 中 '' 1 1 1
} > runs
run env CC="$bin/no-compiler" CFLAGS=-O9 "$py" "$bench/report.py" runs "$top" 2023-06-10T00:00:00Z none
status 0 "a report"
quiet "nothing else is said"
mv out one.json
ask one.json > said '(d["date"], d["flags"], d["compiler"], len(d["rows"])), d["rows"][0]["ours"],
    [d["rows"][0]["peer"][k] for k in ("name", "wall", "cpu", "peak_kib")],
    [d["rows"][0][k] for k in ("runs", "ratios", "ratio", "cpu_ratio")],
    [d["rows"][1][k] for k in ("against", "peer", "ratio", "cpu_ratio")],
    (d["versions"]["no-such-program"], d["rows"][1]["ours"]["cpu"]),
    (d["rows"][2]["ours"]["name"], d["rows"][2]["ratio"]),
    sorted(k for k in d["machine"] if d["machine"][k])[1:5]'
same said "medians, ratios of pairs of which the middle one counts, and null for what is not known" <<'EOT'
('2023-06-10T00:00:00Z', '-O9', None, 3)
{'name': 'ssjc-draw', 'command': 'ssjc-draw x', 'wall': 4.0, 'cpu': 6.0, 'peak_kib': 2048}
['lots', 3.0, 4.0, 9216]
[3, [2.0, 1.0, 3.0], 2.0, 1.0]
['no such', None, None, None]
(None, None)
('a "quoted" one', None)
['cpu', 'kernel', 'load', 'memory_mib']
EOT

run "$py" "$bench/table.py" one.json
status 0 "a table"
sed '1,/^$/d' out > table
same table "with all of it" <<'EOT'
what   rows     s   cpu  MiB  beside      s   cpu  MiB  ratio  least–most  cpu ratio
draw  1,000  4.00  6.00    2  lots     3.00  4.00    9   2.00   1.00–3.00       1.00
draw  1,000  0.50     –    –  no such     –     –    –      –           –          –
odd   1,000  0.00  0.00    0  中       1.00  1.00    0      –           –          –
EOT
printf 'before\n<!-- table.py writes from here -->\nold\n<!-- to here -->\nafter\n' > doc.md
run "$py" "$bench/table.py" one.json doc.md
cp doc.md once.md
run "$py" "$bench/table.py" one.json doc.md
status 0 "the table in a document"
ok "is the same when it is written again" cmp once.md doc.md
has doc.md "it is in Markdown" '^\| draw \| 1,000 \| 4\.00 \| 6\.00 \| 2 \| lots \| 3\.00 '
is "$(sed -n '1p;$p' doc.md; grep -c old doc.md)" "before
after
0" "between what is around it"

# ---- How it is measured ----

# In place of the programs, some that say when they run.
mkdir fake
for name in ssjc-import mlr wc; do
	printf '#!/bin/sh\necho "%s" "$@" >> "%s/log"\n' "$name" "$work" > fake/$name
	chmod 755 fake/$name
done
run env SSJC_BIN="$work/fake" ROWS=10 RUNS=2 SOURCE_DATE_EPOCH=1686355200 JSON="$work/fake.json" \
    "$top/tests/bench.sh" import
status 0 "a group alone"
is "$(grep -v version log | cut -d ' ' -f 1 | tr '\n' ' ')" "ssjc-import mlr ssjc-import mlr ssjc-import mlr ssjc-import wc ssjc-import wc ssjc-import wc " \
    "each pair in turn, after one that does not count"
is "$(ask fake.json '[d["date"], [(r["against"], r["runs"]) for r in d["rows"]]]')" \
    "['2023-06-10T00:00:00Z', [('mlr cat', 2), ('wc -l', 2)]]" "the runs that count, on the day that was given"
echo 'echo no; echo no memory >&2; exit 1' >> fake/mlr
run env SSJC_BIN="$work/fake" ROWS=10 RUNS=0 JSON="$work/fake.json" "$top/tests/bench.sh" import
status 1 "a command that fails"
err_has "is told, with what it said" 'no memory'
is "$(ask fake.json '[r["against"] for r in d["rows"]]')" "['wc -l']" "and the other rows are measured"

run "$top/tests/bench.sh" drew
status 1 "a group that there is not"
err "is named" <<'EOT'
bench: there is no group “drew”
EOT

run env ROWS=500 RUNS=0 JSON="$work/real.json" "$top/tests/bench.sh" draw
status 0 "the programs themselves"
is "$(ask real.json 'd["rows"][0]["ours"]["command"].split()[0], d["rows"][0]["ours"]["peak_kib"] > 1000,
    all("100" in r["peer"]["command"] for r in d["rows"] if r["peer"] and r["against"] != "openssl dgst"), len(d["rows"])')" \
    "ssjc-draw
True
True
$(grep -c '^draw ' out)" "a draw, others that take a fifth of 500, and a line for each row"

finish
