#!/bin/sh
# Check lib/FLOORS. Every source is in a room that it lists, and includes only
# headers of its own room, and public ones of its own room or of one before it;
# the programs in cmd/ include public ones only. A public header is one that
# somebody else needs: another room, a program, or another public header.
# The root of the tree is $1, or the folder above this script.
cd "${1:-$(dirname "$0")/..}" || exit 1
bad=$(find lib include/ssjc cmd -name '*.[ch]' | awk '
	BEGIN {
		while ((getline line < "lib/FLOORS") > 0) {
			n++
			if (line ~ /^#/ || split(line, word, " ") == 0)
				continue
			floor[word[1]] = ++floors
			if (system("test -d lib/" word[1]) != 0)
				print "lib/FLOORS:" n ": there is no folder lib/" word[1]
		}
	}

	# The room of a path, and its place in lib/FLOORS; cmd/ is above all rooms.
	function place(path) {
		depth = split(path, step, "/")
		if (step[1] == "cmd")
			return depth == 2 ? floors + 1 : 0
		room = step[1] == "lib" ? step[2] : step[3]
		return depth == (step[1] == "lib" ? 3 : 4) ? floor[room] : 0
	}

	# What is wrong with a file that includes another; public[] are headers that are needed.
	function fault(path, it,    own, from, to) {
		if (it !~ /\//) {
			if (path ~ /^include/)
				return "a public header includes " it ", which is private"
			own = path
			sub(/[^\/]*$/, it, own)
			found = (getline line < own) >= 0
			close(own)
			return found ? "" : "includes " it ", which is not in its own folder"
		}
		if (it !~ /^ssjc\/[^.\/]+\/[^\/]+$/ || !place("include/" it))
			return "includes " it ", which is not a public header of a room"
		to = place("include/" it)
		from = place(path)
		if (to > from)
			return room " includes " it ", which is in a room above it"
		if (path ~ /^include/ || to < from)
			public["include/" it] = 1
		return ""
	}

	{
		path = $0
		if (!place(path)) {
			print path ":1: is not in a room of lib/FLOORS"
			next
		}
		if (path ~ /^include/)
			offered[path] = 1
		n = 0
		while ((getline line < path) > 0) {
			n++
			if (line !~ /^[ \t]*#[ \t]*include[ \t]*("|<ssjc\/)/)
				continue
			split(line, part, /["<>]/)
			what = fault(path, part[2])
			if (what)
				print path ":" n ": " what
		}
		close(path)
	}

	END {
		for (path in offered)
			if (!(path in public))
				print path ":1: is public, but only its own room includes it: it belongs in lib/"
	}' | sort)
[ -z "$bad" ] && exit 0
printf '%s\n' "$bad" >&2
exit 1
