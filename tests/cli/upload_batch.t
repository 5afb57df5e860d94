#!/bin/sh
# ssjc-publish batch: each format in each container, what is new, changed or withdrawn,
# what breaks a rule, and that a batch can be made again.
. "${0%/*}/tap.sh"
. "$top/tests/cli/inspection.sh"
. "$top/tests/cli/uploads.sh"
# Neither phones nor credit classes, nor representatives: see inspection.sh.
secret='暗|1700000|0315|代表某'

# ---- list: the public list, with two columns more ----

run ssjc-publish results -p plan.plan --partial
cut -d, -f1-10 out > published
run list -o made
status 0 "the first batch"
quiet "is made without a word"
cut -d, -f1-10 made/2023062600001-list.csv > listed
cmp published listed > difference 2>&1
verdict $? "has what is published" < difference
is "$(cut -d, -f11 made/2023062600001-list.csv | tr '\n' ' ')" "操作 i i i i i i i " "all of it new"
digest=$(sha256sum < made/2023062600001-list.csv | cut -c1-64)
{
	echo batch,plan,format,target,time,container,rows,inserted,updated,deleted,accepted,rejected,open,sha256
	echo "2023062600001,T-1,list,,2023-06-26T09:00:00+08:00,csv,7,7,0,0,0,0,7,$digest"
} > expected
cmp expected made/2023062600001-list.manifest.csv > difference 2>&1
verdict $? "and a manifest" < difference
is "$(find made -perm /007)" "" "neither is for everybody"

run list
status 1 "while it is not answered, no other is made"
err_has "and it is said what to do" 'batch 2023062600001 has 7 rows without an answer.*ssjc-publish answer.*--again 2023062600001'
run ssjc-publish batch -p plan.plan --again 2023062600001
status 0 "it can be made again"
cmp out made/2023062600001-list.csv > difference 2>&1
verdict $? "byte for byte" < difference
run ssjc-publish batch -p plan.plan --again 2023062600009
status 2 "but not one that was never made"
run accept 2023062600001
status 0 "its rows were accepted"
run accept 2023062600001
status 6 "which is said once"
before=$(events)
run list
status 6 "nothing is new then"
err "and that is said" <<'EOT'
ssjc-publish: nothing is new, changed or withdrawn since the last batch that was accepted: no batch is made
EOT
is "$(events)" "$before" "without an event"

# The bureau finds that one of the two problems was none: its row goes, the others stay.
cat > correction.csv <<'EOT'
id,dept,item,result,problem,disposal,date,method,signed,note
91130230MA07TE018W,transport,T1,undisclosed,未公示,责令公示,2023-06-14,书面检查,refused,
91130230MA07TE0695,market,M1,undisclosed,未公示,责令公示,2023-06-21,网络监测,yes,
EOT
ssjc-record result -p plan.plan --correct --reason 复核 correction.csv > ok.log 2>&1 || echo "Bail out!"
run list --to tsv
status 0 "after a correction there is a second batch"
is "$(cut -f6,9,11 out | sed 1d | tr '\t\n' '  ')" \
    '样例六号货运 未发现问题 d 样例<A&B>"物流" 发现问题已责令改正 d 样例六号货运 未按规定公示应当公示的信息 i ' \
    "with what is withdrawn, and then what is new"
is "$(cut -f1 out | sed 1d | tr '\n' ' ')" "1 2 3 " "numbered in the batch"

# One row is rejected, corrected, and goes out again.
id=$(awk -F '\t' '$11 == "i" { print $12 }' out)
printf 'id,code,text,time\n%s,E01,日期有误,2023-06-26 10:00:00\n' "$id" > rejected.csv
head -1 rejected.csv > none.csv
run ssjc-publish answer -p plan.plan --batch 2023062600002 --rejected none.csv
status 3 "a list of no rejected rows is a download that failed"
run ssjc-publish answer -p plan.plan --batch 2023062600002 --rejected rejected.csv
status 0 "one row of it was rejected"
run ssjc-publish batches -p plan.plan -t
is "$(cut -f1,7-13 out | tail -n 1 | tr '\t' ' ')" "2023062600002 3 1 0 2 2 1 0" \
    "and the sheet of all batches counts it"
run list
status 6 "as long as it says the same, it does not go out again"
run list --resend --to json
status 0 "unless that is asked for"
is "$(/usr/bin/python3 -c 'import json; print([(r["operation"], r["row_id"]) for r in json.load(open("out"))["rows"]])')" \
    "[('u', '$id')]" "as a change of what the platform has seen"
run ssjc-publish answer -p plan.plan --batch 2023062600003 --refused
status 0 "that batch is refused whole"
sed -i 's/2023-06-21/2023-06-20/' correction.csv
ssjc-record result -p plan.plan --correct --reason 日期 correction.csv > ok.log 2>&1 || echo "Bail out!"
run list
is "$(cut -d, -f8,11,12 out | sed 1d)" "2023-06-20,u,$id" "a corrected row goes out as a change"
run accept 2023062600004
run list
status 6 "and then all is there"
printf 'id\nabc\n' > wrong.csv
run ssjc-publish answer -p plan.plan --batch 2023062600004 --rejected wrong.csv
status 3 "a row that was not sent cannot be rejected"
err_has "and is named" 'wrong.csv:2: id: “abc” is not a row of batch 2023062600004'

# ---- supervise: code lists, and rules across columns ----

run ssjc-publish batch -p plan.plan --format supervise -o made
status 1 "rows that break a rule make no batch"
err_has "a value without a code is named with row, column and file" \
    '^ssjc-publish: supervise: check_result: 91130230MA07TE0770 \(样例七号客运\), transport: “inactive” has no code: give it one in own/supervise-result.csv$'
err_has "one inspector is too few" \
    'supervise: check_personnel: 91130230MA07TE0695 .*, market: “样例戊”: two people at least inspect a business'
is "$(find made -name '*supervise*')" "" "nothing is written"
cp own/supervise-result.csv all-codes
sed -i '/^ok,/d' own/supervise-result.csv
run ssjc-publish batch -p plan.plan --format supervise -o made
err_has "of several rows" '[2-9] rows break'
is "$(grep -c '“ok” has no code' err)" 1 "what has no code is said once, and not of each row"
mv all-codes own/supervise-result.csv
echo inactive,R9 >> own/supervise-result.csv
run ssjc-publish batch -p plan.plan --format supervise --to json -o made --partial
status 1 "without them it is made"
/usr/bin/python3 - made/2023062600005-supervise.json > out 2>&1 <<'EOT'
import json
import sys
rows = json.load(open(sys.argv[1]))["rows"]
r = [x for x in rows if x["administrative_cp_ui_code"] == "91130230MA07TE018W"][0]
print(len(rows), len(r), all(k == k.lower() for k in r))
for k in ("supervise_item_implement_code", "supervise_item_check_icode", "check_action_name",
          "implement_institution_code", "administrative_cp_na", "area_number", "check_form",
          "check_mode", "check_result", "check_date", "check_personnel", "check_personnel_code",
          "submitted_date", "cd_batch", "cd_operation", "entrust_dept"):
	print(k, r[k])
assert r["record_unique_identity"] == r["check_action_code"] == r["cd_id"]
EOT
out "its columns and codes" <<'EOT'
3 32 True
supervise_item_implement_code 01230000000001;01230000000002
supervise_item_check_icode 11130230MA07TE01851;11130230MA07TE01852
check_action_name 对样例<A&B>"物流"进行样例<联合>抽查的检查
implement_institution_code 11130230MA07TE0185
administrative_cp_na 2
area_number 130209
check_form 02
check_mode W2
check_result R2
check_date 2023-06-14
check_personnel 样例乙;样例甲
check_personnel_code T-002;T-001
submitted_date 2023-06-26 09:00:00
cd_batch 2023062600005
cd_operation i
entrust_dept None
EOT
accept 2023062600005 || echo "Bail out!"

# ---- gsxt and department, as XML and a workbook ----

run ssjc-publish batch -p plan.plan --format gsxt --to xml -o made
status 0 "gsxt"
ok "is well-formed XML" xmllint --noout made/2023062600006-gsxt.xml
is "$(xmllint --xpath 'concat(count(/ranins_result/row), " ", /ranins_result/@batch, " ", /ranins_result/row[4]/entName, " ", /ranins_result/row[4]/raninsItemName, " ", /ranins_result/row[4]/raninsTypeName, " ", /ranins_result/row[4]/seqno)' made/2023062600006-gsxt.xml)" \
    '8 2023062600006 样例<A&B>"物流" 经营资格 不定向 1' "with a row for each item"
run ssjc-publish batch -p plan.plan --format department --to xlsx -o made
status 0 "department"
is "$(/usr/bin/python3 -c 'import openpyxl
s = openpyxl.load_workbook("made/2023062600007-department.xlsx").active
rows = [[c.value for c in r] for r in s.iter_rows()]
print(len(rows), rows[0][:4], [r[7] for r in rows if r[2] == "91130230MA07TE018W"])')" \
    "7 ['EntName', 'RegNO', 'UniScid', 'CheckDepName'] ['未按规定公示应当公示的信息', '未按规定公示应当公示的信息']" \
    "is a workbook that others read"
run ssjc-publish batch -p plan.plan --again 2023062600007 -o again
cmp made/2023062600007-department.xlsx again/2023062600007-department.xlsx > difference 2>&1
verdict $? "and the same bytes again" < difference
mkdir text
for book in made/*.xlsx; do unzip -p "$book" xl/sharedStrings.xml; done > text/strings
ok "no batch has phones, credit classes or representatives" \
    sh -c "! grep -rE '$secret' made text && ls made/*.xml"

# ---- Formats of one's own ----

format() { # rows of a format, after the headers
	{
		echo what,name,label,source,value,required,length,pattern,check,codes,personal
		printf 'format,unit,,,%s\nformat,table,,,t\nformat,key,,,id\n' "${unit:-object}" | sed 's/$/,,,,,,/'
		cat
	} > own/mine.csv
	run ssjc-publish batch -p plan.plan --format mine --partial
}
refused() { # what, message
	status 3 "$1"
	err_has "and it is said where" "$2"
}
format <<'EOT'
column,id,,object.id,,,,,,,
column,class,,object.credit,,,,,,,
EOT
refused "a credit class without a word" 'own/mine.csv:6: personal: the source “object.credit” has personal data or a credit class'
format <<'EOT'
column,id,,object.id,,,,,,,
column,who,,text,由{inspector.name}检查,,,,,,
EOT
refused "nor do names come in by a text" 'own/mine.csv:6: personal: '
format <<'EOT'
column,id,,inspector.phone,,,,,,,yes
EOT
refused "phones of inspectors are no source" 'own/mine.csv:5: source: “inspector.phone” is not a source; the sources are: constant, text, row.id'
format <<'EOT'
column,id,,object.id,,,,,,nowhere.csv,
EOT
status 3 "a code list that is not there"
format <<'EOT'
column,id,,object.id,,,,,,,
column,ID,,object.name,,,,,,,
EOT
refused "names that differ in case alone" 'own/mine.csv:6: name: the column “ID” is duplicated'
unit='object
format,key,,,id;id;id;id'
format <<'EOT'
column,id,,object.id,,,,,,,
EOT
refused "two keys" 'own/mine.csv:5: name: “key” is duplicated'
{
	echo what,name,label,source,value
	printf 'format,unit,,,object\nformat,table,,,t\nformat,key,,,id;when\n'
	printf 'column,id,,object.id,\ncolumn,when,,result.date,\n'
} > own/mine.csv
run ssjc-publish batch -p plan.plan --format mine --partial
refused "a key that a correction changes" 'own/mine.csv: key: “when” is from result.date, which can change: by it no row is found again'
unit=planet
format <<'EOT'
column,id,,object.id,,,,,,,
EOT
refused "a unit that there is not" 'own/mine.csv:2: value: “planet” is not what a row can be of'
unit=object
format <<'EOT'
column,id,,object.id,,yes,18,[0-9A-Z]+,uscc,,
column,name,,object.name,,,6,,,,
column,found,,result.code,,,,,,,
column,when,,result.date,,,,,past,,
EOT
status 1 "a name that is too long is refused, and not cut"
err_has "with its length" 'mine: name: 91130230MA07TE018W .*: “样例<A&B>"物流"” has 11 characters, and may have 6'
out "a row of a business has what all departments found" <<'EOT'
id,name,found,when
91130230MA07TE0695,样例六号货运,undisclosed,2023-06-20
EOT
run ssjc-publish answer -p plan.plan --batch 2023062600008

# ---- Delivered, and answered later ----

year() { # the rows of a format that say that year
	{
		echo what,name,label,source,value
		printf 'format,unit,,,object\nformat,table,,,t\nformat,key,,,id\n'
		printf 'column,id,,object.id,\ncolumn,when,,constant,%s\n' "$1"
	} > own/year.csv
	run ssjc-publish batch -p plan.plan --format year
}
answer() { run ssjc-publish answer -p plan.plan --batch "$@"; }
year 2023
answer 2023062600009 --delivered
status 0 "a batch is delivered"
answer 2023062600009 --delivered
status 6 "once"
run ssjc-publish batches -p plan.plan -t
is "$(cut -f7,11-13 out | tail -n 1 | tr '\t' ' ')" "2 0 0 2" "its rows are without an answer"
year 2023
status 6 "but the platform has them: nothing is new"
year 2024
status 0 "and they do not keep the next batch back"
is "$(cut -d, -f2 out | tr '\n' ' ')" "when 2024 2024 " "which has what has changed"
answer 2023062600010 --delivered
answer 2023062600010 --refused
status 0 "the answer may be no"
answer 2023062600010 --delivered
status 1 "after which nothing is delivered"
err_has "and that is said" 'batch 2023062600010 has been answered: that it was delivered says nothing new'
year 2024
is "$(cut -d, -f2 out | tr '\n' ' ')" "when 2024 2024 " "then it goes out as before"
answer 2023062600011 --refused --delivered
status 2 "one answer at a time"
run ssjc-audit verify -p plan.plan
status 0 "verify agrees"

run ssjc-publish batch -p plan.plan --format "li
st"
status 2 "a name has no line ends"
run ssjc-publish batch -p plan.plan --format ../list
status 2 "a format is a name, not a path"
run ssjc-publish batch -p plan.plan --format list --to pdf
status 2 "a container that there is not"
finish
