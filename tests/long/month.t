#!/bin/sh
# A month of cron with 23 plans, on each of its days.
MONTH=long exec "${0%/*}/../cli/month.t"
