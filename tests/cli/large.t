#!/bin/sh
# A roster of many megabytes, which several threads read and which goes into the
# audit file by a way of its own: the same draw, the same errors, nothing lost.
. "${0%/*}/tap.sh"

case ${SSJC_BIN:-} in
*/valgrind) echo "1..0 # SKIP too slow under valgrind"; exit 0 ;;
esac
rows=400000
cat > large.plan <<-EOF
	[plan]
	id       = LARGE-1
	title    = 大名录抽查
	window   = 2023-06-14..2023-06-30
	strata   = category, credit
	reserve  = 0%
	audit    = large.db
	calendar = calendar-cn.csv
	[ratio]
	*, * = 20%
	[exclude]
	status = cancelled
	[department d]
	name = 样例局
EOF
# Invented, and quoted now and then, over two lines too, so that a piece of the
# roster may begin in any of them. keys has what the draw goes by.
perl -e '
	use strict; use warnings;
	my ($rows, @kind) = (shift, "货运", "客运", "维修");
	open my $keys, ">", "keys" or die;
	print "id,name,category,credit,region,address,status\n";
	for my $i (1 .. $rows) {
		my ($id, $kind, $credit) = (sprintf("X%07d", $i), $kind[$i % 3], chr(65 + $i % 4));
		my $status = $i % 50 ? "active" : "cancelled";
		my $name = $i % 11 ? "样例运输公司第${i}号" : qq("样例""$i""公司, 分公司");
		my $place = $i % 13 ? "第" . $i % 20 . "农场路甲${i}号" : qq("第一农场\n甲${i}号");
		print "$id,$name,$kind,$credit,第" . $i % 20 . "农场,$place,$status\n";
		print $keys "$kind;$credit $id\n" if $status eq "active";
	}' $rows > objects.csv
ok "the roster is large" [ "$(wc -c < objects.csv)" -gt $((33 << 20)) ]

draw() {
	run ssjc-draw -p large.plan --now 2023-06-12T09:00:00 "$@"
}
events() {
	sqlite3 large.db 'SELECT count(*) FROM event'
}

draw objects.csv
status 0 "a large draw"
mv out drawn.csv
sqlite3 large.db 'SELECT seed FROM draw' | sed '$d' > seed
# The choice, from its definition alone.
perl -MDigest::SHA=sha256,sha256_hex -e '
	use strict; use warnings;
	open my $f, "<", "seed" or die;
	my $key = sha256_hex(sha256_hex(join "", <$f>) . "/object");
	my %of;
	while (<STDIN>) { my ($s, $id) = split; push @{$of{$s}}, [sha256($key . $id), $id] }
	for my $s (sort keys %of) {
		my @sorted = sort { $a->[0] cmp $b->[0] } @{$of{$s}};
		print "$s $_->[1]\n" for @sorted[0 .. int((@sorted * 20 + 99) / 100) - 1];
	}' < keys > wanted
sqlite3 -separator ' ' large.db 'SELECT stratum, id FROM drawn' > got
ok "it is that of the definition" cmp wanted got
table() { # of the list, a query
	sqlite3 :memory: '.mode csv' '.import drawn.csv d' '.mode list' '.separator " "' "$1"
}
table 'SELECT stratum, id FROM d' > got
ok "and so is the list" cmp wanted got
odd="name LIKE '%\"%' AND address LIKE '%' || char(10) || '%'"
is "$(sqlite3 large.db "SELECT count(*) FROM drawn WHERE $odd")" \
    "$(table "SELECT count(*) FROM d WHERE $odd")" "quoted fields are on record as they are"
is "$(sqlite3 large.db 'PRAGMA journal_mode; PRAGMA integrity_check')" "wal
ok" "the write-ahead log is on again"
is "$(echo large.db*)" large.db "and no journal is left"
# With less memory than the roster has bytes. Sanitizers need more than there is.
limit=100000
case ${SSJC_BIN:-} in
*san) limit=unlimited ;;
esac
tight() {
	# shellcheck disable=SC3045 # every shell has it
	(ulimit -v "$limit" && exec "$@") > out 2> err
	status=$?
}
run ssjc-audit verify -p large.plan objects.csv
status 0 "it is verified"
out_has "from the roster" '^good: event 1: draw 1: drawn again from 400000 rows'
mv out verified
tight ssjc-audit verify -p large.plan objects.csv
status 0 "and from the disk, if that does not fit into memory"
ok "with the same remarks" cmp out verified
if [ "$limit" != unlimited ]; then
	tight ssjc-import objects -o stream.csv objects.csv objects.csv objects.csv
	status 4 "what takes whole files"
	err_has "says that one does not fit" \
	    '^ssjc-import: objects.csv: does not fit into the memory that this process may have$'
	ok "and writes nothing" [ ! -e stream.csv ]
fi

# A tree that is out of order shows a row to those who go through it only.
cp large.db forged.db
perl -e '
	use strict; use warnings;
	my ($root, $page) = @ARGV;
	open my $f, "+<", "forged.db" or die;
	seek $f, ($root - 1) * $page + 12, 0; # the first cell of the page above the leaves
	read $f, my $at, 2;
	seek $f, ($root - 1) * $page + unpack("n", $at) + 4 + 1, 0; # after its page, the key: 2 bytes
	read $f, my $low, 1;
	seek $f, -1, 1;
	print $f chr(ord($low) ^ 1);' "$(sqlite3 large.db "SELECT rootpage FROM sqlite_schema WHERE name = 'pick'")" \
    "$(sqlite3 large.db 'PRAGMA page_size')"
run ssjc-audit verify -d forged.db
status 1 "a forged tree is found"
err_has "and named" '^ssjc-audit: forged.db: is damaged, or was made so that not all of it is seen: SQLite says: '

ok "a roster of more than a quarter of the limit" [ "$(wc -c < objects.csv)" -gt $((100000 << 8)) ]
rm -f large.db
tight ssjc-draw -p large.plan --now 2023-06-12T09:00:00 --seed-file seed objects.csv
status 0 "a roster that is too large for memory"
ok "gives the same list" cmp out drawn.csv
tight sh -c 'exec ssjc-draw again -p large.plan < objects.csv'
status 0 "and through a pipe"
ok "the same" cmp out drawn.csv

again() { # roster, what; options
	roster=$1 what=$2
	shift 2
	rm -f large.db
	draw --seed-file seed "$@" "$roster"
	status 0 "$what"
	ok "the same list" cmp out drawn.csv
}
again objects.csv "by one thread" --excluded excluded.csv
is "$(($(wc -l < excluded.csv) - 1))" $((rows / 50)) "those left out are listed"
sed 1d excluded.csv | cut -d, -f1 | grep '^X' > ids
ok "in the roster's order" sort -c ids
perl -0777 -ne 'my ($head, @row) = /\G((?:[^\n"]|"[^"]*")*\n)/g; print $head, reverse @row' \
    objects.csv > reversed.csv
is "$(wc -c < reversed.csv)" "$(wc -c < objects.csv)" "the roster the other way round is as long"
again reversed.csv "and gives the same draw"

# The first error is reported, with its line, whichever thread finds it.
perl -ne 'print "$1 $.\n" if /^X0*(\d+),/' objects.csv > lines
at() { # the line of a row
	sed -n "s/^$1 //p" lines
}
wrong() { # what, message; a perl substitution
	perl -pe "$3" objects.csv > wrong.csv
	rm -f large.db*
	draw wrong.csv
	status 3 "$1"
	err "is named" <<-END
		ssjc-draw: wrong.csv:$2
	END
	mv err said
	tight ssjc-draw -p large.plan --now 2023-06-12T09:00:00 wrong.csv
	ok "the same when memory is short" cmp err said
	is "$(sqlite3 large.db 'SELECT count(*) FROM sqlite_schema')" 0 "nothing is on record"
}
wrong "a row without its end" "$(at 123457): has 6 fields, but the header has 7" \
    's/,active$// if /^X0123457/; s/,active$/,/ if /^X0300001/; s/^X0390001/X0390002/'
byte=$(($(head -n $(($(at 250001) - 1)) objects.csv | wc -c) + 10))
wrong "a byte that is no text" "$(at 250001): is not UTF-8 here (byte $byte): save the sheet as CSV UTF-8" \
    's/样例/\xff/ if /^X0250001/; s/,active$// if /^X0300001/'
wrong "an id that is duplicated" \
    "$(at 390001): id: “X0000007” is duplicated, first on line $(at 7)" 's/^X0390001/X0000007/'
wrong "an id that is there three times, in two strata" \
    "$(at 200001): id: “X0000007” is duplicated, first on line $(at 7)" 's/^X0(200001|300005)/X0000007/'
wrong "the same id everywhere" "$(at 2): id: “-” is duplicated, first on line $(at 1)" 's/^X\d{7},/-,/'
wrong "a quote in a bare field" \
    "$(at 399999): has a quote out of place: a field with a quote in it is written \"a \"\"b\"\" c\"" \
    's/,样例/,样"例/ if /^X0399999/'

# Killed at one moment after another.
broken=0 killed=0
for ms in 02 04 06 08 10 12 14 16 18 20 24 28 32 40; do
	rm -f large.db*
	timeout -s KILL 0.$ms ssjc-draw -p large.plan --now 2023-06-12T09:00:00 objects.csv > out 2> err ||
	    killed=$((killed + 1))
	if [ "$(events 2> /dev/null || echo 0)" != 0 ]; then
		ssjc-audit verify -d large.db > out 2>&1 || { broken=$((broken + 1)); cat out >&2; }
	else
		draw objects.csv
		{ [ "$status" -eq 0 ] && [ "$(events)" -eq 1 ]; } || { broken=$((broken + 1)); cat err >&2; }
	fi
done
is "$broken" 0 "after every kill the draw is on record, or the next run makes it"
ok "some runs were killed" [ $killed -gt 0 ]

# Who reads meanwhile is not in the way.
n=$(events)
mkfifo hold
sqlite3 large.db < hold > held 2>&1 &
{
	printf 'BEGIN;\nSELECT count(*) FROM event;\n.shell touch ready\n'
	until [ -e ready ]; do :; done
	draw --redraw --reason 再抽 objects.csv
} 3>&1 > hold
wait
status 0 "a large draw while somebody reads"
is "$(events) $(cat held)" "$((n + 1)) $n" "is on record, and the reader did not see it"

# Who comes to read during a draw waits for it, and does not stop it.
n=$(events)
ssjc-draw -p large.plan --now 2023-06-12T09:00:00 --redraw --reason 三抽 objects.csv > drawn.csv 2> err &
met=no
while kill -0 $! 2> /dev/null; do
	[ -e large.db-journal ] && met=yes && break
done
run ssjc-audit show -p large.plan
status 0 "who comes to read during a large draw"
is "$(grep -c redraw out)" "$n" "sees it"
wait $!
is $? 0 "and does not stop it"
is $met yes "the draw had begun"

# Who was left out cannot be written, for the folder goes while the list is
# printed, which is longer than what a pipe holds.
mkdir gone
{
	ssjc-draw -p large.plan --now 2023-06-12T09:00:00 --redraw --reason 三抽 \
	    --excluded gone/x.csv objects.csv 2> err
	echo $? > code
} | {
	read -r line
	rm -r gone
	{ echo "$line"; cat; } > out
}
is "$(cat code)" 4 "a file that cannot be written after the list"
is "$(sha256sum < out | cut -c 1-64)" "$(sqlite3 large.db "SELECT digest FROM file
	WHERE kind = 'drawn' ORDER BY event DESC LIMIT 1")" "which came out whole"
err "is named, and nothing prints it once more" <<'END'
ssjc-draw: this reason will be published: “三抽”
ssjc-draw: objects.csv: no ssjc-import of this plan wrote it: it is used all the same, and everything published will say so
ssjc-draw: gone/x.csv: cannot write it: No such file or directory
ssjc-draw: draw 4 is on record: ssjc-draw again --excluded FILE writes who was left out
END
# On a terminal the number of rows is shown, and removed when the work is done.
watched() { # what; while the program runs, a command
	script -qec "echo \$\$ > pid; exec ssjc-import objects $files > /dev/null" /dev/null < /dev/null > out &
	shown=no
	while [ $shown = no ] && kill -0 $! 2> /dev/null; do
		grep -q ' rows' out && shown=yes
	done
	$2
	wait $!
	is $shown yes "a line of progress is shown"
	# shellcheck disable=SC2016
	ok "$1" perl -0777 -ne 'exit !/\A(?:ssjc-import: [^\r]*\r\n)*(\r\d+ rows\r)+\r {25}\r(?!.* rows\r)/s' out
}
files=$(yes objects.csv | head -n 12 | tr '\n' ' ')
interrupt() {
	kill -TERM "$(cat pid)"
}
if script -qec true /dev/null < /dev/null > terminal 2>&1; then
	watched "it goes when the work is done" :
	watched "with a signal, too" interrupt
else
	sed 's/^/# /' terminal
	for what in 1 2 3 4; do
		ok "the line of progress, $what of 4 # SKIP there are no terminals here: is /dev/pts mounted?" true
	done
fi
sh_run "ssjc-import objects $files | tail -n 1"
is "$(tr -dc '\r' < err)" "" "there is none in a pipe"

# The list is kept elsewhere until it may be seen.
n=$(events)
TMPDIR=$work/none draw --redraw --reason 三抽 objects.csv
status 4 "no place for the list"
err_has "is named" "^ssjc-draw: $work/none/ssjc\..*: cannot make a temporary file: No such file"
is "$(events)" "$n" "and nothing is on record"
mkdir disk
if mount -t tmpfs -o size=1m tmpfs disk 2> /dev/null; then
	trap 'cd /; umount "$work/disk"; rm -rf "$work"' EXIT
	TMPDIR=$work/disk draw --redraw --reason 四抽 objects.csv
	status 4 "a place that is too small"
	err_has "is named" 'No space left on device'
	is "$(events)" "$n" "and nothing is on record"
	export TMPDIR="$work/disk"
	tight ssjc-draw -p large.plan --now 2023-06-12T09:00:00 --redraw --reason 五抽 objects.csv
	unset TMPDIR
	status 4 "a place too small for what does not fit into memory"
	[ "$limit" = unlimited ] || err "says so" <<-END
		ssjc-draw: cannot keep a file that is too large for memory, in the folder $work/disk (TMPDIR names another): No space left on device
	END
	umount disk
	trap 'cd /; rm -rf "$work"' EXIT
else
	ok "a small disk # SKIP no tmpfs can be mounted here" true
fi
# Strata and lines of [ratio] by the thousand: twice as many take twice as long, where
# each line was once held against each other, and against each stratum.
awk -v n=40000 '
	{ print }
	/^\[ratio\]/ { for (i = 0; i < n; i++) print "c" i ", * = 10%" }
' large.plan | sed 's/large.db/many.db/' > many.plan
awk -v n=40000 'BEGIN { print "id,name,category,credit,status"; for (i = 0; i < n; i++) print "X" i ",甲" i ",c" i ",A,active" }' > many.csv
run timeout 60 ssjc-draw -p many.plan --now 2023-06-12 many.csv
status 0 "40,000 strata, and a line of the plan for each, are drawn in a minute"
run timeout 60 ssjc-publish page -p many.plan --now 2023-06-30 --partial -o many.html
status 0 "and published"
is "$(grep -o '<li>类别c[0-9]*、' many.html | wc -l)" 40000 "with each of the lines"
echo 'c7, * = 20%' > twice
sed '/^\[ratio\]/r twice' many.plan > twice.plan
run timeout 60 ssjc-draw -p twice.plan --now 2023-06-12 many.csv
status 3 "two lines with the same values"
err_has "are found among them" "^ssjc-draw: twice.plan:18: has the same values as line 10: "
finish
