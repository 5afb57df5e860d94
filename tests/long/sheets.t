#!/bin/sh
# Workbooks with every kind of cell, made by other programs, and read cell by cell as
# xlrd and openpyxl read them: by xlwt and openpyxl, by LibreOffice from these and,
# where npm is there, by SheetJS, in old and in other formats.
. "${0%/*}/../cli/tap.sh"

here=$top/tests/long
SEED=${SEED:-1}
echo "# SEED=$SEED"

# agree WHAT N FILE...: the files are read alike, and have at least N cells.
agree() {
	what=$1 least=$2
	shift 2
	run "$here/compare.py" "$bin/tools/cells" "$@"
	tail -n 1 out > last
	ok "$what: $(cat last)" sh -c "
		[ $status -eq 0 ] && awk '{ exit !(\$5 >= $least) }' last || { head -n 20 err; exit 1; }"
}

# as_tidy WHAT FOLDER ENDING: the tidy workbooks as they were saved in another format.
as_tidy() {
	what=$1 folder=$2 ending=$3
	set --
	for book in books/tidy-*.xlsx; do
		name=${book##*/}
		set -- "$@" "$folder/${name%.xlsx}$ending=$book"
	done
	agree "$what" 3000 "$@"
}

office() { # FORMAT FOLDER FILE...
	format=$1 folder=$2
	shift 2
	run soffice "-env:UserInstallation=file://$work/office" --headless --convert-to "$format" \
	    --outdir "$folder" "$@"
	status 0 "LibreOffice saves as $format"
}

run "$here/make_books.py" books "$SEED"
status 0 'workbooks are made'
agree 'xlwt, .xls' 20000 books/xlwt-*.xls
agree 'openpyxl, .xlsx' 5000 books/*.xlsx
office 'xls:MS Excel 97' office.xls books/openpyxl-*.xlsx
agree 'LibreOffice, .xls' 5000 office.xls/*.xls
office ods office.ods books/tidy-*.xlsx
as_tidy 'LibreOffice, .ods' office.ods .ods
office fods office.fods books/tidy-*.xlsx
as_tidy 'LibreOffice, .fods' office.fods .fods
npm install --silent --no-audit --no-fund --prefix npm xlsx > npm.log 2>&1
if [ -d npm/node_modules/xlsx ]; then
	mkdir sheetjs
	run node "$here/save_as.cjs" "$work/npm/node_modules/xlsx" sheetjs \
	    biff8,biff5,biff4,biff3,biff2 books/openpyxl-*.xlsx
	status 0 'SheetJS saves as .xls'
	for format in biff8 biff5 biff4 biff3 biff2; do
		agree "SheetJS, $format" 5000 sheetjs/*-$format.xls
	done
	run node "$here/save_as.cjs" "$work/npm/node_modules/xlsx" sheetjs xlml books/tidy-*.xlsx
	status 0 'SheetJS saves as XML Spreadsheet 2003'
	as_tidy 'SheetJS, XML Spreadsheet 2003' sheetjs -xlml.xls
else
	echo '# SheetJS is left out: npm cannot install it'
fi
finish
