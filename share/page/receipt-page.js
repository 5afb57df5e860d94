/*
 * Where a firm gives the page its receipt, as a file or as a code: it is read here, checked by
 * receipt.js, and goes nowhere. page.js works without this, and knows nothing of it.
 */
(function () {
	var said = null, shown, turn = 0; /* what was said last; each receipt has its turn */

	function id(name) {
		return document.getElementById(name);
	}

	function all(selector) {
		return Array.prototype.slice.call(document.querySelectorAll(selector));
	}

	function text(e) {
		return e ? e.textContent : "";
	}

	/* page.js marks its part of the page with the language. */
	function english() {
		return id("verify").lang === "en";
	}

	function say(key, args) {
		return WORDS[key][english() ? 1 : 0].replace(/\{(\w+)\}/g, function (place, name) {
			var value = args[name];

			return value instanceof Problem ? say(value.key, value.args) :
				value === undefined ? place : String(value);
		});
	}

	function add(to, name, words, mark) {
		var e = document.createElement(name);

		e.textContent = words;
		if (mark)
			e.className = mark;
		to.appendChild(e);
		return e;
	}

	/* ---- What the page shows ---- */

	function readPage() {
		var root = id("root"), seed = all("pre").filter(function (pre) {
			return /^ssjc-draw /.test(pre.textContent);
		})[0];

		return {
			rules: JSON.parse(id("rules").textContent),
			seed: seed ? seed.textContent : "",
			root: text(root),
			committed: text(root && root.parentNode.querySelectorAll("code")[1]),
			rows: all("#drawn tbody tr").map(function (tr) {
				return {id: text(tr.querySelector("th code")), n: text(tr.querySelector("td.n")),
					role: tr.getAttribute("data-role")};
			})
		};
	}

	/* ---- What is said of a receipt ---- */

	function listSteps(to, steps) {
		var list = add(to, "ol", "", "steps");

		steps.forEach(function (step) {
			var mark = step.ok ? "good" : "bad", li = add(list, "li", "", mark), places;

			li.setAttribute("data-step", step.key);
			add(li, "strong", say(mark, {}));
			li.appendChild(document.createTextNode(" " + say(step.key, step.args)));
			if (step.ok)
				return;
			places = add(li, "ul", "");
			step.bad.forEach(function (b) { add(places, "li", say(b.key, b.args)); });
		});
	}

	/* In a word, how the firm fared; step is the last one, which knows of the list. */
	function fate(step, receipt) {
		return new Problem({receiptList_removed: "receiptIsRemoved",
			receiptList_replacement: "receiptIsReplacement"}[step.key] ||
			(receiptBelow(receipt) ? "receiptIsDrawn" : "receiptIsNotDrawn"));
	}

	function show() {
		var to = id("receipt-said"), steps = said && said.steps, bad, args;

		to.textContent = "";
		if (!said) {
			to.removeAttribute("data-result");
			return;
		}
		if (said.problem) {
			to.setAttribute("data-result", "unread");
			add(to, "p", say("receiptUnread", {why: said.problem}), "verdict bad");
			return;
		}
		bad = steps.filter(function (s) { return !s.ok; }).length;
		args = {id: said.receipt.id, n: steps.length, bad: bad,
			what: fate(steps[steps.length - 1], said.receipt)};
		to.setAttribute("data-result", bad ? "bad" : "good");
		add(to, "p", say(bad ? "receiptBad" : "receiptGood", args), bad ? "verdict bad" : "verdict good");
		listSteps(to, steps);
	}

	function fails(problem) {
		said = {problem: problem};
		id("receipt-clear").hidden = false;
		show();
	}

	/* Either form of a receipt, as text. */
	function check(words) {
		var receipt;

		try {
			receipt = receiptRead(words);
			said = {receipt: receipt, steps: checkReceipt(receipt, shown)};
		} catch (e) { /* not a receipt; or an old browser without BigInt, for example */
			fails(e instanceof Problem ? e : new Problem("failed", {why: e}));
			return;
		}
		id("receipt-clear").hidden = false;
		show();
	}

	/* ---- How it is given ---- */

	function take(files) {
		var reader = new FileReader(), mine = ++turn;

		if (files.length > 1 || files.length === 0) {
			fails(new Problem(files.length ? "receiptOne" : "receiptEmpty"));
			return;
		}
		if (files[0].size > RECEIPT_SIZE) {
			fails(new Problem("receiptLarge", {size: (files[0].size / 1e6).toFixed(1)}));
			return;
		}
		reader.onload = function () {
			if (mine !== turn)
				return;
			try {
				check(receiptUtf8(new Uint8Array(reader.result), "receiptNotText"));
			} catch (e) {
				fails(e);
			}
		};
		reader.onerror = function () {
			if (mine === turn)
				fails(new Problem("receiptNoFile", {why: reader.error}));
		};
		reader.readAsArrayBuffer(files[0]);
	}

	/* A field keeps no line end after the last line, and some programs add blanks of their own. */
	function pasted(event) {
		var words = id("receipt-code").value.trim();

		event.preventDefault();
		turn++;
		if (words.indexOf(RECEIPT_CODE) === 0)
			words = words.replace(/[\s\u200b-\u200d\u2060\ufeff]+/g, "");
		else
			words += "\n";
		if (words === "\n")
			fails(new Problem("receiptEmpty"));
		else
			check(words);
	}

	function clear() {
		turn++;
		said = null;
		id("receipt-file").value = id("receipt-code").value = "";
		id("receipt-clear").hidden = true;
		show();
		id("receipt-file").focus();
	}

	function dropZone() {
		var zone = id("receipt-drop");

		["dragenter", "dragover", "dragleave", "drop"].forEach(function (name) {
			zone.addEventListener(name, function (event) {
				event.preventDefault();
				zone.className = name === "dragenter" || name === "dragover" ? "over" : "";
			});
		});
		zone.addEventListener("drop", function (event) { take(event.dataTransfer.files); });
	}

	/* The link beside that of the page's own check; its words change with the language. */
	function link() {
		var go = add(document.querySelector("header .bar"), "a", say("goReceipt", {}));

		go.href = "#receipt";
		go.setAttribute("data-say", "goReceipt");
		go.parentNode.insertBefore(go, id("language"));
	}

	function speak() {
		id("receipt").lang = english() ? "en" : "zh-CN";
		show();
	}

	shown = readPage();
	link();
	dropZone();
	id("receipt-tools").hidden = false;
	id("receipt-file").addEventListener("change", function () { take(id("receipt-file").files); });
	id("receipt-form").addEventListener("submit", pasted);
	id("receipt-clear").addEventListener("click", clear);
	id("language").addEventListener("click", speak);
}());
