# An invented inspection of two bureaus for cases that try to rig it: 40 firms and
# twelve inspectors as the bureaus would send them, all with valid check digits.
#
#	lab_new [N]         writes 名录.csv (of N firms), 人员.csv, 历史.csv, lab.plan
#	lab_code N          the code of the N-th firm
#	lab_import          imports them: objects.csv, inspectors.csv, history.csv
#	lab_drawn           the same, drawn with a seed that is always the same: drawn.csv
#	lab_verify OPTION...  verify with the bureaus' own files: out, err, $status
#
# shellcheck shell=sh disable=SC2034

registers=--now=2023-06-08T09:00:00
confirmed=--now=2023-06-09T09:00:00
matched=--now=2023-06-12T09:00:00

lab_codes() { # the codes of the firms from $1 to $2
	awk -v from="$1" -v to="$2" 'BEGIN {
		digits = "0123456789ABCDEFGHJKLMNPQRTUWXY"
		for (k = from; k <= to; k++) {
			code = sprintf("91130230MA%07d", k)
			weight = 1
			sum = 0
			for (i = 1; i <= 17; i++) {
				sum += (index(digits, substr(code, i, 1)) - 1) * weight
				weight = weight * 3 % 31
			}
			print code substr(digits, (31 - sum % 31) % 31 + 1, 1)
		}
	}'
}

lab_code() {
	lab_codes "$1" "$1"
}

lab_new() {
	n=${1:-40}
	lab_codes 1 "$n" | awk -v n="$n" 'BEGIN {
		print "企业名称,统一社会信用代码,类别,信用风险等级,法定代表人,登记状态,备注"
	} {
		printf "样例%d号运输公司,%s,%s,%s级,样某%d,存续,\n", NR, $0, NR * 4 <= n * 3 ? "货运" : "客运", NR % 4 ? "A" : "D", NR
	}' > 名录.csv
	awk 'BEGIN {
		print "姓名,执法证号,部门,手机,回避对象,请假,状态,备注"
		for (d = 1; d <= 2; d++)
			for (i = 1; i <= 6; i++)
				printf "样%s%d,%s-%03d,%s,1700000%d%03d,,,在岗,\n", d == 1 ? "赵" : "钱", i, d == 1 ? "T" : "M", i, d == 1 ? "交通局" : "市场局", d, i
	}' > 人员.csv
	printf '统一社会信用代码,抽查日期,抽查计划编号\n%s,2023-02-01,OLD-1\n' "$(lab_code 3)" > 历史.csv
	cat > lab.plan <<-EOF
		[plan]
		id        = LAB-1
		title     = 样例联合抽查
		window    = 2023-06-14..2023-06-30
		floor     = 10%
		strata    = category, credit
		audit     = lab.db
		confirm   = 2 workdays
		calendar  = calendar-cn.csv
		[ratio]
		*, * = 20%
		[exclude]
		status = cancelled, revoked
		repeat = 1 per year
		[assign]
		per_day = 3
		[department transport]
		name = 交通局
		lead = yes
		inspectors = 1
		[department market]
		name = 市场局
		inspectors = 1
	EOF
	cat > seed <<-EOF
		ssjc-draw 1
		plan=LAB-1
		draw=1
		share.1=1111111111111111111111111111111111111111111111111111111111111111
	EOF
}

lab_import() {
	ssjc-import objects -p lab.plan "$registers" 名录.csv > objects.csv &&
	    ssjc-import inspectors -p lab.plan "$registers" 人员.csv > inspectors.csv &&
	    ssjc-import history -p lab.plan "$registers" 历史.csv > history.csv ||
	    echo "Bail out! no import"
}

lab_drawn() {
	lab_import
	ssjc-draw -p lab.plan "$registers" -H history.csv --seed-file seed objects.csv > drawn.csv 2> draw.err ||
	    echo "Bail out! no draw"
}

lab_verify() {
	ssjc-audit verify -p lab.plan "$@" 名录.csv 人员.csv 历史.csv > out 2> err
	status=$?
}
