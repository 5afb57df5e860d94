/*
 * The draw once more, as ssjc-draw(7) defines it: the seed text, a register read row by row,
 * strata and sizes, who is drawn and who is in reserve. Integers and bytes only; ratios are
 * in BigInt. The page and its worker both run this file.
 */

/* ---- The seed text ---- */

/* Its parts; wrong is the number of the first line that is not as it must be, or 0. */
function seedRead(text) {
	var line = text.split("\n"), seed = {plan: "", draw: "", outcome: "", share: [], wrong: 0};
	var at = 3, i;

	function value(nth, name) {
		if (line[nth] !== undefined && line[nth].indexOf(name) === 0)
			return line[nth].slice(name.length);
		seed.wrong = seed.wrong || nth + 1;
		return "";
	}
	if (line[0] !== "ssjc-draw 1")
		seed.wrong = 1;
	seed.plan = value(1, "plan=");
	seed.draw = value(2, "draw=");
	if (line[3] !== undefined && line[3].indexOf("public=") === 0)
		seed.outcome = line[at++].slice(7);
	for (i = 1; at < line.length - 1 || i === 1; i++, at++) {
		seed.share.push(value(at, "share." + i + "="));
		if (!/^[0-9a-f]{64}$/.test(seed.share[i - 1]))
			seed.wrong = seed.wrong || at + 1;
	}
	if (line[line.length - 1] !== "")
		seed.wrong = seed.wrong || line.length;
	return seed;
}

/* The commitment to a share: SHA-256 of its 32 bytes. */
function shareCommitment(share) {
	var bytes = new Uint8Array(32), i;

	for (i = 0; i < 32; i++)
		bytes[i] = parseInt(share.substr(2 * i, 2), 16);
	return sha256(bytes);
}

function stageKey(master, stage) {
	return new TicketKey(sha256(master + "/" + stage));
}

/* ---- Reading CSV and TSV ---- */

var LF = 10, CR = 13, TAB = 9, QUOTE = 34, COMMA = 44, SEMICOLON = 59, BACKSLASH = 92;

function Problem(key, args) {
	this.key = key;
	this.args = args || {};
}

/*
 * take(row) is called for each record, the header first: field i of row is row.bytes from
 * row.start[i] to row.end[i], valid during the call; row.offset and row.size are where the
 * record is in the file, without its line end.
 */
function CsvReader(take) {
	this.take = take;
	this.carry = new Uint8Array(0);
	this.base = 0; /* offset in the file of the first byte at hand */
	this.delimiter = 0;
	this.filled = false; /* written for spreadsheets: with a byte order mark */
	this.scratch = new Uint8Array(1024);
	this.row = {bytes: null, start: [], end: [], n: 0, offset: 0, size: 0, number: 0};
}

/* What is between the fields of the first line: whichever there is most of. */
CsvReader.prototype.sniff = function (p, from, to) {
	var known = [COMMA, TAB, SEMICOLON], best = COMMA, most = 0, quotes, k, i, n, quoted;

	for (quotes = 1; quotes >= 0 && !most; quotes--)
		for (k = 0; k < 3; k++) {
			for (i = from, n = 0, quoted = false; i < to && (quoted || p[i] !== LF); i++)
				if (p[i] === QUOTE && quotes)
					quoted = !quoted;
				else if (p[i] === known[k] && !quoted)
					n++;
			if (n > most) {
				most = n;
				best = known[k];
			}
		}
	return best;
};

CsvReader.prototype.add = function (chunk) {
	var p = chunk, at = 0, next;

	if (this.carry.length) {
		p = new Uint8Array(this.carry.length + chunk.length);
		p.set(this.carry);
		p.set(chunk, this.carry.length);
	}
	while ((next = this.record(p, at, false)) > 0)
		at = next;
	this.base += at;
	this.carry = p.slice(at);
};

CsvReader.prototype.finish = function () {
	if (this.carry.length)
		this.record(this.carry, 0, true);
};

/* Take the record at at; where the next one begins, or 0 when it is not there whole. */
CsvReader.prototype.record = function (p, at, last) {
	var row = this.row, start = row.start, end = row.end, n = 0;
	var from = at, quoted = false, quotes = false, escapes = false, tsv, c, i, stop;

	if (!this.delimiter) {
		if (!last && p.indexOf(LF, at) < 0)
			return 0;
		if (p[at] === 0xef && p[at + 1] === 0xbb && p[at + 2] === 0xbf) {
			from = at += 3;
			this.filled = true;
		}
		this.delimiter = this.sniff(p, at, p.length);
	}
	tsv = this.delimiter === TAB;
	start[0] = at;
	for (i = at; i < p.length; i++) {
		c = p[i];
		if (c === QUOTE && !tsv) {
			quotes = true;
			quoted = !quoted;
		} else if (c === BACKSLASH && tsv) {
			escapes = true;
		} else if (!quoted) {
			if (c === this.delimiter) {
				end[n++] = i;
				start[n] = i + 1;
			} else if (c === LF) {
				break;
			}
		}
	}
	if (i === p.length && !last)
		return 0;
	if (quoted)
		throw new Problem("csvOpen", {row: row.number});
	stop = i > from && p[i - 1] === CR ? i - 1 : i;
	end[n++] = stop;
	if (stop > from) {
		row.bytes = p;
		row.n = n;
		row.offset = this.base + from;
		row.size = stop - from;
		if (quotes || escapes || this.filled)
			this.plain(quotes);
		this.take(row);
		row.number++;
	}
	return Math.min(i + 1, p.length) || 1;
};

/* Would a spreadsheet calculate it? Then csv_out put an apostrophe before it. */
function calculates(text) {
	text = text.replace(/^'+/, "");
	return /^[=+\-@\t\r\n＝＋－＠]./.test(text) && !/^[+-](\d+\.?\d+|\d+|\.\d+)$/.test(text);
}

/* The fields as they are without quotes, escapes and apostrophes, in the scratch. */
CsvReader.prototype.plain = function (quotes) {
	var row = this.row, p = row.bytes, to, at = 0, i, k, stop, text, mark;

	if (this.scratch.length < row.size + 8)
		this.scratch = new Uint8Array(2 * row.size + 8);
	to = this.scratch;
	for (i = 0; i < row.n; i++) {
		k = row.start[i];
		stop = row.end[i];
		mark = at;
		if (quotes && p[k] === QUOTE && stop > k + 1) {
			for (k++, stop--; k < stop; k++) {
				to[at++] = p[k];
				if (p[k] === QUOTE && p[++k] !== QUOTE)
					throw new Problem("csvQuote", {row: row.number});
			}
			if (p[stop] !== QUOTE)
				throw new Problem("csvQuote", {row: row.number});
		} else {
			for (; k < stop; k++)
				if (p[k] === QUOTE && quotes)
					throw new Problem("csvQuote", {row: row.number});
				else
					to[at++] = p[k];
		}
		if (this.delimiter === TAB || (this.filled && to[mark] === 39)) {
			text = textOf.decode(to.subarray(mark, at));
			text = this.delimiter === TAB ? unescapeField(text) :
				calculates(text.slice(1)) ? text.slice(1) : text;
			text = utf8(text);
			to.set(text, mark);
			at = mark + text.length;
		}
		row.start[i] = mark;
		row.end[i] = at;
	}
	row.bytes = to;
};

/* What TSV has as \x09 and \u2028. */
function unescapeField(text) {
	return text.replace(/\\(?:x([0-9a-f]{2})|u([0-9a-f]{4}))/g, function (all, x, u) {
		var c = parseInt(x || u, 16);

		return c < 0x20 || c >= 0x7f && c < 0xa0 || c === 0x5c || c >= 0x2028 && c <= 0x202e ||
			c >= 0x2066 && c <= 0x2069 ? String.fromCharCode(c) : all;
	});
}

var textOf = new TextDecoder("utf-8", {ignoreBOM: true});

function fieldText(row, i) {
	return i < 0 ? "" : textOf.decode(row.bytes.subarray(row.start[i], row.end[i]));
}

/* The columns of a header by name; a problem when one is there twice. */
function headerOf(row) {
	var column = {}, i, name;

	for (i = 0; i < row.n; i++) {
		name = fieldText(row, i);
		if (Object.prototype.hasOwnProperty.call(column, name))
			throw new Problem("columnTwice", {column: name});
		column[name] = i;
	}
	return column;
}

function columnOf(header, name) {
	return Object.prototype.hasOwnProperty.call(header, name) ? header[name] : -1;
}

/* A small stream as an array of {column: text}. */
function readTable(bytes) {
	var head = null, rows = [], reader = new CsvReader(function (row) {
		var one = {}, name;

		if (!head) {
			head = headerOf(row);
			return;
		}
		for (name in head)
			one[name] = fieldText(row, head[name]);
		rows.push(one);
	});

	reader.add(bytes);
	reader.finish();
	return {head: head || {}, rows: rows};
}

/* ---- Who was inspected this year ---- */

/* By what names are compared: ssjc-draw(7), Keys of names. */
function nameKey(name) {
	name = name.normalize("NFKC").toLowerCase().normalize("NFKC");
	name = name.replace(/[\s\u0000-\u0020\u007f-\u00a0\u200b-\u200d\u2060\u3000\ufeff]+\p{Mn}*/gu, "");
	name = name.replace(/[.\u2022\u2027\u2219\u22c5\u3002\u30fb]/g, "\u00b7");
	name = name.replace(/[[{]/g, "(").replace(/[\]}]/g, ")").replace(/[\u2010-\u2015\u2212]/g, "-");
	return name.replace(/[\u3008-\u3011\u3014-\u301b]/g, function (c) {
		return c.charCodeAt(0) % 2 ? ")" : "(";
	}).normalize("NFC");
}

/* Which objects were inspected how often in the year, by other plans than this one. */
function History(year, plan) {
	this.year = year;
	this.plan = plan;
	this.by = {id: new Map(), name: new Map()};
}

History.prototype.add = function (bytes) {
	var self = this;

	readTable(bytes).rows.forEach(function (row) {
		var by = row.id ? self.by.id : self.by.name, key = row.id || nameKey(row.name || "");

		if (row.date.slice(0, 4) !== self.year || row.plan === self.plan)
			return;
		if (!by.has(key))
			by.set(key, new Set());
		by.get(key).add(row.plan || row.date);
	});
};

History.prototype.count = function (id, name) {
	var n = this.by.id.has(id) ? this.by.id.get(id).size : 0, key;

	if (this.by.name.size && name) {
		key = nameKey(name);
		n += this.by.name.has(key) ? this.by.name.get(key).size : 0;
	}
	return n;
};

/* ---- How many ---- */

/* n p / q, rounded up. */
function ratioCeil(n, ratio) {
	var p = BigInt(ratio.p), q = BigInt(ratio.q);

	return Number((BigInt(n) * p + q - BigInt(1)) / q);
}

/* The rule that names most of the values; a problem when there is none, or two. */
function ruleOf(rules, values) {
	var best = null, most = -1, equal = false;

	rules.ratios.forEach(function (rule) {
		var named = 0, i;

		for (i = 0; i < values.length; i++) {
			if (rule.value[i] === "*")
				continue;
			if (rule.value[i] !== values[i])
				return;
			named++;
		}
		equal = named === most || equal && named < most;
		if (named > most) {
			best = rule;
			most = named;
			equal = false;
		}
	});
	if (!best || equal)
		throw new Problem(best ? "ruleTwice" : "ruleNone", {stratum: values.join(";")});
	return best;
}

/* How many of a stratum are drawn and in reserve: s.n, s.main and s.reserve. */
function sizeStratum(s, rules) {
	var n = s.rule.count !== undefined ? Number(s.rule.count) :
		Math.max(1, ratioCeil(s.population, s.rule.ratio));

	if (s.rule.max !== undefined)
		n = Math.min(n, Number(s.rule.max));
	s.n = Math.min(n, s.population);
	s.main = Math.min(s.n, s.eligible);
	s.reserve = s.eligible - s.main;
	if (rules.reserve !== "all")
		s.reserve = Math.min(s.reserve, ratioCeil(s.n, rules.reserve));
}

/* ---- The draw ---- */

function grown(array, n) {
	var more = new array.constructor(Math.max(2 * array.length, n));

	more.set(array);
	return more;
}

/* Rows of a register with their tickets: feed it to a CsvReader, then finish(). */
function Register(rules, key, history) {
	this.rules = rules;
	this.key = key;
	this.history = history;
	this.head = null;
	this.rows = 0;
	this.stratum = [];
	this.byHash = new Map();
	this.of = new Int32Array(1 << 16);          /* stratum of each row; -1: excluded */
	this.repeated = new Uint8Array(1 << 16);
	this.ticket = new Uint8Array(32 << 16);
	this.prefix = new Float64Array(1 << 16);    /* the ticket's first 48 bits */
	this.id = new Uint8Array(18 << 16);
	this.idEnd = new Float64Array(1 << 16);     /* where each ends in id */
	this.offset = new Float64Array(1 << 16);
	this.size = new Uint32Array(1 << 16);
	this.excluded = 0;
	this.repeats = 0;
	this.excludes = rules.exclude.map(utf8);
}

function isText(row, i, bytes) {
	var from = row.start[i], k;

	if (row.end[i] - from !== bytes.length)
		return false;
	for (k = 0; k < bytes.length; k++)
		if (row.bytes[from + k] !== bytes[k])
			return false;
	return true;
}

Register.prototype.start = function (row) {
	var head = headerOf(row), self = this;

	["draw", "stratum", "rank", "ticket", "role"].forEach(function (name) {
		if (columnOf(head, name) >= 0)
			throw new Problem("drawnAlready", {column: name});
	});
	function need(name) {
		if (columnOf(head, name) < 0)
			throw new Problem("columnMissing", {column: name});
		return head[name];
	}
	this.head = head;
	this.columns = row.n;
	this.headOffset = row.offset;
	this.headSize = row.size;
	this.at = {
		id: need("id"),
		name: columnOf(head, "name"),
		status: this.excludes.length ? need("status") : -1,
		strata: self.rules.strata.map(need)
	};
};

/* The stratum of a row, a new one when it is the first of it. */
Register.prototype.find = function (row) {
	var hash = 0x811c9dc5, strata = this.at.strata, same, values, s, i, k;

	for (k = 0; k < strata.length; k++)
		for (i = row.start[strata[k]]; i <= row.end[strata[k]]; i++)
			hash = Math.imul(hash ^ (i < row.end[strata[k]] ? row.bytes[i] : 256), 0x01000193);
	same = this.byHash.get(hash) || [];
	for (i = 0; i < same.length; i++) {
		s = this.stratum[same[i]];
		for (k = 0; k < strata.length && isText(row, strata[k], s.bytes[k]); k++)
			;
		if (k === strata.length)
			return same[i];
	}
	values = strata.map(function (column) { return fieldText(row, column); });
	for (i = 0; i < values.length; i++)
		if (values[i].indexOf(";") >= 0)
			throw new Problem("semicolon", {value: values[i], row: row.number});
	same.push(this.stratum.length);
	this.byHash.set(hash, same);
	this.stratum.push({text: values.join(";"), values: values, bytes: values.map(utf8),
		rule: ruleOf(this.rules, values), population: 0, eligible: 0});
	return this.stratum.length - 1;
};

Register.prototype.room = function (size) {
	var self = this;

	if (this.rows === this.of.length)
		["of", "repeated", "ticket", "prefix", "idEnd", "offset", "size"].forEach(
			function (name) { self[name] = grown(self[name], 0); });
	if (this.idsEnd() + size > this.id.length)
		this.id = grown(this.id, this.idsEnd() + size);
};

Register.prototype.idsEnd = function () {
	return this.rows ? this.idEnd[this.rows - 1] : 0;
};

Register.prototype.take = function (row) {
	var at = this.at, from, size, i, k, s, end, t, repeated = false;

	if (!this.head) {
		this.start(row);
		return;
	}
	if (row.n !== this.columns)
		throw new Problem("fields", {row: row.number, n: row.n, columns: this.columns});
	from = row.start[at.id];
	size = row.end[at.id] - from;
	if (size === 0)
		throw new Problem("idEmpty", {row: row.number});
	this.room(size);
	i = this.rows;
	end = this.idsEnd();
	for (k = 0; k < size; k++)
		this.id[end + k] = row.bytes[from + k];
	this.key.put(row.bytes, from, from + size, this.ticket, 32 * i);
	t = this.ticket;
	k = 32 * i;
	this.prefix[i] = ((t[k] << 16 | t[k + 1] << 8 | t[k + 2]) * 0x1000000) +
		(t[k + 3] << 16 | t[k + 4] << 8 | t[k + 5]);
	this.offset[i] = row.offset;
	this.size[i] = row.size;
	s = -1;
	for (k = 0; k < this.excludes.length && !isText(row, at.status, this.excludes[k]); k++)
		;
	if (k === this.excludes.length)
		s = this.find(row);
	if (s >= 0 && this.history && this.rules.repeat)
		repeated = this.history.count(fieldText(row, at.id), fieldText(row, at.name)) >=
			this.rules.repeat;
	this.of[i] = s;
	this.repeated[i] = repeated;
	if (s < 0) {
		this.excluded++;
	} else {
		this.stratum[s].population++;
		this.stratum[s].eligible += !repeated;
		this.repeats += repeated;
	}
	this.rows++;
	this.idEnd[i] = end + size;
};

Register.prototype.idOf = function (i) {
	return textOf.decode(this.id.subarray(i ? this.idEnd[i - 1] : 0, this.idEnd[i]));
};

Register.prototype.ticketOf = function (i) {
	return hexOf(this.ticket, 32 * i, 32);
};

function byBytes(a, b) {
	for (var i = 0; i < a.length && i < b.length; i++)
		if (a[i] !== b[i])
			return a[i] - b[i];
	return a.length - b.length;
}

/* Sort the rows by ticket, cut them into strata, and size these. */
Register.prototype.finish = function () {
	var n = this.rows, prefix = this.prefix, ticket = this.ticket, rules = this.rules;
	var order = new Uint32Array(n), self = this, i;

	function compare(a, b) {
		return prefix[a] - prefix[b] ||
			byBytes(ticket.subarray(32 * a, 32 * a + 32), ticket.subarray(32 * b, 32 * b + 32));
	}
	if (!this.head)
		throw new Problem("empty");
	for (i = 0; i < n; i++)
		order[i] = i;
	order.sort(compare);
	for (i = 1; i < n; i++)
		if (compare(order[i - 1], order[i]) === 0)
			throw new Problem("idTwice", {id: this.idOf(order[i])});
	this.order = order;
	this.main = this.reserve = this.population = 0;
	this.stratum.forEach(function (s) {
		sizeStratum(s, rules);
		s.rank = [];
		self.population += s.population;
		self.main += s.main;
		self.reserve += s.reserve;
	});
	for (i = 0; i < n; i++)
		if (this.of[order[i]] >= 0 && !this.repeated[order[i]])
			this.stratum[this.of[order[i]]].rank.push(order[i]);
	/* Strata are in the byte order of their texts. */
	this.sorted = this.stratum.slice().sort(function (a, b) {
		return byBytes(utf8(a.text), utf8(b.text));
	});
};

/* The row with that id, or -1. */
Register.prototype.rowOf = function (id) {
	var bytes = utf8(id), t = new Uint8Array(32), low = 0, high = this.rows, mid, c;

	this.key.put(bytes, 0, bytes.length, t, 0);
	while (low < high) {
		mid = low + high >> 1;
		c = 32 * this.order[mid];
		c = byBytes(t, this.ticket.subarray(c, c + 32));
		if (c === 0)
			return this.order[mid];
		if (c < 0)
			high = mid;
		else
			low = mid + 1;
	}
	return -1;
};

/* What the register says of an id: its stratum and rank, as far as it has any. */
Register.prototype.about = function (id) {
	var row = this.rowOf(id), s = row < 0 ? null : this.stratum[this.of[row]];

	if (row < 0)
		return {found: false};
	if (!s)
		return {found: true, excluded: true};
	return {found: true, repeated: Boolean(this.repeated[row]), stratum: s,
		rank: s.rank.indexOf(row) + 1};
};

/* ---- What the draw wrote ---- */

/* The fields of the record at an offset of the register, as texts. */
Register.prototype.fieldsAt = function (bytes, offset, size) {
	var fields = [], reader = new CsvReader(function (row) {
		for (var i = 0; i < row.n; i++)
			fields.push(fieldText(row, i));
	});

	reader.delimiter = this.delimiter;
	reader.filled = this.filled;
	reader.add(bytes.subarray(offset, offset + size));
	reader.finish();
	return fields;
};

Register.prototype.nameOf = function (bytes, i) {
	return this.at.name < 0 ? null : this.fieldsAt(bytes, this.offset[i], this.size[i])[this.at.name];
};

/* SHA-256 of the drawn stream as it came out of the draw, written in that style. */
Register.prototype.drawnDigest = function (bytes, draw, style) {
	var digest = new Sha256(), lines = [style.start], self = this;

	function field(text) {
		if (style.start && calculates(text))
			text = "'" + text;
		return style.between === "," && /[,"\r\n]/.test(text) ?
			"\"" + text.replace(/"/g, "\"\"") + "\"" : text;
	}
	function put(own, offset, size) {
		lines.push(own.concat(self.fieldsAt(bytes, offset, size)).map(field).join(style.between) +
			style.end);
		if (lines.length >= 4096)
			digest.add(utf8(lines.splice(0).join("")));
	}
	put(["draw", "stratum", "rank", "ticket", "role"], this.headOffset, this.headSize);
	this.sorted.forEach(function (s) {
		for (var i = 0; i < s.main + s.reserve; i++)
			put([String(draw), s.text, String(i + 1), self.ticketOf(s.rank[i]),
				i < s.main ? "main" : "reserve"],
			self.offset[s.rank[i]], self.size[s.rank[i]]);
	});
	digest.add(utf8(lines.join("")));
	return digest.hex();
};

/* Is it the stream of that digest, in one of the styles that lists are written in? */
Register.prototype.drawnIs = function (bytes, draw, digest) {
	var self = this;

	return [
		{between: ",", end: "\n", start: ""},
		{between: "\t", end: "\n", start: ""},
		{between: ",", end: "\r\n", start: "\ufeff"}
	].some(function (style) { return self.drawnDigest(bytes, draw, style) === digest; });
};
