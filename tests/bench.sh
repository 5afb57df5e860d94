#!/bin/sh
# How long the programs take, and how much memory, beside other programs that do the same:
# `make bench`. docs/performance.md says what is measured, and how to read the table.
#
#	ROWS=5000000 RUNS=9 JSON=build/draw.json TMPDIR=/var/tmp tests/bench.sh draw match
#
# Arguments are groups of tests/bench/cases.sh; without them all are measured that do not take
# long. ROWS is the size of the registers, RUNS how often each pair of commands is run (0: once,
# without the run that does not count), LIMIT after how many seconds a row is not run again, JSON
# where all is written.
set -eu
here=$(cd "$(dirname "$0")/.." && pwd)
date=$(date -u -d "@${SOURCE_DATE_EPOCH:-$(date +%s)}" +%FT%TZ)
unset SOURCE_DATE_EPOCH LANGUAGE
export LC_ALL=C PYTHONDONTWRITEBYTECODE=1 PATH="${SSJC_BIN:-$here/build}:$PATH"
rows=${ROWS:-1000000} runs=${RUNS:-3} limit=${LIMIT:-30}
bin=${SSJC_BIN:-$here/build}
json=$(realpath -m "${JSON:-$bin/bench.json}")
# Packages of npm, and Debian's modules of Python.
modules=${ENGINES:-$bin/npm/node_modules}
py=$(command -v /usr/bin/python3 || command -v python3)
for needed in time "$py"; do
	command -v "$needed" > /dev/null || { echo "bench: $needed is needed" >&2; exit 1; }
done
dir=$(mktemp -d)

# What was measured is not lost when the rest is interrupted.
ended() {
	status=$?
	trap - EXIT
	servers_stop
	if [ -s "$dir/runs" ]; then
		"$py" "$here/tests/bench/report.py" "$dir/runs" "$here" "$date" "$modules" > "$json"
		"$py" "$here/tests/bench/table.py" "$json"
	fi
	cd /
	rm -rf "$dir"
	exit "$status"
}
trap ended EXIT
trap 'exit 1' HUP INT TERM

# shellcheck source=tests/bench/data.sh
. "$here/tests/bench/data.sh"
# shellcheck source=tests/bench/servers.sh
. "$here/tests/bench/servers.sh"
# shellcheck source=tests/bench/prepare.sh
. "$here/tests/bench/prepare.sh"
# shellcheck source=tests/bench/measure.sh
. "$here/tests/bench/measure.sh"

# Those that are measured without being asked for.
usual="draw own engines page import import_xlsx import_xls checklists match upload"
groups=${*:-$usual}
# shellcheck source=tests/bench/cases.sh
. "$here/tests/bench/cases.sh"
for group in $groups; do
	case $prepared in
	*" $group "*) ;;
	*)
		echo "bench: there is no group “$group”" >&2
		failures=1
		;;
	esac
done
exit "$failures"
