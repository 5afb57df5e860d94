#!/bin/sh
# How long programs take, and how much memory, beside public tools on the same
# rows: `make bench`. The best of RUNS runs counts; ROWS is how many rows.
#
#	ROWS=5000000 RUNS=2 TMPDIR=/var/tmp tests/bench.sh [draw] [import] [import_xlsx] [import_xls] [checklists]
#		[match] [upload]
#
# Each bench is a function; without arguments all of them run. A workbook has a
# 25th of the rows, and an old one at most 60,000.
set -eu
export LC_ALL=C
here=$(cd "$(dirname "$0")/.." && pwd)
export PATH="${SSJC_BIN:-$here/build}:$PATH"
rows=${ROWS:-5000000} runs=${RUNS:-2}
dir=$(mktemp -d)
trap 'rm -rf "$dir"' EXIT
trap 'exit 1' HUP INT TERM

# measure COMMAND: its best wall time in hundredths of a second, and its peak
# memory in KiB, as $wall and $peak. `reset` runs before each run.
measure() {
	wall='' peak=''
	for _ in $(seq "$runs"); do
		reset
		command time -q -o "$dir/time" -f '%e %M' sh -c "exec $1" > /dev/null 2> "$dir/err" ||
		    { cat "$dir/err" >&2; exit 1; }
		read -r now kib < "$dir/time"
		now=$(echo "$now" | tr -d . | sed 's/^0*\(.\)/\1/')
		if [ -z "$wall" ] || [ "$now" -lt "$wall" ]; then
			wall=$now peak=$kib
		fi
	done
}
reset() { :; }

# compare WHAT COMMAND: how long it takes, and how many times as long $ours did.
compare() {
	measure "$2"
	show "$1"
}
show() {
	awk -v what="$1" -v ours="$ours" -v wall="$wall" -v peak="$peak" 'BEGIN {
		printf "%-28s %8.2f s %9.1f MiB %8.2f\n", what, wall / 100, peak / 1024,
		    ours / (wall ? wall : 1)
	}'
}

have() {
	command -v "$1" > /dev/null || { echo "$1 is not installed: left out" >&2; return 1; }
}

# Rows of about 100 bytes; with a second argument, of ten columns and twice as
# long. All are invented; their check digits (GB 11714, GB 32100) are right.
roster() {
	awk -v rows="$1" -v wide="${2:-}" '
	function digit(i) { return substr(alphabet, i + 1, 1) }
	function code(i,   c, k, sum) {
		c = sprintf("MA%06d", i % 1000000)
		sum = 22 * 3 + 10 * 7
		for (k = 3; k <= 8; k++)
			sum += substr(c, k, 1) * inner[k]
		c = sprintf("911302%02d", i / 1000000) c substr("0X987654321", sum % 11 + 1, 1)
		sum = 0
		for (k = 1; k <= 17; k++)
			sum += value[substr(c, k, 1)] * weight[k]
		return c digit((31 - sum % 31) % 31)
	}
	BEGIN {
		alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
		for (i = 0; i < 31; i++)
			value[digit(i)] = i
		split("3 7 9 10 5 8 4 2", inner)
		split("1 3 9 27 19 26 16 17 20 29 25 13 8 24 10 30 28", weight)
		printf "id,name,category,credit,region,status%s\n", \
		    wide ? ",address,legal_rep,phone,note" : ""
		for (i = 0; i < rows; i++) {
			printf "%s,样例运输服务有限公司第%08d号,%s,%c,第%02d农场,active", code(i), \
			    i, i % 7 ? "普通货物运输" : "道路旅客运输", 65 + i % 4, i % 20
			if (wide)
				printf ",曹妃甸区第%02d农场路%d号,王%d,139%08d,第%d行备注", \
				    i % 20, i, i % 1000, i, i
			print ""
		}
	}'
}

# The CSV on standard input as a workbook, its texts shared as usual.
workbook() {
	ns=http://schemas.openxmlformats.org
	office=$ns/officeDocument/2006/relationships
	book=$dir/book
	mkdir -p "$book/_rels" "$book/xl/_rels" "$book/xl/worksheets"
	cat > "$book/[Content_Types].xml" <<-END
		<Types xmlns="$ns/package/2006/content-types">
		<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>
		<Override PartName="/xl/workbook.xml"
		ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>
		<Override PartName="/xl/worksheets/sheet1.xml"
		ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>
		<Override PartName="/xl/sharedStrings.xml"
		ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"/>
		</Types>
	END
	cat > "$book/_rels/.rels" <<-END
		<Relationships xmlns="$ns/package/2006/relationships">
		<Relationship Id="r1" Type="$office/officeDocument" Target="xl/workbook.xml"/>
		</Relationships>
	END
	cat > "$book/xl/_rels/workbook.xml.rels" <<-END
		<Relationships xmlns="$ns/package/2006/relationships">
		<Relationship Id="r1" Type="$office/worksheet" Target="worksheets/sheet1.xml"/>
		<Relationship Id="r2" Type="$office/sharedStrings" Target="sharedStrings.xml"/>
		</Relationships>
	END
	cat > "$book/xl/workbook.xml" <<-END
		<workbook xmlns="$ns/spreadsheetml/2006/main" xmlns:r="$office">
		<sheets><sheet name="名录" sheetId="1" r:id="r1"/></sheets></workbook>
	END
	awk -F, -v strings="$book/xl/sharedStrings.xml" -v sheet="$book/xl/worksheets/sheet1.xml" \
	    -v ns="$ns/spreadsheetml/2006/main" '
	BEGIN {
		printf "<sst xmlns=\"%s\">", ns > strings
		printf "<worksheet xmlns=\"%s\"><sheetData>", ns > sheet
	}
	{
		printf "<row r=\"%d\">", NR > sheet
		for (i = 1; i <= NF; i++) {
			if (!($i in number)) {
				number[$i] = n++
				printf "<si><t>%s</t></si>", $i > strings
			}
			printf "<c r=\"%c%d\" t=\"s\"><v>%d</v></c>", 64 + i, NR, number[$i] > sheet
		}
		print "</row>" > sheet
	}
	END {
		print "</sst>" > strings
		print "</sheetData></worksheet>" > sheet
	}'
	(cd "$book" && zip -q -r - .) > "$1"
	rm -r "$book"
}

draw() {
	n=$((rows / 5))
	roster "$rows" > "$dir/objects.csv"
	cat > "$dir/bench.plan" <<-END
		[plan]
		id = BENCH
		title = 测速
		window = 2023-06-14..2023-06-30
		strata = category, credit
		reserve = 0%
		audit = bench.db
		calendar = calendar-cn.csv
		[ratio]
		*, * = 20%
		[exclude]
		status = cancelled, revoked
		[department d]
		name = 样例局
	END
	echo "$n drawn"
	heading "$dir/objects.csv" "$rows"
	reset() { rm -f "$dir"/bench.db*; }
	measure "ssjc-draw --now 2023-06-10 -p $dir/bench.plan $dir/objects.csv"
	reset() { :; }
	ours=$wall memory=$peak
	show ssjc-draw
	compare "ssjc-draw again" "ssjc-draw again -p $dir/bench.plan $dir/objects.csv"
	compare "shuf -n" "shuf -n $n $dir/objects.csv"
	have mlr && compare "mlr sample -k" "mlr --icsv --ocsv sample -k $n $dir/objects.csv"
	if have sqlite3; then
		sqlite3 "$dir/rows.db" ".mode csv" ".import $dir/objects.csv objects"
		compare "sqlite3 order by random()" "sqlite3 -csv $dir/rows.db \
		    'SELECT * FROM objects ORDER BY random() LIMIT $n'"
	fi
	have openssl && compare "openssl dgst -sha256" "openssl dgst -sha256 $dir/objects.csv"
	echo "memory beyond the file: $(((memory * 1024 - size) / rows)) bytes a row"
}

# heading FILE ROWS: what the columns are.
heading() {
	size=$(wc -c < "$1")
	echo "$2 rows, $size bytes"
	echo 'command                          wall        memory     ratio'
}

# All checks of cells and the search for rows that repeat; no file of repairs.
import() {
	roster "$rows" > "$dir/objects.csv"
	heading "$dir/objects.csv" "$rows"
	measure "ssjc-import objects $dir/objects.csv"
	ours=$wall memory=$peak
	show "ssjc-import .csv"
	have mlr && compare "mlr cat" "mlr --icsv --ocsv cat $dir/objects.csv"
	compare "wc -l" "wc -l $dir/objects.csv"
	echo "memory beyond the file: $(((memory * 1024 - size) / rows)) bytes a row"
}

import_xlsx() {
	n=$((rows / 25))
	roster "$n" wide | workbook "$dir/objects.xlsx"
	heading "$dir/objects.xlsx" "$n"
	measure "ssjc-import objects $dir/objects.xlsx"
	ours=$wall
	show "ssjc-import .xlsx"
	! have xlsx2csv || compare xlsx2csv "xlsx2csv $dir/objects.xlsx"
}

# An .xls has 65,536 rows at most.
import_xls() {
	n=$((rows / 25 < 60000 ? rows / 25 : 60000)) xls=$dir/objects.xls
	have soffice && /usr/bin/python3 -c 'import xlrd, xlwt' || return 0
	roster "$n" wide > "$dir/objects.csv"
	/usr/bin/python3 - "$dir/objects.csv" "$xls" <<-END
		import csv, sys, xlwt
		book = xlwt.Workbook(encoding="utf-8")
		sheet = book.add_sheet("名录")
		for r, row in enumerate(csv.reader(open(sys.argv[1], encoding="utf-8"))):
		    for c, text in enumerate(row):
		        sheet.write(r, c, text)
		book.save(sys.argv[2])
	END
	heading "$xls" "$n"
	measure "ssjc-import objects $xls"
	ours=$wall
	show "ssjc-import .xls"
	cat > "$dir/all_cells.py" <<-END
		import sys, xlrd
		print(sum(len(s.row_values(r)) for s in xlrd.open_workbook(sys.argv[1]).sheets()
		    for r in range(s.nrows)))
	END
	compare xlrd "/usr/bin/python3 $dir/all_cells.py $xls"
	! have ssconvert || compare ssconvert "ssconvert $xls $dir/out.csv"
	compare LibreOffice "soffice -env:UserInstallation=file://$dir/office --headless \
	    --convert-to csv --outdir $dir/out $xls"
}

# A thousand businesses of twelve items each: their checklists printed, filled in by
# another program, and read back, which is to take at most 1.2 times as long.
checklists() {
	n=1000
	roster "$n" | sed 's/,cancelled$/,active/; s/,revoked$/,active/' > "$dir/objects.csv"
	awk 'BEGIN {
		print "cert,name,dept,phone"
		for (i = 1; i <= 120; i++)
			printf "C-%03d,样%d,%s,17000000%03d\n", i, i, i % 2 ? "a" : "b", i
	}' > "$dir/people.csv"
	awk 'BEGIN {
		print "item,dept,category,title,basis,method,skill,materials"
		for (i = 1; i <= 12; i++)
			printf "I%02d,%s,,样例检查事项第%d项的内容,《样例条例》,实地检查,,营业执照;台账\n", i, i % 2 ? "a" : "b", i
	}' > "$dir/items.csv"
	cat > "$dir/sheets.plan" <<-END
		[plan]
		id = BENCH
		title = 测速
		window = 2023-06-14..2023-06-30
		strata = category
		audit = sheets.db
		calendar = calendar-cn.csv
		[ratio]
		* = 100%
		[assign]
		per_day = 3
		[department a]
		name = 样例甲局
		lead = yes
		inspectors = 1
		[department b]
		name = 样例乙局
		inspectors = 1
		[items]
		file = items.csv
	END
	P="-p $dir/sheets.plan"
	# shellcheck disable=SC2086
	{
		ssjc-draw $P --now 2023-06-08 "$dir/objects.csv" > "$dir/drawn.csv" &&
		    ssjc-assign $P --now 2023-06-09 -i "$dir/people.csv" "$dir/drawn.csv" > "$dir/assigned.csv"
	} 2> "$dir/err" || { cat "$dir/err" >&2; exit 1; }
	cp "$dir/sheets.db" "$dir/kept.db"
	heading "$dir/assigned.csv" "$n"
	reset() { rm -f "$dir"/sheets.db*; cp "$dir/kept.db" "$dir/sheets.db"; }
	measure "ssjc-print checklist $P --now 2023-06-10 -o $dir/sheets $dir/assigned.csv"
	ours=$wall printed=$wall memory=$peak
	show "ssjc-print checklist"
	/usr/bin/python3 - "$dir/sheets" <<-END
		import os, sys, zipfile
		for name in os.listdir(sys.argv[1]):
		    path = os.path.join(sys.argv[1], name)
		    with zipfile.ZipFile(path) as book:
		        parts = [(i, book.read(i)) for i in book.infolist()]
		    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
		        for info, part in parts:
		            book.writestr(info, part.replace("□1 □2".encode(), "√1 □2".encode(), 1))
	END
	cp "$dir/sheets.db" "$dir/kept.db"
	measure "ssjc-record result $P --now 2023-06-30 $dir/sheets"
	reset() { :; }
	show "ssjc-record result"
	echo "reading takes $(awk -v a="$wall" -v b="$printed" 'BEGIN { printf "%.2f", a / b }') times what printing took," \
	    "and $(awk -v a="$peak" -v b="$memory" 'BEGIN { printf "%.2f", a / b }') times its memory"
}

# businesses, inspectors of three departments, days, a day's most: SIZES has others.
match_sizes='3000 200 60 3;10000 500 60 3;20000 1000 60 3;20000 80 60 30'

# A plan of three departments in $dir, each with two seats: a tenth of the inspectors is on
# leave for some days, and a twentieth recused from three businesses, or, with pairs, each from
# a twentieth of all.
match_plan() {
	roster "$1" | sed 's/,cancelled$/,active/; s/,revoked$/,active/' > "$dir/objects.csv"
	awk -F, -v n="$2" -v pairs="${4:+1}" 'NR > 1 { id[NR - 1] = $1 } END {
		srand(1)
		print "cert,name,dept,recuse,leave"
		for (i = 0; i < n; i++) {
			recuse = leave = ""
			for (k = 1; pairs && k < NR; k++)
				if (rand() < .05)
					recuse = recuse ";" id[k]
			if (!pairs && rand() < .05)
				for (k = 0; k < 3; k++)
					recuse = recuse (k ? ";" : "") id[int(rand() * (NR - 1)) + 1]
			if (rand() < .1)
				leave = sprintf("2024-%02d-%02d", 3 + rand() * 2, 1 + rand() * 28)
			printf "C-%04d,样%d,%s,%s,%s\n", i, i, substr("abc", i % 3 + 1, 1), recuse, leave
		}
	}' "$dir/objects.csv" > "$dir/people.csv"
	cat > "$dir/match.plan" <<-END
		[plan]
		id = BENCH
		title = 测速
		window = 2024-03-04..2024-05-28
		strata = category
		audit = match.db
		calendar = calendar-cn.csv
		[ratio]
		* = 100%
		[assign]
		per_day = $3
	END
	for d in a b c; do
		printf '[department %s]\nname = 样例%s局\ninspectors = 2\n' "$d" "$d"
	done | sed '2a lead = yes' >> "$dir/match.plan"
	rm -f "$dir"/match.db*
	ssjc-draw -p "$dir/match.plan" --now 2024-02-28 "$dir/objects.csv" > "$dir/drawn.csv" 2> "$dir/err" ||
	    { cat "$dir/err" >&2; exit 1; }
	cp "$dir/match.db" "$dir/kept.db"
}

# best COMMAND: of several runs, the line that begins with the shortest time.
best() {
	for _ in $(seq "$runs"); do
		"$@"
	done | sort -n | head -n 1
}

# One department by itself, the solver against those of LEMON on the same numbers, with
# the same result; then all of ssjc-assign, with three departments.
match() {
	lemon=$dir/lemon
	if have g++ && [ -e /usr/include/lemon/smart_graph.h ]; then
		g++ -O2 -std=gnu++14 -w -o "$lemon" "$here/tests/bench/lemon.cc"
	fi
	echo "${SIZES:-$match_sizes}" | tr ';' '\n' | while read -r jobs people days per_day; do
		echo "$jobs businesses, $people inspectors, $days days, per_day $per_day"
		line=$(best "${SSJC_BIN:-$here/build}/tools/match" "$jobs" $((people / 3)) "$days" "$per_day" 1 \
		    auto "$dir/instance")
		printf '%-28s %8s s\n' "one department" "${line%% *}"
		for solver in simplex capacity; do
			[ -x "$lemon" ] || break
			theirs=$(best "$lemon" "$dir/instance" "$solver")
			[ "${theirs#* s }" = "${line#* s }" ] ||
			    { echo "LEMON finds $theirs, we $line" >&2; exit 1; }
			awk -v what="LEMON, $solver" -v t="${theirs%% *}" -v ours="${line%% *}" 'BEGIN {
				printf "%-28s %8s s %19s %5.2f\n", what, t, "", ours / t
			}'
		done
		for pairs in '' pairs; do
			match_plan "$jobs" "$people" "$per_day" "$pairs"
			reset() { rm -f "$dir"/match.db*; cp "$dir/kept.db" "$dir/match.db"; }
			measure "ssjc-assign -p $dir/match.plan --now 2024-02-29 -i $dir/people.csv $dir/drawn.csv"
			reset() { :; }
			ours=$wall
			show "three of them${pairs:+, 5% of pairs}"
		done
	done
}

# An inspection of so many businesses with ten results each.
upload_plan() {
	roster "$1" | sed 's/,cancelled$/,active/; s/,revoked$/,active/' > "$dir/objects.csv"
	awk 'BEGIN {
		print "cert,name,dept"
		for (i = 1; i <= 60; i++)
			printf "C-%03d,样%d,a\n", i, i
	}' > "$dir/people.csv"
	awk 'BEGIN {
		print "item,dept,category,title,basis,method,skill,materials"
		for (i = 1; i <= 10; i++)
			printf "I%02d,a,,样例检查事项第%d项的内容,《样例条例》,实地检查,,台账\n", i, i
	}' > "$dir/items.csv"
	cat > "$dir/own.csv" <<-END
		what,name,label,source,value,required,length,pattern,check,codes,personal
		format,unit,,,item,,,,,,
		format,table,,,cs_bench,,,,,,
		format,key,,,row_id,,,,,,
		column,row_id,,row.id,,yes,32,,,,
		column,uniscid,,object.id,,yes,18,,,,
		column,entname,,object.name,,yes,100,,,,
		column,item,,item.title,,yes,200,,,,
		column,result,,result.text,,yes,100,,,,
		column,insdate,,result.date,,yes,10,,,,
		column,op,,batch.operation,,,,,,,
	END
	cat > "$dir/up.plan" <<-END
		[plan]
		id = BENCH
		title = 测速
		window = 2024-03-04..2024-05-28
		strata = category
		audit = up.db
		calendar = calendar-cn.csv
		[ratio]
		* = 100%
		[assign]
		per_day = 30
		[department a]
		name = 样例甲局
		lead = yes
		inspectors = 1
		[items]
		file = items.csv
		[upload]
		formats = .
	END
	rm -f "$dir"/up.db*
	P="-p $dir/up.plan"
	# shellcheck disable=SC2086
	{
		ssjc-draw $P --now 2024-02-28 "$dir/objects.csv" > "$dir/drawn.csv" &&
		    ssjc-assign $P --now 2024-02-29 -i "$dir/people.csv" "$dir/drawn.csv" > "$dir/assigned.csv" &&
		    awk -F, 'NR == 1 { while (++i <= NF) at[$i] = i; print "id,dept,item,result,date"; next }
			{ for (k = 1; k <= 10; k++) printf "%s,a,I%02d,ok,%s\n", $at["id"], k, $at["date"] }' \
			"$dir/assigned.csv" > "$dir/results.csv" &&
		    ssjc-record result $P --now 2024-05-29 "$dir/results.csv"
	} 2> "$dir/err" || { cat "$dir/err" >&2; exit 1; }
}

# A hundred thousand rows to a platform on this machine, which takes all of them: the batch
# made, sent and on record; and the sending alone, beside curl with the same bytes.
upload() {
	have curl || return 0
	n=${UPLOAD_ROWS:-100000}
	upload_plan $((n / 10))
	cp "$dir/up.db" "$dir/kept.db"
	cat > "$dir/server.py" <<-END
		import http.server, sys
		class Take(http.server.BaseHTTPRequestHandler):
		    protocol_version = "HTTP/1.1"
		    def do_POST(self):
		        self.rfile.read(int(self.headers["Content-Length"]))
		        self.send_response(200)
		        self.send_header("Content-Length", "0")
		        self.end_headers()
		    def log_message(self, *args):
		        pass
		server = http.server.HTTPServer(("127.0.0.1", 0), Take)
		print(server.server_port, flush=True)
		server.serve_forever()
	END
	mkfifo "$dir/port"
	/usr/bin/python3 "$dir/server.py" > "$dir/port" &
	server=$!
	read -r port < "$dir/port"
	printf '[target here]\nformat = own\naddress = http://127.0.0.1:%s/\ninsecure = yes\ntimeout = 600\n' \
	    "$port" > "$dir/targets"
	heading "$dir/results.csv" "$n"
	reset() { rm -rf "$dir"/up.db*; cp "$dir/kept.db" "$dir/up.db"; }
	once="ssjc-upload -p $dir/up.plan --now 2024-05-30 --targets $dir/targets --to here"
	measure "$once --dry-run -o $dir/made"
	ours=$wall
	show "ssjc-upload --dry-run"
	measure "$once"
	show "ssjc-upload"
	echo "$((n * 100 / wall)) rows a second, $((peak * 1024 / n)) bytes of memory a row"
	sent=$(for _ in $(seq "$runs"); do
		reset
		$once -v 2>&1 | sed -n 's/.* status 200 after \([0-9.]*\) s.*/\1/p'
	done | sort -n | head -n 1)
	theirs=$(best curl -s -o "$dir/out" -w '%{time_total}\n' -H Expect: --data-binary "@$(echo "$dir"/made/*own.json)" \
	    "http://127.0.0.1:$port/")
	kill "$server"
	reset() { :; }
	echo "sending takes $sent s, and curl $theirs s: $(awk -v a="$sent" -v b="$theirs" 'BEGIN { printf "%.2f", a / b }') times"
}

have time || exit 1
[ $# -gt 0 ] || set -- draw import import_xlsx import_xls checklists match upload
for bench; do
	"$bench"
done
