# An inspection whose results are uploaded, for the cases of that: a case sources this
# after tap.sh and inspection.sh, and finds results on record, a plan with the keys that
# platforms need, and its own formats in the folder own: supervise with code lists that
# are filled in, as a bureau does, with codes that are invented.
#
# shellcheck shell=sh

export SOURCE_DATE_EPOCH=1687741200 # 26 June 2023, 9:00
list() { ssjc-publish batch -p plan.plan --format list "$@"; }
events() { sqlite3 audit.db 'SELECT count(*) FROM event'; }
accept() { ssjc-publish answer -p plan.plan --batch "$1"; }

awk '/^\[ratio\]/ {
	print "area = 130209\nplan_number = 13020920231008\ntask_id = 130209202306081001"
	print "task_title = 样例任务\ndraw_type = 不定向\n"
}
{ print }
/^name *= 样例交通局/ { print "code = 11130230MA07TE0185" }
/^name *= 样例市场局/ { print "code = 11130230MA07TE0260" }
END { print "[upload]\nformats = own" }' plan.plan > new.plan && mv new.plan plan.plan

mkdir own
cp "$top"/share/formats/supervise.csv own
printf 'value,code\nT1,01230000000001\nT2,01230000000002\nM1,01310000000003\n' > own/supervise-item.csv
printf 'value,code\nT1,11130230MA07TE01851\nT2,11130230MA07TE01852\nM1,11130230MA07TE02603\n' > own/supervise-check-item.csv
printf 'value,code\n跨部门联合抽查,02\n' > own/supervise-form.csv
printf 'value,code\n跨部门联合抽查,S9\n' > own/supervise-type.csv
printf 'value,code\n91,2\n' > own/supervise-nature.csv
printf 'value,code\nuscc,C1\n' > own/supervise-id-type.csv
printf 'value,code\n实地检查,W1\n书面检查,W2\n网络监测,W3\n' > own/supervise-mode.csv
printf 'value,code\nok,R0\ncorrected,R1\nundisclosed,R2\n' > own/supervise-result.csv

cat > results.csv <<'EOT'
id,dept,item,result,problem,disposal,date,method,signed,note
91130230MA07TE0695,transport,T1,ok,,,2023-06-19,实地检查,yes,
91130230MA07TE0695,transport,T2,ok,,,2023-06-20,书面检查,yes,
91130230MA07TE0695,market,M1,ok,,,2023-06-19,网络监测,yes,
91130230MA07TE018W,transport,T1,corrected,台账不全,责令改正,2023-06-14,书面检查,refused,
91130230MA07TE018W,transport,T2,undisclosed,未公示,责令公示,2023-06-14,书面检查,refused,
91130230MA07TE018W,market,M1,undisclosed,未公示,责令公示,2023-06-14,网络监测,yes,
91130230MA07TE0770,transport,T2,inactive,,,2023-06-15,书面检查,yes,
91130230MA07TE026P,transport,T1,ok,,,2023-06-16,实地检查,yes,
91130230MA07TE026P,market,M1,ok,,,2023-06-16,网络监测,yes,
EOT
{
	ssjc-record amend -p plan.plan --reason 上报所需 &&
	    ssjc-record result -p plan.plan results.csv
} > fixture.log 2>&1 || {
	cat fixture.log
	echo 'Bail out! no results to upload'
	exit 1
}
