#!/bin/sh
# Text as other programs and other systems write it: line ends, delimiters, cells that are
# kept from being numbers, other encodings.
. "${0%/*}/tap.sh"

cat > clean.csv <<'EOT'
id,name,phone
91130230MA07TE034J,样例甲公司,13900000001
91130230MA07TE0508,样例乙公司,0315-8800002
EOT
sed '1s/.*/统一社会信用代码,企业名称,联系电话/' clean.csv > roster.csv

tr '\n' '\r' < roster.csv > cr.csv
run ssjc-import objects cr.csv
out "lines may end with CR alone" < clean.csv
awk '{ printf "%s\r\r\n", $0 }' roster.csv > crcrlf.csv
run ssjc-import objects crcrlf.csv
out "or with CR CR LF" < clean.csv
{ cat roster.csv && printf '91130230MA07TE0695,样例丙\r公司,\n'; } > mixed.csv
run ssjc-import objects mixed.csv
status 3 "but not one of them alone"
err "which is named with its line" <<'EOT'
ssjc-import: mixed.csv:4: has a line end in the middle of the line: save the sheet as CSV UTF-8
EOT

for delimiter in '|' '；' '，'; do
	sed "s/,/$delimiter/g" roster.csv > other.txt
	run ssjc-import objects other.txt
	out "fields may be separated by $delimiter" < clean.csv
done
{ echo '名录，2023年|一' && tr , '|' < roster.csv; } > title.txt
run ssjc-import objects title.txt
out "also below a title" < clean.csv
printf '统一社会信用代码,企业名称,资质\n91130230MA07TE034J,样例（甲）公司，分店,一；二\n' > text.csv
run ssjc-import objects text.csv
out "in a text with commas they are text" <<'EOT'
id,name,资质
91130230MA07TE034J,样例（甲）公司，分店,一；二
EOT

cat > equal.csv <<'EOT'
="统一社会信用代码",企业名称,联系电话
="91130230MA07TE034J",样例甲公司,="13900000001"
"=""91130230MA07TE0508""",="样例乙公司","=""0315-8800002"""
EOT
run ssjc-import objects equal.csv
out 'what is written ="…" is read as the text inside' < clean.csv
sed '3d; s/,/\t/g' equal.csv > equal.tsv
run ssjc-import objects equal.tsv
head -n 2 clean.csv > one.csv
out "with tabs, too" < one.csv
printf '="统一社会信用代码",企业名称\n91130230MA07TE034J,="样例\n' > open.csv
run ssjc-import objects open.csv
status 3 "but not where it is not closed"

printf '統一社會信用代碼,企業名稱\n91130230MA07TE034J,樣例甲公司\n' > traditional.csv
run ssjc-import objects traditional.csv
status 3 "traditional headers"
err "are refused, with what to do" <<'EOT'
ssjc-import: traditional.csv:1: no header is known as the column id; name it with --map 'id=統一社會信用代碼', or write the headers, which look like traditional Chinese, as simplified Chinese. The headers are: 統一社會信用代碼, 企業名稱
EOT
iconv -f UTF-8 -t BIG5 traditional.csv > big5.csv
run ssjc-import objects big5.csv
status 3 "Big5"
err "is named" <<'EOT'
ssjc-import: big5.csv: looks like Big5, in which traditional Chinese is written: save it as UTF-8, or say --encoding GB18030 if it is that all the same
EOT
run ssjc-import objects --encoding gbk big5.csv
err_has "--encoding is obeyed" 'no header is known as the column id'
for name in 样例镕源公司 样例喆祎公司 样例犇鑫淼焱公司; do
	printf '统一社会信用代码,企业名称\n91130230MA07TE034J,%s\n' $name > rare.csv
	iconv -f UTF-8 -t GB18030 rare.csv > gbk.csv
	run ssjc-import objects gbk.csv
	is "$(sed -n 's/^.*,//; 2p' out)" $name "$name in GBK is not taken for it"
done
finish
