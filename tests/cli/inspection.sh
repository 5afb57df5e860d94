# A small inspection for the cases of documents: a case sources this after
# tap.sh, and finds plan.plan, assigned.csv, and an audit file with a draw and
# an assignment. All of it is invented. What must not be published can be told
# by its looks: credit classes begin with 暗, telephone numbers of inspectors
# with 1700000, of businesses with 0315, and representatives are called 代表某.
#
# shellcheck shell=sh

cat > plan.plan <<'EOF_PLAN'
[plan]
id       = T-1
title    = 样例<联合>抽查
type     = 跨部门联合抽查
window   = 2023-06-14..2023-06-30
strata   = category, credit
audit    = audit.db
calendar = calendar-cn.csv
results  = 5 workdays

[ratio]
*, *     = 50%

[assign]
mode     = pairs
per_day  = 3

[department transport]
name       = 样例交通局
lead       = yes
inspectors = 2

[department market]
name       = 样例市场局
inspectors = 1

[items]
file     = items.csv
EOF_PLAN

cat > items.csv <<'EOF_ITEMS'
item,dept,category,title,basis,method,skill,materials
T1,transport,货运,经营资格,《样例条例》,实地检查,,许可证;营业执照
T2,transport,,安全生产,《样例条例》,书面检查,,台账
M1,market,*,公示信息,《样例条例》,网络监测,,
EOF_ITEMS

cat > objects.csv <<'EOF_OBJECTS'
id,name,category,credit,region,address,legal_rep,phone,status
91130230MA07TE018W,"样例<A&B>""物流""",货运,暗A,甲镇,样例路1号,代表某一,0315-5550101,active
91130230MA07TE026P,样例二号货运,货运,暗A,甲镇,样例路2号,代表某二,0315-5550102,active
91130230MA07TE034J,样例三号货运,货运,暗A,甲镇,样例路3号,代表某三,0315-5550103,active
91130230MA07TE042D,样例四号货运,货运,暗A,乙镇,样例路4号,代表某四,0315-5550104,active
91130230MA07TE0508,样例五号货运,货运,暗A,乙镇,样例路5号,代表某五,0315-5550105,active
91130230MA07TE0695,样例六号货运,货运,暗A,乙镇,样例路6号,代表某六,0315-5550106,active
91130230MA07TE0770,样例七号客运,客运,暗D,乙镇,样例路7号,代表某七,0315-5550107,active
91130230MA07TE085T,样例八号客运,客运,暗D,乙镇,样例路8号,代表某八,0315-5550108,active
EOF_OBJECTS

cat > inspectors.csv <<'EOF_INSPECTORS'
cert,name,dept,phone
T-001,样例甲,transport,17000000001
T-002,样例乙,transport,17000000002
T-003,样例丙,transport,17000000003
M-001,样例丁,market,17000000004
M-002,样例戊,market,17000000005
EOF_INSPECTORS

{
	printf '%s\n' 'ssjc-draw 1' plan=T-1 draw=1
	printf 'share.1=%064d\n' 7
} > seed.txt

# Number five moves away after the draw, and the next of its stratum takes its place.
cat > confirm.csv <<'EOF_CONFIRM'
id,dept,confirmed,reason,evidence
91130230MA07TE0508,market,no,moved,样例通知书
EOF_CONFIRM

{
	ssjc-draw -p plan.plan --now 2023-06-08 --seed-file seed.txt < objects.csv > drawn.csv &&
	    ssjc-record confirm -p plan.plan --now 2023-06-09 < confirm.csv &&
	    ssjc-draw replace -p plan.plan --now 2023-06-12 < drawn.csv > confirmed.csv &&
	    ssjc-assign -p plan.plan --now 2023-06-12 -i inspectors.csv < confirmed.csv > assigned.csv
} 2> fixture.log || {
	cat fixture.log
	echo 'Bail out! no inspection to make documents of'
	exit 1
}
