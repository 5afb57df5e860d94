# code(i): the i-th unified social credit code of an invented firm, up to 100 million of them,
# with right check digits (GB 11714, GB 32100).
function digit(i) { return substr(alphabet, i + 1, 1) }
function code(i,   c, k, sum) {
	c = sprintf("MA%06d", i % 1000000)
	sum = 22 * 3 + 10 * 7
	for (k = 3; k <= 8; k++)
		sum += substr(c, k, 1) * inner[k]
	c = sprintf("911302%02d", i / 1000000) c substr("0X987654321", sum % 11 + 1, 1)
	sum = 0
	for (k = 1; k <= 17; k++)
		sum += value[substr(c, k, 1)] * weight[k]
	return c digit((31 - sum % 31) % 31)
}
BEGIN {
	alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY"
	for (i = 0; i < 31; i++)
		value[digit(i)] = i
	split("3 7 9 10 5 8 4 2", inner)
	split("1 3 9 27 19 26 16 17 20 29 25 13 8 24 10 30 28", weight)
}
