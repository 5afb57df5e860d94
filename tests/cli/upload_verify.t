#!/bin/sh
# What was uploaded is on record: ssjc-audit verify computes batches again, show and the page
# tell of them, and a batch that is not what the results said is found.
. "${0%/*}/tap.sh"
. "$top/tests/cli/inspection.sh"
. "$top/tests/cli/uploads.sh"

list -o made
printf 'id,code,text\n%s,E01,样例\n' "$(sed -n 's/^2,.*,//p' made/2023062600001-list.csv)" > rejected.csv
ssjc-publish answer -p plan.plan --batch 2023062600001 --rejected rejected.csv
cat > correction.csv <<'EOT'
id,dept,item,result,problem,disposal,date,method,signed,note
91130230MA07TE018W,transport,T1,undisclosed,未公示,责令公示,2023-06-14,书面检查,refused,
EOT
ssjc-record result -p plan.plan --correct --reason 复核 correction.csv > ok.log 2>&1
list --resend --to json > second.json
accept 2023062600002
ssjc-publish batch -p plan.plan --format department --to xlsx -o made
ssjc-publish batch -p plan.plan --format supervise --partial --to sql -o made 2> ok.log
run ssjc-publish page -p plan.plan --partial
out_has "the page says when results were uploaded" \
    '<li>检查结果上报：2023年6月26日生成批次 2023062600001（格式 list，7 行），2023年6月26日接收 6 行</li>'
out_has "and what was not answered" '2023062600003（格式 department，6 行），尚未答复</li>'
run ssjc-audit verify -p plan.plan
status 0 "all of it is verified"
out_has "each batch" 'batch 2023062600001: 7 new, 0 changed, 0 withdrawn: computed again from the results, the same'
out_has "with what was rejected and withdrawn" 'batch 2023062600002: 0 new, 1 changed, 1 withdrawn: computed'
out_has "as a workbook" 'batch 2023062600003: 6 new'
out_has "and with rows that were left out" 'batch 2023062600004: 2 new'
out_has "and reads what was rejected again" 'receipt: rejected.csv: 1 row rejected: read again from the file, the same'
run ssjc-audit show -p plan.plan
out_has "show tells what came of it" \
    '2023062600001, list: 7 new, 0 changed, 0 withdrawn; 6 accepted, 1 rejected, 0 delivered, 0 without an answer'

forged() { # what, SQL, message
	rm -f copy.db*
	cp audit.db copy.db
	"$bin/tools/rechain" copy.db "$2" || echo "Bail out! no forgery"
	run ssjc-audit verify -d copy.db
	status 1 "$1"
	err_has "is named" "$3"
}
forged "another result than was on record" \
    "UPDATE batch_row SET content = replace(content, '未发现问题', '未按规定公示应当公示的信息') WHERE row = 1" \
    'row 1 of batch 2023062600001 does not say what was on record then'
forged "a withdrawal of what was not withdrawn" "UPDATE batch_row SET operation = 'd' WHERE row = 3" \
    'row 3 of batch 2023062600001 should be i of '
forged "a row that was left out" \
    "DELETE FROM batch_row WHERE row = (SELECT max(row) FROM batch_row); UPDATE batch SET rows = rows - 1 WHERE row = 4" \
    'the output of batch 2023062600004 is not|batch 2023062600004 should have'
forged "another digest" "UPDATE batch SET digest = replace(digest, substr(digest, 1, 8), '00000000') WHERE row = 1" \
    'the output of batch 2023062600001 is not the one that its table has'
forged "a rejected row that the list does not have" \
    "UPDATE receipt SET code = 'E02' WHERE state = 'rejected'" \
    'rejected.csv gives another reason for row [0-9a-f]* of batch 2023062600001 than is on record'
forged "a receipt in a state that there is not" "UPDATE receipt SET state = 'lost' WHERE row = 1" \
    'table receipt: a row was neither accepted nor rejected nor delivered'
forged "an answer to no batch" "UPDATE receipt SET number = '2023062600009' WHERE row = 1" \
    'table receipt: it answers a batch, or a row, that was not made before it'
finish
