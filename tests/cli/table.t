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
