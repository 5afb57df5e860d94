#!/bin/sh
# By the key of a format the other side finds a row again, and no other one: whatever is
# corrected or amended, its table has what is on record.
. "${0%/*}/tap.sh"
. "$top/tests/cli/inspection.sh"
. "$top/tests/cli/uploads.sh"

cp audit.db kept.db
format() { # key, rows of columns
	{
		echo what,name,label,source,value,required,codes,personal
		printf 'format,unit,,,%s\nformat,table,,,t\nformat,key,,,%s\n' "$unit" "$1" | sed 's/$/,,,/'
		cat
	} > own/mine.csv
}
batch() { run ssjc-publish batch -p plan.plan --format mine --to sql "$@"; }
# What SQLite has after that batch: it is accepted only if it takes it.
taken() {
	sqlite3 taker.db < out > taken.log 2>&1 || { echo "Bail out! $(cat taken.log)"; return; }
	accept "$(sed -n 's/^-- mine, batch \([0-9]*\):.*/\1/p' out)"
}
table() { sqlite3 taker.db 'SELECT * FROM t ORDER BY 1, 2, 3'; }
correct() { ssjc-record result -p plan.plan --correct --reason 复核 "$1" > ok.log 2>&1 || echo "Bail out! no correction"; }

# ---- Keys that change ----

for unit in item,item.title item,item.number item,result.text department,item.item object,result.code \
    department,inspector.cert department,object.name; do
	source=${unit#*,} unit=${unit%,*}
	printf 'column,id,,object.id,,,,\ncolumn,k,,%s,,,,yes\n' "$source" | format 'id;k'
	batch
	status 3 "$source is not a key of a row of the unit $unit"
	err_has "which is said" "mine.csv: key: “k” is from $source, which can change"
done
unit=department
format k <<'END'
column,k,,text,{object.id}-{object.address},,,
END
batch
err_has "nor is it in a text" 'mine.csv: key: “k” is from object.address, which can change'

# ---- Keys that rows share ----

format id <<'END'
column,id,,object.id,,,,
column,dept,,department.name,,,,
END
batch
status 1 "rows that share a key make no batch"
err_has "they are named" \
    '^ssjc-publish: mine: id: 91130230MA07TE0695 \(样例六号货运\), transport: has the key of the row of 91130230MA07TE0695, market: '
err_has "both of them" '91130230MA07TE0695 \(样例六号货运\), market: has the key of the row of 91130230MA07TE0695, transport: '
batch --partial
status 1 "without them there is one"
is "$(grep -c '^INSERT' out)" 2 "with the rows that are alone"
accept 2023062600001
format 'reg;none' <<'END'
column,reg,,object.registration,,,,
column,none,,constant,,,,
END
batch
err_has "no row is without a key" 'mine: reg: 91130230MA07TE0770 .*: the columns of the key have no value'

# ---- A department is renamed: the rows go by the old name, and come in by the new one ----

begin() { # a new audit file and a new table
	rm -f audit.db* taker.db
	cp kept.db audit.db
	sqlite3 taker.db "CREATE TABLE t ($1);"
}
cp plan.plan kept.plan
begin 'id, dept, result, PRIMARY KEY (id, dept)'
format 'id;dept' <<'END'
column,id,,object.id,,,,
column,dept,,department.name,,,,
column,result,,result.text,,,,
END
batch && taken
before=$(table | wc -l)
sed -i 's/^name *= 样例交通局/name = 样例交通运输局/' plan.plan
ssjc-record amend -p plan.plan --reason 更名 > ok.log 2>&1 || echo "Bail out! no amendment"
batch -v
status 0 "after a department was renamed"
is "$(grep -c '^DELETE' out) $(grep -c '^INSERT' out)" "3 0" "its rows go first"
is "$(grep -c "样例交通局" out)" 3 "by the old name"
err_has "and it is said that the others follow" '3 rows are left for the batch after this'
taken
batch
is "$(grep -c "^INSERT.*样例交通运输局" out)$(grep -vc '^INSERT\|^--' out)" 30 "then they come in by the new one"
taken
is "$before $(table | wc -l) $(table | grep -c 样例交通局)" "6 6 0" "and nothing is there by both"
batch
status 6 "then all is there"
cp kept.plan plan.plan

# ---- With another result, a row of results is another one ----

unit=result
begin 'id, dept, result, PRIMARY KEY (id, dept)'
format 'id;dept' <<'END'
column,id,,object.id,,,,
column,dept,,department.key,,,,
column,result,,result.code,,,,
END
batch --partial && taken
cat > correction.csv <<'END'
id,dept,item,result,problem,disposal,date,method,signed,note
91130230MA07TE026P,market,M1,undisclosed,未公示,责令公示,2023-06-16,网络监测,yes,
END
correct correction.csv
batch --partial
is "$(sed -n 2,9p out)" "DELETE FROM \"t\" WHERE \"id\" = '91130230MA07TE026P' AND \"dept\" = 'market';" \
    "one that has the key of another waits until that is gone"
taken
batch --partial && taken
is "$(table | grep 026P)" '91130230MA07TE026P|market|undisclosed' "and is there then"

# ---- What was withdrawn stays with its operation, and comes back ----

begin 'id PRIMARY KEY, name, result, op'
format id <<'END'
column,id,,row.id,,,,
column,name,,object.name,,,,
column,result,,result.code,,,,
column,op,,batch.operation,,,,
END
batch && taken
correct correction.csv
batch && taken
sed -i 's/undisclosed,未公示,责令公示/ok,,/' correction.csv
correct correction.csv
batch && taken
is "$(sqlite3 taker.db "SELECT count(*), count(DISTINCT id), sum(op = 'd') FROM t")" "8|8|1" \
    "what is there again is there once, and what is not says so"
run ssjc-audit verify -p plan.plan
status 0 "all of it is verified"
finish
