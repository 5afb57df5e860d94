/* save_as.cjs SHEETJS DIR FILE...: save each workbook as SheetJS writes older formats, in DIR. */
const [sheetjs, dir, ...files] = process.argv.slice(2);
const XLSX = require(sheetjs);
const path = require("path");
const formats = ["biff8", "biff5", "biff4", "biff3", "biff2"];

for (const file of files) {
	const book = XLSX.readFile(file, {cellNF: true, cellFormula: true, sheetStubs: false});
	for (const format of formats)
		try {
			XLSX.writeFile(book, path.join(dir, path.parse(file).name + "-" + format + ".xls"),
			    {bookType: format});
		} catch (e) {
			console.error(file + ": " + format + ": " + e.message);
		}
}
