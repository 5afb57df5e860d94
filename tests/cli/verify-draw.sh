#!/bin/sh
# Check a draw by sha256sum, sort and awk alone: SEED PLAN HISTORY OBJECTS DRAWN.
# For CSV without quotes, whole per cents, the default reserve, "1 per year".
K=$(printf %s/object "$(sha256sum < "$1" | cut -c1-64)" | sha256sum | cut -c1-64)
awk -F, 'FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	file == 1 && /^\[/ { ratios = /^\[ratio\]/ }
	file == 1 && split($0, side, / *= */) == 2 {
		sub(/ *#.*/, "", side[2]); gsub(/, */, ";", side[1]); gsub(/, */, ";", side[2])
		if (ratios) ratio[side[1]] = side[2] + 0; else set[side[1]] = side[2] }
	file == 2 && FNR > 1 && $at["plan"] != set["id"] &&
	    index($at["date"], substr(set["window"], 1, 5)) == 1 { done[$at["id"]] }
	file == 3 && FNR > 1 && !index(";" set["status"] ";", ";" $at["status"] ";") {
		n = split(set["strata"], column, ";"); least = n + 1; stratum = $at[column[1]]
		for (i = 2; i <= n; i++) stratum = stratum ";" $at[column[i]]
		for (r in ratio) { # the line with fewest stars that fits
			stars = 0; split(r, want, ";")
			for (i = 1; i <= n; i++) stars += want[i] == "*" ? 1 : want[i] == $at[column[i]] ? 0 : n + 1
			if (stars < least) { least = stars; of = ratio[r] } }
		print stratum "," $at["id"] "," !($at["id"] in done) "," of }
	' file=1 "$2" file=2 "$3" file=3 "$4" | while IFS=, read -r stratum id free of; do
	echo "$stratum,$(printf %s%s "$K" "$id" | sha256sum | cut -c1-64),$id,$free,$of"
done | LC_ALL=C sort -t, -k1,1 -k2,2 | awk -F, 'FNR == 1 { for (i = 1; i <= NF; i++) at[$i] = i }
	file == 1 { N[$1]++; of[$1] = $5; if ($4) line[++free] = $1 "," ++rank[$1] "," $2 "," $3 }
	file == 2 && FNR > 1 { drawn[++rows] = $at["stratum"] "," $at["rank"] "," $at["ticket"] "," $at["id"] "," $at["role"] }
	END { for (i = 1; i <= free; i++) {
		split(line[i], f, ","); n = N[f[1]] * of[f[1]]; n = n ? int((n + 99) / 100) : 1
		if (f[2] <= 2 * n && drawn[++k] != (want = line[i] "," (f[2] <= n ? "main" : "reserve"))) {
			print "row " k " is " drawn[k] ", but should be " want; exit 1 } }
		print (k == rows ? "good: " : "too many: ") rows " rows"; exit k != rows }' file=1 - file=2 "$5"
