#!/bin/sh
# What a platform has not accepted yet is told by ssjc-record status, for each target that
# the plan names, until nothing is.
. "${0%/*}/tap.sh"
. "$top/tests/cli/inspection.sh"
. "$top/tests/cli/uploads.sh"

status_of() { # day, options: the rows of uploads
	day=$1
	shift
	run ssjc-record status -p plan.plan --now="$day" -t "$@"
	grep -E '^(upload|batch)' out | cut -f 1,2,4,6- > rows
}
sed 's/^formats = own/&\ntargets = province:department\ndays = 5/' plan.plan > new.plan && mv new.plan plan.plan
ssjc-record amend -p plan.plan --reason 上报平台 > ok.log 2>&1 || cat ok.log

status_of 2023-06-21
status 0 "nothing is late yet"
is "$(head -n 1 out | cut -f 9-)" "$(printf 'target\tbatch\tanswer')" "there are columns of targets"
# 22 to 24 June are days off, and Sunday the 25th is worked.
is "$(cut -f 1-6 rows | sort)" "$(sort << 'EOT'
upload	91130230MA07TE018W	market	2023-06-21	due	1
upload	91130230MA07TE018W	transport	2023-06-21	due	1
upload	91130230MA07TE026P	market	2023-06-26	due	1
upload	91130230MA07TE0695	market	2023-06-27	due	1
upload	91130230MA07TE0695	transport	2023-06-28	due	1
upload	91130230MA07TE0770	transport	2023-06-25	due	1
EOT
)" "each complete result is to be uploaded in five working days, days off left out"
is "$(cut -f 7 rows | sort -u)" province "to the target"
status_of 2023-06-21 --within 0
is "$(cut -f 2,3 rows | sort)" "$(printf '%s\n' '91130230MA07TE018W	market' '91130230MA07TE018W	transport')" \
    "--within 0 leaves what is due today"
status_of 2023-06-26
is "$(awk '$5 == "overdue" { print $2 }' rows | sort -u)" "$(printf '%s\n' 91130230MA07TE018W 91130230MA07TE0770)" "what is late is overdue"

mkdir drop
cat > targets <<EOT
[target province]
address = file://$PWD/drop
format  = department
answer  = file
EOT
run ssjc-upload -p plan.plan --now=2023-06-26T10:00:00 --targets targets
status 0 "without --to it goes to the targets of the plan"
batch=2023062600001
is "$(ls drop)" "$batch-department.csv" "the batch is there"
status_of 2023-06-26
is "$(cut -f 1,2,5,6 rows)" "$(printf 'batch\t%s\tdelivered\t6' $batch)" "it waits for an answer, and that is all"

(
	head -n 1 drop/$batch-department.csv | tr -d '\r' | sed 's/$/,CheckState,ErrorCode/'
	sed 1d drop/$batch-department.csv | tr -d '\r' | awk 'NR == 1 { print $0 ",0,E04"; next } { print $0 ",1," }'
) > answer.csv
run ssjc-upload receipt -p plan.plan --now=2023-06-27 answer.csv
status 1 "a row is rejected"
status_of 2023-06-27
is "$(cut -f 1,5- rows)" "$(printf 'upload\trejected\t1\tprovince\t%s\tE04' $batch)" "and told, with the platform's word"
run ssjc-upload -p plan.plan --now=2023-06-27 --targets targets --resend
status 0 "it is sent once more"
run ssjc-upload receipt -p plan.plan --now=2023-06-27 --others-accepted answer.csv
status 6 "the same answers are on record"
run ssjc-publish answer -p plan.plan --now=2023-06-27 --batch 2023062700001
status 0 "then accepted"
status_of 2023-06-28
is "$(cat rows)" "" "and nothing is left"
status_of 2023-06-28 --all
is "$(cut -f 5 rows | sort -u)" "done" "but for --all"

sed 's/:department$/:list/' plan.plan > other.plan
run ssjc-upload -p other.plan --now=2023-06-28 --targets targets
status 3 "the plan says another format"
err_has "is refused" 'plan.*: targets: says that province takes the format “list”, but the file of targets says “department”'
finish
