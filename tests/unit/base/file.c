/* file: inputs are read whole, outputs appear whole, and neither is lost. */
#include "../test.h"

#include "ssjc/base/file.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

static char dir[] = "/tmp/ssjc-file-XXXXXX";

static const char *in_dir(const char *name)
{
	static char path[4][256];
	static size_t next;

	next = (next + 1) % 4;
	snprintf(path[next], sizeof path[next], "%s/%s", dir, name);
	return path[next];
}

static void put(const char *path, const char *text)
{
	FILE *f = fopen(path, "w");

	assert_non_null(f);
	assert_true(fputs(text, f) >= 0);
	assert_int_equal(fclose(f), 0);
}

static void is(const char *path, const char *text)
{
	struct file f;
	struct ssjc_err err;

	assert_int_equal(file_open(&f, path, &err), SSJC_OK);
	assert_true(str_is(f.bytes, text));
	file_close(&f);
	assert_int_equal(f.bytes.n, 0);
}

static void reads_whole(void **state)
{
	struct file f;
	struct ssjc_err err = {0};

	(void)state;
	put(in_dir("a"), "");
	is(in_dir("a"), "");
	put(in_dir("a"), "first");
	assert_int_equal(file_open(&f, in_dir("a"), &err), SSJC_OK);
	assert_false(f.piped);
	put(in_dir("a"), "other");
	assert_true(str_is(f.bytes, "first"));
	assert_int_equal(truncate(in_dir("a"), 0), 0);
	assert_true(str_is(f.bytes, "first"));
	file_close(&f);
	assert_int_equal(file_open(&f, in_dir("none"), &err), SSJC_INPUT);
	file_close(&f);
	assert_int_equal(file_open(&f, dir, &err), SSJC_INPUT);
	assert_string_equal(err.msg, "is a folder, not a file");
	file_close(&f);
}

/* More than one buffer and less than a pipe holds, by the name of the pipe. */
static void reads_a_pipe(void **state)
{
	enum { SIZE = 40000 };
	struct file f;
	struct ssjc_err err;
	char name[32], *text = malloc(SIZE);
	int ends[2];

	(void)state;
	assert_non_null(text);
	for (size_t i = 0; i < SIZE; i++)
		text[i] = (char)('a' + i % 23);
	assert_int_equal(pipe(ends), 0);
	assert_int_equal(write(ends[1], text, SIZE), SIZE);
	close(ends[1]);
	snprintf(name, sizeof name, "/dev/fd/%d", ends[0]);
	assert_int_equal(file_open(&f, name, &err), SSJC_OK);
	assert_true(f.piped);
	assert_int_equal(f.bytes.n, SIZE);
	assert_memory_equal(f.bytes.p, text, SIZE);
	file_close(&f);
	close(ends[0]);
	free(text);
}

static void write_out(const char *path, const char *text)
{
	struct out o;
	struct ssjc_err err = {0};

	assert_int_equal(out_open(&o, path, &err), SSJC_OK);
	fputs(text, o.f);
	assert_int_equal(out_finish(&o, &err), SSJC_OK);
	assert_null(o.f);
}

static void replaces(void **state)
{
	struct out o;
	struct ssjc_err err = {0};
	struct stat st;

	(void)state;
	put(in_dir("b"), "old");
	assert_int_equal(chmod(in_dir("b"), 0604), 0);
	assert_int_equal(symlink("b", in_dir("link")), 0);
	assert_int_equal(out_open(&o, in_dir("link"), &err), SSJC_OK);
	fputs("new", o.f);
	is(in_dir("b"), "old");
	assert_int_equal(stat(o.temporary.name, &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	out_abort(&o);
	is(in_dir("b"), "old");
	write_out(in_dir("link"), "new");
	is(in_dir("b"), "new");
	assert_int_equal(lstat(in_dir("link"), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(stat(in_dir("b"), &st), 0);
	assert_int_equal(st.st_mode & 0777, 0600);
	assert_int_equal(unlink(in_dir("link")), 0);
	assert_int_equal(symlink("c", in_dir("link")), 0);
	write_out(in_dir("link"), "made");
	is(in_dir("c"), "made");
	assert_int_equal(lstat(in_dir("link"), &st), 0);
	assert_true(S_ISLNK(st.st_mode));
	assert_int_equal(out_open(&o, dir, &err), SSJC_SYSTEM);
	assert_string_equal(err.msg, "cannot write it: Is a directory");
}

/* Who may read it: as its kind, the umask and the file replaced have it. */
static void modes(void **state)
{
	static const struct {
		enum file_kind kind;
		mode_t mask, old, expected;
	} cases[] = {{FILE_INTERNAL, 022, 0, 0640}, {FILE_INTERNAL, 0, 0, 0660},
	    {FILE_INTERNAL, 077, 0, 0600}, {FILE_INTERNAL, 022, 0664, 0660},
	    {FILE_INTERNAL, 022, 0400, 0400}, {FILE_PUBLIC, 022, 0, 0644},
	    {FILE_PUBLIC, 027, 0, 0640}, {FILE_PUBLIC, 022, 0604, 0604}};
	mode_t before = umask(022);

	(void)state;
	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct out o;
		struct ssjc_err err = {0};
		struct stat st;

		umask(cases[i].mask);
		if (cases[i].old) {
			put(in_dir("mode"), "old");
			assert_int_equal(chmod(in_dir("mode"), cases[i].old), 0);
		}
		assert_int_equal(out_open(&o, in_dir("mode"), &err), SSJC_OK);
		o.kind = cases[i].kind;
		/* Another file in the temporary one's place gets nothing of it. */
		assert_int_equal(unlink(o.temporary.name), 0);
		put(o.temporary.name, "theirs");
		fputs("ours", o.f);
		assert_int_equal(fflush(o.f), 0);
		is(o.temporary.name, "theirs");
		is(o.temporary.by_fd, "ours");
		out_abort(&o);
		write_out(in_dir("plain"), "x");
		assert_int_equal(out_open(&o, in_dir("mode"), &err), SSJC_OK);
		o.kind = cases[i].kind;
		assert_int_equal(out_finish(&o, &err), SSJC_OK);
		assert_int_equal(stat(in_dir("mode"), &st), 0);
		assert_int_equal(st.st_mode & 0777, cases[i].expected);
		assert_int_equal(unlink(in_dir("mode")), 0);
		assert_int_equal(unlink(in_dir("plain")), 0);
	}
	umask(before);
}

static void writes_into_a_pipe(void **state)
{
	char got[8] = "";
	struct stat st;
	int fd;

	(void)state;
	assert_int_equal(mkfifo(in_dir("fifo"), 0600), 0);
	fd = open(in_dir("fifo"), O_RDONLY | O_NONBLOCK);
	assert_true(fd >= 0);
	write_out(in_dir("fifo"), "piped");
	assert_int_equal(read(fd, got, sizeof got - 1), 5);
	assert_string_equal(got, "piped");
	close(fd);
	assert_int_equal(lstat(in_dir("fifo"), &st), 0);
	assert_true(S_ISFIFO(st.st_mode));
}

static void creates(void **state)
{
	struct ssjc_err err = {0};

	(void)state;
	assert_int_equal(file_create(in_dir("key"), FILE_SECRET, STR("k"), &err), SSJC_OK);
	assert_int_equal(file_create(in_dir("key"), FILE_SECRET, STR("l"), &err), SSJC_SYSTEM);
	is(in_dir("key"), "k");
	assert_int_equal(file_create("/dev/full", FILE_SECRET, STR("k"), &err), SSJC_SYSTEM);
}

static void names_paths(void **state)
{
	static const struct {
		const char *path, *dir, *base;
	} paths[] = {
	    {"a.csv", "", "a.csv"},
	    {"in/a.csv", "in", "a.csv"},
	    {"/in/of/a.csv", "/in/of", "a.csv"},
	    {"/a.csv", "/", "a.csv"},
	    {"in/", "in", ""},
	};

	(void)state;
	for (size_t i = 0; i < sizeof paths / sizeof paths[0]; i++) {
		assert_true(str_is(path_dir(paths[i].path), paths[i].dir));
		assert_true(str_is(path_base(paths[i].path), paths[i].base));
	}
}

static int open_dir(void **state)
{
	(void)state;
	return mkdtemp(dir) ? 0 : -1;
}

static int close_dir(void **state)
{
	static const char *const names[] = {"a", "b", "c", "link", "fifo", "key"};

	(void)state;
	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++)
		unlink(in_dir(names[i]));
	return rmdir(dir); /* fails when anything temporary is left */
}

int main(void)
{
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(reads_whole),
	    cmocka_unit_test(reads_a_pipe),
	    cmocka_unit_test(replaces),
	    cmocka_unit_test(modes),
	    cmocka_unit_test(writes_into_a_pipe),
	    cmocka_unit_test(creates),
	    cmocka_unit_test(names_paths),
	};

	return cmocka_run_group_tests(tests, open_dir, close_dir);
}
