# bash completion of ssjc-batch, a script: its options are read from its --help.
_ssjc_batch()
{
	local cur=${COMP_WORDS[COMP_CWORD]} prev=${COMP_WORDS[COMP_CWORD-1]}

	COMPREPLY=()
	case $prev in
	--now | --actor | --wait) return ;;
	--log)
		compopt -o filenames 2> /dev/null
		mapfile -t COMPREPLY < <(compgen -f -- "$cur")
		return ;;
	esac
	if [[ $cur == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "$(LC_ALL=C ssjc-batch --help |
			awk '/^  -/ { sub(",", "", $1); print $1; print $2 } /^      --/ { print $1 }')" -- "$cur")
		return
	fi
	compopt -o filenames 2> /dev/null
	mapfile -t COMPREPLY < <(compgen -d -- "$cur")
}
complete -F _ssjc_batch ssjc-batch
