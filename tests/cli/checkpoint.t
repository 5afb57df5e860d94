#!/bin/sh
# Checkpoints: made, signed, kept elsewhere, and what they find that the audit
# file alone does not show.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

verify() { # database, options...
	db=$1
	shift
	run ssjc-audit verify -d "$db" "$@"
}
# One event more.
more() {
	ssjc-import inspectors -p small.plan --now 2023-06-13 inspectors.csv > /dev/null
}

small_assigned
ssjc-audit checkpoint -p small.plan --now 2023-06-12T10:00:00 > four
head4=$(sqlite3 small.db 'SELECT hash FROM event WHERE seq = 4')
same four "a checkpoint is a small file" <<EOF
ssjc-checkpoint 1
plan=SMALL-1
events=4
head=$head4
time=2023-06-12T10:00:00+08:00
EOF

# It can be photographed: zbarimg reads it from the blocks, drawn as pixels, and from a PNG.
run ssjc-audit checkpoint -p small.plan --now 2023-06-12T10:00:00 --qr
status 0 "a checkpoint as a QR code"
sed 's/█/F/g; s/▀/U/g; s/▄/L/g' out | awk '
	{ for (half = 0; half < 2; half++) {
		line = ""
		for (i = 1; i <= length($0); i++) {
			c = substr($0, i, 1)
			p = c == "F" || c == (half ? "L" : "U") ? "1 " : "0 "
			line = line p p p p
		}
		for (k = 0; k < 4; k++) pixels = pixels line "\n"
		rows += 4
	} columns = length($0) * 4 }
	END { print "P1\n" columns " " rows; printf "%s", pixels }' > code.pbm
zbarimg -q --raw code.pbm > scanned 2> log
ok "is read with a camera" cmp -n "$(wc -c < four)" scanned four
ok "it has a border of four modules" sh -c 'head -n 2 out | grep -q "^ *$"'
run ssjc-audit checkpoint -p small.plan --now 2023-06-12T10:00:00 --qr -o code.png
status 0 "or as a picture"
quiet "without a word"
zbarimg -q --raw code.png > scanned 2> log
ok "which says the same" cmp -n "$(wc -c < four)" scanned four
printf %s "$(cat four)" > copied
verify small.db -c copied
status 0 "what was copied without its last line end is a checkpoint"
ssjc-audit keygen copied.key
run ssjc-audit sign --key copied.key copied
status 3 "but it is not what is signed"
run ssjc-audit checkpoint -p small.plan --qr -o none/code.png
status 4 "a picture that cannot be written"
run ssjc-audit checkpoint -p small.plan --now 2023-06-12T10:00:00 -o written
ok "without --qr, -o writes the text" cmp written four

cp small.db old.db
more
cp small.db five.db
more
ssjc-audit checkpoint -p small.plan --now 2023-06-13T10:00:00 > six

# ---- What is anchored ----

verify small.db -c four
status 0 "a checkpoint that fits"
out_has "tells which events it anchors" \
    '^good: 1 checkpoint, kept elsewhere: the first 4 events are as they were then$'
out_has "and which not" '^not checked: whether the 2 events from event 5 on were rewritten: no checkpoint'
verify small.db -c four --checkpoint six
status 0 "two of them"
out_has "the later one tells more" '^good: 2 checkpoints, .* first 6 events'
ok "and nothing is left" sh -c '! grep "rewritten" out'
verify small.db -c - < four
status 0 "from standard input"

# As people hold them: printed, typed, announced, in a page saved.
ssjc-publish page -p small.plan --now 2023-06-13 --partial -o page.html
verify small.db -c page.html
out_has "a saved page is a checkpoint" 'the first 6 events'
paper() { # what, line
	printf '%s\n' "$2" > paper
	verify small.db -c paper
	out_has "$1" 'the first 4 events'
}
paper "a printed line" "SMALL-1 · 记录 4 · $head4"
paper "typed without blanks" "SMALL-1·记录4·$head4"
paper "typed with full-width digits, other dots and capitals" \
    "ｓｍａｌｌ－１ ・ 记录　４ ・ $(printf %s "$head4" | tr a-f A-F)"
paper "copied with the text around it" "校验点：SMALL-1 · 记录 4 · ${head4}（第 1 页）"
printf '抽查公告\n\nSMALL-1 · 记录 4 · %s\nSMALL-1 · 记录 3 · %s\n' "$head4" \
    "$(sqlite3 small.db 'SELECT hash FROM event WHERE seq = 3')" > paper
verify small.db -c paper
out_has "several lines of a longer text" '^good: 2 checkpoints'

# ---- What does not fit ----

no() { # what, message, database, options...
	what=$1 message=$2
	shift 2
	verify "$@"
	status 1 "$what"
	err_has "$what: it is named" "$message"
}
no "the last events taken off, or an old copy" \
    '^ssjc-audit: six: there were 6 events when .*, but the audit file has only 4: ' old.db -c six
sed "s/^head=./head=x/; s/x/$(printf %s "$head4" | cut -c1 | tr 0-9a-f 1-9a-f0)/" four > changed
no "another head" '^ssjc-audit: changed: event 4 had another hash when ' small.db -c changed
no "two checkpoints of one size" \
    '^ssjc-audit: changed: has another head after 4 events than the checkpoint in four: ' \
    small.db -c four -c changed
sed 's/^plan=.*/plan=SMALL-2/' four > other
no "another plan" '^ssjc-audit: other: is a checkpoint of “SMALL-2”, but .* “SMALL-1”' \
    small.db -c other
printf 'XSMALL-1 · 记录 4 · %s\n' "$head4" > paper
no "another plan on paper" '^ssjc-audit:paper:1|^ssjc-audit: paper:1: is a checkpoint of “xsmall-1”' \
    small.db -c paper
printf 'SMALL-1 · 记录 5 · %s\n' "$head4" > paper
no "another number on paper" '^ssjc-audit: paper:1: event 5 had another hash' small.db -c paper

# All of it rewritten, all hashes right: nothing but a checkpoint shows it.
rm small.db
small_assigned
ssjc-record confirm -p small.plan --now 2023-06-13 --actor somebody <<-EOF
	id,dept,confirmed
	91130230MA07TE085T,market,yes
EOF
more
verify small.db objects.csv inspectors.csv history.csv
status 0 "a file that was rewritten is good by itself"
no "but not with a checkpoint" '^ssjc-audit: six: event 6 had another hash' small.db -c six
verify small.db -c four
status 0 "one that is too old does not find it"
out_has "and says how far it reaches" '^not checked: whether the 2 events from event 5 on were rewritten'

# A journal (-wal) that is missing or of another time.
cp five.db small.db
mkfifo hold
sqlite3 small.db < hold > /dev/null &
exec 3> hold
echo 'BEGIN; SELECT count(*) FROM event;' >&3
more
ok "an event is in the -wal" [ -s small.db-wal ]
ssjc-audit checkpoint -p small.plan > last
cp small.db lost.db
cp small.db-wal kept-wal
exec 3>&-
wait
verify lost.db
status 0 "without its -wal the file is good"
no "but not with a checkpoint: the last events are lost" \
    '^ssjc-audit: last: there were . events when .* has only [0-9]:' lost.db -c last
cp old.db stale.db
cp kept-wal stale.db-wal
verify stale.db -c four
case $status in
0) out_has "a -wal of another file is not read" 'first 4 events' ;;
*) err_has "a -wal of another file is found" 'tampered|is missing|continue|is not an audit file' ;;
esac

# ---- Signatures ----

for alg in ed25519 sm2; do
	run ssjc-audit keygen --alg $alg $alg.key
	status 0 "$alg: a pair of keys"
	quiet "$alg: without a word"
	is "$(find $alg.key -perm 600)" $alg.key "$alg: only its owner can read the private one"
	run ssjc-audit sign --key $alg.key four
	status 0 "$alg: a checkpoint is signed"
	mv out four.$alg
	head -n 5 four.$alg > unsigned
	ok "$alg: it is the same" cmp unsigned four
	is "$(sed -n '6p; 7s/=.*//p' four.$alg | tr '\n' ' ')" "alg=$alg signature " "$alg: and signed"
	verify old.db -c four.$alg --pubkey $alg.key.pub
	status 0 "$alg: the signature is good"
	out_has "$alg: which is said" '^good: 1 checkpoint, signed: the first 4 events'
	ssjc-audit keygen --alg $alg $alg.other
	no "$alg: another key" 'the signature is bad' old.db -c four.$alg --pubkey $alg.other.pub
	verify old.db -c four.$alg --pubkey $alg.other.pub --pubkey $alg.key.pub
	status 0 "$alg: one of several keys"
	sed 's/T10:/T11:/' four.$alg > changed
	no "$alg: another time" '^ssjc-audit: changed: the signature is bad' \
	    old.db -c changed --pubkey $alg.key.pub
	sed 's/^\(signature=.*\).$/\1/' four.$alg > changed
	no "$alg: a digit lost" 'the signature is bad' old.db -c changed --pubkey $alg.key.pub
	verify old.db -c four.$alg
	out_has "$alg: without the key" '^not checked: the signature of four.*: give the public key'
done
no "not signed at all" '^ssjc-audit: four: the checkpoint is not signed' \
    old.db -c four --pubkey sm2.key.pub
no "with another kind of key" 'signed with another kind of key' \
    old.db -c four.sm2 --pubkey ed25519.key.pub
sh_run 'ssjc-audit checkpoint -d old.db | ssjc-audit sign --key sm2.key | ssjc-audit verify -d old.db -c - --pubkey sm2.key.pub'
status 0 "all in a pipe"

# openssl agrees, both ways.
if command -v openssl > /dev/null && command -v xxd > /dev/null; then
	sed '$d' four.sm2 > body
	sed -n 's/^signature=//p' four.sm2 | xxd -r -p > raw
	ok "openssl checks an SM2 signature, given the id" \
	    openssl pkeyutl -verify -pubin -inkey sm2.key.pub -rawin -digest sm3 -in body \
	    -sigfile raw -pkeyopt distid:1234567812345678
	sed '$d' four.ed25519 > body
	sed -n 's/^signature=//p' four.ed25519 | xxd -r -p > raw
	ok "and an Ed25519 one" \
	    openssl pkeyutl -verify -pubin -inkey ed25519.key.pub -rawin -in body -sigfile raw
	openssl genpkey -algorithm SM2 -out o.key 2> /dev/null
	openssl pkey -in o.key -pubout -out o.pub
	{ cat four; echo alg=sm2; } > body
	openssl pkeyutl -sign -inkey o.key -rawin -digest sm3 -in body -out raw \
	    -pkeyopt distid:1234567812345678
	{ cat body; printf 'signature='; xxd -p raw | tr -d '\n'; echo; } > signed
	verify old.db -c signed --pubkey o.pub
	status 0 "what openssl signed is good"
else
	ok "openssl # SKIP no openssl or xxd" true
fi

# ---- What is not a checkpoint or a key ----

bad() { # what, message, text
	# shellcheck disable=SC2059
	printf "$3" > bad
	verify old.db -c bad
	status 3 "$1"
	err_has "$1: it is named" "$2"
}
bad "a text without one" '^ssjc-audit: bad: holds no checkpoint, and no event wrote it' 'hello\n'
bad "a line that was mistyped" '^ssjc-audit: bad:2: the checkpoint is mistyped: .*64 digits' \
    '\nSMALL-1 · 记录 4 · 0123\n'
bad "a digit too many" '^ssjc-audit: bad:1: .* more than 64 digits' "SMALL-1 · 记录 4 · ${head4}0\n"
bad "a file with a line missing" '^ssjc-audit: bad:4: is not a checkpoint' \
    "ssjc-checkpoint 1\nplan=SMALL-1\nevents=4\ntime=2023-06-12T10:00:00+08:00\n"
bad "a file cut off" '^ssjc-audit: bad:5: is not a checkpoint' \
    "ssjc-checkpoint 1\nplan=SMALL-1\nevents=4\nhead=$head4\ntime=2023-06-12"
bad "a file with CRLF" '^ssjc-audit: bad:3: is not a checkpoint' \
    "ssjc-checkpoint 1\nplan=SMALL-1\r\nevents=4\r\nhead=$head4\r\ntime=2023-06-12T10:00:00+08:00\n"
run ssjc-audit sign --key ed25519.key four.sm2
status 1 "what is signed is not signed again"
run ssjc-audit sign --key ed25519.key page.html
status 3 "nor is what is not a checkpoint"
chmod 600 sm2.key.pub
run ssjc-audit sign --key sm2.key.pub four
status 3 "a public key does not sign"
err_has "and it is said why" '^ssjc-audit: sm2.key.pub: is not a private key'
run ssjc-audit sign four
status 2 "a key is needed"
run ssjc-audit keygen sm2.key
status 4 "a key is never overwritten"
err_has "and it is said why" '^ssjc-audit: sm2.key: cannot make it: File exists$'
run ssjc-audit keygen --alg rsa key
status 2 "other keys are not made"
verify old.db --pubkey sm2.key.pub
status 2 "a key for nothing"
finish
