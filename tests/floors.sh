#!/bin/sh
# Check lib/FLOORS: every module stands on one floor, and includes only what
# stands on a floor below or before it on its own. What several files of one
# module share is in a private header behind it: audit_db.h is audit's.
cd "$(dirname "$0")/.." || exit 1
bad=$(grep -En '^[[:space:]]*#include "' lib/*.[ch] include/ssjc/*.h | awk '
	BEGIN {
		while ((getline line < "lib/FLOORS") > 0) {
			n = split(line, word, " ")
			for (i = 1; line !~ /^#/ && i <= n; i++) {
				if (word[i] ~ /^[0-9]$/) {
					now = word[i]
					continue
				}
				floor[word[i]] = now
				place[word[i]] = ++places
			}
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
		if (!(me in floor))
			print part[1] ": " me " stands on no floor of lib/FLOORS"
		else if (!(it in floor))
			print part[1] ": includes " it ", which stands on no floor of lib/FLOORS"
		else if (me != it && place[it] > place[me] && index(it, me "_") != 1)
			print part[1] ":" part[2] ": " me " (floor " floor[me] ") includes " it \
			    " (floor " floor[it] "), which stands behind it"
	}' | sort -u)
[ -z "$bad" ] && exit 0
printf '%s\n' "$bad" >&2
exit 1
