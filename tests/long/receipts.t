#!/bin/sh
# The pages of receipts as they are printed: one sheet of paper each, with a QR code that is read
# from it; and those of 20,000 firms, in as much memory as one, without half a file when it ends.
. "${0%/*}/../cli/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new 20000
title='title = 样例区2023年度道路危险货物运输企业及旅客运输企业跨部门“双随机、一公开”联合抽查（第一批次）'
sed -i "s/^confirm .*/&\nreserve = 50%\nreceipts = yes/; s/^title .*/$title/" lab.plan
printf '[papers]\ncontact = 样某\ntelephone = 0315-0000000\npage = http://example.gov.cn/public/2023/LAB-1/公示.html\n' >> lab.plan
# A firm and a stratum with long names, one that is left out.
name='样例省样例市样例区样例街道危险货物及易燃易爆物品道路运输与国际货物运输代理有限责任公司第三分公司'
stratum='危险货物运输（含剧毒化学品、爆炸品、放射性物品）及大型物件道路运输经营'
sed -i "2s/样例1号运输公司/$name/; 2,9s/货运/$stratum/; 5s/存续/注销/" 名录.csv
lab_drawn
ssjc-publish page -p lab.plan --partial "$matched" -o page.html 2> log

# printed LANGUAGE N...: the pages of those firms, on paper at 150 dots an inch.
printed() {
	language=$1
	shift
	rm -rf books && mkdir books
	for n; do
		id=$(lab_code "$n")
		ssjc-publish receipt -p lab.plan "$matched" -H history.csv --id "$id" ${language:+"$language"} -o books objects.csv
	done 2> log
	soffice "-env:UserInstallation=file://$work/office" --headless --convert-to pdf --outdir books books/*.xlsx > log 2>&1
	for pdf in books/*.pdf; do
		is "$(pdfinfo "$pdf" | sed -n 's/^Pages: *//p')" 1 "${pdf##*/}${language:+ $language}: one page"
		pdftoppm -r 150 -png "$pdf" page
		zbarimg -q --raw page-1.png > "${pdf%.pdf}.code" 2> log
		rm page-1.png
		run ssjc-audit receipt --from page.html "${pdf%.pdf}.code"
		status 0 'its code is read from paper, and good'
	done
}
if command -v soffice > log && command -v pdftoppm > log && command -v zbarimg > log; then
	printed '' 1 3 4 17 20000
	printed --en 1 4
else
	echo '# not printed: no soffice, pdftoppm or zbarimg here'
fi

/usr/bin/time -o one.time -f %M ssjc-publish receipt -p lab.plan "$matched" -H history.csv --id "$(lab_code 7)" -o one objects.csv 2> log
run /usr/bin/time -o all.time -f %M ssjc-publish receipt -p lab.plan "$matched" -H history.csv --all -o all objects.csv
status 0 'those of all firms'
is "$(find all -name '*.xlsx' | wc -l)/$(find all -name '*.receipt' | wc -l)/$(find all -type f | wc -l)" \
    20000/20000/40000 'each has both files, and there are no others'
echo "# one: $(cat one.time) KiB, 20,000: $(cat all.time) KiB"
ok 'all of them take hardly more memory than one' \
    test "$(cat all.time)" -lt "$(($(cat one.time) + 8192))"
ok 'and its own is the same' cmp "one/$(lab_code 7).xlsx" "all/$(lab_code 7).xlsx"
find all -name '*.receipt' | sort | sed -n '1~97p' | while read -r file; do
	ssjc-audit receipt --from page.html "$file" > log 2>&1 || echo "$file"
done > bad
is "$(cat bad)" '' 'those that are looked at are good'

# Ended in the middle: what is there is whole.
ssjc-publish receipt -p lab.plan "$matched" -H history.csv --all -o ended objects.csv &
pid=$!
until [ "$(find ended -name '*.xlsx' 2> log | wc -l)" -gt 100 ]; do
	kill -0 $pid || break
done
kill -TERM $pid
wait $pid
ok 'it ends when it is told to' test "$(find ended -type f | wc -l)" -lt 40000
diff -rq all ended | grep -v '^Only in all: ' > other
is "$(cat other)" '' 'and leaves nothing that is not whole'
finish
