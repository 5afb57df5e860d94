#!/bin/sh
# A department signs its confirmations with its own key: nobody removes a business in
# its name.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

rechain() {
	"$bin/tools/rechain" lab.db "$@"
}
confirm() {
	ssjc-record confirm -p lab.plan "$confirmed" "$@"
}
sign() { # KEY FILE
	ssjc-audit sign --detached --key "$1" "$2" > "$2.sig"
}

lab_new
lab_drawn
ssjc-audit keygen market.key
ssjc-audit keygen --alg sm2 transport.key
ssjc-audit keygen lead.key
first=$(sqlite3 lab.db "SELECT id FROM drawn WHERE role = 'main' ORDER BY id LIMIT 1")
second=$(sqlite3 lab.db "SELECT id FROM drawn WHERE role = 'main' ORDER BY id LIMIT 1 OFFSET 1")
printf 'id,dept,confirmed,reason,evidence\n%s,market,no,moved,迁出通知书\n%s,市场局,yes,,\n%s,transport,,,\n' \
    "$first" "$second" "$second" > market.csv
printf 'id,dept,confirmed\n%s,transport,yes\n' "$first" > transport.csv
{
	cat transport.csv
	echo "$second,market,yes"
} > both.csv
cp lab.db drawn.db

# ---- Taking them ----

sign market.key market.csv
has market.csv.sig "a signature by itself is hex digits" '^[0-9a-f]{128}$'
run confirm --signature market.csv.sig market.csv
status 2 "a signature without a key"
err_has "is wrong usage" 'signature FILE and --pubkey FILE go together'
sed 's/moved/closed/' market.csv > changed.csv
run confirm --signature market.csv.sig --pubkey market.key.pub changed.csv
status 1 "a file that was changed after it was signed"
err_has "is refused by name" 'market.csv.sig: is not a signature of changed.csv by the key in market.key.pub'
run confirm --signature market.csv.sig --pubkey lead.key.pub market.csv
status 1 "so is the key of another"
run confirm --signature market.csv.sig --pubkey transport.key.pub market.csv
status 1 "of another kind, too"
run confirm --signature market.csv --pubkey market.key.pub market.csv
status 1 "what is not a signature"
run confirm --signature market.csv.sig --pubkey market.csv market.csv
status 3 "what is not a key"
cat market.key market.key.pub > pair.pem
run confirm --signature market.csv.sig --pubkey pair.pem market.csv
status 1 "a private key does not go on record"
sign market.key both.csv
run confirm --signature both.csv.sig --pubkey market.key.pub both.csv
status 3 "a department signs its own rows only"
err_has "the row is named" 'both.csv:3: dept: is market, but the rows before are of transport'
is "$(sqlite3 lab.db "SELECT count(*) FROM event WHERE action = 'confirm'")" 0 "and nothing of it is on record"

run confirm --signature market.csv.sig --pubkey market.key.pub market.csv
status 0 "signed confirmations (Ed25519)"
sign transport.key transport.csv
run confirm --signature transport.csv.sig --pubkey transport.key.pub transport.csv
status 0 "and others (SM2)"
third=$(sqlite3 lab.db "SELECT id FROM drawn WHERE role = 'main' ORDER BY id LIMIT 1 OFFSET 2")
printf 'id,dept,confirmed\n%s,transport,yes\n' "$third" > plain.csv
run confirm plain.csv
status 0 "and some that nobody signed"
cp lab.db signed.db

# ---- What is told of them ----

market=$(sha256sum < market.key.pub | cut -c 1-64)
transport=$(sha256sum < transport.key.pub | cut -c 1-64)
lab_verify
status 0 "verify finds them good"
out_has "with the key" "^good: event 5: confirmations signed for market with the key in market.key.pub: .* $market\$"
out_has "department by department" "^note: 1 confirmation of transport: signed with the key whose file has the SHA-256 $transport\$"
out_has "and names those not signed" '^note: 1 confirmation of transport: not signed'
ssjc-draw replace -p lab.plan "$confirmed" drawn.csv > replaced.csv
run ssjc-publish page -p lab.plan "$confirmed" --partial
out_has "the page tells who signed, and with which key" \
    "<li>市场局核对的 2 户：有部门签名，其公钥文件的 SHA-256 为 <code>$market</code></li>"
out_has "department by department" "<li>交通局核对的 1 户：有部门签名，.*$transport"
out_has "and who did not" '<li>交通局核对的 1 户：没有部门签名，由录入者转录</li>'
lab_verify
status 0 "which is made again"

# ---- Attacks on the record ----

attack() { # WHAT, MESSAGE, SQL...
	rm -f lab.db-* && cp signed.db lab.db
	what=$1 message=$2
	shift 2
	rechain "$@"
	lab_verify
	status 1 "$what"
	err_has "$what: is named" "$message"
}
kept() { # FILE: its bytes as SQL, and its digest
	echo "content = x'$(od -An -v -tx1 "$1" | tr -d ' \n')', digest = '$(sha256sum < "$1" | cut -c 1-64)'"
}
attack "a removal in the name of a department that did not sign it" \
    'event 5 .confirm.: .*what market signed of .* is not what is on record' \
    "UPDATE confirmation SET confirmed = 'no', reason = 'moved', evidence = 'x' WHERE event = 5 AND confirmed = 'yes'"
attack "a removal that was signed, and is not on record" 'is not what is on record' \
    "UPDATE confirmation SET confirmed = 'yes', reason = '', evidence = '' WHERE event = 5"
sed 's/迁出通知书/x/' market.csv > forged.csv
attack "another file in its place" 'its signature is not one of its confirmations by the key on record' \
    "UPDATE file SET $(kept forged.csv) WHERE kind = 'confirm' AND event = 5" \
    "UPDATE confirmation SET evidence = 'x' WHERE event = 5 AND confirmed = 'no'"
attack "a signature without a key" 'event 5 .confirm.: no file of pubkey is on record' \
    "UPDATE file SET kind = 'terms' WHERE kind = 'pubkey' AND event = 5"
attack "a signed file that is not kept" 'is not kept in the audit file' \
    "UPDATE file SET content = NULL WHERE kind = 'confirm' AND event = 5"
attack "a signature of results" 'has a file of the kind signature' \
    "UPDATE file SET kind = 'signature' WHERE kind = 'history' AND event = 4"

# Whoever signs all again with a key of his own is seen by the key.
rm -f lab.db-* && cp signed.db lab.db
sign lead.key forged.csv
rechain "UPDATE file SET $(kept forged.csv) WHERE kind = 'confirm' AND event = 5" \
    "UPDATE file SET $(kept forged.csv.sig) WHERE kind = 'signature' AND event = 5" \
    "UPDATE file SET $(kept lead.key.pub) WHERE kind = 'pubkey' AND event = 5" \
    "UPDATE confirmation SET evidence = 'x' WHERE event = 5 AND confirmed = 'no'"
lab_verify
status 0 "signed again with another key"
is "$(grep -c "$market" out)" 0 "it is not the department's"
out_has "which verify prints" "of market: signed with the key whose file has the SHA-256 $(sha256sum < lead.key.pub | cut -c 1-64)"

# openssl makes such a signature, too.
if openssl pkeyutl -help 2>&1 | grep -q rawin; then
	rm -f lab.db-* && cp drawn.db lab.db
	openssl pkeyutl -sign -rawin -inkey market.key -in market.csv -out openssl.sig
	run confirm --signature openssl.sig --pubkey market.key.pub market.csv
	status 0 "a signature by openssl(1)"
	lab_verify
	status 0 "is good"
fi

finish
