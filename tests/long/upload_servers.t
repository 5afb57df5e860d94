#!/bin/sh
# ssjc-upload to real servers of files, sftp (sshd) and ftps: known and unknown hosts, a
# server that goes away at every stage, a full disk; and through a proxy.
. "${0%/*}/../cli/tap.sh"
. "$top/tests/cli/inspection.sh"
. "$top/tests/cli/uploads.sh"
. "$top/tests/cli/platform.sh"

# Rows that are long, so that a server can go away in the middle of them. Each target has a
# format of its own.
long=$(printf '样例%.0s' $(seq 2000))
cat > own/long.csv <<EOT
what,name,label,source,value
format,unit,,,object
format,table,,,t
format,key,,,id
column,id,,object.id,
column,long,,text,$long
EOT
upload() { # TARGET OPTION...
	to=$1
	shift
	run ssjc-upload -p plan.plan --targets targets --to "$to" "$@"
	: > "audit.db.upload-$to" # nobody waits here
}
last() { ssjc-publish batches -p plan.plan -t | awk -F '\t' -v to="$to" '$4 == to { n = $1 } END { print n }'; }
# The batch is in the folder under its name, byte for byte as on record, and nothing else is.
whole() { # FOLDER WHAT
	number=$(last)
	ssjc-publish batch -p plan.plan --again "$number" > again
	{
		cmp again "$1/$number-long.csv"
		[ "$(cd "$1" && echo *)" = "$number-long.csv $number-long.csv.ok" ] || ls -l "$1"
	} > difference 2>&1
	[ ! -s difference ]
	verdict $? "$2" < difference
}
# Whatever is there under the name of a batch is whole, and has no marker otherwise.
half() { # FOLDER
	for f in "$1"/*.csv; do
		[ -f "$f" ] || continue
		cmp -s "$f" again || echo "$f is not whole"
	done
	for f in "$1"/*.ok; do
		[ -f "$f" ] || continue
		cmp -s "${f%.ok}" again || echo "$f marks what is not whole"
	done
}
# A server that goes away when so many bytes have come, from the first on.
goes_away() { # SERVER TARGET FOLDER STEP
	left=0 visible=
	at=$4
	while [ "$at" -lt 100000 ]; do
		echo "$at" > "$1/cut"
		upload "$2"
		[ "$status" -eq 0 ] && break
		[ "$status" -eq 5 ] || visible="$visible$at: status $status; "
		number=$(last)
		ssjc-publish batch -p plan.plan --again "$number" > again
		visible=$visible$(half "$3")
		left=$((left + 1))
		at=$((at + $4))
	done
	rm -f "$1/cut"
	is "$visible" "" "$2: a server that goes away leaves work, and no half file under a name"
	ok "at several moments" [ $left -gt 5 ]
	upload "$2"
	status 0 "$2: then it goes through"
	whole "$3" "and all of it is there"
}
serve() { # KIND FOLDER: $port, $server
	mkfifo "$2/port"
	/usr/bin/python3 "$top/tests/long/file_servers.py" "$1" "$2" &
	server=$!
	port=$(timeout 20 head -n 1 "$2/port")
	[ "$port" ] || {
		echo "Bail out! no $1"
		exit 1
	}
	servers="${servers:-} $server"
	trap 'kill $servers; umount "$work/disk" 2> /dev/null; cd /; rm -rf "$work"' EXIT
}

# ---- sftp ----

mkdir -m 700 ssh ssh/files
[ "$(id -u)" -eq 0 ] && mkdir -p /run/sshd # where it locks itself in
ssh-keygen -q -t ed25519 -N '' -f ssh/host
ssh-keygen -q -t ed25519 -N '' -f ssh/other
ssh-keygen -q -t ed25519 -N '' -f ssh/user
cat > ssh/sshd_config <<EOT
HostKey $work/ssh/host
AuthorizedKeysFile $work/ssh/user.pub
PidFile none
StrictModes no
UsePAM no
PasswordAuthentication no
PermitRootLogin yes
Subsystem sftp internal-sftp
EOT
serve sftp ssh
cat > targets <<EOT
[target sftp]
format = long
address = sftp://127.0.0.1:$port$work/ssh/files
marker = .ok
user = $(id -un)
key = ssh/user
known_hosts = ssh/hosts
timeout = 10
tries = 1
EOT
: > ssh/hosts
upload sftp
status 1 "sftp: a host that is not known is refused"
err_has "and it is said where its key belongs" 'known_hosts'
echo "[127.0.0.1]:$port $(cat ssh/other.pub)" > ssh/hosts
upload sftp
status 1 "sftp: so is one with another key"
echo "[127.0.0.1]:$port $(cat ssh/host.pub)" > ssh/hosts
is "$(find ssh/files -type f)" "" "nothing is there"
chmod 644 ssh/user
upload sftp
status 1 "sftp: a private key that others may read is refused"
chmod 600 ssh/user
goes_away ssh sftp ssh/files 2500
rm ssh/files/*
sed -i 's/样例,*$/样品/' own/long.csv
upload sftp
status 0 "sftp: at once"
quiet "and without a word"
whole ssh/files "and all of it is there"
sed -i 's/样品$/样例/' own/long.csv
rm ssh/files/*
mkdir "ssh/files/none"
sed "s|ssh/files|ssh/nowhere|; s/target sftp/target nowhere/" targets > next && cat next >> targets
upload nowhere
status 1 "sftp: a folder that there is not is refused"
rmdir ssh/files/none

# ---- A full disk at the other side ----

mkdir disk
if mount -t tmpfs -o size=1m tmpfs disk 2> /dev/null; then
	dd if=/dev/zero of=disk/filler bs=4096 count=253 2> /dev/null
	sed "s|/ssh/files|/disk|; s/target sftp/target full/; /target nowhere/,\$d" targets > next
	cat next >> targets
	cat >> targets <<-EOT
		[target local]
		format = long
		address = file://$work/disk
		marker = .ok
	EOT
	upload full
	ok "sftp: on a full disk it is not done" [ "$status" -ne 0 ]
	is "$(find disk -name '*.csv' -o -name '*.ok')" "" "and nothing is there under its name"
	upload local
	ok "file: on a full disk it is not done" [ "$status" -ne 0 ]
	is "$(find disk -name '*.csv' -o -name '*.ok')" "" "nor is anything there"
	rm disk/filler
	upload full
	status 0 "with room it goes through"
	whole disk "and all of it is there"
	rm disk/*
	upload local
	status 0 "file: with room it goes through"
	whole disk "and all of it is there"
	umount disk
else
	ok "a full disk # SKIP no tmpfs can be mounted here" true
fi

# ---- ftps ----

platform_new ftp
rm ftp/port
mkdir ftp/files
serve ftps ftp
cat > targets <<EOT
[target ftps]
format = long
address = ftps://localhost:$port/
marker = .ok
netrc = netrc
ca = ftp/https.pem
timeout = 10
tries = 1
EOT
(umask 077; echo 'machine localhost login buero password wrong' > netrc)
upload ftps
status 1 "ftps: a wrong password is refused"
cp ftp/netrc netrc
cat >> targets <<EOT
[target unknown]
format = long
address = ftps://localhost:$port/
netrc = netrc
tries = 1
EOT
upload unknown
status 1 "ftps: so is a certificate that nobody vouches for"
is "$(find ftp/files -type f)" "" "nothing is there"
goes_away ftp ftps ftp/files 3000

# ---- A proxy ----

platform_new proxy
platform_start proxy
trap 'kill $servers $platform; cd /; rm -rf "$work"' EXIT
cat > targets <<EOT
[target web]
format = long
address = http://platform.example/open/web/rows
insecure = yes
ok = /code 200
EOT
export http_proxy="http://127.0.0.1:$port"
cat > own/long.csv <<'EOT'
what,name,label,source,value
format,unit,,,object
format,table,,,t
format,key,,,row_id
column,row_id,,row.id,
column,operation,,batch.operation,
EOT
upload web
is "$status $(platform "SELECT path FROM request")" "0 http://platform.example/open/web/rows" \
    "a proxy is used as http_proxy says"
unset http_proxy
finish
