// engine.cjs duckdb|clickhouse NODE_MODULES: a database in this process, for databases.py.
//
// Each line of stdin is the name of a folder and of a query in it, with a blank between: its
// tables are made as the query's comment says, and what it selects is written to LIST, which
// is the name of the query with .csv. Says "ok", or what is wrong, on one line.
const fs = require("fs");
const path = require("path");
const readline = require("readline");

const [engine, modules] = process.argv.slice(2);
const statements = (text) => text.split(/;\n/).filter((s) => s.trim());
// The indented lines of the comment, as sed -n 's/^--   //p' has them.
const tables = (query) =>
	statements(query.split("\n").filter((l) => l.startsWith("--   ")).map((l) => l.slice(5)).join("\n") + "\n");

async function duckdb() {
	const { DuckDBInstance } = require(path.join(modules, "@duckdb/node-api"));
	return async (query, list) => {
		const instance = await DuckDBInstance.create(":memory:");
		const db = await instance.connect();
		try {
			for (const s of tables(query))
				await db.run(s);
			await db.run(query.replace("'/dev/stdout'", "'" + list + "'"));
		} finally {
			db.closeSync();
			instance.closeSync();
		}
	};
}

async function clickhouse() {
	const { Session } = require(path.join(modules, "chdb"));
	const session = new Session();
	return async (query, list) => {
		for (const t of ["objects", "history"])
			session.query("DROP TABLE IF EXISTS " + t);
		for (const s of tables(query))
			session.query(s);
		fs.writeFileSync(list, session.query(query.trim().replace(/;$/, "")));
	};
}

async function main() {
	const ask = await { duckdb, clickhouse }[engine]();
	for await (const line of readline.createInterface({ input: process.stdin })) {
		const [folder, name] = line.split(" ");
		let said = "ok";
		try {
			process.chdir(folder);
			await ask(fs.readFileSync(name, "utf8"), name + ".csv");
		} catch (e) {
			said = String(e.message).replace(/\s+/g, " ");
		}
		console.log(said);
	}
	process.exit(0);
}
main();
