#!/bin/sh
# ssjc-batch: draw every plan in a folder whose day has come: ssjc-batch(1).
#
# It knows nothing that is not in the files: what a plan has come to is in its audit
# file, and DIR/NAME/out/report.txt, which comes last, says that what it drew is reported.
# So it can be stopped anywhere, and the next run goes on.

set -u
umask o= # what is made here is not for others, as with the programs
program=ssjc-batch
trap '' PIPE XFSZ # a line that cannot be written stops nothing: say() sees it

usage() {
	cat <<-END
		usage: $program [options] DIR

		Draw every plan in DIR whose day has come, and say what came of it.

		options:
		      --if-workday    leave out plans for which today is a day off
		      --now TIME      take TIME for the present moment (recorded as such)
		      --actor NAME    who does this, for the audit files
		      --wait SECONDS  how long to wait for a file that another program holds (10)
		      --log FILE      append each message to FILE, with the time
		  -v, --verbose       say also which plans have nothing to be done
		  -h, --help          print this help
		  -V, --version       print the version

		The manual: man $program
	END
}

wrong() {
	echo "$program: $1; $program --help tells more" >&2
	exit 2
}

# ---- Options ----

dir='' version='' workday='' now='' actor='' wait='' log='' verbose=''
while [ $# -gt 0 ]; do
	case $1 in
	--now=* | --actor=* | --wait=* | --log=*)
		option=${1%%=*} value=${1#*=}
		;;
	--now | --actor | --wait | --log)
		[ $# -gt 1 ] || wrong "$1 needs a value"
		option=$1 value=$2
		shift
		;;
	*) option=$1 value='' ;;
	esac
	case $option in
	--now) now=$value ;;
	--actor) actor=$value ;;
	--wait) wait=$value ;;
	--log) log=$value ;;
	--if-workday) workday=yes ;;
	-v | --verbose) verbose=yes ;;
	-h | --help)
		usage
		exit
		;;
	-V | --version) version=yes ;;
	-*) wrong "there is no option $option" ;;
	*)
		[ -z "$dir" ] || wrong "give one folder"
		dir=$1
		;;
	esac
	shift
done

# The programs are those beside this one, whatever the PATH of cron is.
PATH=$(cd "$(dirname "$0")" && pwd):$PATH
export PATH
[ -z "$version" ] || { ssjc-draw --version | sed "s/^ssjc-draw/$program/" && exit; }
[ -n "$dir" ] || wrong "no folder is named"
case $wait in
*[!0-9]*) wrong "--wait: “$wait” is not a number of seconds" ;;
esac

# Another file is not a log, and an audit file least of all.
if [ -s "$log" ]; then
	read -r first < "$log" || :
	case $first in
	20[0-9][0-9]-[0-9][0-9]-[0-9][0-9]T*) ;;
	*) wrong "--log: “$log” has something else in it" ;;
	esac
fi

# ---- What it says ----

# All of it is on standard output, also what the programs say: one mail.
worst=0
severity() {
	case $1 in
	0) echo 0 ;;
	5) echo 1 ;; # the next run may do it
	1 | 6) echo 2 ;;
	3) echo 3 ;;
	2) echo 4 ;;
	*) echo 5 ;;
	esac
}

worse() {
	status=$1
	[ "$status" -le 6 ] || status=4 # killed
	[ "$(severity "$status")" -le "$(severity "$worst")" ] || worst=$status
}

# A line of the log like those of the programs, in China's time; whole, as one write.
note() {
	[ -z "$log" ] || printf '%s %s[%s]: %s\n' "$(TZ=UTC-8 date +%Y-%m-%dT%H:%M:%S)+08:00" \
	    $program $$ "$1" >> "$log" || worse 4
}

say() {
	printf '%s\n' "$1" || worse 4
	note "$1"
}

failed=0 drawn=0 others=0
fail() { # exit status, what about the plan at hand
	failed=$((failed + 1))
	worse "$1"
	say "$name: $2"
}

# Run a program with what this one was given.
ssjc() {
	"$@" ${now:+"--now=$now"} ${actor:+"--actor=$actor"} ${wait:+"--wait=$wait"} ${log:+"--log=$log"}
}

# ---- A plan ----

# The folder of that kind of register, by its English or its Chinese name; or none.
register_of() {
	for folder in "$home/$1" "$home/$2"; do
		if [ -d "$folder" ]; then
			echo "$folder"
			return
		fi
	done
}

# Import all files of a folder, if they are good: rows that are refused would not be
# drawn from, and a draw is not undone. An import that is only tried is not on record.
import() { # kind, folder
	kind=$1 folder=$2
	set --
	for file in "$folder"/*; do
		case ${file##*/} in
		"~\$"* | "*") ;; # what locks a workbook that is open; an empty folder
		*) set -- "$@" "$file" ;;
		esac
	done
	if [ $# -eq 0 ]; then
		fail 3 "$folder is empty: put the files of the bureaus there"
		return 1
	fi
	ssjc ssjc-import "$kind" -p "$plan" --check --rejects "$out/$kind-rejects.csv" "$@" &&
	    ssjc ssjc-import "$kind" -p "$plan" --rejects "$out/$kind-rejects.csv" -o "$out/$kind.csv" "$@"
	status=$?
	case $status in
	0) return 0 ;;
	1) fail 1 "not drawn: rows were refused, see $out/$kind-rejects.csv: mend the register, or say in the plan why they may be lost (accept_rejects)" ;;
	*) fail $status "not drawn: ssjc-import $kind failed" ;;
	esac
	return 1
}

import_all() {
	objects=$(register_of objects 名录)
	if [ -z "$objects" ]; then
		fail 3 "there is no folder $home/objects with the register"
		return 1
	fi
	people=$(register_of inspectors 人员)
	past=$(register_of history 历史)
	import objects "$objects" || return
	[ -z "$people" ] || import inspectors "$people" || return
	[ -z "$past" ] || import history "$past"
}

# Draw, or when it was drawn and then something failed, make what is missing.
draw() {
	set -- -p "$plan" --if-not-drawn --excluded "$out/excluded.csv" \
	    --checkpoint "$out/checkpoint.txt" -o "$out/drawn.csv"
	[ ! -e "$out/inspectors.csv" ] || set -- "$@" -i "$out/inspectors.csv"
	[ ! -e "$out/history.csv" ] || set -- "$@" -H "$out/history.csv"
	ssjc ssjc-draw "$@" "$out/objects.csv"
	status=$?
	[ $status -eq 0 ] || fail $status "ssjc-draw failed"
	return "$status"
}

# The report comes last: until it is there, the next run says all of this again.
report() {
	what=$(ssjc ssjc-draw due -p "$plan")
	case $what in
	drawn\ *)
		say "$name: ${what% * of *}: ${what#drawn * } businesses, $out/drawn.csv"
		drawn=$((drawn + 1))
		;;
	*)
		fail 4 "its audit file cannot be read any more"
		return
		;;
	esac
	ssjc ssjc-audit show -p "$plan" -o "$out/report.txt" ||
	    fail $? "the report could not be written: the next run tries again"
}

# What a program was writing when it was killed; nobody else writes there now. Its name
# ends at random, and almost always with a capital in it: drawn.csv.backup is a person's.
tidy() {
	[ -n "$locked" ] || return 0
	for file in "$out"/*.csv.?????? "$out"/*.txt.??????; do
		case ${file##*.} in
		*[A-Z]*) [ ! -f "$file" ] || rm "$file" ;;
		esac
	done
}

one_plan() {
	plan=$1 home=${1%/*}
	name=${home##*/} out=$home/out
	state=$(ssjc ssjc-draw due -p "$plan" ${workday:+--if-workday})
	status=$?
	case $state in
	due\ *)
		# As where somebody copied the folder of an earlier plan.
		if [ -e "$out/report.txt" ]; then
			fail 3 "not drawn: $out has the report of another draw: move that folder away"
			return
		fi
		;;
	drawn\ *)
		if [ -e "$out/report.txt" ]; then
			others=$((others + 1))
			return
		fi
		# By somebody else, not from what a run of this left there.
		if [ ! -e "$out/objects.csv" ]; then
			others=$((others + 1))
			[ -z "$verbose" ] || say "$name: $state, by others"
			return
		fi
		;;
	later\ * | '')
		if [ -z "$state" ] && [ $status -ne 0 ]; then
			fail $status "not drawn: its plan or its audit file cannot be used"
			return
		fi
		others=$((others + 1))
		[ -z "$verbose" ] || say "$name: ${state:-today is a day off}"
		return
		;;
	undated)
		fail 3 "the plan does not say when it is to be drawn: write draw_date = 2023-06-12 or the like"
		return
		;;
	*)
		fail 1 "$state: the departments are to draw it, with ssjc-draw reveal"
		return
		;;
	esac
	if ! mkdir -p "$out"; then
		fail 4 "$out cannot be made"
		return
	fi
	tidy
	case $state in
	due\ *) import_all || return ;;
	esac
	draw && report
}

# ---- All of them ----

[ -d "$dir" ] || { echo "$program: $dir: there is no such folder" >&2; exit 3; }
case $dir in
-*) dir=./$dir ;;
esac
exec 2>&1 < /dev/null

# One batch at a time; the lock goes with the process, however it ends. Where there is
# no flock(1), the audit files alone see to it that each plan is drawn once.
locked=''
if command -v flock > /dev/null; then
	if ! : >> "$dir/.ssjc-batch.lock"; then
		say "$program: $dir cannot be written"
		exit 4
	fi
	exec 9>> "$dir/.ssjc-batch.lock"
	# There are ones that cannot wait.
	if ! flock -n 9 && ! flock -w "${wait:-10}" 9 2> /dev/null; then
		say "$program: another batch is at work in $dir: try again later"
		exit 5
	fi
	locked=yes
fi
note start

for plan in "$dir"/*.plan; do
	[ -e "$plan" ] || continue
	name=$plan
	fail 3 "is not in a folder of its own, and is not drawn"
done
for home in "$dir"/*/; do
	home=${home%/}
	set -- "$home"/*.plan
	if [ $# -gt 1 ]; then
		name=${home##*/}
		fail 3 "has $# plans, and none of them is drawn: one is expected"
	elif [ -e "$1" ]; then
		one_plan "$1"
	elif [ -d "$home/objects" ] || [ -d "$home/名录" ]; then
		name=${home##*/}
		fail 3 "has a register, but no plan"
	fi
done
if [ $((drawn + failed)) -gt 0 ] || [ -n "$verbose" ]; then
	say "$program: $drawn drawn, $failed failed, $others with nothing to be done"
fi
note "exit status $worst"
exit "$worst"
