#!/bin/sh
# ssjc-upload against the double of a platform: each fault once, what is refused before
# anything is sent, how answers go on record, and that secrets show nowhere.
. "${0%/*}/tap.sh"
. "$top/tests/cli/inspection.sh"
. "$top/tests/cli/uploads.sh"
. "$top/tests/cli/platform.sh"

platform_new double
platform_start double
mkdir sign
: > sign/open
printf 'signing = bearer\nsecret = double/token\n' > sign/bearer
printf 'signing = basic\nnetrc = double/netrc\n' > sign/basic
printf 'signing = gjzwfwpt\napp = rid-1\nservice = sid-1\nsecret = double/secret\n' > sign/gjzwfwpt
printf 'signing = x-tif\napp = paas-1\nsecret = double/token\n' > sign/x-tif
cat > sign/sm2 <<'EOT'
signing = sm2
app = app-1
secret = double/sm2.key
encryption = double/sm4
enc_type = SM4
sign_type = SM2
version = 1.0
encoding = base64
signature = raw
signed = body
EOT

# A target of that name: its space, in which nothing is yet.
target() { # NAME PROFILE; more keys on stdin
	{
		cat <<-EOT
			[target $1]
			format = list
			address = ${scheme:-http}://localhost:$port/$2/$1/rows
			insecure = yes
			ok = /code 200
			answer_code = /code
			answer_text = /message
			answer_rows = /data/rows
			row_id = /id
			row_ok = /state 1
			row_code = /error
			row_text = /text
			row_time = /time
			timeout = ${timeout:-60}
			connect_timeout = ${timeout:-60}
			backoff = 1
			longest_backoff = ${longest:-2}
		EOT
		cat "sign/$2" -
	} | if [ "${scheme:-http}" = https ]; then grep -v insecure; else cat; fi >> targets
}
upload() { # TARGET OPTION...
	to=$1
	shift
	run ssjc-upload -p plan.plan --targets targets --to "$to" "$@"
}
later() { : > "audit.db.upload-$to"; } # the time until the next try has passed
# Of a space: how many rows are there, by which operations, in how many batches, and requests.
there() {
	platform "SELECT (SELECT count(*) FROM row WHERE space = '$1' AND content NOT NULL),
	    (SELECT coalesce(group_concat(DISTINCT operation), '-') FROM change WHERE space = '$1'),
	    (SELECT count(DISTINCT batch) FROM change WHERE space = '$1'),
	    (SELECT count(*) FROM request WHERE space = '$1')"
}
# Of a target's batches: how many rows were answered, and how, and how many are open.
on_record() {
	ssjc-publish batches -p plan.plan -t | awk -F '\t' -v to="$1" \
	    '$4 == to { said = $11 " " $12 " " $13 } END { print said }'
}

# ---- All is well ----

target plain open < /dev/null
upload plain
status 0 "results are sent"
quiet "without a word"
out "on either output" < /dev/null
is "$(there plain)" "7 i 1 1" "and are there"
is "$(on_record plain)" "7 0 0" "and accepted, on record"
upload plain -v
status 0 "then nothing is new"
is "$(there plain)" "7 i 1 1" "and nothing is sent"

# ---- Each fault once ----

# What is there after it, the exit status; then all is there, by one batch, with so many
# requests. What was refused is in a batch of its own, and is sent when a person says so.
while IFS=: read -r fault found requests; do
	n=$((count + 1))
	[ "$fault" = silence ] && timeout=1 || timeout=60
	target "f$n" open <<-'EOT'
		tries = 1
	EOT
	order "f$n" "$fault"
	upload "f$n"
	is "$(there "f$n" | cut -c 1) $status" "$found" "$fault"
	later
	# Only the silence is for the short timeout: what follows may take its time.
	sed -i 's/^\(connect_\)\{0,1\}timeout = 1$/\1timeout = 60/' targets
	resend=
	[ "$status" -eq 1 ] && resend=--resend
	upload "f$n" $resend
	is "$status, $(there "f$n"), $(on_record "f$n")" "0, 7 i 1 $requests, 7 0 0" "and then all is there once"
done <<'EOT'
429 1:0 5:2
took drop:7 5:2
reset:0 5:1
silence:0 5:2
half:7 5:2
garbage:7 5:2
endless:7 5:2
stranger:7 5:2
took kill:7 137:2
403:0 1:2
EOT

# ---- What is waited for ----

longest=20
target patient open < /dev/null
longest=
order patient 500 '429 date 5'
upload patient -v
status 0 "within one run, it is tried again"
is "$(grep -c '^ssjc-upload: .*try [123]: ' err)" 3 "-v has a line for each try"
# Dates are whole seconds, and a machine's coarse clock may be a tick behind its fine one.
err_has "and a date is waited for" 'the next try is in [3-6] s$'
is "$(there patient)" "7 i 1 3" "and all is there once"
target busy open < /dev/null
order busy '429 99999999'
upload busy
status 5 "a platform may ask for more time than there is"
upload busy
status 5 "which the next run leaves it"
is "$(there busy | cut -d' ' -f4)" 1 "without a request"
is "$(cut -c 1-10 audit.db.upload-busy)" "$(TZ=Asia/Shanghai date -d tomorrow +%F)" "but not for more than a day"
echo 2099-01-01T00:00:00+08:00 > audit.db.upload-busy
upload busy
status 0 "a time that a clock gave that was wrong holds up nothing"
target hurry open < /dev/null
order hurry 503
upload hurry --wait 0
status 5 "--wait 0 is for one try"
is "$(there hurry | cut -d' ' -f4)" 1 "and no other"

# ---- Refused: a person has to see to it ----

target refused open < /dev/null
order refused 'code 300'
upload refused
status 1 "what the platform refuses is refused"
err_has "and said, with what it says, on one line and without control characters" \
    '^ssjc-upload: refused: batch [0-9]+ was refused: 300 没有收下 *.?\[2J; .*--resend'
upload refused
status 1 "and is not sent again by itself"
err_has "which is said" 'refused: batch [0-9]+ was refused'
is "$(there refused)" "0 - 0 1" "nor is anything else"
upload refused --resend
status 0 "but when that is said"
is "$(there refused)" "7 i 1 2" "it goes out as it was"

target doubt open < /dev/null
order doubt 'took drop' 403
upload doubt
status 1 "a refusal after a try without an answer"
err_has "may mean that all is there" 'since a try before may have come through, the next run sends the same'
upload doubt --resend
is "$status $(there doubt)" "0 7 i 1 3" "the same goes out again, and is taken once"

basic=$(printf buero:geheim-wort-2 | base64)
for profile in bearer basic; do
	target "echo-$profile" "$profile" < /dev/null
	order "echo-$profile" echo
	upload "echo-$profile" -v
	status 1 "$profile: a platform may say what was sent to it"
	err_has "which is shown without the secret" '403 .*Authorization: B[a-z]+ \*\*\*'
	ok "and with nothing of it" sh -c "! grep -E 'geheim|$basic' err"
done

# ---- A row is rejected, corrected, and accepted ----

target rejects open < /dev/null
id=$(platform "SELECT key FROM row WHERE space = 'plain' AND content LIKE '%市场局%TE0695%'")
order rejects "reject $id"
upload rejects
status 1 "a row is rejected"
err_has "and named, with why" "^ssjc-upload: rejects: batch [0-9]+: row $id .*E01 日期有误"
is "$(on_record rejects)" "6 1 0" "on record"
upload rejects
status 0 "it is not sent again as it is"
quiet "and not named again"
cat > correction.csv <<'EOT'
id,dept,item,result,problem,disposal,date,method,signed,note
91130230MA07TE0695,market,M1,ok,,,2023-06-21,网络监测,yes,
EOT
ssjc-record result -p plan.plan --correct --reason 日期 correction.csv > ok.log 2>&1 || echo "Bail out!"
upload rejects
status 0 "when it is corrected it is sent"
is "$(platform "SELECT operation, batch = (SELECT max(batch) FROM row), state FROM change WHERE key = '$id' AND space = 'rejects'" | tr '\n' ' ')" \
    "i 0 rejected u 1 accepted " "as a change, and accepted"
is "$(platform "SELECT content LIKE '%2023-06-21%' FROM row WHERE key = '$id' AND space = 'rejects'")" 1 \
    "with what is right"

# ---- One at a time, and who may read what ----

mkdir meeting
mkfifo meeting/came meeting/go
target alone bearer <<'EOT'
rows = 5
EOT
order alone "meet $work/meeting"
ssjc-upload -p plan.plan --targets targets --to alone > alone.out 2>&1 &
pid=$!
read -r peer < meeting/came
is "$peer" "$pid" "while one is sending"
ok "its secret is not in its arguments" sh -c "! tr '\\0' '\\n' < /proc/$pid/cmdline | grep geheim"
ok "nor in its environment" sh -c "! tr '\\0' '\\n' < /proc/$pid/environ | grep geheim"
upload alone
status 5 "a second one leaves it alone"
err_has "and says so" 'alone: another ssjc-upload is sending there'
echo > meeting/go
wait $pid
is "$? $(there alone)" "0 7 i 2 2" "the first goes on, five rows at a time"

# ---- Every signature, container and form ----

while read -r name profile container more; do
	echo "container = $container" | target "$name" "$profile"
	echo "$more" | tr ';' '\n' >> targets
	upload "$name"
	is "$status $(there "$name")" "0 7 i 1 1" "$profile, $container ${more:-body}"
done <<'EOT'
s1 bearer csv
s2 basic xml
s3 gjzwfwpt json
s4 x-tif tsv field = data;part area = 130209;part no = {batch}
s5 sm2 json
EOT
number=$(platform "SELECT max(batch) FROM change WHERE space = 's3'")
number=$((number + 1))
is "$(platform "SELECT part FROM request WHERE space = 's4'")" \
    "{\"area\": \"130209\", \"no\": \"$number\", \"data\": \"@$number-list.tsv\"}" "the form has its fields"
sed 's/^encoding = .*/encoding = hex/; s/^signature = .*/signature = der/; s/^signed = .*/signed = encdata/' \
    sign/sm2 > sign/sm2.new && mv sign/sm2.new sign/sm2
echo ffeeddccbbaa99887766554433221100 >> double/sm4
target s6 sm2 < /dev/null
upload s6
is "$status $(there s6)" "0 7 i 1 1" "sm2 the other way"

# ---- --dry-run ----

before=$(events)
for profile in basic gjzwfwpt open; do
	target "dry-$profile" "$profile" < /dev/null
	upload "dry-$profile" --dry-run -o dry
	status 0 "$profile: what would be sent is shown"
	[ $profile = open ] || out_has "with *** for what is secret" ': (Bearer |Basic )?\*\*\*$'
	headers=$(find dry -name '*.headers')
	[ ! "$headers" ] || {
		: > "$headers" && chmod 664 "$headers"
		upload "dry-$profile" --dry-run -o dry
		is "$(stat -c %a "$headers")" 600 "the file of secret headers is its owner's alone, whoever made one before"
		ln -sf ../plan.plan "$headers"
		upload "dry-$profile" --dry-run -o dry
		is "$(stat -c '%a %F' "$headers"), $(grep -c geheim plan.plan)" "600 regular file, 0" "and no link leads elsewhere"
	}
	ok "and no secret" sh -c "! grep -E '$(cat double/token)|$(cat double/secret)|geheim' out err"
	grep '^curl ' out > line
	is "$(there "dry-$profile")" "0 - 0 0" "nothing is sent"
	run sh line
	is "$status $(there "dry-$profile")" "0 7 i 1 1" "the line of curl sends the same"
	rm -r dry
done
is "$(events)" "$before" "nothing is on record of all this"

# ---- https ----

platform_stop
mv double plain
platform_new double
platform_start double --https double/https.pem double/https.key
scheme=https
echo 'ca = double/https.pem' | target tls bearer
target stranger bearer < /dev/null
certificate other DNS:localhost
echo 'ca = other.pem' | target other bearer
upload tls
is "$status $(there tls)" "0 7 i 1 1" "https, with the certificate of an authority of one's own"
for to in stranger other; do
	upload $to
	status 1 "$to: a certificate that nobody vouches for is refused"
	err_has "and what to do is said" 'certificate.*private authority, “ca” names'
done
platform_stop
mv double tls
platform_new double
(cd double && certificate https DNS:elsewhere.example)
platform_start double --https double/https.pem double/https.key
echo 'ca = double/https.pem' | target elsewhere bearer
upload elsewhere
status 1 "so is one of another host"
is "$(platform 'SELECT count(*) FROM request')" 0 "nothing is sent to it"
platform_stop
mv double elsewhere
mv plain double
rm double/port
mkfifo double/port
platform_start double
unset scheme

# ---- Refused before anything is sent ----

: > targets
target one bearer < /dev/null
target two open < /dev/null
order two "redirect http://localhost:1/elsewhere?token=x"
upload two
status 1 "a redirect is not followed"
err_has "and it is said where it goes" 'HTTP 307, a redirect to “http://localhost:1/elsewhere”, .*set it as the address'
chmod 644 double/token
upload one
status 1 "a secret that others may read is refused"
err_has "with what to do" '^ssjc-upload: double/token: .*chmod 600'
chmod 600 double/token
is "$(there one)" "0 - 0 0" "nothing is sent"
chmod g+w targets
upload one
status 1 "so is a file of targets that others may write to"
err_has "since they could have results and secrets sent elsewhere" '^ssjc-upload: targets: .*chmod go-w'
chmod g-w targets
cp double/https.pem ours.pem
chmod o+w ours.pem
sed 's/^insecure.*/ca = ours.pem/; s/http:/https:/' targets > targets.ca
run ssjc-upload -p plan.plan --targets targets.ca --to one
status 1 "and the certificates that say who the other side is"
err_has "likewise" '^ssjc-upload: ours.pem: .*chmod go-w'
upload three
status 2 "a target that there is not"
err_has "is named" '“three”.* targets'
sed -i '/insecure/d' targets
upload one
status 3 "http is refused"
err_has "unless it is meant" '^ssjc-upload: targets:3: address: .*insecure = yes'

# ---- A folder, whose answer comes later ----

mkdir in
cat > targets <<EOT
[target drop]
format = list
address = file://$work/in
marker = .ok
answer = file
EOT
upload drop
status 0 "a folder takes a batch"
quiet "without a word"
number=$(ssjc-publish batches -p plan.plan -t | tail -n 1 | cut -f 1)
is "$(cd in && echo *)" "$number-list.csv $number-list.csv.ok" "as a file with a marker"
ssjc-publish batch -p plan.plan --again "$number" > again
cmp again "in/$number-list.csv" > difference 2>&1
verdict $? "of the batch on record" < difference
is "$(on_record drop)" "0 0 7" "which is not answered yet"
sed -i 's/2023-06-21/2023-06-20/' correction.csv
ssjc-record result -p plan.plan --correct --reason 日期 correction.csv > ok.log 2>&1 || echo "Bail out!"
upload drop
is "$status $(find in -type f | wc -l)" "0 4" "nor does that keep the next one back"

# Somebody who may write to the folder puts a link, or a pipe, where the next file goes.
echo ours > ours
mkfifo pipe
for i in 1 2 3; do
	ln -s ../ours "in/$((number + 1 + i))-list.csv"
	ln -s ../pipe "in/$((number + 1 + i))-list.csv.ok"
done
sed -i 's/2023-06-20/2023-06-21/' correction.csv
ssjc-record result -p plan.plan --correct --reason 日期 correction.csv > ok.log 2>&1 || echo "Bail out!"
run timeout 20 ssjc-upload -p plan.plan --targets targets --to drop
status 0 "nothing is written through a link in the folder"
is "$(cat ours) $(find in -type l | wc -l)" "ours 4" "the link gives way to the file, and that of the marker"

nothing_wrong "no row came to the platform twice, or as what it is not"
ok "no secret is in the audit file" \
    sh -c "strings -a audit.db | { ! grep -E 'geheim|$basic|0123456789abcdef|PRIVATE'; }"
run ssjc-audit verify -p plan.plan
status 0 "verify agrees with all of it"
finish
