#!/bin/sh
# Another file than the one expected: people give the workbook that they know, or the
# file beside it. The message says what the file is, and what to do with it.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new
lab_drawn
cp "$top/examples/caofeidian-2023/企业名录.xlsx" 名录.xlsx
printf '\320\317\021\340\241\261\032\341' > 名录.xls
printf '%%PDF-1.4\n' > 名录.pdf
zip -q 名录.zip 名录.csv
iconv -f UTF-8 -t GB18030 名录.csv > gbk.csv
iconv -f UTF-8 -t UTF-16 名录.csv > utf16.csv
printf '<html><table><tr><td>企业名称</td></tr></table></html>\n' > 网页.xls
iconv -f UTF-8 -t GB18030 lab.plan > gbk.plan
cp lab.db 审计.db

says() { # FILE, message, command
	file=$1 message=$2
	shift 2
	run "$@"
	status 3 "$file: $1 ${2-}"
	err "is told what it is" <<-EOF
		$1: $file: $message
	EOF
}
draw='ssjc-draw -p lab.plan --redraw --reason x -H history.csv'
first='on it first, and give that FILE'
while IFS='|' read -r file message; do
	# shellcheck disable=SC2086
	says "$file" "$message" $draw "$file"
done <<EOT
名录.xlsx|is a workbook: run “ssjc-import objects -p PLAN -o FILE” $first
名录.xls|is a workbook: run “ssjc-import objects -p PLAN -o FILE” $first
网页.xls|is a workbook: run “ssjc-import objects -p PLAN -o FILE” $first
名录.pdf|is a PDF: ask for the workbook that it was made from, or copy its table into one
名录.zip|is an archive (zip): unpack it, and run “ssjc-import objects” on what is in it
gbk.csv|is a text in another encoding than UTF-8, such as GBK: run “ssjc-import objects -p PLAN -o FILE” $first
utf16.csv|is a text in another encoding than UTF-8, such as GBK: run “ssjc-import objects -p PLAN -o FILE” $first
名录.csv|has headers of its own, not those of a stream: run “ssjc-import objects -p PLAN -o FILE” $first
审计.db|is an audit file: give the stream that “ssjc-import objects” wrote
lab.plan|is a plan, which -p names: give the stream that “ssjc-import objects” wrote
EOT
# Each place says what is expected there.
says 名录.xlsx "is a workbook: run “ssjc-import history -p PLAN -o FILE” $first" \
    ssjc-draw -p lab.plan --redraw --reason x -H 名录.xlsx objects.csv
says 人员.csv "has headers of its own, not those of a stream: run “ssjc-import inspectors -p PLAN -o FILE” $first" \
    ssjc-assign -p lab.plan -i 人员.csv drawn.csv
list='is a workbook: give the list as ssjc-draw wrote it, not one that a spreadsheet program saved'
says 名录.xlsx "$list" ssjc-assign -p lab.plan -i inspectors.csv 名录.xlsx
says 名录.xlsx "$list" ssjc-draw replace -p lab.plan 名录.xlsx
says 名录.xlsx "$(echo "$list" | sed 's/draw/assign/')" ssjc-print filing -p lab.plan -o 备案表.xlsx 名录.xlsx
says 名录.xlsx 'is a workbook, not a plan: a plan is a text, as ssjc-plan(5) says' ssjc-audit show -p 名录.xlsx
says 审计.db 'is an audit file: give the plan that names it' ssjc-audit show -p 审计.db
says 名录.pdf 'is a PDF, not a plan: a plan is a text, as ssjc-plan(5) says' ssjc-audit show -p 名录.pdf
says objects.csv 'is a list, not a plan: the plan is the text that ssjc-plan(5) describes' ssjc-audit show -p objects.csv
says gbk.plan 'is a text in another encoding than UTF-8, such as GBK: save it as UTF-8' ssjc-audit show -p gbk.plan
# What is a stream, but another one, has its columns named.
says objects.csv:1 'cert: is missing; the columns are: name, id, category, credit, legal_rep, status, 备注' \
    ssjc-assign -p lab.plan -i objects.csv drawn.csv
finish
