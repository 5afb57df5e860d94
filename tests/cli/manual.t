#!/bin/sh
# The manual in Chinese says what the English one says: each page has the same sections,
# lists, options, keys, exit statuses, examples and references, so that nothing new is
# left without its Chinese text. And both have every option and command of --help.
. "${0%/*}/tap.sh"
man=$top/man

# skeleton PAGE: what a page is made of, without its words; of an example, the programs,
# commands and options.
skeleton() {
	awk '
	function words(keep, i, n, part, now, list) {
		n = split($0, part, " ")
		now = list = ""
		for (i = 2; i <= n; i++) {
			if (part[i] ~ /^(Fl|Cm|Li|Ev|Ic|Pa|Xr|Ql|Ar|Nm|Sy|Bq|Op|No|Ns|Ta|Va|Dq|Pq|Em)$/)
				now = part[i]
			else if (now ~ keep && part[i] !~ /^[,|.]$/)
				list = list " " now ":" part[i]
		}
		return list
	}
	function first(macro, line, at) { # what follows each such macro on a line
		line = " " substr($0, 2)
		while ((at = index(line, " " macro " "))) {
			line = substr(line, at + length(macro) + 2)
			split(line, part, " ")
			seen[macro " " part[1] (macro == "Xr" ? " " part[2] : "")] = 1
		}
	}
	/^\.Bd -literal/ { literal = 1; example = "example"; next }
	/^\.Ed/ { literal = 0; print example; next }
	literal {
		n = split($0, part, " ")
		line = ""
		for (i = 1; i <= n && part[i] !~ /^#/; i++)
			if (part[i] ~ /^(ssjc-|-)/ || i > 1 && part[i - 1] ~ /^ssjc-/ && part[i] ~ /^[a-z]+$/)
				line = line " " part[i]
		example = example line
		next
	}
	/^\.S[hs]/ {
		synopsis = $0 ~ /^\.Sh (SYNOPSIS|概要)$/
		print substr($0, 2, 2)
		next
	}
	!/^\./ { next }
	synopsis {
		line = words("^(Fl|Cm|Nm)$")
		if ($0 ~ /^\.(Nm|It Nm)$/)
			line = " Nm"
		if (line != "")
			print "synopsis" line
		next
	}
	/^\.It "/ && !/ Ta / { print "item: a message"; next }
	/^\.It/ && !/ Ta / {
		line = words("^(Fl|Cm|Li|Ev|Ic|Pa|Xr|Ql)$")
		print "item" (line != "" ? line : $2 ~ /^[0-9]$/ ? " " $2 : "")
	}
	/ Ta / { print "row of a table" }
	{ first("Fl"); first("Xr") }
	END {
		for (s in seen)
			print "somewhere: " s | "LC_ALL=C sort"
	}' "$1"
}

for page in "$man"/*.[157]; do
	name=${page##*/}
	[ -f "$man/zh_CN/$name" ]
	verdict $? "$name is there in Chinese" < /dev/null
	skeleton "$page" > english
	skeleton "$man/zh_CN/$name" > chinese
	diff english chinese > difference
	verdict $? "$name: the same in Chinese (< is English, > Chinese)" < difference
done

# An option is in the list of a program's own page or, for all of them, of ssjc(7); a
# command is in the synopsis.
for page in "$man"/*.1; do
	name=${page##*/}
	program=${name%.1}
	[ -x "$bin/$program" ] || continue
	"$program" --help > help 2> err
	sed -n '/^commands:/,/^$/s/^  \([a-z]*\) .*/\1/p' help | sort -u > commands
	while read -r command; do
		"$program" "$command" --help
	done < commands >> help 2> err
	sed -n 's/^  \(-., \|    \)\(--[a-z-]*\).*/\2/p' help | sort -u > options
	for language in . zh_CN; do
		grep -h '^\.It' "$man/$language/$name" "$man/$language/ssjc.7" | tr ' ' '\n' |
		    sed -n 's/^-[a-z]/-&/p' | sort -u > listed
		sed -n '/^\.Sh \(SYNOPSIS\|概要\)/,/^\.Sh \(DESCRIPTION\|说明\)/p' "$man/$language/$name" |
		    tr ' ' '\n' | sort -u > named
		[ -s options ] && comm -23 options listed > missing && comm -23 commands named >> missing &&
		    [ ! -s missing ]
		verdict $? "$language/$name has all of --help" < missing
	done
done
finish
