# Makes an installed page of a Chinese manual: troff breaks lines at blanks, and Chinese
# text has none, so every place where a line may break is marked. Run under LC_ALL=C, by
# any awk: characters are taken apart as bytes.
#
# \: is a break of no width. mandoc(1) takes no notice of it, and has a blank after
# the punctuation of a clause instead.

BEGIN {
	closing = "、，。；：！？）》”’】〉」』…—％"
	opening = "（《“‘【〈「『"
	clause = "，、。；：！？"
}

/^\.Os/ {
	print
	print ".nr doc-hyphen-flags 0"
	print ".ds b \\:"
	print ".ds n \" Ns "
	print ".if !\\n(.x .ds b \" "
	print ".if !\\n(.x .ds n \" "
	next
}

/^\.Sh NAME$/ {
	print ".Sh 名称"
	next
}

/^\.Bd -literal/, /^\.Ed/ {
	print
	next
}

/^\.(Dd|Dt|Nd|Sh|Ss|It|Bl|Bd|D[1l])/ || /^\.\\"/ {
	print
	next
}

{
	out = before = ""
	for (i = 1; i <= length($0); i += size) {
		size = width(substr($0, i, 1))
		char = substr($0, i, size)
		if (breaks(before, char))
			out = out (index(clause, before) ? "\\*b" : "\\:")
		out = out char
		before = char
	}
	# What comes next may also be on the next input line, or a macro.
	if (out ~ /\\c$/ && breaks(substr(out, length(out) - 4, 3), "中"))
		sub(/\\c$/, "\\:\\c", out)
	for (i = 1; (at = index(substr(out, i), " Ns ")); i += at + 3)
		if (index(clause, substr(out, i + at - 4, 3)))
			out = substr(out, 1, i + at - 2) "\\:\\*n" substr(out, i + at + 3)
	print out
}

function width(byte) {
	return byte < "\300" ? 1 : byte < "\340" ? 2 : byte < "\360" ? 3 : 4
}

# May a line end between two characters? One of them is Chinese, no punctuation is torn
# from its word, and an escape or a blank is left alone.
function breaks(a, b) {
	if (a == "" || a == " " || b == " " || a == "\\" || b == "\\")
		return 0
	if (length(a) < 3 && length(b) < 3)
		return 0
	return !index(closing, b) && !index(opening, a)
}
