# A folder of plans for ssjc-batch, beside lab.sh: each of 40 firms.
#
#	batch_plan NAME DAY	makes plans/NAME, to be drawn on that day of June 2023
#	batch OPTION...		ssjc-batch on plans, at nine o'clock of $today
#	draws NAME		how many draws that plan has on record
#
# shellcheck shell=sh

batch_plan() {
	mkdir -p "plans/$1/objects" "plans/$1/inspectors" "plans/$1/history"
	(
		cd "plans/$1" || exit
		lab_new
		mv 名录.csv objects
		mv 人员.csv inspectors
		mv 历史.csv history
		rm seed
		sed "s/^id .*/id = $1/; s/^floor.*/draw_date = 2023-06-$2/" lab.plan > "$1.plan"
		rm lab.plan
	)
}

batch() {
	ssjc-batch --now "${today}T09:00:00" plans "$@"
}

draws() {
	sqlite3 "plans/$1/lab.db" 'SELECT count(*) FROM draw' 2> /dev/null || echo 0
}
