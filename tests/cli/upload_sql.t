#!/bin/sh
# ssjc-publish batch as SQL: SQLite takes the plain one, PostgreSQL its own, whatever is in
# the texts; what was changed and withdrawn is there as it is on record.
. "${0%/*}/tap.sh"
. "$top/tests/cli/inspection.sh"
. "$top/tests/cli/uploads.sh"
. "$top/tests/cli/takers.sh"

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
