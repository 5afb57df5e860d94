#!/bin/sh
# The hidden sheet of checklists and forms, spoilt in many ways: each workbook is refused
# with words, or says exactly what the good one says; never something of another business.
. "${0%/*}/tap.sh"
. "$top/tests/cli/small.sh"

mutations=${SSJC_MUTATIONS:-24}

fill() { # FROM TO WHAT...
	/usr/bin/python3 "$top/tests/cli/fill_checklist.py" "$@" || echo "Bail out! not filled in"
}
take() { # COMMAND FILE
	run ssjc-record "$1" -p small.plan --now 2023-06-16 "$2"
}
on_record() {
	sqlite3 small.db 'SELECT id, dept, item, result, problem, disposal, date FROM result ORDER BY 1, 2, 3, 4;
		SELECT id, dept, confirmed, reason, evidence, note FROM confirmation ORDER BY 1, 2'
}
again() {
	rm -f small.db*
	cp before.db small.db
}

small_assigned
ssjc-print checklist -p small.plan --now 2023-06-12T10:00:00 -o sheets assigned.csv
ssjc-print checklist -p small.plan --now 2023-06-12T11:00:00 --combined all.xlsx assigned.csv
ssjc-record confirm -p small.plan --now 2023-06-12T12:00:00 --form -o form.xlsx > form.log
cp small.db before.db

fill sheets/002-91130230MA07TE085T.xlsx one.xlsx '@result:transport:T1=5' '@problem:transport:T1=缺标志' \
    '@disposal:transport:T1=责令改正' '@result:market:M1=1'
fill all.xlsx two.xlsx '@result:transport:T1=2' '@problem:transport:T1=未公示' '@result:market:M1=1'
cat > confirm.py <<'EOT'
import openpyxl
book = openpyxl.load_workbook("form.xlsx")
for sheet in book:
    if sheet.sheet_state == "visible":
        for row in sheet.iter_rows(min_row=5):
            row[4].value = "是"
book.save("confirm.xlsx")
EOT
/usr/bin/python3 confirm.py || echo "Bail out! no form"
for book in one=result two=result confirm=confirm; do
	again
	take "${book#*=}" "${book%=*}.xlsx"
	status 0 "${book%=*}.xlsx is good"
	on_record > "${book%=*}.true"
	ok "and says something" test -s "${book%=*}.true"
done

mkdir spoilt
/usr/bin/python3 "$top/tests/cli/mutate_hidden.py" "$mutations" spoilt one.xlsx two.xlsx confirm.xlsx > list ||
    echo "Bail out! nothing spoilt"
refused=0 taken=0
: > wrong
while read -r name from how; do
	again
	command=result
	[ "$from" != confirm.xlsx ] || command=confirm
	take $command "$name"
	on_record > got
	case $status in
	0 | 1)
		taken=$((taken + 1))
		# What says nothing any more records nothing; what is taken is the truth.
		[ ! -s got ] || cmp -s got "${from%.xlsx}.true" ||
		    echo "$name: $how: other rows: $(diff "${from%.xlsx}.true" got | head -n 3)" >> wrong
		;;
	3)
		refused=$((refused + 1))
		[ ! -s got ] || echo "$name: $how: refused, and recorded" >> wrong
		grep -q "$name" err || echo "$name: $how: not named: $(cat err)" >> wrong
		;;
	*) echo "$name: $how: status $status: $(cat err)" >> wrong ;;
	esac
done < list
same wrong "$mutations spoilt sheets are refused by name, or say what is true" < /dev/null
is "$((refused + taken))" "$mutations" "all were read"
ok "most are refused" test "$refused" -gt "$((mutations / 3))"
finish
