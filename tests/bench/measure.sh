# How a row of the table is measured: our command and the other one in turn, A B A B …, after
# one run of each that does not count. What each run took goes to $dir/runs, a line for each:
#
#	row group what rows ours|peer name need command wall cpu KiB
#
# with tabs between; figures that nobody knows are empty.
#
# shellcheck shell=sh disable=SC2034,SC2154

failures=0 number=0 prepared='' skipped=''

# Whether something is there: a command, py/MODULE, npm/PACKAGE or postgresql.
have() {
	case $1 in
	postgresql) postgresql_bin ;;
	py/*) "$py" -c "import ${1#py/}" 2> /dev/null ;;
	npm/*) command -v node > /dev/null && [ -d "$modules/${1#npm/}" ] ;;
	*) command -v "$1" > /dev/null ;;
	esac
}

# needs GROUP NEED...: for what a group cannot do without.
needs() {
	group=$1
	shift
	for need; do
		if ! have "$need"; then
			echo "bench: $group is left out: ${need##*/} is not installed" >&2
			skipped="$skipped $group "
		fi
	done
}

# Runs a function, where there is one.
hook() {
	! command -v "$1" > /dev/null || "$1"
}

# Its folder is made and filled when a group is first used.
ready() {
	case " $groups " in
	*" $1 "*) ;;
	*) return 1 ;;
	esac
	case $prepared in
	*" $1 "*) ;;
	*)
		prepared="$prepared $1 " server_pids=''
		mkdir "$dir/$1"
		cd "$dir/$1" || exit
		echo "bench: $1" >&2
		"prepare_$1"
		;;
	esac
	case $skipped in
	*" $1 "*) return 1 ;;
	esac
	cd "$dir/$1" || exit
}

# once COMMAND: $figures are its wall and processor seconds, and its peak in KiB. A command
# that knows better writes what it knows into the file said. The processor time of servers is
# added to that of psql, which asks them; their memory is not known.
once() {
	hook "reset_$group"
	rm -f said
	servers=''
	case $1 in
	*psql*) servers=$server_pids ;;
	esac
	before=$(servers_time)
	command time -q -o "$dir/time" -f '%e %U %S %M' sh -c "$1" > /dev/null 2> "$dir/err" < /dev/null ||
	    { tail -n 5 "$dir/err" >&2; return 1; }
	said=said
	[ -e said ] || said=/dev/null
	[ ! -e said ] || [ -s said ] || { echo "the file said is empty: nothing was measured" >&2; return 1; }
	figures=$(awk -v before="$before" -v after="$(servers_time)" '
		NR == 1 { wall = $1; cpu = $2 + $3 + after - before; kib = after > 0 ? "" : $4 }
		NR == 2 { wall = $1; cpu = $2; kib = $3 }
		END { printf "%s\t%s\t%s\n", wall, cpu, kib }' "$dir/time" "$said")
}

# side ours|peer NAME NEED COMMAND: one run of it.
side() {
	once "$4" || return
	printf '%d\t%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n' "$number" "$group" "$what" "$size" \
	    "$1" "$2" "$3" "$4" "$figures" >> "$dir/pair"
}

# pair OUR-COMMAND PEER NEED PEER-COMMAND: one of each, which have to agree, if the group
# says in what.
pair() {
	side ours "${1%% *}" '' "$1" || return
	[ -z "$4" ] || side peer "$2" "$3" "$4" || return
	[ -z "$4" ] || hook "agree_$group" || { echo "the results differ" >&2; return 1; }
}

# row GROUP WHAT ROWS COMMAND [PEER NEED COMMAND]: a row of the table. What a peer needs and
# is not there is said, and the row has our figures only.
row() {
	ready "$1" || return 0
	group=$1 what=$2 size=$3 number=$((number + 1))
	ours=$4 peer=${5:-} need=${6:-} theirs=${7:-}
	if [ -n "$need" ] && ! have "$need"; then
		echo "bench: $what: $peer is left out: ${need##*/} is not installed" >&2
		theirs=
	fi
	# The first pair does not count.
	started=$(date +%s) counted=-1
	while [ "$counted" -lt "$runs" ]; do
		counted=$((counted + 1))
		[ "$counted" -gt 1 ] || : > "$dir/pair"
		pair "$ours" "$peer" "$need" "$theirs" ||
		    { echo "bench: $what${peer:+, $peer}: has no figures" >&2; failures=1; return 0; }
		[ "$counted" -eq 0 ] || [ $(($(date +%s) - started)) -lt "$limit" ] || break
	done
	[ -n "$theirs" ] ||
	    printf '%d\t%s\t%s\t%s\tpeer\t%s\t%s\t\t\t\t\n' "$number" "$group" "$what" "$size" \
	        "$peer" "$need" >> "$dir/pair"
	cat "$dir/pair" >> "$dir/runs"
}
