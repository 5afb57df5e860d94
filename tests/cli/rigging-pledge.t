#!/bin/sh
# What a department signed and kept is compared whole: a pledge with another digest in
# it, a list with a row changed, are told from what was printed.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new
lab_import
for s in transport market; do
	ssjc-draw share $s.share > $s.digest
done
commit() {
	ssjc-draw commit -p lab.plan -H history.csv -i inspectors.csv -c transport="$(cat transport.digest)" \
	    -c market="$(cat market.digest)" --public 双色球第2023068期 --form 'SSQ2023068:{n}' "$@" objects.csv
}
commit --now=2023-06-08T10:00:00 --xlsx pledge.xlsx > pledge.txt 2> err || echo "Bail out! no commitment"

# ---- The pledge ----

lab_verify -c pledge.txt
status 0 "the pledge as it was printed"
out_has "is compared line for line" '^good: pledge.txt: line for line the pledge of event 4$'
sed 's/$/\r/' pledge.txt > mailed.txt
lab_verify -c mailed.txt
status 0 "other line ends do no harm"
lab_verify -c pledge.xlsx
status 0 "so is the workbook"
out_has "byte for byte" '^good: pledge.xlsx: byte for byte the pledge of event 4, as it was after event 4$'

own=$(sha256sum < 名录.csv | cut -c 1-64)
while IFS='|' read -r what change; do
	sed "$change" pledge.txt > changed.txt
	if cmp -s pledge.txt changed.txt; then
		echo "Bail out! nothing changed: $what"
	fi
	lab_verify -c changed.txt
	status 1 "a pledge with $what"
	err_has "$what: the line is named" '^ssjc-audit: changed.txt:[0-9]+: is “.*”, but the pledge of event 4 has “'
done << END
another digest of a bureau's file|s/$own/$(printf %064d 1)/
another number of rows|s/读入40行，采用40行/读入41行，采用41行/
a line cut out|/执法人员名录/d
another commitment|s/$(cat market.digest)/$(printf %064d 2)/
another event|s/2023068期/2023069期/
a line put in|2i 抽取名额：以牵头部门为准
another ratio|s/20%/2%/
END
grep -o 'LAB-1 · 记录 4 · [0-9a-f]*' pledge.txt > typed.txt
lab_verify -c typed.txt
status 0 "the checkpoint alone can be typed"
out_has "and is all that is compared" '^note: typed.txt: only its checkpoint is compared'

mkdir book && cd book && unzip -q ../pledge.xlsx
sed -i "s/$own/$(printf %064d 1)/" xl/sharedStrings.xml && zip -qr ../changed.xlsx . && cd ..
lab_verify -c changed.xlsx
status 1 "a workbook that was changed"
err_has "is named" 'changed.xlsx: no event wrote this workbook, and it is not a pledge of this audit file'

# What was done with the files is in it, as on the page.
(
	mkdir -p told && cd told && lab_new
	sed -i '/^status = /d' lab.plan
	sed -i '8s/,91130230/,X1130230/; 1s/备注/注/' 名录.csv
	ssjc-import objects -p lab.plan "$registers" --map note2=登记状态 --map region=注 名录.csv > objects.csv 2> err
	ssjc-import inspectors -p lab.plan "$registers" 人员.csv > inspectors.csv
	ssjc-import history -p lab.plan "$registers" 历史.csv > history.csv
	for s in transport market; do
		ssjc-draw share $s.share > ../$s.told
	done
	ssjc-draw commit -p lab.plan -H history.csv -i inspectors.csv -c transport="$(cat ../transport.told)" \
	    -c market="$(cat ../market.told)" --public 双色球第2023068期 --form 'SSQ2023068:{n}' \
	    --now=2023-06-08T10:00:00 objects.csv > pledge.txt 2> err
)
for line in '退回1行：第8行样例7号运输公司' 尚无人说明理由 '导入选项--map=region=注' '列note2取自“登记状态”，这一表头通常是另一列（status）'; do
	has told/pledge.txt "the pledge tells: $line" "$line"
done

# Printed once more, later: by the template on record, though the share folder has another.
cp -R "$top/share" own
echo 'note 另有约定' >> own/templates/commitment.txt
ssjc-import objects -p lab.plan --now=2023-06-08T10:30:00 名录.csv > again.csv
SSJC_SHARE=$PWD/own ssjc-draw pledge -p lab.plan --now=2023-06-08T11:00:00 --xlsx later.xlsx > later.txt
is "$(grep -c 另有约定 later.txt)" 0 "a pledge is printed once more as it was signed"
is "$(grep -v 校验点 later.txt)" "$(grep -v 校验点 pledge.txt)" "but for the checkpoint"
lab_verify -c later.txt -c later.xlsx -c pledge.txt
status 0 "and is compared, too"
out_has "with the event after which it was printed" '^good: later.xlsx: .* pledge of event 4, as it was after event 5$'

# A commitment that took the place of another: each has its pledge.
for s in transport market; do
	rm $s.share
	ssjc-draw share $s.share > $s.digest
done
commit --now=2023-06-08T12:00:00 --redraw --reason 更正 > second.txt 2> err
lab_verify -c pledge.txt -c second.txt
status 0 "the first pledge and the second"
out_has "each is of its own event" '^good: second.txt: line for line the pledge of event 6$'
{
	sed '/校验点/d' second.txt
	grep 校验点 pledge.txt
} > mixed.txt
lab_verify -c mixed.txt
status 1 "the text of one with the checkpoint of the other"

# ---- Lists, which have no checkpoint in them ----

run ssjc-draw reveal -p lab.plan "$confirmed" -H history.csv -s transport.share -s market.share \
    --public SSQ2023068:5 --checkpoint drawn.checkpoint objects.csv
status 0 "a draw with its checkpoint beside it"
cp out drawn.csv
events=$(sqlite3 lab.db 'SELECT count(*) FROM event')
has drawn.checkpoint "which has the draw" "^events=$events\$"
lab_verify -c drawn.csv -c drawn.checkpoint
status 0 "both can be compared"
out_has "the list byte for byte" "^good: drawn.csv: byte for byte the drawn that event $events wrote"
out_has "the checkpoint as one" "^good: 1 checkpoint, kept elsewhere: the first $events events"
sed '2s/样例/样本/' drawn.csv > other.csv
lab_verify -c other.csv
status 3 "a list with another name in it"
err_has "is not one that was printed" 'other.csv: holds no checkpoint, and no event wrote it'
first=$(sqlite3 lab.db "SELECT id FROM drawn WHERE role = 'main' LIMIT 1")
printf 'id,dept,confirmed,reason,evidence\n%s,market,no,moved,x\n' "$first" | ssjc-record confirm -p lab.plan "$matched"
run ssjc-draw replace -p lab.plan "$matched" --checkpoint replaced.checkpoint drawn.csv
status 0 "so has a list of replacements"
has replaced.checkpoint "one that has them" "^events=$((events + 2))\$"
lab_verify -c replaced.checkpoint
status 0 "it fits"
run ssjc-draw replace -p lab.plan "$matched" --checkpoint drawn.csv drawn.csv
status 1 "it is not written over what is read"
run ssjc-draw replace -p lab.plan "$matched" --checkpoint none/checkpoint drawn.csv
status 4 "a checkpoint that cannot be written"
err_has "can be had later" 'the list is on record: ssjc-audit checkpoint prints a checkpoint'

finish
