#!/bin/sh
# "Your own inspection", as ssjc(7) and both READMEs have it: their very commands, from
# two spreadsheets to printed sheets and to the public page.
. "${0%/*}/tap.sh"

python() {
	/usr/bin/python3 "$top/tests/cli/first_books.py" "$@" || echo "Bail out! first_books.py"
}

# The commands of the section, block by block: 1.sh, 2.sh, 3.sh.
blocks() { # document, its first line, what its blocks begin and end with
	awk -v from="$2" -v manual="$3" '
		$0 ~ from { on = 1; next }
		on && /^(## |\.Sh )/ { exit }
		!on { next }
		manual ? /^\.Bd/ : /^    / && !inside { inside = 1; n++ }
		manual ? /^\.E?[Bb]?d/ : !/^    / { if (!manual || /^\.Ed/) inside = 0; next }
		inside { sub(/^    /, ""); print > (n ".sh") }
	' "$1"
}

inspection() { # the section of a document; the plan that it names
	rm -rf today && mkdir today && cd today || exit 1
	blocks "$@"
	is "$(cat ./*.sh | wc -l)" 15 "${1##*/}: its commands are found"
	plan=$(sed -n 's/.* --new \([^ ]*\) .*/\1/p' 1.sh)
	python registers
	export SOURCE_DATE_EPOCH=1686186000 # 8 June 2023, 9:00
	run sh -e 1.sh
	status 0 "a plan is begun"
	run sh -e 2.sh
	status 3 "which cannot be used yet"
	err_has "and says why" 'these lines still say 【请填写】: id \(5\), title \(6\), window \(7\): write'
	sed -i 's/^id .*/id = 2023-07/; s/^title .*/title = 餐饮单位联合抽查/
		s/^window .*/window = 2023-06-14..2023-06-30/' "$plan"
	run sh -e 2.sh
	status 0 "with three lines filled in, all is drawn, matched and printed"
	is "$(find 一企一表 -name '*.xlsx' | wc -l)" 14 "a checklist for each business drawn"
	is "$(find 告知书 -name '*.xlsx' | wc -l)" 14 "and a notice"
	ok "and the filing list" [ -s 备案表.xlsx ]
	python fill 一企一表
	export SOURCE_DATE_EPOCH=1688346000 # 3 July 2023
	run sh -e 3.sh
	status 0 "what was found is read, published, and all of it verified"
	out_has "from the bureaus' own files" '.*(drawn again from 60 rows: the same 14, and 14 in reserve|由 60 行重新抽取：抽中的 14 户相同，备选 14 户相同)'
	is "$(grep -c 样例 公示.html)" 14 "the page has them all"
	cd .. || exit 1
}

inspection "$top/README.md" '^## Your own inspection' ''
inspection "$top/README.zh-CN.md" '^## 做一次自己的抽查' ''
inspection "$top/man/ssjc.7" '^.Sh YOUR OWN INSPECTION' manual
unset SOURCE_DATE_EPOCH

# What a plan is begun with: other registers.
cd today || exit 1
run ssjc-draw plan --new my.plan 名录.xlsx
status 1 "a plan that is there is not written over"
err_has "which is said" "my.plan: is there already, and is not written over: give another name"
run ssjc-draw plan --new one.plan 名录.xlsx
status 0 "without inspectors there is a department to fill in"
run ssjc-draw plan -p one.plan objects.csv
status 3 "as the fourth line"
err_has "which is named" 'id \(5\), title \(6\), window \(7\), name \([0-9]+\):'
cut -d, -f 2,3,6 objects.csv > plain.csv
run ssjc-draw plan --new plain.plan -i inspectors.csv plain.csv
status 0 "streams do as well as workbooks, also without classes"
ok "the strata are then of the category alone" grep -q '^strata *= category ' plain.plan
ok "and departments keep their keys" grep -q '^\[department health\]' plain.plan
sed -i 's/^id .*/id = 2023-08/; s/^title .*/title = 样例/; s/^window .*/window = 2023-06-14..2023-06-30/' plain.plan
run ssjc-draw plan -p plain.plan --now=2023-06-08T09:00:00 plain.csv
status 0 "and it can be used, too"
cut -d, -f 2,3 objects.csv > plain.csv
run ssjc-draw plan --new x.plan plain.csv
status 3 "a register that nothing divides cannot be drawn from"
err_has "and what to do is said" 'add a column 类别'
sed -n 1p objects.csv > plain.csv
run ssjc-draw plan --new x.plan plain.csv
status 3 "nor one without a row"
run ssjc-draw plan --new x.plan -p my.plan 名录.xlsx
status 2 "a plan is not begun from a plan"
run ssjc-draw plan --new x.plan
status 2 "nor from nothing"
run ssjc-draw plan --new nowhere/x.plan 名录.xlsx
status 4 "nor in a folder that is not there"
ok "and nothing is left behind" [ ! -e x.plan ]
finish
