#!/bin/sh
# Random bytes wherever text comes from outside: nothing that a terminal or a browser
# acts upon comes out. The seed is fixed: each run tries the same.
. "${0%/*}/tap.sh"
. "$top/tests/cli/lab.sh"

if ! command -v python3 > /dev/null; then
	echo "1..0 # SKIP there is no python3"
	exit 0
fi
lab_new
sed -i 's/20%/100%/' lab.plan
lab_drawn
ssjc-assign -p lab.plan "$registers" -i inspectors.csv drawn.csv > assigned.csv 2> err
printf 'id,dept,confirmed,reason,evidence,note\n%s,transport,no,moved,函1号,注\n' "$(lab_code 5)" > removed.csv
ssjc-record confirm -p lab.plan "$confirmed" removed.csv 2> err
sed 's/lab.db/new.db/' lab.plan > new.plan
BIN=$bin CODE=$(lab_code 1)
export BIN CODE
cat > forge.py <<'END'
import os, random, re, shutil, subprocess

random.seed(9)
SHOWN = re.compile('[\x00-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]')
ODD = ['\x1b[2K', '\x1b]0;x\x07', '\r', '\n', '\t', '\x00', '\x7f', '\x85', '\x9b2J', '\u2028',
    '\u2029', '\u202a', '\u202e', '\u2066', '\u2069', '"', "'", ',', ';', '=', '+1', '-', '@', '\\',
    '\\x1b', '\\u202e', '<', '&', '>', '</footer>', '样例', '公司', '检查点', 'a' * 9, ' ', '\u3000',
    '\ufeff', '\U0001f600', 'é', '\u0301', '%s', '\n   9  2023-06-08T09:00:00  lead    import']
RAW = [b'\xff', b'\xc2', b'\xe2\x80', b'\xed\xa0\x80', b'\xf4\x90\x80\x80', b'\xc0\x80']

def text(nul=False, raw=True):
    """Some text in bytes."""
    out = b''
    for _ in range(random.randint(1, 6)):
        kind = random.random()
        if kind < .75:
            out += random.choice(ODD).encode()
        elif kind < .85 and raw:
            out += random.choice(RAW)
        else:
            out += bytes([random.randrange(1, 256 if raw else 128)])
    return out if nul else out.replace(b'\0', b'')

tried = 0
bad = []

def run(what, *argv, env={}, table=False, data=None):
    """Run a program, and look at all it says; table: it may have tabs and line ends in quotes."""
    global tried
    tried += 1
    p = subprocess.run([os.path.join(os.environ['BIN'], argv[0])] + list(argv[1:]), input=data,
        capture_output=True, env={**os.environb, **env} if env else None)
    for name, got in (('stdout', p.stdout), ('stderr', p.stderr)):
        look(what + ' ' + name, got, table and name == 'stdout', argv)
    if p.returncode < 0 or p.returncode > 5:
        bad.append('%s: status %d: %r' % (what, p.returncode, argv))
    return p

def look(what, got, table, argv):
    try:
        shown = got.decode()
    except UnicodeDecodeError as e:
        bad.append('%s is not UTF-8: %s: %r' % (what, e, argv))
        return
    if table:
        shown = shown.replace('\r\n', '\n').replace('\t', ' ')
    m = SHOWN.search(shown.replace('\n', ' '))
    if m:
        bad.append('%s has %r: %r' % (what, shown[max(0, m.start() - 30):m.end() + 9], argv))

def cell(b):
    return b'"' + b.replace(b'"', b'""') + b'"'

code = os.environ['CODE'].encode()
styles = [(), ('--tsv',), ('--excel',)]

# Registers: names, representatives, remarks, headers; lists of what is refused.
for i in range(24):
    head = [b'\xe4\xbc\x81\xe4\xb8\x9a\xe5\x90\x8d\xe7\xa7\xb0', '统一社会信用代码'.encode(), '类别'.encode(),
        '信用风险等级'.encode(), '登记状态'.encode(), '法定代表人'.encode(), '地址'.encode(), cell(text(raw=False))]
    row = [cell(text(raw=i % 4 == 0)), code, '货运'.encode(), b'A', '存续'.encode(), cell(text(raw=False)),
        cell(text(raw=False)), cell(text(raw=False))]
    with open('r.csv', 'wb') as f:
        f.write(b','.join(head) + b'\n' + b','.join(row) + b'\n')
    style = styles[i % 3]
    run('import', 'ssjc-import', 'objects', *style, '--check', '--rejects', '-', 'r.csv', table=True)
    run('import', 'ssjc-import', 'objects', *style, 'r.csv', table=True)
    if i % 4 == 0:
        run('profile', 'ssjc-import', 'profile', *style, 'r.csv', table=True)
    if i % 6 == 0:
        for db in ('new.db', 'new.db-wal', 'new.db-shm'):
            if os.path.exists(db):
                os.remove(db)
        run('import on record', 'ssjc-import', 'objects', '-p', 'new.plan', '--now=2023-06-08T09:00:00', 'r.csv', table=True)
        run('show', 'ssjc-audit', 'show', '-v', '-p', 'new.plan')
        run('verify', 'ssjc-audit', 'verify', '-p', 'new.plan', 'r.csv')
        # A stream that no import wrote.
        with open('o.csv', 'wb') as f:
            f.write(b'id,name,category,credit,status,' + cell(text(raw=False)) + b'\n' + code + b',' +
                cell(text(raw=False) if i % 12 else '甲'.encode()) + b',x,A,active,' + cell(text(raw=False)) + b'\n')
        run('draw', 'ssjc-draw', *style, '-p', 'new.plan', '--now=2023-06-08T09:00:00', '-H', 'history.csv',
            'o.csv', table=True)

# Names of files, actors, reasons, options: what is not refused shows as what it is.
for i in range(12):
    name, actor, reason = text().replace(b'/', b'_') + b'.csv', text(), text()
    try:
        shutil.copyfile('名录.csv', name)
    except OSError:
        continue
    env = {b'SSJC_ACTOR': actor}
    run('a name of a file', 'ssjc-import', 'objects', '-p', 'new.plan', b'--', name, env=env, table=True)
    os.remove(name)
    run('a file that is not there', 'ssjc-draw', '-p', 'new.plan', b'--', name, env=env)
    run('a reason', 'ssjc-record', 'amend', '-p', 'lab.plan', b'--reason=' + reason, env=env)
    run('an option', 'ssjc-import', 'objects', b'--map=name=' + reason, '名录.csv', table=True)

# A program that does not ask puts it on record.
places = ['event actor', 'event reason', 'event options', 'event action', 'event program', 'event version',
    'event plan', 'file name', 'file kind', 'stratum stratum', 'draw seed', 'draw source', 'pick id', 'pick object',
    'confirmation reason', 'confirmation evidence', 'confirmation note', 'seat inspector', 'seat cert', 'seat duty']
for i in range(14):
    where = random.sample(places, 2) if i % 2 else [places[i * 10 % 21 % 20]]
    shutil.copyfile('lab.db', 'forged.db')
    sql = ''
    for place in where:
        table, column = place.split()
        sql += "UPDATE %s SET %s = CAST(X'%s' AS TEXT) WHERE rowid = (SELECT max(rowid) FROM %s);" % (
            table, column, text().hex(), table)
    if subprocess.run([os.environ['BIN'] + '/tools/rechain', 'forged.db', sql], capture_output=True).returncode:
        continue
    for command in (('show', '-v'), ('show', '--json'), ('verify',), ('verify', '--json')):
        run('of a forged record: ' + ' '.join(command), 'ssjc-audit', *command, '-d', 'forged.db')
    run('its tables', 'ssjc-audit', 'export', '-d', 'forged.db', '--table', where[0].split()[0], *styles[i % 3], table=True)
    shutil.copyfile('forged.db', 'lab2.db')
    p = run('its page', 'ssjc-publish', 'page', '-p', 'lab2.plan', '--partial', '--now=2023-06-30T09:00:00', table=True)
    run('its list', 'ssjc-publish', 'results', '-p', 'lab2.plan', '--partial', '--now=2023-06-30T09:00:00', table=True)
    run('its status', 'ssjc-record', 'status', '-p', 'lab2.plan', '--all', '--now=2023-06-30T09:00:00', table=True)
    for db in ('lab2.db-wal', 'lab2.db-shm'):
        if os.path.exists(db):
            os.remove(db)

print(tried)
for line in bad:
    print(ascii(line))
END
sed 's/lab.db/lab2.db/' lab.plan > lab2.plan
python3 forge.py > forged 2>&1
ok "some hundreds of programs were run" [ "$(head -1 forged)" -gt 200 ]
tail -n +2 forged | head -20 > wrong
same wrong "and none said what does not show as what it is" < /dev/null
finish
