#!/bin/sh
# The inspection of the example with forms that another program fills in and LibreOffice
# saves in other formats: nothing is typed twice, and what is on record is what the CSV
# forms would have put there.
. "${0%/*}/../cli/tap.sh"

here=$top/tests/long
P=caofeidian-2023.plan

office() { # FORMAT FILE...: each file in that format, and no more in the old one
	format=$1
	shift
	run soffice "-env:UserInstallation=file://$work/office" --headless --convert-to "$format" \
	    --outdir converted "$@"
	rm -- "$@" && mv converted/* "${1%/*}" && rmdir converted
}
on_record() { # what a department said and found, whatever the order
	sqlite3 audit.db "SELECT id, dept, confirmed, reason, evidence, note FROM confirmation" | sort
	sqlite3 audit.db "SELECT id, dept, item, result, problem, disposal, date, method, signed,
		note FROM result" | sort
}
fill() { # ROWS BOOK...
	rows=$1
	shift
	/usr/bin/python3 "$here/fill_form.py" "$top/share" "$P" "$rows" "$@" > filled ||
	    echo "Bail out! the forms cannot be filled in"
}

mkdir csv
cp "$top"/examples/caofeidian-2023/* csv
cd csv || exit 1
mkdir made
sed -i 's/^audit .*/audit = audit.db/' "$P"
export SOURCE_DATE_EPOCH=1686186000
{
	ssjc-import objects -p $P --accept-rejects --reason 样例 企业名录.xlsx > made/objects.csv &&
	    ssjc-import inspectors -p $P 人员-*.csv > made/inspectors.csv &&
	    ssjc-import history -p $P 历史.csv > made/history.csv &&
	    ssjc-draw -p $P -H made/history.csv < made/objects.csv > made/drawn.csv
} 2> log || echo "Bail out! no draw"
cd .. && cp -R csv book

# The confirmations, and those of the replacements.
SOURCE_DATE_EPOCH=1686294000
total=0
for round in 1 2; do
	cd csv || exit 1
	ssjc-record confirm --form -p $P | awk -v round=$round -f fill-confirm.awk > rows.csv
	run ssjc-record confirm -p $P rows.csv
	status 0 "round $round: confirmations as CSV"
	ssjc-draw replace -p $P < made/drawn.csv > made/confirmed.csv
	cd ../book || exit 1
	rm -rf 表
	run ssjc-record confirm --form -p $P -o 表
	is "$(wc -l < out)" 3 "round $round: a form for each department"
	fill ../csv/rows.csv 表/*.xlsx
	total=$((total + $(cat filled)))
	[ $round -eq 1 ] || office ods 表/*.xlsx
	run ssjc-record confirm -p $P 表
	status 0 "round $round: they are read back"
	quiet "round $round: quietly"
	ssjc-draw replace -p $P < made/drawn.csv > made/confirmed.csv
	cd ..
done
is "$total" 258 "84 businesses, and two that were replaced, confirmed by three departments each"

# The results.
SOURCE_DATE_EPOCH=1686531600
for folder in csv book; do
	cd $folder || exit 1
	ssjc-assign -p $P -i made/inspectors.csv < made/confirmed.csv > made/assigned.csv
	cd ..
done
ok "both are matched alike" cmp csv/made/assigned.csv book/made/assigned.csv
after=
total=0
for day in 2023-06-16:1686906000 2023-06-21:1687338000 2023-06-30:1688115600; do
	SOURCE_DATE_EPOCH=${day#*:}
	day=${day%:*}
	cd csv || exit 1
	ssjc-record result --form -p $P |
	    awk -v after="$after" -v until="$day" -f fill-results.awk > rows.csv
	run ssjc-record result -p $P rows.csv
	status 0 "$day: results as CSV"
	cd ../book || exit 1
	rm -rf 表
	if [ "$day" = 2023-06-21 ]; then
		mkdir 表
		run ssjc-record result --form -p $P -o 表/全部.xlsx
	else
		run ssjc-record result --form -p $P -o 表
	fi
	status 0 "$day: the forms"
	fill ../csv/rows.csv 表/*.xlsx
	total=$((total + $(cat filled)))
	case $day in
	2023-06-21) office 'xls:MS Excel 97' 表/*.xlsx ;;
	2023-06-30)
		office "csv:Text - txt - csv (StarCalc):44,34,85,1" 表/*.xlsx
		ok "the text is in GB18030" sh -c "! iconv -f UTF-8 -t UTF-8 表/*.csv"
		;;
	esac
	run ssjc-record result -p $P 表
	status 0 "$day: they are read back"
	quiet "$day: quietly"
	n=$(sqlite3 audit.db 'SELECT count(*) FROM event')
	run ssjc-record result -p $P 表
	is "$status$(sqlite3 audit.db 'SELECT count(*) FROM event')" "0$n" "$day: once more is no event"
	after=$day
	cd ..
done
is "$total" "$(sqlite3 csv/audit.db 'SELECT count(*) FROM result')" "all results were filled in, each once"
# shellcheck disable=SC2034
for folder in csv book; do
	(cd $folder && on_record) > $folder.record
done
is "$(wc -l < book.record)" "$(wc -l < csv.record)" "as much is on record"
ok "and it says the same" diff csv.record book.record
cd book || exit 1
SOURCE_DATE_EPOCH=1688346000
run ssjc-record status -p $P
is "$(cut -d, -f1 out | sort -u | xargs)" "step upload" "nothing is missing but the uploads"
run ssjc-record result --form -p $P -o 完.xlsx
run ssjc-record result -p $P 完.xlsx
is "$status$(cat err)" 0 "a form in which all is on record says nothing new"
run ssjc-audit verify -p $P 企业名录.xlsx 人员-*.csv 历史.csv
status 0 "verify finds all of it good"
finish
