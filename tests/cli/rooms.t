#!/bin/sh
# tests/floors.sh: the tree keeps to lib/FLOORS, and what does not is named.
. "${0%/*}/tap.sh"

floors=$top/tests/floors.sh
cp -R "$top/lib" "$top/include" "$top/cmd" .
: > include/ssjc/verify/planted.h

run "$floors"
status 0 "the tree keeps to lib/FLOORS"
quiet "and nothing is said of it"

# The maps for newcomers: what they name is there.
rooms=$(sed 's/ .*//; /^#/d; /^$/d' "$top/lib/FLOORS" | tr '\n' '|' | sed 's/|$//')
cat "$top/README.md" "$top/lib/FLOORS" "$top"/docs/*.md | grep -oE "\b($rooms)/[a-z_]+" | sort -u > named
while read -r module; do
	[ -e "$top/lib/$module.c" ] || echo "$module"
done < named > missing
is "$(tr '\n' ' ' < missing)" "" "every module that the maps name is there"
ok "and they name some" [ "$(wc -l < named)" -gt 20 ]
for map in README.md README.zh-CN.md; do
	ok "$map names all rooms" grep -qE "^ +$(echo "$rooms" | sed 's/|/(, |、)/g')$" "$top/$map"
done

planted() { # what; a file, its second line; what is said of it
	mkdir -p "${2%/*}"
	printf '/* planted */\n%s\n' "$3" > "$2"
	run "$floors" "$work"
	status 1 "$1"
	grep "^$2:" err > said
	same said "is named, with its line" <<-END
		$2:$4
	END
	rm "$2"
}

planted "an include upwards" lib/base/planted.c '#include "ssjc/verify/planted.h"' \
    "2: base includes ssjc/verify/planted.h, which is in a room above it"
planted "one in angle brackets" lib/plan/planted.c '# include <ssjc/verify/planted.h>' \
    "2: plan includes ssjc/verify/planted.h, which is in a room above it"
planted "one in a public header" include/ssjc/base/planted.h '#include "ssjc/verify/planted.h"' \
    "1: is public, but only its own room includes it: it belongs in lib/
include/ssjc/base/planted.h:2: base includes ssjc/verify/planted.h, which is in a room above it"
for private in lib/[!v]*/*.h; do
	[ -e "$private" ] && break
done
planted "a private header of another room" lib/verify/planted.c "#include \"../${private#lib/}\"" \
    "2: includes ../${private#lib/}, which is not a public header of a room"
planted "one as if it were one's own" lib/verify/planted.c "#include \"${private##*/}\"" \
    "2: includes ${private##*/}, which is not in its own folder"
planted "one in a program" cmd/planted.c "#include \"../$private\"" \
    "2: includes ../$private, which is not a public header of a room"
planted "one in a public header" include/ssjc/verify/planted.h '#include "private.h"' \
    "1: is public, but only its own room includes it: it belongs in lib/
include/ssjc/verify/planted.h:2: a public header includes private.h, which is private"
planted "a source in no room" lib/planted.c '' "1: is not in a room of lib/FLOORS"
planted "one in a room that is not listed" lib/attic/planted.c '' "1: is not in a room of lib/FLOORS"
planted "one in a folder of a room" lib/base/attic/planted.c '' "1: is not in a room of lib/FLOORS"

echo 'attic2  what is left over' >> lib/FLOORS
run "$floors" "$work"
status 1 "a room without a folder"
err "is named, with its line" <<-END
	lib/FLOORS:$(wc -l < lib/FLOORS): there is no folder lib/attic2
END
finish
