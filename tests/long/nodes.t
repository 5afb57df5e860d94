#!/bin/sh
# A register of ROWS rows in several PostgreSQL, drawn by a centre over postgres_fdw: on 2 and
# on 4 data nodes the list is that of ssjc-draw, the machines filter by ticket, and an unlucky
# cutoff changes nothing. What it costs is said, beside the whole query over the same foreign
# tables.
. "${0%/*}/../cli/tap.sh"
. "$top/tests/cli/postgres.sh"

ROWS=${ROWS:-5000000}
postgres_or_skip
cat > scale.plan <<'EOT'
[plan]
id       = SCALE-1
title    = 全省抽查
window   = 2023-06-14..2023-06-16
strata   = category, credit
reserve  = 5%
audit    = scale.db
calendar = calendar-cn.csv
[ratio]
*, *     = 5%
*, D     = 20%
[exclude]
status   = cancelled
[department transport]
name     = 样例交通运输局
lead     = yes
[items]
file     = items.csv
EOT
cat > items.csv <<'EOT'
item,dept,category,title,basis,method,skill,materials
T1,transport,,经营资格,《道路运输条例》,实地检查,,道路运输经营许可证
EOT
printf 'ssjc-draw 1\nplan=SCALE-1\ndraw=1\nshare.1=%064d\n' 1 > seed
echo 'id,name,category,credit,status,address' > header.csv
postgres centre
centre=$PGHOST
ask -c 'CREATE EXTENSION postgres_fdw'

# node NUMBER OF: a data node with every OF-th row.
node() {
	postgres "node$1"
	ask <<-EOT
		CREATE TABLE objects (id text, name text, category text, credit text, status text, address text);
		INSERT INTO objects SELECT 'F' || lpad(g::text, 12, '0'), '样例第' || g || '号"公司"',
		    (array['货运', '客运', '维修', '危险', '驾培', '港口', '租赁', '公交', '出租', '物流'])[1 + (g * 7 + g / 11) % 10],
		    substr('ABCD', 1 + (g / 10) % 4, 1), CASE WHEN g % 13 = 0 THEN 'cancelled' ELSE 'active' END,
		    CASE WHEN g % 5 > 0 THEN '样例县样例镇, ' || g || '号' END
		FROM generate_series(1, $ROWS) g WHERE g % $2 = $1 - 1;
		VACUUM ANALYZE objects;
	EOT
	ask -f views.sql
	PGHOST=$centre ask <<-EOT
		CREATE SERVER node$1 FOREIGN DATA WRAPPER postgres_fdw
		    OPTIONS (host '$cluster/node$1', dbname 'postgres', fetch_size '10000', async_capable 'true');
		CREATE USER MAPPING FOR CURRENT_USER SERVER node$1 OPTIONS (user 'ssjc');
		CREATE SCHEMA node$1;
		IMPORT FOREIGN SCHEMA public FROM SERVER node$1 INTO node$1;
	EOT
}

# together NODES: the centre's views of so many.
together() {
	for view in objects ssjc_counts ssjc_candidates; do
		printf 'CREATE VIEW %s AS SELECT * FROM node1.%s' "$view" "$view"
		n=1
		while [ "$n" -lt "$1" ]; do
			n=$((n + 1))
			printf ' UNION ALL SELECT * FROM node%d.%s' "$n" "$view"
		done
		echo ';'
	done | PGHOST=$centre ask
}

# spent: the processor time of all clusters that has ended, in ticks of 10 ms.
spent() {
	for pid in $(head -q -n 1 "$cluster"/*/data/postmaster.pid); do
		# A server process that has served its client is on its way out.
		while pgrep -P "$pid" -f 'postgres: .* (\[local\]|idle|SELECT|COPY|FETCH|COMMIT)' > ok.log; do :; done
		sed 's/.*) //' "/proc/$pid/stat"
	done | awk '{ sum += $14 + $15 } END { print sum }'
}

# timed FILE: what a query gives, in list; sets $took, in milliseconds, and $used, in 10 ms of
# processors.
timed() {
	used=$(spent)
	begun=$(date +%s%3N)
	PGHOST=$centre ask -f "$1" > list
	took=$(($(date +%s%3N) - begun))
	used=$(($(spent) - used))
}

run ssjc-draw sql -p scale.plan --step views -o views.sql header.csv
run ssjc-draw sql -p scale.plan --step merge --seed-file seed -o merge.sql header.csv
run ssjc-draw sql -p scale.plan --seed-file seed -o whole.sql header.csv
factor='6 \* ceil(sqrt(main + reserve)) + 12'
sed "s/+ $factor/- 7 * ceil(sqrt(main + reserve))/" merge.sql > unlucky.sql
is "$(cmp -s merge.sql unlucky.sql && echo same)" "" "the cutoff can be changed as the manual says"

for nodes in 1 2 4; do
	n=0
	while [ "$n" -lt "$nodes" ]; do
		n=$((n + 1))
		node "$n" "$nodes"
	done
	together "$nodes"
	if [ "$nodes" -eq 1 ]; then
		{
			cat header.csv
			PGHOST="$cluster/node1" ask -c 'COPY objects TO STDOUT CSV'
		} > objects.csv
		run ssjc-draw -p scale.plan --now=2023-06-12 --seed-file seed -o drawn.csv objects.csv
		status 0 "drawn by ssjc-draw: $(wc -l < drawn.csv) lines"
	fi
	timed merge.sql
	ok "$nodes nodes: the list of ssjc-draw" cmp drawn.csv list
	echo "# $nodes nodes, $ROWS rows: $took ms, ${used}0 ms of processors"
	{
		echo 'EXPLAIN VERBOSE'
		sed '/^COPY ($/d; s/^) TO STDOUT .*/;/' merge.sql
	} > explain.sql
	PGHOST=$centre ask -A -t -f explain.sql > out
	# shellcheck disable=SC2016 # the parameter is PostgreSQL's
	is "$(grep -c 'Remote SQL: .*ssjc_candidates WHERE ((sha256((.* || ssjc_id)) <= decode((\$1::jsonb ->> stratum)' out)" \
	    "$nodes" "$nodes nodes: each filters by ticket itself"
	if [ "$nodes" -eq 2 ]; then
		merged=$took steps=$used
		timed unlucky.sql
		ok "where too few came, the rest is asked for" cmp drawn.csv list
		echo "# $nodes nodes, an unlucky cutoff: $took ms"
		timed whole.sql
		ok "the whole query over postgres_fdw" cmp drawn.csv list
		echo "# $nodes nodes, the whole query: $took ms, ${used}0 ms of processors;" \
		    "of these the steps take $((merged * 100 / took)) % and $((steps * 100 / used)) %"
		# Less than a fifth where nothing else runs; with few rows it is all beginnings.
		[ "$ROWS" -lt 1000000 ] ||
		    ok "the steps take a quarter of its time at most" [ $((merged * 4)) -le "$took" ]
	fi
	PGHOST=$centre ask -c 'DROP VIEW objects, ssjc_counts, ssjc_candidates'
	n=0
	while [ "$n" -lt "$nodes" ]; do
		n=$((n + 1))
		PGHOST=$centre ask -c "DROP SCHEMA node$n CASCADE; DROP SERVER node$n CASCADE"
		serve "node$n" -m immediate stop > ok.log 2>&1
		rm -rf "${cluster:?}/node$n"
	done
done
finish
