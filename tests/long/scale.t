#!/bin/sh
# What papers, results and publications take of memory, with a fifth of 10,000 firms drawn and
# then of 100,000, and twelve results for each of three departments: limits as the size has
# them, and papers take no more when results are on record. FIRMS has one of them.
. "${0%/*}/../cli/tap.sh"

case ${SSJC_BIN:-} in
*/valgrind | */asan*) echo "1..0 # SKIP memory is measured only of what is not instrumented"; exit 0 ;;
esac
command -v sqlite3 > /dev/null || { echo "1..0 # SKIP sqlite3 is not installed"; exit 0; }

# limited MIB WHAT COMMAND...: it ends well, with no more resident memory than that; cpu becomes
# the hundredths of a second that it took.
limited() {
	most=$1 what=$2
	shift 2
	/usr/bin/time -o used -f '%M %U %S' "$@" > out 2> err
	status=$?
	kib=$(tail -n 1 used | cut -d' ' -f1)
	cpu=$(tail -n 1 used | awk '{ printf "%d", ($2 + $3) * 100 }')
	status 0 "$what"
	ok "$what: $((kib / 1024)) MiB, at most $most" [ "$kib" -le $((most * 1024)) ]
}

# inspection FIRMS, and the limits of each step in MiB
inspection() {
	firms=$1 papers=$2 combined=$3 result=$4 published=$5 single=$6
	dir=$work/$firms
	"$top/tests/long/scale.sh" "$dir" "$firms" || { echo "Bail out! no inspection"; exit 1; }
	cd "$dir" || exit 1
	P='-p scale.plan'
	# shellcheck disable=SC2086
	{
		limited "$combined" "$firms: combined checklists" \
		    ssjc-print checklist $P --now 2023-06-10 --combined one.xlsx assigned.csv
		one=$cpu
		limited "$single" "$firms: single checklists" \
		    ssjc-print checklist $P --now 2023-06-10 -o each assigned.csv
		ok "which take little more than one workbook of all ($one, then $cpu)" \
		    [ "$cpu" -le $((2 * one)) ]
		limited "$single" "$firms: notices" \
		    ssjc-print notice $P --now 2023-06-10 -o notices assigned.csv
		ok "which take less than checklists ($cpu)" [ "$cpu" -le "$one" ]
		rm -r each notices
		rows=$(grep -c '^' results.csv)
		[ "$rows" -lt 100000 ] || ok "what programs know of them goes on in further sheets" \
		    sh -c "unzip -p one.xlsx xl/workbook.xml | grep -q 'name=\"ssjc 2\"'"
		limited "$papers" "$firms: a filing list before the results" \
		    ssjc-print filing $P --now 2023-06-10 -o filing.xlsx assigned.csv
		before=$kib
		limited "$result" "$firms: results" ssjc-record result $P --now 2023-09-28 results.csv
		is "$(sqlite3 scale.db 'SELECT count(*) FROM result')" "$(($(wc -l < results.csv) - 1))" \
		    "all of them are on record"
		limited "$papers" "$firms: a filing list after them" \
		    ssjc-print filing $P --now 2023-09-29 -o filing.xlsx assigned.csv
		ok "which takes no more ($((before / 1024)), then $((kib / 1024)) MiB)" \
		    [ "$kib" -le $((before + before / 20 + 2048)) ]
		limited "$published" "$firms: status" ssjc-record status $P --now 2023-09-29
		limited "$published" "$firms: the list of results" \
		    ssjc-publish results $P --now 2023-09-29 -o list.csv
		limited "$published" "$firms: the page" ssjc-publish page $P --now 2023-09-29 -o page.html
		limited "$published" "$firms: the summary" \
		    ssjc-publish summary $P --now 2023-09-29 -o summary.xlsx
		limited "$((published + 100))" "$firms: verify with the registers" \
		    ssjc-audit verify $P objects.csv people.csv
	}
	cd "$work" && rm -r "$dir"
}

case ${FIRMS:-10000} in
10000) inspection 10000 50 120 60 60 60 ;;
esac
case ${FIRMS:-100000} in
100000) inspection 100000 240 400 300 300 290 ;;
esac
finish
