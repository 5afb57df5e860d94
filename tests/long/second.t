#!/bin/sh
# 300 random plans, as tests/cli/second.t: FIRST is the number of the first.
. "${0%/*}/../cli/tap.sh"

FIRST=${FIRST:-1001}
echo "# FIRST=$FIRST"
export PYTHONDONTWRITEBYTECODE=1
run "$top/tests/second/compare.py" "$FIRST" 300
status 0 'two implementations agree'
out_has 'on 300 plans' '^agree on .*[0-9]+ matches, .*300 plans'
sed 's/^/# /' out

finish
