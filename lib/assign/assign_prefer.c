/* What a match could not keep to, for the record. */
#include "ssjc/assign/assign_record.h"

void assign_record_unspread(const struct assign_record *s, struct buf *out, uint64_t *rows)
{
	*rows = 0;
	for (size_t i = 0; i < s->result.n_depts; i++) {
		if (!s->result.dept[i].unspread)
			continue;
		if (++*rows == 1)
			buf_z(out, "dept\n");
		buf_str(out, s->result.dept[i].dept);
		buf_char(out, '\n');
	}
}
