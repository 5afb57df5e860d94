#compdef ssjc-batch
# zsh completion of ssjc-batch, a script: its options are read from its --help.
_gnu_generic "$@"
