#!/bin/sh
# ssjc-draw sql: PostgreSQL, given the query and the rosters, prints the list
# that ssjc-draw does, byte for byte. It runs in a cluster of its own, on a
# socket in a temporary folder.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"
. "$top/tests/cli/postgres.sh"

postgres_or_skip
postgres one

# The tables as the query's own comments make them; the list as CSV.
by_database() { # query
	{
		echo 'DROP TABLE IF EXISTS objects, history;'
		sed -n 's/^--   //p' "$1"
		cat "$1"
	} > script.sql
	ask -f script.sql
}

agrees() { # what; small.plan, objects.csv, history.csv
	rm -f small.db*
	# shellcheck disable=SC2086
	run ssjc-draw -p small.plan $before -H history.csv --seed-file seed objects.csv
	mv out drawn.csv
	run ssjc-draw sql -p small.plan --seed-file seed objects.csv
	mv out query.sql
	by_database query.sql > list.csv 2> err
	diff drawn.csv list.csv > difference 2>&1
	verdict $? "$1: the same list" <<-END
		$(head -c 1000 difference err)
	END
}

small_plan
agrees "a small plan"
is "$(wc -l < list.csv)" 7 "of six objects"
run ssjc-draw sql -p small.plan objects.csv
status 0 "without --seed-file, the seed is that of the last draw"
cmp -s out query.sql
verdict $? "and the query the same" < out

# The same registers with all that may trouble a database.
awk 'BEGIN {
	kinds = split("货运|客运| 货运|o'\''b\\c|*|\"q\"|a b|Z|ä|", kind, "|")
	print "id,name,category,credit,status,\"re\"\"mark, '\''x'\''\",备注"
	for (i = 0; i < 5000; i++) {
		c = kind[(i * i + i % 7) % kinds + 1]
		gsub(/"/, "\"\"", c)
		name = i % 5 ? "样例" i "公司" : "\"样例, \"\"" i "\"\" 公司\""
		printf "X%05d,%s,\"%s\",%s,%s,%s,%s\n", i, name, c, substr("ABCD", i % 4 + 1, 1), \
		    i % 11 ? (i % 13 ? "active" : "") : (i % 2 ? "cancelled" : "revoked"), \
		    i % 3 ? " a " : (i % 2 ? "\\." : ""), i % 17 ? "" : "\\N"
	}
}' > objects.csv
awk 'BEGIN {
	print "id,date,plan"
	for (i = 0; i < 5000; i += 3)
		for (k = 0; k <= i % 4; k++)
			printf "X%05d,202%d-03-01,%s\n", i, k % 2 + 2, i % 5 ? (i % 7 ? "P" k : "") : "SMALL-1"
}' > history.csv
sed '1,/^repeat/d' small.plan > departments
variant() { # what, strata, lines of [plan] and of [exclude]; [ratio] on stdin
	{
		sed -n '1,/^window/p' smaller.plan
		printf 'strata = %s\naudit = small.db\ncalendar = calendar-cn.csv\n%s\n' "$2" "$3"
		echo '[ratio]'
		cat
		printf '[exclude]\n%s\n' "$4"
		cat departments
	} > small.plan
	agrees "$1"
}
mv small.plan smaller.plan
cat > ratios <<'EOF'
*, * = 12.345%
*, A = 1/3 max 90
货运, * = 0.5‰
货运, A = count 7
客运, A = count 0
o'b\c, * = 50%
o'b\c, A = 0%
EOF
gone='status = cancelled, revoked'
variant "odd strata and lines of [ratio]" 'category, credit' '' "$gone
repeat = 1 per year" < ratios
is "$(grep -c '^1,货运;A,.*,main,' list.csv) $(grep -c '^1,客运;A,' list.csv)" "7 0" \
    "the most special line of [ratio] is taken"
variant "twice a year, a third in reserve" 'category, credit' 'reserve = 33.3%' "$gone
repeat = 2 per year" < ratios
variant "all in reserve" 'category, credit' 'reserve = all' "$gone
repeat = 1 per year" < ratios
variant "no reserve, nobody excluded" 'category, credit' 'reserve = 0%' '' < ratios
variant "strata of one column" 备注 '' 'repeat = 3 per year' <<'EOF'
\N = 100%
* = 1%
EOF

# What cannot be drawn, or not written in SQL.
sed '/^\\N/d; s/^\* = /货运 = /' small.plan > rule.plan
run ssjc-draw sql -p rule.plan --seed-file seed objects.csv
cp out query.sql
run by_database query.sql
status 3 "a stratum that no line of [ratio] fits stops the database"
err_has "with words" 'ERROR: .*no line of \[ratio\] fits'
refused() { # what, exit status, message; arguments
	what=$1 wanted=$2 message=$3
	shift 3
	run ssjc-draw sql "$@"
	status "$wanted" "$what is refused"
	err "$what: said" <<-END
		ssjc-draw: $message
	END
}
refused "a dialect that is not known" 2 \
    "“oracle” is not a known dialect of SQL; these are: postgresql, duckdb, clickhouse; ssjc-draw sql --help tells more" \
    -p small.plan --dialect oracle objects.csv
rm small.db*
refused "the seed of no draw at all" 3 \
    "small.db: there is no audit file: nothing was done for this plan yet" -p small.plan objects.csv
sed 's/SMALL-1/SMALL-2/' seed > other
refused "the seed of another plan" 3 \
    "other: plan: the seed is for plan “SMALL-2”, not for “SMALL-1”" \
    -p small.plan --seed-file other objects.csv
refused "a list that is drawn already" 3 \
    "drawn.csv:1: draw: is a column that the draw writes: is this list drawn already?" \
    -p small.plan --seed-file seed drawn.csv
printf 'id,备注,检查对象名录库中一个非常非常长的列的名称啊啊\n' > long.csv
run ssjc-draw sql -p small.plan --seed-file seed long.csv
status 3 "a name that PostgreSQL would cut is refused"
err_has "and said" 'is a name of 66 bytes; postgresql takes 63'
run ssjc-draw sql -p small.plan --seed-file seed --dialect duckdb long.csv
status 0 "but another dialect takes it"
finish
