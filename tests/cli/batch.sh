# A folder of plans for ssjc-batch, beside lab.sh: each of 40 firms.
#
#	batch_plan NAME DAY	makes plans/NAME, to be drawn on that day of June 2023
#	batch OPTION...		ssjc-batch on plans, at nine o'clock of $today
#	draws NAME		how many draws that plan has on record
#
#	cron_line [N]		job.sh: the N-th job of the crontab that is among the examples
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

# Its variables, as cron gives them, then the command. Nobody here waits ten minutes.
cron_line() {
	sed -n 's/^\([A-Z]*\)=\(.*\)/\1="\2"/p' "$top/examples/cron/crontab" |
	    sed "s|/srv/ssjc/plans|$work/plans|; s|/usr/local/bin|$bin|; s|/var/log/ssjc|$work|; s|^|export |" > job.sh
	grep -v '^#\|^[A-Z]*=\|^$' "$top/examples/cron/crontab" | sed -n "${1:-1}p" |
	    awk '{ for (i = 1; i <= 5; i++) sub(/^[^ ]+ +/, ""); print }' > line
	# An unescaped % ends a command.
	grep -q '[^\\]%' line && echo "a bare %" >> line
	sed 's/\\%/%/g; s/--wait 600/--wait 1/' line >> job.sh
}
