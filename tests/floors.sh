#!/bin/sh
# Check lib/FLOORS: every source lies in a room that it lists, and includes only
# headers of its own room, and public ones of its own room or of one before it.
# The root of the tree is $1, or the folder above this script.
cd "${1:-$(dirname "$0")/..}" || exit 1
bad=$(find lib include/ssjc -name '*.[ch]' -exec grep -Hn '^[[:space:]]*#[[:space:]]*include[[:space:]]*"' {} + | sort | awk '
	BEGIN {
		while ((getline line < "lib/FLOORS") > 0)
			if (line !~ /^#/ && split(line, word, " "))
				floor[word[1]] = ++floors
	}
	{
		split($0, part, ":")
		split($0, quoted, "\"")
		room = part[1]
		sub(/^(lib|include\/ssjc)\//, "", room)
		sub(/\/.*/, "", room)
		it = quoted[2]
		if (!(room in floor))
			print part[1] ": lies in no room of lib/FLOORS"
		else if (it !~ /\// && part[1] ~ /^include/)
			print part[1] ":" part[2] ": a public header includes " it ", which is a room'"'"'s own"
		else if (it ~ /\//) {
			n = split(it, step, "/")
			if (n != 3 || step[1] != "ssjc" || !(step[2] in floor))
				print part[1] ":" part[2] ": includes " it ", which is no public header of a room"
			else if (floor[step[2]] > floor[room])
				print part[1] ":" part[2] ": " room " includes " it ", of a room above it"
		}
	}' | sort -u)
[ -z "$bad" ] && exit 0
printf '%s\n' "$bad" >&2
exit 1
