#!/bin/sh
# ssjc-import: streams, lists, exit statuses, its event.
# The firms and people are invented, the check digits are valid. data/roster.xls
# was written by LibreOffice from the same lines as roster.csv below.
# shellcheck source=tests/cli/tap.sh
. "${0%/*}/tap.sh"

cat > roster.csv <<'EOT'
企业名称,统一社会信用代码,联系电话,成立日期,数
甲,91130230MA07TE034J,13900000001,2023-06-14,1.5
乙,91130230MA07TE0508,0315-8812345,2023-06-15,2
EOT
cat > clean.csv <<'EOT'
name,id,phone,成立日期,数
甲,91130230MA07TE034J,13900000001,2023-06-14,1.5
乙,91130230MA07TE0508,0315-8812345,2023-06-15,2
EOT
cat > bad.csv <<'EOT'
序号,名称,信用代码,电话
1,　丙,91130230ma07te0695,139 0000 0003
2,丁,91130230MA07TE018X,8812345
3,戊,91130230MA07TE026P,139
EOT

# ---- A filter ----

run ssjc-import objects roster.csv
status 0 'a good roster is done'
out 'a good roster is a clean stream' < clean.csv
err 'columns that are not known are named' <<'EOT'
ssjc-import: roster.csv: not known, and only carried along: the columns “成立日期”, “数” (--map takes one for a column that is)
EOT
sh_run 'cut -d, -f 1-3 roster.csv | ssjc-import objects > clean2.csv'
quiet 'success is quiet'
sh_run 'ssjc-import objects < roster.csv'
out 'standard input is read' < clean.csv
sh_run 'cat roster.csv | ssjc-import objects -'
out 'and so is a pipe' < clean.csv
sh_run 'iconv -f UTF-8 -t GB18030 roster.csv | ssjc-import objects'
out 'GB18030 is read' < clean.csv
sh_run '{ printf "\377\376"; iconv -f UTF-8 -t UTF-16LE roster.csv; } | ssjc-import objects'
out 'UTF-16 with a mark is read' < clean.csv
iconv -f UTF-8 -t UTF-16LE roster.csv > plain16.csv
run ssjc-import objects plain16.csv
status 3 'UTF-16 without a mark is not guessed at'
err 'and the message says what to do' <<'EOT'
ssjc-import: plain16.csv: seems to be UTF-16 without its mark (byte 10 is a zero): save it as CSV UTF-8, or say --encoding UTF-16LE
EOT
run ssjc-import objects --encoding utf-16le plain16.csv
out '--encoding reads it' < clean.csv
run ssjc-import objects "$top/tests/data/roster.xls"
out 'an old workbook is read' < clean.csv
sh_run "cat '$top/tests/data/roster.xls' | ssjc-import objects"
out 'from a pipe too' < clean.csv
# One register as LibreOffice and SheetJS save it: a title, formulas, merged cells, zeros
# before a number, days, a hidden row and a hidden sheet.
cat > register.csv <<'EOT'
name,id,phone,成立日期,credit,许可证号,年检数
样例甲运输公司,91130230MA07TE034J,13900000001,2019-03-14,A,00000123,2.5
样例乙运输公司,91130230MA07TE0508,13900000002,2020-06-01,A,45678901,3
样例丙运输公司,91130230MA07TE018W,0315-8812345,2021-12-31,A,00000007,5.5
EOT
for format in xls ods xml; do
	run ssjc-import objects "$top/tests/data/register.$format"
	out "a register is the same as .$format" < register.csv
	status 1 'and its hidden row is refused'
done
# In a web page days are what people see, and there are no hidden rows.
sh_run "ssjc-import objects '$top/tests/data/register.html' |
    sed 's/年\([0-9]*\)月\([0-9]*\)日/-0\1-0\2/; s/-0\([0-9][0-9]\)/-\1/g'"
out 'and as a web page' < register.csv
head -c 4000 "$top/tests/data/roster.xls" > cut.xls
run ssjc-import objects cut.xls
status 3 'half of one is an error'
# The first record after the workbook's beginning made one of encryption.
{
	head -c 2068 "$top/tests/data/roster.xls"
	printf '\057\000'
	tail -c +2071 "$top/tests/data/roster.xls"
} > locked.xls
run ssjc-import objects locked.xls
status 3 'and one with a password'
err 'which is said' <<'EOT'
ssjc-import: locked.xls: is protected by a password: save it without one
EOT
printf 'id,name\n1,\304\243\304\243\n' > doubt.csv
run ssjc-import objects doubt.csv
status 3 'a text that is good UTF-8 and good GB18030 is an error'
err 'that asks which' <<'EOT'
ssjc-import: doubt.csv: can be read as UTF-8 and as GB18030: say --encoding UTF-8 or GB18030
EOT
sh_run 'ssjc-import profile --stream objects --encoding gbk doubt.csv'
out_has '--encoding answers it' ',模模$'
run ssjc-import objects -t roster.csv
out_has '-t writes TSV' '^name	id	phone	成立日期	数$'
run ssjc-import objects --excel roster.csv
is "$(head -c 3 out | od -An -tx1)" ' ef bb bf' '--excel begins with a BOM'
run ssjc-import objects -v roster.csv
err '-v reports' <<'EOT'
ssjc-import: roster.csv: not known, and only carried along: the columns “成立日期”, “数” (--map takes one for a column that is)
ssjc-import: roster.csv: UTF-8, 2 rows: 2 good, 0 refused, 0 repeated; 0 cells repaired
EOT

# ---- What is refused ----

run ssjc-import objects --rejects rejects.csv --repairs repairs.csv roster.csv bad.csv
status 1 'a row that is refused makes exit status 1'
out 'the others go through' <<'EOT'
name,id,phone,成立日期,数,序号
甲,91130230MA07TE034J,13900000001,2023-06-14,1.5,
乙,91130230MA07TE0508,0315-8812345,2023-06-15,2,
丙,91130230MA07TE0695,13900000003,,,1
EOT
err 'one line says how many' <<'EOT'
ssjc-import: roster.csv: not known, and only carried along: the columns “成立日期”, “数” (--map takes one for a column that is)
ssjc-import: bad.csv: UTF-8, 3 rows: 1 good, 2 refused, 0 repeated; 3 cells repaired
EOT
same rejects.csv 'the rejects say where and why' <<'EOT'
file,sheet,row,column,value,reason
bad.csv,,3,信用代码,91130230MA07TE018X,"has the check digit X, but W is right for the rest of it"
bad.csv,,4,电话,139,is neither a mobile nor a landline number
EOT
same repairs.csv 'the repairs keep what was there' <<'EOT'
file,sheet,row,column,value,repaired,note
bad.csv,,2,名称,　丙,丙,
bad.csv,,2,信用代码,91130230ma07te0695,91130230MA07TE0695,
bad.csv,,2,电话,139 0000 0003,13900000003,
EOT
printf 'id,reason\n91130230MA07TE018X,登记机关来函确认\n' > accept.csv
run ssjc-import objects --accept accept.csv bad.csv
out_has 'an accepted code goes through' '丁,91130230MA07TE018X'
run ssjc-import objects --check --rejects rejects.csv bad.csv
status 1 '--check has the same exit status'
out '--check prints nothing' < /dev/null
ok 'but writes the rejects' grep -q 018X rejects.csv
sh_run "(cat roster.csv; echo '丙,\"') | ssjc-import objects"
status 3 'a quote left open ends the import'
err_has 'with its line' 'standard input:4: opens a quote that is never closed'
printf '<html><body><table>' > page.xls
run ssjc-import objects page.xls
status 3 'a web page is no workbook'
err_has 'and is called one' 'page.xls: is a web page'
run ssjc-import objects nothing.csv
status 3 'a file that is not there is bad input'
printf '单位,电话\n甲,1\n' > unknown.csv
run ssjc-import objects unknown.csv
status 3 'a missing column is an error'
err 'that lists the headers and the way out' <<'EOT'
ssjc-import: unknown.csv:1: no header is known as the column id; name it with --map 'id=HEADER'. The headers are: 单位, 电话
EOT
printf '单位,码,电话\n甲,91130230MA07TE034J,8812345\n' > map.csv
run ssjc-import objects --map id=码 --map name=单位 map.csv
out '--map names the columns' <<'EOT'
name,id,phone
甲,91130230MA07TE034J,8812345
EOT

# ---- Usage and system ----

run ssjc-import objects --map id roster.csv
status 2 'half a --map is a usage error'
run ssjc-import objects --encoding big6 roster.csv
status 2 'so is an unknown encoding'
run ssjc-import nothing
status 2 'and an unknown stream'
sh_run 'ssjc-import objects roster.csv > /dev/full'
status 4 'a full disk is exit status 4'
run ssjc-import objects --rejects nowhere/r.csv bad.csv
status 4 'so is a list that cannot be written'
run ssjc-import objects --rejects r2.csv unknown.csv
ok 'after an error there is no list' test ! -e r2.csv
ok 'nor a piece of one' test -z "$(ls r2.csv* 2> /dev/null)"

# ---- The event ----

cat > p.plan <<'EOT'
[plan]
id = P-1
title = 抽查
window = 2023-06-14..2023-06-16
strata = credit
audit = a.db
calendar = calendar-cn.csv
[ratio]
* = 50%
[department transport]
name = 交通运输局
lead = yes
inspectors = 1
EOT
printf '证号,姓名,部门\n1,张一,交通运输局\n2,李二,transport\n' > people.csv
sql() { sqlite3 -separator ' ' a.db "$1"; }

run ssjc-import inspectors -p p.plan people.csv
out "the plan's names of departments become keys" <<'EOT'
cert,name,dept
1,张一,transport
2,李二,transport
EOT
run ssjc-import objects -p p.plan --map scale=数 --accept accept.csv roster.csv bad.csv
status 1 'an import with rejects is on record all the same'
is "$(sql "SELECT name, rows, refused, repaired FROM file WHERE event = 2 AND direction = 'in'
    AND kind = 'objects' ORDER BY row")" "roster.csv 2 0 0
bad.csv 3 1 3" 'its inputs, with what was refused and repaired'
is "$(sql "SELECT digest, rows FROM file WHERE event = 2 AND direction = 'out'
    AND kind = 'objects'")" \
    "$(sha256sum < out | cut -c 1-64) 4" 'the digest of the stream that was printed'
is "$(sql "SELECT digest FROM file WHERE event = 2 AND name = 'bad.csv'")" \
    "$(sha256sum < bad.csv | cut -c 1-64)" 'the digest of an input'
is "$(sql 'SELECT options FROM event WHERE seq = 2')" "stream=objects
style=csv
encoding=auto
hidden=no
map=scale=数" 'the options'
is "$(sql "SELECT CAST(content AS TEXT) FROM file WHERE event = 2 AND kind = 'accept'")" \
    "$(cat accept.csv)" 'the accepted codes and their reasons'
run ssjc-import objects -p p.plan --check roster.csv
is "$(sql 'SELECT count(*) FROM event')" 2 '--check leaves no event'
sh_run 'ssjc-import objects -p p.plan roster.csv > /dev/full'
status 4 'a stream that was not written'
is "$(sql 'SELECT count(*) FROM event')" 2 'leaves no event either'
sh_run "ssjc-import objects -p p.plan roster.csv | { cat > /dev/null
    sqlite3 a.db 'SELECT count(*) FROM event'; }"
out 'the event is there before the reader sees the end' <<'EOT'
3
EOT

# ---- What is in it? ----

run ssjc-import profile bad.csv
status 0 'a profile refuses nothing'
out 'a profile describes the columns' <<'EOT'
file,sheet,header,column,filled,distinct,refused,reason,examples
bad.csv,,序号,,3,3,0,,1; 2; 3
bad.csv,,名称,name,3,3,0,,丙; 丁; 戊
bad.csv,,信用代码,id,3,3,1,"row 3: “91130230MA07TE018X” has the check digit X, but W is right for the rest of it",91130230ma07te0695; 91130230MA07TE018X; 91130230MA07TE026P
bad.csv,,电话,phone,3,3,1,row 4: “139” is neither a mobile nor a landline number,139 0000 0003; 8812345; 139
EOT
run ssjc-import profile people.csv
out_has 'the stream that fits best is taken' '^people.csv,,证号,cert,'
run ssjc-import profile --stream objects people.csv
out_has 'unless another is named' '^people.csv,,证号,,'

# What is read is not written over.
printf 'id,name,category,credit\n91130230MA07TE034J,样例甲公司,货运,A\n' > own.csv
cp own.csv before.csv
for option in --rejects --repairs; do
	run ssjc-import objects $option ./own.csv own.csv
	status 1 "$option over its own roster"
	err "is refused" <<-END
		ssjc-import: ./own.csv: is read, too, and is not written over: give another name
	END
	ok "and the roster stays" cmp own.csv before.csv
done
finish
