#!/bin/sh
# front-end.sh PLAN [PSQL-OPTION...]: what is new of a plan goes into the table
# t_jgxw_check_action of a PostgreSQL database (前置库), once.
#
# A batch is one transaction. If the machine stopped between that and the answer on record,
# the database says whether it has the batch, and the same bytes go there if it has not.
set -eu
plan=$1
shift
table=t_jgxw_check_action
sql=$(mktemp)
trap 'rm -f "$sql"' EXIT

open=$(ssjc-publish batches -p "$plan" -t | awk -F '\t' '
	NR == 1 { while (++i <= NF) at[$i] = i; next }
	$at["format"] == "supervise" && $at["target"] == "" && $at["open"] > 0 { print $at["batch"] }')
if [ "$open" ]; then
	number=$open
	ssjc-publish batch -p "$plan" --again "$number" > "$sql"
else
	# 6: nothing is new. 1: some rows break a rule, and are left out; the others go.
	status=0
	ssjc-publish batch -p "$plan" --format supervise --partial --to postgresql > "$sql" || status=$?
	[ "$status" -ne 6 ] || exit 0
	[ -s "$sql" ] || exit "$status"
	number=$(sed -n '1s/.*, batch \([0-9]*\):.*/\1/p' "$sql")
fi
there=$(psql -X -q -A -t -v ON_ERROR_STOP=1 "$@" -c "SELECT count(*) FROM $table WHERE cd_batch = '$number'")
[ "$there" -gt 0 ] || psql -X -q -v ON_ERROR_STOP=1 "$@" -f "$sql"
ssjc-publish answer -p "$plan" --batch "$number"
