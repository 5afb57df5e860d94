# Three registers of the lab's inspection and a ceremony over them, for the cases of these: a
# case sources this after lab.sh, and calls lab_new and what changes the plan first.
#
#	registers_new          imports; r0.csv to r2.csv, 1.share and 2.share
#	registers_receipts     lets the plan have receipts, and one firm that is left out
#	draw COMMAND TIME OPTION...   a command of ssjc-draw, at that time of the day
#	commit OPTION...       commits to the shares
#	reveal OUTCOME OPTION...
#
# shellcheck shell=sh disable=SC2034

registers_receipts() {
	sed -i 's/^confirm .*/&\nreserve = 50%\nreceipts = yes/' lab.plan
	sed -i '5s/存续/注销/' 名录.csv
}

registers_new() {
	lab_import
	for i in 0 1 2; do
		awk -v i=$i 'NR == 1 || NR % 3 == i' objects.csv > r$i.csv
	done
	(
		umask 077
		for n in 1 2; do
			printf '%064d\n' "$n" > "$n.share"
		done
	)
}

counts='--counts r0.counts --counts r1.counts --counts r2.counts'
draw() {
	command=$1 time=$2
	shift 2
	run ssjc-draw "$command" -p lab.plan --now "2023-06-08T$time" -H history.csv "$@"
}
# What commits to the shares 1 and 2: SHA-256 of 31 bytes 0 and the number.
commit() {
	draw commit 09:00:00 --public 双色球第2023068期 --form 'SSQ2023068:{n}' \
	    -c transport=ec4916dd28fc4c10d78e287ca5d9cc51ee1ae73cbfde08c6b37324cbfaac8bc5 \
	    -c market=9267d3dbed802941483f1afa2a6bc68de5f653128aca9bf1461c5d0a3ad36ed2 "$@"
}
reveal() {
	outcome=$1
	shift
	draw reveal 10:00:00 -s 1.share -s 2.share --public "SSQ2023068:$outcome" "$@"
}
