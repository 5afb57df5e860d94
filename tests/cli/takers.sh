# What databases take of ssjc-publish batch, for the cases of that: a case sources this after
# tap.sh, inspection.sh and uploads.sh.
#
#	takes WHAT KIND COMMAND...   three batches, by a command that reads SQL and prints rows
#	                             with | between cells: new, changed, withdrawn
#	                             ($table: how it makes the table; $query: the rows of one firm)
#
# shellcheck shell=sh disable=SC2154

# Texts that a database could stumble over, and a format without an operation.
cat > own/spot.csv <<'EOT'
what,name,label,source,value,required,length,pattern,check,codes,personal
format,unit,,,item,,,,,,
format,table,,,spot,,,,,,
format,key,,,Id;Item,,,,,,
column,Id,,object.id,,,,,,,
column,Item,,item.item,,,,,,,
column,Year,,plan.year,,,,,,,
column,problem,,result.problem,,,,,,,
column,none,,constant,,,,,,,
EOT
cat > odd.csv <<'EOT'
id,dept,item,result,problem,disposal,date,method,signed,note
91130230MA07TE018W,transport,T1,corrected,"o'clock; -- \' ""q"" `x`",责令改正,2023-06-14,书面检查,refused,
91130230MA07TE018W,transport,T2,undisclosed,\x41 $1 :'a' %s 𠮷,责令公示,2023-06-14,书面检查,refused,
EOT
ssjc-record result -p plan.plan --correct --reason 文字 odd.csv > ok.log 2>&1 || {
	cat ok.log
	echo "Bail out! no odd texts"
}
cat > later.csv <<'EOT'
id,dept,item,result,problem,disposal,date,method,signed,note
91130230MA07TE018W,transport,T1,corrected,a\'b,责令改正,2023-06-14,书面检查,refused,
EOT
cat > shown <<'EOT'
91130230MA07TE018W|M1|2023|未公示|
91130230MA07TE018W|T1|2023|o'clock; -- \' "q" `x`|
91130230MA07TE018W|T2|2023|\x41 $1 :'a' %s 𠮷|
EOT
cat > shown.later <<'EOT'
91130230MA07TE018W|M1|2023|未公示|
91130230MA07TE018W|T1|2023|a\'b|
91130230MA07TE018W|T2|2023|\x41 $1 :'a' %s 𠮷|
EOT
table='CREATE TABLE spot ("Id" varchar(18) NOT NULL, "Item" varchar(20) NOT NULL, "Year" varchar(4), problem text, "none" text, PRIMARY KEY ("Id", "Item"))'
query="SELECT * FROM spot WHERE \"Id\" = '91130230MA07TE018W' ORDER BY \"Item\""
cp audit.db kept.db

# takes WHAT KIND COMMAND...: the command reads SQL, and prints rows with | between cells.
takes() {
	what=$1 kind=$2
	shift 2
	rm -f audit.db*
	cp kept.db audit.db
	echo "$table;" | "$@" > ok.log 2>&1
	run ssjc-publish batch -p plan.plan --format spot --to "$kind"
	status 0 "$what: a batch"
	ok "it takes it" "$@" < out
	echo "$query;" | "$@" > got 2>&1
	cmp shown got > difference 2>&1
	verdict $? "and has what is on record" < got
	ssjc-publish answer -p plan.plan --batch 2023062600001
	ssjc-record result -p plan.plan --correct --reason 再改 later.csv > ok.log 2>&1
	run ssjc-publish batch -p plan.plan --format spot --to "$kind"
	is "$(grep -c '^UPDATE' out)$(grep -c '^INSERT' out)" 10 "a correction is one UPDATE"
	ok "it takes that, too" "$@" < out
	echo "$query;" | "$@" > got 2>&1
	cmp shown.later got > difference 2>&1
	verdict $? "and has what is on record now" < got
	ssjc-publish answer -p plan.plan --batch 2023062600002
	# Drawn again, everything is withdrawn.
	ssjc-draw -p plan.plan --now 2023-06-27 --redraw --reason 重新 < objects.csv > ok.log 2>&1
	run ssjc-publish batch -p plan.plan --now 2023-06-27 --format spot --to csv
	status 3 "in CSV, a withdrawn row would look like any other"
	err_has "and what to do is said" 'own/spot.csv: [0-9]+ rows were withdrawn, .* or write SQL'
	run ssjc-publish batch -p plan.plan --now 2023-06-27 --format spot --to "$kind"
	status 0 "in SQL it is deleted"
	ok "it takes that" "$@" < out
	echo 'SELECT count(*) FROM spot;' | "$@" > got 2>&1
	is "$(tr -d ' ' < got)" 0 "nothing is left"
}
