#!/bin/sh
# ssjc-publish batch --to mysql: MariaDB takes it, in a server of its own, whatever its
# setting says of backslashes.
. "${0%/*}/../cli/tap.sh"
. "$top/tests/cli/inspection.sh"
. "$top/tests/cli/uploads.sh"
. "$top/tests/cli/takers.sh"

server=$(mktemp -d)
user=$(id -un)
[ "$(id -u)" -eq 0 ] && user=mysql && chown mysql "$server"
mariadb-install-db --no-defaults --datadir="$server/data" --user="$user" \
    --auth-root-authentication-method=normal --skip-test-db > "$server.log" 2>&1
mariadbd --no-defaults --datadir="$server/data" --user="$user" --socket="$server/socket" \
    --skip-networking --pid-file="$server/pid" >> "$server.log" 2>&1 &
pid=$!
trap 'kill $pid 2> /dev/null; wait $pid 2> /dev/null; cd /; rm -rf "$work" "$server" "$server.log"' EXIT
client="mariadb --no-defaults --socket=$server/socket -u root -N -B --raw"
mariadb-admin --no-defaults --socket="$server/socket" -u root --silent --wait=60 ping > ok.log 2>&1
started=$?
if [ "$started" -ne 0 ]; then
	sed 's/^/# /' "$server.log"
	echo "Bail out! no MariaDB"
	exit 1
fi
cat > taker <<E2
#!/bin/sh
$client --default-character-set=utf8mb4 "\$1" > raw || exit
tr '\t' '|' < raw | sed 's/NULL//g'
E2
chmod 755 taker
table=$(echo "$table" | tr '"' '`')
query=$(echo "$query" | tr '"' '`')
for mode in "" NO_BACKSLASH_ESCAPES; do
	$client -e "SET GLOBAL sql_mode = '$mode'; CREATE DATABASE d$mode CHARACTER SET utf8mb4"
	takes "MariaDB ${mode:-as it comes}" mysql ./taker "d$mode"
done
finish
