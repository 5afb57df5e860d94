#!/bin/sh
# The published page in a browser: it checks itself, says of whatever was changed on it
# where that is, and repeats the draw from a register that is dropped on it.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

export PYTHONDONTWRITEBYTECODE=1
if ! command -v python3 > /dev/null || ! browser=$(python3 "$top/tests/cli/page_browser.py" 2> err); then
	echo '1..0 # SKIP no chromium, or no python3 to drive it'
	exit 0
fi

# A ceremony of two with shares that are always the same; 40 firms, of which two are removed.
lab_new
sed -i 's/^confirm .*/&\nreserve = 50%\nreceipts = yes/' lab.plan
lab_import
umask 077
for n in 1 2; do
	printf '%064d\n' "$n" > "$n.share"
done
umask 022
commitment() {
	python3 -c 'import hashlib, sys; print(hashlib.sha256(bytes.fromhex("%064d" % int(sys.argv[1]))).hexdigest())' "$1"
}
ssjc-draw commit -p lab.plan "$registers" -H history.csv --public 双色球第2023068期 --form 'SSQ2023068:{n}' \
    -i inspectors.csv -c transport="$(commitment 1)" -c market="$(commitment 2)" objects.csv > pledge &&
    ssjc-draw reveal -p lab.plan "$confirmed" -H history.csv -s 1.share -s 2.share \
        --public SSQ2023068:5 objects.csv > drawn.csv 2> draw.err || echo 'Bail out! no draw'
echo 'id,dept,confirmed,reason,evidence' > confirm.csv
awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
	$at["rank"] == 2 && $at["role"] == "main" { print $at["id"] ",market,no,moved,照片" }' drawn.csv >> confirm.csv
ssjc-record confirm -p lab.plan "$confirmed" confirm.csv &&
    ssjc-draw replace -p lab.plan "$confirmed" drawn.csv > list.csv || echo 'Bail out! nothing is replaced'
ssjc-assign -p lab.plan "$matched" -i inspectors.csv -o assigned.csv list.csv || echo 'Bail out! no match'
ssjc-publish receipt -p lab.plan -H history.csv --no-sheet --all -o R objects.csv && ssjc-audit seed -p lab.plan -o seed.txt ||
    echo 'Bail out! no receipts'
run ssjc-publish page -p lab.plan --partial "$matched" -o page.html
status 0 'the page is made'
lab_verify
has out 'verify makes it again, script and all' 'publish: 1 file made again: the same bytes'

# The same plan without receipts, drawn from two registers, which lie on two machines.
mkdir several && sed /receipts/d lab.plan > several/lab.plan && cp history.csv several
for i in 0 1; do
	awk -v i=$i 'NR == 1 || NR % 2 == i' objects.csv > several/$i.csv
done
(
	cd several && ssjc-draw merge -p lab.plan "$registers" -H history.csv -o drawn.csv 0.csv 1.csv 2> draw.err &&
	    ssjc-publish page -p lab.plan --partial "$registers" -o page.html
) || echo 'Bail out! no draw from two registers'

run python3 "$top/tests/cli/page_cases.py"
status 0 'a browser opens each of the pages below'
quiet 'without a word'
out 'what it says of each' <<'EOT'
hashlib agrees
as it is: good
a digit of the seed: bad
    seed: 种子文本第 5 行是“share.1=00000000…”，第一步的命令中是“share.1=00000000…”
    keys: M 应为 4e6ac2eb…，本页为 4033a601…
    commitments: 第 1 份份额的 SHA-256 应为 9267d3db…，公布的承诺为 ec4916dd…
    tickets: 第 1 行 91130230MA0000001M：票号应为 fa510af6…，本页为 0ca4336d…
M: bad
    keys: M 应为 4033a601…，本页为 00000000…
a commitment: bad
    commitments: 第 1 份份额的 SHA-256 应为 ec4916dd…，公布的承诺为 00000000…
a ticket: bad
    tickets: 第 3 行 91130230MA0000002Q：票号应为 1dbd4b9e…，本页为 1d0d4b9e…
    sums: 第 3 行 91130230MA0000002Q：文字与校验值不符，这一行被改动过
a code: bad
    tickets: 第 3 行 91130230MA0000010K：票号应为 203e5617…，本页为 1dbd4b9e…
    order: 第 4 行 91130230MA0000010K：重复列出
    replacements: 第 3 行 91130230MA0000010K：备注为移出，但移出的名单中没有
    sums: 第 3 行 91130230MA0000010K：文字与校验值不符，这一行被改动过
a name: bad
    sums: 第 4 行 91130230MA0000010K：文字与校验值不符，这一行被改动过
a row is gone: bad
    order: 排在第 2 位的 91130230MA0000002Q：序号应为 2，本页为 3
    replacements: 应检查的有 9 户，本页称 10 户
two rows are swapped: bad
    order: 排在第 2 位的 91130230MA0000002Q：序号应为 2，本页为 3
a rank: bad
    order: 排在第 5 位的 91130230MA0000028D：序号应为 5，本页为 6
    sums: 第 6 行 91130230MA0000028D：文字与校验值不符，这一行被改动过
a replacement is none: bad
    replacements: 第 10 行 91130230MA00000065：备注应为“替补”，与本页不同
    sums: 第 10 行 91130230MA00000065：文字与校验值不符，这一行被改动过
a removal is none: bad
    replacements: 第 3 行 91130230MA0000002Q：备注应为“抽中后经核对移出”，与本页不同
    sums: 第 3 行 91130230MA0000002Q：文字与校验值不符，这一行被改动过
the removed: bad
    replacements: 第 3 行 91130230MA0000002Q：备注为移出，但移出的名单中没有
    sums: 移出的名单中 91140230MA0000002Q 一行：文字与校验值不符，被改动过
how many were drawn: bad
    counts: 抽取户数应为 10，本页为 7
a category: bad
    counts: 各类别合计 41 户，抽取范围为 40 户
the register: good
without the history: open
    needHistory: 
the match, in another order: good
a visit on another day: bad
    match: 不是公示时的派员：校验值应为 afa9a5cc…，所给的是 9b1db363…
nobody visits one of them: bad
    match: 第 1 行 91130230MA0000001M：所给的派员清单中没有
the match of others: bad
    files: few.csv 不是抽取时的文件：SHA-256 应为 525a573f…，所给的是 5e7129a9…
    match: 91130230MA0000039H：transport 的 T-002 不在所给的人员名录中
a row of the register is gone: bad
    files: gone.csv 不是抽取时的文件：SHA-256 应为 ee9ae0a3…，所给的是 ed9b9ff3…
    numbers: 户数应为 39，本页为 40
    categories: 货运：应为 29 / 7，本页为 30 / 7
    list: 第 1 行 91130230MA0000001M：名录中没有
    reserve: 第 10 行 91130230MA00000065：不是替补，在“货运;A”层排第 5，该层抽取 5 户
    drawnList: 重新抽取的清单与记录在案的（SHA-256 0752e1c3…）不同
a category in it is another: bad
    files: moved.csv 不是抽取时的文件：SHA-256 应为 ee9ae0a3…，所给的是 78b11def…
    categories: 客运：应为 11 / 3，本页为 10 / 3
    list: 第 11 行 91130230MA0000039H：不应抽中，在“客运;A”层排第 4，该层只到第 3
    reserve: 第 10 行 91130230MA00000065：不是替补，在“货运;A”层排第 5，该层抽取 5 户
    drawnList: 重新抽取的清单与记录在案的（SHA-256 0752e1c3…）不同
a field in it is gone: bad
    files: broken.csv 不是抽取时的文件：SHA-256 应为 ee9ae0a3…，所给的是 e152df4d…
    register: 名录不能用：第 1 条记录有 6 列，表头有 7 列
a row in it is there twice: bad
    files: twice.csv 不是抽取时的文件：SHA-256 应为 ee9ae0a3…，所给的是 99edf20b…
    register: 名录不能用：代码 91130230MA0000001M 重复
what was drawn instead of it: bad
    files: drawn.csv 不是抽取时的文件：SHA-256 应为 ee9ae0a3…，所给的是 0752e1c3…
    register: 名录不能用：有抽取后才有的 draw 列：请给出抽取前的名录 objects.csv
a firm that was not drawn, by the page alone: good
a firm that was not drawn: bad
    list: 第 10 行 91130230MA00000179：不应抽中，在“货运;A”层排第 7，该层只到第 6
another replacement, by the page alone: good
another replacement: bad
    reserve: 第 1 行 91130230MA0000001M：不是替补，在“货运;A”层排第 1，该层抽取 5 户
two registers: good
one of two registers: open
    needRegisters: 
one with another header: bad
    files: other.csv 不是抽取时的文件：SHA-256 应为 
    register: 名录不能用：other.csv 的表头与 0.csv 的不同
receipts that are good: 40
file, drawn: good
    91130230MA0000040N：抽中。凭证的 9 步全部通过。
file, not drawn: good
    91130230MA0000004Y：未抽中。凭证的 9 步全部通过。
file, empty: unread
    不能核验：这不是抽取凭证：第一行不是“ssjc-receipt 1”，也不是以 SSJC-RECEIPT-1: 开头的代码。
file, the last line end is gone: unread
    不能核验：凭证不完整，在第 26 行（rank）中断：文件被截断，或者是抽取之前的。
file, not UTF-8: unread
    不能核验：这不是抽取凭证：不是 UTF-8 文本。请给扩展名为 .receipt 的文件，或者粘贴以 SSJC-RECEIPT-1: 开头的代码。
file, a workbook: unread
    不能核验：这不是抽取凭证：不是 UTF-8 文本。请给扩展名为 .receipt 的文件，或者粘贴以 SSJC-RECEIPT-1: 开头的代码。
file, written by Windows: unread
    不能核验：凭证的换行被改成了 CRLF，可能是邮件或编辑程序所为：请给原来的文件，或者粘贴代码。
file, junk of 10 MB: unread
    不能核验：文件有 10.5 MB，不是抽取凭证：凭证只有几千字节。
receipt, removed since: good
    91130230MA0000037B：抽中，后经核对移出。凭证的 9 步全部通过。
receipt, a replacement: good
    91130230MA0000008B：未抽中，后作为替补列入。凭证的 9 步全部通过。
receipt, inspected this year: good
    91130230MA0000003U：未抽中。凭证的 9 步全部通过。
receipt, another stratum: bad
    receiptRow: 路径应通到名录的根 …，却通到 …：代码、状况、分层、盐值或路径不是抽取时的
    receiptStratum: 路径应通到分层的根 …，却通到 …：分层、N、可抽取户数、n、抽取户数、备选户数、门限、盐值或路径不是抽取时的
receipt, another N: bad
    receiptStratum: 路径应通到分层的根 …，却通到 …：分层、N、可抽取户数、n、抽取户数、备选户数、门限、盐值或路径不是抽取时的
receipt, another n: bad
    receiptStratum: 路径应通到分层的根 …，却通到 …：分层、N、可抽取户数、n、抽取户数、备选户数、门限、盐值或路径不是抽取时的
    receiptNumbers: 应抽取 7 户，凭证为 2 户
receipt, how many could be drawn: bad
    receiptStratum: 路径应通到分层的根 …，却通到 …：分层、N、可抽取户数、n、抽取户数、备选户数、门限、盐值或路径不是抽取时的
    receiptNumbers: 可抽取 8 户，多于该层的 7 户
receipt, a threshold that leaves it out: bad
    receiptStratum: 路径应通到分层的根 …，却通到 …：分层、N、可抽取户数、n、抽取户数、备选户数、门限、盐值或路径不是抽取时的
    receiptNotDrawn: 票号大于门限，该层抽取 1 户，名次却是 1
    receiptList_main: 凭证上未抽中，本页名单却列为抽中
receipt, nobody drawn: bad
    receiptStratum: 路径应通到分层的根 …，却通到 …：分层、N、可抽取户数、n、抽取户数、备选户数、门限、盐值或路径不是抽取时的
    receiptNumbers: 应抽取 1 户，凭证为 0 户
    receiptList_main: 凭证上未抽中，本页名单却列为抽中
receipt, another ticket: bad
    receiptTicket: 票号应为 …，凭证为 …
receipt, another rank: bad
    receiptNotDrawn: 票号大于门限，该层抽取 2 户，名次却是 1
receipt, no rank: bad
    receiptNotDrawn: 票号大于门限，该层抽取 2 户，名次却是 0
receipt, another salt: bad
    receiptRow: 路径应通到名录的根 …，却通到 …：代码、状况、分层、盐值或路径不是抽取时的
receipt, a hash of the path: bad
    receiptRow: 路径应通到名录的根 …，却通到 …：代码、状况、分层、盐值或路径不是抽取时的
receipt, a hash of the stratum's path: bad
    receiptStratum: 路径应通到分层的根 …，却通到 …：分层、N、可抽取户数、n、抽取户数、备选户数、门限、盐值或路径不是抽取时的
receipt, a path cut short: bad
    receiptRow: 40 片叶的树中，…（从 0 起）的路径不会…：叶的位置、叶数或路径被改动过
receipt, a leaf after the last: bad
    receiptRow: 40 片叶的树中，…（从 0 起）的路径不会…：叶的位置、叶数或路径被改动过
receipt, the root of the register: bad
    receiptRoot: 本页的根是 …，由凭证算出的是 …：凭证属于另一次抽取，或者被改动过，或者给这户企业的是另一棵树
    receiptRow: 路径应通到名录的根 …，却通到 …：代码、状况、分层、盐值或路径不是抽取时的
receipt, the root of the strata: bad
    receiptRoot: 本页的根是 …，由凭证算出的是 …：凭证属于另一次抽取，或者被改动过，或者给这户企业的是另一棵树
    receiptStratum: 路径应通到分层的根 …，却通到 …：分层、N、可抽取户数、n、抽取户数、备选户数、门限、盐值或路径不是抽取时的
receipt, another seed: bad
    receiptRoot: 本页的根是 …，由凭证算出的是 …：凭证属于另一次抽取，或者被改动过，或者给这户企业的是另一棵树
    receiptSeed: 凭证的 seed 一行应为 …，而它是 …：凭证属于另一个种子
receipt, as another firm's: bad
    receiptRow: 路径应通到名录的根 …，却通到 …：代码、状况、分层、盐值或路径不是抽取时的
    receiptTicket: 票号应为 …，凭证为 …
    receiptList_main: 凭证上未抽中，本页名单却列为抽中
receipt, another standing: bad
    receiptRow: 路径应通到名录的根 …，却通到 …：代码、状况、分层、盐值或路径不是抽取时的
receipt, another plan: bad
    receiptOf: 凭证属于计划 LAB-2，本页是 LAB-1
    receiptRoot: 本页的根是 …，由凭证算出的是 …：凭证属于另一次抽取，或者被改动过，或者给这户企业的是另一棵树
receipt, a replacement as drawn: bad
    receiptNotDrawn: 票号大于门限，该层抽取 2 户，名次却是 1
receipt, another draw: bad
    receiptOf: 凭证属于第 2 次抽取，本页是第 1 次
    receiptRoot: 本页的根是 …，由凭证算出的是 …：凭证属于另一次抽取，或者被改动过，或者给这户企业的是另一棵树
receipt, a tree without another firm: bad
    receiptRoot: 本页的根是 …，由凭证算出的是 …：凭证属于另一次抽取，或者被改动过，或者给这户企业的是另一棵树
receipt, more firms than the page says: bad
    receiptRoot: 本页的根是 …，由凭证算出的是 …：凭证属于另一次抽取，或者被改动过，或者给这户企业的是另一棵树
receipt, another table of the same register: bad
    receiptRoot: 本页的根是 …，由凭证算出的是 …：凭证属于另一次抽取，或者被改动过，或者给这户企业的是另一棵树
pasted, the text: good
    91130230MA0000004Y：未抽中。凭证的 9 步全部通过。
pasted, a text without its last lines: unread
    不能核验：凭证不完整，在第 7 行（strata）中断：文件被截断，或者是抽取之前的。
pasted, a text cut within a line: unread
    不能核验：凭证的第 15 行（row.path）不能是“…”：被截断或改动过。
pasted, a line too many: unread
    不能核验：凭证的第 27 行“rank=1”是多出的：凭证没有这一行。
pasted, a field too many: unread
    不能核验：凭证的第 4 行应以“salt=”开头：文件被改动过。
pasted, a number with a zero before it: unread
    不能核验：凭证的第 26 行（rank）不能是“04”：被截断或改动过。
pasted, a number of 20 digits: unread
    不能核验：凭证的第 5 行（rows）不能是“…”：被截断或改动过。
pasted, an unknown standing: unread
    不能核验：凭证的第 11 行（standing）不能是“maybe”：被截断或改动过。
pasted, JSON: unread
    不能核验：这不是抽取凭证：第一行不是“ssjc-receipt 1”，也不是以 SSJC-RECEIPT-1: 开头的代码。
pasted, a page: unread
    不能核验：这不是抽取凭证：第一行不是“ssjc-receipt 1”，也不是以 SSJC-RECEIPT-1: 开头的代码。
pasted, a code in lines with blanks: good
    91130230MA0000004Y：未抽中。凭证的 9 步全部通过。
pasted, a code with blanks of other kinds: good
    91130230MA0000004Y：未抽中。凭证的 9 步全部通过。
pasted, one character is gone: unread
    不能核验：凭证代码不完整，或者有错：请重新复制整个代码。
pasted, the end is gone: unread
    不能核验：凭证代码不完整，或者有错：请重新复制整个代码。
pasted, only its beginning: unread
    不能核验：凭证代码不完整，或者有错：请重新复制整个代码。
pasted, more than it has: unread
    不能核验：凭证代码后面多出了字符：请重新复制整个代码。
pasted, small letters: unread
    不能核验：代码的第 21 个字符“q”不会出现在凭证代码中：代码只有大写字母 A 至 Z 和数字 2 至 7。
pasted, another character: unread
    不能核验：代码的第 51 个字符“1”不会出现在凭证代码中：代码只有大写字母 A 至 Z 和数字 2 至 7。
pasted, nothing: unread
    不能核验：请选择凭证文件，或者粘贴凭证代码。
receipt, drawn, and not listed: bad
    receiptList_none: 票号不大于门限，应当抽中，本页名单却没有列出
receipt, drawn, and listed as a replacement: bad
    receiptList_replacement: 票号不大于门限，应当是抽中，本页却列为替补
receipt, a replacement, listed as drawn: bad
    receiptList_main: 凭证上未抽中，本页名单却列为抽中
receipt, a replacement that is not in reserve: bad
    receiptList_replacement: 凭证上不在备选之列，本页却列为替补
receipt, not drawn, but listed: bad
    receiptList_main: 凭证上未抽中，本页名单却列为抽中
receipt, a replacement, removed since: good
receipt, not in reserve, listed as removed: bad
    receiptList_removed: 凭证上不在备选之列，本页却列为替补
receipt, another seed on the page: bad
    receiptSeed: 凭证的 seed 一行应为 …，而它是 …：凭证属于另一个种子
    receiptTicket: 票号应为 …，凭证为 …
receipt, another root on the page: bad
    receiptRoot: 本页的根是 x…，由凭证算出的是 …：凭证属于另一次抽取，或者被改动过，或者给这户企业的是另一棵树
receipt, excluded: good
    91130230MA00000052：未抽中。凭证的 6 步全部通过。
in English: good
    91130230MA00000052: not drawn. All 6 steps of its receipt are good.
    en
of the page before: bad
    91130230MA00000065: 1 of 9 steps of its receipt differ, see below: it does not prove what it says.
    receiptRoot: The page has the root …, the receipt …: it is of another draw, was changed, or this firm was shown another tree
a code: 91130230MA0000001M 的票号：0ca4336d…。已抽中，见名单第 1 行。
that of one removed: 91130230MA0000002Q 的票号：1dbd4b9e…。抽中后经核对移出，见名单第 3 行。
a wrong one: 91130230MA00000010 的票号：6e82b071…。不在本页的名单中：没有抽中，或者不在名录中。（这个代码的校验位不对，请核对。）
search: 显示 1 / 13 户
search nothing: 显示 13 / 13 户
sorted from the end: 13
    descending
checked then: good
in English: All 9 steps are good.
    1. The draw
fields without a name: 
a telephone's width: 390
a script from elsewhere: does not run
requests: blob
    file
sent: 
without scripts: nothing to press
EOT

run sh -c '"$1" --headless --no-sandbox --disable-gpu --virtual-time-budget=5000 --user-data-dir="$PWD/profile" \
    --dump-dom "file://$PWD/page.html#verify" 2> /dev/null' sh "$browser"
out_has 'for scripts, the address alone checks the page' 'id="checked"[^>]* data-result="good"'

# A script of one's own is told.
cp -R "$top/share" own
echo '/* mine */' >> own/page/check.js
SSJC_SHARE=$PWD/own ssjc-publish page -p lab.plan --partial "$matched" -o own.html 2> err
lab_verify
has out 'a script that is not the release'"'"'s is named' 'page/check.js.*mine'
has out 'and the page made of it can be made again' 'publish: 1 file made again: the same bytes'
echo '</script>' >> own/page/check.js
run env SSJC_SHARE="$PWD/own" ssjc-publish page -p lab.plan --partial "$matched" -o own2.html
status 3 'a script that would end early is refused'
err 'as such' <<'EOT'
ssjc-publish: page/check.js: has “</script”, which cannot be within the page
EOT

finish
