/*
 * zip_kept: parts that are the same in many archives, packed once. Of thousands of workbooks
 * of one kind most parts are the same, and packing is what takes the longest. It is kept
 * until the program ends, a few megabytes at most, for all threads.
 */
#ifndef SSJC_ZIP_KEPT_H
#define SSJC_ZIP_KEPT_H

#include "ssjc/base/buf.h"

#include <stdint.h>

/* A part has to be smaller. */
enum { ZIP_KEPT_LARGEST = 1 << 17 };

/* What is known of a packed part besides its bytes. */
struct zip_kept {
	uint32_t packed, size, crc;
	bool text;
};

/* Append the packed bytes of that part, and say what it is; false when it is not kept. */
bool zip_kept_take(struct str bytes, struct buf *out, struct zip_kept *what);
/* Such a part was packed: keep it when it was not the first like it. */
void zip_kept_put(struct str bytes, struct str packed, const struct zip_kept *what);

#endif
