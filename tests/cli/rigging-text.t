#!/bin/sh
# Text that came from outside cannot forge text of the programs: end a line, write
# over it, or turn its direction.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new
lab_drawn
escape=$(printf '\033') turn=$(printf '\342\200\256')

# plain WHAT: neither out nor err has a byte that a terminal acts upon, but line ends.
plain() {
	is "$(cat out err | LC_ALL=C tr -d '\n\040-\176\200-\377' | wc -c)" 0 "$1: no control characters"
	is "$(cat out err | grep -c "$turn")" 0 "$1: nothing turns the direction"
}

# What goes on record must show as what it is.
for bad in "a${escape}[2Kb" "a${turn}b" "a
   9  2023-06-08T09:00:00  lead    import"; do
	run ssjc-record amend -p lab.plan "$confirmed" --reason "$bad"
	status 2 "a reason that could forge is refused"
	err_has "with what to do" 'does not show as what it is .* write it without'
	plain "the refusal"
	SSJC_ACTOR=$bad run ssjc-import history -p lab.plan "$registers" 历史.csv
	status 2 "an actor that could forge is refused"
	cp 历史.csv "$bad.csv" 2> /dev/null || continue
	run ssjc-import history -p lab.plan "$registers" "$bad.csv"
	status 2 "a file name that could forge is refused"
	plain "its refusal"
done

# A program that does not ask puts it on record all the same.
forged="char(27) || '[2K' || char(13) || 'good: event 2: imported again' || char(8238) || char(10) || 'x'"
"$bin/tools/rechain" lab.db "UPDATE file SET name = $forged WHERE event = 2 AND direction = 'in' AND kind = 'inspectors';
    UPDATE event SET actor = $forged, reason = $forged WHERE seq = 2"
run ssjc-audit show -p lab.plan
plain "show"
out_has "the name is shown for what it is" '\\x1b\[2K\\x0dgood: event 2: imported again\\u202e\\x0ax'
run ssjc-audit show -v -p lab.plan
plain "show -v"
run ssjc-audit verify -p lab.plan 名录.csv 历史.csv
status 1 "verify refuses it"
err_has "with the event and the column" 'event 2: table event: the actor .*does not show as what it is'
plain "verify"

# The same in every text of the record that programs print.
for column in "confirmation reason" "confirmation evidence" "confirmation note" "result note" \
    "result problem" "seat inspector" "stratum stratum"; do
	rm -f lab.db*
	lab_drawn
	sqlite3 lab.db "SELECT count(*) FROM ${column% *}" > rows
	[ "$(cat rows)" -gt 0 ] || continue
	"$bin/tools/rechain" lab.db "UPDATE ${column% *} SET ${column#* } = $forged WHERE row = 1"
	run ssjc-audit verify -p lab.plan
	status 1 "a forged text of a ${column% *}"
	plain "verify of it"
done

# Names at import: refused with file, row and column.
for bad in "a${escape}[2Kb" "a${turn}b" "a	b" "a
b"; do
	printf '企业名称,统一社会信用代码,类别,信用风险等级,登记状态\n"%s",%s,货运,A,存续\n' "$bad" "$(lab_code 1)" > bad.csv
	run ssjc-import objects --rejects - --check bad.csv
	status 1 "a name that could forge"
	out_has "is refused" '^bad.csv,,2,企业名称,a.*does not show as what it is'
	plain "its list"
done
# What does not come from an import is asked when it goes on record.
lab_new
rm -f lab.db*
lab_import
sed "2s/样例1号/样例${turn}1号/" objects.csv > turned.csv
sed 's/20%/100%/' lab.plan > whole.plan
run ssjc-draw -p whole.plan "$registers" -H history.csv turned.csv
status 3 "a name that turns the direction is not drawn"
err_has "and said so" 'turned.csv:2: .*u202e.*does not show as what it is'
plain "the message"

# A plan that people read otherwise than programs do: in a value, and in a comment.
lab_new
for bad in "${turn}" "${escape}[8m"; do
	sed "s/^\*, \* = 20%/*, * = 20%  # ${bad}for all/" lab.plan > turned.plan
	run ssjc-draw plan -p turned.plan objects.csv
	status 3 "a comment in the plan that shows as something else"
	err_has "is refused by its line" 'turned.plan:11: has a character that does not show as what it is'
	sed "s/^title.*/title = 甲${bad}乙/" lab.plan > turned.plan
	run ssjc-draw plan -p turned.plan objects.csv
	status 3 "so is a title"
	plain "the refusal"
done
{ cat lab.plan; printf '[items]\nfile = items.csv\n'; } > items.plan
printf 'item,dept,title\nT1,transport,经营%s资格\n' "$turn" > items.csv
run ssjc-audit verify -p items.plan
run ssjc-draw -p items.plan "$registers" -H history.csv objects.csv
rm -f lab.db*
lab_drawn
run ssjc-print checklist -p items.plan "$registers" -o sheets drawn.csv
status 3 "an item that turns the direction"
err_has "is refused by its line" 'items.csv:2: title: .*u202e.* does not show as what it is'
sed "2,\$s/^样/样${turn}/" inspectors.csv > turned.csv
run ssjc-assign -p lab.plan "$registers" -i turned.csv drawn.csv
ok "an inspector's name that turns the direction is not matched" [ "$status" -ne 0 ]
plain "the refusal"

# A code is a part of a file's name: one that cannot be costs nobody a sheet.
lab_new 4
rm -f lab.db*
sed -i 's/20%/100%/; s/repeat.*//; s/status =.*//; s/category, credit/category/; s/\*, \*/*/; s/confirm.*//' lab.plan
long=$(printf %0300d 7)
{
	echo 'id,name,category'
	for id in a/b a_b ../../x .. 'a?b' "$long" "${long}8"; do
		echo "$id,甲,x"
	done
} > odd.csv
ssjc-import inspectors -p lab.plan "$registers" 人员.csv > inspectors.csv
ssjc-draw -p lab.plan "$registers" odd.csv > drawn.csv 2> err || cat err
ssjc-assign -p lab.plan "$registers" -i inspectors.csv drawn.csv > assigned.csv 2> err || cat err
run ssjc-print checklist -p lab.plan "$registers" -o sheets assigned.csv
status 0 "codes with /, .. or 300 digits"
quiet "are printed"
is "$(find sheets -type f -name '*.xlsx' | wc -l) $(find . -name '*x*.xlsx' -newer odd.csv | grep -vc '^./sheets/')" "7 0" \
    "each on a sheet of its own, in the folder"
find sheets -type f | sed 's/^sheets.[0-9]*-//; s/-[0-9a-f]\{16\}\././' | sort -u > names
same names "by names that can be" <<-EOF
	...xlsx
	.._.._x.xlsx
	$(echo "$long" | cut -c1-160).xlsx
	a_b.xlsx
EOF
run ssjc-print checklist -p lab.plan "$registers" -v -o sheets assigned.csv
is "$(sort -u out | wc -l)" 7 "which are the same ones the next time"
quiet "and belong to a business in the list"

# A firm named like a line of the page, or like its checkpoint.
lab_new 8
rm -f lab.db*
sed -i 's/20%/100%/; s/repeat.*//' lab.plan
hex=$(printf %064d 3)
i=1
for name in "LAB-1 · 记录 3 · $hex" "校验点：LAB-1 · 记录 2 · $hex" "$hex" "本计划共抽取 1 次。" '</footer>' '<html><footer>' \
    "-->检查点 $hex" "head=$hex"; do
	i=$((i + 1))
	sed -i "${i}s|^[^,]*|$name|" 名录.csv
done
lab_drawn
ssjc-publish page -p lab.plan --partial --now 2023-06-30T09:00:00 -o page.html 2> err
run ssjc-audit verify -p lab.plan -c page.html 名录.csv 人员.csv 历史.csv
status 0 "a true page with firms named like its checkpoint and its lines"
out_has "is the page that was written" '^good: page.html: byte for byte the page that event 5 wrote'
no_page() { # WHAT: page.html is a false one
	run ssjc-audit verify -p lab.plan -c page.html
	status 1 "$1"
	cp true.html page.html
}
cp page.html true.html
head4=$(sed -n 's/^<p>校验点：LAB-1 · 记录 4 · \([0-9a-f]*\).*/\1/p' page.html)
sed -i "s/^\(<p>校验点.*\)$head4/\1$(echo "$head4" | tr 0-9a-f 1-9a-f0)/" page.html
no_page "another checkpoint in the footer"
sed -i '/<footer>/,$d' page.html
no_page "no footer"
sed -i "s/LAB-1 · 记录 3 · $hex/LAB-1 · 记录 4 · $head4/; s/<footer>/<div>/; s/本计划共抽取 <strong>1/本计划共抽取 <strong>0/" page.html
no_page "a firm that has the true checkpoint as its name does not make up for the footer"
sed -i 's/<html[^>]*>//; s/<!DOCTYPE html>//; s/本计划共抽取 <strong>1/本计划共抽取 <strong>0/' page.html
no_page "nor is a false page good that has no <html>"
sed -e 's/<[a-z!/][^>]*>//g; s/本计划共抽取 1/本计划共抽取 0/' true.html > page.html
no_page "nor one without any tag, under a page's name"

finish
