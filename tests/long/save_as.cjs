/* save_as.cjs SHEETJS DIR FORMAT,... FILE...: save each workbook in those formats of SheetJS's. */
const [sheetjs, dir, formats, ...files] = process.argv.slice(2);
const XLSX = require(sheetjs);
const path = require("path");

for (const file of files) {
	const book = XLSX.readFile(file, {cellNF: true, cellFormula: true, cellStyles: true});
	for (const format of formats.split(","))
		try {
			XLSX.writeFile(book, path.join(dir, path.parse(file).name + "-" + format + ".xls"),
			    {bookType: format});
		} catch (e) {
			console.error(file + ": " + format + ": " + e.message);
		}
}
