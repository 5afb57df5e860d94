#!/bin/sh
# Data that decides beside the plan: the order of lines by which results are numbered,
# the calendar, the items with their skills, and the template of the pledge. Whoever has
# others of his own cannot hide it from verify, and what is not compared is committed to.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

S1=1111111111111111111111111111111111111111111111111111111111111111
S2=2222222222222222222222222222222222222222222222222222222222222222
share_digest() {
	printf %s "$1" | xxd -r -p | sha256sum | cut -c 1-64
}
whole() { # a ceremony, a match and a page; then verify
	rm -f lab.db lab.db-*
	lab_import
	printf '%s\n' $S1 > t.share
	printf '%s\n' $S2 > m.share
	chmod 600 t.share m.share
	ssjc-draw commit -p lab.plan --now=2023-06-08T10:00:00 -H history.csv -i inspectors.csv \
	    -c transport="$(share_digest $S1)" -c market="$(share_digest $S2)" \
	    --public 3D2023156 --form '3D2023156:{d3}' objects.csv > pledge.txt 2> commit.err &&
	    ssjc-draw reveal -p lab.plan "$confirmed" -H history.csv -s t.share -s m.share \
	        --public 3D2023156:047 objects.csv > drawn.csv 2> draw.err &&
	    ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv > assigned.csv 2> assign.err &&
	    ssjc-publish page -p lab.plan "$matched" --partial -o page.html ||
	    echo "Bail out! no inspection"
	check
}
check() {
	ssjc-audit checkpoint -p lab.plan > checkpoint
	lab_verify --strict -c checkpoint -c page.html -c pledge.txt
}
digest() {
	sha256sum < "$1" | cut -c 1-64
}

lab_new
cp lab.plan honest.plan
cp 人员.csv honest.csv
whole
status 0 "what is the release's leaves nothing open"
has pledge.txt "the calendar is committed to" "$(digest "$top/share/calendar-cn.csv")"
has page.html "and on the page" "工作日历的 SHA-256 为 <code>$(digest "$top/share/calendar-cn.csv")"
is "$(grep -c 抽查事项清单 pledge.txt)" 0 "where there are no items, none are committed to"
cp lab.db matched.db

# ---- The order of lines ----

cp -R "$top/share" own
{ head -1 "$top/share/results.csv" && tail -n +2 "$top/share/results.csv" | tac; } > own/results.csv
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print "id,dept,item,result,date"; next }
	{ print $at["id"] "," $at["dept"] ",A,1,2023-06-30" }' assigned.csv > results.csv
SSJC_SHARE=$PWD/own ssjc-record result -p lab.plan --now=2023-07-03 results.csv 2> err
is "$(sqlite3 lab.db 'SELECT DISTINCT result FROM result')" moved "in another order, 1 is another result"
ssjc-publish page -p lab.plan --now=2023-07-03 --partial -o page.html
check
status 1 "which is not accepted"
out_has "the file is named" '^open: event 8: result: the data file results.csv is not the release.s: it has the same lines in another order$'
has page.html "on the page, too" '数据文件 results.csv 与程序发布时的不同：各行相同，次序不同</strong>（第 8 项记录录入结果起采用）'

# An import is open by the same.
rm -f lab.db lab.db-*
cp "$top/share/results.csv" own
{ head -1 "$top/share/values.csv" && tail -n +2 "$top/share/values.csv" | tac; } > own/values.csv
SSJC_SHARE=$PWD/own ssjc-import objects -p lab.plan "$registers" 名录.csv > objects.csv 2> err
ssjc-audit verify -p lab.plan 名录.csv > out 2> err
out_has "an import tells the order of its data files" '^(open|note): event 1: import: the data file values.csv .* the same lines in another order'

# ---- The calendar ----

sed '/^2023-06-2[23],/d' "$top/share/calendar-cn.csv" > calendar-cn.csv
printf '2023-06-%d,off,设备检修\n' 15 16 19 >> calendar-cn.csv
whole
status 1 "a calendar of one's own"
out_has "its days are named" '^open: event 4: commit: the data file calendar-cn.csv is not the release.s: 5 days differ: \+“2023-06-15,off” \+“2023-06-16,off” \+“2023-06-19,off” \+“2023-06-22,work” \+“2023-06-23,work”$'
has page.html "on the page, too" '数据文件 calendar-cn.csv 与程序发布时的不同（5 天）</strong>： <code>\+2023-06-15,off'
has pledge.txt "and is committed to" "$(digest calendar-cn.csv)"
mv calendar-cn.csv 日历.csv
sed 's/^calendar .*/calendar = 日历.csv/' honest.plan > lab.plan
whole
status 1 "under another name"
out_has "it is compared as well" '^open: event 4: commit: the data file 日历.csv is not the release.s: 5 days'

# Names, redundant lines and years that the release does not have are nobody's business.
{ sed 's/,端午/,端午节/' "$top/share/calendar-cn.csv" && printf '2023-06-17,off,星期六\n2199-01-01,off,元旦\n'; } > 日历.csv
whole
status 0 "a newer calendar that says the same of the plan's days"

# ---- The items ----

{ cat honest.plan && printf '[items]\nfile = items.csv\n'; } | sed 's/^name = 市场局/&\nqualified = yes/' > lab.plan
printf 'item,dept,category,title,basis,method,skill,materials\nA,transport,*,检查甲,,,,\nB,market,*,检查乙,,,特种检查,\n' > items.csv
sed '1s/$/,资质/; 2,$s/$/,/; /M-003/s/$/特种检查/' honest.csv > 人员.csv
whole
is "$(grep -o 'M-00[0-9]' assigned.csv | sort -u)" M-003 "who alone has a skill has all seats"
out_has "verify notes that there was no choice" '^note: event 6: match: the items leave no choice of who leads for market at [0-9]+ businesses of the category 货运: of its 6 inspectors only M-003 may$'
is "$(grep -c 'no choice.*transport' out)" 0 "only where they ask for a skill"
has page.html "the page says who leads everywhere" '<li>市场局的 [0-9]+ 户均由同一人主办（按抽查事项清单的资质要求匹配）'
has pledge.txt "the items are committed to, counted" '抽查事项清单：2项，文件的SHA-256值为'
has pledge.txt "with their digest" "$(digest items.csv)"
has page.html "which the page has" "抽查事项清单（2 项）的 SHA-256 为 <code>$(digest items.csv)"
sed '1s/$/,资质/; 2,$s/$/,特种检查/' honest.csv > 人员.csv
whole
status 0 "when all have the skill"
is "$(grep -c 'no choice' out)" 0 "nothing is noted"

# ---- The templates ----

cp honest.csv 人员.csv
mkdir tpl
sed 's/{rule.ratio}/20%/' "$top/share/templates/commitment.txt" > tpl/commitment.txt
{ cat honest.plan && printf '[papers]\ntemplates = tpl\n'; } | sed 's/^\*, \* = 20%/*, * = 60%/' > lab.plan
whole
has pledge.txt "a template of one's own can print another ratio" '抽查比例：.*：20%'
status 1 "but not unseen"
out_has "its lines are named" '^open: event 4: commit: the data file tpl/commitment.txt is not the release.s: 2 lines differ: \+“.*20%.*−“.*\{rule.ratio\}'
has page.html "on the page, too" '数据文件 tpl/commitment.txt 与程序发布时的不同（2 行）'

# How the papers look is a bureau's own affair: a note.
rm tpl/commitment.txt
{ cat "$top/share/templates/notice.txt" && echo '# 本单位用'; } > tpl/notice.txt
whole
status 0 "without it nothing is open"
ssjc-print notice -p lab.plan "$matched" -o notices assigned.csv > out 2> err || echo "Bail out! no notices"
ssjc-publish page -p lab.plan "$matched" --partial -o page.html
check
out_has "a template of another paper is noted" '^note: event 8: print: the data file tpl/notice.txt is not the release.s: [0-9]+ lines? differ'
is "$(grep -c '^open' out)" 0 "and not open"

finish
