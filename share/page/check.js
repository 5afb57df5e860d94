/*
 * What the page says, against itself: everything on it that follows from the seed text, or
 * from other things on it. A step is {key, args, ok, bad}: words.js has its words by the key;
 * bad are the places that differ, with words of their own.
 */

function Step(key, args) {
	this.key = key;
	this.args = args || {};
	this.ok = true; /* false: it differs; null: it could not be checked */
	this.bad = [];
}

Step.prototype.differs = function (key, args) {
	this.ok = false;
	this.bad.push(new Problem(key, args));
};

/* Is what is shown as it should be? Else it differs. */
Step.prototype.same = function (key, is, should, args) {
	if (String(is) === String(should))
		return;
	this.differs(key, Object.assign({is: String(is), should: String(should)}, args));
};

function checkSeed(shown) {
	var step = new Step("seed"), seed = seedRead(shown.seed), line = shown.seed.split("\n");

	if (seed.wrong)
		step.differs("seedLine", {line: seed.wrong});
	step.same("seedPlan", seed.plan, shown.rules.plan);
	step.same("planShown", shown.plan, shown.rules.plan);
	step.same("seedDraw", seed.draw, shown.rules.draw);
	step.same("drawsShown", shown.draws, shown.rules.draw);
	shown.seedAgain.forEach(function (again, i) {
		step.same("seedAgain", line[i] || "", again, {line: i + 1});
	});
	return step;
}

function checkKeys(shown, master, key) {
	var step = new Step("keys");

	step.same("master", shown.master, master);
	step.same("key", shown.key, key.digits);
	return step;
}

function checkCommitments(shown) {
	var step = new Step("commitments", {n: shown.commitments.length});
	var share = seedRead(shown.seed).share;

	step.same("shares", share.length, shown.commitments.length);
	shown.commitments.forEach(function (digest, i) {
		if (share[i])
			step.same("commitment", digest, shareCommitment(share[i]), {n: i + 1});
	});
	return step;
}

function checkTickets(shown, key) {
	var step = new Step("tickets", {n: shown.rows.length});

	shown.rows.forEach(function (row) {
		step.same("ticket", row.ticket, key.of(row.id), {row: row.n, id: row.id});
	});
	return step;
}

/* The rows are numbered in the order of their tickets, and each business is there once. */
function checkOrder(shown) {
	var step = new Step("order", {n: shown.rows.length}), seen = {};

	shown.rows.forEach(function (row, i) {
		step.same("number", row.n, i + 1, {row: i + 1, id: row.id});
		if (i && row.ticket <= shown.rows[i - 1].ticket)
			step.differs("before", {row: row.n, id: row.id, other: shown.rows[i - 1].id});
		if (seen["=" + row.id])
			step.differs("rowTwice", {row: row.n, id: row.id});
		seen["=" + row.id] = true;
	});
	return step;
}

/* A row's sum: the first half of SHA-256 of its text. */
function checkSums(shown) {
	var step = new Step("sums", {n: shown.rows.length + shown.removed.length});

	shown.rows.concat(shown.removed).forEach(function (row) {
		if (row.sum !== sha256(row.text).slice(0, 16))
			step.differs(row.n ? "sumRow" : "sumRemoved", {row: row.n, id: row.id});
	});
	return step;
}

/* The remark of a row says what its business was drawn as. */
function roleOf(remark) {
	if (remark.indexOf("替补") === 0)
		return "replacement";
	return remark.indexOf("抽中后经核对移出") === 0 ? "removed" : "main";
}

function countRoles(rows) {
	var n = {main: 0, replacement: 0, removed: 0};

	rows.forEach(function (row) { n[roleOf(row.remark)]++; });
	return n;
}

function checkReplacements(shown) {
	var n = countRoles(shown.rows), step = new Step("replacements", n), removed = {}, extent = shown.extent;

	shown.removed.forEach(function (row) { removed["=" + row.id] = true; });
	shown.rows.forEach(function (row) {
		var role = roleOf(row.remark), args = {row: row.n, id: row.id};

		if (role !== row.role)
			step.differs(row.role, args);
		if (role === "removed" && !removed["=" + row.id])
			step.differs("noReason", args);
		if (role !== "removed" && removed["=" + row.id])
			step.differs("yetListed", args);
		delete removed["=" + row.id];
	});
	Object.keys(removed).forEach(function (id) {
		step.differs("removedGone", {id: id.slice(1)});
	});
	step.same("nReplaced", n.replacement, extent.replaced);
	step.same("nRemoved", n.removed, extent.removed);
	step.same("nRemain", n.main + n.replacement, extent.remain);
	return step;
}

function checkCounts(shown) {
	var counts = shown.rules.counts, extent = shown.extent, step = new Step("counts", extent);
	var floor = shown.rules.floor, all = 0, drawn = 0;

	step.same("population", extent.population, counts.population);
	step.same("drawn", extent.main, counts.main);
	if (floor && extent.main < ratioCeil(extent.population, floor))
		step.differs("floor", {is: extent.main, should: ratioCeil(extent.population, floor)});
	shown.categories.forEach(function (c) {
		all += c.all;
		drawn += c.drawn;
	});
	if (shown.categories.length) {
		step.same("categoriesAll", all, extent.population);
		step.same("categoriesDrawn", drawn, extent.main);
	}
	return step;
}

/* The counts of results, from the list. */
function checkResults(shown) {
	var step = new Step("results", {n: shown.counts.length});

	shown.counts.forEach(function (count) {
		var n = 0;

		shown.rows.forEach(function (row) {
			row.results.forEach(function (r) {
				if (r.indexOf(count.dept + "：") === 0 &&
					("；" + r.slice(count.dept.length + 1) + "；").indexOf("；" + count.result + "；") >= 0)
					n++;
			});
		});
		step.same("result", count.n, n, {dept: count.dept, result: count.result});
	});
	return step;
}

/* All steps, in order. */
function checkPage(shown) {
	var master = sha256(shown.seed), key = stageKey(master, "object");
	var steps = [checkSeed(shown), checkKeys(shown, master, key)];

	if (shown.commitments.length)
		steps.push(checkCommitments(shown));
	steps.push(checkTickets(shown, key), checkOrder(shown), checkReplacements(shown),
		checkCounts(shown), checkResults(shown), checkSums(shown));
	return steps;
}
