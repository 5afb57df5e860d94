/*
 * A firm's receipt (抽取凭证), as ssjc-receipt(5) defines it: read from its file or its code,
 * and held step by step against what the page shows. Its numbers may need 63 bits: BigInt.
 */

var RECEIPT_FIRST = "ssjc-receipt 1", RECEIPT_CODE = "SSJC-RECEIPT-1:";
var RECEIPT_SIZE = 1 << 20; /* far more bytes than a receipt has */
var BASE32 = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"; /* RFC 4648, 6 */

/* What a line can be. */
var RECEIPT_FORMS = {
	text: {fits: /^[^\x00-\x1f]*$/},
	standing: {fits: /^(in|repeated|excluded)$/},
	number: {fits: /^(0|[1-9][0-9]{0,18})$/},
	hash: {fits: /^[0-9a-f]{64}$/, hex: true},
	salt: {fits: /^[0-9a-f]{32}$/, hex: true},
	path: {fits: /^([0-9a-f]{64}){0,64}$/, hex: true},
	ticket: {fits: /^([0-9a-f]{64})?$/, hex: true} /* empty: nobody was drawn */
};

/* The lines in their order. A receipt of an excluded firm ends before population, one of a
 * firm that was inspected this year before rank. */
var RECEIPT_LINES = [
	["plan", "text"], ["draw", "number"], ["salt", "hash"], ["rows", "number"],
	["register", "hash"], ["strata", "number"], ["table", "hash"], ["seed", "hash"],
	["id", "text"], ["standing", "standing"], ["of", "text"],
	["row.salt", "salt"], ["row.leaf", "number"], ["row.path", "path"],
	["population", "number"], ["eligible", "number"], ["n", "number"], ["main", "number"],
	["reserve", "number"], ["threshold", "ticket"],
	["stratum.salt", "salt"], ["stratum.leaf", "number"], ["stratum.path", "path"],
	["ticket", "hash"], ["rank", "number"]
];

function receiptLines(standing) {
	return {"in": 25, repeated: 24, excluded: 14}[standing];
}

/* ---- Reading ---- */

/* Bytes as text; that problem when they are none. */
function receiptUtf8(bytes, problem) {
	try {
		return new TextDecoder("utf-8", {fatal: true, ignoreBOM: true}).decode(bytes);
	} catch (e) {
		throw new Problem(problem);
	}
}

/* The bytes of a code's digits, in which blanks and line ends are nothing. */
function receiptDigits(code) {
	var out = new Uint8Array(Math.ceil(code.length * 5 / 8)), n = 0, held = 0, bits = 0, i, digit;

	for (i = 0; i < code.length; i++) {
		if (" \t\r\n".indexOf(code[i]) >= 0)
			continue;
		digit = BASE32.indexOf(code[i]);
		if (digit < 0)
			throw new Problem("receiptSign", {sign: code[i], at: RECEIPT_CODE.length + i + 1});
		held = held << 5 | digit;
		bits += 5;
		if (bits >= 8) {
			bits -= 8;
			out[n++] = held >> bits;
			held &= (1 << bits) - 1;
		}
	}
	if (held)
		throw new Problem("receiptCut");
	return out.subarray(0, n);
}

/* A code as the text that it is made of: each value has its length in two bytes before it. */
function receiptDecode(code) {
	var bytes = receiptDigits(code), text = RECEIPT_FIRST + "\n", at = 0, n = RECEIPT_LINES.length;
	var i, size, value, line;

	for (i = 0; i < n; i++) {
		line = RECEIPT_LINES[i];
		size = bytes.length - at < 2 ? Infinity : bytes[at] << 8 | bytes[at + 1];
		if (bytes.length - at - 2 < size)
			throw new Problem("receiptCut");
		value = bytes.subarray(at + 2, at + 2 + size);
		value = RECEIPT_FORMS[line[1]].hex ? hexOf(value, 0, size) :
			receiptUtf8(value, "receiptCut");
		at += 2 + size;
		if (line[0] === "standing")
			n = receiptLines(value) || i + 1;
		text += line[0] + "=" + value + "\n";
	}
	if (at < bytes.length)
		throw new Problem("receiptLong");
	return text;
}

/* May a line have that value? */
function receiptFits(form, value) {
	return RECEIPT_FORMS[form].fits.test(value) &&
		(form !== "number" || BigInt(value) <= BigInt("9223372036854775807"));
}

/* Either form of a receipt as {plan, draw, …}; a problem for anything else. */
function receiptRead(text) {
	var code = text.replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, ""), r = {}, n = RECEIPT_LINES.length;
	var line, key, at, i;

	if (code.indexOf(RECEIPT_CODE) === 0)
		text = receiptDecode(code.slice(RECEIPT_CODE.length));
	line = text.split("\n");
	if (line[0] !== RECEIPT_FIRST || line.length < 2)
		throw new Problem(line[0] === RECEIPT_FIRST + "\r" ? "receiptCr" : "receiptFirst");
	for (i = 0; i < n; i++) {
		key = RECEIPT_LINES[i][0];
		at = i + 1;
		/* What comes after the last line end is no line: the file was cut. */
		if (at >= line.length - 1)
			throw new Problem("receiptShort", {line: at + 1, key: key});
		if (line[at].indexOf(key + "=") !== 0)
			throw new Problem("receiptLine", {line: at + 1, key: key});
		r[key] = line[at].slice(key.length + 1);
		if (!receiptFits(RECEIPT_LINES[i][1], r[key]))
			throw new Problem("receiptValue", {line: at + 1, key: key, value: r[key].slice(0, 80)});
		if (key === "standing")
			n = receiptLines(r[key]);
	}
	if (line.length > n + 2 || line[n + 1] !== "")
		throw new Problem("receiptMore", {line: n + 2, value: line[n + 1].slice(0, 80)});
	return r;
}

/* ---- Hashes: RFC 9162, 2.1 ---- */

function receiptBytes(hex) {
	var out = new Uint8Array(hex.length / 2), i;

	for (i = 0; i < out.length; i++)
		out[i] = parseInt(hex.substr(2 * i, 2), 16);
	return out;
}

/* The leaf with a salt and what comes after it. */
function receiptLeaf(salt, text) {
	var d = new Sha256();

	d.add(receiptBytes("00" + salt));
	d.add(utf8(text));
	return d.hex();
}

function receiptNode(left, right) {
	return sha256(receiptBytes("01" + left + right));
}

/* The root that the path of leaf at of size leads to; "" when it cannot be its path. */
function receiptLeads(hash, at, size, path) {
	var last = BigInt(size) - BigInt(1), one = BigInt(1), i, node;

	at = BigInt(at);
	if (at > last)
		return "";
	for (i = 0; i < path.length; i += 64) {
		node = path.substr(i, 64);
		if (!last)
			return "";
		if (at & one || at === last) {
			hash = receiptNode(node, hash);
			while (at && !(at & one)) { /* the levels on which it had no partner */
				at >>= one;
				last >>= one;
			}
		} else {
			hash = receiptNode(hash, node);
		}
		at >>= one;
		last >>= one;
	}
	return last ? "" : hash;
}

/* ---- Steps ---- */

/* The lines that a root is the SHA-256 of: eight of the draw, five of the commitment. */
function receiptRoot(r, n) {
	return sha256("ssjc-roots 1\n" + RECEIPT_LINES.slice(0, n).map(function (line) {
		return line[0] + "=" + r[line[0]] + "\n";
	}).join(""));
}

function checkReceiptOf(r, shown) {
	var step = new Step("receiptOf", {plan: r.plan, draw: r.draw});

	step.same("receiptPlan", r.plan, shown.rules.plan);
	step.same("receiptDraw", r.draw, shown.rules.draw);
	return step;
}

function checkReceiptRoot(r, shown) {
	var root = receiptRoot(r, 8), before = receiptRoot(r, 5), step = new Step("receiptRoot", {root: root});
	var all = shown.rules.counts.population + shown.rules.counts.excluded;

	step.same("receiptRootDiffers", root, shown.root || "—");
	if (shown.committed)
		step.same("receiptBefore", before, shown.committed);
	if (!step.ok && shown.committed === before)
		step.differs("receiptAfter");
	step.same("receiptRows", r.rows, all);
	return step;
}

/* One of the two trees: does the leaf lead to the root that the receipt names? */
function checkReceiptPath(step, leaf, r, which, size, root) {
	var is = receiptLeads(leaf, r[which + ".leaf"], r[size], r[which + ".path"]);

	if (!is)
		step.differs("receiptPlace", {at: r[which + ".leaf"], size: r[size],
			n: r[which + ".path"].length / 64});
	else
		step.same(which === "row" ? "receiptRowDiffers" : "receiptStratumDiffers", is, r[root]);
	return step;
}

function checkReceiptRow(r) {
	var step = new Step("receiptRow", {id: r.id, standing: new Problem("receiptStanding_" + r.standing),
		of: r.of, at: BigInt(r["row.leaf"]) + BigInt(1), rows: r.rows});

	return checkReceiptPath(step, receiptLeaf(r["row.salt"], [r.id, r.standing, r.of].join("\n")),
		r, "row", "rows", "register");
}

function checkReceiptStratum(r) {
	var step = new Step("receiptStratum", {of: r.of, population: r.population, n: r.n, main: r.main,
		threshold: r.threshold || "—"});
	var data = [r.of, r.population, r.eligible, r.n, r.main, r.reserve, r.threshold].join("\n");

	return checkReceiptPath(step, receiptLeaf(r["stratum.salt"], data), r, "stratum", "strata", "table");
}

/* Can those numbers be of one stratum? */
function checkReceiptNumbers(r) {
	var step = new Step("receiptNumbers", {population: r.population, eligible: r.eligible, n: r.n, main: r.main});
	var all = BigInt(r.population), can = BigInt(r.eligible), n = BigInt(r.n), main = BigInt(r.main);
	var should = n < can ? n : can;

	if (can > all)
		step.differs("receiptEligible", {is: can, most: all});
	if (n > all)
		step.differs("receiptN", {is: n, most: all});
	if (all > BigInt(r.rows))
		step.differs("receiptPopulation", {is: all, most: r.rows});
	step.same("receiptMain", main, should);
	if (BigInt(r.reserve) > can - (main < can ? main : can))
		step.differs("receiptReserve", {is: r.reserve, most: can - (main < can ? main : can)});
	if (!main !== !r.threshold)
		step.differs("receiptThreshold", {main: main, threshold: r.threshold || "—"});
	return step;
}

function checkReceiptSeed(r, shown) {
	var step = new Step("receiptSeed");

	step.same("receiptSeedDiffers", r.seed, stageKey(sha256(shown.seed), "receipt").digits);
	return step;
}

function checkReceiptTicket(r, shown) {
	var step = new Step("receiptTicket", {id: r.id, ticket: r.ticket});

	step.same("receiptTicketDiffers", r.ticket, stageKey(sha256(shown.seed), "object").of(r.id));
	return step;
}

/* By its ticket alone. */
function receiptBelow(r) {
	return r.standing === "in" && r.threshold !== "" && r.ticket <= r.threshold;
}

/* Drawn if and only if the ticket is not above the threshold, and the rank agrees. */
function checkReceiptDrawn(r) {
	var below = receiptBelow(r), args = {rank: r.rank, main: r.main, eligible: r.eligible}, step;
	var rank, main;

	if (r.standing !== "in")
		return new Step("receiptWhy_" + r.standing, {of: r.of});
	rank = BigInt(r.rank);
	main = BigInt(r.main);
	step = new Step(below ? "receiptDrawn" : "receiptNotDrawn", args);
	if (below !== rank <= main)
		step.differs(below ? "receiptBelow" : "receiptAbove", args);
	if ((r.ticket === r.threshold) !== (rank === main && main > 0))
		step.differs("receiptLast", args);
	if (rank < 1 || rank > BigInt(r.eligible))
		step.differs("receiptRank", args);
	return step;
}

/* Is it on the list of the page as its receipt has it? */
function checkReceiptList(r, shown) {
	var row = shown.rows.filter(function (one) { return one.id === r.id; })[0], drawn = receiptBelow(r);
	var step = new Step("receiptList_" + (row ? row.role : "none"), {row: row && row.n});
	/* As a replacement, which may have been removed since. */
	var came = row && (row.role === "replacement" || (row.role === "removed" && !drawn));

	if (drawn && !row)
		step.differs("receiptMissing");
	else if (drawn && came)
		step.differs("receiptNoReplacement");
	else if (!drawn && row && !came)
		step.differs("receiptListed");
	else if (came && (r.standing !== "in" ||
		BigInt(r.rank) > BigInt(r.main) + BigInt(r.reserve)))
		step.differs("receiptNoReserve");
	return step;
}

/* All steps, in order. shown is what the page has: {rules, seed, root, committed, rows}. */
function checkReceipt(r, shown) {
	var steps = [checkReceiptOf(r, shown), checkReceiptRoot(r, shown), checkReceiptRow(r)];

	if (r.standing !== "excluded")
		steps.push(checkReceiptStratum(r), checkReceiptNumbers(r));
	steps.push(checkReceiptSeed(r, shown));
	if (r.standing !== "excluded")
		steps.push(checkReceiptTicket(r, shown));
	steps.push(checkReceiptDrawn(r), checkReceiptList(r, shown));
	return steps;
}
