#!/bin/sh
# ssjc-draw share, commit, reveal: a draw that nobody could choose.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

draw() { # command, day; more options follow
	command=$1 day=$2
	shift 2
	ssjc-draw "$command" -p small.plan --now "2023-06-$day" -H history.csv "$@"
}
form='SSQ2023068:{n}.{n+}.{n+}.{n+}.{n+}.{n+}/{n}'
commit() { # day; more options follow
	day=$1
	shift
	draw commit "$day" --public 双色球第2023068期 --form "$form" "$@"
}
reveal() { # day; more options follow
	day=$1
	shift
	draw reveal "$day" --public SSQ2023068:2.4.6.11.20.33/14 "$@"
}
events() {
	sqlite3 small.db 'SELECT count(*) FROM event'
}

small_plan
ssjc-import objects -p small.plan --now 2023-06-09 objects.csv > imported.csv
# As it has no rows, what is imported is the same file.
ssjc-import history -p small.plan --now 2023-06-09 history.csv > past.csv

# Shares.
run ssjc-draw share transport.share
status 0 "a share is made"
is "$(wc -c < transport.share)" 65 "of 64 digits"
is "$(stat -c %a transport.share)" 600 "for its owner alone"
is "$(sed 's/../\\\\x&/g' transport.share | xargs printf %b | sha256sum | cut -c1-64)" "$(cat out)" \
    "and what commits to it is the SHA-256 of its 32 bytes"
transport=$(cat out)
cp transport.share before
run ssjc-draw share transport.share
status 4 "a share is never overwritten"
ok "it is as it was" cmp transport.share before
market=$(ssjc-draw share market.share)
run ssjc-draw share
status 2 "a share needs a file"

# The order of the steps.
run reveal 12 imported.csv -s transport.share -s market.share
status 1 "no reveal without a commitment"
err "and said so" <<'EOF'
ssjc-draw: plan SMALL-1 has no commitment: ssjc-draw commit makes one
EOF
run ssjc-record amend -p small.plan --now 2023-06-10 --reason 更正
status 1 "no amendment of a plan that nothing came of yet"
err "and none is needed" <<'EOF'
ssjc-record: nothing was drawn for this plan yet: until the draw the plan can simply be changed
EOF
run draw commit 10 imported.csv -c transport="$transport" -c market="$market"
status 2 "a commitment names its public event"
err "and the form of its outcome" <<'EOF'
ssjc-draw: --public EVENT and --form FORM are missing: which event's outcome will be taken, and how it will be written; ssjc-draw commit --help tells more
EOF
for odd in plain '{m}' '{n' 'a}{n}' '{n}{n}' '{n}5' '{x}a' '{d}' '{d03}'; do
	run draw commit 10 --public x --form "$odd" imported.csv \
	    -c transport="$transport" -c market="$market"
	status 2 "$odd is no form"
done
run commit 10 imported.csv -c transport="$transport"
err "and every department commits" <<'EOF'
ssjc-draw: the commitment of market is missing: -c market=DIGEST; ssjc-draw commit --help tells more
EOF
run commit 10 imported.csv -c transport="$transport" -c market="$transport"
err_has "to a share of its own" 'two commitments are the same'
run commit 10 imported.csv -c transport="$transport" -c police="$market"
err_has "a department of the plan" '“police” is not a department of the plan'
run commit 10 imported.csv -c transport=abc -c market="$market"
err_has "with a digest" '“transport=abc” is not a commitment: give KEY='
sed '3s/A,/C,/' imported.csv > class.csv
run commit 10 class.csv -c transport="$transport" -c market="$market"
status 3 "a roster that cannot be drawn from is refused at once"
is "$(events)" 2 "and nothing of all this is on record"

run commit 10 --xlsx pledge.xlsx imported.csv \
    -c market="$market" -c transport="$transport"
status 0 "a commitment"
quiet "quietly"
cp out pledge.txt
for text in 抽取承诺书 'SSQ2023068:[{]n[}][.][{]n[+][}]'  小型联合抽查 双色球第2023068期 "$transport" "$market" \
    "$(sha256sum < imported.csv | cut -c1-64)" "$(sha256sum < small.plan | cut -c1-64)"; do
	out_has "the pledge says $text" "$text"
done
ok "and is a workbook too" unzip -tq pledge.xlsx
run ssjc-draw pledge -p small.plan --now 2023-06-11 --xlsx none/pledge.xlsx
status 4 "a workbook that cannot be written"
out_has "does not keep the text back" '抽取承诺书'
run ssjc-draw pledge -p small.plan --now 2023-06-11 --xlsx again.xlsx
out "it can be printed once more" < pledge.txt
sh_run 'ssjc-draw pledge -p small.plan > /dev/full'
status 4 "or not, on a full disk"
run commit 10 imported.csv -c market="$market" -c transport="$transport"
status 6 "a second commitment is refused"
err_has "and what is to be done is said" 'committed to a draw since .*: ssjc-draw reveal makes it'
run ssjc-draw -p small.plan --now 2023-06-11 -H history.csv imported.csv
status 1 "so is a draw past the commitment"

# The reveal.
n=$(events)
refused() { # what, exit status, message, then the options of the reveal
	what=$1 code=$2 message=$3
	shift 3
	run "$@"
	status "$code" "$what is refused"
	err_has "$what is named" "$message"
	out "$what draws nothing" < /dev/null
}
refused "a missing share" 1 'the share of market is missing: a draw needs every share' \
    reveal 12 imported.csv -s transport.share
ssjc-draw share other.share > /dev/null
refused "a wrong share" 3 'other.share: is a share that nobody committed to' \
    reveal 12 imported.csv -s transport.share -s other.share
chmod 640 market.share
run reveal 12 imported.csv -s transport.share -s market.share
status 1 "a share that others may read"
err_has "is refused, with what to do" 'market.share: is a secret that others may read.*chmod 600'
chmod 600 market.share
echo 12 > short.share
chmod 600 short.share
refused "what is no share" 3 'short.share:1: is not a share: expected 64 lower-case hex digits' \
    reveal 12 imported.csv -s transport.share -s short.share
sed 's/样例甲公司/样例乙公司/' imported.csv > changed.csv
refused "a roster changed by one character" 3 'changed.csv: is not the roster committed to' \
    reveal 12 changed.csv -s transport.share -s market.share
sed 's/A = 20%/A = 40%/' small.plan > tampered.plan
refused "a changed plan" 3 'tampered.plan: was changed since event 3, .*: ssjc-draw commit --redraw --reason TEXT withdraws the commitment for another$' \
    ssjc-draw reveal -p tampered.plan -H history.csv --now 2023-06-12 --public SSQ2023068:1.2.3.4.5.6/7 imported.csv \
    -s transport.share -s market.share
refused "a changed plan put on record past the commitment" 1 \
    'committed to a draw since .*; ssjc-draw commit --redraw --reason TEXT withdraws the commitment for another$' \
    ssjc-record amend -p tampered.plan --now 2023-06-12 --reason 更正
echo 91130230MA07TE0508,2023-01-01,X >> history.csv
refused "a changed history" 3 'the histories \(-H\) are not those committed to' \
    reveal 12 imported.csv -s transport.share -s market.share
sed -i '$d' history.csv
refused "a reveal before the commitment" 1 'it is 2023-06-09T00:00:00.08:00, but event 3 was at|the commitment is not older than the draw' \
    reveal 09 imported.csv -s transport.share -s market.share
refused "a reveal at the second of the commitment" 1 'the commitment is not older than the draw' \
    reveal 10 imported.csv -s transport.share -s market.share
refused "a reveal without an outcome" 2 \
    '--public OUTCOME is missing: how the event came out, in the form committed to, “SSQ2023068:' \
    draw reveal 12 imported.csv -s transport.share -s market.share
refused "a share given twice" 2 'transport.share: the share of transport is given twice' \
    reveal 12 imported.csv -s transport.share -s market.share -s transport.share
# One outcome can be written in one way only, or one could try them all.
for odd in 2.4.6.11.20.33/14 SSQ2023068:02.4.6.11.20.33/14 SSQ2023068:4.2.6.11.20.33/14 \
    SSQ2023068:2.4.6.11.20.33/14. 'SSQ2023068:2.4.6.11.20.33 /14' SSQ2023068:2.4.6.11.20/14; do
	refused "$odd" 3 'does not have the form committed to' draw reveal 12 --public "$odd" imported.csv \
	    -s transport.share -s market.share
done
is "$(events)" "$n" "nothing of all this is on record"

run reveal 12 imported.csv -s market.share -s transport.share
status 0 "the reveal draws"
cp out drawn.csv
ssjc-audit seed -p small.plan > seed
run cat seed
out "from the event and the shares, in the order of the plan" <<EOF
ssjc-draw 1
plan=SMALL-1
draw=1
public=SSQ2023068:2.4.6.11.20.33/14
share.1=$(cat transport.share)
share.2=$(cat market.share)
EOF
refused "a second reveal" 6 'was drawn already, last on .*: the commitment is used up' \
    reveal 13 imported.csv -s market.share -s transport.share
run ssjc-audit verify -p small.plan objects.csv history.csv
status 0 "an auditor agrees"
out_has "on the shares too" 'good: .*: draw 1: plan, roster, histories and 2 shares are those committed to'

# Once more, with a reason: a commitment withdrawn, a second draw.
form='y{n}'
again() { # day, reason; more options follow
	day=$1 reason=$2
	shift 2
	draw commit "$day" --redraw --reason "$reason" --public y --form "$form" imported.csv "$@"
}
share() { # name: a new share and what commits to it
	rm -f "$1.share"
	ssjc-draw share "$1.share"
}
n=$(events) market_revealed=$market
cp small.db revealed.db
sh_run "ssjc-draw commit -p small.plan --now 2023-06-14 --redraw --reason 名录有误 --public y --form 'y{n}' \
    -H history.csv imported.csv -c transport=$(share transport) -c market=$(share market) > /dev/full"
status 4 "a pledge that cannot be printed"
err "is on record, and the last message says so" <<'EOF'
ssjc-draw: this reason will be published: “名录有误”
ssjc-draw: standard output: cannot write it: No space left on device
ssjc-draw: the commitment is on record: ssjc-draw pledge prints it once more
EOF
cp revealed.db small.db
refused "a share that everybody has seen" 1 \
    'department market commits to a share that event 3 already has' \
    again 14 名录有误 -c transport="$(share transport)" -c market="$market"
is "$(events)" "$n" "and is not on record"
transport=$(share transport) market=$(share market)
run again 14 名录有误 -c transport="$transport" -c market="$market"
status 0 "a plan can be committed to again, with a reason"
refused "a share withdrawn" 1 \
    'department transport commits to a share that event 5 already has' \
    again 15 再次更正 -c transport="$transport" -c market="$(share market)"
refused "a share that another department has shown" 1 \
    'department transport commits to a share that event 3 already has' \
    again 15 再次更正 -c transport="$market_revealed" -c market="$(share market)"
transport=$(share transport) market=$(share market)
refused "a file that is no list of inspectors" 3 'imported.csv:1: cert: is missing' \
    again 15 再次更正 -c transport="$transport" -c market="$market" -i imported.csv
sed 's/M-001,样李四,market/M-001,样李四,customs/' inspectors.csv > strange.csv
refused "an inspector of no department" 3 'strange.csv:5: dept: “customs” is neither' \
    again 15 再次更正 -c transport="$transport" -c market="$market" -i strange.csv
cp small.plan free.plan
sed -i 's/^calendar .*/&\ncustody = strict/' small.plan
refused "inspectors of unknown origin under custody = strict" 1 \
    'inspectors.csv: no ssjc-import of this plan wrote it, and the plan says custody = strict' \
    again 15 再次更正 -c transport="$transport" -c market="$market" -H past.csv -i inspectors.csv
cp free.plan small.plan
form='y{n}.{d2}'
run again 15 再次更正 -c transport="$transport" -c market="$market" -i inspectors.csv
status 0 "and a commitment withdrawn"
err "inspectors of unknown origin are remarked on" <<'EOF'
ssjc-draw: this reason will be published: “再次更正”
ssjc-draw: inspectors.csv: no ssjc-import of this plan wrote these inspectors: they are fixed all the same, and the audit file says so
EOF
out_has "which the new pledge says" '此前的承诺已撤回'
is "$(sqlite3 small.db "SELECT kind, rows FROM file WHERE name = 'inspectors.csv'")" 'inspectors|5' \
    "the inspectors are on record"
out_has "and what its form means" \
    '结果的写法中，[{]n[}]为不带前导零的整数，[{]d2[}]为恰好2位数字（前导零照写），其余照写；'
run draw reveal 16 --public y3204.6 imported.csv -s transport.share -s market.share
status 3 "a decimal too few"
err "is named with what was expected" <<'EOT'
ssjc-draw: --public: “y3204.6” does not have the form committed to, “y{n}.{d2}”: at character 7, expected {d2}: exactly 2 digits
EOT
run draw reveal 16 --public y3204.06 imported.csv -s transport.share -s market.share
status 0 "and drawn"
is "$(sed -n 2p out | cut -d, -f1)" 2 "as draw 2"

# An earlier plan's audit file is a history.
sed 's/SMALL-1/SMALL-2/; s/small.db/second.db/; s/2023-06-14..2023-06-16/2023-07-03..2023-07-07/' small.plan > second.plan
ssjc-import inspectors -p small.plan --now 2023-06-16 inspectors.csv > people.csv
cp out drawn.csv
grep -v T-003 inspectors.csv > people.csv
run ssjc-assign -p small.plan --now 2023-06-16 -i people.csv drawn.csv
status 3 "inspectors that were not committed to are refused"
err_has "and named" 'people.csv: are not the inspectors fixed before the draw'
run ssjc-assign -p small.plan --now 2023-06-16 -i inspectors.csv drawn.csv
status 0 "those that were are assigned"
cp small.db assigned.db
sed 's/T-003,样孙三/T-004,样吴六/' inspectors.csv > other.csv
run ssjc-assign -p small.plan --now 2023-06-16 -i other.csv --reassign --reason 调离 drawn.csv
status 0 "others are, with a reason"
cp out assigned.csv
run ssjc-assign -p small.plan --now 2023-06-16 -i other.csv drawn.csv
status 0 "and then need no other reason"
ok "for the same match" cmp out assigned.csv
run ssjc-assign -p small.plan --now 2023-06-16 -i inspectors.csv drawn.csv
status 3 "now it is they who were bound to"
err_has "and the others are refused" \
    "inspectors.csv: are not the inspectors fixed before the draw, or taken by a --reassign since: those have the SHA-256 $(sha256sum < other.csv | cut -c1-64)"
run ssjc-audit verify -p small.plan objects.csv history.csv inspectors.csv other.csv
status 0 "an auditor finds all of it good"
out_has "and is told of the others, and why" \
    'note: event [0-9]+: match: its inspectors are not those fixed before the draw; its reason: 调离$'
is "$(grep -c 'not those fixed before the draw' out)" 1 "of no other match"
line='重新匹配执法检查人员（所用名录不是抽取前固定的执法检查人员名录），原因：调离'
run ssjc-publish page -p small.plan --partial --now 2023-06-16
out_has "the page tells of them too" "<li>2023-06-16（时间为人工指定） $line</li>"
run ssjc-publish summary -p small.plan --now 2023-06-16 -o summary.xlsx
unzip -p summary.xlsx xl/sharedStrings.xml > out
out_has "and the summary" "2023-06-16（时间为人工指定） $line。"
cp assigned.db small.db
ssjc-record result --form -p small.plan --now 2023-06-16 | awk -F, -v OFS=, 'NR > 1 { $6 = "ok" } 1' |
    ssjc-record result -p small.plan --now 2023-06-16
inspected=$(sqlite3 small.db 'SELECT group_concat(id, "|") FROM (SELECT DISTINCT id FROM result)')
run ssjc-draw -p second.plan --now 2023-07-01 -H small.db --excluded excluded.csv imported.csv
status 0 "an audit file serves as the history"
is "$(grep -Ec "$inspected" out)" 0 "what it saw inspected is not drawn"
is "$(grep -Ec "($inspected).*,repeat,inspected this year" excluded.csv)" \
    "$(sqlite3 small.db 'SELECT count(DISTINCT id) FROM result')" "and is in the list of --excluded"
is "$(grep -c ',status,cancelled$' excluded.csv)" 1 "with what its status excludes"
run ssjc-draw again -p second.plan --now 2023-07-01 -H small.db imported.csv
status 0 "and again finds the same"

# What another plan revealed, or withdrew, is known there too.
sed 's/SMALL-2/SMALL-3/; s/second.db/third.db/' second.plan > third.plan
third() { # the transport bureau's commitment, and options
	transport=$1
	shift
	ssjc-draw commit -p third.plan --now 2023-07-01 -H history.csv "$@" --public y --form 'y{n}' imported.csv \
	    -c transport="$transport" -c market="$(share market)"
}
for what in revealed withdrawn; do
	event=$(sqlite3 small.db "SELECT $([ $what = revealed ] && echo max || echo min)(event) FROM ceremony")
	used=$(sqlite3 small.db "SELECT commitment FROM commitment WHERE event = $event AND dept = 'transport'")
	run third "$used" -H small.db
	status 1 "a share that an earlier plan has $what is refused"
	err "and its department, file and event are named" <<EOT
ssjc-draw: small.db: department transport commits to a share that is in its event $event already, and that others may know: ssjc-draw share makes another
EOT
	out "no pledge is made" < /dev/null
done
run third "$(share transport)" -H small.db
status 0 "a new one is not"

# A plan's own audit file says nothing to it.
for command in "" plan again; do
	run ssjc-draw $command -p second.plan --now 2023-07-01 -H second.db imported.csv
	status 3 "a plan's own audit file is no history${command:+ for $command}"
	err "and that is said" <<'EOT'
ssjc-draw: second.db: is the audit file of plan SMALL-2 itself, whose own inspections do not count: its history is in those of the plans before it
EOT
done
finish
