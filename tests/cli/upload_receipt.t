#!/bin/sh
# What a platform answers in a file of its own: its columns, words and containers as they
# are, each row found, and what is wrong with one named; nothing is half on record.
. "${0%/*}/tap.sh"
. "$top/tests/cli/inspection.sh"
. "$top/tests/cli/uploads.sh"

answer() { run ssjc-publish answer -p plan.plan "$@"; }
state() { # of the rows of a batch: accepted rejected open
	ssjc-publish batches -p plan.plan -t | awk -F '\t' -v n="$1" '$1 == n { print $11, $12, $13 }'
}
ssjc-publish batch -p plan.plan --format department -o made > ok.log 2>&1 || cat ok.log
batch=2023062600001
sed 1,1d made/$batch-department.csv | cut -d, -f1-4,8 > ok.log

# ---- The department template's answers, as a platform gives them ----

# Its columns are the batch's, with the states and the reason after them.
python=/usr/bin/python3
$python - made/$batch-department.csv <<'EOT'
import csv, sys
rows = list(csv.DictReader(open(sys.argv[1], encoding="utf-8-sig")))
head = ["企业名称", "统一社会信用代码", "抽检部门名称", "抽查检查结果", "RegNOState", "UniScidState",
        "CheckState", "ErrorCode", "FeedbackTime"]
out = []
for i, r in enumerate(rows):
	bad = i in (1, 4)
	out.append([r["EntName"], r["UniScid"], r["CheckDepName"], r["SpotResult"], "1", "1",
	            "0" if bad else "1", "E0%d" % i if bad else "", "2023-06-27 08:00:00"])
with open("answer.csv", "w", encoding="gb18030", newline="") as f:
	csv.writer(f).writerows([head] + out)
def save(name, rows):
	with open(name, "w", newline="") as f:
		csv.writer(f).writerows([head] + rows)
unknown = [list(r) for r in out]
unknown[2][6] = "大概"
save("unknown.csv", unknown)
stranger = [list(r) for r in out]
stranger[3][1] = "91130230MA07TE8888"
save("stranger.csv", stranger)
save("doubled.csv", out + [out[0]])
pending = [list(r) for r in out]
for r in pending:
	r[6] = "待审核"
save("pending.csv", pending)
with open("vague.csv", "w", newline="") as f:
	csv.writer(f).writerows([["统一社会信用代码", "校验结果"]] + [[r[1], "通过"] for r in out])
import openpyxl
book = openpyxl.Workbook()
for r in [["某某平台反馈表"], head] + out:
	book.active.append(r)
book.save("answer.xlsx")
EOT
before=$(events)
answer unknown.csv
status 3 "a state that nobody knows"
err_has "is named with file, row and column" \
    '^ssjc-publish: unknown.csv:4: state \(CheckState\): “大概” is not known as an answer: add it to values.csv|^ssjc-publish: unknown.csv:4: (state|CheckState): “大概” is not known'
err_has "and nothing is put on record" '1 of 6 rows are wrong: nothing is put on record'
answer stranger.csv
status 3 "a row that was not sent"
err_has "is named" '^ssjc-publish: stranger.csv:5: is not a row of a batch that waits for an answer'
answer doubled.csv
status 3 "a row that is answered twice"
err_has "is named" '^ssjc-publish: doubled.csv:8: answers the row once more that row 2 of the file answers'
answer vague.csv
status 3 "a file by which no row is found"
err_has "says what is missing" \
    '^ssjc-publish: vague.csv:[0-9]: could be any of 2 rows of batch 2023062600001: the file needs a further column'
answer pending.csv
status 6 "rows that are still being looked at have no answer"
err_has "which is said" '6 rows are still being looked at'
is "$(events)" "$before" "nothing of these is on record"
answer -v answer.csv
status 1 "answers with rejected rows, in GB18030"
err_has "are counted" 'rows accepted: 4, rejected: 2'
is "$(state $batch)" "4 2 0" "and on record"
is "$(sqlite3 audit.db "SELECT group_concat(code || ' ' || time, '; ') FROM receipt WHERE state = 'rejected'")" \
    "E01 2023-06-27 08:00:00; E04 2023-06-27 08:00:00" "with what the platform says"
answer answer.csv
status 6 "the same file"
err_has "is taken once" 'answer.csv is on record: event [0-9]* took it'
answer answer.xlsx
status 1 "another one for rows that were answered"
err_has "has to be meant" 'no batch waits for an answer: name the one that is answered again with --batch'
answer --batch $batch answer.xlsx
status 1 "then a workbook does as well"
is "$(state $batch)" "4 2 0" "and says the same"
run ssjc-audit verify -p plan.plan
status 0 "verify agrees"
out_has "and has read the files again" \
    'receipt: answer.csv: 4 rows accepted, 2 rejected: read again from the file, the same'

# ---- By the row's id, and of two batches ----

ssjc-publish batch -p plan.plan --format list -o made > ok.log 2>&1
ssjc-publish answer -p plan.plan --batch 2023062600002 --delivered
$python - made/2023062600002-list.csv <<'EOT'
import csv, sys
rows = list(csv.reader(open(sys.argv[1], encoding="utf-8-sig")))
with open("ids.csv", "w", newline="") as f:
	csv.writer(f).writerows([["行标识", "审核状态", "退回原因"], [rows[2][-1], "退回", "日期有误"]])
with open("more.csv", "w", newline="") as f:
	csv.writer(f).writerows([["行标识", "审核状态"], [rows[3][-1], "通过"]])
EOT
answer --others-accepted ids.csv
status 1 "a file of the rejected rows alone"
is "$(state 2023062600002)" "6 1 0" "the others were accepted, if that is said"
run ssjc-publish batch -p plan.plan --format list --resend -o made
answer ids.csv
status 6 "a file that was taken is taken once, whatever waits"
answer more.csv
status 3 "a row of a batch that was answered"
answer --batch 2023062600002 more.csv
status 0 "can be answered again by its batch"
answer --batch 2023062600003 --rejected more.csv
status 3 "a list of rejected rows has ids"
answer --refused more.csv
status 2 "a file of answers says it all"
answer --batch 2023062600003
run ssjc-audit verify -p plan.plan
status 0 "verify agrees with all of it"

forged() { # what, SQL, message
	rm -f copy.db*
	cp audit.db copy.db
	"$bin/tools/rechain" copy.db "$2" || echo "Bail out! no forgery"
	run ssjc-audit verify -d copy.db
	status 1 "$1"
	err_has "is named" "$3"
}
forged "an answer that is not in the file" \
    "UPDATE receipt SET state = 'accepted', code = '' WHERE row = (SELECT min(row) FROM receipt WHERE state = 'rejected')" \
    'answer.csv says that row .* of batch 2023062600001 was rejected, but accepted is on record'
forged "another number of rows" "UPDATE file SET rows = 5 WHERE kind = 'receipt' AND name = 'answer.csv'" \
    'answer.csv has 6 rows, and not 5'
finish
