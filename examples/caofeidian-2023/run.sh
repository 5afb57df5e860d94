#!/bin/sh
# A joint inspection from what the bureaus sent to what the public sees: out/.
set -eu
cd "$(dirname "$0")"
rm -rf out && mkdir out
P=caofeidian-2023.plan

export SOURCE_DATE_EPOCH=1686186000 # 8 June 2023, 9:00: the registers, the draw
ssjc-import objects -p $P --rejects out/rejects.csv --accept-rejects \
    --reason '统一社会信用代码有误，登记部门核实前不列入' -o out/objects.csv 企业名录.xlsx
ssjc-import inspectors -p $P -o out/inspectors.csv 人员-*.csv
ssjc-import history -p $P -o out/history.csv 历史.csv
ssjc-draw -p $P -H out/history.csv -o out/drawn.csv out/objects.csv

SOURCE_DATE_EPOCH=1686294000 # 9 June, 15:00: the departments confirm, then the replacements too
for round in 1 2; do
	ssjc-record confirm --form -p $P | awk -v round=$round -f fill-confirm.awk |
	    ssjc-record confirm -p $P
	ssjc-draw replace -p $P -o out/confirmed.csv out/drawn.csv
done

# The platform that takes the results: the double of the tests, on this machine, which rejects
# one of them; without it or python3, a folder, which takes whatever comes.
platform=${PLATFORM:-../../tests/platform.py} port=
mkdir out/upload
if [ -f "$platform" ] && command -v python3 > /dev/null; then
	(umask 077 && echo sample-token > out/upload/token && mkfifo out/upload/port)
	python3 "$platform" out/upload &
	double=$!
	trap 'kill $double' EXIT
	read -r port < out/upload/port
	rm out/upload/port
	cat > out/upload/targets <<-END
		[target province]
		format = spot
		address = http://localhost:$port/bearer/spot/rows
		insecure = yes # it does not leave this machine
		signing = bearer
		secret = token
		ok = /code 200
		answer_rows = /data/rows
		row_id = /id
		row_ok = /state 1
		row_code = /error
		row_text = /text
		row_time = /time
	END
else
	echo "no $platform or no python3: results are uploaded to the folder out/upload"
	printf '[target province]\nformat = spot\naddress = file://%s/out/upload\n' "$PWD" > out/upload/targets
fi
chmod go-w out/upload/targets # others may not change where results go
upload() {
	ssjc-upload -p $P --targets out/upload/targets -v "$@"
}

SOURCE_DATE_EPOCH=1686531600 # 12 June, 9:00: inspectors, days, papers
ssjc-assign -p $P -i out/inspectors.csv -o out/assigned.csv out/confirmed.csv
ssjc-print checklist -p $P -o out/checklists out/assigned.csv
ssjc-print checklist -p $P --combined out/一企一表.xlsx out/assigned.csv
ssjc-print notice -p $P -o out/notices out/assigned.csv
ssjc-print filing -p $P -o out/备案表.xlsx out/assigned.csv

# The market bureau wrote a wrong day at one business: the platform rejects that row, the bureau
# corrects it with a reason, and what is uploaded then says so.
correct_one() {
	upload --dry-run -o out/upload/first > out/upload/first.txt
	sed -n '/市场监督.*"insdate":"2023-06-15"/p' out/upload/first/*.json | head -n 1 |
	    sed 's/.*"uniscid":"\([^"]*\)".*"row_id":"\([^"]*\)".*/\1 \2/' > out/upload/row
	read -r id row < out/upload/row
	python3 -c 'import sqlite3, sys
db = sqlite3.connect("out/upload/platform.db")
db.execute("INSERT INTO order_(space, what) VALUES (?, ?)", ("spot", "reject " + sys.argv[1]))
db.commit()' "$row"
	upload || [ $? -eq 1 ]
	SOURCE_DATE_EPOCH=$((SOURCE_DATE_EPOCH + 1800))
	grep -e '^id,' -e "^$id,.*,market," out/upload/results.csv | sed 's/2023-06-15/2023-06-16/' |
	    ssjc-record result -p $P --correct --reason '检查日期录入有误'
}

after=
results() { # DAY TIME: what was found up to that day, each within its five working days, and uploaded
	SOURCE_DATE_EPOCH=$2
	ssjc-record result --form -p $P |
	    awk -v after="$after" -v until="$1" -f fill-results.awk |
	    tee out/upload/results.csv | ssjc-record result -p $P
	[ "$after" ] || [ -z "$port" ] || correct_one
	upload
	after=$1
}
results 2023-06-16 1686906000 # 16 June, 17:00

SOURCE_DATE_EPOCH=1687219200 # 20 June, 8:00: somebody is ill; a business is closed tomorrow
first() { # DAY COLUMN: of the first seat on that day
	awk -F, -v day="$1" -v column="$2" 'NR == 1 { while (++i <= NF) at[$i] = i; next }
		$at["date"] == day { print $at[column]; exit }' out/assigned.csv
}
ssjc-assign substitute -p $P -i out/inspectors.csv --cert "$(first 2023-06-20 cert)" \
    --asked-by inspector --reason 因故不能参加 --note '今晨住院，休养两周' \
    -o out/assigned.csv out/confirmed.csv
ssjc-assign move -p $P -i out/inspectors.csv --object "$(first 2023-06-21 id)" \
    --closed 2023-06-25 --reason 企业停产检修至25日 -o out/assigned.csv out/confirmed.csv
ssjc-print checklist -p $P -o out/checklists out/assigned.csv
ssjc-print notice -p $P -o out/notices out/assigned.csv
ssjc-print filing -p $P -o out/备案表.xlsx out/assigned.csv

results 2023-06-21 1687338000 # 21 June, 17:00
results 2023-06-30 1688115600 # 30 June, 17:00

SOURCE_DATE_EPOCH=1688346000 # 3 July, 9:00: nothing is missing; what the public sees
ssjc-record status -p $P
rm -f out/*.upload-province # says only when the next upload may try
ssjc-publish batches -p $P -o out/上报批次.csv
ssjc-publish results -p $P -o out/公示.csv --xlsx out/公示.xlsx
ssjc-publish page -p $P -o out/公示.html
ssjc-publish summary -p $P -o out/总结.xlsx
ssjc-audit checkpoint -p $P -o out/校验点.txt # for somebody else to keep

# A business that was not drawn asks how it was treated: its receipt, a page to be printed and a
# small file, is checked with the published page alone.
asked=$(awk -F, 'FNR == 1 { delete at; for (i = 1; i <= NF; i++) at[$i] = i; next }
	NR == FNR { drawn[$at["id"]]; next }
	!($at["id"] in drawn) { print $at["id"]; exit }' out/drawn.csv out/objects.csv)
ssjc-publish receipt -p $P -H out/history.csv --id "$asked" -o out/凭证 out/objects.csv
ssjc-audit receipt --from out/公示.html "out/凭证/$asked.receipt"

# The proof without these programs: every ticket again, from the seed text on the page.
sed -n '/^<pre>ssjc-draw 1$/,/^<.pre>/{ s/^<pre>//; /^<.pre>/!p; }' out/公示.html > out/seed.txt
M=$(sha256sum < out/seed.txt | cut -c1-64)
K=$(printf %s/object "$M" | sha256sum | cut -c1-64)
awk -F, 'NR == 1 { while (++i <= NF) at[$i] = i; next }
	{ print $at["ticket"], $at["id"] }' out/drawn.csv | while read -r ticket id; do
	[ "$(printf %s%s "$K" "$id" | sha256sum | cut -c1-64)" = "$ticket" ]
done
echo 'good: sha256sum gives every ticket of out/drawn.csv'
# The proof with them: everything, from the bureaus' files.
ssjc-audit verify --strict -p $P --checkpoint out/校验点.txt 企业名录.xlsx 人员-*.csv 历史.csv
ls -d out/*
