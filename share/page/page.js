/*
 * The page: what it shows is read once, when it is opened, and then checked by check.js, or
 * with a register by audit.js. Without this script the page reads the same.
 */
(function () {
	var english = false, shown, rules, worker = null, given = [], state = {};
	var MOST = 20; /* places that are named of one step */

	function id(name) {
		return document.getElementById(name);
	}

	function all(selector, within) {
		return Array.prototype.slice.call((within || document).querySelectorAll(selector));
	}

	function element(name, attributes, text) {
		var e = document.createElement(name), key;

		for (key in attributes)
			e.setAttribute(key, attributes[key]);
		if (text !== undefined)
			e.textContent = text;
		return e;
	}

	/* The words of a key, with its arguments in their places. */
	function say(key, args) {
		var words = WORDS[key] ? WORDS[key][english ? 1 : 0] : key;

		return words.replace(/\{(\w+)\}/g, function (place, name) {
			var value = args ? args[name] : undefined;

			if (value && value.key)
				return say(value.key, value.args);
			return value === undefined ? place : value;
		});
	}

	/* ---- What the page shows ---- */

	/* As it is: an id and a category may end in a blank. */
	function text(e) {
		return e ? e.textContent : "";
	}

	/* The number before or after some words. */
	function numberIn(line, pattern) {
		var found = pattern.exec(line);

		return found ? Number(found[1]) : NaN;
	}

	function fact(name) {
		var term = all("dt").filter(function (dt) { return text(dt) === name; })[0];

		return term ? text(term.nextElementSibling) : "";
	}

	/* The seed text once more, from the command of the first step. */
	function seedAgain(step) {
		var pre = step && step.nextElementSibling, lines = [];

		(pre ? pre.textContent.split("\n") : []).forEach(function (line) {
			var quoted = /^ {2}'(.*)'( \||  ?\\| \\|$)/.exec(line);

			if (quoted)
				lines.push(quoted[1].replace(/'\\''/g, "'"));
		});
		return lines;
	}

	function rowOf(tr) {
		var code = all("th code", tr), th = tr.querySelector("th"), name = th && th.firstChild;
		var first = tr.querySelector("td.n");

		return {n: Number(text(first)), id: text(code[0]), ticket: text(code[1]),
			name: name && name.nodeType === 3 ? name.data : "", role: tr.getAttribute("data-role"),
			sum: tr.getAttribute("data-sum"), text: tr.textContent,
			remark: text(tr.lastElementChild),
			results: all("li", tr).map(function (li) {
				var date = li.querySelector("span");

				return li.textContent.slice(0, li.textContent.length -
					(date ? date.textContent.length : 0)).trim();
			})};
	}

	function extentOf(line) {
		var e = {population: numberIn(line, /^(\d+) 户中/), main: numberIn(line, /抽取 (\d+) 户/),
			removed: numberIn(line, /移出 (\d+) 户/), replaced: numberIn(line, /递补 (\d+) 户/),
			remain: numberIn(line, /应检查 (\d+) 户/)};

		e.removed = e.removed || 0;
		e.replaced = e.replaced || 0;
		if (isNaN(e.remain))
			e.remain = e.main;
		return e;
	}

	function cells(table, take) {
		return all("#" + table + " tbody tr").map(function (tr) {
			return take(Array.prototype.map.call(tr.children, text));
		});
	}

	function readPage() {
		var seed = all("pre").filter(function (pre) {
			return /^ssjc-draw /.test(pre.textContent);
		})[0];

		rules = JSON.parse(id("rules").textContent);
		return {
			rules: rules,
			seed: seed ? seed.textContent : "",
			seedAgain: seedAgain(id("master")),
			master: text(id("master") && id("master").querySelector("code")),
			key: text(id("key") && id("key").querySelector("code")),
			plan: fact("抽查计划编号"),
			draws: all("main p").map(function (p) {
				return numberIn(text(p), /^本计划共抽取 (\d+) 次/);
			}).filter(Number)[0] || "",
			extent: extentOf(fact("抽取范围")),
			rows: all("#drawn tbody tr").map(rowOf),
			removed: all("#removed tbody tr").map(rowOf),
			commitments: cells("commitments", function (c) { return c[1]; }),
			categories: cells("categories", function (c) {
				return {name: c[0], all: Number(c[1]), drawn: Number(c[2])};
			}),
			counts: cells("counts", function (c) {
				return {dept: c[0], result: c[1], n: Number(c[2])};
			})
		};
	}

	/* ---- Steps ---- */

	function showStep(list, step) {
		var mark = step.ok ? "good" : step.ok === null ? "open" : "bad";
		var li = element("li", {"class": mark, "data-step": step.key});
		var places;

		li.appendChild(element("strong", {}, say(mark)));
		li.appendChild(document.createTextNode(" " + say(step.key, step.args)));
		if (step.bad.length) {
			places = element("ul", {});
			step.bad.slice(0, MOST).forEach(function (b) {
				places.appendChild(element("li", {}, say(b.key, b.args)));
			});
			if (step.bad.length > MOST)
				places.appendChild(element("li", {}, say("more", {n: step.bad.length - MOST})));
			li.appendChild(places);
		}
		list.appendChild(li);
	}

	/* A line for each step, and one for all; the element says the same for scripts. */
	function showSteps(to, steps) {
		var bad = steps.filter(function (s) { return s.ok === false; }).length;
		var open = steps.some(function (s) { return s.ok === null; });
		var list = element("ol", {"class": "steps"});

		to.textContent = "";
		to.setAttribute("data-result", bad ? "bad" : open ? "open" : "good");
		to.appendChild(element("p", {"class": bad ? "verdict bad" : open ? "verdict" : "verdict good"},
			say(bad ? "someBad" : open ? "someOpen" : "allGood", {n: steps.length, bad: bad})));
		steps.forEach(function (step) { showStep(list, step); });
		to.appendChild(list);
	}

	function check() {
		try {
			state.steps = checkPage(shown);
		} catch (e) { /* an old browser without BigInt, for example */
			id("checked").textContent = say("failed", {why: e});
			return;
		}
		showSteps(id("checked"), state.steps);
	}

	/* ---- One business ---- */

	/* GB 32100: is the last digit the one that the others give? */
	function checkDigit(code) {
		var digits = "0123456789ABCDEFGHJKLMNPQRTUWXY", sum = 0, weight = 1, i;

		for (i = 0; i < 17; i++, weight = weight * 3 % 31)
			sum += digits.indexOf(code[i]) * weight;
		return digits[(31 - sum % 31) % 31] === code[17];
	}

	function showAnswer() {
		var code = state.code, lines = [], row, about = state.about;

		if (code === undefined)
			return;
		if (!code) {
			id("answer").textContent = say("codeEmpty");
			return;
		}
		lines.push(say("codeTicket", {id: code,
			ticket: stageKey(sha256(shown.seed), "object").of(code)}));
		row = shown.rows.filter(function (r) { return r.id === code; })[0];
		lines.push(!row ? say("codeNot") : say({main: "codeDrawn", replacement: "codeReplacement",
			removed: "codeRemoved"}[roleOf(row.remark)], {row: row.n}));
		if (/^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code) && !checkDigit(code))
			lines.push(say("codeWrong"));
		if (about && !about.found)
			lines.push(say("aboutNot"));
		else if (about && about.excluded)
			lines.push(say("aboutExcluded"));
		else if (about && about.repeated)
			lines.push(say("aboutRepeated"));
		else if (about)
			lines.push(say("aboutRank", {stratum: about.stratum.text, rank: about.rank,
				shown: about.stratum.shown}));
		id("answer").textContent = lines.join(english ? " " : "");
	}

	function lookUp(event) {
		event.preventDefault();
		state.code = id("code").value.normalize("NFKC").replace(/\s+/g, "").toUpperCase();
		state.about = null;
		if (worker && state.code)
			worker.postMessage({about: state.code});
		showAnswer();
	}

	/* ---- The register ---- */

	function table(caption, heads, rows) {
		var t = element("table", {"class": "audit"}), head = t.createTHead().insertRow();
		var body = t.createTBody();

		t.insertBefore(element("caption", {}, caption), t.firstChild);
		heads.forEach(function (h, i) {
			var numbers = rows.length && typeof rows[0][i] === "number";

			head.appendChild(element("th", {scope: "col", "class": numbers ? "n" : ""}, h));
		});
		rows.forEach(function (row) {
			var tr = body.insertRow();

			row.forEach(function (cell, i) {
				var td = tr.insertCell();

				if (typeof cell === "number")
					td.className = "n";
				td.setAttribute("data-label", heads[i]);
				td.textContent = cell;
			});
		});
		return t;
	}

	function showReport() {
		var to = id("tables"), report = state.report;

		to.textContent = "";
		if (!report)
			return;
		showSteps(id("audited"), report.steps);
		if (report.strata)
			to.appendChild(table(say("strata"),
				["stratum", "strataAll", "strataEligible", "strataMain", "strataRemoved", "strataReserve",
					"strataLimit"].map(function (key) { return say(key); }),
				report.strata.map(function (s) {
					return [s.text, s.population, s.eligible, s.main, s.removed, s.reserve,
						s.limit.slice(0, 16) + (s.limit ? "…" : "")];
				})));
		(report.inspectors || []).forEach(function (dept) {
			to.appendChild(table(say("peopleOf", {name: dept.name, n: dept.people.length}),
				["rank", "cert", "person", "ticketHead"].map(function (key) { return say(key); }),
				dept.people.map(function (p, i) { return [i + 1, p.cert, p.name, p.ticket]; })));
			to.appendChild(element("p", {}, say("peopleNote")));
		});
	}

	function progress(done) {
		var bar = id("progress");

		bar.hidden = done >= 1;
		bar.value = done;
		bar.setAttribute("aria-label", say("reading", {percent: Math.round(100 * done)}));
	}

	function failed(why) {
		progress(1);
		id("audited").setAttribute("data-result", "failed");
		id("audited").textContent = say("failed", {why: why});
	}

	function finished(report) {
		progress(1);
		state.report = report;
		showReport();
	}

	function job() {
		return {rules: rules, rows: shown.rows, categories: shown.categories, seed: shown.seed};
	}

	/* Where there are no workers, the page itself works, and cannot be used meanwhile. */
	function auditHere() {
		var files = [], left = given.length;

		given.forEach(function (file, i) {
			var reader = new FileReader();

			reader.onload = function () {
				files[i] = {name: file.name, bytes: new Uint8Array(reader.result)};
				if (--left === 0)
					new Audit(job(), progress).run(files).then(finished, failed);
			};
			reader.onerror = function () { failed(reader.error); };
			reader.readAsArrayBuffer(file);
		});
	}

	function startWorker() {
		var code = id("core").textContent + "\nauditWorker(self);\n";

		worker = new Worker(URL.createObjectURL(new Blob([code], {type: "text/javascript"})));
		worker.onmessage = function (event) {
			var m = event.data;

			if (m.done !== undefined)
				progress(m.done);
			else if (m.report)
				finished(m.report);
			else if (m.failed)
				failed(m.failed);
			else if (m.about === state.code) {
				state.about = m.is;
				showAnswer();
			}
		};
		worker.onerror = function (event) { failed(event.message); };
	}

	function audit(files) {
		Array.prototype.forEach.call(files, function (file) {
			given = given.filter(function (g) { return g.name !== file.name; });
			given.push(file);
		});
		if (!given.length)
			return;
		id("forget").hidden = false;
		id("audited").removeAttribute("data-result");
		id("audited").textContent = given.map(function (g) { return g.name; }).join("、") + " …";
		id("tables").textContent = "";
		progress(0);
		if (worker)
			worker.terminate();
		worker = null;
		try {
			startWorker();
		} catch (e) {
			worker = null;
			auditHere();
			return;
		}
		worker.postMessage({job: job(), files: given});
	}

	function forget() {
		given = [];
		state.report = null;
		if (worker)
			worker.terminate();
		worker = null;
		progress(1);
		id("files").value = "";
		id("audited").textContent = id("tables").textContent = "";
		id("audited").removeAttribute("data-result");
		id("forget").hidden = true;
		id("files").focus();
	}

	function dropZone() {
		var zone = id("drop");

		id("files").addEventListener("change", function () { audit(id("files").files); });
		id("forget").addEventListener("click", forget);
		["dragenter", "dragover"].forEach(function (name) {
			zone.addEventListener(name, function (event) {
				event.preventDefault();
				zone.className = "over";
			});
		});
		zone.addEventListener("dragleave", function () { zone.className = ""; });
		zone.addEventListener("drop", function (event) {
			event.preventDefault();
			zone.className = "";
			audit(event.dataTransfer.files);
		});
		/* A file beside the zone must not take the place of the page. */
		["dragover", "drop"].forEach(function (name) {
			document.addEventListener(name, function (event) { event.preventDefault(); });
		});
	}

	/* ---- The list: search and sort ---- */

	var sorted = {column: 0, down: false};

	function plain(s) {
		return s.normalize("NFKC").toLowerCase();
	}

	function sortList() {
		var body = document.querySelector("#drawn tbody"), rows = all("tr", body);

		function value(tr) {
			return tr.children[sorted.column].textContent;
		}
		rows.sort(function (a, b) {
			var c = sorted.column ? value(a).localeCompare(value(b), "zh") : 0;

			c = c || Number(a.children[0].textContent) - Number(b.children[0].textContent);
			return sorted.down ? -c : c;
		});
		rows.forEach(function (tr) { body.appendChild(tr); });
		all("#drawn thead th").forEach(function (th, i) {
			if (i === sorted.column)
				th.setAttribute("aria-sort", sorted.down ? "descending" : "ascending");
			else
				th.removeAttribute("aria-sort");
		});
		id("sort").value = String(sorted.column);
	}

	function sortBy(column) {
		sorted = {column: column, down: column === sorted.column && !sorted.down};
		sortList();
	}

	function filter() {
		var want = plain(id("search").value).split(/\s+/).filter(Boolean), n = 0, rows = all("#drawn tbody tr");

		rows.forEach(function (tr) {
			var has = plain(tr.textContent);

			tr.hidden = !want.every(function (w) { return has.indexOf(w) >= 0; });
			n += !tr.hidden;
		});
		id("shown").textContent = say("shownRows", {n: n, all: rows.length});
	}

	function listTools() {
		var list = id("drawn"), bar = element("p", {"class": "tools bar", role: "search"});
		var select = element("select", {id: "sort"});

		bar.appendChild(element("label", {"for": "search", "data-say": "search"}));
		bar.appendChild(element("input", {id: "search", type: "search", autocomplete: "off"}));
		bar.appendChild(element("label", {"for": "sort", "data-say": "sortBy"}));
		bar.appendChild(select);
		bar.appendChild(element("span", {id: "shown", role: "status", "aria-live": "polite"}));
		list.parentNode.insertBefore(bar, list);
		all("thead th", list).forEach(function (th, i) {
			var label = text(th), button = element("button", {type: "button", "class": "sort"}, label);

			select.appendChild(element("option", {value: i}, label));
			th.textContent = "";
			th.appendChild(button);
			button.addEventListener("click", function () { sortBy(i); });
		});
		select.addEventListener("change", function () {
			sorted = {column: Number(select.value), down: false};
			sortList();
		});
		id("search").addEventListener("input", filter);
	}

	/* ---- Language ---- */

	/* Labels that the program wrote: their Chinese is kept beside them. */
	function translate() {
		all("header p, h2, h3, dt, dd, th[scope=col], button.sort, summary, option, main > p").forEach(function (e) {
			var zh = e.getAttribute("data-zh") || text(e);

			if (!LABELS[zh] || e.children.length)
				return;
			e.setAttribute("data-zh", zh);
			e.textContent = english ? LABELS[zh] : zh;
		});
		all("[data-label]").forEach(function (e) {
			var zh = e.getAttribute("data-zh-label") || e.getAttribute("data-label");

			if (!LABELS[zh])
				return;
			e.setAttribute("data-zh-label", zh);
			e.setAttribute("data-label", english ? LABELS[zh] : zh);
		});
		all("[data-en]").forEach(function (e) {
			var zh = e.getAttribute("data-zh") || text(e);

			e.setAttribute("data-zh", zh);
			e.textContent = english ? e.getAttribute("data-en") : zh;
		});
		all("[data-say]").forEach(function (e) { e.textContent = say(e.getAttribute("data-say")); });
		id("verify").lang = english ? "en" : "zh-CN";
	}

	function speak() {
		translate();
		id("language").lang = english ? "zh-CN" : "en";
		id("search").placeholder = say("searchHint");
		filter();
		if (state.steps)
			showSteps(id("checked"), state.steps);
		showAnswer();
		showReport();
	}

	function headTools() {
		var bar = element("p", {"class": "tools bar"}), go = element("a", {href: "#verify", "data-say": "goCheck"});
		var button = element("button", {type: "button", id: "language", "data-say": "language"});

		bar.appendChild(go);
		bar.appendChild(button);
		document.querySelector("header").appendChild(bar);
		button.addEventListener("click", function () {
			english = !english;
			speak();
		});
	}

	/* 公示.html#verify checks when it is opened, for scripts and for the link in the head. */
	function byAddress() {
		if (location.hash === "#verify")
			check();
	}

	shown = readPage();
	headTools();
	if (id("drawn"))
		listTools();
	id("verify").hidden = false;
	id("check").addEventListener("click", check);
	id("lookup").addEventListener("submit", lookUp);
	dropZone();
	speak();
	window.addEventListener("hashchange", byAddress);
	byAddress();
	if (location.hash === "#verify")
		id("verify").scrollIntoView();
}());
