#!/bin/sh
# TSV for cut(1) and CSV for spreadsheets: a field is what it is in both, wherever
# it begins, and comes back.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

tab=$(printf '\t')
columns() { # FILE: how many each line has, as cut(1) sees it
	awk -F"$tab" '{ print NF }' "$1" | sort -u | tr '\n' ' '
}
column() { # NAME FILE
	cut -f "$(head -1 "$2" | tr '\t' '\n' | grep -n "^$1\$" | cut -d: -f1)" "$2" | tail -n +2
}

# Names that begin with a quote or a sign, an address of two lines, a backslash.
lab_new 8
sed -i '1s/,备注/,地址,备注/; 2s/.*//' 名录.csv
sed -i '/^$/d' 名录.csv
{
	printf '"""甲""字运输公司",%s,货运,A,样某一,存续,"1号楼\n2号楼",\\x0a字样\n' "$(lab_code 1)"
	printf '"""",%s,货运,A,样某二,存续,"a\tb",\n' "$(lab_code 9)"
	printf '=1+1,%s,货运,A,@样某,存续,-3,-3-4\n' "$(lab_code 10)"
	printf "'乙,%s,货运,A,+8613900000000,存续,\"\"\"\",'a\n" "$(lab_code 11)"
} > odd.csv
sed -i 's/,存续,$/,存续,,/' 名录.csv
cat odd.csv >> 名录.csv
sed -i 's/20%/100%/; s/repeat.*//' lab.plan
for kind in csv tsv excel; do
	sed "s/lab.db/$kind.db/" lab.plan > $kind.plan
done

# stages KIND OPTION: from the bureaus' files to the list of who goes where.
stages() {
	for register in objects:名录 inspectors:人员; do
		ssjc-import "${register%:*}" ${2:+"$2"} -p "$1.plan" "$registers" "${register#*:}.csv" > "${register%:*}.$1" ||
		    echo "Bail out! no import"
	done
	ssjc-draw ${2:+"$2"} -p "$1.plan" "$registers" --seed-file seed -i "inspectors.$1" "objects.$1" > "drawn.$1" 2> err ||
	    echo "Bail out! no draw"
	ssjc-assign ${2:+"$2"} -p "$1.plan" "$registers" -i "inspectors.$1" "drawn.$1" > "assigned.$1" 2> err ||
	    echo "Bail out! no match"
	ssjc-print filing -p "$1.plan" "$registers" -o "$1.xlsx" "assigned.$1" || echo "Bail out! no list"
	ssjc-print checklist -p "$1.plan" "$registers" -o "sheets-$1" "assigned.$1" || echo "Bail out! no sheets"
}
stages csv ""
stages tsv --tsv
stages excel --excel
cells() { unzip -p "$1" xl/sharedStrings.xml xl/worksheets/sheet1.xml | sed 's/记录 [0-9]* · [0-9a-f]*//g'; }
cells csv.xlsx > csv.cells
for kind in tsv excel; do
	cells $kind.xlsx > $kind.cells
	ok "the filing list by $kind is that by CSV" cmp csv.cells $kind.cells
	sqlite3 csv.db 'SELECT id, object FROM pick ORDER BY row' > csv.picks
	sqlite3 $kind.db 'SELECT id, object FROM pick ORDER BY row' > $kind.picks
	ok "and so is what is on record" cmp csv.picks $kind.picks
	is "$(cd sheets-$kind && echo ./*)" "$(cd sheets-csv && echo ./*)" "and the sheets"
	run ssjc-audit verify -p $kind.plan 名录.csv 人员.csv
	status 0 "verify makes it again"
	ok "byte for byte" grep -q '^good: .*draw 1' out
done
for stage in objects drawn assigned; do
	is "$(columns $stage.tsv | wc -w) $(grep -c '"".*"' $stage.tsv)" "1 0" "$stage as TSV: every line has its columns, no quote is doubled"
done
column name objects.tsv | LC_ALL=C sort > names
{ printf '"\n"甲"字运输公司\n\047乙\n=1+1\n'; seq 2 8 | sed 's/.*/样例&号运输公司/'; } > expected
ok "cut gives the names" cmp names expected
column address objects.tsv | LC_ALL=C sort -u > addresses
same addresses "and addresses in one line each, with a mark where the line ended" <<'END'

"
-3
1号楼\x0a2号楼
a\x09b
END
column 备注 objects.tsv | LC_ALL=C sort -u > remarks
same remarks "and what only looks like such a mark as another" <<'END'

'a
-3-4
\x5cx0a字样
END
run ssjc-import objects objects.tsv
status 0 "our own TSV is imported again"
ok "to the same" cmp out objects.csv
run ssjc-import objects objects.excel
status 0 "CSV for spreadsheets is, too"
ok "to the same" cmp out objects.csv
# As a spreadsheet saves it: without the mark.
tail -c +4 objects.excel > saved.csv
run ssjc-import objects saved.csv
ok "also when a spreadsheet saved it without its mark" cmp out objects.csv

# A spreadsheet's own TSV may be quoted.
unicode() {
	printf '企业名称\t统一社会信用代码\t类别\t信用风险等级\t登记状态\t地址\r\n'
	printf '"""甲""字公司"\t%s\t货运\tA\t存续\t"1号楼\n2号楼"\r\n' "$(lab_code 1)"
	printf '乙公司\t%s\t货运\tA\t存续\t"a, b"\r\n' "$(lab_code 2)"
}
{ printf '\377\376'; unicode | iconv -f UTF-8 -t UTF-16LE; } > unicode.txt
run ssjc-import objects unicode.txt
status 0 "“Unicode text” of a spreadsheet"
out "has its quotes taken off" <<END
name,id,category,credit,status,address
"""甲""字公司",$(lab_code 1),货运,A,active,"1号楼
2号楼"
乙公司,$(lab_code 2),货运,A,active,"a, b"
END
printf '"企业名称"\t"统一社会信用代码"\n"甲公司"\t"%s"\n' "$(lab_code 1)" > all.tsv
run ssjc-import objects all.tsv
out "and so has a file whose headers are quoted" <<END
name,id
甲公司,$(lab_code 1)
END
printf '企业名称\t统一社会信用代码\n"甲"\t%s\n"乙"公司\t%s\n' "$(lab_code 1)" "$(lab_code 2)" > none.tsv
run ssjc-import objects none.tsv
out "quotes in any other are text" <<END
name,id
"""甲""",$(lab_code 1)
"""乙""公司",$(lab_code 2)
END

# ---- Spreadsheets calculate nothing ----

calculating() { # FILE: its cells that begin like a formula, and are no number
	sed 's/\r$//' "$1" | tr ',' '\n' | grep -E '^"?[=+@-].' | grep -vE '^[+-][0-9]+(\.[0-9]+)?$'
}
is "$(calculating objects.csv | wc -l)" 3 "a stream has the cells as they are"
for stage in objects drawn assigned; do
	is "$(calculating $stage.excel)" "" "$stage --excel: no cell is a formula"
done
ok "a number is left alone" grep -q ',-3,' objects.excel

# The form goes to people and comes back, through a spreadsheet that saves it otherwise.
run ssjc-record confirm --form --excel -p excel.plan "$registers"
is "$(calculating out)" "" "nor has a form"
ok "which names the business all the same" grep -q "'=1+1" out
{
	tail -c +4 out | sed 's/\r$//' | head -1
	tail -c +4 out | sed 's/\r$//' | grep "$(lab_code 10)" | grep transport
} > form.csv
awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
    NR > 1 { $at["confirmed"] = "yes"; $at["note"] = "\047=1+1" } { print }' form.csv > filled.csv
run ssjc-record confirm -p excel.plan "$confirmed" filled.csv
status 0 "a form that a spreadsheet saved"
is "$(sqlite3 excel.db 'SELECT note FROM confirmation')" "=1+1" "is taken without our apostrophes"

# The published list has them whatever its form.
date=$(sqlite3 csv.db "SELECT date FROM seat WHERE id = '$(lab_code 10)' LIMIT 1")
printf 'id,dept,item,result,date\n%s,transport,-,ok,%s\n' "$(lab_code 10)" "$date" > results.csv
run ssjc-record result -p csv.plan --now "${date}T18:00:00" results.csv
status 0 "a result"
run ssjc-publish results -p csv.plan --now 2023-06-30T09:00:00 --partial -o list.csv
ok "a published list has a row" [ "$(wc -l < list.csv)" -gt 1 ]
is "$(calculating list.csv)" "" "and no formula in it"
ok "but the name, after an apostrophe" grep -q ",'=1+1," list.csv

office() { # FILE: opened by LibreOffice and written again, as calc/in.csv
	rm -rf calc
	cp "$1" in.csv
	soffice -env:UserInstallation="file://$work/profile" --headless \
	    --infilter='CSV:44,34,76,1,,0,false,true,false' \
	    --convert-to 'csv:Text - txt - csv (StarCalc):44,34,76,1,,0,false,true,false' \
	    --outdir calc in.csv > /dev/null 2>&1
}
if command -v soffice > /dev/null; then
	printf 'x,y\n=1+1,z\n' > plain.csv
	office plain.csv
	ok "LibreOffice calculates what begins like a formula" grep -q '^2,z' calc/in.csv
	office objects.excel
	ok "but not with an apostrophe before it" grep -q "'=1+1" calc/in.csv
	is "$(grep -cE '(^|,)(2|-7)(,|$)' calc/in.csv)" 0 "nothing is calculated"
else
	ok "in a spreadsheet # SKIP there is no LibreOffice" true
fi
finish
