#!/bin/sh
# Checklists come back filled in: read by what their hidden sheets say, and not taken
# when they are not what was printed.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

fill() { # FROM TO WHAT...
	/usr/bin/python3 "$top/tests/cli/fill_checklist.py" "$@" || echo "Bail out! not filled in"
}
take() {
	run ssjc-record result -p small.plan --now 2023-06-16 "$@"
}
results() { # those on record
	sqlite3 small.db 'SELECT id, dept, item, result, problem, disposal, date, method, signed, note FROM result'
}
again() { # the record as it was
	cp before.db small.db
}

small_assigned
ssjc-print checklist -p small.plan --now 2023-06-12T10:00:00 -o sheets assigned.csv
cp small.db before.db
one=sheets/001-91130230MA07TE0508.xlsx two=sheets/002-91130230MA07TE085T.xlsx

# The ways to fill in a result, by the numbers that are printed or in words.
fill $two full.xlsx '@result:transport:T1=√1 □2 □3 □4 □5 □6 □7 □8' '@result:market:M1=5、2' \
    '@problem:market:M1=未公示年报' '@disposal:market:M1=责令改正' '@date:market=2023年6月14日' \
    '@date:transport=　2023年 6月 15日' '@method=☑实地检查　□书面检查　√网络监测' \
    '@refused=√ 拒绝签字。理由及其他情况：负责人不在' '@witness=样见证' '@expert=样专家无意见'
fill $one empty.xlsx
take full.xlsx empty.xlsx
status 0 "filled checklists are read"
err "and those that are not filled in are counted" <<'EOT'
ssjc-record: 1 of 2 checklists is not filled in
EOT
results > out
out "all that they say is on record" <<'EOT'
91130230MA07TE085T|transport|T1|ok|||2023-06-15|实地检查、网络监测|refused|拒绝签字：负责人不在；见证人：样见证；专家意见：样专家无意见
91130230MA07TE085T|market|M1|undisclosed|未公示年报|责令改正|2023-06-14|实地检查、网络监测|refused|拒绝签字：负责人不在；见证人：样见证；专家意见：样专家无意见
91130230MA07TE085T|market|M1|corrected|未公示年报|责令改正|2023-06-14|实地检查、网络监测|refused|拒绝签字：负责人不在；见证人：样见证；专家意见：样专家无意见
EOT
sqlite3 small.db "SELECT name, digest, rows FROM file WHERE kind = 'result'" > out
out "with the file that says it" <<EOT
full.xlsx|$(sha256sum < full.xlsx | cut -c 1-64)|2
EOT
take full.xlsx
status 0 "reading it again is no error"
is "$(sqlite3 small.db "SELECT count(*) FROM event WHERE action = 'result'")" 1 "and adds nothing"
is "$(sqlite3 small.db "SELECT length(content) FROM file WHERE name = 'full.xlsx'")" \
    "$(wc -c < full.xlsx)" "the file is kept"
run ssjc-audit verify -p small.plan
status 0 "verify reads it again, and agrees"

way() { # TEXT CODES: what a cell of results means
	again
	fill $two way.xlsx "@result:transport:T1=$1"
	take way.xlsx
	is "$(sqlite3 small.db 'SELECT group_concat(result) FROM result')" "$2" "“$1” is ${2:-nothing}"
}
way 未发现问题 ok
way '□1 □2 □3 □4 ■5 □6 □7 □8' corrected
way '□1 □2√ □3 □4 □5√ □6 □7 □8' undisclosed,corrected
way '☐1 ☑2 ☒3' undisclosed,false
way '２，３' undisclosed,false
way '②' undisclosed
way '5.发现问题已责令改正；2.未按规定公示应当公示的信息' corrected,undisclosed
way '公示信息隐瞒真实情况、弄虚作假' false
way '□1 □2 □3' ''
way '√2 ×3 ×4 ×5' undisclosed
way '2√ 3X 4X' undisclosed

# What the cells of the sheet say, with a result.
says() { # SIGNED NOTE METHOD WHAT COMMAND...
	again
	expected=$1\|$2\|$3\|\|\|2023-06-14 what=$4
	shift 4
	fill $two says.xlsx '@result:transport:T1=1' "$@"
	take says.xlsx
	is "$(sqlite3 small.db 'SELECT signed, note, method, problem, disposal, date FROM result')" \
	    "$expected" "$what"
}
says yes '' '' 'a name is a signature' '@signed=样某'
says yes '' '' 'and so is √' '@signed=√'
says '' '' '' 'but / is not' '@signed=/'
says '' '' '' 'nor is 无' '@signed=无'
says refused 拒绝签字：负责人不在 '' 'who refused did not sign' '@signed=未签字' \
    '@refused=√ 拒绝签字。理由及其他情况：负责人不在'
says '' '' '' 'without a reason nobody refused' '@refused=□ 拒绝签字。理由及其他情况：/'
says '' '' '' 'where there is nothing to say, nothing is said' '@problem:transport:T1=无' \
    '@disposal:transport:T1=—' '@witness=/' '@opinion=无' '@expert=-' '@date=/' '@method=——'
says '' '' 实地检查 'a method with × beside a √ was not used' '@method=√实地检查 ×书面检查 ×网络监测'

# Departments share a sheet: each fills in its own copy.
again
fill $two transport.xlsx '@result:transport:T1=1'
fill $two market.xlsx '@result:market:M1=1'
mkdir desk
mv transport.xlsx market.xlsx desk
take desk
status 0 "copies with other parts filled in are put together"
is "$(results | wc -l | tr -d ' ')" 2 "from a folder"

# What clerks do to sheets that does no harm.
harmless() { # WHAT COMMAND...
	again
	what=$1
	shift
	fill $two 'a copy (1).xlsx' '@result:transport:T1=1' '@result:market:M1=1' "$@"
	take 'a copy (1).xlsx'
	status 0 "$what does no harm"
	is "$(results | wc -l | tr -d ' ')" 2 "and both results are there"
}
harmless 'another name' 'rename 检查表'
harmless 'an inserted row' 'insert 8 3'
harmless 'a copied tab' copy
harmless 'a sheet that was unprotected' unprotect
harmless 'a sheet without its lists' plain
unzip -q $two xl/media/image1.png
harmless 'a picture' 'picture xl/media/image1.png'
quiet "nothing is said of these"
harmless 'another sheet' 'add 照片'
err "but that it is left out" <<'EOT'
ssjc-record: a copy (1).xlsx: sheet 照片: left out: is not a checklist, for it does not bear the id of one
EOT
harmless 'a note in the margin' 'H40=周一再去' 'C5=改名公司'
err "but what is written outside of the fields is told" <<'EOT'
ssjc-record: a copy (1).xlsx: sheet 第2号: C5: left out: “改名公司” is not in a cell that is to be filled in, and is not recorded
ssjc-record: a copy (1).xlsx: sheet 第2号: H40: left out: “周一再去” is not in a cell that is to be filled in, and is not recorded
EOT

# What is refused, by its place, and with it all.
refused() { # WHAT MESSAGE COMMAND...
	again
	what=$1 message=$2
	shift 2
	fill $two bad.xlsx "$@"
	fill $one good.xlsx '@result:market:M1=1'
	take bad.xlsx good.xlsx
	status 3 "$what is refused"
	grep -v 'nothing was recorded' err > out
	out "and named" <<-EOT
		ssjc-record: bad.xlsx: $message
	EOT
	is "$(results)" '' "nothing is recorded"
}
T1='@result:transport:T1=1'
refused 'a number that is not printed' \
    'sheet 第2号: F10: “14” has a number that is not one of those printed' '@result:transport:T1=14'
refused 'a word that is none' \
    'sheet 第2号: F10: “不错” is not a result: write the numbers that are printed, or choose one of the list' \
    '@result:transport:T1=不错'
refused 'a tick between two numbers' \
    'sheet 第2号: F10: “1√2” does not tell which numbers are ticked: tick the boxes that are meant, or write their numbers only, such as 1、3' \
    '@result:transport:T1=1√2'
refused 'a problem without a result' 'sheet 第2号: F10: has no result, but beside it is written “缺标志”' \
    '@problem:transport:T1=缺标志'
refused 'a date that is none' \
    'sheet 第2号: G11: “昨天” is not a date such as 2023-06-14, 2023/6/14 or 2023年6月14日' "$T1" '@date:transport=昨天'
(
	export LC_ALL=C.UTF-8 LANGUAGE=zh_CN
	take bad.xlsx
)
err_has 'which is said in Chinese' '工作表 第2号: G11: “昨天”不是日期（如 2023-06-14、'
refused 'a signature of who refused to sign' \
    'sheet 第2号: C17: says that the business signed, “样某”, but the sheet says, too, that it refused to' \
    "$T1" '@signed=样某' '@refused=√拒绝签字。理由及其他情况：'
not_signed='leave the cell empty and, if it refused to, put √ in the box of 拒绝签字'
for word in 未签字 否 × 拒绝签字（不在场）; do
	refused "$word for a signature" \
	    "sheet 第2号: C17: “$word” says that the business did not sign: $not_signed" "$T1" "@signed=$word"
done
refused '× in the box of who refused to sign' \
    'sheet 第2号: C18: “×拒绝签字” does not tell whether × says yes or no: put √ if the business refused to sign, or leave the box empty' \
    "$T1" '@refused=×拒绝签字'
refused 'a reason that says that nobody refused' \
    'sheet 第2号: C18: “未拒绝” seems to say that the business did not refuse to sign: leave the cell as it was printed, or put √ into its box if it did' \
    "$T1" '@refused=□ 拒绝签字。理由及其他情况：未拒绝'
for field in inspectors:transport=C11 signed=C17; do
	refused 'a day beside a signature only' \
	    "sheet 第2号: ${field#*=}: “样某 2023.6.15” has a day in it, and the cell of the day is empty: write it there" \
	    "$T1" "@${field%=*}=样某 2023.6.15"
done
refused 'a result with × alone' \
    'sheet 第2号: F10: “×1 □2” has × and no √: it does not tell whether × says yes or no; put √ where yes is meant' \
    '@result:transport:T1=×1 □2'
refused 'a method with × alone' \
    'sheet 第2号: C15: “×实地检查” has × and no √: it does not tell whether × says yes or no; put √ where yes is meant' \
    "$T1" '@method=×实地检查'
refused 'no problem, and one' 'sheet 第2号: row 10: result: says of item T1 both “ok” and “undisclosed”' \
    '@result:transport:T1=√1 √2'
refused 'a formula without a value' \
    'sheet 第2号: F10: is a formula whose value is not in the file: type the value' '@result:transport:T1==A1'
refused 'an inserted column' \
    'sheet 第2号: A10: “T1” was printed here, and is not there any more, nor in the rows around: nothing of this sheet is taken; fill in the file that was printed' \
    "$T1" 'column 2'
changed='its hidden sheet “ssjc” was changed: fill in the file that was printed, or copy what was filled in into it'
refused 'another item' "$changed" "$T1" 'hidden T1 T2'
refused 'another business' "$changed" "$T1" 'hidden 91130230MA07TE085T 91130230MA07TE0770'
refused 'a form of another version' \
    'is a form of version 2, which these programs do not know: use those that printed it' "$T1" 'hidden 1 2'
id=$(unzip -p $two xl/sharedStrings.xml | grep -o 'SMALL-1/[^<]*' | sort -u)
refused 'a sheet without its hidden one' \
    "is the checklist $id, but its hidden sheet “ssjc” was deleted, without which nothing tells what is in which cell: copy what was filled in into the file that was printed" \
    "$T1" drop

again
fill $two first.xlsx '@result:transport:T1=1' '@result:market:M1=1'
fill $two second.xlsx '@result:transport:T1=5'
take first.xlsx second.xlsx
status 3 "two copies that contradict each other are refused"
err "by their names" <<'EOT'
ssjc-record: second.xlsx: sheet 第2号: row 10: says of item T1 of 91130230MA07TE085T something else than first.xlsx, sheet 第2号, row 10: one of the two is a copy; keep the one that holds
ssjc-record: 2 of 3 rows are wrong: nothing was recorded
EOT
take --partial first.xlsx second.xlsx
status 1 "by --partial the others are taken"
is "$(results | cut -d '|' -f 2,3)" 'market|M1' "and neither of the two"
again
printf 'id,dept,item,result,date\n91130230MA07TE085T,transport,T1,corrected,2023-06-14\n' > table.csv
take table.csv second.xlsx
status 0 "tables and checklists are read together"
is "$(results | wc -l | tr -d ' ')" 1 "and may say the same"
again
take table.csv first.xlsx
status 3 "but nothing else"

# Of another plan, and of a match that was overtaken.
again
sed 's/SMALL-1/SMALL-2/; s/small\.db/other.db/' small.plan > other.plan
sed 's/SMALL-1/SMALL-2/' seed > other.seed
ssjc-draw -p other.plan "$before" -H history.csv --seed-file other.seed imported.csv > other.csv 2> log
ssjc-assign -p other.plan "$before" -i people.csv other.csv > other-assigned.csv 2> log
fill $two full.xlsx '@result:transport:T1=1'
run ssjc-record result -p other.plan --now 2023-06-16 full.xlsx
status 3 "a sheet of another plan is refused"
err "by its name" <<'EOT'
ssjc-record: full.xlsx: sheet 第2号: is a checklist of plan “SMALL-1”, not of “SMALL-2”
ssjc-record: 1 of 1 row is wrong: nothing was recorded
EOT
grep -v T-001 people.csv > fewer.csv
ssjc-assign -p small.plan --now 2023-06-13 --reassign --reason 样赵一调离 -i fewer.csv drawn.csv > again.csv 2> log ||
    sed 's/^/# /' log
for sheet in sheets/*; do
	fill "$sheet" "old-${sheet#*/}" '@result:market:M1=1'
done
take old-*
status 3 "sheets from before another match are refused"
err_has "with what to do" \
    '公司\) was printed before its day or its inspectors were changed: print it again with ssjc-print checklist, and fill in that one$'
ssjc-print checklist -p small.plan --now 2023-06-13 -o new again.csv
fill new/*085T.xlsx new.xlsx "$T1"
take new.xlsx
status 0 "those of the new match are read"

# A workbook with all of them, one of which stands for each department.
again
ssjc-print checklist -p small.plan --now 2023-06-12T11:00:00 --combined all.xlsx assigned.csv
fill all.xlsx all-filled.xlsx '@result:transport:T1=1'
take all-filled.xlsx
status 0 "a workbook with all checklists is read"
err "each by its own block" <<'EOT'
ssjc-record: 3 of 4 checklists are not filled in
EOT

# Without a list of items, they are written into empty rows.
# shellcheck source=tests/cli/lab.sh
. "$top/tests/cli/lab.sh"
mkdir lab
cd lab || exit 1
lab_new
lab_drawn 2> log
ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv > assigned.csv 2> log
ssjc-print checklist -p lab.plan "$matched" -o sheets assigned.csv
fill sheets/001-* full.xlsx '@item:market:=消防通道' '@result:market:=√5' '@problem:market:=被占用'
run ssjc-record result -p lab.plan --now 2023-07-01 full.xlsx
status 0 "a sheet with empty rows for the items is read"
is "$(sqlite3 lab.db 'SELECT dept, item, result, problem FROM result')" 'market|消防通道|corrected|被占用' \
    "with what was written into them"

finish
