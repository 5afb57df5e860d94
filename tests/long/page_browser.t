#!/bin/sh
# The pages of 200 random plans in a browser: their lists are those of ssjc-draw. FIRST is
# the number of the first. And all receipts of 50 plans, and more than 100 that were changed in one byte.
. "${0%/*}/../cli/tap.sh"

FIRST=${FIRST:-2001}
echo "# FIRST=$FIRST"
export PYTHONDONTWRITEBYTECODE=1
if ! python3 "$top/tests/cli/page_browser.py" > /dev/null; then
	echo '1..0 # SKIP no chromium'
	exit 0
fi
run python3 "$top/tests/long/page_random.py" "$FIRST" "${COUNT:-200}"
status 0 'the browser agrees with the programs'
out_has 'on all pages' '^agree on .*[0-9]+ pages good, [0-9]+ plans'
sed 's/^/# /' out

run python3 "$top/tests/long/receipts_random.py" "$FIRST" "${RECEIPTS:-50}" 3
status 0 'the receipts of random registers: the page, ssjc-audit and a second computation agree'
out_has 'on all of them' '^agree on .*[0-9]+ mutations bad, .*[0-9]+ receipts'
sed 's/^/# /' out

finish
