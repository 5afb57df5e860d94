#!/bin/sh
# ssjc-audit verify: that the program which wrote the audit file kept the rules.
# Each file here has a proper chain, as a patched program would write it.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

# broken WHAT MESSAGE SQL: what the SQL makes of $db is found, and said. As
# verify has no other evidence than the audit file, nothing else can find it.
broken() {
	rm -f copy.db*
	cp "$db" copy.db
	"$bin/tools/rechain" copy.db "$3" || echo "Bail out! $1"
	run ssjc-audit verify -d copy.db
	status 1 "$1 is found"
	err_has "$1 is named" "^ssjc-audit: $2"
}
kept() { # what, SQL
	rm -f copy.db*
	cp "$db" copy.db
	"$bin/tools/rechain" copy.db "$2" || echo "Bail out! $1"
	run ssjc-audit verify -d copy.db
	status 0 "$1 is no difference"
}
other=$(printf '%064d' 5)

# Events 1 import, 2 draw, 3 import, 4 assign, 5 confirm, 6 replace, 7 assign,
# 8 result, 9 result (a correction), 10 print, 11 amend, 12 reassign, 13 redraw.
small_assigned
printf 'id,dept,confirmed,reason,evidence\n91130230MA07TE0508,transport,no,moved,notice\n' |
    ssjc-record confirm -p small.plan --now 2023-06-13
ssjc-draw replace -p small.plan --now 2023-06-13 drawn.csv > replaced.csv
ssjc-assign -p small.plan --now 2023-06-13 -i people.csv replaced.csv > assigned.csv
ssjc-record result --form -p small.plan --now 2023-06-16 |
    awk -F, -v OFS=, 'NR > 1 { $6 = "ok" } 1' > results.csv
ssjc-record result -p small.plan --now 2023-06-16 results.csv
ssjc-record result -p small.plan --now 2023-06-16 --correct --reason 更正 results.csv
ssjc-print filing -p small.plan --now 2023-06-16 -o filing.xlsx assigned.csv
sed -i 's/经营资格/资格/' items.csv
ssjc-record amend -p small.plan --now 2023-06-16 --reason 更正
ssjc-assign -p small.plan --now 2023-06-16 --reassign --reason 调离 -i people.csv replaced.csv > out
ssjc-draw -p small.plan --now 2023-06-16 --redraw --reason 重抽 -H history.csv imported.csv \
    > drawn.csv 2> err
db=small.db
is "$(sqlite3 small.db 'SELECT group_concat(action, " ") FROM event')" "import draw import assign \
confirm replace assign result result print amend reassign redraw" "an inspection with all its steps"
kept "nothing" 'SELECT 1'
out_has "and that the rules were kept is said" '^good: rules: 13 events, each in its turn'

# The choice itself, without the roster.
broken "a rank left out" "event 2 \\(draw\\): stratum .* has no pick of rank 1" \
    "UPDATE pick SET rank = rank + 1"
broken "two picks that changed places" "event 2 \\(draw\\): .* but after it by the seed: " \
    "UPDATE pick SET id = (SELECT id FROM (SELECT row, stratum, rank, id FROM pick) q
	WHERE q.stratum = pick.stratum AND q.rank = 3 - pick.rank) WHERE rank < 3 AND event = 2"

# The order of steps.
broken "a second draw" 'event 13 \(draw\): event 2 had drawn already: ' \
    "UPDATE event SET action = 'draw' WHERE seq = 13"
broken "a redraw without a draw" 'event 2 \(redraw\): nothing had been drawn yet' \
    "UPDATE event SET action = 'redraw', reason = 'x' WHERE seq = 2"
broken "a reveal without a commitment" 'event 2 \(reveal\): no commitment was open: ' \
    "UPDATE event SET action = 'reveal' WHERE seq = 2"
broken "an action that does not exist" 'event 3 \(note\): is not an action that these programs put on record' \
    "UPDATE event SET action = 'note' WHERE seq = 3"
broken "a draw under another name" 'event 2 \(import\): is an import with an output of the kind “drawn”' \
    "UPDATE event SET action = 'import' WHERE seq = 2"
broken "seats under another name" 'event 4 \(print\): nobody had been assigned since the last draw' \
    "UPDATE event SET action = 'print' WHERE seq = 4"
broken "seats under a later name" 'event 7 \(print\): has rows in the table seat, ' \
    "UPDATE event SET action = 'print' WHERE seq = 7"
broken "an amend before the draw" 'event 1 \(amend\): nothing had been drawn yet' \
    "UPDATE event SET action = 'amend', reason = 'x' WHERE seq = 1"
broken "an amend that changes nothing" \
    'event 11 \(amend\): says that the plan was changed, but .* are those of event 2: ' \
    "UPDATE file SET (digest, content) = (SELECT digest, content FROM file WHERE event = 2 AND kind = 'items')
	WHERE event = 11 AND kind = 'items'"
broken "a draw without a draw" 'event 11 \(redraw\): does not have one row in the table draw, ' \
    "UPDATE event SET action = 'redraw' WHERE seq = 11"

broken "papers of a match that a removal has overtaken" \
    'event 6 \(print\): printed a match that did not hold any more: removed and not replaced yet' \
    "UPDATE event SET action = 'print' WHERE seq = 6; DELETE FROM replacement; DELETE FROM seat WHERE event > 6;
	DELETE FROM event WHERE seq > 6; DELETE FROM file WHERE event > 6; DELETE FROM result;
	UPDATE file SET kind = CASE direction WHEN 'in' THEN 'assigned' ELSE 'filing' END WHERE event = 6 AND kind = 'drawn';
	DELETE FROM stratum WHERE event > 6; DELETE FROM pick WHERE event > 6; DELETE FROM draw WHERE event > 6"

# Reasons.
for event in 'amend 11' 'reassign 12' 'redraw 13'; do
	broken "${event% *} without a reason" \
	    "event ${event#* } \(${event% *}\): has no reason, but may only be done with one" \
	    "UPDATE event SET reason = ' ' WHERE seq = ${event#* }"
done
broken "a correction without a reason" 'event 9 \(result\): .* item .* was on record already, .* no reason' \
    "UPDATE event SET reason = '' WHERE seq = 9"

# The plan, its items and its calendar.
for kind in plan items calendar; do
	broken "another $kind" "event 7 \(assign\): the $kind is not the one of event 2: " \
	    "UPDATE file SET digest = '$other' WHERE event = 7 AND kind = '$kind';
		UPDATE event SET plan_digest = '$other' WHERE seq = 7 AND '$kind' = 'plan'"
done
broken "a plan beside the plan" 'event 7 \(assign\): the plan among its files is not the one that it names' \
    "UPDATE event SET plan_digest = '$other' WHERE seq = 7"
broken "a match by no calendar" 'event 7 \(assign\): has no file of the kind .*calendar' \
    "UPDATE file SET kind = 'leaflet' WHERE event = 7 AND kind = 'calendar'"
broken "a match by no items" 'event 7 \(assign\): the plan has items, but none are among its files' \
    "UPDATE file SET kind = 'leaflet' WHERE event = 7 AND kind = 'items'"
broken "an event of another plan" 'event 3 \(import\): is of plan “OTHER”, but the audit file is that of “SMALL-1”' \
    "UPDATE event SET plan = 'OTHER' WHERE seq = 3"

# Time.
kept "a clock that is ten minutes slow" "UPDATE event SET time = '2023-06-12T08:50:00+08:00' WHERE seq = 2"
broken "a clock that is slower" \
    'event 2 \(draw\): was at 2023-06-12T08:49:59\+08:00, before event 1, which was at 2023-06-12T09:00:00\+08:00: ' \
    "UPDATE event SET time = '2023-06-12T08:49:59+08:00' WHERE seq = 2"
broken "a clock that goes back bit by bit" 'event 3 \(import\): was at .*, before event 1' \
    "UPDATE event SET time = '2023-06-12T08:55:00+08:00' WHERE seq = 2;
	UPDATE event SET time = '2023-06-12T08:49:00+08:00' WHERE seq = 3"
broken "a time that is not valid" 'event 3 \(import\): has no valid time: “noon”' \
    "UPDATE event SET time = 'noon' WHERE seq = 3"

# What rows can say.
broken "an unknown kind of clock" "copy.db: event 2: its time is said to be neither" \
    "UPDATE event SET clock = 'mine' WHERE seq = 2"
broken "a file that came from the side" "copy.db: event 12: table file: a file is neither an input nor an output" \
    "UPDATE file SET direction = 'IN' WHERE event = 12 AND kind = 'inspectors'"
broken "a seed from nowhere" "copy.db: event 2: table draw: the seed has no known source" \
    "UPDATE draw SET source = 'getrandomx' WHERE event = 2"
broken "a roster from nowhere" "copy.db: event 2: table draw: the roster is said to be neither" \
    "UPDATE draw SET roster = 'otherx' WHERE event = 2"
broken "half a yes" "copy.db: event 5: table confirmation: an answer is neither yes nor no" \
    "UPDATE confirmation SET confirmed = 'nox'"
broken "two words on one business" "copy.db: event 5: table confirmation: a department answers twice" \
    "INSERT INTO confirmation SELECT row + 1, event, draw, id, dept, 'yes', '', '', '' FROM confirmation"
for object in "object || 'x'" "'{}'" "replace(object, ']', ',\"x\"]')"; do
	broken "an object that is $object" "copy.db: event 2: table pick: an object does not have the columns" \
	    "UPDATE pick SET object = $object WHERE row = 1"
done
broken "a pick of another draw's stratum" "copy.db: event 2: table pick: a row belongs to no stratum of its draw" \
    "UPDATE pick SET stratum = (SELECT max(row) FROM stratum) WHERE row = 1"

# What is kept of files is what their digests say.
for kind in plan calendar items terms; do
	broken "another $kind under the digest" "copy.db: event [0-9]+: table file: the content of the $kind does not match its digest" \
	    "UPDATE file SET content = CAST(CAST(content AS TEXT) || char(10) AS BLOB)
		WHERE row = (SELECT min(row) FROM file WHERE kind = '$kind')"
done

# With the roster, the ratio.
cp "$db" copy.db
"$bin/tools/rechain" copy.db "UPDATE stratum SET ratio = 'count 9' WHERE row = 1" || echo 'Bail out! ratio'
run ssjc-audit verify -d copy.db objects.csv history.csv
status 1 "a ratio that the plan does not have"
err_has "is named" 'event 2 \(draw\): stratum .* is not as on record'

# What a draw says of itself.
for table in draw stratum replacement seat confirmation result; do
	broken "another draw's number in $table" \
	    "copy.db: event [0-9]+: table $table: a row is not of the draw that its event belongs to" \
	    "UPDATE $table SET draw = 7 WHERE row = 1"
done
broken "the plan in the seed" 'event 2 \(draw\): its seed: the seed is for plan “SMALL-9”' \
    "UPDATE draw SET seed = replace(seed, 'SMALL-1', 'SMALL-9') WHERE event = 2"
broken "a seed of a ceremony that there was not" 'event 2 \(draw\): its seed is said to be from “ceremony”' \
    "UPDATE draw SET source = 'ceremony' WHERE event = 2"
broken "a roster that no import wrote" 'event 2 \(draw\): its roster is said to be from an import, but no ' \
    "UPDATE draw SET roster = 'import' WHERE event = 2; UPDATE file SET digest = '$other'
	WHERE event IN (1, 2) AND kind = 'objects' AND direction = 'out'"

# Confirmations and results.
broken "a word on what was not drawn" 'event 5 \(confirm\): .*: id: “91130230MA07TE093M” was not drawn' \
    "UPDATE confirmation SET id = '91130230MA07TE093M'"
broken "a word of nobody" 'event 5 \(confirm\): .*: dept: “police” is not a department of the plan' \
    "UPDATE confirmation SET dept = 'police'"
broken "a removal without evidence" 'event 5 \(confirm\): .*: evidence: is empty' \
    "UPDATE confirmation SET evidence = ''"
broken "a match before the replacement" 'event 7 \(assign\): 91130230MA07TE0508 was to be removed and not replaced' \
    "UPDATE event SET action = 'publish', version = '0' WHERE seq = 6; DELETE FROM replacement;
	UPDATE file SET kind = CASE direction WHEN 'in' THEN 'terms' ELSE 'page' END WHERE event = 6 AND kind = 'drawn'"
broken "a result of nobody seated" 'event 8 \(result\): .*: dept: “police” is not a department' \
    "UPDATE result SET dept = 'police' WHERE event = 8 AND dept = 'market'"
broken "a result of no item" 'event 8 \(result\): .*: item: “T9” is not an item of “transport”' \
    "UPDATE result SET item = 'T9' WHERE event = 8 AND item = 'T1'"
broken "a result before the draw" 'event 8 \(result\): .*: date: 2023-06-11 is before the draw' \
    "UPDATE result SET date = '2023-06-11' WHERE event = 8 AND item = 'T1'"
broken "a result of tomorrow" 'event 8 \(result\): .*: date: 2023-06-17 is still to come' \
    "UPDATE result SET date = '2023-06-17' WHERE event = 8 AND item = 'T1'"

# A ceremony: 1 import, 2 commit, 3 recommit, 4 reveal, 5 assign.
rm -f small.db
for share in transport market first-transport first-market; do
	ssjc-draw share $share.share > $share.digest
done
draw() { # command, day; more options follow
	command=$1 day=$2
	shift 2
	ssjc-draw "$command" -p small.plan --now "2023-06-$day" -H history.csv -H past.csv "$@" imported.csv
}
commit() { # prefix of the shares, day; more options follow
	shares=$1
	shift
	draw commit "$@" --public 双色球第2023068期 --form 'SSQ2023068:{n}' -i people.csv \
	    -c transport="$(cat "${shares}transport.digest")" -c market="$(cat "${shares}market.digest")"
}
echo 91130230MA07TE034J,2022-06-01,OLD | cat history.csv - > past.csv
ssjc-import objects -p small.plan --now 2023-06-09 objects.csv > imported.csv
commit first- 10 > out 2> err
commit '' 11 --redraw --reason 更正 > out 2> err
draw reveal 12 --public SSQ2023068:7 -s transport.share -s market.share > drawn.csv 2> err
ssjc-assign -p small.plan --now 2023-06-12 -i people.csv drawn.csv > out 2> err
cp small.db ceremony.db
db=ceremony.db
is "$(sqlite3 ceremony.db 'SELECT group_concat(action, " ") FROM event')" \
    "import commit recommit reveal assign" "a ceremony with all its steps"
kept "a ceremony" 'SELECT 1'
out_has "the commitment is computed again" \
    '^good: event 2: commitment to draw 1: roster, histories, shares of 2 departments: as its event has them'
out_has "and the reveal against it" \
    '^good: event 4: draw 1: plan, roster, histories and 2 shares are those committed to'

broken "a commitment exchanged" 'event 3 \(commit\): the commitment of event 2 was open: ' \
    "UPDATE event SET action = 'commit' WHERE seq = 3"
broken "a commitment withdrawn without a reason" 'event 3 \(recommit\): has no reason' \
    "UPDATE event SET reason = '' WHERE seq = 3"
broken "a draw past the commitment" 'event 4 \(draw\): the commitment of event 3 was open: ' \
    "UPDATE event SET action = 'draw' WHERE seq = 4; UPDATE draw SET source = 'file'"
broken "an amend while a commitment is open" 'event 3 \(amend\): the commitment of event 2 was open: ' \
    "UPDATE event SET action = 'amend' WHERE seq = 3"
broken "histories committed to" 'event 3 \(recommit\): its histories are not those that it commits to' \
    "UPDATE ceremony SET history = '$other' WHERE event = 3"
broken "a history revealed" 'event 4 \(reveal\): its histories are not those committed to by event 3: ' \
    "UPDATE file SET digest = '$other' WHERE event = 4 AND kind = 'history' AND name = 'past.csv'"
broken "a history left out" 'event 4 \(reveal\): its histories are not those committed to by event 3: ' \
    "UPDATE file SET kind = 'inspectors' WHERE event = 4 AND kind = 'history' AND name = 'past.csv'"
broken "a roster committed to" 'event 3 \(recommit\): its roster is not the one that it commits to' \
    "UPDATE ceremony SET roster = '$other' WHERE event = 3"
broken "the rows of a roster" 'event 3 \(recommit\): its roster is not the one that it commits to' \
    "UPDATE ceremony SET rows = rows + 1 WHERE event = 3"
broken "a roster revealed" 'event 4 \(reveal\): its roster is not the one committed to by event 3: ' \
    "UPDATE file SET digest = '$other' WHERE event = 4 AND kind = 'objects'"
for table in ceremony commitment; do
	broken "another draw's number in $table" \
	    "copy.db: event 3: table $table: a row is not of the draw that its event belongs to" \
	    "UPDATE $table SET draw = 2 WHERE event = 3"
done
broken "a form that leaves nothing open" 'event 3 \(recommit\): .*leaves nothing open' \
    "UPDATE ceremony SET form = 'SSQ2023068:7' WHERE event = 3"
broken "an outcome of another form" 'event 4 \(reveal\): .* does not have the form committed to' \
    "UPDATE ceremony SET form = 'y{n}' WHERE event = 3"
broken "a form of any event" 'event 3 \(recommit\): .*does not name the event' \
    "UPDATE ceremony SET form = '{n}' WHERE event = 3"
broken "no public event" 'event 3 \(recommit\): names no public event' \
    "UPDATE ceremony SET public = ' ' WHERE event = 3"
broken "an unknown department" 'event 3 \(recommit\): “police” is not a department of the plan' \
    "UPDATE commitment SET dept = 'police' WHERE event = 3 AND dept = 'market'"
broken "one share for two" 'event 3 \(recommit\): two commitments are the same' \
    "UPDATE commitment SET commitment = '$(cat market.digest)' WHERE event = 3"
broken "a share of an earlier commitment" \
    'event 3 \(recommit\): transport commits to a share that event 2 already has: ' \
    "UPDATE commitment SET commitment = '$(cat first-transport.digest)'
	WHERE event = 3 AND dept = 'transport'"
broken "inspectors that were not shown" \
    'event 3 \(recommit\): its inspectors are not those that it commits to' \
    "UPDATE ceremony SET inspectors = '$other' WHERE event = 3"
broken "departments in another order" 'event 3 \(recommit\): its commitments are not in the order' \
    "UPDATE commitment SET dept = CASE dept WHEN 'market' THEN 'transport' ELSE 'market' END WHERE event = 3"
broken "a share committed to" 'event 4 \(reveal\): share 2 is not the one that market committed to' \
    "UPDATE commitment SET commitment = '$other' WHERE event = 3 AND dept = 'market'"
for time in 10T23:59:00 11T00:00:00; do
	broken "a reveal at $time" 'event 4 \(reveal\): was not drawn later than it was committed to' \
	    "UPDATE event SET time = '2023-06-$time+08:00' WHERE seq = 4"
done
broken "a seed from elsewhere" 'event 4 \(reveal\): its seed is said to be from “getrandom”' \
    "UPDATE draw SET source = 'getrandom'"
broken "inspectors that were not committed to" \
    'event 5 \(assign\): its inspectors are not those fixed before the draw, ' \
    "UPDATE file SET digest = '$other' WHERE event = 5 AND kind = 'inspectors'"

# A plan that requires every stream to be from an import.
sed -i 's/^floor .*/&\ncustody = strict/; s/^audit .*/audit = strict.db/' small.plan
ssjc-import objects -p small.plan "$before" objects.csv > imported.csv
ssjc-import history -p small.plan "$before" history.csv > past.csv
ssjc-import inspectors -p small.plan "$before" inspectors.csv > people.csv
ssjc-draw -p small.plan "$before" -H past.csv imported.csv > drawn.csv
ssjc-assign -p small.plan "$before" -i people.csv drawn.csv > out
db=strict.db
kept "a strict plan" 'SELECT 1'
broken "a roster from elsewhere" 'event 4 \(draw\): the plan requires every stream to be from an import' \
    "UPDATE draw SET roster = 'other'"
broken "inspectors from elsewhere" \
    'event 5 \(assign\): the plan says custody = strict, but no import before it wrote its stream of inspectors' \
    "UPDATE file SET digest = '$other' WHERE event = 5 AND kind = 'inspectors'"
finish
