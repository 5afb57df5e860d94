#!/bin/sh
# What all programs have in common: help, version, options, full disks.
. "${0%/*}/tap.sh"

programs='import draw assign print record publish audit'

# The options that all share, as ssjc(7) describes them.
sed -n '/^\.Sh COMMON OPTIONS/,/^\.Sh [^C]/p' "$top/man/ssjc.7" > shared

for name in $programs; do
	run "ssjc-$name" --help
	status 0 "ssjc-$name --help"
	out_has "ssjc-$name --help tells how to call it" "^usage: ssjc-$name "
	quiet "ssjc-$name --help is no error"
	# Hanzi are two columns wide, and three bytes long.
	is "$(sed 's/[^ -~]\{3\}/xx/g' out | grep -E '.{81}')" "" \
	    "ssjc-$name --help fits a terminal of 80 columns"
	sed -n 's/^  \([a-z][a-z]*\)  .*/\1/p' out > commands
	while read -r command; do
		run "ssjc-$name" "$command" --help
		out_has "ssjc-$name $command --help" "^usage: ssjc-$name $command "
	done < commands

	run "ssjc-$name" --version
	is "$(cat out)" "ssjc-$name $(sed -n 's/^VERSION = //p' "$top/Makefile")" \
	    "ssjc-$name --version is the Makefile's"
	for option in --help --version; do
		sh_run "ssjc-$name $option > /dev/full"
		status 4 "ssjc-$name $option on a full disk"
		err "ssjc-$name $option says so" <<-EOF
			ssjc-$name: standard output: cannot write it: No space left on device
		EOF
	done

	run "ssjc-$name" --colour
	status 2 "ssjc-$name: an unknown long option"
	err_has "ssjc-$name names it" "^ssjc-$name: there is no option --colour; ssjc-$name .*--help tells more$"
	run "ssjc-$name" -Z
	status 2 "ssjc-$name: an unknown short option"
	run "ssjc-$name" -p
	status 2 "ssjc-$name: an option without its value"

	[ -f "$top/man/ssjc-$name.1" ]
	verdict $? "ssjc-$name has a man page" < /dev/null
	# Every long option and every command is in the man page; ssjc(7) has those
	# that all programs share.
	{
		"ssjc-$name" --help
		cat commands
	} | sed -n 's/.*--\([a-z][a-z-]*\) .*/\1/p; s/^\([a-z][a-z]*\)$/\1/p' | sort -u |
	    while read -r word; do
		grep -Eqh "(Fl -|Cm )$word( |\$)" "$top/man/ssjc-$name.1" \
		    shared || echo "$word"
	done > missing
	is "$(tr '\n' ' ' < missing)" "" "ssjc-$name: its man page has every command and option"
done

# What several commands take is printed once, under all of their names.
run ssjc-import --help
is "$(sed -n 's/^.\{6\}\(--[a-z]*\) .*/\1/p' out | sort | uniq -d)" "" "ssjc-import --help: each option once"
out_has "the commands have a heading" '^commands:$'
out_has "and so has what some of them take" \
    '^options of objects, inspectors, history, items, results, confirmations, follow:$'
out_has "what all of them take" '^options of every ssjc-import command:$'
out_has "and what every program takes" '^options of every program:$'
run ssjc-import objects --help
out_has "a command alone has its own options" '^      --rejects FILE  '
out_has "and those of every command" '^      --map COLUMN=HEADER  '
run ssjc-import profile --help
is "$(grep -c -e --rejects out)" 0 "but not those of others"

run ssjc-record
status 2 "a program with commands needs one"
err "and says so" <<'EOF'
ssjc-record: no command is given; ssjc-record --help tells more
EOF
run ssjc-record sing
err "an unknown one is named" <<'EOF'
ssjc-record: there is no command “sing”; ssjc-record --help tells more
EOF
run ssjc-record status
status 2 "a plan is needed"
err "and said so" <<'EOF'
ssjc-record: no plan is named: give it with -p PLAN; ssjc-record status --help tells more
EOF
run ssjc-record status -p nowhere.plan
status 3 "a plan that is not there"
err "is named" <<'EOF'
ssjc-record: nowhere.plan: cannot open it: No such file or directory
EOF
run ssjc-record status -p x --now yesterday
status 2 "what is not a time"
err_has "is named" '^ssjc-record: --now: “yesterday” is not a time such as 2023-06-12T09:00:00'
SOURCE_DATE_EPOCH=soon run ssjc-record status -p x
status 2 "so is what is not an epoch"
run ssjc-record status -t --excel
status 2 "two forms of output exclude each other"

# The data files are found beside the program: as built, as installed and moved.
if [ "$(head -c 2 "$bin/ssjc-import")" != "#!" ]; then # not what valgrind runs
	mkdir -p alone moved/bin moved/share
	cp "$bin/ssjc-import" alone && cp "$bin/ssjc-import" moved/bin && cp -R "$top/share" moved/share/ssjc
	echo '统一社会信用代码,企业名称' > none.csv
	run "$bin/ssjc-import" objects none.csv
	status 0 "beside the programs that were built"
	run moved/bin/ssjc-import objects none.csv
	status 0 "in the folder that was installed and then moved"
	sed 's/"headers/"/' "$top/share/headers.csv" | grep -v 统一社会信用代码 > moved/share/ssjc/headers.csv
	run moved/bin/ssjc-import objects none.csv
	status 3 "in no other folder when they are there"
	mkdir own && cp "$top"/share/*.csv own
	SSJC_SHARE=$PWD/own run moved/bin/ssjc-import objects none.csv
	status 0 "but SSJC_SHARE comes first"
	SSJC_SHARE=$PWD/alone run "$bin/ssjc-import" objects none.csv
	status 3 "and is the only folder"
	err_has "which is said" "ssjc-import: SSJC_SHARE names “.*/alone”, where the data files of ssjc are not"
	if [ ! -e "$(sed 1q "$bin/prefix")/share/ssjc" ]; then
		run alone/ssjc-import objects none.csv
		status 3 "they are nowhere"
		err_has "and what to do is said" "neither beside the program nor in “.*/share/ssjc”: run make install, or let SSJC_SHARE"
	fi
fi

# Long options: with =, with a blank, before and after operands.
printf '[plan]\nid = P\n' > p.plan
for line in 'status --plan=p.plan' 'status --plan p.plan' 'status -pp.plan' 'confirm x -p p.plan' \
    'confirm -p p.plan x' 'confirm -p p.plan -- x'; do
	# shellcheck disable=SC2086
	run ssjc-record $line < /dev/null
	err_has "ssjc-record $line" '^ssjc-record: (p.plan: title: is missing in .plan.|x: cannot open it)'
done

# A message that a manual quotes is one of the programs': a string of the sources, with
# anything for its conversions, is found in it.
perl -0777 -e '
	use strict; use warnings;
	my ($top, @string) = shift;
	sub text { open my $f, "<", $_[0] or die "$_[0]: $!"; <$f> }
	for my $file (glob("\"$top/lib/*/*.c\" \"$top/cmd/*.c\"")) {
		(my $text = text($file)) =~ s/"\s*\n\s*"//g;
		while ($text =~ /"((?:[^"\\]|\\.)*)"/g) {
			my @piece = split /%(?:\.\*s|z?u|ll?[ud]|[sdc])/, $1;
			push @string, join ".*", map { s/%%/%/gr =~ s/\W/\\$&/gr } @piece
			    if length "@piece" > 14;
		}
	}
	for my $page (glob("\"$top/man/*.[157]\"")) {
		for my $list (text($page) =~ /^\.Bl -diag\n(.*?)^\.El/gms) {
			for my $message ($list =~ /^\.It "(.*)"$/gm) {
				print "quoted\n";
				print STDERR "$page: $message\n" unless grep { $message =~ /$_/ } @string;
			}
		}
	}' "$top" > out 2> err
quiet "the messages that the manuals quote are there"
ok "and there are some" [ "$(grep -c quoted out)" -gt 5 ]
finish
