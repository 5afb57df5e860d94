# What the groups of tests/bench/cases.sh need before anything is measured: prepare_GROUP
# makes it in the group's folder; reset_GROUP runs before each command, and agree_GROUP says
# whether two commands came to the same.
#
# shellcheck shell=sh disable=SC2154,SC2034

month=2023-06-14..2023-06-30 months=2024-03-04..2024-05-28

# must COMMAND...: without what it says, unless it fails.
must() {
	"$@" > /dev/null 2> "$dir/err" || { tail -n 5 "$dir/err" >&2; exit 1; }
}

# A draw of a fifth: drawn_plan NAME [MORE].
drawn_plan() {
	items 12 d > items.csv
	plan "$1" "$month" 'category, credit' '*, * = 20%' d 3 1 "${2:-}"
}

prepare_draw() {
	register "$rows"
	drawn_plan draw
	if have sqlite3; then
		sqlite3 rows.db '.mode csv' '.import objects.csv objects'
	fi
}
reset_draw() { rm -f draw.db*; }

# The register in four parts, too; and a script for all that is done with these.
prepare_own() {
	register "$rows"
	for name in draw kept receipts merge parts; do
		drawn_plan "$name"
	done
	drawn_plan receipts 'reserve = 0%
receipts = yes'
	must ssjc-draw --now 2023-06-10 -p kept.plan -o list.csv objects.csv
	awk 'NR == 1 { for (k = 0; k < 4; k++) print > "part" k ".csv"; next } { print > "part" NR % 4 ".csv" }' objects.csv
	cat > parts.sh <<-'END'
		set -e
		counts=
		for k in 0 1 2 3; do
			ssjc-draw counts -p parts.plan -o $k.counts part$k.csv
			counts="$counts --counts $k.counts"
		done
		ssjc-draw merge --now 2023-06-10 -p parts.plan $counts --cutoffs cutoffs.csv
		for k in 0 1 2 3; do
			ssjc-draw below -p parts.plan --cutoffs cutoffs.csv -o $k.rows part$k.csv
		done
		ssjc-draw merge --now 2023-06-10 -p parts.plan $counts -o list.csv 0.rows 1.rows 2.rows 3.rows
	END
	# KiB of address space: half the register, or what the program cannot do without.
	space=$(($(wc -c < objects.csv) / 2048))
	[ "$space" -gt 200000 ] || space=200000
}
reset_own() { rm -f draw.db* receipts.db* merge.db* parts.db* ./*.counts ./*.rows; }

# The plan, the seed and the query of each engine: queries DIALECT...
queries() {
	register "$rows"
	items 12 d > items.csv
	plan draw "$month" 'category, credit' '*, D = 20%
*, * = 5%' d 3 1 'reserve = 5%'
	printf 'ssjc-draw 1\nplan=BENCH\ndraw=1\nshare.1=%064d\n' 1 > seed
	for dialect; do
		must ssjc-draw sql -p draw.plan --dialect "$dialect" --seed-file seed -o "$dialect.sql" objects.csv
	done
}

prepare_engines() {
	queries postgresql duckdb clickhouse
	{
		echo 'DROP TABLE IF EXISTS objects;'
		sed -n 's/^--   //p' postgresql.sql
	} > tables.sql
	! have postgresql || postgresql engine
}
reset_engines() { rm -f draw.db* list.csv; }
agree_engines() { cmp drawn.csv list.csv; }

# Two data nodes with half of the register each, and a centre that asks them.
prepare_nodes() {
	needs nodes postgresql
	! have postgresql || make_nodes
}
make_nodes() {
	queries postgresql
	must ssjc-draw sql -p draw.plan --step views -o views.sql objects.csv
	must ssjc-draw sql -p draw.plan --step merge --seed-file seed -o merge.sql objects.csv
	sed -n 's/^--   //p' postgresql.sql | sed 's/objects.csv/part.csv/' > tables.sql
	postgresql centre
	centre=$PGHOST
	ask -c 'CREATE EXTENSION postgres_fdw'
	for k in 0 1; do
		awk -v k="$k" 'NR == 1 || NR % 2 == k' objects.csv > part.csv
		postgresql "node$k"
		ask -f tables.sql
		ask -c 'VACUUM ANALYZE objects' -f views.sql
		PGHOST=$centre ask <<-END
			CREATE SERVER node$k FOREIGN DATA WRAPPER postgres_fdw
			    OPTIONS (host '$PGHOST', dbname 'postgres', fetch_size '10000', async_capable 'true');
			CREATE USER MAPPING FOR CURRENT_USER SERVER node$k OPTIONS (user 'ssjc');
			CREATE SCHEMA node$k;
			IMPORT FOREIGN SCHEMA public FROM SERVER node$k INTO node$k;
		END
	done
	PGHOST=$centre
	for view in objects ssjc_counts ssjc_candidates; do
		ask -c "CREATE VIEW $view AS SELECT * FROM node0.$view UNION ALL SELECT * FROM node1.$view"
	done
}
agree_nodes() { cmp drawn.csv list.csv; }

# A page with a hundredth of the register, so that its own rows do not count for much.
prepare_page() {
	needs page chromium
	register "$rows"
	items 12 d > items.csv
	plan page "$month" 'category, credit' '*, * = 1%' d 3 1
	must ssjc-draw --now 2023-06-10 -p page.plan -o drawn.csv objects.csv
	must ssjc-publish page --partial -p page.plan -o page.html drawn.csv
}

prepare_import() {
	register "$rows"
}

prepare_import_xlsx() {
	needs import_xlsx zip
	! have zip || roster "$new" wide | workbook objects.xlsx
}

prepare_import_xls() {
	needs import_xls py/xlwt
	roster "$old" wide > objects.csv
	! have py/xlwt || "$py" "$here/tests/bench/books.py" xlwt convert objects.csv objects.xls
}

# Businesses of twelve items each, drawn and matched twice: print.db has nothing more, and
# record.db has the checklists in printed/, which somebody then filled in.
prepare_checklists() {
	register "$firms"
	people 120 ab > people.csv
	items 12 ab > items.csv
	for name in print record; do
		plan "$name" "$month" category '* = 100%' 'a b' $((firms / 200 + 3)) 1
		must ssjc-draw -p "$name.plan" --now 2023-06-08 -o drawn.csv objects.csv
		must ssjc-assign -p "$name.plan" --now 2023-06-09 -i people.csv -o "$name.csv" drawn.csv
	done
	must ssjc-print checklist -p record.plan --now 2023-06-10 -o filled record.csv
	"$py" - filled <<-'END'
		import os, sys, zipfile
		for name in os.listdir(sys.argv[1]):
		    path = os.path.join(sys.argv[1], name)
		    with zipfile.ZipFile(path) as book:
		        parts = [(i, book.read(i)) for i in book.infolist()]
		    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as book:
		        for info, part in parts:
		            book.writestr(info, part.replace("□1 □2".encode(), "√1 □2".encode(), 1))
	END
	cp print.db print.kept
	cp record.db record.kept
}
reset_checklists() {
	rm -f ./*.db* one.xlsx
	rm -rf sheets
	cp print.kept print.db
	cp record.kept record.db
}

# For each of the sizes a plan of three departments with two seats each: a tenth of the
# inspectors is on leave for some days, and a twentieth recused from three businesses, or, in
# pairs-JOBS, each from a twentieth of all.
prepare_match() {
	[ ! -e /usr/include/lemon/smart_graph.h ] || ! have g++ ||
	    g++ -O2 -std=gnu++14 -w -o lemon "$here/tests/bench/lemon.cc"
	items 12 abc > items.csv
	while read -r busy colleagues _ most; do
		register "$busy"
		for kind in few pairs; do
			colleagues "$colleagues" $((${#kind} == 5)) > "$kind-$busy.people"
			plan "$kind-$busy" "$months" category '* = 100%' 'a b c' "$most" 2
			must ssjc-draw -p "$kind-$busy.plan" --now 2024-02-28 -o "$kind-$busy.csv" objects.csv
			cp "$kind-$busy.db" "$kind-$busy.kept"
		done
	done < "$dir/sizes"
}
reset_match() {
	rm -f ./*.db*
	for kept in ./*.kept; do
		cp "$kept" "${kept%.kept}.db"
	done
}
agree_match() { [ "$(cut -d ' ' -f 2- ours)" = "$(cut -d ' ' -f 2- theirs)" ]; }

# colleagues NUMBER 0|1
colleagues() {
	awk -F, -v n="$1" -v pairs="$2" 'NR > 1 { id[NR - 1] = $1 } END {
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
	}' objects.csv
}

# An inspection with ten results for each business, and a platform on this machine.
prepare_upload() {
	register $((results / 10))
	people 60 a > people.csv
	items 10 a > items.csv
	cat > own.csv <<-END
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
	plan up "$months" category '* = 100%' a 30 1
	printf '[upload]\nformats = .\n' >> up.plan
	must ssjc-draw -p up.plan --now 2024-02-28 -o drawn.csv objects.csv
	must ssjc-assign -p up.plan --now 2024-02-29 -i people.csv -o assigned.csv drawn.csv
	awk -F, 'NR == 1 { while (++i <= NF) at[$i] = i; print "id,dept,item,result,date"; next }
		{ for (k = 1; k <= 10; k++) printf "%s,a,I%02d,ok,%s\n", $at["id"], k, $at["date"] }' \
	    assigned.csv > results.csv
	must ssjc-record result -p up.plan --now 2024-05-29 results.csv
	cp up.db up.kept
	platform
	printf '[target here]\nformat = own\naddress = http://127.0.0.1:%s/\ninsecure = yes\ntimeout = 600\n' \
	    "$port" > targets
	must ssjc-upload -p up.plan --now 2024-05-30 --targets targets --to here --dry-run -o made
	mv made/*own.json batch.json
}
reset_upload() {
	rm -rf up.db* made
	cp up.kept up.db
}
