# The departments' confirmations, invented: they confirm all of the drawn
# businesses but two. Reads what `ssjc-record confirm --form` writes.
#
# In the first round the transport bureau finds that a freight firm has moved
# out of the district and that a passenger firm is gone.
BEGIN { FS = OFS = "," }
NR == 1 {
	for (i = 1; i <= NF; i++)
		at[$i] = i
	print
	next
}
{
	$at["confirmed"] = "yes"
	if (round == 1 && $at["dept"] == "transport") {
		if ($at["name"] ~ /客运/ && !closed++)
			remove("cancelled", "注销公告（样例）")
		else if ($at["name"] !~ /客运|化工|危货|能源/ && !moved++)
			remove("moved", "迁出登记通知书（样例）")
	}
	print
}
function remove(reason, evidence)
{
	$at["confirmed"] = "no"
	$at["reason"] = reason
	$at["evidence"] = evidence
}
