#!/bin/sh
# What verify says to an auditor: in Chinese where it is asked to, with a sentence at its end
# that claims what was shown and no more, and as a report that is filed with the papers.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"
later=--now=2023-07-10T09:00:00

lab_new
lab_drawn
ssjc-assign -p lab.plan -i inspectors.csv "$matched" drawn.csv > assigned.csv 2> err ||
	echo "Bail out! no match"
ssjc-audit checkpoint -d lab.db > point.txt
head=$(sed -n 's/^head=//p' point.txt)
drawn=$(grep -c ",main," drawn.csv)

conclusion() { # of standard output
	sed -n '$s/^conclusion: //p' out
}

report_has() { # TEXT: in both forms of the report, wherever its lines are broken
	for f in report.txt report.xlsx.txt; do
		tr -d ' \n' < "$f" | grep -qF -- "$(printf %s "$1" | tr -d ' ')" || return 1
	done
}

both() { # verify OPTION...: with a report as a text and as a workbook, whose texts are in report.xlsx.txt
	rm -f report.txt report.xlsx report.xlsx.txt
	lab_verify "$later" --report report.xlsx "$@"
	cp out book.out
	lab_verify "$later" --report report.txt "$@"
	/usr/bin/python3 - <<-'EOF' > report.xlsx.txt
		import openpyxl
		sheet = openpyxl.load_workbook("report.xlsx").worksheets[0]
		for row in sheet.iter_rows(values_only=True):
		    for cell in row:
		        if cell is not None:
		            print(cell)
	EOF
	cmp -s out book.out
}

# Each line of the one is in the other, but for what joins and indents the text's.
same_words() {
	/usr/bin/python3 - <<-'EOF'
		import re, sys
		plain = lambda s: re.sub(r"[\s：]+", "", s)
		text, book = plain(open("report.txt").read()), plain(open("report.xlsx.txt").read())
		sys.exit(text != book)
	EOF
}

# ---- All good ----

both -c point.txt
status 0 'what is good exits 0, with a report'
quiet 'and says nothing on standard error'
is "$(conclusion)" "plan LAB-1 (样例联合抽查): its audit file has 5 events, each bound to the one before, and ends with the head $head; it agrees in all of them with the checkpoints that were kept elsewhere; this draw can be reproduced in full from the seed text and the files given, with the same $drawn drawn and $drawn in reserve; the seed is from no ceremony: the file does not show where it came from; the match of inspectors was computed again, with the same $((drawn * 2)) seats; nothing differs, nothing is open, and all that can be checked was checked; whether what was entered is true, and who entered it and when, is not part of this." 'the sentence says what was shown'
chinese="抽查计划“样例联合抽查”（编号LAB-1）：审计文件共有5条记录，逐条相连，最后一条的哈希值为$head，全部与另行留存的校验点一致；本次抽取可由种子文本和所提供的文件完整复现，抽中${drawn}户、备选${drawn}户，均与记载相同；种子不是经公开承诺产生的，其来历不能由审计文件证明；执法人员的匹配已重新计算，$((drawn * 2))个席位均与记载相同；未发现不符，没有待说明事项，可以核验的均已核验；录入的内容是否属实、由何人在何时录入，不在核验之列。"
ok 'the report has the sentence in Chinese' report_has "$chinese"
ok 'the workbook and the text of the report say the same' same_words
for text in '样例联合抽查（编号LAB-1）' lab.db tester '2023-07-10T09:00:00+08:00（时间为人工指定）' \
    "LAB-1 · 记录 5 · $head" "$(sha256sum 名录.csv | cut -c 1-64)" 40行; do
	ok "the report has $text" report_has "$text"
done
grep -q '^结论：符合$' report.txt
verdict $? 'its conclusion in a word' < report.txt
cp report.txt first.txt
cp report.xlsx first.xlsx
both -c point.txt
cmp report.txt first.txt && cmp report.xlsx first.xlsx
verdict $? 'the same verification gives the same bytes' < /dev/null

lab_verify -c point.txt --zh
status 0 '--zh exits alike'
is "$(tail -n 1 out)" "结论：$chinese" '--zh prints the sentence in Chinese'
lab_verify -c point.txt --json
cp out json
ok 'JSON has the sentence, too' /usr/bin/python3 -c '
import json
assert json.load(open("json"))["conclusion"].startswith("plan LAB-1 (样例联合抽查): its audit file")'
lab_verify -c point.txt --json --zh
ok 'JSON is in English with --zh' cmp out json

# ---- Not checked ----

run ssjc-audit verify -d lab.db "$later" --report report.txt
status 0 'what was not checked exits 0'
has='^conclusion: .*no checkpoint kept elsewhere was given.*this draw was not reproduced.*only the tickets.*was not computed again.*not everything was checked: 7 left out'
grep -q "$has" out
verdict $? 'without the files, no draw is said to be reproduced' < out
grep -q '^结论：未发现不符，但有未核验的事项$' report.txt && grep -q '：未核验：' report.txt
verdict $? 'the report says that not all was checked' < report.txt
run ssjc-audit verify -d lab.db "$later" --strict --report strict.txt
status 1 '--strict exits 1'
ok 'and the report is the same' cmp report.txt strict.txt

# ---- Open ----

sed 's/^title .*/title = 另一次抽查/' lab.plan > kept
cp lab.plan real
cp kept lab.plan
both -c point.txt
status 0 'what is open exits 0'
cp real lab.plan
case $(conclusion) in
*'somebody has to answer for what is open: 1;'*) true ;;
*) false ;;
esac
verdict $? 'the sentence says that something is open' < out
grep -q '^结论：未发现不符，但有待说明的事项$' report.txt && grep -q '：待说明：' report.txt
verdict $? 'and so does the report' < report.txt
ok 'the workbook and the text agree on what is open' same_words

# ---- Different ----

cp 名录.csv kept
sed 2d kept > 名录.csv
both -c point.txt
status 1 'a difference exits 1'
err_has 'it is named in the language of the locale' 'is in no event of the audit file'
case $(conclusion) in
'plan LAB-1 (样例联合抽查): the verification found a difference: “名录.csv (SHA-256 '*'what it had not come to was not verified'*) true ;;
*) false ;;
esac
verdict $? 'the sentence names it, and claims nothing else' < out
ok 'the report is written all the same' grep -q '^结论：不符$' report.txt
ok 'the workbook and the text agree on the difference' same_words
cp kept 名录.csv
cp lab.db tampered.db
sqlite3 tampered.db 'DROP TRIGGER event_no_delete' 2> sqlite.err ||
	sqlite3 tampered.db "$(sqlite3 tampered.db "SELECT 'DROP TRIGGER ' || name FROM sqlite_master WHERE type = 'trigger' LIMIT 1")"
run ssjc-audit verify -d tampered.db "$later" --report tampered.txt
status 1 'an audit file with another schema exits 1'
grep -q '^结论：不符$' tampered.txt && grep -q '^抽查计划：（审计文件中的方案不能读取）$' tampered.txt
verdict $? 'with a report, too, on a file whose plan cannot be told' < tampered.txt

# ---- Drawn again, and by ceremony ----

cp lab.db once.db
sed 's/draw=1/draw=2/; s/=1111/=2222/' seed > second
ssjc-draw -p lab.plan --now=2023-06-13 --redraw --reason 样例更正 -H history.csv --seed-file second \
    objects.csv > again.csv 2> err || echo "Bail out! no second draw"
lab_verify "$later" --zh
has='；先后抽取2次，其中2次可以复现，以最后一次为准；本次抽取可由种子文本和所提供的文件完整复现'
grep -qF "$has" out
verdict $? 'a second draw is said to be one' < out
tail -n 1 out | grep -q 席位
is $? 1 'and a match of the first is not said to hold'
cp once.db lab.db

mkdir ceremony
cd ceremony || exit 1
# shellcheck source=tests/cli/small.sh
. "$top/tests/cli/small.sh"
small_plan
ssjc-import objects -p small.plan --now 2023-06-09 objects.csv > imported.csv
ssjc-import history -p small.plan --now 2023-06-09 history.csv > past.csv
transport=$(ssjc-draw share transport.share)
market=$(ssjc-draw share market.share)
ssjc-draw commit -p small.plan --now 2023-06-10 -H past.csv --public 双色球第2023068期 \
    --form 'SSQ2023068:{n}.{n+}.{n+}.{n+}.{n+}.{n+}/{n}' -c transport="$transport" \
    -c market="$market" imported.csv > out 2> err || echo "Bail out! no commitment"
run ssjc-audit verify -p small.plan objects.csv history.csv
has='^conclusion: .*; nothing was drawn yet;'
grep -q "$has" out
verdict $? 'a commitment is no draw' < out
ssjc-draw reveal -p small.plan --now 2023-06-12 -H past.csv --public SSQ2023068:2.4.6.11.20.33/14 \
    -s transport.share -s market.share imported.csv > drawn.csv 2> err || echo "Bail out! no reveal"
run ssjc-audit verify -p small.plan --zh objects.csv history.csv
status 0 'a ceremony is verified'
has='；方案、名录、抽查历史和各部门的份额，与第3条记录的公开承诺一致，公开事件的结果是否属实，须与其公布的结果另行核对；'
grep -qF "$has" out
verdict $? 'the sentence names the commitment, and what remains to be looked up' < out
cd ..

# ---- Nothing in it is in English but names ----

# Two words of it one after another, as in a sentence: not names, options and digests.
english() {
	grep -E '(^|[^A-Za-z-])[a-z]{2,} [a-z]{2,}' "$1"
}

mkdir odd
cd odd || exit 1
lab_new
cat >> 名录.csv <<-EOF
	样例91号运输公司,91130230MA000O1234,货运,A级,样某,存续,
	样例92号运输公司,9113,货运,A级,样某,存续,
	样例93号运输公司,911302300000000012,货运,A级,样某,存续,
	样例94号运输公司,,货运,A级,样某,存续,
	样例95号运输公司,同上,货运,A级,样某,存续,
	样例96号运输公司,$(lab_code 96),货运,#REF!,样某,存续,
	样例97号运输公司,$(lab_code 97),货运
	样例1号运输公司,$(lab_code 98),货运,A级,样某,存续,
	样例99号运输公司,$(lab_code 1),客运,A级,样某,存续,
	样例100号运输公司,$(lab_code 100),客运,A级,样某,注销,
	合计,47户,,,,,
EOF
ssjc-import objects -p lab.plan "$registers" --accept-rejects --reason 样例 -o objects.csv 名录.csv 2> err
ssjc-import inspectors -p lab.plan "$registers" -o inspectors.csv --map phone=备注 人员.csv 2> err
ssjc-import history -p lab.plan "$registers" -o history.csv 历史.csv 2> err
ssjc-draw -p lab.plan "$registers" -H history.csv --seed-file seed -o drawn.csv objects.csv 2> err ||
	echo "Bail out! no draw of the odd register"
ssjc-assign -p lab.plan "$matched" -i inspectors.csv -o assigned.csv drawn.csv 2> err ||
	echo "Bail out! no match of the odd register"
lab_verify --zh
status 0 'a register with odd rows is verified'
is "$(english out)" '' 'what was wrong with them is said in Chinese'
out_has 'cell by cell' '第 42 行（样例91号运输公司）：统一社会信用代码 第 14 位的“O”不是代码用的字符：是不是数字 0？；第 43 行'
out_has 'with the lines that are none' '第 52 行（合计）：不计：合计'
lab_verify --report report.txt
is "$(english report.txt)" '' 'and so it is in the report, whatever the language of the rest'
run ssjc-audit verify -d lab.db --zh inspectors.csv
is "$(english out)" '' 'what was not given is said in Chinese'
cp lab.db tampered.db
sqlite3 tampered.db 'DROP TRIGGER pick_no_UPDATE'
run ssjc-audit verify -d tampered.db --zh
status 1 'a difference in Chinese'
err '--zh names it in Chinese on standard error, too' <<'EOF'
ssjc-audit: tampered.db: 审计文件被改动过：它的 触发器“pick_no_UPDATE”不见了
EOF
is "$(english out)" '' 'and concludes so'
cd ..

# ---- Files ----

run ssjc-audit verify -d lab.db --report report.pdf
status 2 'a report is a workbook or a text'
err 'and the message says so' <<EOF
ssjc-audit: --report: “report.pdf” ends neither in .xlsx nor in .txt, which say what it is; ssjc-audit verify --help tells more
EOF
cp point.txt before
run ssjc-audit verify -d lab.db -c point.txt --report point.txt
status 1 'a report does not write over what is read'
ok 'which stays as it was' cmp point.txt before
run ssjc-audit verify -d lab.db -o same.txt --report same.txt
status 1 'nor over the file of -o'
run ssjc-audit verify -d lab.db "$later" -o lines --report report.txt
status 0 'with -o there are both'
ok 'the lines' grep -q '^conclusion: ' lines
ok 'and the report' grep -q '^结论：' report.txt
run ssjc-audit verify -d lab.db --report none/report.txt
status 4 'a text in a folder that is not there fails'
run ssjc-audit verify -d lab.db --report none/report.xlsx
status 4 'and so does a workbook'
err_has 'in the language of the locale' 'none/report.xlsx: .*No such file or directory'
run ssjc-audit verify -d none.db --report none.txt
status 3 'where nothing can be verified'
[ ! -e none.txt ]
verdict $? 'there is no report' < /dev/null
finish
