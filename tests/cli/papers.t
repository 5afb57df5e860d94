#!/bin/sh
# Papers that came back, told by their bar codes, and scans that are attached.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

events() {
	sqlite3 small.db "SELECT count(*) FROM event WHERE action = '$1'"
}
receive() {
	run ssjc-record receive -p small.plan --now 2023-06-16 "$@"
}

small_assigned
ssjc-print checklist -p small.plan --now 2023-06-12T10:00:00 -o sheets assigned.csv
for sheet in sheets/*; do
	unzip -p "$sheet" xl/media/image1.png > code.png
	zbarimg -q --raw code.png 2> log
done > ids
is "$(cut -d/ -f1,3 ids | tr '\n' ' ')" \
    'SMALL-1/91130230MA07TE0508 SMALL-1/91130230MA07TE085T SMALL-1/91130230MA07TE0770 SMALL-1/91130230MA07TE0695 ' \
    "each sheet has a code of its own"
run ssjc-record status -p small.plan --now 2023-06-15 --all
ok "as long as none came back, nothing is said of papers" sh -c '! grep receive out'

# A reader in the place of a keyboard: small letters, CRLF, an empty line, the same twice.
one=$(sed -n 1p ids) two=$(sed -n 2p ids)
printf '%s\r\n\r\n%s\r\n%s\r\n' "$one" "$(echo "$two" | tr '[:upper:]' '[:lower:]')" "$one" > scan
receive < scan
status 0 "papers are received"
quiet "without a word"
sqlite3 small.db "SELECT kind, name FROM file WHERE kind = 'paper'" > out
out "each once" <<EOT
paper|$one
paper|$two
EOT
receive scan
status 0 "once more is no error"
is "$(events receive)" 1 "and adds nothing"
run ssjc-record status -p small.plan --now 2023-06-15
is "$(grep -c '^receive,.*,,2023-06-1[4-6],2023-06-2[0-9],due,1$' out)" 2 "the others are still out"
run ssjc-record status -p small.plan --now 2023-06-28
is "$(grep -c '^receive,.*,overdue,1$' out)" 2 "and overdue some day"
run ssjc-record status -p small.plan --now 2023-06-16 --all
is "$(grep -c '^receive,.*,done,0$' out)" 2 "what was received is done"

{
	echo "SMALL-2/${one#*/}"
	echo "${one%/*}/91130230MA07TE034J"
	echo "SMALL-1/00000000/${one##*/}"
	echo 6901234567892
	sed -n 3p ids
} > mixed
receive mixed
status 1 "codes that are of no paper are named"
err "each by its line" <<'EOT'
ssjc-record: mixed:1: is a sheet of another plan, “SMALL-2”, not of “SMALL-1”
ssjc-record: mixed:2: “91130230MA07TE034J” was not drawn
ssjc-record: mixed:3: 91130230MA07TE0508 (样例乙公司) was printed before its day or its inspectors were changed: print it again with ssjc-print checklist, and fill in that one
ssjc-record: mixed:4: “6901234567892” is not the id of a sheet
ssjc-record: mixed: 4 of the lines are of no paper that is awaited: the others are taken
EOT
is "$(sqlite3 small.db "SELECT count(*) FROM file WHERE kind = 'paper'")" 3 "and the others are taken"

# Scans and photographs.
attach() {
	run ssjc-record attach -p small.plan --now 2023-06-16 "$@"
}
printf 'photo one' > '照片1.JPG'
printf 'a scan' > scan.pdf
mkdir other && printf 'another scan' > other/scan.pdf
attach --id 91130230MA07TE085T --dept market 照片1.JPG
status 0 "a photograph is attached"
attach --id "$two" scan.pdf other/scan.pdf
status 0 "and scans, to the business of a sheet"
quiet "without a word"
sqlite3 small.db "SELECT name, digest FROM file WHERE kind = 'attachment'" > out
sum() { sha256sum < "$1" | cut -c 1-64; }
out "with their digests" <<EOT
91130230MA07TE085T/market/照片1.JPG|$(sum 照片1.JPG)
91130230MA07TE085T/scan.pdf|$(sum scan.pdf)
91130230MA07TE085T/scan.pdf|$(sum other/scan.pdf)
EOT
ls small.db.attachments > out
{
	echo "$(sum 照片1.JPG).jpg"
	echo "$(sum scan.pdf).pdf"
	echo "$(sum other/scan.pdf).pdf"
} | sort > wanted.copies
out "copies are beside the audit file" < wanted.copies
ok "with the same bytes" cmp 照片1.JPG "small.db.attachments/$(sum 照片1.JPG).jpg"
is "$(stat -c %a "small.db.attachments/$(sum scan.pdf).pdf")" 660 "for those only who may read that"
n=$(events attach)
attach --id 91130230MA07TE085T scan.pdf
status 0 "the same again is no error"
is "$(events attach)" "$n" "and adds nothing"
attach --id 91130230MA07TE034J scan.pdf
status 3 "nothing is attached to who was not drawn"
attach --id 91130230MA07TE085T --dept police scan.pdf
status 3 "nor for a department that is not in the plan"
attach --id 91130230MA07TE085T none.jpg
status 3 "nor a file that is not there"
attach --id 91130230MA07TE085T
status 2 "nor nothing"
attach scan.pdf
status 2 "nor to nobody"
is "$(events attach)" "$n" "and none of that is on record"
run ssjc-audit show -p small.plan
out_has "they are shown" '← attachment: 91130230MA07TE085T/market/照片1.JPG$'

run ssjc-audit verify -p small.plan
status 0 "verify compares the copies"
out_has "and says so" '2 attached files: the same bytes'
out_has "and of the papers, too" '2 papers received: of the match that held'
copy="small.db.attachments/$(sum scan.pdf).pdf"
mv "$copy" kept
run ssjc-audit verify -p small.plan
status 0 "one that is not there"
out_has "was not checked" 'the attached file 91130230MA07TE085T/scan.pdf: its copy .* is not there'
printf 'a span' > "$copy"
run ssjc-audit verify -p small.plan
status 1 "one that was changed is a difference"
err_has "and is named" 'the copy of the attached file 91130230MA07TE085T/scan.pdf, .*, is not what was attached'
attach --id 91130230MA07TE0770 scan.pdf
status 3 "nothing is written over it"
err_has "for it is not what its name says" 'is not the file whose digest it bears'

finish
