/*
 * The whole draw again from the register, in a worker of the page: who has the streams
 * objects.csv, history.csv, inspectors.csv and assigned.csv gives them to the page, which sends
 * them nowhere.
 * Steps are as in check.js.
 */

/* job is {rules, rows, categories}: what the page says; tell(done of 1) shows how far it is. */
function Audit(job, tell) {
	this.job = job;
	this.tell = tell;
	this.register = null;
}

/* Which stream these bytes are: by their header. */
function streamOf(bytes) {
	var head = null, end = bytes.indexOf(LF), reader = new CsvReader(function (row) {
		head = head || headerOf(row);
	});

	reader.add(bytes.subarray(0, end < 0 ? bytes.length : end + 1));
	reader.finish();
	head = head || {};
	if (columnOf(head, "cert") >= 0)
		return columnOf(head, "seat") >= 0 ? "match" : "inspectors";
	if (columnOf(head, "date") >= 0)
		return "history";
	if (columnOf(head, "id") < 0)
		throw new Problem("unknownFile");
	return "objects";
}

/* The browser's own digest is faster where it has one, and runs beside what else is done. */
function digestOf(bytes) {
	var subtle = typeof crypto === "object" && crypto.subtle;

	if (!subtle)
		return Promise.resolve().then(function () { return sha256(bytes); });
	return subtle.digest("SHA-256", bytes).then(function (digest) {
		return hexOf(new Uint8Array(digest), 0, 32);
	}, function () {
		return sha256(bytes);
	});
}

/* Which streams files are: {objects, registers: [], inspectors, match, history: []}, each {name, bytes}. */
function sortFiles(files, step) {
	var by = {objects: null, registers: [], inspectors: null, match: null, history: []};

	files.forEach(function (file) {
		try {
			var stream = streamOf(file.bytes);

			if (stream === "history")
				by.history.push(file);
			else
				by[stream] = file;
			if (stream === "objects")
				by.registers.push(file);
		} catch (e) {
			if (!(e instanceof Problem))
				throw e;
			step.differs("file", {file: file.name, why: e});
		}
	});
	return by;
}

/* Several registers as one: the rows of all after the header, which must be that of each. */
function joinRegisters(files) {
	var head = 0, size = files.length, at = 0, all;

	files.forEach(function (file) { size += file.bytes.length; });
	all = new Uint8Array(size);
	files.forEach(function (file, i) {
		var bytes = file.bytes, end = bytes.indexOf(LF) + 1 || bytes.length, k;

		for (k = 0; i > 0 && (k < end || k < head); k++)
			if (bytes[k] !== all[k])
				throw new Problem("otherHeader", {file: file.name, first: files[0].name});
		all.set(i > 0 ? bytes.subarray(end) : bytes, at);
		at += bytes.length - (i > 0 ? end : 0);
		if (i === 0)
			head = end;
		if (all[at - 1] !== LF)
			all[at++] = LF;
	});
	return all.subarray(0, at);
}

/* Are these the files that the draw was from? A promise of the step. */
Audit.prototype.checkFiles = function (by, step) {
	var rules = this.job.rules, wait = [], registers = rules.registers || [{digest: rules.objects}];
	/* A database does not say which register it counted. */
	var known = registers.map(function (r) { return r.digest; });

	function check(file, known) {
		wait.push(digestOf(file.bytes).then(function (digest) {
			file.digest = digest;
			if (known.length && known.indexOf(digest) < 0)
				step.differs("fileDiffers",
					{file: file.name, is: digest, should: known.join(" / ")});
		}));
	}
	(rules.registers ? by.registers : by.objects ? [by.objects] : []).forEach(function (file) {
		check(file, known.indexOf("") < 0 ? known : []);
	});
	by.history.forEach(function (file) { check(file, rules.history); });
	if (by.inspectors)
		check(by.inspectors, rules.inspectors ? [rules.inspectors] : []);
	return Promise.all(wait).then(function () { return step; });
};

/* Read the register into strata and ranks. */
Audit.prototype.draw = function (by) {
	var rules = this.job.rules, history = null, register, reader, at, piece = 1 << 22;
	var bytes = rules.registers ? joinRegisters(by.registers) : by.objects.bytes;

	if (rules.repeat) {
		history = new History(rules.year, rules.plan);
		by.history.forEach(function (file) { history.add(file.bytes); });
	}
	register = new Register(rules, stageKey(sha256(this.job.seed), "object"), history);
	reader = new CsvReader(function (row) { register.take(row); });
	for (at = 0; at < bytes.length; at += piece) {
		reader.add(bytes.subarray(at, at + piece));
		this.tell(0.9 * at / bytes.length);
	}
	reader.finish();
	register.delimiter = reader.delimiter;
	register.filled = reader.filled;
	register.finish();
	this.tell(0.95);
	this.bytes = bytes;
	this.register = register;
};

Audit.prototype.checkNumbers = function () {
	var r = this.register, counts = this.job.rules.counts, floor = this.job.rules.floor;
	var step = new Step("numbers", {rows: r.rows, population: r.population,
		excluded: r.excluded, repeated: r.repeats, main: r.main, strata: r.stratum.length});

	step.same("population", counts.population, r.population);
	step.same("excluded", counts.excluded, r.excluded);
	step.same("repeated", counts.repeated, r.repeats);
	step.same("drawn", counts.main, r.main);
	if (floor && r.main < ratioCeil(r.population, floor))
		step.differs("floor", {is: r.main, should: ratioCeil(r.population, floor)});
	return step;
};

Audit.prototype.checkCategories = function () {
	var at = this.job.rules.strata.indexOf("category"), by = {}, shown = {}, step;

	this.job.categories.forEach(function (c) { shown["=" + c.name] = c; });
	this.register.stratum.forEach(function (s) {
		var c = by["=" + s.values[at]] || (by["=" + s.values[at]] = {all: 0, drawn: 0});

		c.all += s.population;
		c.drawn += s.main;
	});
	step = new Step("categories", {n: Object.keys(by).length});
	Object.keys(Object.assign({}, by, shown)).forEach(function (name) {
		var is = shown[name] || {all: 0, drawn: 0}, should = by[name] || {all: 0, drawn: 0};

		step.same("category", is.all + " / " + is.drawn, should.all + " / " + should.drawn,
			{name: name.slice(1)});
	});
	return step;
};

/* How many of a stratum came after those drawn first: one for each that was removed. */
Audit.prototype.cameIn = function () {
	var self = this, register = this.register;

	register.stratum.forEach(function (s) { s.removed = 0; });
	this.job.rows.forEach(function (row) {
		var about = register.about(row.id);

		if (roleOf(row.remark) === "removed" && about.stratum)
			about.stratum.removed++;
	});
	register.stratum.forEach(function (s) {
		s.shown = s.main + Math.min(s.removed, s.reserve);
		s.limit = s.shown ? register.ticketOf(s.rank[s.shown - 1]) : "";
	});
	return self;
};

/* Is the list of the page the one that the register and the seed give? */
Audit.prototype.checkList = function () {
	var step = new Step("list", {n: this.job.rows.length}), seen = new Set(), self = this;

	this.job.rows.forEach(function (row) {
		var about = self.register.about(row.id), args = {row: row.n, id: row.id}, name;

		seen.add(row.id);
		if (!about.found)
			return step.differs("notThere", args);
		name = self.register.nameOf(self.bytes, self.register.rowOf(row.id));
		if (name !== null)
			step.same("name", row.name, name, args);
		if (about.excluded || about.repeated)
			return step.differs(about.excluded ? "isExcluded" : "isRepeated", args);
		if (about.rank > about.stratum.shown)
			step.differs("notDrawn", {row: row.n, id: row.id, stratum: about.stratum.text,
				rank: about.rank, n: about.stratum.shown});
		return undefined;
	});
	this.register.sorted.forEach(function (s) {
		for (var i = 0, id; i < s.shown; i++) {
			id = self.register.idOf(s.rank[i]);
			if (!seen.has(id))
				step.differs("missing", {id: id, stratum: s.text, rank: i + 1});
		}
	});
	return step;
};

/* Are those that replace others the next of their strata, and no others? */
Audit.prototype.checkReserve = function () {
	var step = new Step("reserve", countRoles(this.job.rows)), self = this;

	this.job.rows.forEach(function (row) {
		var about = self.register.about(row.id), role = roleOf(row.remark);

		if (!about.stratum || !about.rank || role === "removed" || about.rank > about.stratum.shown)
			return;
		if ((about.rank > about.stratum.main) !== (role === "replacement"))
			step.differs(role === "replacement" ? "asMain" : "asReplacement", {row: row.n, id: row.id,
				stratum: about.stratum.text, rank: about.rank, n: about.stratum.main});
	});
	return step;
};

Audit.prototype.checkDrawn = function () {
	var r = this.register, step = new Step("drawnList", {main: r.main, reserve: r.reserve});

	if (!r.drawnIs(this.bytes, this.job.rules.draw, this.job.rules.drawn))
		step.differs("drawnDiffers", {should: this.job.rules.drawn});
	return step;
};

/* The tickets of those who may serve, department by department, in their order. */
Audit.prototype.inspectors = function (bytes) {
	var master = sha256(this.job.seed), rows = readTable(bytes).rows;

	return this.job.rules.departments.map(function (dept) {
		var key = stageKey(master, "inspector/" + dept.key);

		return {name: dept.name, draw: dept.draw, people: rows.filter(function (p) {
			return p.dept === dept.key && (p.status || "active") === "active" && p.expert !== "yes";
		}).map(function (p) {
			return {cert: p.cert, name: p.name, ticket: key.of(p.cert)};
		}).sort(function (a, b) { return a.ticket < b.ticket ? -1 : 1; })};
	});
};

/* Is a list of seats the match on record? people are the rows of inspectors.csv, or null. */
Audit.prototype.checkMatch = function (bytes, people) {
	var rules = this.job.rules, rows = readTable(bytes).rows, step, known = new Set(), at = new Set();
	var digest = sha256(utf8(rows.map(function (s) {
		at.add(s.id);
		return sha256(utf8([s.id, s.date, s.team, s.dept, s.seat, s.duty, s.cert].join("\t")));
	}).sort().join("")));

	step = new Step("match", {n: rows.length, objects: at.size});
	this.job.rows.forEach(function (row) {
		if (roleOf(row.remark) !== "removed" && !at.has(row.id))
			step.differs("noSeat", {row: row.n, id: row.id});
	});
	if (people) {
		people.forEach(function (p) { known.add(p.cert + "\t" + p.dept); });
		rows.forEach(function (s) {
			if (!known.has(s.cert + "\t" + s.dept))
				step.differs("stranger", {id: s.id, cert: s.cert, dept: s.dept});
		});
	}
	if (digest !== rules.match)
		step.differs("matchDiffers", {is: digest, should: rules.match || "—"});
	return step;
};

Audit.prototype.strata = function () {
	return this.register.sorted.map(function (s) {
		return {text: s.text, population: s.population, eligible: s.eligible, n: s.n, main: s.main,
			reserve: s.reserve, removed: s.removed, limit: s.limit};
	});
};

/* The steps that need the register. */
Audit.prototype.registerSteps = function (by, report) {
	var rules = this.job.rules, step;

	if (by.history.length < rules.history.length) {
		step = new Step("needHistory", {n: rules.history.length, digest: rules.history.join(" / ")});
		step.ok = null;
		report.steps.push(step);
		return;
	}
	if (rules.registers && by.registers.length < rules.registers.length) {
		step = new Step("needRegisters", {n: rules.registers.length, is: by.registers.length,
			names: rules.registers.map(function (r) { return r.name; }).join(", ")});
		step.ok = null;
		report.steps.push(step);
		return;
	}
	try {
		this.draw(by);
	} catch (e) {
		if (!(e instanceof Problem))
			throw e;
		step = new Step("register");
		step.differs("registerBad", {why: e});
		report.steps.push(step);
		return;
	}
	this.cameIn();
	report.steps.push(this.checkNumbers());
	if (rules.strata.indexOf("category") >= 0)
		report.steps.push(this.checkCategories());
	report.steps.push(this.checkList(), this.checkReserve(), this.checkDrawn());
	report.strata = this.strata();
};

/* files are {name, bytes}; a promise of {steps, strata, inspectors}. */
Audit.prototype.run = function (files) {
	var report = {steps: [], strata: null, inspectors: null}, step = new Step("files", {n: files.length});
	var by = sortFiles(files, step), self = this, digests = this.checkFiles(by, step);

	report.steps.push(step);
	if (by.objects)
		this.registerSteps(by, report);
	if (by.inspectors)
		report.inspectors = this.inspectors(by.inspectors.bytes);
	if (by.match)
		report.steps.push(this.checkMatch(by.match.bytes,
			by.inspectors && readTable(by.inspectors.bytes).rows));
	return digests.then(function () {
		self.tell(1);
		return report;
	});
};

/* What the register says of a code, without the rows that the worker keeps. */
Audit.prototype.about = function (id) {
	var a = this.register ? this.register.about(id) : null;

	if (a && a.stratum)
		a.stratum = {text: a.stratum.text, main: a.stratum.main, shown: a.stratum.shown,
			reserve: a.stratum.reserve, limit: a.stratum.limit};
	return a;
};

/* Of the worker: {job, files} begins, {about: id} asks. */
function auditWorker(scope) {
	var audit = null;

	scope.onmessage = function (event) {
		var m = event.data, files;

		if (m.about !== undefined) {
			scope.postMessage({about: m.about, is: audit ? audit.about(m.about) : null});
			return;
		}
		audit = new Audit(m.job, function (done) { scope.postMessage({done: done}); });
		try {
			files = m.files.map(function (file) {
				return {name: file.name,
					bytes: new Uint8Array(new FileReaderSync().readAsArrayBuffer(file))};
			});
			audit.run(files).then(function (report) {
				scope.postMessage({report: report});
			}, function (e) {
				scope.postMessage({failed: String(e)});
			});
		} catch (e) {
			scope.postMessage({failed: String(e)});
		}
	};
}
