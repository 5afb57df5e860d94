#!/bin/sh
# A form of results that clerks have filled in their ways, by openpyxl, and as LibreOffice
# saves it: each is read as it was meant, or refused by what is wrong with it.
. "${0%/*}/../cli/tap.sh"
. "$top/tests/cli/small.sh"

small_assigned
ssjc-record result -p small.plan --now 2023-06-12 --form -o form.xlsx > /dev/null
cp small.db before.db
mkdir filled saved
/usr/bin/python3 "$top/tests/long/spoil_form.py" form.xlsx filled || echo "Bail out! no forms"
columns='id, dept, item, result, date'

take() { # FILE
	rm -f small.db*
	cp before.db small.db
	run ssjc-record result -p small.plan --now 2023-06-16 "$1"
	sqlite3 small.db "SELECT $columns FROM result ORDER BY $columns" > taken
}
taken() { # FILE, what; nothing is said
	take "$1"
	status 0 "$2: taken"
	ok "$2: as it was meant" cmp taken expected
}
refused() { # FILE, what, message
	take "$1"
	status 3 "$2: refused"
	err_has "$2: and why is said" "$3"
	is "$(wc -l < taken)" 0 "$2: nothing is on record"
}

take filled/plain.xlsx
status 0 "the form, filled in"
quiet "quietly"
is "$(wc -l < taken)" 6 "all of it"
cp taken expected
for how in inserted note_deleted sorted merged dates wide numbers copied titles \
    hidden_sheets_deleted; do
	taken "filled/$how.xlsx" "$how"
done
taken filled/notes.xlsx notes
is "$(grep -c ': left out' err)" 4 "notes: each is named"
at='ssjc-record: filled/[a-z_]*.xlsx: sheet 样例交通运输局: row'
refused filled/code_deleted.xlsx "no codes" 'no header is known as the column id'
refused filled/result_deleted.xlsx "no results" 'no header is known as the column result'
refused filled/formula.xlsx "a formula never computed" "$at 5: 检查结果: is a formula that has not been calculated"
refused filled/dates_wrong.xlsx "wrong dates" "$at 5: 检查日期: “6月15日” is not a date such as"
err_has "no date" "$at 6: 检查日期: is empty"
err_has "a day before the draw" "$at 7: 检查日期: 2023-06-01 is before the draw"
err_has "a day to come" "$at 8: 检查日期: 2033-06-01 is still to come"
refused filled/another_word.xlsx "another word" "$at 5: 检查结果: “没毛病” is not one of"
refused filled/extra_sheet.xlsx "a sheet of notes" 'extra_sheet.xlsx: sheet 说明: row 1: no header'
refused filled/copied_otherwise.xlsx "two sheets that differ" 'row 5: .*contradicts what sheet 样例交通运输局, row 5 says'
refused filled/hidden_rows.xlsx "a hidden row" "$at 6: is a hidden row that is filled in"
take filled/several.xlsx
is "$status$(wc -l < taken)" 012 "two results in a cell are two"

# By way of LibreOffice. A formula that was never computed is, but for .xls.
for format in ods 'xls:MS Excel 97' 'csv:Text - txt - csv (StarCalc):44,34,85,1'; do
	run soffice "-env:UserInstallation=file://$work/office" --headless --convert-to "$format" \
	    --outdir saved filled/plain.xlsx filled/formula.xlsx filled/dates.xlsx filled/wide.xlsx
done
for how in plain.ods formula.ods dates.ods wide.ods plain.xls dates.xls wide.xls plain.csv \
    formula.csv wide.csv; do
	taken "saved/$how" "saved as $how"
done
refused saved/formula.xls "another value" 'row 5: 检查结果: “0” is not one of'
refused saved/dates.csv "a date without its format, in text" '检查日期: “45093” is not a date'
finish
