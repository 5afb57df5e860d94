#!/bin/sh
# Check lib/FLOORS: every module stands on one floor and includes only from
# the floors below its own. A private header of lib/ belongs to the modules
# whose name it begins (audit_db.h to audit*.c).
cd "$(dirname "$0")/.." || exit 1
bad=$(grep -En '^[[:space:]]*#include "' lib/*.[ch] include/ssjc/*.h | awk '
	BEGIN {
		while ((getline line < "lib/FLOORS") > 0) {
			n = split(line, word, " ")
			if (line ~ /^[0-9]/)
				for (i = 2; i <= n; i++)
					floor[word[i]] = word[1]
		}
	}
	function name(path) {
		sub(/.*\//, "", path)
		sub(/\..*/, "", path)
		return path
	}
	{
		split($0, part, ":")
		me = name(part[1])
		split($0, quoted, "\"")
		it = name(quoted[2])
		private = quoted[2] !~ /^ssjc\//
		if (!(me in floor))
			print part[1] ": " me " stands on no floor of lib/FLOORS"
		else if (!(it in floor))
			print part[1] ": includes " it ", which stands on no floor of lib/FLOORS"
		else if (me != it && floor[it] + 0 >= floor[me] + 0 &&
		    !(private && floor[it] == floor[me]))
			print part[1] ":" part[2] ": " me " (floor " floor[me] ") includes " it \
			    " (floor " floor[it] ")"
	}' | sort -u)
[ -z "$bad" ] && exit 0
printf '%s\n' "$bad" >&2
exit 1
