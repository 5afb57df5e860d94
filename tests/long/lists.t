#!/bin/sh
# 200 random registers, each drawn by ssjc-draw, by a query in PostgreSQL, DuckDB and ClickHouse,
# from up to 50 parts in files and databases, and by its page in a browser: all lists are the
# same. FIRST is the number of the first.
. "${0%/*}/../cli/tap.sh"
. "$top/tests/cli/postgres.sh"

FIRST=${FIRST:-3001}
echo "# FIRST=$FIRST"
export PYTHONDONTWRITEBYTECODE=1
postgres_or_skip
postgres one

# The other two come as packages of npm, and are left out where those cannot be had.
modules=${ENGINES:-$work/npm/node_modules}
[ -d "$modules" ] ||
    npm install --silent --no-audit --no-fund --prefix npm @duckdb/node-api chdb > npm.log 2>&1
if ! [ -d "$modules/chdb" ] || ! [ -d "$modules/@duckdb" ]; then
	echo '# no DuckDB and no ClickHouse: npm install @duckdb/node-api chdb failed'
	modules=-
fi
browser=$(python3 "$top/tests/cli/page_browser.py" 2> /dev/null) || echo '# no pages: there is no chromium'

mkdir random
cd random || exit 1
run python3 "$top/tests/long/lists.py" "$modules" "$FIRST" "${COUNT:-200}" ${browser:+"$browser"}
status 0 'the same lists in all ways'
out_has 'of all registers' "^agree on .*[0-9]+ postgresql"
sed 's/^/# /' out
finish
