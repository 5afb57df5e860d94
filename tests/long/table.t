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
