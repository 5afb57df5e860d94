#!/bin/sh
# The example: the plan of 2023 from rosters to the published page.
. "${0%/*}/tap.sh"

cp -R "$top/examples/caofeidian-2023" example
rm -rf example/out
run env PLATFORM="$top/tests/platform.py" example/run.sh
status 0 "run.sh runs through"
cp out report
cd example/out || exit 1

is "$(tail -n 1 ../../report)" out/校验点.txt "and ends with the paths of what it made"
sed -n '/^out\//p' ../../report | while read -r path; do
	[ -s "../$path" ] || [ -d "../$path" ] || echo "$path"
done > missing
is "$(cat missing)" "" "all of which are there"
for book in ./*.xlsx 凭证/*.xlsx checklists/*.xlsx notices/*.xlsx; do
	unzip -tq "$book" > /dev/null 2>&1 || echo "$book"
done > broken
is "$(cat broken)" "" "every workbook is whole"
is "$(grep -c '^good: ' ../../report)" 36 "verify computes all of it again, and a receipt is good"
has ../../report "which shows that its business was not drawn, and why" \
    '^good: not drawn: its ticket is above the threshold; rank [0-9]+, and [0-9]+ are drawn$'
is "$(find 凭证 -type f | sed 's/.*\.//' | sort | tr '\n' ' ')" 'receipt xlsx ' "that business has a file and a page"
is "$(grep -c '^not checked: ' ../../report)" 0 "and leaves nothing out"

# What was uploaded: 252 department results, each within five working days, one after it was
# rejected and corrected; the platform has them, and status says nothing more.
is "$(sqlite3 upload/platform.db "SELECT count(*), count(DISTINCT key), group_concat(DISTINCT state) FROM row
    WHERE content NOT NULL")" "252|252|accepted" "the platform has 252 results, each once"
is "$(sqlite3 upload/platform.db 'SELECT * FROM wrong')" "" "and found nothing wrong"
is "$(cut -d, -f7-13 上报批次.csv)" 'rows,inserted,updated,deleted,accepted,rejected,open
63,63,0,0,62,1,0
1,0,1,0,1,0,0
60,60,0,0,60,0,0
129,129,0,0,129,0,0' "one of them was rejected first, and changed"
is "$(sqlite3 upload/platform.db "SELECT count(*) FROM (SELECT json_extract(content, '\$.insdate') AS day,
    substr(batch, 1, 4) || '-' || substr(batch, 5, 2) || '-' || substr(batch, 7, 2) AS sent FROM row)
    WHERE day NOT BETWEEN date(sent, '-7 days') AND sent")" 0 "within five working days of the inspection"
is "$(cd .. && ssjc-record status -p caofeidian-2023.plan --now 2023-07-03T09:00:00 | wc -l)" 1 "and status has nothing more"

# The register: what was wrong in it, and what came out.
is "$(sed 1d objects.csv | wc -l)" 318 "318 businesses"
is "$(sed 1d objects.csv | cut -d, -f1 | sort -u | wc -l)" 318 "each once"
is "$(sed 1d rejects.csv | wc -l)" 1 "one refused"
is "$(awk -F, 'NR == 1 { while (++i <= NF) at[$i] = i; next }
	{ print $at["category"] }' objects.csv | sort | uniq -c | sort -n | tr -s ' \n' ' ')" \
    " 25 道路旅客运输 31 危险货物运输 262 普通货物运输 " "of three categories"

# Somebody was ill, and a business was visited on another day.
has ../../report "who came instead is computed again" '^good: event [0-9]+: substitutes: the next by ticket again: the same [0-9]+ seats'
has ../../report "and so is the day" '^good: event [0-9]+: move: found again: the same day, with the same people'
has 公示.html "the page tells why, and not of what" '替换执法检查人员，原因：因故不能参加（执法检查人员本人提出）：'
is "$(grep -c 住院 公示.html)" 0 "which is nothing for the public"

# The draw: each stratum's n is max(1, ceil(N p / q)), in whole numbers.
awk -F, '
	NR == FNR && FNR == 1 { while (++i <= NF) at[$i] = i; next }
	NR == FNR { if ($at["status"] == "active" || $at["status"] == "moved")
		N[$at["category"] ";" $at["credit"]]++; next }
	FNR == 1 { next }
	$5 != "reserve" && $5 != "replacement" { n[$2]++; drawn++ }
	END {
		p["A"] = 20; p["B"] = 20; p["C"] = 40; p["D"] = 100
		for (s in N) {
			want = int((N[s] * p[substr(s, length(s))] + 99) / 100)
			if (want < 1) want = 1
			if (n[s] != want) print s, N[s], n[s], want
			all += N[s]
		}
		if (drawn * 5 < all) print "below 20%", drawn, all
	}' objects.csv drawn.csv > wrong
is "$(cat wrong)" "" "each stratum's share is drawn, and a fifth of all at least"
M=$(sha256sum < seed.txt | cut -c1-64)
K=$(printf %s/object "$M" | sha256sum | cut -c1-64)
first=$(awk -F, 'NR == 1 { while (++i <= NF) at[$i] = i; next }
	NR == 2 { print $at["id"], $at["ticket"] }' drawn.csv)
is "$(printf %s%s "$K" "${first% *}" | sha256sum | cut -c1-64)" "${first#* }" \
    "the first ticket is what sha256sum says"

# The match: two of every department at each, nobody twice, nobody recused.
is "$(sed 1d assigned.csv | grep -vc ,expert,)" "$(($(grep -cE ',(main|replacement),' confirmed.csv) * 6))" "six seats at each business"
is "$(awk -F, 'NR == 1 { while (++i <= NF) at[$i] = i; next }
	{ print $at["id"], $at["cert"] }' assigned.csv | sort | uniq -d)" "" "nobody sits twice at one"
is "$(awk -F, 'NR == 1 { while (++i <= NF) at[$i] = i; next }
	$at["category"] == "危险货物运输" { need[$at["id"]] }
	$at["duty"] == "expert" { if (!($at["id"] in need)) print; seen[$at["id"]] }
	END { for (id in need) if (!(id in seen)) print id }' assigned.csv)" "" "an expert where there are dangerous goods"
misplaced() { # ASSIGNED: who sits where he is recused, or on a day of his leave
	awk -F, '
		FNR == 1 { split("", at); for (i = 1; i <= NF; i++) at[$i] = i; next }
		{ cert = $at["cert"] }
		NR == FNR { recuse[cert] = ";" $at["recuse"] ";"; leave[cert] = $at["leave"]; next }
		!(cert in leave) { print cert, "is nobody" }
		index(recuse[cert], ";" $at["id"] ";") || index(recuse[cert], ";" $at["name"] ";") {
			print cert, "at", $at["name"] }
		{ n = split(leave[cert], span, ";")
		  for (i = 1; i <= n; i++) {
			split(span[i], day, /[.][.]/)
			if ($at["date"] >= day[1] && $at["date"] <= (day[2] ? day[2] : day[1]))
				print cert, "on", $at["date"] } }' inspectors.csv "$1"
}
misplaced assigned.csv > wrong
is "$(cat wrong)" "" "nobody where he is recused, nor on leave"
# And that would have been seen: each recusal and each leave, had it been passed over.
awk -F, 'NR == 1 { while (++i <= NF) at[$i] = i; print "cert,id,name,date"; next }
	{ cert = $at["cert"]
	  n = split($at["recuse"], who, ";"); for (i = 1; i <= n; i++) print cert "," who[i] "," who[i] ",2000-01-01"
	  n = split($at["leave"], span, ";"); for (i = 1; i <= n; i++) print cert ",-,-," substr(span[i], 1, 10) }' \
    inspectors.csv > forged
ok "of which there are some" test "$(wc -l < forged)" -gt 5
is "$(misplaced forged | wc -l)" "$(sed 1d forged | wc -l)" "as would be seen otherwise"

# What the public gets says nothing of what it must not.
head -n 1 公示.csv > columns
run cat columns
out "the public list has the columns of the platforms" <<'EOF'
序号,抽查计划编号,抽查计划名称,抽查类型,检查机关,抽查市场主体名称,统一社会信用代码,检查完成日期,检查结果,备注
EOF
column() { # FILE, its name
	awk -F, -v name="$2" 'NR == 1 { while (++i <= NF) at[$i] = i; next } { print $at[name] }' "$1"
}
cells() { # FILE: its cells, or its tags and the text between them, one a line
	case $1 in
	*.xlsx) unzip -p "$1" xl/sharedStrings.xml 'xl/worksheets/*.xml' ;;
	*.csv) sed 's/,/<>/g' "$1" ;;
	*) cat "$1" ;;
	esac | sed 's/[<>]/\n/g'
}
{
	column inspectors.csv phone
	column objects.csv phone
} | grep . > phones
is "$(grep -cE '^[0-9-]{11,13}$' phones)" "$(sed 1d inspectors.csv | cat - objects.csv | sed 1d | wc -l)" \
    "everybody has a telephone"
for file in 公示.csv 公示.html 公示.xlsx 总结.xlsx; do
	cells $file > text
	ok "$file can be read" grep -q 曹妃甸区交通运输局 text
	is "$(grep -cFf phones text)" 0 "$file has no telephone number"
	is "$(grep -cE '^[[:space:]]*[A-D][[:space:]]*$|运输;[A-D]|="[A-D]"' text)" 0 "no credit class"
	# The page has the rules of the plan, which name classes, but not of whom; and says to the
	# business whose receipt it checks that there may be its own on it.
	is "$(sed 's/统一社会信用代码//g; s/信用风险等级\(不限\|[A-D]\)：[0-9.]*%//g; s/类别、信用风险等级//g; s/可能就是它的信用风险等级//' text |
	    grep -c 信用)" 0 "and speaks of none"
done
finish
