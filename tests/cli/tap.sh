# Shared by the command cases (*.t): each runs programs and says TAP.
#
# A case begins with `. "${0%/*}/tap.sh"`, which makes an empty folder, goes
# into it, and puts the programs under test first on PATH. Then
#
#	run COMMAND...          run it: $status, files out and err
#	sh_run 'COMMAND LINE'   the same for a pipeline or a redirection
#	status N WHAT           the last exit status was N
#	out WHAT <<EOF          stdout was exactly this; out_has WHAT PATTERN
#	err WHAT <<EOF          stderr was exactly this; err_has WHAT PATTERN
#	quiet WHAT              nothing was printed on stderr
#	is GOT WANTED WHAT      two strings are equal
#	ok WHAT COMMAND...      the command succeeds
#	nobody COMMAND...       run it as a user who owns nothing; nobody_has PROGRAM...
#	                        comes first, and fails where there cannot be such a user
#	finish                  the plan line; every case ends with it
#
# shellcheck shell=sh

set -u
umask 022
unset CDPATH
top=$(cd "$(dirname "$0")/../.." && pwd)
bin=${SSJC_BIN:-$top/build}
export PATH="$bin:$PATH" SSJC_ACTOR=tester
export LC_ALL=C TZ=America/New_York
unset SOURCE_DATE_EPOCH LANGUAGE
work=$(mktemp -d)
trap 'cd /; rm -rf "$work"' EXIT
trap 'exit 1' HUP INT TERM
cd "$work" || exit 1
count=0 failed=0 status=0

run() {
	"$@" > out 2> err
	status=$?
}

sh_run() {
	sh -c "$1" > out 2> err
	status=$?
}

verdict() { # 0 or not, what; explanations follow on stdin
	count=$((count + 1))
	if [ "$1" -eq 0 ]; then
		echo "ok $count - $2"
		cat > /dev/null
	else
		failed=$((failed + 1))
		echo "not ok $count - $2"
		sed 's/^/# /'
	fi
}

status() {
	[ "$status" -eq "$1" ]
	verdict $? "$2" <<-EOF
		exit status $status, not $1
		$(head -c 2000 err)
	EOF
}

same() { # file, what; wanted on stdin
	cat > wanted
	diff -u wanted "$1" > difference 2>&1
	verdict $? "$2" < difference
}

out() { same out "$1"; }
err() { same err "$1"; }

has() { # file, what, pattern
	grep -Eq -- "$3" "$1"
	verdict $? "$2" <<-EOF
		no line matches $3
		$(head -c 2000 "$1")
	EOF
}

out_has() { has out "$1" "$2"; }
err_has() { has err "$1" "$2"; }
quiet() { same err "$1" < /dev/null; }

is() {
	[ "$1" = "$2" ]
	verdict $? "$3" <<-EOF
		got    $1
		wanted $2
	EOF
}

ok() {
	what=$1
	shift
	"$@" > ok.log 2>&1
	verdict $? "$what" < ok.log
}

# The tree may be in a folder that only its owner can enter, as /root is: the
# programs and the data that this user needs are copied.
nobody_has() {
	[ "$(id -u)" -eq 0 ] && chmod 755 . && mkdir nobody && cp -R "$top/share" nobody || return
	for program; do
		cp "$bin/$program" nobody && chmod -R a+rX nobody &&
		    nobody "$program" --version > ok.log 2>&1 || return
	done
}

nobody() {
	setpriv --reuid=65534 --regid=65534 --clear-groups \
	    env PATH="$work/nobody:$PATH" "$@"
}

finish() {
	echo "1..$count"
	exit $((failed > 0))
}
