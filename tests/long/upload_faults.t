#!/bin/sh
# ssjc-upload against a platform that spoils what it can, killed again and again: whatever
# happens, in the end every result is there once. upload_faults.py says how.
. "${0%/*}/../cli/tap.sh"
. "$top/tests/cli/inspection.sh"
. "$top/tests/cli/uploads.sh"
. "$top/tests/cli/platform.sh"
sequences=${SEQUENCES:-300} first=${FIRST:-1}

mkdir fixture
cp -R ./*.csv ./*.plan ./*.txt audit.db own fixture
platform_new keys
platform_start keys
echo "$port" > keys/number
one=$platform
platform_new none
platform_start none --no-keys
echo "$port" > none/number
trap 'kill $one $platform; cd /; rm -rf "$work"' EXIT

# Two at a time: neither may depend on what the other does.
half=$((sequences / 2))
mkdir a b
(cd a && exec /usr/bin/python3 "$top/tests/long/upload_faults.py" \
    ../fixture ../keys ../none "$first" $half) > a.log 2>&1 &
a=$!
(cd b && exec /usr/bin/python3 "$top/tests/long/upload_faults.py" \
    ../fixture ../keys ../none $((first + half)) $((sequences - half))) > b.log 2>&1
b=$?
wait $a
a=$?
verdict $a "$half sequences from $first on" < a.log
verdict $b "$((sequences - half)) sequences from $((first + half)) on" < b.log
sed 's/^/# /' a.log b.log | tail -n 20
killed=$(sqlite3 keys/platform.db "SELECT count(*) FROM request WHERE what = 'took kill'")
ok "some were killed when the platform had taken their rows" \
    [ "$killed" -gt $((sequences / 50)) ]
finish
