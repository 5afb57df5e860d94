#!/bin/sh
# Where bytes come from and where they go: files that change meanwhile, pipes,
# links, devices, descriptors and signals that somebody else set up.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

small_plan
mkdir spare
export TMPDIR="$work/spare"
ssjc-import objects -p small.plan "$before" objects.csv > imported.csv

sha() {
	sha256sum < "$1" | cut -c1-64
}

# hold: nobody else can begin an event, until `release`.
hold() {
	mkfifo hold held
	sqlite3 small.db < hold > /dev/null 2>&1 &
	exec 9> hold
	printf 'BEGIN IMMEDIATE;\n.shell echo > held\n' >&9
	read -r _ < held
}
release() {
	echo 'ROLLBACK;' >&9
	exec 9>&-
	rm hold held
}

# draw_meanwhile OPTION... -- COMMAND: COMMAND runs when the roster was read and
# the draw waits for the audit file.
draw_meanwhile() {
	hold
	ssjc-draw -p small.plan "$before" -H history.csv "$@" roster.csv > out 2> err 9>&- &
	waiting=$!
	until find "/proc/$waiting/fd" -lname '*/small.db' 2> /dev/null | grep -q .; do
		kill -0 $waiting 2> /dev/null || break
	done
	meanwhile
	release
	wait $waiting
	status=$?
}

# What was read is what is drawn, whoever writes to the roster meanwhile.
cp imported.csv roster.csv
meanwhile() {
	sed 's/样例/改动/' imported.csv 1<> roster.csv
}
draw_meanwhile --seed-file seed
status 0 "a roster is overwritten while its draw waits"
is "$(sqlite3 small.db "SELECT digest FROM file WHERE kind = 'objects'
    ORDER BY event DESC LIMIT 1")" "$(sha imported.csv)" "on record is what was read"
grep -c 样例 out > count
is "$(cat count)$(grep -c 改动 out)" 60 "and drawn is what was read"
ok "though the file is another now" grep -q 改动 roster.csv
cp imported.csv roster.csv
meanwhile() {
	: > roster.csv
}
draw_meanwhile --redraw --reason x
status 0 "a roster is cut off while its draw waits"
is "$(grep -c 样例 out)" 6 "and drawn is what was read"

# The calendar and the items are read once: here there is no second time.
rm -f small.db*
cp "$top/share/calendar-cn.csv" once.calendar
cp items.csv once.items
sed 's/calendar-cn.csv/once.calendar/; s/items.csv/once.items/' small.plan > once.plan
ssjc-draw -p once.plan "$before" -H history.csv --seed-file seed imported.csv > drawn.csv 2> /dev/null
rm once.calendar once.items
mkfifo once.calendar once.items
timeout 20 tee once.calendar < "$top/share/calendar-cn.csv" > /dev/null &
timeout 20 tee once.items < items.csv > /dev/null &
run timeout 20 ssjc-assign -p once.plan "$before" -i inspectors.csv drawn.csv
status 0 "a calendar and items that can be read once are enough"
for kind in "calendar:$top/share/calendar-cn.csv" items:items.csv; do
	is "$(sqlite3 small.db "SELECT name || ' ' || digest FROM file
	    WHERE kind = '${kind%%:*}' ORDER BY event DESC LIMIT 1")" \
	    "once.${kind%%:*} $(sha "${kind#*:}")" "the ${kind%%:*} on record is what was used"
done
sed 's/calendar-cn.csv/none.csv/; s/small.db/none.db/' small.plan > none.plan
run ssjc-draw -p none.plan "$before" -H history.csv imported.csv
status 3 "a calendar that is not there"
err "is named" <<'EOT'
ssjc-draw: none.csv: cannot open it: No such file or directory
EOT

# An input: what is left of standard input; no folder.
{ echo 'not for us'; cat objects.csv; } > begun.csv
sh_run '{ read -r _; ssjc-import objects; } < begun.csv'
ok "standard input is read from its present place" cmp out imported.csv
sh_run 'cat objects.csv | ssjc-import objects /dev/stdin'
ok "a pipe may have a name" cmp out imported.csv
run ssjc-import objects .
status 3 "a folder is no file"
err "and said so" <<'EOT'
ssjc-import: .: is a folder, not a file
EOT
sh_run 'ssjc-draw -p small.plan -H - imported.csv < small.db'
status 3 "an audit file has a name"
err "and a pipe has none" <<'EOT'
ssjc-draw: standard input: an audit file cannot come through a pipe: give its name
EOT

# An output: one row is bad, and --rejects says so.
sed '2s/034J/0340/' objects.csv > bad.csv
rejects() { # where to, then what the shell adds
	sh_run "ssjc-import objects --check --rejects $1 bad.csv 2> said ${2-}"
}
umask 027
rejects rejects.csv
status 1 "a row is refused"
is "$(wc -l < rejects.csv) $(stat -c %a rejects.csv)" "2 640" "a new file has the mode of any other"
cp rejects.csv wanted.csv
chmod 604 rejects.csv
: > rejects.csv
rejects rejects.csv
is "$(stat -c %a rejects.csv)" 600 "one that is replaced keeps its mode, but for the bits of others"
ok "and has the new text" cmp rejects.csv wanted.csv
chmod 444 rejects.csv
rejects rejects.csv
is "$(stat -c %a rejects.csv)" 440 "even one that forbids to write"
umask 022

mkdir far
echo old > far/real.csv
ln -s far/real.csv link.csv
rejects link.csv
ok "through a link its target is replaced" cmp far/real.csv wanted.csv
is "$(readlink link.csv) $(echo far/*)" "far/real.csv far/real.csv" "and the link is still one"
# A link to a file that is not there yet: a chain of them, each from its own folder.
mkdir far/off
ln -s far/next.csv new.csv
ln -s off/last.csv far/next.csv
rejects new.csv
status 1 "through a link its target is made"
ok "in the folder where it belongs" cmp far/off/last.csv wanted.csv
is "$(readlink new.csv) $(readlink far/next.csv)" "far/next.csv off/last.csv" "and the links are still such"
ln -s "$work/far/off/whole.csv" far/absolute.csv
rejects far/absolute.csv
ok "or where its full path says" cmp far/off/whole.csv wanted.csv
ln -s nowhere/at.all lost.csv
rejects lost.csv
status 4 "a link into a folder that is not there is no place to write to"
is "$(cat said) $(readlink lost.csv)" \
    "ssjc-import: lost.csv: cannot write it: No such file or directory nowhere/at.all" \
    "and said so, and left alone"
ln -s ring.csv far/back.csv
ln -s back.csv far/ring.csv
rejects far/ring.csv
status 4 "nor is a link to itself"
is "$(cat said)" "ssjc-import: far/ring.csv: cannot write it: Too many levels of symbolic links" \
    "and said so"
rejects far
status 4 "nor is a folder"
is "$(cat said)" "ssjc-import: far: cannot write it: Is a directory" "and said so"

mkfifo pipe
cat pipe > got &
rejects pipe
wait $!
ok "a pipe is written into" cmp got wanted.csv
ok "and stays one" [ -p pipe ]
ln -s /proc/self/fd/1 standard
rejects standard '> whole'
ok "so is standard output by a name of its own" cmp whole wanted.csv
sh_run '{ echo before; ssjc-import objects --check --rejects standard bad.csv; echo after; } > whole'
{ echo before; cat wanted.csv; echo after; } > expected
ok "even in the middle of a file" cmp whole expected
rejects standard '| cat > whole'
ok "or of a pipe" cmp whole wanted.csv
is "$(readlink standard)" /proc/self/fd/1 "and its name stays"
ln -s /dev/full full
rejects full
status 4 "a device that is full"
is "$(cat said)" "ssjc-import: full: cannot write it: No space left on device" "says so"
ok "and stays one" [ -c /dev/full ]
rejects - '> whole'
status 1 "rejects on standard output"
ok "are all there" cmp whole wanted.csv
# What cannot be written at the end is refused before the stream has begun.
mkdir common && echo theirs > common/theirs.csv && mkfifo -m 600 common/pipe
chmod 1777 common spare
if nobody_has ssjc-import; then
	run nobody ssjc-import objects --rejects common/theirs.csv bad.csv
	status 4 "somebody else's file in a folder of all"
	err "cannot be replaced" <<-'EOT'
		ssjc-import: common/theirs.csv: cannot write it: Operation not permitted
	EOT
	out "which shows before the stream" < /dev/null
	ln -s common/theirs.csv to-theirs.csv
	run nobody ssjc-import objects --rejects to-theirs.csv bad.csv
	status 4 "not even through a link"
	out "and as early" < /dev/null
	run nobody timeout 20 ssjc-import objects --rejects common/pipe bad.csv
	status 4 "a pipe that is not for us"
	err "is not written to" <<-'EOT'
		ssjc-import: common/pipe: cannot write it: Permission denied
	EOT
	out "which shows as early" < /dev/null
else
	ok "outputs of somebody else # SKIP there cannot be another user: not root, or TMPDIR is out of reach" true
fi
is "$(ls spare; echo ./*.csv.* common/*)" "./*.csv.* common/pipe common/theirs.csv" \
    "nothing temporary is left anywhere"

# Descriptors that are closed are not taken for files.
case $bin in
*/valgrind)
	ok "a closed stderr # SKIP valgrind keeps the descriptor to itself" true ;;
*)
	rejects kept.csv '>&- 2>&-'
	ok "no message goes into a file when stderr is closed" cmp kept.csv wanted.csv ;;
esac
sh_run 'ssjc-import objects objects.csv >&-'
status 4 "a closed standard output"
err "is an error" <<'EOT'
ssjc-import: cannot write the output: Bad file descriptor
EOT
sh_run 'ssjc-import objects <&-'
status 4 "a closed standard input"
err "is one too" <<'EOT'
ssjc-import: standard input: cannot read it: Bad file descriptor
EOT

# Signals: the program has set up what it does with them when it opens the pipe.
# A shell cannot take back a signal that was ignored when it began, as under nohup; perl can.
hang_up() { # what is done with SIGHUP: IGNORE or DEFAULT
	perl -e '$SIG{HUP} = shift; exec @ARGV' "$1" \
	    ssjc-import objects --check --rejects signal.csv pipe > out 2> err &
	exec 8> pipe
	kill -HUP $!
	cat objects.csv >&8 2> /dev/null
	exec 8>&-
	wait $! 2> /dev/null # not “Hangup”
	status=$?
}
hang_up IGNORE
status 0 "a signal that nohup ignores stays ignored"
hang_up DEFAULT
status 129 "another ends the program"
is "$(echo signal.csv*)" signal.csv "and leaves no other file"

# What cannot be read again or written is an error, and not a short list.
cat > lseek.c <<'EOT'
#include <errno.h>
#include <unistd.h>
off_t lseek(int fd, off_t to, int from);
off_t lseek(int fd, off_t to, int from)
{
	(void)fd, (void)to, (void)from;
	errno = EIO;
	return -1;
}
off_t lseek64(int, off_t, int) __attribute__((alias("lseek")));
EOT
rm -f small.db*
run ssjc-draw -p small.plan "$before" -H history.csv --excluded left.csv imported.csv
status 0 "a draw"
cp out whole.csv
is "$(stat -c %a small.db)" 640 "an audit file is not for others"
if ${CC:-cc} -shared -fPIC -o lseek.so lseek.c 2> cc.log &&
    LD_PRELOAD=./lseek.so ssjc-draw --version > /dev/null 2>&1; then
	run env LD_PRELOAD=./lseek.so ssjc-draw again -p small.plan "$before" -H history.csv imported.csv
	status 4 "a list that cannot be read again from its start"
	err "is an error" <<-'EOT'
		ssjc-draw: cannot read the temporary file: Input/output error
	EOT
	out "not an empty list" < /dev/null
	run env LD_PRELOAD=./lseek.so ssjc-draw -p small.plan "$before" -H history.csv --redraw --reason x imported.csv
	status 4 "the same at a redraw"
	err_has "which is on record" 'draw 2 is on record: ssjc-draw again'
else
	ok "lseek that fails # SKIP there is no compiler, or it cannot be preloaded here" true
fi
{ cat objects.csv; sed '1d; s/034J/0340/; s/样例/样例样例样例样例样例样例样例样例样例样例/' objects.csv objects.csv objects.csv; } > wide.csv
sh_run 'ulimit -f 1; ssjc-import objects --rejects grown.csv wide.csv > /dev/null'
status 4 "a file that may not grow"
err_has "is an error with words" 'grown.csv: cannot write it: File too large|cannot write the output: File too large'
is "$(echo grown.csv*)" 'grown.csv*' "and nothing is left"

# Those left out can be had again.
cp whole.csv again.csv; rm -f small.db* left.csv
run ssjc-draw -p small.plan "$before" -H history.csv --excluded left.csv imported.csv
run ssjc-draw again -p small.plan "$before" -H history.csv --excluded more.csv imported.csv
status 0 "the list again, with those left out"
ok "which are the same" cmp left.csv more.csv

# Several first programs make the audit file at once: each has its event.
for round in first second third; do
	rm -f small.db*
	for i in 1 2 3 4; do
		(ssjc-import objects -p small.plan "$before" objects.csv > first.$i 2> first.err.$i; echo $? > first.rc.$i) &
	done
	wait
	is "$(cat first.rc.* | tr -d '\n') $(sqlite3 small.db 'SELECT count(*) FROM event')" "0000 4" \
	    "four first programs at once, the $round time: each waits for the others"
done

# The folder of the installed data is compiled in, again only for another prefix.
share_of() { # PREFIX
	MAKEFLAGS='' make -s -C "$top" BUILD="$work/made" PREFIX="$1" "$work/made/cmd/cli_where.o" > out 2>&1
	grep -aoE '/[a-z/]+/share/ssjc' made/cmd/cli_where.o
}
is "$(share_of /usr/local)" /usr/local/share/ssjc "the data's folder is below PREFIX"
is "$(share_of /opt/x)" /opt/x/share/ssjc "also when it was built for another before"
touch stamp
is "$(share_of /opt/x; find made/cmd/cli_where.o -newer stamp)" /opt/x/share/ssjc \
    "and nothing is built twice"
finish
