/*
 * target: where batches go, and how: a file of targets, ssjc-targets(5). Its syntax
 * is that of a plan; each target is a section, [target NAME].
 */
#ifndef SSJC_TARGET_H
#define SSJC_TARGET_H

#include "ssjc/base/buf.h"
#include "ssjc/base/err.h"
#include "ssjc/upload/upload_batch.h"

/* How it is known what became of a batch: the key “answer”. */
enum target_answer {
	TARGET_RESPONSE, /* the response to the request says it */
	TARGET_DELIVERY, /* what was delivered was accepted */
	TARGET_FILE      /* a file that comes later says it: ssjc-upload receipt */
};

/* The schemes of addresses, as bits. */
enum target_scheme {
	TARGET_HTTPS = 1,
	TARGET_HTTP = 2,
	TARGET_SFTP = 4,
	TARGET_FTPS = 8,
	TARGET_FOLDER = 16, /* file */
	TARGET_WEB = TARGET_HTTPS | TARGET_HTTP,
	TARGET_DROP = TARGET_SFTP | TARGET_FTPS | TARGET_FOLDER
};

struct sign_profile; /* sign.h */

/* A header of every request, as it is sent. */
struct target_header {
	struct str name, value;
};

/* What the profile sm2 needs to be told of a platform. */
struct target_sm2 {
	struct str enc_type, sign_type, version; /* as they are sent */
	struct str id;      /* of the signer, GM/T 0009: 1234567812345678 if none is given */
	bool hex;           /* encData and signData are hexadecimal digits, not base64 */
	bool der;           /* the signature is a SEQUENCE, not 64 bytes r and s */
	bool signs_encdata; /* it is of the text encData, not of the batch's bytes */
};

struct target {
	struct str name;  /* of its section */
	struct str title; /* what people call it; its name if none is given */

	/* What goes there. */
	struct str format;               /* of ssjc-format(5) */
	enum upload_container container; /* json for http(s), csv otherwise */
	uint64_t rows, bytes;            /* at most so many in a batch; 0 for any number */

	/*
	 * Where to. address, file, and the values of headers and parts may have {batch},
	 * {format}, {plan}, {date} and {ending}.
	 */
	struct str address;           /* a folder but for http(s) */
	enum target_scheme kind;      /* of it, */
	struct str scheme;            /* and its name */
	bool insecure;                /* http may be used */
	struct str file;              /* the name of the file there: {batch}-{format}.{ending} */
	struct str marker;            /* appended to its name for a marker; "" for none: .ok */
	struct str method;            /* POST or PUT */
	struct str content_type;      /* of the body; that of the container if none is given */
	struct str field;             /* multipart: the batch is the file of that field; else "" */
	struct target_header *header; /* further headers, and fields of a multipart */
	size_t n_headers;
	struct target_header *part;
	size_t n_parts;

	/* Who we are. All paths are resolved beside the file of targets. */
	const struct sign_profile *signing; /* NULL: none */
	struct str app;                     /* the public half of a signing profile's identity */
	struct str service;                 /* and which service is meant; "" when not needed */
	struct str token_header;            /* in which header the profile token puts it */
	struct target_sm2 sm2;
	char *secret;            /* file of the token or key; NULL */
	char *encryption;        /* file of the key that encrypts the body (sm2); NULL */
	char *netrc;             /* of user and password; NULL */
	char *key, *known_hosts; /* sftp: private key, and the hosts that are known */
	struct str user;         /* sftp and ftps; "" when netrc has it */
	char *ca;                /* certificates of a private authority; NULL */

	/* What the answer says. A pointer is of RFC 6901, or “.” for the answer itself. */
	enum target_answer answer;
	struct str ok_status;   /* "200-299", or a list such as "200 201 409" */
	struct str ok;          /* a JSON pointer and values, cut at blanks: "/code 200 0"; "" */
	struct str later;       /* the same: with one of them, it is to be sent once more */
	struct str answer_code; /* JSON pointers: to a code and a text of the whole answer, */
	struct str answer_text;
	struct str answer_rows; /* to an array, with an element for each row; "" for none */
	struct str row_id;     /* and within an element, to which row it is; “.” if not given */
	struct str row_column; /* the column of that value; "" is the row's id */
	int row_from;          /* 0 or 1: it is the row's place, counted from there; else -1 */
	struct str row_ok;     /* a pointer and values; "": each row named was rejected */
	struct str row_code, row_text, row_time;

	/* Limits. */
	unsigned tries;           /* of a batch in one run */
	unsigned timeout;         /* seconds for a request as a whole */
	unsigned connect_timeout; /* seconds until there is a connection */
	unsigned backoff;         /* seconds before the second try; it doubles */
	unsigned longest_backoff; /* seconds, also for what Retry-After asks for in a run */

	const char *at; /* the file of targets, and the line of its section there */
	unsigned line;
};

struct targets {
	struct target *v;
	size_t n;
	const char *file; /* borrowed, for messages */
	struct arena arena;
};

/*
 * Read a file of targets; text is copied, file is borrowed, and paths in it start at dir.
 * SSJC_INPUT with line and key for what is wrong in it: also for an address of http
 * without “insecure = yes”, and for a secret in it (a user or password in an address,
 * an Authorization header). Free *out with targets_close; it is empty when this fails.
 */
ssjc_rc targets_read(
    struct targets *out, struct str text, const char *file, const char *dir, struct ssjc_err *err);
/* The target of that name, or NULL. */
const struct target *targets_find(const struct targets *t, struct str name);
/* SSJC_INPUT when it names a column that the format, once read, does not have. */
ssjc_rc target_fits(const struct target *t, const struct upload_format *f, struct ssjc_err *err);
/* SSJC_PLAN when the plan says that it takes another format: by that the status counts. */
ssjc_rc target_fits_plan(const struct target *t, const struct plan *plan, struct ssjc_err *err);
/* Is that status in a list such as “200-204 409”? */
bool target_status_in(struct str list, long status);
void targets_close(struct targets *t);

#endif
