#!/bin/sh
# ssjc-upload: what a target takes at a time, and --limit: batches of the first rows of what
# differs, which verify computes again.
. "${0%/*}/tap.sh"
. "$top/tests/cli/inspection.sh"
. "$top/tests/cli/uploads.sh"

mkdir three small tiny all answered
for name in three small tiny all answered; do
	printf '[target %s]\naddress = file://%s/%s/\nformat = list\n' "$name" "$PWD" "$name"
	case $name in
	three) echo rows = 3 ;;
	small) echo bytes = 1024 ;;
	tiny) printf "bytes = 2000\ncontainer = xlsx\n" ;;
	answered) echo answer = file ;;
	esac
done > targets
upload() { # TARGET OPTION...
	to=$1
	shift
	run ssjc-upload -p plan.plan --targets targets --to "$to" "$@"
}
# Of a target: how many rows each batch has, and how many of all there are once.
sent() {
	for f in "$1"/*.csv; do sed 1d "$f" | wc -l; done | tr '\n' ' '
	for f in "$1"/*.csv; do sed 1d "$f"; done | sed 's/.*,//' | sort -u | wc -l
}

upload three
status 0 "a target that takes three rows at a time"
is "$(sent three)" "3 3 1 7" "gets three batches, and each row once"
upload small
status 0 "one that takes so many bytes"
is "$(find small -size +1024c -type f)" "" "gets no file that is larger"
is "$(sent small | sed 's/.* //')" 7 "and each row once"
upload tiny
status 1 "a row that is too large alone"
err_has "is named, with its size and the limit" \
    '^ssjc-upload: tiny: row [0-9a-f]{32} alone makes a batch of [0-9]+ bytes, but the target takes 2000 at most$'
is "$(find tiny -type f)" "" "and nothing is sent"

upload all --limit 2
status 5 "--limit leaves work"
quiet "without a word"
is "$(sent all)" "2 2" "after so many rows"
upload all --limit 5
status 0 "the rest"
is "$(sent all)" "2 5 7" "comes with the next run"
upload all --limit 5
status 0 "and then nothing does"

upload answered
status 0 "what is answered by a file later"
upload answered
is "$(sent answered)" "7 7" "is delivered once"
is "$(ssjc-publish batches -p plan.plan -t | awk -F '\t' '$4 == "answered" { print $11, $12, $13 }')" \
    "0 0 7" "and has no answer yet"

before=$(events)
upload three --dry-run
status 0 "--dry-run"
is "$(events) $(find three -name '*.csv' | wc -l)" "$before 3" "records and sends nothing"
run ssjc-audit verify -p plan.plan
status 0 "all of it is verified"
is "$(grep -c 'batch .* computed again from the results, the same' out)" \
    "$(ssjc-publish batches -p plan.plan | sed 1d | wc -l)" "each batch"

forged() { # what, SQL, message
	rm -f copy.db*
	cp audit.db copy.db
	"$bin/tools/rechain" copy.db "$2" || echo "Bail out! no forgery"
	run ssjc-audit verify -d copy.db
	status 1 "$1"
	err_has "is named" "$3"
}
forged "a batch of other rows than the first" \
    "DELETE FROM batch_row WHERE row = 1; UPDATE batch SET rows = 2 WHERE row = 1" \
    'row 1 of batch 2023062600001 should be i of '
forged "one that leaves out rows, and is for no target" \
    "UPDATE batch SET target = '' WHERE row = 1" \
    'batch 2023062600001 should have 7 rows, but 3 are on record'
forged "a batch without rows" \
    "DELETE FROM batch_row WHERE event = (SELECT max(event) FROM batch); UPDATE batch SET rows = 0 WHERE event = (SELECT max(event) FROM batch)" \
    'batch [0-9]+ should have [1-9][0-9]* rows, but 0 are on record'

# ---- A target that is set to something else while a batch waits ----

target_list() { # CONTAINER
	printf '[target list]\naddress = file://%s/list/\nformat = list\ncontainer = %s\n' \
	    "$PWD" "$1" > targets
}
target_list csv
upload list
status 4 "a folder that is not there yet"
target_list json
mkdir list
upload list
status 3 "another container before the batch is answered"
err_has "is not what the batch on record is" \
    'container: is json now, but batch [^ ]+ is csv, and is to be sent again as it is: set that until it is answered$'
is "$(find list -type f)" "" "and nothing is sent"
target_list csv
cp audit.db kept.db
"$bin/tools/rechain" audit.db "UPDATE batch SET digest = replace(digest, substr(digest, 1, 8), '00000000') WHERE row = (SELECT max(row) FROM batch)" ||
    echo "Bail out! no forgery"
upload list
status 4 "other bytes than those on record"
err_has "are named" 'batch [0-9]+ made again has another SHA-256 than the one on record, and is not sent'
is "$(find list -type f)" "" "and not sent"
mv kept.db audit.db
upload list
status 0 "the container that it was made for"
is "$(sent list)" "7 7" "lets it through"
finish
