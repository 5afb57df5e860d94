# A small plan for the command cases: two strata, two departments, invented
# businesses and people with valid check digits.
#
#	small_plan          writes small.plan, items.csv, objects.csv, inspectors.csv,
#	                    history.csv, seed (of draw 1)
#	small_drawn         the same, drawn with that seed into drawn.csv
#	small_assigned      the same, assigned into assigned.csv
#	small_confirmed     the same, and all of it confirmed
#
# small_keys, if it is set, is one more line of [plan].
#
# shellcheck shell=sh disable=SC2034

before=--now=2023-06-12T09:00:00

small_plan() {
	cat > small.plan <<-EOF
		[plan]
		id        = SMALL-1
		title     = 小型联合抽查
		window    = 2023-06-14..2023-06-16
		floor     = 20%
		strata    = category, credit
		audit     = small.db
		confirm   = 2 workdays
		results   = 5 workdays
		calendar  = calendar-cn.csv
		${small_keys:-}
		[ratio]
		*, A = 20%
		*, D = 100%
		[exclude]
		status = cancelled
		repeat = 1 per year
		[department transport]
		name = 样例交通运输局
		lead = yes
		inspectors = 2
		[department market]
		name = 样例市场监督管理局
		inspectors = 1
		[items]
		file = items.csv
	EOF
	cat > items.csv <<-EOF
		item,dept,category,title,basis,method,skill,materials
		T1,transport,,经营资格,《道路运输条例》,实地检查,,道路运输经营许可证
		T2,transport,货运,车辆技术状况,《道路运输条例》,实地检查,,车辆档案
		M1,market,,公示信息,《企业信息公示暂行条例》,书面检查,,
	EOF
	cat > objects.csv <<-EOF
		id,name,category,credit,status,remark
		91130230MA07TE034J,样例甲公司,货运,A,active,x
		91130230MA07TE0508,样例乙公司,货运,A,active,
		91130230MA07TE0695,样例丙公司,货运,A,active,
		91130230MA07TE018W,样例丁公司,货运,A,active,"a, b"
		91130230MA07TE026P,样例戊公司,货运,A,active,
		91130230MA07TE042D,样例己公司,货运,A,active,
		91130230MA07TE085T,样例庚公司,客运,D,active,
		91130230MA07TE0770,样例辛公司,客运,D,active,
		91130230MA07TE093M,样例壬公司,客运,D,cancelled,
	EOF
	cat > inspectors.csv <<-EOF
		cert,name,dept,phone,skills,expert,recuse,leave,valid_until,status
		T-001,样赵一,transport,17000000001,,no,,,2026-12-31,active
		T-002,样钱二,transport,17000000002,,no,,,2026-12-31,active
		T-003,样孙三,transport,17000000003,,no,91130230MA07TE034J,,2026-12-31,active
		M-001,样李四,market,17000000004,,no,,,2026-12-31,active
		M-002,样周五,market,17000000005,,no,,,2026-12-31,active
	EOF
	printf 'id,date,plan\n' > history.csv
	cat > seed <<-EOF
		ssjc-draw 1
		plan=SMALL-1
		draw=1
		share.1=1111111111111111111111111111111111111111111111111111111111111111
	EOF
}

small_drawn() {
	small_plan
	ssjc-import objects -p small.plan "$before" objects.csv > imported.csv &&
	    ssjc-draw -p small.plan "$before" -H history.csv --seed-file seed \
	        < imported.csv > drawn.csv 2> /dev/null || echo "Bail out! no draw"
}

small_assigned() {
	small_drawn
	ssjc-import inspectors -p small.plan "$before" inspectors.csv > people.csv &&
	    ssjc-assign -p small.plan "$before" -i people.csv < drawn.csv > assigned.csv 2> /dev/null ||
	    echo "Bail out! no match"
}

small_confirmed() {
	small_assigned
	ssjc-record confirm -p small.plan --now=2023-06-13 --form | sed '2,$s/,,,,$/,yes,,,/' > yes.csv &&
	    ssjc-record confirm -p small.plan --now=2023-06-13 yes.csv || echo "Bail out! no confirmations"
}
