#!/bin/sh
# ssjc-import reads tables of a PostgreSQL database that this case starts: names of all
# kinds, rights, views, a connection that is lost, and what is on record of it.
. "${0%/*}/../cli/tap.sh"
. "$top/tests/cli/lab.sh"
. "$top/tests/cli/postgres.sh"

postgres_or_skip
postgres one
lab_new 40
ask <<-'EOF'
	CREATE SCHEMA "名录";
	CREATE TABLE "名录"."企业 ""甲"".乙" ("企业名称" text, "统一社会信用代码" text, "类别" text,
	    "信用风险等级" text, "法定代表人" text, "登记状态" text, "备注" text);
	\copy "名录"."企业 ""甲"".乙" FROM '名录.csv' CSV HEADER
	CREATE VIEW public.firms AS SELECT * FROM "名录"."企业 ""甲"".乙";
	CREATE TABLE hidden (id text);
	CREATE ROLE clerk LOGIN;
	GRANT SELECT ON firms TO clerk;
	CREATE FUNCTION slow(n int) RETURNS text LANGUAGE plpgsql AS $$
	BEGIN
		IF n = 1 THEN
			RAISE WARNING 'not for the user';
		END IF;
		IF n = 100000 THEN
			PERFORM pg_terminate_backend(pg_backend_pid());
		END IF;
		RETURN 'C' || n;
	END $$;
	CREATE VIEW lost AS SELECT 'N' || n AS "企业名称", slow(n) AS "统一社会信用代码"
	    FROM generate_series(1, 200000) n;
EOF
address="postgresql:///postgres?host=$PGHOST&user=ssjc"

ssjc-import objects 名录.csv > wanted.csv 2> ok.log
run ssjc-import objects "$address&table=firms"
status 0 "a view is read"
cmp -s out wanted.csv
verdict $? "it is the stream of the file" < /dev/null
run ssjc-import objects "$address&table=public.firms"
status 0 "with its schema"
run ssjc-import objects "$address&table=%E5%90%8D%E5%BD%95.\"企业%20\"\"甲\"\".乙\""
status 0 "a name with quotes, a blank and a dot"
cmp -s out wanted.csv
verdict $? "is the table of that name" < /dev/null
run ssjc-import objects "$address&table=firms; DROP TABLE hidden"
status 3 "a name that is a command"
err_has "is only a name" 'there is no such table'
is "$(ask -At -c 'SELECT count(*) FROM hidden')" 0 "nothing was done by it"
run ssjc-import objects "$address&table=none.firms"
status 3 "a schema that is not there"
run ssjc-import objects "postgresql:///postgres?host=$PGHOST&user=clerk&table=hidden"
status 3 "a table that the user may not read"
err_has "is said so" 'the user may not read it: permission denied'
run ssjc-import objects "postgresql://ssjc:Geheim1@/none?host=$PGHOST&table=firms"
status 4 "a database that is not there"
err_has "is said so" 'cannot connect: .*"none" does not exist'
is "$(grep -c Geheim err)" 0 "without the password"

# On record, and verified by what was kept.
run ssjc-import objects -p lab.plan "$registers" --keep kept.csv -o objects.csv \
    "postgresql://ssjc:Geheim1@/postgres?host=$PGHOST&table=firms"
status 0 "a table is imported"
is "$(sqlite3 lab.db "SELECT name FROM file WHERE kind = 'objects' AND direction = 'in'")" \
    "postgresql://ssjc@/postgres?host=$PGHOST&table=firms" "its address is on record, without the password"
is "$(sqlite3 lab.db .dump | grep -c Geheim)" 0 "which is nowhere in the audit file"
run ssjc-audit verify -p lab.plan kept.csv
status 0 "verify imports again what was kept"
out_has "and says so" 'event 1: import: .*the same'
run ssjc-import objects -p lab.plan "$registers" --keep kept.csv -o objects.csv "$address&table=firms"
status 4 "what was kept is not written over"

# A connection that is lost in the middle.
events=$(sqlite3 lab.db 'SELECT count(*) FROM event')
run ssjc-import objects -p lab.plan "$registers" -o lost.csv "$address&table=lost"
status 4 "a connection that is lost in the middle"
err_has "is said so" 'the connection was lost, and nothing is imported'
is "$(wc -l < err)" 1 "and no notice of the server"
[ ! -e lost.csv ]
verdict $? "nothing is written" < /dev/null
is "$(sqlite3 lab.db 'SELECT count(*) FROM event')" "$events" "and nothing is on record"

finish
