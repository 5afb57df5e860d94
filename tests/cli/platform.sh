# The double of a platform, ../platform.py, for the cases of uploading: a case sources this
# after tap.sh.
#
#	platform_new FOLDER           a folder with secrets and a certificate of localhost
#	platform_start FOLDER OPTION...  starts it: $port, $platform
#	platform_stop                 ends it; it ends with the case, too
#	order SPACE WHAT...           what it does with the next requests of that space, one each
#	platform SQL                  asks what it has
#	nothing_wrong WHAT            no client did what it must not do
#
# shellcheck shell=sh disable=SC2034

# A certificate that is its own authority, for the names and addresses given.
certificate() { # FILE NAMES
	openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
	    -subj /CN=double -addext "subjectAltName=$2" -keyout "$1.key" -out "$1.pem" 2> /dev/null
}

platform_new() {
	mkdir "$1"
	(
		umask 077
		cd "$1" || exit
		certificate https DNS:localhost,IP:127.0.0.1
		openssl genpkey -algorithm SM2 -out sm2.key
		openssl pkey -in sm2.key -pubout -out sm2.pub
		echo 0123456789abcdeffedcba9876543210 > sm4
		echo geheim-token-1 > token
		echo 'buero:geheim-wort-2' > user
		echo geheim-hmac-3 > secret
		echo rid-1 > rid
		echo sid-1 > sid
		echo paas-1 > paasid
		echo app-1 > appcode
		echo "machine localhost login buero password geheim-wort-2" > netrc
	)
	mkfifo "$1/port"
}

platform_start() {
	folder=$1
	shift
	/usr/bin/python3 "$top/tests/platform.py" "$@" "$folder" &
	platform=$!
	trap 'kill $platform; cd /; rm -rf "$work"' EXIT
	port=$(timeout 20 head -n 1 "$folder/port")
	[ "$port" ] || {
		echo "Bail out! no platform"
		exit 1
	}
}

platform_stop() {
	kill "$platform"
	wait "$platform" 2> /dev/null
	trap 'cd /; rm -rf "$work"' EXIT
}

order() {
	space=$1
	shift
	for what; do
		echo "INSERT INTO order_(space, what) VALUES ('$space', '$what');"
	done | sqlite3 "$folder/platform.db"
}

platform() {
	sqlite3 -separator ' ' "$folder/platform.db" "$1"
}

nothing_wrong() {
	is "$(platform 'SELECT * FROM wrong')" "" "$1"
}
