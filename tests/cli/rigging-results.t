#!/bin/sh
# Who corrects results can choose what is published: verify names each correction, the
# page has it with its reason, and a page that was overtaken is told.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new
printf 'dept,item,title,category,basis,method,materials\ntransport,A,安全制度,*,条例,实地检查,制度\nmarket,A,标识标志,*,条例,实地检查,标志\n' > items.csv
printf '[items]\nfile = items.csv\n' >> lab.plan
lab_drawn
ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv > assigned.csv 2> log
results() { # CODE: of every item
	ssjc-record result --form -p lab.plan --now=2023-07-03 |
	    awk -F, -v OFS=, -v code="$1" 'NR > 1 { $6 = code; $7 = code == "ok" ? "" : "虚假"; $9 = "2023-06-30" } 1'
}
results false > results.csv
run ssjc-record result -p lab.plan --now=2023-07-03 results.csv
status 0 "results are entered"
sed 's/,false,虚假,/,ok,,/' results.csv > ok.csv
run ssjc-record result -p lab.plan --now=2023-07-04 --correct --reason 笔误 ok.csv
status 0 "and corrected"
n=$(($(wc -l < results.csv) - 1))
ok "all of them, more than twenty or not" [ "$n" -gt 1 ]

run ssjc-publish page -p lab.plan --now=2023-07-05 -o page.html
status 0 "a page is published"
has page.html "it says how many results were corrected" "录入后更正过的检查结果：$n 项"
has page.html "from what to what, when and why" '由“公示信息隐瞒真实情况、弄虚作假”更正为“未发现问题”（2023-07-04，原因：笔误）'
lab_verify -c page.html
status 0 "verify finds no difference"
is "$(grep -c '^note: event [0-9]*: corrected: .*: item A: “false” → “ok”; its reason: 笔误$' out)" \
    "$((n < 20 ? n : 20))" "but names the corrections"
is "$(grep -c 'shows what was on record then' out)" 0 "and the page shows what is on record"

run ssjc-record result -p lab.plan --now=2023-07-06 --correct --reason 又改 results.csv
status 0 "after that, corrected again"
lab_verify -c page.html
out_has "it says that the page was overtaken" '^note: page.html: shows what was on record then: event [0-9]+ \(result\) and perhaps others came after it'

finish
