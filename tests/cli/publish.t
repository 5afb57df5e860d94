#!/bin/sh
# ssjc-publish: the list, the page and the summary; what is never in them; and
# that the page's own lines really recompute the draw.
. "${0%/*}/tap.sh"
. "$top/tests/cli/inspection.sh"

export SOURCE_DATE_EPOCH=1687741200 # 26 June 2023, 9:00
events() { ssjc-audit show -p plan.plan | sed -n 's/ events*, head.*//p'; }
strings() { unzip -p "$1" xl/sharedStrings.xml | tr -d '\n' | sed 's/<t[^>]*>/\n/g; s/<[^>]*>//g'; }
# What is not for the public: see inspection.sh.
secret='暗|1700000|0315|代表某|甲镇|乙镇|样例路|样例甲|样例乙|样例戊'

sed 's/audit.db/none.db/' plan.plan > none.plan
run ssjc-publish results -p none.plan
status 1 'before the draw there is nothing to publish'
err 'and that is said' <<'EOT'
ssjc-publish: nothing was drawn for this plan yet: run ssjc-draw first
EOT

run ssjc-publish results -p plan.plan
status 1 'before the inspection no results are there'
out 'so the list is empty' <<'EOT'
序号,抽查计划编号,抽查计划名称,抽查类型,检查机关,抽查市场主体名称,统一社会信用代码,检查完成日期,检查结果,备注
EOT
err 'and says what it lacks' <<'EOT'
ssjc-publish: 91130230MA07TE0695 (样例六号货运), transport: not published, 0 of 2 items have a result
ssjc-publish: 91130230MA07TE0695 (样例六号货运), market: not published, 0 of 1 items have a result
ssjc-publish: 91130230MA07TE018W (样例<A&B>"物流"), transport: not published, 0 of 2 items have a result
ssjc-publish: 91130230MA07TE018W (样例<A&B>"物流"), market: not published, 0 of 1 items have a result
ssjc-publish: 91130230MA07TE026P (样例二号货运), transport: not published, 0 of 2 items have a result
ssjc-publish: 91130230MA07TE026P (样例二号货运), market: not published, 0 of 1 items have a result
ssjc-publish: 91130230MA07TE0770 (样例七号客运), transport: not published, 0 of 1 items have a result
ssjc-publish: 91130230MA07TE0770 (样例七号客运), market: not published, 0 of 1 items have a result
EOT

# Number six is clean, the one with the signs refuses, seven lacks the market
# bureau, two lacks an item of the transport bureau.
cat > results.csv <<'EOT'
id,dept,item,result,problem,disposal,date,method,signed,note
91130230MA07TE0695,transport,T1,ok,,,2023-06-19,实地检查,yes,
91130230MA07TE0695,transport,T2,ok,,,2023-06-20,书面检查,yes,
91130230MA07TE0695,market,M1,ok,,,2023-06-19,网络监测,yes,
91130230MA07TE018W,transport,T1,corrected,台账不全,责令改正,2023-06-14,书面检查,refused,
91130230MA07TE018W,transport,T2,undisclosed,未公示,责令公示,2023-06-14,书面检查,refused,
91130230MA07TE018W,market,M1,undisclosed,未公示,责令公示,2023-06-14,网络监测,yes,
91130230MA07TE0770,transport,T2,inactive,,,2023-06-15,书面检查,yes,
91130230MA07TE026P,transport,T1,ok,,,2023-06-16,实地检查,yes,
91130230MA07TE026P,market,M1,ok,,,2023-06-16,网络监测,yes,
EOT
run ssjc-record result -p plan.plan results.csv
status 0 'results are recorded'
cp audit.db before.db

run ssjc-publish results -p plan.plan
status 1 'some results are missing'
out 'what is complete is published' <<'EOT'
序号,抽查计划编号,抽查计划名称,抽查类型,检查机关,抽查市场主体名称,统一社会信用代码,检查完成日期,检查结果,备注
1,T-1,样例<联合>抽查,跨部门联合抽查,样例交通局,样例六号货运,91130230MA07TE0695,2023-06-20,未发现问题,
2,T-1,样例<联合>抽查,跨部门联合抽查,样例市场局,样例六号货运,91130230MA07TE0695,2023-06-19,未发现问题,
3,T-1,样例<联合>抽查,跨部门联合抽查,样例交通局,"样例<A&B>""物流""",91130230MA07TE018W,2023-06-14,未按规定公示应当公示的信息,拒绝签字
4,T-1,样例<联合>抽查,跨部门联合抽查,样例交通局,"样例<A&B>""物流""",91130230MA07TE018W,2023-06-14,发现问题已责令改正,拒绝签字
5,T-1,样例<联合>抽查,跨部门联合抽查,样例市场局,"样例<A&B>""物流""",91130230MA07TE018W,2023-06-14,未按规定公示应当公示的信息,
6,T-1,样例<联合>抽查,跨部门联合抽查,样例市场局,样例二号货运,91130230MA07TE026P,2023-06-16,未发现问题,替补（由抽查备选名单递补）
7,T-1,样例<联合>抽查,跨部门联合抽查,样例交通局,样例七号客运,91130230MA07TE0770,2023-06-15,未发现开展本次抽查涉及的经营活动,
EOT
err 'and the rest is named' <<'EOT'
ssjc-publish: 91130230MA07TE026P (样例二号货运), transport: not published, 1 of 2 items have a result
ssjc-publish: 91130230MA07TE0770 (样例七号客运), market: not published, 0 of 1 items have a result
EOT
ssjc-audit show -v -p plan.plan > record
ok 'the digest of the list is on record' grep -q "$(sha256sum < out | cut -c 1-64)" record

cp before.db audit.db
run ssjc-publish results -p plan.plan --partial -o list.csv --xlsx list.xlsx
status 0 'missing results can be in order'
quiet 'then nothing is said'
out 'and standard output is left alone' < /dev/null
cp list.xlsx once.xlsx
cp list.csv once.csv
cp before.db audit.db
ssjc-publish results -p plan.plan --partial -o list.csv --xlsx list.xlsx
ok 'the list comes out the same' cmp list.csv once.csv
ok 'as a workbook, too' cmp list.xlsx once.xlsx
strings list.xlsx > out
for text in '样例&lt;A&amp;B&gt;"物流"' 抽查市场主体名称 '本计划共抽取 1 次' 替补 拒绝签字; do
	out_has "the workbook has $text" "$text"
done
run ssjc-publish results -p plan.plan --partial -o - --xlsx both.xlsx
ok 'a dash is standard output' cmp out list.csv
ok 'beside which there may be a workbook' unzip -tq both.xlsx
run ssjc-publish results -p plan.plan --partial --excel
is "$(head -c 3 out | od -An -tx1 | tr -d ' ')" efbbbf 'spreadsheets get a byte order mark'
is "$(grep -c "$(printf '\r')\$" out)" 8 'and CRLF'
run ssjc-publish results -p plan.plan --partial -t
out_has 'TSV has tabs' "^1$(printf '\t')T-1$(printf '\t')"

# The seed on the page, with the register, tells who comes next.
before=$(events)
run ssjc-publish page -p plan.plan -o early.html
status 1 'the page is not made while results are missing'
err 'and says what is missing and why that matters' <<'EOT'
ssjc-publish: 91130230MA07TE026P (样例二号货运), transport: not published, 1 of 2 items have a result
ssjc-publish: 91130230MA07TE0770 (样例七号客运), market: not published, 0 of 1 items have a result
ssjc-publish: the page is not made while results are missing: its seed and the register tell who would take a removed business's place (--partial makes it all the same)
EOT
ok 'no page is there' test ! -e early.html
is "$(events)" "$before" 'and none is on record'
run ssjc-publish page -p plan.plan --partial -o page.html
status 0 'with --partial it is made'
quiet 'without a word'
cp page.html out
for text in 'lang="zh-CN"' '样例&lt;联合&gt;抽查' '样例&lt;A&amp;B&gt;&quot;物流&quot;' \
    '共抽取 <strong>1</strong> 次' '8 户中抽取 4 户（50.0%）' \
    '货运</th><td class="n">6</td><td class="n">3</td><td class="n">50.0%' \
    '样例五号货运' '抽中后经核对移出' '替补（由抽查备选名单递补）' '尚未公布' '由文件给出' \
    '不是由本计划的导入步骤写出的' "$(sha256sum < objects.csv | cut -c 1-64)" '校验点：T-1 · 记录 [0-9]+ · [0-9a-f]{64}' \
    '2023年6月8日（时间为人工指定）</dd>' '2023-06-26T09:00:00[^<]*</time>（时间为人工指定）' \
    '<code>tests/cli/verify-draw.sh</code>'; do
	out_has "the page has $text" "$text"
done
ok 'it needs nothing from elsewhere' sh -c '! grep -iE "https?:|[ :(]url\(|@import| src=|<link [^>]*href=.[^d]" out'
# shellcheck disable=SC2016
allowed=$(python3 - page.html <<'EOT'
import base64, hashlib, re, sys
page = open(sys.argv[1], encoding='utf-8').read()
policy = re.search("default-src 'none'; ([^\"]*)", page).group(1)
texts = re.findall(r'<style>(.*?)</style>|<script(?: id="core")?>(.*?)</script>', page, re.S)
print(len(texts), all(base64.b64encode(hashlib.sha256((a or b).encode()).digest()).decode() in policy
                      for a, b in texts))
EOT
)
is "$allowed" '3 True' 'its policy allows its own style and two scripts, by their digests'
ok 'and keeps the signs of names' sh -c '! grep -F -e "<A&B>" -e "样例<" out'
sed -n '/<pre>/,/<\/pre>/p' page.html | sed 's/<pre>/\n/; s/<\/pre>/\n/' |
    sed 's/&quot;/"/g; s/&lt;/</g; s/&gt;/>/g; s/&amp;/\&/g' > pre
sed -n '/^M=/,$p' pre | grep -v '^<' > lines.sh
run sh lines.sh
status 0 'its lines run in a shell'
M=$(sha256sum < seed.txt | cut -c 1-64)
K=$(printf %s "$M/object" | sha256sum | cut -c 1-64)
ticket=$(printf %s%s "$K" 91130230MA07TE0508 | sha256sum | cut -c 1-64)
printf '%s\n' "$M" "$K" "$ticket" > three
out 'and give M, K and the first ticket' < three
cp page.html out
for digits in "$M" "$K" "$ticket"; do
	out_has 'which the page names' "$digits"
done
sed 1d drawn.csv | while IFS=, read -r _ _ _ ticket role id _; do
	[ "$role" != main ] || grep -q "$id</code><code>$ticket</code>" page.html || echo "$id"
done > out
out 'every business drawn is there with its ticket' < /dev/null
sed -n 's/.*<\/code><code>\([0-9a-f]*\).*/\1/p' page.html > tickets
ok 'in the order of the tickets' sort -c tickets
is "$(wc -l < tickets | tr -d ' ')" 5 'the removed one among them, the reserve not'

run ssjc-publish summary -p plan.plan -o summary.xlsx
status 0 'the summary is made'
quiet 'without a word'
strings summary.xlsx > out
for text in 抽查情况汇总表 样例交通局 货运 客运 发现问题已责令改正 33.3% '汇总日期：2023年6月26日（时间为人工指定）' \
    '于2023年6月8日（时间为人工指定）从 8 户'; do
	out_has "it has $text" "$text"
done
unzip -p summary.xlsx xl/charts/chart1.xml > out
out_has 'it has a chart of the departments' '<c:cat>.*样例交通局.*样例市场局.*</c:cat>'
unzip -p summary.xlsx xl/charts/chart2.xml > out
out_has 'and one of the categories' '<c:cat>.*客运.*货运.*</c:cat>'
run ssjc-publish summary -p plan.plan
status 2 'it needs a file'

# A PDF is made by LibreOffice: here by something that behaves like it.
mkdir bin
cat > bin/soffice <<'EOF'
#!/bin/sh
while [ "$1" != --outdir ]; do shift; done
dir=$2
shift 2
for f; do cat "$f" > "$dir/$(basename "$f" .xlsx).pdf"; done
EOF
chmod +x bin/soffice
run env PATH="$PWD/bin:$PATH" ssjc-publish summary -p plan.plan -o pdf.xlsx --pdf
status 0 'the summary may be a PDF, too'
ok 'beside the workbook' cmp pdf.xlsx pdf.pdf
run env PATH="$PWD/bin:$PATH" ssjc-publish results -p plan.plan --partial --xlsx pdflist.xlsx --pdf
status 0 'so may the list'
ok 'beside its workbook' cmp pdflist.xlsx pdflist.pdf
before=$(events)
run ssjc-publish results -p plan.plan --partial --pdf
status 2 'for which there must be a workbook'
mkdir none
for tool in sh valgrind; do [ -z "$(command -v $tool)" ] || ln -s "$(command -v $tool)" none/$tool; done
run env PATH="$PWD/none" "$bin/ssjc-publish" summary -p plan.plan -o no.xlsx --pdf
status 4 'without LibreOffice there is none'
is "$(events)" "$before" 'and nothing on record'

{
	cat list.csv page.html
	strings list.xlsx
	strings summary.xlsx
} > out
ok 'no telephone, credit class, person or address is published' sh -c "! grep -E '$secret' out"

# Again, and why.
cp before.db audit.db
sed 's/^draw=1/draw=2/' seed.txt > seed2.txt
ssjc-draw -p plan.plan --seed-file seed2.txt --redraw --reason '名录<误>' < objects.csv > drawn2.csv 2> log
run ssjc-publish page -p plan.plan --partial
status 0 'after another draw'
out_has 'the page says how often' '共抽取 <strong>2</strong> 次'
out_has 'and why' '重新抽取，原因：名录&lt;误&gt;'
run ssjc-publish results -p plan.plan --partial --xlsx again.xlsx
strings again.xlsx > out
out_has 'so does the list' '本计划共抽取 2 次.*名录&lt;误&gt;'

for command in results page; do
	command="$command --partial"
	before=$(events)
	sh_run "ssjc-publish $command -p plan.plan > /dev/full"
	status 4 "$command: a full standard output is an error"
	err_has 'and it is named' 'No space left on device'
	is "$(events)" $((before + 1)) 'but it was on record before anything was shown'
	err_has 'and that is said' "^ssjc-publish: event $((before + 1)) of the record says that it was made"
	# shellcheck disable=SC2086
	ssjc-publish $command -p plan.plan > whole
	ssjc-audit show -v -p plan.plan > record
	ok 'and the digest on record is that of what is shown' grep -q "$(sha256sum < whole | cut -c 1-64)" record
	before=$(events)
	run sh -c "ssjc-publish $command -p plan.plan -o no/such/file"
	status 4 "$command: so is a folder that is not there"
	is "$(events)" "$before" 'which is not on record'
done
before=$(events)
run ssjc-publish summary -p plan.plan -o no/such/file
status 4 'for the summary, too'
is "$(events)" "$before" 'and not on record either'

# A draw made again through a commitment: its reason is that of the commitment.
for dept in transport market; do
	ssjc-draw share $dept.share > $dept.digest
done
{
	ssjc-draw commit -p plan.plan --redraw --reason '份额<遗失>' --public 双色球 --form 'SSQ2023068:{n}' \
	    -c transport="$(cat transport.digest)" -c market="$(cat market.digest)" objects.csv &&
	    ssjc-draw reveal -p plan.plan --now 2023-06-27 --public SSQ2023068:7 \
	        -s transport.share -s market.share objects.csv
} > log 2>&1 || sed 's/^/# /' log
run ssjc-publish summary -p plan.plan --now 2023-06-28 -o third.xlsx
status 0 'after a ceremony'
strings third.xlsx > out
out_has 'the summary says why the plan was drawn again' '本计划共抽取 3 次.*原因：份额&lt;遗失&gt;'
run ssjc-publish page -p plan.plan --partial --now 2023-06-28
out_has 'the page too' '重新承诺，原因：份额&lt;遗失&gt;'
out_has 'and what the form of the outcome means' \
    '其结果写成 <code>SSQ2023068:[{]n[}]</code>（[{]n[}]为不带前导零的整数，其余照写）'

# A department cannot be taken out of the plan, so that its results are never lost.
cp before.db audit.db
cp plan.plan whole.plan
sed '/^\[department market\]/,/^\[items\]/{/^\[items\]/!d;}' whole.plan > plan.plan
run ssjc-record amend -p plan.plan --reason '误删<部门>'
status 1 'a plan that lost a department cannot be put on record'
err_has 'since its keys are part of the draw' 'departments were “transport, market” .* and are “transport” now'
run ssjc-publish results -p plan.plan
status 3 'and nothing is published by it'
out 'not a line' < /dev/null
sed 's/^title .*/title = 更名后的抽查/' whole.plan > plan.plan
ssjc-record amend -p plan.plan --reason '改名<一>' > log 2>&1 || sed 's/^/# /' log
cp whole.plan plan.plan
ssjc-record amend -p plan.plan --reason '恢复<名称>' > log 2>&1 || sed 's/^/# /' log
run ssjc-publish page -p plan.plan --partial
status 0 'by a plan whose changes are on record there is a page'
out_has 'which tells what was changed, and into what' '2023-06-26（时间为人工指定） 抽取后修改过方案、检查事项或日历，原因：改名&lt;一&gt;；抽查计划名称由“.*”改为“更名后的抽查”'
out_has 'each time' '抽取后修改过方案、检查事项或日历，原因：恢复&lt;名称&gt;'
run ssjc-publish summary -p plan.plan -o amended.xlsx
strings amended.xlsx > out
out_has 'so does the summary' '抽取后修改过方案、检查事项或日历，原因：改名&lt;一&gt;'

finish
