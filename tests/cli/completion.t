#!/bin/sh
# What bash and zsh complete is made of the tables by which the arguments are read, and of
# which --help is made: a shell is asked, and its answers compared with --help.
. "${0%/*}/tap.sh"

# ask PROGRAM WORD...: what bash offers for the last word, one a line, sorted
cat > ask.bash <<'EOT'
source "./$1.bash"
COMP_WORDS=("$@") COMP_CWORD=$(($# - 1))
"_${1//-/_}"
((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}" | sort
EOT
ask() {
	bash ask.bash "$@" > answer 2>&1
}
# The options in a help, one a line, sorted.
helped() {
	"$@" --help | awk '/^  -/ { sub(",", "", $1); print $1; print $2 } /^      --/ { print $1 }' | sort
}

programs='import draw assign print record publish audit'
touch small.plan objects.csv 'two words.csv'
mkdir folder
for name in $programs; do
	program=ssjc-$name
	"$program" --completion=bash > "$program.bash"
	ok "$program: bash reads it" bash -n "$program.bash"
	"$program" --completion=zsh > "_$program"
	if command -v zsh > /dev/null; then
		ok "$program: zsh reads it" zsh -n "_$program"
	else
		ok "$program: zsh reads it # SKIP there is no zsh" true
	fi
	"$program" --help | sed -n '/^commands:/,/^$/s/^  \([a-z][a-z]*\) .*/\1/p' > commands
	ask "$program" ''
	grep -vxF -e 'objects.csv' -e 'small.plan' -e 'two words.csv' answer | grep -xFf commands > offered
	sort commands > expected
	ok "$program: each command is offered" cmp offered expected
	while read -r command; do
		helped "$program" "$command" > expected
		ask "$program" "$command" -
		ok "$program $command: the options of --help, and no others" diff expected answer
		while read -r option; do
			grep -Fq -e "$option" "_$program" || echo "$option"
		done < expected > missing
		is "$(cat missing)" "" "$program $command: zsh has them, too"
	done < commands
done
for program in ssjc-draw ssjc-assign; do
	helped $program > expected
	ask $program -
	grep -vxFf expected answer > odd
	grep -vxFf answer expected >> odd
	is "$(cat odd)" "" "$program: the options of --help, without a command"
done

offers() { # WHAT EXPECTED PROGRAM WORD...
	what=$1
	printf '%s' "$2" | tr , '\n' > expected
	[ -z "$2" ] || echo >> expected
	shift 2
	ask "$@"
	ok "$what" diff expected answer
}
offers "a plan after -p" "folder,small.plan" ssjc-draw -p ''
offers "a plan after --plan=" "small.plan" ssjc-draw again --plan = s
offers "a file after -H" "objects.csv" ssjc-draw -H obj
offers "a file with a blank in its name" "two words.csv" ssjc-draw -p small.plan tw
offers "a folder after -o where it is one" "folder" ssjc-print checklist -o ''
offers "no file after a time" "" ssjc-draw --now ''
offers "no file after a department" "" ssjc-record review ''
offers "commands, and files where there may be one at once" "sql" ssjc-draw sq
offers "a long option" "--redraw" ssjc-draw --redr
offers "only those of the command" "" ssjc-draw sql --redr
cp "$top/packaging/ssjc-batch.bash" .
helped ssjc-batch > expected
ask ssjc-batch -
ok "ssjc-batch, a script, offers the options of its --help" diff expected answer
offers "and folders" "folder" ssjc-batch ''
run ssjc-draw --completion=fish
status 2 "another shell"
finish
