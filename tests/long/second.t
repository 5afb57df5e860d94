#!/bin/sh
# 300 random plans, as tests/cli/second.t, and 200 with teams: FIRST is the number of the first.
. "${0%/*}/../cli/tap.sh"

FIRST=${FIRST:-1001}
echo "# FIRST=$FIRST"
export PYTHONDONTWRITEBYTECODE=1
run "$top/tests/second/compare.py" "$FIRST" 300
status 0 'two implementations agree'
out_has 'on 300 plans' '^agree on .*[0-9]+ matches, .*300 plans'
sed 's/^/# /' out
run "$top/tests/second/compare.py" $((FIRST + 300)) 200 teams
status 0 'two implementations agree on teams'
out_has 'on 200 plans, with many matches of which all ways were looked at' \
    '^agree on .*[0-9]{3} matches by all ways, .*200 plans'
sed 's/^/# /' out

finish
