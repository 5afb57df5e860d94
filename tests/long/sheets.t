#!/bin/sh
# Workbooks with every kind of cell, made by other programs, and read cell by cell as
# xlrd and openpyxl read them: by xlwt and openpyxl, by LibreOffice from these and,
# where npm is there, by SheetJS in the formats of Excel 2.1 to 2003.
. "${0%/*}/../cli/tap.sh"

here=$top/tests/long
SEED=${SEED:-1}
echo "# SEED=$SEED"

# agree WHAT N FILE...: the files are read alike, and hold at least N cells.
agree() {
	what=$1 least=$2
	shift 2
	run "$here/compare.py" "$bin/tools/cells" "$@"
	grep -v CODEPAGE err >> out
	ok "$what: $(tail -n 1 out)" sh -c "
		[ $status -eq 0 ] && tail -n 1 out | awk '{ exit !(\$5 >= $least) }' ||
		    { head -n 20 err; exit 1; }"
}

run "$here/make_books.py" books "$SEED"
status 0 'workbooks are made'
agree xlwt 20000 books/xlwt-*.xls
agree openpyxl 5000 books/openpyxl-*.xlsx
run soffice "-env:UserInstallation=file://$work/office" --headless --convert-to 'xls:MS Excel 97' \
    --outdir office.xls books/openpyxl-*.xlsx
status 0 'LibreOffice saves them as .xls'
agree 'LibreOffice, .xls' 5000 office.xls/*.xls
if command -v npm > /dev/null && npm install --silent --no-audit --no-fund --prefix npm xlsx > npm.log 2>&1
then
	mkdir sheetjs
	run node "$here/save_as.cjs" "$work/npm/node_modules/xlsx" sheetjs books/openpyxl-*.xlsx
	status 0 'SheetJS saves them'
	for format in biff8 biff5 biff4 biff3 biff2; do
		agree "SheetJS, $format" 5000 sheetjs/*-$format.xls
	done
else
	echo '# no SheetJS: npm cannot install it'
fi
finish
