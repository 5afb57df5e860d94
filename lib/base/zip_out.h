/*
 * zip_out: an archive whose members are packed before their order is known. They are kept
 * in memory, and when they are many, in a file without a name.
 */
#ifndef SSJC_ZIP_OUT_H
#define SSJC_ZIP_OUT_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"

#include <stdint.h>
#include <stdio.h>

/* A member that is packed: where it is kept, and what it is when it is unpacked. */
struct zip_member {
	uint64_t at;
	uint32_t packed, size, crc;
	bool text; /* as zlib sees it */
};

struct zip_out;

/* path is what it will be called, for messages: borrowed. Free it with zip_out_free. */
ssjc_rc zip_out_new(struct zip_out **out, const char *path, struct ssjc_err *err);
/* Pack a member: begin, add its bytes, end. Nothing is packed meanwhile but these. */
ssjc_rc zip_out_begin(struct zip_out *z, struct ssjc_err *err);
ssjc_rc zip_out_add(struct zip_out *z, struct str bytes, struct ssjc_err *err);
ssjc_rc zip_out_end(struct zip_out *z, struct zip_member *out, struct ssjc_err *err);
/* All three for one text. */
ssjc_rc zip_out_pack(
    struct zip_out *z, struct str bytes, struct zip_member *out, struct ssjc_err *err);
/* Begin the archive in that file, which is empty; then put members, each once, and close it. */
ssjc_rc zip_out_open(struct zip_out *z, int fd, struct ssjc_err *err);
ssjc_rc zip_out_put(
    struct zip_out *z, const char *name, const struct zip_member *m, struct ssjc_err *err);
ssjc_rc zip_out_close(struct zip_out *z, struct ssjc_err *err);
/* NULL is fine. An archive that was not closed is given up: no more goes into its file. */
void zip_out_free(struct zip_out *z);

/* The member of that name of the archive at path, unpacked; SSJC_SYSTEM without one. */
ssjc_rc zip_out_read(const char *path, const char *name, struct buf *out, struct ssjc_err *err);

#endif
