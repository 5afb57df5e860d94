#!/bin/sh
# The draw, the replacements and the match of ten random plans, by the programs and
# by a second implementation that was written from the manuals: the same rows.
# tests/long/second.t has 300 of them.
. "${0%/*}/tap.sh"

if ! command -v python3 > /dev/null; then
	echo '1..0 # SKIP no python3, in which the second implementation is written'
	exit 0
fi
export PYTHONDONTWRITEBYTECODE=1
run "$top/tests/second/compare.py" 1 10
status 0 'two implementations agree'
out_has 'on ten plans' '^agree on .*[0-9]+ matches, .*10 plans'
sed 's/^/# /' out

finish
