#!/bin/sh
# The hidden sheet of checklists and forms, spoilt in many more ways.
SSJC_MUTATIONS=${SSJC_MUTATIONS:-240}
export SSJC_MUTATIONS
exec "${0%/*}/../cli/hidden.t"
