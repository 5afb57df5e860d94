#!/bin/sh
# examples/upload does what it says: each target can be read and its request made, the cron
# line and the units run, and PostgreSQL takes the batches, each once.
. "${0%/*}/tap.sh"
. "$top/tests/cli/inspection.sh"
. "$top/tests/cli/uploads.sh"
examples=$top/examples/upload

# ---- Targets and their secrets, as README.txt lays them out ----

mkdir etc
cp "$examples/targets" etc
sed -n 's|^    /etc/ssjc/\([^ ]*\)  *0\([67][0-9]*\).*|\1 \2|p' "$examples/README.txt" > laid
while read -r path mode; do
	case $path in
	targets) continue ;;
	*/) mkdir "etc/$path" ;;
	*.key) openssl genpkey -algorithm SM2 -out "etc/$path" 2> ok.log ;;
	*.sm4) echo 0123456789abcdeffedcba9876543210 > "etc/$path" ;;
	*.pem) openssl req -x509 -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -nodes -days 2 \
	    -subj /CN=sample -keyout ca.key -out "etc/$path" 2> ok.log ;;
	*/district | */files) echo "machine ${path#*/}.example login u password geheim" > "etc/$path" ;;
	*) echo geheim > "etc/$path" ;;
	esac
	chmod "$mode" "etc/$path"
done < laid
sed -i 's/machine district.example/machine results.district.example/' etc/secrets/district
sed -i 's/machine files.example/machine files.city.example/' etc/secrets/files
sed -n 's/^\(ca\|secret\|encryption\|netrc\|key\|known_hosts\) = //p' etc/targets | while read -r path; do
	grep -q "^$path 0*6" laid || echo "$path"
done > missing
is "$(cat missing)" "" "README.txt lays out every file that the targets name"
transports=' ' profiles=' '
cp "$top"/share/formats/gsxt.csv "$top"/share/formats/department.csv "$top"/share/formats/list.csv own
echo inactive,R9 >> own/supervise-result.csv
# shellcheck disable=SC2013 # a name of a target has no blanks
for t in $(sed -n 's/^\[target \(.*\)\]/\1/p' etc/targets); do
	sed -n "/^\[target $t\]/,/^\$/p" etc/targets > section
	transports="$transports$(sed -n 's/^address = \([a-z]*\):.*/\1/p' section) "
	profiles="$profiles$(sed -n 's/^signing = //p' section) "
	run ssjc-upload -p plan.plan --targets etc/targets --to "$t" --dry-run
	# One business has one inspector only, which supervise refuses.
	grep -v 'two people at least inspect a business$' err > other
	is "$(cat other)" "" "$t: its request can be made"
	out_has "for its address" "$(sed -n 's/^address = \([a-z]*:..[^/]*\).*/\1/p' section)"
	grep -q geheim out err
	is $? 1 "and shows no secret"
done
for word in https sftp ftps file; do
	case $transports in *" $word "*) ok "there is a target by $word" true ;; *) ok "no $word" false ;; esac
done
for word in bearer gjzwfwpt x-tif sm2 basic; do
	case $profiles in *" $word "*) ok "and one that is signed by $word" true ;; *) ok "no $word" false ;; esac
done

# ---- The cron line and the units ----

mkdir -p plans/one drop
cp -R plan.plan own audit.db ./*.csv plans/one
cat > targets <<END
[target province]
format = list
address = file://$work/drop
[target nation]
format = gsxt
address = file://$work/drop
END
{
	sed -n 's/^\([A-Z]*\)=\(.*\)/\1="\2"/p' "$examples/crontab" | grep -v '^SHELL\|^MAILTO'
	printf 'PLANS=%s/plans TARGETS=%s/targets BIN=%s LOG=%s/upload.log\n' "$work" "$work" "$bin" "$work"
	grep '^\*' "$examples/crontab" | cut -d' ' -f6- | sed 's/\\%/%/g'
} > line.sh
run env -i HOME="$work" PATH=/usr/bin:/bin SSJC_ACTOR=tester SOURCE_DATE_EPOCH="$SOURCE_DATE_EPOCH" sh line.sh
status 0 "the line of the crontab uploads"
quiet "without a word"
is "$(cd drop && echo ./*)" "./2023062600001-list.csv ./2023062600002-gsxt.csv" "to both platforms"
is "$(ssjc-publish batches -p plans/one/plan.plan -t | cut -f7,11 | sed 1d | tr '\t\n' '  ')" "7 7 8 8 " "all of it accepted"
if command -v systemd-analyze > /dev/null; then
	sed "s|/usr/local/bin|$bin|" "$examples/ssjc-upload.service" > ssjc-upload.service
	cp "$examples/ssjc-upload.timer" .
	ok "systemd takes the units" systemd-analyze verify --man=no ./ssjc-upload.service ./ssjc-upload.timer
	sed -n "s/^ExecStart=//p" ssjc-upload.service | sed 's/[$][$]/$/g' |
	    sed "s|/srv/ssjc/plans|$work/plans|; s|ssjc-upload -v|& --targets $work/targets|" > exec.sh
	run sh exec.sh
	status 0 "what they start finds nothing more to send"
fi

# ---- PostgreSQL ----

for server in /usr/lib/postgresql/*/bin "$(pg_config --bindir 2> /dev/null)"; do
	[ -x "$server/initdb" ] && break
done
if [ ! -x "$server/initdb" ]; then
	echo "# no PostgreSQL server is installed (Debian: postgresql-15)"
	finish
fi
cluster=$(mktemp -d)
as= # the server refuses to run as root
if [ "$(id -u)" -eq 0 ]; then
	as="setpriv --reuid=postgres --regid=postgres --clear-groups"
	chown postgres "$cluster"
fi
serve() {
	(cd "$cluster" && $as "$server/pg_ctl" -D "$cluster/data" "$@")
}
trap 'serve -m immediate stop > /dev/null 2>&1; cd /; rm -rf "$work" "$cluster"' EXIT
if ! { $as "$server/initdb" -D "$cluster/data" -U ssjc -A trust -E UTF8 --no-sync --locale=C.UTF-8 &&
    serve -w -l "$cluster/log" -o "-k $cluster -c listen_addresses= -F" start; } > server.log 2>&1; then
	sed 's/^/# /' server.log
	echo "Bail out! no PostgreSQL"
	exit 1
fi
export PGHOST="$cluster" PGUSER=ssjc PGDATABASE=postgres PGCLIENTENCODING=UTF8
{
	echo 'CREATE TABLE t_jgxw_check_action ('
	sed -n 's/^column,\([a-z_]*\),.*/\1 text,/p' own/supervise.csv
	echo 'PRIMARY KEY (record_unique_identity));'
} | psql -X -q > ok.log 2>&1
there() { psql -X -q -A -t -c 'SELECT cd_operation, cd_batch, count(*) FROM t_jgxw_check_action GROUP BY 1, 2 ORDER BY 2'; }

# The line of README.txt, and then as if the machine had stopped before the answer.
grep '^    ssjc-publish batch .*psql' "$examples/README.txt" | sed 's/my.plan/plan.plan --partial/' > line.sh
run sh line.sh
is "$(there)" "i|2023062600001|3" "the line of README.txt puts a batch into the table"
run sh "$examples/front-end.sh" plan.plan
status 0 "front-end.sh finds it there"
is "$(there)" "i|2023062600001|3" "once, and puts that on record"
run sh "$examples/front-end.sh" plan.plan
status 1 "then nothing is left but what breaks a rule"
err_has "and nothing is new" 'nothing is new, changed or withdrawn'
cat > correction.csv <<'END'
id,dept,item,result,problem,disposal,date,method,signed,note
91130230MA07TE018W,transport,T1,undisclosed,未公示,责令公示,2023-06-14,书面检查,refused,
END
ssjc-record result -p plan.plan --correct --reason 复核 correction.csv > ok.log 2>&1 || echo "Bail out! no correction"
ssjc-publish batch -p plan.plan --format supervise --partial --to postgresql > lost.sql 2> ok.log
run sh "$examples/front-end.sh" plan.plan
status 0 "a batch that never got there is made again, the same"
is "$(there)" "i|2023062600001|2
u|2023062600002|1" "and changes the row that was corrected"
is "$(ssjc-publish batches -p plan.plan -t | cut -f1,13 | sed 1d | tr '\t\n' '  ')" "2023062600001 0 2023062600002 0 " "all on record"
finish
