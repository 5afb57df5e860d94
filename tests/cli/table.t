#!/bin/sh
# A table of a database as an input, without a database: addresses, and what is said of them.
# With one: tests/long/table.t.
. "${0%/*}/tap.sh"

unset PGHOST PGUSER PGPASSWORD PGDATABASE PGSERVICE
read_table() {
	run ssjc-import objects "$@"
}

read_table 'postgresql://clerk:Geheim1@127.0.0.1:1/register'
status 2 "an address without a table"
err "says what is missing" <<-EOF
	ssjc-import: postgresql://clerk@127.0.0.1:1/register: names no table: postgresql://USER@HOST/DATABASE?table=SCHEMA.TABLE; ssjc-import objects --help tells more
EOF
read_table 'postgresql://clerk:Geheim1@127.0.0.1:1/register?table=a.b&password=Geheim2&connect_timeout=3' --log log
status 4 "a server that is not there"
err_has "is named, without a password" \
    'postgresql://clerk@127.0.0.1:1/register.table=a.b&password=[*]{3}&connect_timeout=3: cannot connect: .*127.0.0.1'
is "$(cat out err log | grep -c Geheim)" 0 "no password is in a message or in the log"
read_table 'postgres://clerk:Geheim1@127.0.0.1:1/register?table=t&Geheim3=1'
status 2 "an address that libpq does not know"
err_has "is refused" 'is not the address of a table'
read_table 'postgresql://127.0.0.1:1/register?table=%07'
status 2 "a name that is not plain text"
read_table 'postgresql://127.0.0.1:1/register?table='
status 2 "an empty name"
read_table --keep kept.csv /dev/null
status 2 "--keep with a file"
err_has "has no use" 'keep is for one table of a database'
if command -v ldd > /dev/null; then
	for program in "$bin"/ssjc-*; do
		ldd "$program" 2> /dev/null | grep -q libpq && echo "${program##*/}"
	done > linked
	is "$(cat linked)" ssjc-import "only ssjc-import has the library of PostgreSQL"
fi

finish
