#!/bin/sh
# Who can see what: modes of files, temporary files, and secrets in memory.
. "${0%/*}/tap.sh"
. "$top/tests/cli/inspection.sh"

export SOURCE_DATE_EPOCH=1687741200 # 26 June 2023, 9:00
mode() {
	stat -c %a "$1"
}

# Names, telephone numbers, classes: not for others. What is published: for all.
umask 022
sed '2s/018W/0180/' objects.csv > bad.csv
ssjc-import objects --check --rejects rejects.csv --repairs repairs.csv bad.csv 2> err
ssjc-draw again -p plan.plan --excluded excluded.csv objects.csv > drawn.csv 2> err
ssjc-print checklist -p plan.plan -o sheets assigned.csv
ssjc-print checklist -p plan.plan --combined combined.xlsx assigned.csv
ssjc-print filing -p plan.plan -o filing.xlsx assigned.csv
ssjc-print schedule -p plan.plan -o schedules assigned.csv
ssjc-audit export -p plan.plan -o tables
ssjc-publish results -p plan.plan --partial -o list.csv --xlsx list.xlsx
ssjc-publish page -p plan.plan --partial -o page.html 2> err
ssjc-publish summary -p plan.plan -o summary.xlsx
for file in audit.db rejects.csv repairs.csv excluded.csv combined.xlsx filing.xlsx sheets/*.xlsx schedules/*.xlsx tables/*.csv; do
	[ "$(mode "$file")" = 640 ] || echo "$file $(mode "$file")"
done > wrong 2>&1
same wrong "files with names and numbers are not for others" < /dev/null
is "$(mode sheets) $(mode schedules) $(mode tables)" "750 750 750" "nor are folders of them"
is "$(mode list.csv) $(mode list.xlsx) $(mode page.html) $(mode summary.xlsx)" "644 644 644 644" \
    "what is published is for all"
umask 002
ssjc-print filing -p plan.plan -o group.xlsx assigned.csv
is "$(mode group.xlsx)" 660 "the group may write where the umask lets it"
umask 077
ssjc-publish page -p plan.plan --partial -o own.html 2> err
is "$(mode own.html)" 600 "and nobody else anything where it lets nobody"
umask 022
chmod 666 filing.xlsx
ssjc-print filing -p plan.plan -o filing.xlsx assigned.csv
is "$(mode filing.xlsx)" 660 "a file that others could read is not left so"

# Shares and keys.
run ssjc-draw share my.share
is "$(mode my.share)" 600 "a share is its owner's"
run ssjc-audit keygen my.key
is "$(mode my.key) $(mode my.key.pub)" "600 644" "a private key, too; the public one is for all"
ssjc-audit checkpoint -p plan.plan > point
chmod 640 my.key
run ssjc-audit sign --key my.key point
status 1 "a key that others can read"
err_has "is refused" 'my.key: is a secret that others may read'
chmod 600 my.key

# A temporary file is not opened by its name again: whoever puts another in its place
# gets nothing, and is not written to.
cat > swap.c <<'EOT'
#define _GNU_SOURCE
#include <dlfcn.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>
/* As another who may write to the folder: a link in place of each temporary file. */
int mkostemp(char *name, int flags)
{
	int (*real)(char *, int) = (int (*)(char *, int))dlsym(RTLD_NEXT, "mkostemp");
	int fd = real(name, flags);
	if (fd >= 0 && strstr(name, ".xlsx.")) {
		unlink(name);
		if (symlink(getenv("VICTIM"), name) != 0)
			abort();
	}
	return fd;
}
EOT
echo theirs > victim
if ${CC:-cc} -shared -fPIC -o swap.so swap.c -ldl 2> cc.log && LD_PRELOAD=./swap.so ssjc-print --version > ok.log 2>&1; then
	VICTIM=$work/victim LD_PRELOAD=./swap.so ssjc-print filing -p plan.plan -o swapped.xlsx assigned.csv > out 2> err
	is "$(cat victim)" theirs "a file that another put in the place of the temporary one is not written to"
else
	ok "a swapped temporary file # SKIP there is no compiler, or it cannot be preloaded here" true
fi

# A share in memory: no core file, and no look from outside.
limit() { # PID: the size that a core file may have
	sed -n 's/^Max core file size *\([^ ]*\).*/\1/p' "/proc/$1/limits"
}
held() { # WHAT, COMMAND...: it waits for the secret in the fifo
	what=$1
	shift
	rm -f secret
	mkfifo secret
	# shellcheck disable=SC3045 # sh has them everywhere
	(ulimit -S -c "$(ulimit -H -c)" && exec "$@") > out 2> err &
	pid=$!
	exec 9> secret # it has opened it
	is "$(limit $pid)" 0 "$what: no core file"
	kill -QUIT $pid
	exec 9>&-
	wait $pid 2> /dev/null
	is "$(find . -name 'core*' | wc -l)" 0 "$what: none is written"
}
sed 's/audit.db/held.db/; s/id       = T-1/id = T-2/' plan.plan > held.plan
for dept in transport market; do
	echo "$dept=$(ssjc-draw share "$dept.share")"
done > commitments
# shellcheck disable=SC2046 # each commitment is two words
ssjc-draw commit -p held.plan --now 2023-06-12 --public 'A lottery' --form '第{n}期' \
    $(sed 's/^/-c /' commitments) objects.csv > out 2> err
held "ssjc-draw reveal" ssjc-draw reveal -p held.plan --public 第1期 --share secret objects.csv
held "ssjc-audit sign" ssjc-audit sign --key secret point
rm -f secret
mkfifo secret
ssjc-audit sign --key secret point > out 2> err &
pid=$!
exec 9> secret
is "$(stat -c %u "/proc/$pid/mem")" 0 "it is root's, whoever runs it"
cat my.key >&9
exec 9>&-
wait $pid
status=$?
status 0 "and it does its work"
# What was drawn cannot be read again from its start: no short list.
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
if ${CC:-cc} -shared -fPIC -o lseek.so lseek.c 2> cc.log && LD_PRELOAD=./lseek.so ssjc-draw --version > ok.log 2>&1; then
	run env LD_PRELOAD=./lseek.so ssjc-draw reveal -p held.plan --now 2023-06-13 --public 第1期 --share transport.share --share market.share objects.csv
	status 4 "a reveal whose list cannot be read again"
	err_has "says so" 'cannot read the temporary file: Input/output error'
	out "and prints no short list" < /dev/null
	sed 's/held.db/drawn.db/; s/T-2/T-3/' held.plan > drawn.plan
	run env LD_PRELOAD=./lseek.so ssjc-draw -p drawn.plan --now 2023-06-12 objects.csv
	status 4 "nor a draw"
	out "prints one" < /dev/null
else
	ok "lseek that fails # SKIP there is no compiler, or it cannot be preloaded here" true
fi
if nobody_has ssjc-draw ssjc-audit; then
	mkdir theirs && chmod 777 theirs
	run nobody ssjc-draw share theirs/share
	status 0 "somebody who is not root makes a share"
	run nobody ssjc-audit keygen theirs/key
	status 0 "and a key"
	cp point theirs
	run nobody ssjc-audit sign --key theirs/key theirs/point
	status 0 "and signs"
else
	ok "as another user # SKIP there cannot be another user" true
fi
finish
