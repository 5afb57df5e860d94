#!/bin/sh
# Time from outside: a time-stamping authority of our own stamps a checkpoint that
# has the commitment; verify then knows that it was there before the lottery.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

if ! openssl ts -help 2> /dev/null; then
	echo '1..0 # SKIP openssl has no time stamps'
	exit
fi

# authority NAME: a certificate that may stamp, by an authority of its own.
authority() {
	cat > "$1.conf" <<-EOF
		[req]
		distinguished_name = name
		prompt = no
		[name]
		O = 样例时间戳机构 $1
		[stamping]
		extendedKeyUsage = critical,timeStamping
		[tsa]
		default_tsa = one
		[one]
		serial = $1.serial
		signer_cert = $1.pem
		signer_key = $1.key
		signer_digest = sha256
		default_policy = 1.2.3.4.1
		digests = sha256
		accuracy = secs:1
		ess_cert_id_chain = no
		ess_cert_id_alg = sha256
	EOF
	echo 01 > "$1.serial"
	openssl req -new -x509 -newkey rsa:2048 -nodes -days 3650 -utf8 -config "$1.conf" -extensions stamping \
	    -keyout "$1.key" -out "$1.pem" > "$1.log" 2>&1 || echo "Bail out! no authority"
}
stamp() { # AUTHORITY QUERY REPLY
	openssl ts -reply -config "$1.conf" -queryfile "$2" -out "$3" > ts.log 2>&1 || echo "Bail out! no stamp"
}

authority one
authority two
lab_new
sed -i 's/2023-06-14..2023-06-30/2026-01-05..2026-12-31/; s/per_day = 3/per_day = 10/' lab.plan
lab_import
for s in t m; do
	ssjc-draw share $s.share > $s.digest
done
ssjc-draw commit -p lab.plan -H history.csv -c transport="$(cat t.digest)" -c market="$(cat m.digest)" \
    --public 双色球第2023068期 --form 'SSQ2023068:{n}' objects.csv > pledge.txt 2> err || echo "Bail out! no commitment"
ssjc-audit checkpoint -p lab.plan > checkpoint

run ssjc-audit stamp -p lab.plan checkpoint
status 2 "neither a query nor a reply"
run ssjc-audit stamp --query query.tsq checkpoint
status 0 "a query is written"
openssl ts -query -in query.tsq -text > query.text 2>&1
has query.text "openssl reads it: the digest" "Hash Algorithm: sha256"
has query.text "the certificate is asked for" "Certificate required: yes"
has query.text "and it has a nonce" "Nonce: 0x"
is "$(openssl ts -query -in query.tsq -text 2> /dev/null | sed -n 's/^ *[0-9]* - \(.*\)   .*/\1/p' | tr -d ' \n-')" \
    "$(sha256sum < checkpoint | cut -c1-64)" "the digest is that of the checkpoint"
run ssjc-audit stamp --query query.tsq checkpoint
status 4 "a file that exists is not written over"
stamp one query.tsq reply.tsr

echo x > other
run ssjc-audit stamp -p lab.plan --reply reply.tsr other
status 3 "a stamp of another text"
run ssjc-audit stamp -p lab.plan --reply checkpoint checkpoint
status 3 "what is not a stamp"
err_has "is named" "checkpoint: is not the reply of a time-stamping authority"
run ssjc-audit stamp -p lab.plan --reply reply.tsr checkpoint
status 0 "the reply goes on record"
run ssjc-audit show -p lab.plan
out_has "and is shown" "  stamp$"

lab_verify
status 0 "without certificates nothing differs"
out_has "but nobody knows who stamped" '^not checked: event [0-9]+: stamp: who stamped the first 4 events: .*--tsa-ca'
lab_verify --tsa-ca one.pem
status 0 "with them it is checked"
out_has "and the commitment was there before its draw" \
    '^good: event 5: stamp: the first 4 events, the commitment of event 4 among them, were there at 20[0-9T:+-]+, when its draw was still to come'
lab_verify --tsa-ca two.pem
status 1 "another authority's certificates do not vouch for it"
err_has "which is said" 'event 5 \(stamp\): the time stamp cannot be verified with the certificates given'
lab_verify --tsa-ca checkpoint
status 1 "a file without a certificate"

# The page tells it: when, by whom, of what.
ssjc-draw reveal -p lab.plan --now="$(TZ=CST-8 date -d '+5 seconds' +%Y-%m-%dT%H:%M:%S)" -H history.csv -s t.share -s m.share \
    --public SSQ2023068:5 objects.csv > drawn.csv 2> draw.err || echo "Bail out! no draw"
ssjc-publish page -p lab.plan --now="$(TZ=CST-8 date -d '+6 seconds' +%Y-%m-%dT%H:%M:%S)" --partial > page.html 2> err
has page.html "the page tells when, by whom, and of what" \
    '<li>可信时间戳（RFC 3161）：20[0-9-]{8} [0-9:]{8}，O=样例时间戳机构 one 签发，表明当时已有前 4 项记录，其中第 4 项是抽取前的承诺。'
lab_verify --tsa-ca one.pem
status 0 "and is made again"

# A reply that was made for another file cannot be put in its place.
cp lab.db good.db
ssjc-audit stamp --query other.tsq other
stamp one other.tsq other.tsr
hex=$(od -An -v -tx1 other.tsr | tr -d ' \n')
"$bin/tools/rechain" lab.db "UPDATE file SET content = x'$hex', digest = '$(sha256sum < other.tsr | cut -c1-64)'
    WHERE kind = 'stamp'"
lab_verify --tsa-ca one.pem
status 1 "a stamp of another text on record"
err_has "is named" 'event 5 \(stamp\): its time stamp is of another text'

# A clock that was ahead is seen: what is stamped cannot be younger than its stamp.
cp good.db lab.db
"$bin/tools/rechain" lab.db "UPDATE event SET time = '2099-01-01T00:00:00+08:00' WHERE seq >= 4"
lab_verify --tsa-ca one.pem
status 1 "an event that is younger than its stamp"

finish
