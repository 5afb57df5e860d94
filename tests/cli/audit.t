#!/bin/sh
# ssjc-audit: what it shows, and that no change to the audit file goes unseen.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

small_assigned
printf 'id,dept,confirmed,reason,evidence\n91130230MA07TE0508,transport,no,moved,notice\n' |
    ssjc-record confirm -p small.plan --now 2023-06-13
ssjc-draw replace -p small.plan --now 2023-06-13 drawn.csv > replaced.csv
ssjc-assign -p small.plan --now 2023-06-13 -i people.csv replaced.csv > assigned.csv
ssjc-record result --form -p small.plan --now 2023-06-16 |
    awk -F, -v OFS=, 'NR > 1 { $6 = "ok" } 1' | ssjc-record result -p small.plan --now 2023-06-16

verify() {
	ssjc-audit verify -p small.plan objects.csv inspectors.csv history.csv
}

run ssjc-audit show -p small.plan
status 0 "show"
sed 's/head .*/head/' out > shown && mv shown out
out "lists the events with what went in and came out" <<'EOF'
   1  2023-06-12T09:00:00*  tester  import
      ← objects: objects.csv, 9 rows
      → objects: standard output, 9 rows
      → by-status: the audit file, 1 row
      left out by their status: row 10 (样例壬公司): “cancelled” → cancelled
   2  2023-06-12T09:00:00*  tester  draw
      ← objects: standard input, 9 rows
      ← history: history.csv
      → drawn: standard output, 6 rows
   3  2023-06-12T09:00:00*  tester  import
      ← inspectors: inspectors.csv, 5 rows
      → inspectors: standard output, 5 rows
   4  2023-06-12T09:00:00*  tester  assign
      ← drawn: standard input, 6 rows
      ← inspectors: people.csv, 5 rows
      → assigned: standard output, 12 rows
   5  2023-06-13T00:00:00*  tester  confirm
      ← confirm: standard input, 1 row
   6  2023-06-13T00:00:00*  tester  replace
      ← drawn: drawn.csv, 6 rows
      → drawn: standard output, 6 rows
   7  2023-06-13T00:00:00*  tester  assign
      ← drawn: replaced.csv, 6 rows
      ← inspectors: people.csv, 5 rows
      → assigned: standard output, 12 rows
   8  2023-06-16T00:00:00*  tester  result
      ← result: standard input, 10 rows
* the time was given with --now or SOURCE_DATE_EPOCH, not read from the clock
8 events, head
EOF

run ssjc-audit seed -p small.plan
out "seed prints the seed text" < seed
run verify
status 0 "verify finds all good"
sed 's/the head [0-9a-f]\{64\};/the head HEAD;/' out > masked
mv masked out
out "and says what it computed again" <<'EOF'
good: chain: 8 events, each bound to the one before
not checked: whether the 8 events from event 1 on were rewritten: no checkpoint of a later event was given
good: rules: 8 events, each in its turn, with a reason where one is needed, by the plan that was fixed, in order of time
note: event 1: import: objects.csv: 9 rows read, 8 taken, 0 refused, 1 left out by their status; SHA-256 9904d4f6f7cd9a905dbaa8294040cc10742c35c985a5377d215ad1ee903fb9ad
note: event 1: import: 1 row left out by their status: row 10 (样例壬公司): “cancelled” → cancelled
good: event 1: import: 1 file imported again: the same 9 rows
good: event 2: draw 1: 6 tickets computed again from the seed: they are in order
not checked: event 2: draw 1: where its roster or a history came from: no import of this plan wrote it
good: event 2: draw 1: drawn again from 9 rows: the same 4, and 2 in reserve
note: event 3: import: inspectors.csv: 5 rows read, 5 taken, 0 refused, 0 left out by their status; SHA-256 259cd5012d59434cd518f76ca8394b7ef205e0e58c35bbcf6eaad3eb261b68cb
good: event 3: import: 1 file imported again: the same 5 rows
note: event 4: match: its inspectors were not fixed before the draw: whoever has the seed can try several lists and use the one whose match suits them; ssjc-draw -i fixes them
good: event 4: match: matched again: the same 12 seats
good: event 5: 1 confirmation: of businesses that were drawn, and every removal has its reason
good: event 6: replace: 1 removed, replaced again from the reserve: the same
note: event 7: match: its inspectors were not fixed before the draw: whoever has the seed can try several lists and use the one whose match suits them; ssjc-draw -i fixes them
good: event 7: match: matched again: the same 12 seats
good: event 8: 10 results: of departments that had seats there
note: removed: 91130230MA07TE0508 (样例乙公司): transport said on 2023-06-13: moved: notice
note: of 4 drawn 1 were removed and 1 came in: 4 of 8 are to be inspected
note: 8 events have a time that was given with --now or SOURCE_DATE_EPOCH, and not read from the clock: 1-8
note: 1 confirmation of transport: not signed: whoever entered them can have written them
good: the plan given is the one on record
note: cannot be computed again from this file: phones of inspectors; who acted, on which machine, with which program and for which reason, and whether a time was the clock's; where a seed that no ceremony made came from; whether what was entered is true
conclusion: plan SMALL-1 (小型联合抽查): its audit file has 8 events, each bound to the one before, and ends with the head HEAD; no checkpoint kept elsewhere was given, so that it was not verified whether the file was rewritten as a whole; this draw can be reproduced in full from the seed text and the files given, with the same 4 drawn and 2 in reserve; the seed is from no ceremony: the file does not show where it came from; the match of inspectors was computed again, with the same 12 seats; nothing differs, but not everything was checked: 2 left out; whether what was entered is true, and who entered it and when, is not part of this.
EOF
run ssjc-audit verify -d small.db
status 0 "without rosters the chain and the tickets are verified"
is "$(grep -c '^not checked: ' out)" 8 "and what was not is said"
grep '^not checked: .*draw 1: a file' out > missed
is "$(cat missed)" "$(for file in objects history; do
	echo "not checked: event 2: draw 1: a file was not given, so the draw was not made again:" \
	    "$file with the SHA-256 $(sqlite3 small.db "SELECT digest FROM file WHERE event = 2 AND kind = '$file'
	        AND direction = 'in'")"
done)" "with every file that a draw misses"
sed 1q objects.csv > none.csv
mkdir two && cp small.db small.plan items.csv two/
ssjc-import objects -p two/small.plan --now 2023-06-16 objects.csv none.csv > /dev/null
run ssjc-audit verify -d two/small.db
is "$(grep -c 'event 9: import: .* was not given, so it was not imported again' out)" 2 "and an import, too"
sed 's/样例甲/样例假/' objects.csv > other.csv
run ssjc-audit verify -d small.db other.csv
status 1 "a roster that was not used is no evidence"
err_has "and is named" '^ssjc-audit: other.csv \(SHA-256 [0-9a-f]{64}\) is in no event of the audit file'

# Every way to change the file, each on a copy: the chain or the schema shows it.
fresh() {
	rm -f copy.db*
	cp small.db copy.db
}
attack() { # what, message, SQL
	fresh
	sqlite3 copy.db "$3" > sql.log 2>&1 || echo "Bail out! $(cat sql.log)"
	run ssjc-audit verify -d copy.db objects.csv inspectors.csv history.csv
	status 1 "$1 is found"
	err_has "$1 is named" "$2"
}
# Without its triggers for the time of the attack: put back afterwards.
quietly() {
	triggers=$(sqlite3 small.db "SELECT group_concat(sql, '; ') FROM sqlite_schema
		WHERE type = 'trigger'")
	drops=$(sqlite3 small.db "SELECT group_concat('DROP TRIGGER ' || name, '; ')
		FROM sqlite_schema WHERE type = 'trigger'")
	attack "$1" "$2" "$drops; $3; $triggers"
}
quietly "an edited event" "event 2: is not what was recorded: its hash" \
    "UPDATE event SET actor = 'nobody' WHERE seq = 2"
quietly "an edited row" "event 2: table pick: its 6 rows are not what was recorded: .*\
: event 2 \(draw\): 91130230MA07TE0508: the name is “样例乙公司” in the roster, but “样例他公司” on record" \
    "UPDATE pick SET object = replace(object, '样例乙公司', '样例他公司')"
quietly "an edited seat" "event 4: table seat: its 12 rows .*: event 4 \(assign\): seat 1 should be " \
    "UPDATE seat SET cert = 'T-009' WHERE event = 4 AND row = 1"
quietly "a deleted row" "event 8: table result: row 1 is missing" \
    "DELETE FROM result WHERE row = 1"
quietly "a row taken from the end" "event 8: table result: row 10 is missing: 10 were recorded" \
    "DELETE FROM result WHERE row = 10"
quietly "an added row" "event 5: table confirmation: row 2 was added: 1 were recorded" \
    "INSERT INTO confirmation SELECT row + 1, event, draw, id, 'market', 'yes', '', '', ''
	FROM confirmation"
quietly "a draw added to a replacement" "event 6: table draw: row 2 was added: 0 were recorded" \
    "INSERT INTO draw SELECT row + 1, 6, 2, seed, source, roster, rows, population, excluded,
	repeated, main, reserve FROM draw"
quietly "rows of another table" "table seat: row 25 says that it is of event 5, which already had all of its rows" \
    "INSERT INTO seat SELECT row + 24, 5, draw, id, date, team, dept, seat, duty, cert, inspector
	FROM seat WHERE event = 4"
quietly "a row of no event" \
    "table confirmation: row 2 says that it is of event 99, which does not exist" \
    "INSERT INTO confirmation SELECT row + 1, 99, draw, id, 'market', 'yes', '', '', ''
	FROM confirmation"
quietly "the first event deleted" "event 1: is missing" "DELETE FROM event WHERE seq = 1"
quietly "a middle event deleted" "event 5: is missing" "DELETE FROM event WHERE seq = 5"
quietly "an event deleted and the rest renumbered" "does not continue|is missing|hash" \
    "DELETE FROM event WHERE seq = 5; UPDATE event SET seq = seq - 1 WHERE seq > 5"
quietly "two events swapped" "event 3: does not continue the event before it" \
    "UPDATE event SET seq = -3 WHERE seq = 3; UPDATE event SET seq = 3 WHERE seq = 4;
	UPDATE event SET seq = 4 WHERE seq = -3"
quietly "the last event deleted, its rows left" "of event 8, which does not exist" \
    "DELETE FROM event WHERE seq = 8"
quietly "an event put in" "event 5: is not what was recorded: its hash" \
    "UPDATE event SET seq = -seq WHERE seq > 4; UPDATE event SET seq = 1 - seq WHERE seq < 0;
	INSERT INTO event SELECT 5, time, clock, program, version, actor, action, options, reason,
	plan, plan_digest, rows, (SELECT hash FROM event WHERE seq = 4), 'none' FROM event
	WHERE seq = 4"
quietly "NULL for a text" "event 6: table replacement: its 1 row is not what" \
    "UPDATE replacement SET replacement = NULL"
quietly "a number for a text" "event 5: table confirmation: its 1 row is not what" \
    "UPDATE confirmation SET note = 1"
quietly "a separator moved between fields" "event 5: table confirmation: its 1 row is not what" \
    "UPDATE confirmation SET reason = 'move', evidence = 'd' || evidence"
attack "a trigger dropped" "its trigger “pick_no_UPDATE” is gone" "DROP TRIGGER pick_no_UPDATE"
attack "a table replaced by a view" "its table “seat” is not as ssjc made it|gone" \
    "ALTER TABLE seat RENAME TO seat2; CREATE VIEW seat AS SELECT * FROM seat2"
attack "a view added" "holds something that ssjc did not make: extra" \
    "CREATE VIEW extra AS SELECT 1"
for stranger in "trigger sqlite_evil AFTER INSERT ON event BEGIN SELECT 1; END" "view sqlite_v AS SELECT 1"; do
	attack "a ${stranger%% *} that is called as SQLite's own" \
	    "holds something that ssjc did not make: sqlite_" "PRAGMA writable_schema = ON;
		INSERT INTO sqlite_schema VALUES ('${stranger%% *}', '$(echo "$stranger" | cut -d' ' -f2)',
		'$(echo "$stranger" | sed 's/.*ON event.*/event/; s/.*sqlite_v.*/sqlite_v/')', 0, 'CREATE $stranger')"
done
attack "a table that takes any type" "its table “stratum” is not as ssjc made it" \
    "DROP TABLE stratum; CREATE TABLE stratum (event, row, draw, stratum, ratio, population,
	eligible, n, main, reserve)"


# A value of another type is refused by the table itself.
for value in "'x'" 1.5 "x'31'"; do
	fresh
	run sqlite3 copy.db "DROP TRIGGER pick_no_UPDATE; UPDATE pick SET rank = $value"
	err_has "the rank $value cannot be stored" 'cannot store (TEXT|REAL|BLOB) value in INTEGER column'
done

fresh
run sqlite3 copy.db "DROP TRIGGER confirmation_no_UPDATE; UPDATE confirmation SET note = NULL"
err_has "nor can NULL for an empty text" 'NOT NULL constraint failed: confirmation.note'

# For other programs.
run ssjc-audit verify -p small.plan --json objects.csv inspectors.csv history.csv
status 0 "verify as JSON"
is "$(sqlite3 :memory: "SELECT json_extract(t, '$.events', '$.anchored', '$.ok', '$.error',
	'$.findings[3].event', '$.findings[3].mark') FROM (SELECT readfile('out') AS t)")" \
    '[8,0,true,null,1,"note"]' "says how far it went"
fresh
sqlite3 copy.db "DROP TRIGGER seat_no_DELETE; DELETE FROM seat WHERE row = 14;
	CREATE TRIGGER seat_no_DELETE BEFORE DELETE ON seat BEGIN SELECT RAISE(ABORT, 'the audit file only grows'); END"
run ssjc-audit verify -d copy.db --json
status 1 "and what differs"
out "as JSON, too" <<'EOF'
{"findings":[],"events":6,"anchored":0,"ok":false,"error":"copy.db: event 7: table seat: row 14 is missing","conclusion":"plan SMALL-1 (小型联合抽查): the verification found a difference: “copy.db: event 7: table seat: row 14 is missing”; it ended there, and what it had not come to was not verified; until this is cleared up, the file does not show that the inspection was drawn as it says."}
EOF
run ssjc-audit show -p small.plan --json
status 0 "show as JSON"
is "$(sqlite3 :memory: "SELECT json_array_length(t), json_extract(t, '\$[4].action',
	'\$[4].files[#-1].kind', '\$[4].files[#-1].rows') FROM (SELECT readfile('out') AS t)")" \
    '8|["confirm","reading",0]' "has the events and their files"

# Many outputs of one kind are one line.
ssjc-print checklist -p small.plan --now 2023-06-16 -o sheets assigned.csv || echo 'Bail out! no sheets'
run ssjc-audit show -p small.plan
out_has "many files of one kind are folded" '^      → checklist: 4 files, sheets/.* …'
is "$(grep -c '→ checklist' out)" 1 "into one line"
run ssjc-audit show -v -p small.plan
is "$(grep -c '→ checklist: sheets/.*, SHA-256' out)" 4 "but not with -v"
# Update and delete are refused to begin with.
run sqlite3 small.db "UPDATE pick SET id = 'x'"
err_has "an update is refused" 'the audit file only grows'
run sqlite3 small.db "DELETE FROM event"
err_has "so is a delete" 'the audit file only grows'

# An auditor who may only read: the file, its folder, the disk.
mkdir shelf && cp small.db shelf/ && chmod 444 shelf/small.db && chmod 555 shelf
reader=
[ "$(id -u)" -ne 0 ] || reader=nobody
if [ -z "$reader" ] || nobody_has ssjc-audit; then
	run $reader ssjc-audit verify -d shelf/small.db
	status 0 "a file in a folder that cannot be written is verified"
	run $reader ssjc-audit show -d shelf/small.db
	status 0 "and shown"
	run $reader ssjc-audit show -d "/$work/shelf/small.db"
	status 0 "also by a path that begins with two slashes"
else
	ok "a read-only folder # SKIP TMPDIR is out of reach of another user" true
fi
chmod 755 shelf
is "$(find . -name 'small.db-wal' -size +0)" "" "no event is left in a -wal: a copy of the file has all"

# What is not an audit file.
sqlite3 stranger.db 'CREATE TABLE t (a)'
run ssjc-audit show -d stranger.db
status 3 "another SQLite file is not an audit file"
err "and said so" <<'EOF'
ssjc-audit: stranger.db: is an SQLite file, but not an audit file of ssjc
EOF
run ssjc-audit show -d objects.csv
status 3 "a text is not an audit file"
sed 's/^id .*/id = OTHER/; s/2023-06-1[46]/2026-12-31/g' small.plan > other.plan
run ssjc-draw -p other.plan -H history.csv objects.csv
status 3 "an audit file belongs to one plan"
err_has "and says whose it is" 'audit: the audit file “small.db” is that of plan “SMALL-1”'

# For the archive.
run ssjc-audit export -p small.plan -o archive
status 0 "export"
quiet "without a word"
is "$(cd archive && echo *)" "batch.csv batch_row.csv ceremony.csv commitment.csv confirmation.csv draw.csv event.csv \
file.csv follow.csv pick.csv receipt.csv replacement.csv result.csv review.csv seat.csv stratum.csv" "writes every table"
run ssjc-audit export -p small.plan --table seat
ok "or one" cmp out archive/seat.csv
for table in pick result draw; do
	sqlite3 -csv -header small.db "SELECT * FROM $table" | tr -d '\r' > wanted
	sqlite3 -csv -header :memory: ".import archive/$table.csv t" 'SELECT * FROM t' | tr -d '\r' > out
	ok "$table.csv is what SQLite has" cmp wanted out
done
run ssjc-audit export -p small.plan --table nothing
status 2 "an unknown table"
sh_run 'ssjc-audit export -p small.plan --table pick > /dev/full'
status 4 "export to a full disk"

# The queries of ssjc-audit(5), and its program, as the page has them.
awk '/^\.Sh EXAMPLES/ { on = 1 } /^\.Sh SEE/ { on = 0 }
    on && /^\.Ed/ { text = 0 }
    on && text { gsub(/\\e/, "\\"); print > ("query." n) }
    on && /^\.Bd/ { text = 1; n++ }' "$top/man/ssjc-audit.5"
for query in query.*; do
	grep -q '^import ' "$query" && continue
	sqlite3 -readonly small.db < "$query" > rows 2>&1
	ok "$query gives rows: $(head -n 1 "$query")" \
	    awk 'END { exit !(NR > 0) } /rror/ { exit 1 }' rows
done
program=$(grep -l '^import ' query.*)
if command -v python3 > /dev/null; then
	run python3 "$program" small.db
	is "$(cat out)" "$(ssjc-audit show -p small.plan | sed -n 's/ events, head//p')" \
	    "the program of the manual computes the same head"
else
	ok "the program of the manual # SKIP no python3" true
fi

# The next plan has this audit file for its history: it is evidence as it is.
sed 's/^id .*/id = SMALL-2/; s/small.db/next.db/; s/2023-06-14..2023-06-16/2023-06-20..2023-06-30/' small.plan > next.plan
ssjc-draw -p next.plan --now 2023-06-20 -H small.db imported.csv > next.csv 2> /dev/null ||
    echo "Bail out! no draw"
run ssjc-audit verify -p next.plan small.db imported.csv
status 0 "an audit file is evidence as a history"
out_has "the draw is computed again with it" '^good: event [0-9]+: draw 1: drawn again'

# Two at once: the second waits, but not for ever.
mkfifo hold
sqlite3 small.db < hold > /dev/null 2>&1 &
{
	echo 'BEGIN IMMEDIATE; SELECT 1;'
	run ssjc-record confirm -p small.plan --now 2023-06-16 <<-EOF
		id,dept,confirmed
		91130230MA07TE018W,market,yes
	EOF
	echo 'ROLLBACK;'
} 3>&1 > hold
wait
status 5 "a locked audit file means: try again later"
err "and says so" <<'EOF'
ssjc-record: small.db: another program holds the audit file: try again later
EOF
# A folder that is not there.
sed 's|^audit .*|audit = nowhere/small.db|' small.plan > nowhere.plan
run ssjc-draw -p nowhere.plan --now 2023-06-12 -H history.csv objects.csv
status 4 "an audit file in no folder"
err_has "says why it cannot be made" '^ssjc-draw: nowhere/small.db: cannot make it: No such file or directory$'

finish
