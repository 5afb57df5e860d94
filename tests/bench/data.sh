# The invented registers that tests/bench.sh measures with.
#
# shellcheck shell=sh disable=SC2154

# Rows of about 100 bytes; with a second argument, of ten columns and twice as
# long. All are invented.
roster() {
	awk -v rows="$1" -v wide="${2:-}" "$(cat "$here/tests/tools/codes.awk")"'
	BEGIN {
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
	book=book
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

# register ROWS: it is objects.csv of this folder, and made once.
register() {
	[ -e "$dir/register-$1.csv" ] || roster "$1" > "$dir/register-$1.csv"
	ln -sf "$dir/register-$1.csv" objects.csv
}

# people OF DEPARTMENTS: as many inspectors as OF, each department in its turn.
people() {
	awk -v n="$1" -v of="$2" 'BEGIN {
		print "cert,name,dept,phone"
		for (i = 1; i <= n; i++)
			printf "C-%03d,样%d,%s,17000000%03d\n", i, i, substr(of, i % length(of) + 1, 1), i
	}'
}

# items NUMBER DEPARTMENTS: what is inspected.
items() {
	awk -v n="$1" -v of="$2" 'BEGIN {
		print "item,dept,category,title,basis,method,skill,materials"
		for (i = 1; i <= n; i++)
			printf "I%02d,%s,,样例检查事项第%d项的内容,《样例条例》,实地检查,,营业执照;台账\n", i,
			    substr(of, i % length(of) + 1, 1), i
	}'
}

# plan NAME WINDOW STRATA RATIOS DEPARTMENTS PER_DAY INSPECTORS [MORE]: NAME.plan with the audit
# file NAME.db. RATIOS are lines of [ratio], MORE are lines of [plan].
plan() {
	{
		printf '[plan]\nid = BENCH\ntitle = 测速\nwindow = %s\nstrata = %s\naudit = %s.db\n' "$2" "$3" "$1"
		printf 'calendar = calendar-cn.csv\n%s\n[ratio]\n%s\n[assign]\nper_day = %s\n' "${8:-reserve = 0%}" "$4" "$6"
		printf '[exclude]\nstatus = cancelled, revoked\n'
		lead=yes
		for d in $5; do
			printf '[department %s]\nname = 样例%s局\nlead = %s\ninspectors = %s\n' "$d" "$d" "$lead" "$7"
			lead=no
		done
		printf '[items]\nfile = items.csv\n'
	} > "$1.plan"
}
