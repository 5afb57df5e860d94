# The servers that groups of the bench ask: server_pids. The time of those in servers counts.
#
# shellcheck shell=sh disable=SC2013,SC2034,SC2154

server_pids='' servers='' cluster='' takes=''

# Is PostgreSQL's server installed?
postgresql_bin() {
	for initdb in /usr/lib/postgresql/*/bin/initdb; do
		[ ! -x "$initdb" ] || return 0
	done
	return 1
}

# postgresql NAME: a cluster; tests/cli/postgres.sh has postgres, ask, serve and postgres_stop.
postgresql() {
	if [ -z "$cluster" ]; then
		work=$dir
		# shellcheck source=tests/cli/postgres.sh
		. "$here/tests/cli/postgres.sh"
		postgres_or_skip
		trap ended EXIT
	fi
	postgres "$1" -c autovacuum=off
	server_pids="$server_pids $(head -n 1 "$cluster/$1/data/postmaster.pid")"
}

# Is a session open? It is counted when the server has seen it end.
servers_busy() {
	for pid in $servers; do
		for child in $(cat "/proc/$pid/task/$pid/children"); do
			! grep -q '^postgres: ssjc ' "/proc/$child/cmdline" 2> /dev/null || return 0
		done
	done
	return 1
}

# Their processor seconds so far; 0 without servers.
servers_time() {
	if [ -z "$servers" ]; then
		echo 0
		return
	fi
	while servers_busy; do
		sleep 0.02
	done
	for pid in $servers; do
		cat "/proc/$pid/stat"
	done | awk -v tick="$(getconf CLK_TCK)" '{ t += $14 + $15 + $16 + $17 } END { printf "%.2f\n", t / tick }'
}

# A platform on this machine that takes all: $port.
platform() {
	mkfifo port
	"$py" "$here/tests/bench/take.py" > port &
	takes=$!
	read -r port < port
}

servers_stop() {
	[ -z "$takes" ] || kill "$takes"
	if [ -n "$cluster" ]; then
		postgres_stop
		rm -rf "$cluster"
	fi
}
