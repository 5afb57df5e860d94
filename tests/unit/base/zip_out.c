/* zip_out: members of every size come back, also those packed before for another archive. */
#include "../test.h"

#include "base/zip_out.h"
#include "ssjc/base/file.h"

#include <fcntl.h>
#include <stdlib.h>
#include <unistd.h>

static struct ssjc_err err;
/* Beyond what is kept of packed parts, and beyond what of an archive is in memory. */
static const size_t sizes[] = {0, 1, 1000, (1 << 17) - 1, 1 << 17, 300000, 3 << 20, 10};
enum { MEMBERS = sizeof sizes / sizeof sizes[0] };
static char noise[3 << 20];

static void make(const char *path)
{
	int fd = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
	struct zip_member m[MEMBERS];
	struct zip_out *z;
	char name[24];

	assert_true(fd >= 0);
	assert_int_equal(zip_out_new(&z, path, &err), SSJC_OK);
	for (size_t i = 0; i < MEMBERS; i++) {
		struct str bytes = {noise + i, sizes[i] < i ? 0 : sizes[i] - i};

		assert_int_equal(zip_out_pack(z, bytes, &m[i], &err), SSJC_OK);
		assert_int_equal(m[i].size, bytes.n);
	}
	assert_int_equal(zip_out_open(z, fd, &err), SSJC_OK);
	/* In another order than they were packed in. */
	for (size_t i = MEMBERS; i-- > 0;) {
		snprintf(name, sizeof name, "m%zu", i);
		assert_int_equal(zip_out_put(z, name, &m[i], &err), SSJC_OK);
	}
	assert_int_equal(zip_out_close(z, &err), SSJC_OK);
	zip_out_free(z);
	assert_int_equal(close(fd), 0);
}

static void come_back(void **state)
{
	struct file first, again;

	(void)state;
	make("first.zip");
	assert_int_equal(file_open(&first, "first.zip", &err), SSJC_OK);
	/* The third time, small ones are among what is kept. */
	for (int time = 0; time < 2; time++) {
		make("again.zip");
		assert_int_equal(file_open(&again, "again.zip", &err), SSJC_OK);
		assert_true(str_eq(first.bytes, again.bytes));
		file_close(&again);
	}
	for (size_t i = 0; i < MEMBERS; i++) {
		struct buf got = {0};
		char name[24];

		snprintf(name, sizeof name, "m%zu", i);
		assert_int_equal(zip_out_read("again.zip", name, &got, &err), SSJC_OK);
		assert_int_equal(got.n, sizes[i] < i ? 0 : sizes[i] - i);
		assert_true(got.n == 0 || memcmp(got.p, noise + i, got.n) == 0);
		buf_free(&got);
	}
	file_close(&first);
}

static void no_room(void **state)
{
	struct zip_member m;
	struct zip_out *z;
	int fd = open("/dev/full", O_WRONLY);

	(void)state;
	if (fd < 0)
		skip();
	assert_int_equal(zip_out_new(&z, "x.zip", &err), SSJC_OK);
	assert_int_equal(zip_out_pack(z, STR("x"), &m, &err), SSJC_OK);
	assert_int_equal(zip_out_open(z, fd, &err), SSJC_OK);
	assert_int_equal(zip_out_put(z, "x", &m, &err), SSJC_OK);
	assert_int_equal(zip_out_close(z, &err), SSJC_SYSTEM);
	zip_out_free(z);
	close(fd);
}

/* What was not closed is given up: nothing more goes into a file whose number others may have. */
static void given_up(void **state)
{
	int fd = open("first.zip", O_RDWR | O_CREAT | O_TRUNC, 0600);
	struct zip_member m;
	struct zip_out *z;

	(void)state;
	assert_true(fd >= 0);
	assert_int_equal(zip_out_new(&z, "first.zip", &err), SSJC_OK);
	assert_int_equal(zip_out_pack(z, STR("x"), &m, &err), SSJC_OK);
	assert_int_equal(zip_out_open(z, fd, &err), SSJC_OK);
	assert_int_equal(zip_out_put(z, "x", &m, &err), SSJC_OK);
	zip_out_free(z);
	assert_int_equal(lseek(fd, 0, SEEK_END), 0);
	close(fd);
}

int main(void)
{
	char dir[] = "/tmp/ssjc-zip-XXXXXX";
	const struct CMUnitTest tests[] = {
	    cmocka_unit_test(come_back), cmocka_unit_test(no_room), cmocka_unit_test(given_up)};
	uint32_t x = 1;
	int failed;

	for (size_t i = 0; i < sizeof noise; i++) {
		x = x * 1664525 + 1013904223;
		noise[i] = (char)(x >> 24);
	}
	if (!mkdtemp(dir) || chdir(dir) != 0)
		return 1;
	failed = cmocka_run_group_tests(tests, NULL, NULL);
	unlink("first.zip");
	unlink("again.zip");
	return chdir("/") != 0 || rmdir(dir) != 0 ? 1 : failed;
}
