#!/bin/sh
# Messages and help in Chinese: the catalog is whole, chosen by the locale, found
# beside the programs, and changes nothing but words on stderr and in --help.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

# ---- The catalog: everything is in it, and translated ----

po=$top/po/zh_CN.po
MAKEFLAGS='' run make -s -C "$top" BUILD="$work/made" "$work/made/ssjc.pot"
status 0 "messages are taken out of the sources"
ok "each has its Chinese, with the same conversions" msgfmt --check -o /dev/null "$po"
ok "none of the sources is missing or untranslated: make po lists them" msgcmp "$po" made/ssjc.pot
is "$(msgattrib --only-fuzzy "$po")$(msgattrib --only-obsolete "$po")" "" "none is fuzzy or of old"
is "$(msgattrib --no-location "$po" | grep -c '^msgid')" \
    "$(msgattrib --no-location made/ssjc.pot | grep -c '^msgid')" "and none is there that no program says"

# A function that takes a format must be known to make po, or its messages are not.
perl -0777 -e '
	use strict; use warnings;
	my ($top, %known) = shift;
	my $make = do { open my $f, "<", "$top/Makefile" or die; <$f> };
	my ($list) = $make =~ /^SAYS_FORMAT = (.*?[^\\])\n/ms or die "no SAYS_FORMAT";
	$known{$1} = $2 while $list =~ /(\w+):(\d+)/g;
	for my $file (glob("\"$top/lib/*/*.[ch]\" \"$top/cmd/*.[ch]\" \"$top/include/ssjc/*/*.h\"")) {
		open my $f, "<", $file or die;
		(my $text = <$f>) =~ s{/\*.*?\*/}{}gs;
		while ($text =~ /(\w+)\([^;{}]*\)\s*__attribute__\(\(format\(printf, (\d+), [1-9]\d*\)\)\)/g) {
			next if $1 eq "buf_printf" || $1 eq "print_row";
			print "$1:$2\n" if ($known{$1} // 0) != $2;
		}
	}' "$top" > unknown
is "$(cat unknown)" "" "make po knows all functions that take a format"

# Of two formats to choose from, make po sees the second one only if N_ marks it.
perl -0777 -e '
	use strict; use warnings;
	my ($top) = shift;
	my $make = do { open my $f, "<", "$top/Makefile" or die; <$f> };
	my ($list) = $make =~ /^SAYS_FORMAT = (.*?CLI_REASON)/ms or die "no SAYS_FORMAT";
	my $says = join "|", $list =~ /(\w+):\d/g;
	for my $file (glob("\"$top/lib/*/*.c\" \"$top/cmd/*.c\"")) {
		open my $f, "<", $file or die;
		(my $text = <$f>) =~ s/"\s*\n\s*"//g;
		while ($text =~ /\b(?:$says)\(((?:[^();"]|"(?:[^"\\]|\\.)*"|\((?:[^()"]|"(?:[^"\\]|\\.)*"|\([^()]*\))*\))*)\)/g) {
			(my $call = $1) =~ s/"((?:[^"\\]|\\.)*)"/length $1 < 10 ? "SHORT" : "<$1>"/ge;
			print "$file: $1\n" while $call =~ /[?:]\s*<(.*?)>/g;
		}
	}' "$top" > unmarked
is "$(cat unmarked)" "" "and all formats that are chosen from"

# ---- Which language ----

unset LC_ALL
english='ssjc-record: there is no command “sing”; ssjc-record --help tells more'
chinese='ssjc-record: 没有命令“sing”；详见 ssjc-record --help'
while read -r settings; do
	# shellcheck disable=SC2086
	run env $settings ssjc-record sing
	is "$status $(cat err)" "2 $chinese" "Chinese with $settings"
done <<EOS
LANG=zh_CN.UTF-8
LC_MESSAGES=zh_CN.UTF-8 LANG=C
LC_ALL=zh_CN LANG=C
LC_ALL=zh_CN.GB18030
LC_ALL=C.UTF-8 LANGUAGE=zh_CN
LANG=C.UTF-8 LANGUAGE=xx:zh_CN
LANGUAGE=zh_CN
LANGUAGE=zh_CN.UTF-8
EOS
while read -r settings; do
	# shellcheck disable=SC2086
	run env $settings ssjc-record sing
	is "$status $(cat err)" "2 $english" "English with $settings"
done <<EOS
TZ=UTC
LC_ALL=C LANGUAGE=zh_CN LANG=zh_CN.UTF-8
LANG=C LANGUAGE=zh_CN
LANG=POSIX LANGUAGE=zh_CN
LC_ALL=C LANG=zh_CN.UTF-8
LANG=C.UTF-8
LANG=C.UTF-8 LANGUAGE=xx
EOS

# In the installed tree, and in one that was moved.
if [ "$(head -c 2 "$bin/ssjc-record")" != "#!" ]; then # not what valgrind runs
	mkdir -p old/bin old/share/locale alone
	cp "$bin/ssjc-record" old/bin && cp -R "$bin/locale/zh_CN" old/share/locale && mv old moved
	run env LANGUAGE=zh_CN moved/bin/ssjc-record sing
	is "$(cat err)" "$chinese" "Chinese beside an installed program"
	printf 'no catalog' > moved/share/locale/zh_CN/LC_MESSAGES/ssjc.mo
	run env LANGUAGE=zh_CN moved/bin/ssjc-record sing
	is "$(cat err)" "$english" "English where the catalog is damaged"
fi

# ---- Help ----

for name in import draw assign print record publish audit; do
	run env LC_ALL=C.UTF-8 LANGUAGE=zh_CN "ssjc-$name" --help
	status 0 "ssjc-$name --help in Chinese"
	out_has "ssjc-$name: its words are" '^各程序通用的选项：$'
	# Hanzi are two columns wide, and three bytes long.
	is "$(sed 's/[^ -~]\{3\}/xx/g' out | grep -E '.{81}')" "" "ssjc-$name: it fits a terminal of 80 columns"
	is "$(grep -E '[a-z]{2,} [a-z]{2,} [a-z]{2,}' out)" "" "ssjc-$name: no sentence is left in English"
	sed 's/[^ -~]//g; s/.*\(-[a-zA-Z], --[a-z-]*\|  --[a-z-]*\).*/\1/' out | grep -e -- | sort > zh.options
	LC_ALL=C "ssjc-$name" --help | sed 's/.*\(-[a-zA-Z], --[a-z-]*\|  --[a-z-]*\).*/\1/' |
	    grep -e '^ *-' | grep -e -- | sort > en.options
	is "$(grep -c . zh.options)" "$(grep -c . en.options)" "ssjc-$name: every option is there"
done

# ---- Nothing else is in another language ----

lab_new
lab_drawn
ssjc-import inspectors -p lab.plan "$registers" 人员.csv > people.csv 2> /dev/null
printf '代码,部门,确认,原因,依据\n%s,交通局,否,,\n%s,交通局,是,,\n' \
    "$(lab_code 1)" "$(sed 1d drawn.csv | cut -d, -f1 | head -n 1)" > 确认.csv
cp lab.db before.db

# both WHAT EXIT COMMAND: run it in both languages on the same audit file; all that
# it leaves but stderr must be the same.
both() {
	about=$1 wanted=$2
	shift 2
	for language in en zh_CN; do
		rm -rf "$language" && mkdir "$language"
		cp before.db lab.db
		env LC_ALL=C.UTF-8 LANGUAGE="$language" "$@" > "$language/out" 2> "$language/err"
		echo $? > "$language/status"
		[ ! -e rejects.csv ] || mv rejects.csv "$language"
		sqlite3 lab.db 'SELECT * FROM event' > "$language/events"
	done
	is "$(cat en/status)" "$wanted" "$about: exit status"
	for left in out status events rejects.csv; do
		[ ! -e "en/$left" ] || ok "$about: the same $left" cmp "en/$left" "zh_CN/$left"
	done
	is "$(LC_ALL=C grep -cP '^ssjc-[a-z]+: .*[\xe4-\xe9]' zh_CN/err)" "$(grep -c . en/err)" "$about: said in Chinese"
	is "$(grep -cE '(^|[^a-zA-Z-])(is|was|are|not|of) ' zh_CN/err)" 0 "$about: and only in Chinese"
}

both "a row that is refused" 3 ssjc-record confirm -p lab.plan "$confirmed" --rejects rejects.csv 确认.csv
both "one refused of several" 3 ssjc-record confirm -p lab.plan "$confirmed" --partial \
    --rejects rejects.csv 确认.csv
both "a second draw" 6 ssjc-draw -p lab.plan "$matched" -H history.csv objects.csv
both "an option that there is not" 2 ssjc-draw -p lab.plan --colour
both "a file that is not there" 3 ssjc-assign -p lab.plan "$matched" -i nowhere.csv drawn.csv
sed 's/样例/别样/' objects.csv > other.csv
both "another register than the one on record" 1 ssjc-audit verify -p lab.plan other.csv 名录.csv 历史.csv
both "a verification" 0 ssjc-audit verify -p lab.plan 名录.csv 历史.csv

# ---- What a draw would be, for people ----

cd "$work" && mkdir preview && cd preview || exit 1
lab_new
sed -i /^repeat/d lab.plan
ssjc-import objects -p lab.plan "$registers" -o objects.csv 名录.csv
run env LC_ALL=C.UTF-8 LANGUAGE=zh_CN ssjc-draw plan -p lab.plan "$registers" objects.csv
out_has "is in English in every language" '^stratum +N  eligible'
run ssjc-draw plan --zh -p lab.plan "$registers" objects.csv
status 0 "--zh"
out_has "is in Chinese" '^分层 .*总户数 .*可抽 .*比例 .*抽取 .*备选$'
is "$(grep -c '[a-z][a-z]' out)" 0 "and nothing of it is in English"
finish
