#!/bin/sh
# The Debian package: the same bytes wherever it is built, no error of lintian's, and in a
# bare Debian it is installed, carries the example, and is removed without a trace.
. "${0%/*}/../cli/tap.sh"

version=$(sed -n 's/^VERSION = //p' "$top/Makefile")
skip() { # WHY
	ok "the package # SKIP $1" true
	finish
}
for command in dpkg-deb dpkg-shlibdeps strip; do
	command -v $command > /dev/null || skip "there is no $command: not on Debian"
done

# Two trees in folders with names of other lengths; only what is in the tree counts.
package() { # FOLDER
	mkdir "$1"
	(cd "$top" && find . -path ./build -prune -o -path ./.git -prune -o -path '*/out' -prune -o \
	    -type f -print0 | tar -cf - --null -T -) | tar -xf - -C "$1"
	MAKEFLAGS='' make -s -j2 -C "$1" deb BUILD=build > err 2>&1
	status=$?
}
package one
status 0 "make deb"
package another-folder
status 0 "make deb in another folder"
deb=$(find "$work/one/build" -maxdepth 1 -name "ssjc_${version}_*.deb")
ok "gives the same bytes" cmp "$deb" "another-folder/build/${deb##*/}"
dpkg-deb -x "$deb" content
is "$(grep -rl "$work" content)" "" "in which there is no name of a folder where it was built"
is "$(dpkg-deb -c "$deb" | awk '{ print $2 }' | sort -u)" root/root "all of it is root's"
for path in bin/ssjc-draw share/ssjc/values.csv share/man/man1/ssjc-draw.1.gz share/doc/ssjc/copyright \
    share/doc/ssjc/changelog.gz share/locale/zh_CN/LC_MESSAGES/ssjc.mo share/man/zh_CN/man1/ssjc-draw.1.gz \
    share/bash-completion/completions/ssjc-draw share/zsh/vendor-completions/_ssjc-draw \
    share/doc/ssjc/examples/caofeidian-2023/run.sh; do
	ok "it has $path" [ -s "content/usr/$path" ]
done
if command -v lintian > /dev/null; then
	run lintian --fail-on error --allow-root "$deb"
	status 0 "lintian finds no error"
else
	ok "lintian # SKIP it is not here" true
fi

# In a bare Debian.
if [ "$(id -u)" -ne 0 ] || ! command -v mmdebstrap > /dev/null; then
	ok "a bare Debian # SKIP not root, or there is no mmdebstrap" true
	finish
fi
# shellcheck disable=SC1091
release=$(. /etc/os-release && echo "$VERSION_CODENAME")
mmdebstrap --quiet --variant=minbase "$release" root > mmdebstrap.log 2>&1 ||
    { ok "a bare Debian # SKIP none can be made here: no network, or no mount" true; finish; }
in_root() {
	# Its /proc is mounted for this command alone.
	unshare --mount --propagation private sh -c 'mount -t proc proc root/proc && exec "$@"' sh \
	    chroot root env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin DEBIAN_FRONTEND=noninteractive \
	    LC_ALL=C.UTF-8 sh -c "$1" > out 2> err
	status=$?
}
traces() {
	(cd root && find . -xdev -path ./proc -prune -o -name '*ssjc*' -print |
	    grep -v -e ./ssjc.deb -e ./var/lib/apt -e ./var/log -e ./var/cache)
}
cp "$deb" root/ssjc.deb
cp /etc/resolv.conf root/etc/resolv.conf 2> /dev/null
in_root 'apt-get update -q && apt-get install -qy --no-install-recommends /ssjc.deb'
status 0 "it is installed, with the libraries that it names"
in_root 'ssjc-draw --version'
is "$(cat out)" "ssjc-draw $version" "a program runs"
in_root 'LANGUAGE=zh_CN ssjc-draw --help'
out_has "in Chinese, too" '使用手册：man ssjc-draw'
in_root 'cp -r /usr/share/doc/ssjc/examples/caofeidian-2023 /tmp/example && /tmp/example/run.sh'
status 0 "the example runs from the registers to the page"
out_has "and all of it is computed again" '^good: event [0-9]+: draw'
in_root 'rm -rf /tmp/example; apt-get purge -qy ssjc'
status 0 "it is removed"
is "$(traces)" "" "and nothing of it is left"
rm -rf root
finish
