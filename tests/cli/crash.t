#!/bin/sh
# The audit file when a writer is killed or its disk is full: whatever was on
# record is still there and good, and the next run goes on.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

events() {
	sqlite3 "$1" 'SELECT count(*) FROM event'
}

small_assigned

# Killed at one moment after another, from before it began to after it ended.
killed=0 finished=0 broken=0
for ms in 001 002 003 004 005 006 007 008 009 010 011 012 013 014 016 018 020 023 026 030 \
    035 040 050 060 080 100 150; do
	n=$(events small.db)
	timeout -s KILL 0.$ms ssjc-import inspectors -p small.plan --now 2023-06-13 inspectors.csv \
	    > /dev/null 2>&1
	case $? in
	0) finished=$((finished + 1)) ;;
	*) killed=$((killed + 1)) ;;
	esac
	ssjc-audit verify -d small.db objects.csv inspectors.csv history.csv > out 2>&1 ||
	    { broken=$((broken + 1)); cat out >&2; }
	now=$(events small.db)
	[ "$now" -eq "$n" ] || [ "$now" -eq $((n + 1)) ] || broken=$((broken + 1))
done
is "$broken" 0 "after every kill the file is good, with one event more or none"
ok "some runs were killed" [ $killed -gt 0 ]
n=$(events small.db)
run ssjc-import inspectors -p small.plan --now 2023-06-13 inspectors.csv
status 0 "the next run goes on"
is "$(events small.db)" $((n + 1)) "with the next event"

# Killed while it holds the file, and others wait.
for _ in 1 2 3 4 5 6 7 8; do
	ssjc-import inspectors -p small.plan --now 2023-06-13 inspectors.csv > /dev/null 2>&1 &
	one=$!
	ssjc-import objects -p small.plan --now 2023-06-13 objects.csv > /dev/null 2>&1 &
	two=$!
	kill -KILL $one 2> /dev/null
	wait $one 2> /dev/null
	wait $two || broken=$((broken + 1))
done
is "$broken" 0 "who waits is not held up by a killed one"
run ssjc-audit verify -d small.db objects.csv inspectors.csv history.csv
status 0 "and the file is good"

# A full disk. The folder is as large as its filler leaves room.
mkdir disk
if mount -t tmpfs -o size=2m tmpfs disk 2> /dev/null; then
	trap 'cd /; umount "$work/disk"; rm -rf "$work"' EXIT
	cp small.db disk/full.db
	ln -sf disk/full.db small.db
	full=0
	for room in 0 4 8 16 32 36 40 48 56 64 80 96 128 256; do
		n=$(events disk/full.db)
		dd if=/dev/zero of=disk/filler bs=4096 2> /dev/null
		# Its blocks are given back one way only: a shorter one.
		dd if=/dev/null of=disk/filler bs=1024 \
		    seek=$(($(wc -c < disk/filler) / 1024 - room)) 2> /dev/null
		run ssjc-import inspectors -p small.plan --now 2023-06-13 inspectors.csv
		case $status in
		0) n=$((n + 1)) ;;
		4) full=$((full + 1)) ;;
		*) broken=$((broken + 1)); cat err >&2 ;;
		esac
		rm disk/filler
		ssjc-audit verify -d disk/full.db > out 2>&1 || { broken=$((broken + 1)); cat out >&2; }
		[ "$(events disk/full.db)" -eq "$n" ] || broken=$((broken + 1))
	done
	is "$broken" 0 "a full disk is exit 4 and leaves what was on record, no more"
	ok "it was full at times" [ $full -gt 0 ]
	run ssjc-import inspectors -p small.plan --now 2023-06-13 inspectors.csv
	status 0 "with room the next run goes on"
	umount disk
	trap 'cd /; rm -rf "$work"' EXIT
else
	ok "a full disk # SKIP no tmpfs can be mounted here" true
fi
finish
