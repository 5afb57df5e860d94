/*
 * rechain AUDIT SQL...: run the SQL on an audit file and mend its chain, as a
 * program would that keeps none of the rules, but hashes properly.
 */
#include "../rechain.h"

int main(int argc, char **argv)
{
	sqlite3_stmt *s;
	sqlite3 *db;
	int events;

	if (argc < 3)
		return 2;
	db = rechain_open(argv[1]);
	for (int i = 2; i < argc; i++)
		rechain_sql(db, argv[i]);
	rechain_must(
	    sqlite3_prepare_v2(db, "SELECT count(*) FROM event", -1, &s, NULL) == SQLITE_OK &&
	        sqlite3_step(s) == SQLITE_ROW,
	    "count");
	events = sqlite3_column_int(s, 0);
	sqlite3_finalize(s);
	for (int seq = 1; seq <= events; seq++)
		rechain_mend(db, seq, true);
	rechain_close(db);
	return 0;
}
