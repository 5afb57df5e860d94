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
out_has 'and has one for programs' '<sheet name="ssjc" [^>]*state="hidden"'
out_has 'the header is on every page' '_xlnm.Print_Titles'

# Its id is in a code in the corner, and beside it.
unzip -p $x xl/media/image1.png > code.png
zbarimg -q --raw code.png > out 2> log
out_has 'its code says which sheet it is' '^T-1/[0-9A-F]{8}/91130230MA07TE018W$'
strings $x > log
is "$(grep -cFx "$(cat out)" log)" 1 'and so does the sheet'
unzip -p $x xl/worksheets/sheet1.xml > out
out_has 'for it is protected' '<sheetProtection'

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

run ssjc-print approval -p plan.plan -o approvals assigned.csv
status 0 'forms to approve the inspections are made'
strings approvals/001-91130230MA07TE018W.xlsx > out
for text in 行政检查审批表 91130230MA07TE018W 2023年6月14日 '主办 样例乙（执法证号 T-002）' 经营资格 《样例条例》 负责人意见; do
	out_has "one has $text" "$text"
done
run ssjc-print minutes -p plan.plan -o minutes assigned.csv
status 0 'and minutes to write'
strings minutes/002-91130230MA07TE0770.xlsx > out
for text in 现场检查笔录 样例路7号 '样例交通局、样例市场局的执法检查人员' 申请回避; do
	out_has "they have $text" "$text"
done
# shellcheck disable=SC2016
ok 'none of them has the credit class' sh -c '
	for f in approvals/* minutes/*; do unzip -p $f xl/sharedStrings.xml; done | { ! grep 暗; }'

run ssjc-print schedule -p plan.plan -o days -v assigned.csv
status 0 'schedules are made'
out 'a workbook for each department' <<'EOT'
days/transport.xlsx
days/market.xlsx
EOT
unzip -p days/market.xlsx xl/workbook.xml > out
out_has 'it has a sheet of the department' '<sheet name="样例市场局"'
out_has 'and of each inspector who goes anywhere' '<sheet name="样例戊 M-002"'
ok 'but not of others' sh -c '! grep T-001 out'
strings days/market.xlsx > out
out_has 'they say on which weekday' '2023年6月14日星期三'
out_has 'and who comes from the other departments' '样例乙（主办）'
run ssjc-print schedule -p plan.plan --combined days.xlsx assigned.csv
status 0 'schedules fit into one workbook, too'

run ssjc-print checklist -p plan.plan --combined all.xlsx assigned.csv
status 0 'all checklists fit into one workbook'
unzip -p all.xlsx xl/workbook.xml > out
is "$(grep -c . <<EOT
$(grep -o '<sheet [^>]*' out | grep -v hidden)
EOT
)" 4 'with a sheet a business'

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

# No line of a paper begins with a closing mark or ends with an opening one: line
# feeds are where LibreOffice, which keeps no such rule, would break it.
sed '/^T2,/s/《样例条例》/《关于样例的某某条例》、《样例规定》（某某）/' items.before > items.csv
ssjc-record amend -p plan.plan --reason 依据更名 > log 2>&1 || sed 's/^/# /' log
run ssjc-print checklist -p plan.plan --combined kinsoku.xlsx assigned.csv
unzip -p kinsoku.xlsx xl/sharedStrings.xml | sed 's/<[^>]*>/\n/g' > out
out_has 'a line is broken' '《关于样例的'
ok 'where it may be' sh -c '! grep "^《关于样例的某某条例》、《样例规定》（某某）$" out'
ok 'no line begins with a closing mark' sh -c '! grep -E "^(》|、|，|。|）)" out'
ok 'and none ends with an opening one' sh -c '! grep -E "(《|（)$" out'
cp items.before items.csv
ssjc-record amend -p plan.plan --reason 依据恢复 > log 2>&1 || sed 's/^/# /' log

# The plan's own words, and the bureau's own templates.
cp plan.plan plan.before
mkdir own
cat >> plan.plan <<'EOF'
[papers]
contact   = 样主任
telephone = 0315-5559999
number    = 样检告字〔2023〕第{n}号
hour      = 上午9时
frequency = 每年不超过2次
templates = own
EOF
ssjc-record amend -p plan.plan --reason 补充联系人 > log 2>&1 || sed 's/^/# /' log
run ssjc-print notice -p plan.plan -o told assigned.csv
status 0 'a template that the own folder lacks is taken from the others'
strings told/005-91130230MA07TE026P.xlsx > out
for text in 样主任 0315-5559999 '样检告字〔2023〕第005号' '2023年6月16日上午9时，样例路2号' 每年不超过2次; do
	out_has "the notice has $text" "$text"
done
sed 's/送达回证/本局送达回证/' "$top/share/templates/notice.txt" > own/notice.txt
run ssjc-print notice -p plan.plan -o told assigned.csv
strings told/005-91130230MA07TE026P.xlsx > out
out_has 'one that is there is used' 本局送达回证
ssjc-audit show -v -p plan.plan > out
out_has 'and its digest is on record' "$(sha256sum < own/notice.txt | cut -c 1-64)"
now_at=$(events)
printf 'note 电话 {telefone}\n' >> own/notice.txt
run ssjc-print notice -p plan.plan -o wrong assigned.csv
status 3 'an unknown placeholder is an error'
err 'with its file and line' <<EOT
ssjc-print: own/notice.txt:$(wc -l < own/notice.txt | tr -d ' '): there is no placeholder “telefone”: ssjc-template(5) lists them
EOT
rm -r own
run ssjc-print notice -p plan.plan -o wrong assigned.csv
status 4 'a folder of templates that is not there is one, too'
err 'with its name' <<'EOT'
ssjc-print: own: No such file or directory
EOT
is "$(events)" "$now_at" 'none of that is on record'
ok 'and nothing is made' test ! -e wrong
mv plan.before plan.plan
ssjc-record amend -p plan.plan --reason 恢复 > log 2>&1 || sed 's/^/# /' log

# PDFs are made by LibreOffice: here by something that behaves like it.
mkdir bin
for tool in sh basename cat valgrind; do
	[ -z "$(command -v $tool)" ] || ln -s "$(command -v $tool)" bin/$tool
done
now_at=$(events)
run env PATH="$PWD/bin" "$bin/ssjc-print" filing -p plan.plan -o pdf.xlsx --pdf assigned.csv
status 4 'without LibreOffice there are no PDFs'
err 'which is said' <<'EOT'
ssjc-print: PDFs are made by LibreOffice, which is not on this machine (no soffice in PATH): install it, or print the workbooks
EOT
is "$(events)" "$now_at" 'before anything is on record'
cat > bin/soffice <<'EOF'
#!/bin/sh
printf '%s\n' "$@" > "$LOG"
while [ "$1" != --outdir ]; do shift; done
dir=$2
shift 2
for f; do
	name=$(basename "$f" .xlsx)
	[ "$name" = none ] || cat "$f" > "$dir/$name.pdf"
done
EOF
chmod +x bin/soffice
export LOG="$PWD/soffice.log"
run env PATH="$PWD/bin" "$bin/ssjc-print" checklist -p plan.plan -o 'with pdf' --pdf -v assigned.csv
status 0 'with it there are'
out 'and all are named' <<'EOT'
with pdf/001-91130230MA07TE018W.xlsx
with pdf/002-91130230MA07TE0770.xlsx
with pdf/004-91130230MA07TE0695.xlsx
with pdf/005-91130230MA07TE026P.xlsx
with pdf/001-91130230MA07TE018W.pdf
with pdf/002-91130230MA07TE0770.pdf
with pdf/004-91130230MA07TE0695.pdf
with pdf/005-91130230MA07TE026P.pdf
EOT
find 'with pdf' -mindepth 1 | wc -l > out
is "$(tr -d ' ' < out)" 8 'nothing else is left in the folder'
cp soffice.log out
out_has 'it has a profile of its own' '^-env:UserInstallation=file:///.*/with%20pdf/.ssjc-pdf-'
run env PATH="$PWD/bin" "$bin/ssjc-print" filing -p plan.plan -o none.xlsx --pdf assigned.csv
status 4 'a PDF that it does not make is missed'
err 'and the workbook is there' <<'EOT'
ssjc-print: none.xlsx: LibreOffice made no PDF of it
ssjc-print: the workbooks are made: only their PDFs are missing
EOT
ok 'indeed' test -s none.xlsx

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
	for kind in checklist notice approval minutes filing schedule; do
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
