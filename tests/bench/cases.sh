# The rows of the table: row GROUP WHAT ROWS OUR-COMMAND PEER NEED PEER-COMMAND. A command
# runs in the group's folder, as tests/bench/prepare.sh left it.
#
# shellcheck shell=sh disable=SC2016,SC2034,SC2154

# How many rows what is not a register of ROWS has: drawn, in a workbook, in an old one (65,536
# at most), businesses with checklists, and results.
fifth=$((rows / 5)) new=$((rows / 25)) old=$((rows / 25 < 60000 ? rows / 25 : 60000))
firms=$((rows < 200000 ? 100 : rows / 2000)) results=$((rows < 10000 ? 1000 : rows / 10))
# Of a match: businesses, inspectors of three departments, days, a day's most; SIZES has others.
echo "${SIZES:-3000 200 60 3;10000 500 60 3}" | tr ';' '\n' > "$dir/sizes"

draw='ssjc-draw --now 2023-06-10 -p draw.plan objects.csv'
row draw draw "$rows" "$draw" 'shuf -n' shuf "shuf -n $fifth objects.csv"
row draw draw "$rows" "$draw" 'mlr sample -k' mlr "mlr --icsv --ocsv sample -k $fifth objects.csv"
row draw draw "$rows" "$draw" 'order by random()' sqlite3 \
    "sqlite3 -csv rows.db 'SELECT * FROM objects ORDER BY random() LIMIT $fifth'"
row draw draw "$rows" "$draw" 'openssl dgst' openssl 'openssl dgst -sha256 objects.csv'

row own 'draw again' "$rows" 'ssjc-draw again -p kept.plan objects.csv' draw ssjc-draw "$draw"
row own verify "$rows" 'ssjc-audit verify -p kept.plan objects.csv' draw ssjc-draw "$draw"
row own 'draw with receipts' "$rows" 'ssjc-draw --now 2023-06-10 -p receipts.plan objects.csv' draw ssjc-draw "$draw"
row own 'merge of 4 parts' "$rows" 'ssjc-draw merge --now 2023-06-10 -p merge.plan part0.csv part1.csv part2.csv part3.csv' \
    draw ssjc-draw "$draw"
row own 'counts, below, merge' "$rows" 'sh parts.sh' draw ssjc-draw "$draw"
# A smaller one is held in memory all the same.
[ "$rows" -lt 500000 ] ||
    row own 'draw from the disk' "$rows" "ulimit -v ${space:-} && $draw" draw ssjc-draw "$draw"

seeded='ssjc-draw --now 2023-06-10 -p draw.plan --seed-file seed -o drawn.csv objects.csv'
ask='psql -X -q -v ON_ERROR_STOP=1'
engine="node $here/tests/long/engine.cjs"
row engines 'draw into a list' "$rows" "$seeded" PostgreSQL postgresql \
    "$ask -f tables.sql && $ask -f postgresql.sql > list.csv"
for name in DuckDB:duckdb:@duckdb/node-api ClickHouse:clickhouse:chdb; do
	query=${name#*:} package=${name##*:}
	query=${query%%:*}
	row engines 'draw into a list' "$rows" "$seeded" "${name%%:*}" "npm/$package" \
	    "echo . $query.sql | $engine $query $modules | tee /dev/stderr | grep -qx ok && mv $query.sql.csv list.csv"
done
row nodes 'steps at 2 nodes' "$rows" "$ask -f merge.sql > drawn.csv" 'one query' psql "$ask -f postgresql.sql > list.csv"

row page 'check by the page' "$rows" "$py $here/tests/bench/page.py page.html objects.csv" verify ssjc-audit \
    'ssjc-audit verify -p page.plan objects.csv'

row import 'import .csv' "$rows" 'ssjc-import objects objects.csv' 'mlr cat' mlr 'mlr --icsv --ocsv cat objects.csv'
row import 'import .csv' "$rows" 'ssjc-import objects objects.csv' 'wc -l' wc 'wc -l objects.csv'

books="$py $here/tests/bench/books.py"
import='ssjc-import objects objects.xlsx'
row import_xlsx 'import .xlsx' "$new" "$import" xlsx2csv xlsx2csv 'xlsx2csv objects.xlsx'
row import_xlsx 'import .xlsx' "$new" "$import" openpyxl py/openpyxl "$books openpyxl read objects.xlsx"

import='ssjc-import objects objects.xls'
row import_xls 'import .xls' "$old" "$import" xlrd py/xlrd "$books xlrd read objects.xls"
row import_xls 'import .xls' "$old" "$import" ssconvert ssconvert 'ssconvert objects.xls out.csv'
row import_xls 'import .xls' "$old" "$import" LibreOffice soffice \
    'soffice -env:UserInstallation=file://$PWD/office --headless --convert-to csv --outdir out objects.xls'

print='ssjc-print checklist -p print.plan --now 2023-06-10'
record='ssjc-record result -p record.plan --now 2023-06-30 filled'
row checklists 'single checklists' "$firms" "$print -o sheets print.csv" XlsxWriter py/xlsxwriter \
    "$books xlsxwriter write print.csv items.csv sheets"
row checklists 'single checklists' "$firms" "$print -o sheets print.csv" openpyxl py/openpyxl \
    "$books openpyxl write print.csv items.csv sheets"
row checklists 'combined checklists' "$firms" "$print --combined one.xlsx print.csv" XlsxWriter py/xlsxwriter \
    "$books xlsxwriter write print.csv items.csv one.xlsx"
row checklists 'read checklists' "$firms" "$record" openpyxl py/openpyxl "$books openpyxl read filled"
row checklists 'read checklists' "$firms" "$record" 'printing them' ssjc-print "$print -o sheets print.csv"

while read -r jobs people days per_day; do
	solve="$bin/tools/match $jobs $((people / 3)) $days $per_day 1 auto instance > ours && cut -d ' ' -f 1 ours > said"
	for solver in simplex capacity; do
		row match 'match, one department' "$jobs" "$solve" "LEMON $solver" "$dir/match/lemon" \
		    "./lemon instance $solver > theirs && cut -d ' ' -f 1 theirs > said"
	done
	for kind in few pairs; do
		row match "match, three, $kind recused" "$jobs" \
		    "ssjc-assign -p $kind-$jobs.plan --now 2024-02-29 -i $kind-$jobs.people $kind-$jobs.csv"
	done
done < "$dir/sizes"

upload='ssjc-upload -p up.plan --now 2024-05-30 --targets targets --to here'
curl='curl -s -o /dev/null -H Expect: --data-binary @batch.json $(sed -n "s/address = //p" targets)'
row upload 'upload, dry run' "$results" "$upload --dry-run -o made"
row upload upload "$results" "$upload" curl curl "$curl"
row upload 'upload, the sending alone' "$results" \
    "$upload -v 2>&1 | sed -n 's/.* status 200 after \([0-9.]*\) s.*/\1/p' > said" curl curl \
    "$curl -w '%{time_total}\\n' > said"
