#!/bin/sh
# -o FILE: what a command prints, in a file that appears whole or not at all.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

old() { # FILE...: what was there before
	for file; do
		echo old > "$file"
	done
}
kept() { # FILE WHAT
	is "$(cat "$1")" old "$2"
}

# Each step with -o, and beside it another inspection with standard output: the same bytes.
lab_new
mkdir piped
cp 名录.csv 人员.csv 历史.csv lab.plan seed piped
(cd piped && lab_drawn &&
    ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv > assigned.csv)
old objects.csv inspectors.csv history.csv drawn.csv assigned.csv
for step in 'ssjc-import objects REGISTERS -o objects.csv 名录.csv' \
    'ssjc-import inspectors REGISTERS -o inspectors.csv 人员.csv' \
    'ssjc-import history REGISTERS --output=history.csv 历史.csv' \
    'ssjc-draw REGISTERS -H history.csv --seed-file seed -odrawn.csv objects.csv' \
    'ssjc-assign MATCHED -i inspectors.csv -o assigned.csv drawn.csv'; do
	step=$(echo "$step" | sed "s/REGISTERS/-p lab.plan $registers/; s/MATCHED/-p lab.plan $matched/")
	# shellcheck disable=SC2086
	run $step
	status 0 "$step"
	out "which prints nothing" < /dev/null
done
for file in objects inspectors history drawn assigned; do
	ok "$file.csv has the bytes of standard output" cmp $file.csv piped/$file.csv
done
is "$(stat -c %a drawn.csv)" 640 "a list that is replaced is not for others"
is "$(ls ./*.csv.* 2> ls.err)" "" "nothing temporary is left"
is "$(sqlite3 lab.db "SELECT group_concat(name, ' ') FROM file WHERE direction = 'out' AND
    kind IN ('objects', 'inspectors', 'history', 'drawn', 'assigned')")" \
    "objects.csv inspectors.csv history.csv drawn.csv assigned.csv" "the files are on record by their names"
lab_verify
status 0 "and verify is content"

# What only looks at the record.
for command in 'ssjc-audit show' 'ssjc-audit seed' 'ssjc-audit checkpoint --now=2023-06-13T09:00:00' \
    'ssjc-audit export --table draw' 'ssjc-record status --now=2023-06-13T09:00:00' \
    'ssjc-record confirm --form' 'ssjc-draw again -H history.csv objects.csv' \
    'ssjc-draw plan -H history.csv objects.csv --now=2023-06-08T09:00:00' \
    'ssjc-draw sql objects.csv' 'ssjc-draw replace drawn.csv' \
    'ssjc-assign simulate -n 2 -i inspectors.csv drawn.csv --now=2023-06-12T09:00:00' \
    'ssjc-audit verify 名录.csv 人员.csv 历史.csv'; do
	# shellcheck disable=SC2086
	$command -p lab.plan > printed 2> printed.err
	expected=$?
	old there.csv
	# shellcheck disable=SC2086
	run $command -p lab.plan -o there.csv
	status $expected "$command -o"
	out "prints nothing" < /dev/null
	ok "but all of it into the file" cmp there.csv printed
done
run ssjc-import profile -o profile.csv 名录.csv
ok "a profile too" grep -q category profile.csv
run ssjc-draw share -o commitment secret.share
is "$status $(grep -cE '^[0-9a-f]{64}$' commitment)" "0 1" "and what commits to a share"
run ssjc-audit seed -p lab.plan -o -
ok "a dash is standard output" cmp out seed

# A refusal leaves what was there.
old drawn2.csv objects2.csv
run ssjc-draw -p lab.plan "$registers" -H history.csv -o drawn2.csv objects.csv
status 6 "a second draw is refused"
kept drawn2.csv "and the file stays"
run ssjc-draw again -p lab.plan -H history.csv -o drawn2.csv inspectors.csv
status 3 "so is a list again from another file"
kept drawn2.csv "and stays, too"
run ssjc-import objects -p lab.plan "$registers" --expect 41 -o objects2.csv 名录.csv
status 1 "rows that were not expected"
kept objects2.csv "are no stream"
run ssjc-import objects -p lab.plan -o objects2.csv nowhere.csv
status 3 "nor is a register that is not there"
kept objects2.csv "and what was there stays"
awk -F, 'NR == 2 { sub(/.$/, "", $2); $2 = $2 "!" } 1' OFS=, 名录.csv > wrong.csv
run ssjc-import objects -o objects2.csv wrong.csv
is "$status $(wc -l < objects2.csv)" "1 40" "with a row refused the others are there, as in a pipe"

# Nothing that is read is written over.
cp 名录.csv register.csv
refused() { # WHAT, then the command
	what=$1
	shift
	run "$@"
	status 1 "$what"
}
refused "a register is not written over" ssjc-import objects -o register.csv register.csv
err "and said so" <<'EOT'
ssjc-import: register.csv: is read, too, and is not written over: give another name
EOT
ok "it is what it was" cmp register.csv 名录.csv
ln -s history.csv link.csv
refused "nor is what an option names" ssjc-draw again -p lab.plan -H history.csv -o link.csv objects.csv
err "and said so" <<'EOT'
ssjc-draw: link.csv: is named by another option, too, and is not written over: give another name
EOT
refused "nor one output by another" ssjc-import objects --rejects twice.csv -o twice.csv 名录.csv
ok "neither is there" [ ! -e twice.csv ]
for file in lab.plan lab.db; do
	cp $file before
	refused "nor is $file" ssjc-audit show -p lab.plan -o $file
	ok "it is what it was" cmp $file before
done
sed "s/lab.db/items.db/" lab.plan > items.plan
printf '[items]\nfile = items.csv\n' >> items.plan
printf '事项编码,部门,事项\nT1,交通局,样例事项\n' > 清单.csv
run ssjc-import items -p items.plan -o items.csv 清单.csv
status 0 "the items that a plan names are made where they are not there yet"
cp items.csv before
refused "then they are not written over" ssjc-import items -p items.plan -o items.csv 清单.csv
ok "they are what they were" cmp items.csv before
# Nor by any other option, or in a rehearsal, or where the command does without the plan.
cp "$top/share/calendar-cn.csv" .
: > lab.rehearsal.db
: > lab.db-journal
sha256sum lab.* calendar-cn.csv > before
plan_file() { # FILE COMMAND, with OUT where the file goes
	run sh -c "$(echo "$2" | sed "s|OUT|$1|") -p lab.plan < /dev/null"
	err_has "$status: not $1: $2" \
	    "^[a-z-]*: $1: is a file of the plan, and is not written over: give another name"
}
for file in ./calendar-cn.csv lab.rehearsal.db lab.db-journal lab.db-wal ./lab.db.upload-1; do
	plan_file $file 'ssjc-draw counts --leaves OUT objects.csv'
done
while read -r command; do
	plan_file lab.db "$command"
done <<'EOT'
ssjc-draw --excluded OUT objects.csv
ssjc-draw --checkpoint OUT objects.csv
ssjc-draw --rehearse --checkpoint OUT objects.csv
ssjc-draw again --excluded OUT objects.csv
ssjc-draw commit --xlsx OUT objects.csv
ssjc-draw pledge --xlsx OUT
ssjc-draw reveal --cutoffs OUT
ssjc-draw replace --checkpoint OUT drawn.csv
ssjc-draw counts --ids OUT objects.csv
ssjc-draw counts --excluded OUT objects.csv
ssjc-draw counts --leaves OUT objects.csv
ssjc-draw merge --cutoffs OUT
ssjc-draw share -o OUT new.share
ssjc-import objects --rejects OUT 名录.csv
ssjc-import objects --repairs OUT 名录.csv
ssjc-import objects --keep OUT 名录.csv
ssjc-import profile -o OUT 名录.csv
ssjc-record result --rejects OUT
ssjc-record result --form -o OUT
ssjc-print filing -o OUT assigned.csv
ssjc-print checklist --combined OUT assigned.csv
ssjc-publish page -o OUT
ssjc-publish results --xlsx OUT
ssjc-audit checkpoint -o OUT
ssjc-audit export --table event -o OUT
ssjc-audit stamp --query OUT
ssjc-audit show -d items.db -o OUT
ssjc-audit verify --report OUT
ssjc-audit show --log OUT
EOT
plan_file lab.rehearsal.db "ssjc-audit show --log OUT"
ok "all are what they were, and nothing is on record" sha256sum -c --quiet before
ok "a share for which there was no place is not made" [ ! -e new.share ]
refused "nor two outputs that are not there yet" ssjc-draw secret -o ./s s
err "and said so" <<'EOT'
ssjc-draw: ./s: is named twice, for two files: give another name
EOT
ok "and neither is made" [ ! -e s ]
run ssjc-draw secret -o key s
is "$status $(stat -c %a key s | tr '\n' ' ')" "0 600 600 " "the secret and its key are their owner's alone"
run ssjc-import objects --rejects /dev/null --repairs /dev/null 名录.csv
status 0 "nowhere is no file, and may be named twice"
run ssjc-audit seed -p lab.plan -o nowhere/seed
status 4 "a folder that is not there"
err "is named before anything is done" <<'EOT'
ssjc-audit: nowhere/seed: cannot write it: No such file or directory
EOT
run ssjc-audit show -p lab.plan -o /dev/full
status 4 "a full disk"
err "is named" <<'EOT'
ssjc-audit: /dev/full: cannot write it: No space left on device
EOT

# Where nothing is printed there is no -o.
for command in 'ssjc-record amend' 'ssjc-record receive' 'ssjc-record attach' 'ssjc-audit keygen' \
    'ssjc-audit stamp'; do
	# shellcheck disable=SC2086
	run $command -o there.csv
	is "$status $($command --help | grep -c -e --output)" "2 0" "$command has no -o"
	err_has "and says so" 'there is no option -o'
done
run ssjc-import objects --check -o there.csv 名录.csv
status 2 "a check writes no stream"
err_has "and says so" '^ssjc-import: --check writes no stream: leave out -o'
finish
