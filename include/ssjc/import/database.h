/*
 * database: a table of a PostgreSQL database, as the CSV that the server makes of it.
 * Only a program that calls it is linked with libpq.
 */
#ifndef SSJC_DATABASE_H
#define SSJC_DATABASE_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

/*
 * Append the table of address (postgresql://USER@HOST/DATABASE?table=SCHEMA.TABLE), with a
 * header, all of one moment; nothing is written there. shown is the address as messages may
 * have it, without a password. SSJC_USAGE when it is no such address, SSJC_INPUT when there
 * is no such table or it may not be read, SSJC_SYSTEM when there is no connection.
 */
ssjc_rc database_read(
    struct buf *out, const char *address, const char *shown, struct ssjc_err *err);

#endif
