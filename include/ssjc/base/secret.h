/*
 * secret: what only one person may know, in this process's memory.
 */
#ifndef SSJC_SECRET_H
#define SSJC_SECRET_H

/*
 * Call it before a share or a private key is made or read: from then on a crash
 * leaves no core file, and where the system can (Linux), no other process of the
 * user looks into the memory.
 */
void secret_guard(void);

#endif
