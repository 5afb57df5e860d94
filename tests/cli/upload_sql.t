#!/bin/sh
# ssjc-publish batch as SQL: SQLite takes the plain one, PostgreSQL its own, whatever is in
# the texts; what was changed and withdrawn is there as it is on record.
. "${0%/*}/tap.sh"
. "$top/tests/cli/inspection.sh"
. "$top/tests/cli/uploads.sh"

# Texts that a database could stumble over, and a format without an operation.
cat > own/spot.csv <<'EOT'
what,name,label,source,value,required,length,pattern,check,codes,personal
format,unit,,,item,,,,,,
format,table,,,spot,,,,,,
format,key,,,Id;Item,,,,,,
column,Id,,object.id,,,,,,,
column,Item,,item.item,,,,,,,
column,Year,,plan.year,,,,,,,
column,problem,,result.problem,,,,,,,
column,none,,constant,,,,,,,
EOT
cat > odd.csv <<'EOT'
id,dept,item,result,problem,disposal,date,method,signed,note
91130230MA07TE018W,transport,T1,corrected,"o'clock; -- \' ""q"" `x`",责令改正,2023-06-14,书面检查,refused,
91130230MA07TE018W,transport,T2,undisclosed,\x41 $1 :'a' %s 𠮷,责令公示,2023-06-14,书面检查,refused,
EOT
ssjc-record result -p plan.plan --correct --reason 文字 odd.csv > ok.log 2>&1 || {
	cat ok.log
	echo "Bail out! no odd texts"
}
cat > later.csv <<'EOT'
id,dept,item,result,problem,disposal,date,method,signed,note
91130230MA07TE018W,transport,T1,corrected,a\'b,责令改正,2023-06-14,书面检查,refused,
EOT
cat > shown <<'EOT'
91130230MA07TE018W|M1|2023|未公示|
91130230MA07TE018W|T1|2023|o'clock; -- \' "q" `x`|
91130230MA07TE018W|T2|2023|\x41 $1 :'a' %s 𠮷|
EOT
cat > shown.later <<'EOT'
91130230MA07TE018W|M1|2023|未公示|
91130230MA07TE018W|T1|2023|a\'b|
91130230MA07TE018W|T2|2023|\x41 $1 :'a' %s 𠮷|
EOT
table='CREATE TABLE spot ("Id" varchar(18) NOT NULL, "Item" varchar(20) NOT NULL, "Year" varchar(4), problem text, "none" text, PRIMARY KEY ("Id", "Item"))'
query="SELECT * FROM spot WHERE \"Id\" = '91130230MA07TE018W' ORDER BY \"Item\""
cp audit.db kept.db

# takes WHAT KIND COMMAND...: the command reads SQL, and prints rows with | between cells.
takes() {
	what=$1 kind=$2
	shift 2
	rm -f audit.db*
	cp kept.db audit.db
	echo "$table;" | "$@" > ok.log 2>&1
	run ssjc-publish batch -p plan.plan --format spot --to "$kind"
	status 0 "$what: a batch"
	ok "it takes it" "$@" < out
	echo "$query;" | "$@" > got 2>&1
	cmp shown got > difference 2>&1
	verdict $? "and has what is on record" < got
	ssjc-publish answer -p plan.plan --batch 2023062600001
	ssjc-record result -p plan.plan --correct --reason 再改 later.csv > ok.log 2>&1
	run ssjc-publish batch -p plan.plan --format spot --to "$kind"
	is "$(grep -c '^UPDATE' out)$(grep -c '^INSERT' out)" 10 "a correction is one UPDATE"
	ok "it takes that, too" "$@" < out
	echo "$query;" | "$@" > got 2>&1
	cmp shown.later got > difference 2>&1
	verdict $? "and has what is on record now" < got
	ssjc-publish answer -p plan.plan --batch 2023062600002
	# Drawn again, everything is withdrawn.
	ssjc-draw -p plan.plan --now 2023-06-27 --redraw --reason 重新 < objects.csv > ok.log 2>&1
	run ssjc-publish batch -p plan.plan --now 2023-06-27 --format spot --to csv
	status 3 "in CSV, a withdrawn row would look like any other"
	err_has "and what to do is said" 'own/spot.csv: [0-9]+ rows were withdrawn, .* or write SQL'
	run ssjc-publish batch -p plan.plan --now 2023-06-27 --format spot --to "$kind"
	status 0 "in SQL it is deleted"
	ok "it takes that" "$@" < out
	echo 'SELECT count(*) FROM spot;' | "$@" > got 2>&1
	is "$(tr -d ' ' < got)" 0 "nothing is left"
}
takes SQLite sql sqlite3 taker.db

for server in /usr/lib/postgresql/*/bin "$(pg_config --bindir 2> /dev/null)"; do
	[ -x "$server/initdb" ] && break
done
if [ ! -x "$server/initdb" ]; then
	echo "# no PostgreSQL server is installed (Debian: postgresql-15)"
	finish
fi
cluster=$(mktemp -d)
as= # the server refuses to run as root
if [ "$(id -u)" -eq 0 ]; then
	as="setpriv --reuid=postgres --regid=postgres --clear-groups"
	chown postgres "$cluster"
fi
serve() {
	(cd "$cluster" && $as "$server/pg_ctl" -D "$cluster/data" "$@")
}
trap 'serve -m immediate stop > /dev/null 2>&1; cd /; rm -rf "$work" "$cluster"' EXIT
$as "$server/initdb" -D "$cluster/data" -U ssjc -A trust -E UTF8 --no-sync --locale=C.UTF-8 > server.log 2>&1 &&
    serve -w -l "$cluster/log" -o "-k $cluster -c listen_addresses= -F" start >> server.log 2>&1
started=$?
if [ "$started" -ne 0 ]; then
	sed 's/^/# /' server.log
	echo "Bail out! no PostgreSQL"
	exit 1
fi
export PGHOST="$cluster" PGUSER=ssjc PGDATABASE=postgres PGCLIENTENCODING=UTF8
takes PostgreSQL postgresql psql -X -q -A -t -v ON_ERROR_STOP=1

# The operation of a row is a column of supervise: a withdrawn row stays, and says so.
rm -f audit.db*
cp kept.db audit.db
ssjc-publish batch -p plan.plan --format supervise --partial --to postgresql > batch.sql 2> ok.log
{
	echo 'CREATE TABLE t_jgxw_check_action ('
	sed -n 's/^column,\([a-z_]*\),.*/\1 text,/p' own/supervise.csv
	echo 'PRIMARY KEY (record_unique_identity));'
} | psql -X -q > ok.log 2>&1
ok "supervise goes into its table" psql -X -q -v ON_ERROR_STOP=1 -f batch.sql
ssjc-publish answer -p plan.plan --batch 2023062600001
ssjc-draw -p plan.plan --now 2023-06-27 --redraw --reason 重新 < objects.csv > ok.log 2>&1
ssjc-publish batch -p plan.plan --now 2023-06-27 --format supervise --to postgresql > batch.sql
ok "what is withdrawn is updated" psql -X -q -v ON_ERROR_STOP=1 -f batch.sql
is "$(psql -X -q -A -t -c 'SELECT cd_operation, cd_batch, count(*) FROM t_jgxw_check_action GROUP BY 1, 2')" \
    "d|2023062700001|2" "and says that it is"
finish
