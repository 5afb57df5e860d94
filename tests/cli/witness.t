#!/bin/sh
# Who has no seat can hold a share all the same: a notary, a firm's representative.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

lab_new
cat >> lab.plan <<-'EOF'
	[witness notary]
	name = 样例公证处
	[witness firms]
	name = 样例运输协会
EOF
lab_import
for s in transport market notary firms; do
	ssjc-draw share $s.share > $s.digest
done
commit() { # OPTION...
	run ssjc-draw commit -p lab.plan "$registers" -H history.csv --public 双色球第2023068期 \
	    --form 'SSQ2023068:{n}' "$@" objects.csv
}
shares() { # KEY...
	for s; do
		printf -- '-c %s=%s ' "$s" "$(cat "$s.digest")"
	done
}

# shellcheck disable=SC2046
commit $(shares transport market notary)
status 2 "a witness has to commit like a department"
err_has "it is named" 'the commitment of firms is missing: -c firms=DIGEST'
# shellcheck disable=SC2046
commit $(shares firms notary market transport)
status 0 "all of them commit, in any order"
has out "the pledge has the notary's share" '样例公证处'
has out "and a line for its seal" '样例公证处.*代表签字（盖章）'
is "$(sqlite3 lab.db "SELECT group_concat(dept) FROM (SELECT dept FROM commitment ORDER BY row)")" \
    transport,market,notary,firms "departments first, then witnesses, as in the plan"
run ssjc-draw reveal -p lab.plan "$confirmed" -H history.csv -s transport.share -s market.share -s firms.share \
    --public SSQ2023068:5 objects.csv
is "$status" 1 "without the notary's share nothing is drawn"
run ssjc-draw reveal -p lab.plan "$confirmed" -H history.csv -s firms.share -s transport.share -s market.share \
    -s notary.share --public SSQ2023068:5 objects.csv
status 0 "with it, it is"
cp out drawn.csv
is "$(ssjc-audit seed -p lab.plan | sed -n 's/^share.3=//p')" "$(cat notary.share)" "its share is the third"
run ssjc-assign -p lab.plan "$matched" -i inspectors.csv drawn.csv
status 0 "witnesses have no seats"
is "$(sqlite3 lab.db "SELECT group_concat(dept) FROM (SELECT DISTINCT dept FROM seat ORDER BY dept)")" market,transport "only departments have"
lab_verify
status 0 "verify computes the ceremony again"
run ssjc-publish page -p lab.plan --partial "$matched"
has out "the page tells who held shares" '<td>样例公证处（见证方）</td>'
has out "and that nothing is drawn without witnesses" '<p>其中 2 份由不承担检查任务的见证方持有'
has out "a department is not one" '<td>交通局</td>'

sed 's/witness notary/witness market/' lab.plan > odd.plan
run ssjc-draw plan -p odd.plan objects.csv
status 3 "a witness is not a department"
err_has "which is said" 'is already a department'
sed '/^name = 样例公证处/d' lab.plan > odd.plan
run ssjc-draw plan -p odd.plan objects.csv
err_has "it needs a name" 'name: is missing in \[witness\]'

finish
