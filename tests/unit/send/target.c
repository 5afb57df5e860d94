/* target: a whole file of targets, the defaults, and every error with its place. */
#include "../test.h"

#include "ssjc/send/sign.h"

static void whole(void **state)
{
	static const char text[] =
	    "\xef\xbb\xbf# ours\n[target province]\ntitle = 省平台\nformat = supervise\n"
	    "address = https://api.example/upload/{batch}?area=130209   # theirs\n"
	    "container = xml\nrows = 500\nbytes = 5000000\nmethod = PUT\ncontent_type = text/xml\n"
	    "header X-Area = 130209\nheader Accept = application/json\nsigning = gjzwfwpt\n"
	    "app = r-1\nservice = s-1\nsecret = keys/province\nca = /etc/ca.pem\n"
	    "ok_status = 200-204 409\nok = /code 200 0\nlater = /code 503\nanswer_code = /code\n"
	    "answer_text = /message\nanswer_rows = /data\nrow_id = /id\nrow_column = uuid\n"
	    "row_ok = /state 1\nrow_code = /code\nrow_text = /text\nrow_time = /time\n"
	    "tries = 3\ntimeout = 30\nconnect_timeout = 5\nbackoff = 1\nlongest_backoff = 60\n"
	    "[target web]\nformat = list\naddress = http://[::1]:8080/\ninsecure = yes\n"
	    "timeout = 5\nbackoff = 400\n"
	    "[target drop]\nformat = list\naddress = sftp://files.example:2222/in/\n"
	    "file = {plan}_{date}.{ending}\nmarker = .ok\nuser = bureau\nkey = id\n"
	    "known_hosts = hosts\nanswer = file\n"
	    "[target form]\nformat = list\naddress = https://a.example\nfield = upload\n"
	    "file = {batch}.json\npart area = 130209\npart batch = {batch}\nrow_column = 1\n"
	    "answer_rows = .\n"
	    "[target here]\nformat = gsxt\naddress = file:///srv/upload";
	const struct target *t;
	struct targets all;
	struct ssjc_err err;

	(void)state;
	if (targets_read(&all, STR(text), "targets", "/etc/ssjc", &err))
		fail_msg("%s: %s", err.column, err.msg);
	assert_int_equal(all.n, 5);
	t = targets_find(&all, STR("province"));
	assert_true(str_is(t->title, "省平台"));
	assert_true(str_is(t->address, "https://api.example/upload/{batch}?area=130209"));
	assert_int_equal(t->kind, TARGET_HTTPS);
	assert_int_equal(t->container, UPLOAD_XML);
	assert_true(t->rows == 500 && t->bytes == 5000000);
	assert_int_equal(t->n_headers, 2);
	assert_true(str_is(t->header[1].name, "Accept"));
	assert_true(str_is(t->header[0].value, "130209"));
	assert_ptr_equal(t->signing, sign_profile_of(STR("gjzwfwpt")));
	assert_string_equal(t->secret, "/etc/ssjc/keys/province");
	assert_string_equal(t->ca, "/etc/ca.pem");
	assert_true(str_is(t->ok, "/code 200 0") && str_is(t->row_column, "uuid"));
	assert_int_equal(t->row_from, -1);
	assert_int_equal(t->tries, 3);
	assert_int_equal(t->line, 2);
	t = targets_find(&all, STR("web"));
	assert_true(str_is(t->title, "web") && str_is(t->method, "POST"));
	assert_true(t->container == UPLOAD_JSON && t->insecure && t->answer == TARGET_RESPONSE);
	assert_true(str_is(t->ok_status, "200-299") && str_is(t->row_id, "."));
	assert_int_equal(t->connect_timeout, 5);
	assert_int_equal(t->longest_backoff, 400);
	t = targets_find(&all, STR("drop"));
	assert_true(t->container == UPLOAD_CSV && t->answer == TARGET_FILE);
	assert_string_equal(t->known_hosts, "/etc/ssjc/hosts");
	t = targets_find(&all, STR("form"));
	assert_int_equal(t->n_parts, 2);
	assert_int_equal(t->row_from, 1);
	t = targets_find(&all, STR("here"));
	assert_int_equal(t->answer, TARGET_DELIVERY);
	assert_true(str_is(t->file, "{batch}-{format}.{ending}"));
	assert_null(targets_find(&all, STR("nobody")));
	targets_close(&all);
}

#define A    "[target a]\nformat = list\n"
#define WEB  A "address = https://a.example/\n"
#define SFTP A "address = sftp://a.example/\n"

static void faults(void **state)
{
	static const struct {
		const char *text;
		unsigned line;
		const char *key, *say;
	} v[] = {
	    {"", 0, "", "has no target"},
	    {"format = list\n", 1, "", "begin with [target NAME]"},
	    {"[plan]\n", 1, "", "the sections are: target"},
	    {"[target]\n", 1, "", "needs a name"},
	    {"[target 省]\n", 1, "", "“省” is not a key of a-z"},
	    {WEB WEB, 4, "", "“a” is already the target on line 1"},
	    {A, 1, "address", "is missing in [target]"},
	    {WEB "format = list\n", 4, "format", "is already set on line 2"},
	    {WEB "colour = red\n", 4, "", "its keys are: format, address"},
	    {WEB "header = red\n", 4, "", "header NAME, part NAME"},
	    {WEB "title =\n", 4, "title", "has no value"},
	    {"[target a]\nformat = x/list.csv\n", 2, "format", "is not the name of a format"},
	    {WEB "container = docx\n", 4, "container", "csv, tsv, json"},
	    {WEB "bytes = 5\n", 4, "bytes", "“5” is too small"},
	    {WEB "tries = 0\n", 4, "tries", "too small"},
	    {A "address = ftp://a.example/\n", 3, "address", "does not begin with https://"},
	    {A "address = a.example\n", 3, "address", "does not begin with https://"},
	    {A "address = https:///x\n", 3, "address", "does not have a host"},
	    {A "address = https://a:99999/\n", 3, "address", "does not have a host"},
	    {A "address = https://{plan}.example/\n", 3, "address", "does not have a host"},
	    {A "address = https://[::1/\n", 3, "address", "does not have a host"},
	    {A "address = https://a.example/a b\n", 3, "address", "has a blank"},
	    {A "address = https://a.example/#b\n", 3, "address", "has a #"},
	    {A "address = https://a.example/{day}\n", 3, "address", "begins none of {batch}"},
	    {A "address = https://u:hunter2@a.example/\n", 3, "address", "a user or a password"},
	    {A "address = https://a.example/?access_token=hunter2\n", 3, "address",
	        "“access_token” names a secret"},
	    {A "address = file://srv/upload\n", 3, "address", "path from the root on"},
	    {A "address = sftp://a.example/?x\n", 3, "address", "has a ?"},
	    {A "address = http://a.example/\n", 3, "address", "insecure = yes"},
	    {A "address = http://a.example/\ninsecure = no\n", 3, "address", "insecure = yes"},
	    {WEB "insecure = yes\n", 4, "insecure", "does not go with an address of https"},
	    {WEB "file = a/b\n", 4, "file", "has a folder in it"},
	    {WEB "file = b.csv\n", 4, "file", "goes with field"},
	    {WEB "part a = b\n", 4, "part", "goes with field"},
	    {WEB "marker = .ok\n", 4, "marker", "does not go with an address of https"},
	    {WEB "method = GET\n", 4, "method", "neither POST nor PUT"},
	    {WEB "header Authorization = Bearer hunter2\n", 4, "header",
	        "“Authorization” is a secret"},
	    {WEB "header cookie = hunter2\n", 4, "header", "is a secret"},
	    {WEB "header X-Access-Token = hunter2\n", 4, "header", "signing = token"},
	    {WEB "field = f\npart password = hunter2\n", 5, "part", "is a secret"},
	    {WEB "header content-length = 5\n", 4, "header", "sets by itself"},
	    {WEB "header content-type = x\n", 4, "header", "is set with content_type"},
	    {WEB "header A = x\nheader a = y\n", 5, "header", "is already a header"},
	    {WEB "header A: x = y\n", 4, "header", "is not the name of a header"},
	    {WEB "header A = 省\n", 4, "header", "is not ASCII"},
	    {WEB "signing = md5\n", 4, "signing", "bearer, token, basic, gjzwfwpt, x-tif, sm2"},
	    {WEB "signing = bearer\n", 4, "signing", "is bearer, which needs the key secret"},
	    {WEB "signing = bearer\nsecret = s\napp = a\n", 6, "app",
	        "not a key that signing = bearer"},
	    {WEB "secret = s\n", 4, "secret", "goes with a signing profile"},
	    {WEB "netrc = s\n", 4, "netrc", "goes with a signing profile"},
	    {WEB "answer = delivery\n", 4, "answer", "write response or file"},
	    {WEB "ok_status = 20\n", 4, "ok_status", "“20” is not a status"},
	    {WEB "ok_status = 200-400\n", 4, "ok_status", "redirects"},
	    {WEB "ok = /code\n", 4, "ok", "without a value"},
	    {WEB "ok = code 200\n", 4, "ok", "“code” is not a JSON pointer"},
	    {WEB "answer_code = /a~2\n", 4, "answer_code", "has a ~ without"},
	    {WEB "row_id = /id\n", 4, "row_id", "goes with answer_rows"},
	    {WEB "answer = file\nanswer_rows = /data\n", 5, "answer_rows", "answer = file"},
	    {WEB "timeout = 5\nconnect_timeout = 6\n", 4, "timeout",
	        "is shorter than connect_timeout"},
	    {WEB "backoff = 5\nlongest_backoff = 4\n", 5, "longest_backoff",
	        "is shorter than backoff"},
	    {SFTP "key = k\nuser = u\n", 1, "known_hosts", "which sftp needs"},
	    {SFTP "known_hosts = h\nuser = u\n", 1, "key", "which sftp needs"},
	    {SFTP "known_hosts = h\nkey = k\n", 1, "user", "which sftp needs"},
	    {SFTP "answer = response\n", 4, "answer", "write delivery, or file"},
	    {SFTP "ok = /code 200\n", 4, "ok", "does not go with an address of sftp"},
	    {A "address = ftps://a.example/\n", 1, "netrc", "which ftps needs"},
	    {WEB "title ＝ 省\n", 4, "", "the Chinese sign “＝”, where this file may need “=”"},
	};

	(void)state;
	for (size_t i = 0; i < sizeof v / sizeof v[0]; i++) {
		struct ssjc_err err = {0};
		struct targets all;

		if (targets_read(&all, str_of(v[i].text), "targets", "", &err) != SSJC_INPUT)
			fail_msg("%s was read", v[i].text);
		if (err.line != v[i].line || strcmp(err.column, v[i].key) != 0 ||
		    !strstr(err.msg, v[i].say) || strcmp(err.file, "targets") != 0)
			fail_msg(
			    "%s: %u: %s: %s", v[i].text, (unsigned)err.line, err.column, err.msg);
		assert_null(strstr(err.msg, "hunter2"));
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {cmocka_unit_test(whole), cmocka_unit_test(faults)};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
