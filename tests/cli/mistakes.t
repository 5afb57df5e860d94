#!/bin/sh
# The ten mistakes of a clerk, and what is said of each, in English and in Chinese:
# what is wrong, where, and what to do. Nothing is lost by any of them.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

# said WHAT STATUS ENGLISH CHINESE COMMAND...: the same exit status and output in both
# languages; the second run finds the files as the first one did.
said() {
	what=$1 expected=$2 english=$3 chinese=$4
	shift 4
	rm -rf kept && mkdir kept && cp -p ./*.* kept
	run "$@"
	status "$expected" "$what: status"
	err_has "$what: in English" "$english"
	mv out out.en
	cp -p kept/* . 2> /dev/null
	[ -e kept/lab.db ] || rm -f lab.db*
	run env LC_ALL=C.UTF-8 LANGUAGE=zh_CN "$@"
	status "$expected" "$what: status in Chinese"
	err_has "$what: in Chinese" "$chinese"
	cp -p kept/* .
	[ -e kept/lab.db ] || rm -f lab.db*
}

lab_new
import="ssjc-import objects -p lab.plan $registers"

# 1. The wrong file.
# shellcheck disable=SC2086
said "inspectors for businesses" 3 \
    '^ssjc-import: 人员.csv:1: has no column id, but looks like what ssjc-import inspectors reads' \
    '^ssjc-import: 人员.csv:1: 没有 id 列，看起来是 ssjc-import inspectors 读的表' $import 人员.csv
sed /^repeat/d lab.plan > plain.plan
cp "$top/examples/caofeidian-2023/企业名录.xlsx" 名录.xlsx
said "a workbook for a stream" 3 'is a workbook: run .*ssjc-import objects' '是工作簿.*ssjc-import objects' \
    ssjc-draw plan -p plain.plan 名录.xlsx

# 2. A column that was given another name.
sed '1s/统一社会信用代码/社会代码/' 名录.csv > 改名.csv
# shellcheck disable=SC2086
said "a column that is needed" 3 "name it with --map 'id=社会代码'" "请用 --map 'id=社会代码' 指定" $import 改名.csv
sed '1s/登记状态/目前情况/' 名录.csv > 改名.csv
# shellcheck disable=SC2086
said "another one" 0 'not known, and only carried along: the column “目前情况”' '不认识.*“目前情况”' $import 改名.csv

# 3. A plan from a Chinese keyboard.
sed 's/category, credit/category，credit/' lab.plan > comma.plan
said "a Chinese comma" 3 '^ssjc-draw: comma.plan:6: strata: .*Chinese sign “，”.*need “,”' \
    '^ssjc-draw: comma.plan:6: strata: .*不是列名.*中文标点“，”.*“,”' ssjc-draw plan -p comma.plan 名录.csv
sed 's/^floor     = /floor     ＝ /' lab.plan > equals.plan
said "a Chinese equals sign" 3 '^ssjc-draw: equals.plan:5: .*Chinese sign “＝”.*need “=”' \
    '^ssjc-draw: equals.plan:5: .*中文标点“＝”.*“=”' ssjc-draw plan -p equals.plan 名录.csv
iconv -f UTF-8 -t GBK lab.plan > gbk.plan
said "GBK" 3 '^ssjc-draw: gbk.plan: .*such as GBK: save it as UTF-8' \
    '^ssjc-draw: gbk.plan: 不是 UTF-8 编码.*请另存为 UTF-8' ssjc-draw plan -p gbk.plan 名录.csv

# 4. The same file twice.
cp 名录.csv '名录 (1).csv'
# shellcheck disable=SC2086
said "a copy" 0 'is the same as 名录.csv, word for word: was another file meant' '一字不差：是不是拿错了文件' \
    $import 名录.csv '名录 (1).csv'

# 5. A second draw.
lab_drawn
said "a second draw" 6 'was drawn already.*--redraw --reason TEXT.*ssjc-draw again prints the list' \
    '已经抽取.*--redraw --reason TEXT.*ssjc-draw again' \
    ssjc-draw -p lab.plan "$registers" -H history.csv -o second.csv objects.csv
ok "the list stays" [ -s drawn.csv -a ! -e second.csv ]

# The folder of an earlier plan, copied with its audit file.
sed 's/^id  .*/id = LAB-2/' lab.plan > copied.plan
for command in 'draw due' 'record status' 'publish page'; do
	# shellcheck disable=SC2086
	run ssjc-$command -p copied.plan
	status 3 "ssjc-$command takes no other plan's audit file"
	err_has "and says whose it is" 'copied.plan: audit: the audit file .* is that of plan .*LAB-1'
done

# 7. A business that is closed: not confirmed, with why; then it is replaced.
ssjc-record confirm --form -p lab.plan "$confirmed" | awk -F, -v OFS=, 'NR > 1 { $4 = "yes" } 1' > confirmed.csv
awk -F, -v OFS=, 'NR == 2 { $4 = "不存在" } 1' confirmed.csv > closed.csv
said "a word that is none of those" 3 '^ssjc-record: closed.csv:2: confirmed: “不存在” is not one of: 是 \(yes\), 否 \(no\)' \
    '^ssjc-record: closed.csv:2: confirmed: “不存在”不在可填的内容之列：是 \(yes\), 否 \(no\)' \
    ssjc-record confirm -p lab.plan "$confirmed" closed.csv
awk -F, -v OFS=, 'NR == 2 { $4 = "no"; $5 = "closed"; $6 = "现场照片" } 1' confirmed.csv > closed.csv
ssjc-record confirm -p lab.plan "$confirmed" closed.csv
said "a closed business that is not replaced" 1 'removed and not replaced yet: .* run ssjc-draw replace' \
    '已移出、尚未递补：.*请运行 ssjc-draw replace' \
    ssjc-assign -p lab.plan "$matched" -i inspectors.csv -o assigned.csv drawn.csv
ssjc-draw replace -p lab.plan "$confirmed" -o list.csv drawn.csv
ssjc-record confirm --form -p lab.plan "$confirmed" | awk -F, -v OFS=, 'NR > 1 { $4 = "yes" } 1' |
    ssjc-record confirm -p lab.plan "$confirmed"
ssjc-draw replace -p lab.plan "$confirmed" -o list.csv drawn.csv
ok "with its replacement it is matched" \
    ssjc-assign -p lab.plan "$matched" -i inspectors.csv -o assigned.csv list.csv

# 6. An inspector who left: the newer register has them no more.
cert=$(awk -F, 'NR == 1 { while ($++n != "cert"); next } { print $n; exit }' assigned.csv)
sed "/$cert/d" 人员.csv > 新人员.csv
ssjc-import inspectors -p lab.plan "$matched" -o newer.csv 新人员.csv
said "an inspector who left" 0 "\($cert\) is not among them any more, but is to go to [1-9]" \
    "（$cert）已不在名单中，但还要去 [1-9]" \
    ssjc-assign -p lab.plan "$matched" -i newer.csv -o again.csv list.csv
err_has "where, and what to do" "，最早在 .*样例.*号运输公司.*：ssjc-assign substitute -p lab.plan -i newer.csv --cert $cert --from 2023-06-[0-9]+ --reason TEXT"
is "$(grep -c ",$cert," again.csv)" "$(grep -c ",$cert," assigned.csv | awk '{ print $1 - 1 }')" \
    "only the replacement, whose day has not come, gets somebody else"

# 8. Somebody is ill this morning: that is nothing for the public.
sed "s/^\(.*$cert.*,.*,.*\),,在岗/\1,2023-06-12..2023-06-16,在岗/" 人员.csv > 病假.csv
ssjc-import inspectors -p lab.plan "$matched" -o ill.csv 病假.csv
said "somebody on leave" 0 "\($cert\) is on leave then, but is to go to [1-9]" "（$cert）届时请假，但还要去 [1-9]" \
    ssjc-assign -p lab.plan "$matched" -i ill.csv list.csv
err_has "only for these seats, as the others come after it" "：ssjc-assign substitute -p lab.plan -i ill.csv --cert $cert --from 2023-06-1[2-6]( --object [0-9A-Z]+)+ --asked-by inspector --reason TEXT"
said "a reason that says who is ill" 1 '--note' '--note' \
    ssjc-assign -p lab.plan "$matched" -i ill.csv --reassign --reason '今早生病住院' list.csv

# 9. Another day: a result of a day that has not come.
id=$(sed -n 2p assigned.csv | tr , '\n' | grep -m1 '^91130230MA')
printf 'id,dept,item,result,date\n%s,transport,,ok,2023-07-20\n' "$id" > day.csv
said "a day that has not come" 3 '^ssjc-record: day.csv:2: date: ' '^ssjc-record: day.csv:2: date: ' \
    ssjc-record result -p lab.plan --now=2023-07-03T09:00:00 day.csv
err_has "which is said" '2023-07-20'

# 10. A wrong result.
printf 'id,dept,item,result,date\n%s,transport,,挺好,2023-06-14\n' "$id" > result.csv
said "a word for no result" 3 '“挺好” is not one of: ' '“挺好”不在可填的内容之列：' \
    ssjc-record result -p lab.plan --now=2023-07-03T09:00:00 result.csv
sed 's/挺好/ok/' result.csv | ssjc-record result -p lab.plan --now=2023-07-03T09:00:00
sed 's/挺好/corrected/' result.csv > other.csv
said "another result" 3 'is on record already, as “ok”, and differs: --correct --reason TEXT' \
    '已.*记录.*“ok”.*--correct --reason TEXT' \
    ssjc-record result -p lab.plan --now=2023-07-03T09:00:00 other.csv
said "that is corrected" 0 'this reason will be published: “录入有误”' '此理由将公示：“录入有误”' \
    ssjc-record result -p lab.plan --now=2023-07-03T09:00:00 --correct --reason 录入有误 other.csv
finish
