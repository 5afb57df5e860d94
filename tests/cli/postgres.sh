# PostgreSQL for the cases that need it, in clusters of their own on sockets in a
# temporary folder; a case sources this after tap.sh.
#
#	postgres_or_skip        ends the case where no server is installed
#	postgres NAME [OPTION]  start the cluster NAME: its socket is in $cluster/NAME;
#	                        PGHOST is the last one started; options are those of postgres
#	ask ARGUMENTS           psql, which stops at the first error
#
# shellcheck shell=sh disable=SC2154

postgres_or_skip() {
	for server in /usr/lib/postgresql/*/bin "$(pg_config --bindir 2> /dev/null)"; do
		[ -x "$server/initdb" ] && break
	done
	if [ ! -x "$server/initdb" ]; then
		echo "1..0 # SKIP no PostgreSQL server is installed (Debian: postgresql-15)"
		exit 0
	fi
	cluster=$(mktemp -d)
	as= # the server refuses to run as root
	if [ "$(id -u)" -eq 0 ]; then
		as="setpriv --reuid=postgres --regid=postgres --clear-groups"
		chown postgres "$cluster"
	fi
	chmod 755 "$cluster"
	trap 'postgres_stop; cd /; rm -rf "$work" "$cluster"' EXIT
	export PGUSER=ssjc PGDATABASE=postgres PGCLIENTENCODING=UTF8
	export PGOPTIONS='-c client_min_messages=warning'
}

serve() { # name of the cluster
	name=$1
	shift
	(cd "$cluster" && $as "$server/pg_ctl" -D "$cluster/$name/data" "$@")
}

postgres_stop() {
	for one in "$cluster"/*/data; do
		[ -d "$one" ] && (cd "$cluster" && $as "$server/pg_ctl" -D "$one" -m immediate stop) > /dev/null 2>&1
	done
}

# Its own order of text is that of a dictionary: no query may rely on it.
postgres() {
	name=$1
	shift
	$as mkdir "$cluster/$name"
	$as "$server/initdb" -D "$cluster/$name/data" -U ssjc -A trust -E UTF8 --no-sync --locale=C.UTF-8 \
	    --locale-provider=icu --icu-locale=zh > server.log 2>&1 &&
	    serve "$name" -w -l "$cluster/$name/log" \
	        -o "-k $cluster/$name -c listen_addresses= -F $*" start >> server.log 2>&1
	started=$?
	if [ "$started" -ne 0 ]; then
		sed 's/^/# /' server.log
		echo "Bail out! no PostgreSQL"
		exit 1
	fi
	export PGHOST="$cluster/$name"
}

ask() {
	psql -X -q -v ON_ERROR_STOP=1 "$@"
}
