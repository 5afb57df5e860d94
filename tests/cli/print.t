#!/bin/sh
# ssjc-print: the sheets, what is on them and what is not, and what is put on record.
. "${0%/*}/tap.sh"
. "$top/tests/cli/inspection.sh"

export SOURCE_DATE_EPOCH=1686531600 # 12 June 2023, 9:00
events() { ssjc-audit show -p plan.plan | sed -n 's/ events*, head.*//p'; }
strings() { unzip -p "$1" xl/sharedStrings.xml | tr -d '\n' | sed 's/<t[^>]*>/\n/g; s/<[^>]*>//g'; }
cp audit.db before.db
before=$(events)

run ssjc-print checklist -p plan.plan assigned.csv
status 2 'a checklist needs a place to go'
err 'and says so' <<'EOT'
ssjc-print: give either -o DIR or --combined FILE; ssjc-print checklist --help tells more
EOT
run ssjc-print checklist -p plan.plan -o a --combined b.xlsx assigned.csv
status 2 'but not two'
run ssjc-print filing -p plan.plan assigned.csv
status 2 'so does the filing list'
is "$(events)" "$before" 'nothing is put on record for that'

sh_run "ssjc-print checklist -p plan.plan -o sheets < assigned.csv"
status 0 'checklists are made from standard input'
quiet 'without a word'
out 'on standard output either' < /dev/null
ls sheets > out
out 'one for each business, and nothing else' <<'EOT'
001-91130230MA07TE018W.xlsx
002-91130230MA07TE0770.xlsx
004-91130230MA07TE0695.xlsx
005-91130230MA07TE026P.xlsx
EOT
is "$(events)" $((before + 1)) 'an event is put on record'

strings sheets/001-91130230MA07TE018W.xlsx > out
for text in '样例&lt;联合&gt;抽查' '样例&lt;A&amp;B&gt;"物流"' 91130230MA07TE018W 代表某一 0315-5550101 \
    2023年6月14日 '一、样例交通局（牵头部门）' '二、样例市场局' '主办 样例乙（执法证号 T-002，电话 17000000002）' \
    '协办 样例甲（执法证号 T-001，电话 17000000001）' T1 T2 M1 《样例条例》 许可证、营业执照 \
    未发现问题 发现问题待后续处理 检查人员签字 签字盖章 拒绝签字; do
	out_has "a checklist has $text" "$text"
done
ok 'and nothing of the credit class' sh -c '! grep 暗 out'
strings sheets/002-91130230MA07TE0770.xlsx > out
ok 'an item that does not apply is not there' sh -c '! grep -x T1 out'
out_has 'one that does is' '^T2$'

x=sheets/001-91130230MA07TE018W.xlsx
unzip -p $x xl/worksheets/sheet1.xml > out
out_has 'it is for A4, one page wide' 'paperSize="9" .*fitToHeight="0"'
out_has 'each page bears the checkpoint' \
    "T-1 · 记录 $before · $(ssjc-audit show -d before.db | sed -n 's/.*head //p').*第 &amp;P 页，共 &amp;N 页"
is "$(grep -o '<dataValidation type="list"' out | wc -l | tr -d ' ')" 3 'each item offers the results'
unzip -p $x xl/workbook.xml > out
out_has 'from a hidden sheet' '<sheet name="选项" [^>]*state="hidden"'
out_has 'the header is on every page' '_xlnm.Print_Titles'

cp before.db audit.db
sh_run "ssjc-print checklist -p plan.plan -o again < assigned.csv"
ok 'the same input makes the same bytes' diff -r sheets again

run ssjc-print notice -p plan.plan -o letters -v assigned.csv
status 0 'notices are made'
out 'their names are printed when asked for' <<'EOT'
letters/001-91130230MA07TE018W.xlsx
letters/002-91130230MA07TE0770.xlsx
letters/004-91130230MA07TE0695.xlsx
letters/005-91130230MA07TE026P.xlsx
EOT
strings letters/005-91130230MA07TE026P.xlsx > out
for text in 联合抽查告知书 样例二号货运 91130230MA07TE026P 2023年6月16日 样例路2号 样例乙 T-002 许可证 回避 \
    送达回证 2023年6月12日 T-1-005; do
	out_has "a notice has $text" "$text"
done
ok 'but no telephone, credit class or representative' sh -c '! grep -E "1700000|0315|暗|代表某" out'

run ssjc-print filing -p plan.plan -o filing.xlsx assigned.csv
status 0 'the filing list is made'
quiet 'without a word, too'
strings filing.xlsx > out
for text in 备案表 样例交通局 样例市场局 91130230MA07TE0695 2023-06-19 '样例乙（主办）17000000002'; do
	out_has "it has $text" "$text"
done
ok 'and no credit class' sh -c '! grep 暗 out'
unzip -p filing.xlsx xl/worksheets/sheet1.xml > out
out_has 'it lies across the page' 'orientation="landscape"'
ssjc-audit show -v -p plan.plan > out
out_has 'its digest is on record' "$(sha256sum < filing.xlsx | cut -c 1-64)"
out_has 'so is that of the stream' "$(sha256sum < assigned.csv | cut -c 1-64)"

run ssjc-print checklist -p plan.plan --combined all.xlsx assigned.csv
status 0 'all checklists fit into one workbook'
unzip -p all.xlsx xl/workbook.xml > out
is "$(grep -o '<sheet ' out | wc -l | tr -d ' ')" 5 'with a sheet a business'

# A basis of 6000 characters is more than a row may be high: it takes several.
cp items.csv items.before
awk -F, -v OFS=, 'NR == 3 { for (i = 0; i < 1000; i++) $5 = $5 "《样例条例》" } { print }' items.before > items.csv
ssjc-record amend -p plan.plan --reason 依据补全 > log 2>&1 || sed 's/^/# /' log
run ssjc-print checklist -p plan.plan --combined long.xlsx assigned.csv
status 0 'a very long text can be printed'
unzip -p long.xlsx xl/worksheets/sheet1.xml | grep -o ' ht="[0-9]*' | tr -dc '0-9\n' | sort -n | tail -n 1 > out
ok 'no row is higher than 409 points' test "$(cat out)" -le 409
unzip -p long.xlsx xl/worksheets/sheet1.xml > out
out_has 'its cells go over several rows' '<mergeCell ref="D([0-9]+):D[0-9]+"/>'
cp items.before items.csv
ssjc-record amend -p plan.plan --reason 依据恢复 > log 2>&1 || sed 's/^/# /' log

# A folder that has sheets from before: no sheet is removed, but what is of no
# business in the list is named. Files of other names are not our concern.
cp -R sheets reused
for name in 005-91130230MA07TE0508.xlsx 001-91130230MA07TE0770.xlsx 1000-X.xlsx \
    05-X.xlsx 005X.xlsx 005-.xlsx 005-X.xls .005-X.xlsx 样例.xlsx notes; do
	echo old > "reused/$name"
done
ls -A reused > names
run ssjc-print checklist -p plan.plan -o reused assigned.csv
status 0 'a folder may be printed into again'
err 'and what stays from before is named' <<'EOT'
ssjc-print: reused/001-91130230MA07TE0770.xlsx: belongs to no business in this list, and is left there
ssjc-print: reused/005-91130230MA07TE0508.xlsx: belongs to no business in this list, and is left there
ssjc-print: reused/1000-X.xlsx: belongs to no business in this list, and is left there
EOT
ls -A reused > out
out 'it is all still there' < names
rm -r reused

# What is not as it was assigned is not printed.
now_at=$(events)
sed '/T-001/d' assigned.csv > short.csv
run ssjc-print checklist -p plan.plan -o short short.csv
status 3 'a stream that lacks people is refused'
sed 's/M-002/M-001/' assigned.csv > swapped.csv
run ssjc-print checklist -p plan.plan -o swapped swapped.csv
status 3 'one with other people, too'
err_has 'with its place' '^ssjc-print: swapped\.csv:[0-9]+:'
run ssjc-print checklist -p plan.plan -o x drawn.csv
status 3 'and one that is not assigned'
run ssjc-print checklist -p plan.plan -o x nosuch.csv
status 3 'and none at all'
run ssjc-print checklist -p plan.plan -o /dev/null/x assigned.csv
status 4 'a folder that cannot be made is an error of the system'
run ssjc-print filing -p plan.plan -o no/such/filing.xlsx assigned.csv
status 4 'and so is a file that cannot be written'
is "$(events)" "$now_at" 'none of that is on record'
ok 'and nothing is left of it' sh -c '! ls short swapped x no *.xlsx.* 2> /dev/null'

sh_run 'ssjc-print checklist -p plan.plan -o full -v assigned.csv > /dev/full'
status 4 'a full standard output is an error'
head -n 1 assigned.csv > none.csv
run ssjc-print checklist -p plan.plan -o none none.csv
status 3 'nobody at all is not what was assigned'

# A match from before a removal is of businesses that nobody goes to any more.
cat > second.csv <<'EOF'
id,dept,confirmed,reason,evidence
91130230MA07TE018W,market,no,moved,样例通知书
EOF
stale() { # what, message
	for kind in checklist notice filing; do
		run ssjc-print $kind -p plan.plan -o stale assigned.csv
		status 1 "no $kind $1"
		err "and it says why" <<-EOT
			ssjc-print: $2
		EOT
	done
	ok 'nothing is made' test ! -e stale
}
ssjc-record confirm -p plan.plan < second.csv
now_at=$(events)
stale 'after a removal' \
    'removed and not replaced yet: 91130230MA07TE018W (样例<A&B>"物流"): run ssjc-draw replace and assign the list it prints'
ssjc-draw replace -p plan.plan confirmed.csv > list.csv
stale 'after a replacement' \
    '91130230MA07TE018W (样例<A&B>"物流") was removed since the last match: run ssjc-assign again'
is "$(events)" $((now_at + 1)) 'and none is put on record'
ssjc-assign -p plan.plan -i inspectors.csv list.csv > assigned.csv 2> log
run ssjc-print filing -p plan.plan -o filing.xlsx assigned.csv
status 0 'with another match there is a list again'
strings filing.xlsx > out
ok 'without the one removed' sh -c '! grep 91130230MA07TE018W out'

finish
