#!/bin/sh
# A Debian package of what `make install` put into a folder: `make deb` runs this.
#
#	packaging/deb.sh TREE VERSION DEB
#
# TREE has usr/ and becomes the package. The same tree gives the same bytes: what Debian
# adds, times, owners and order depend on nothing else.
set -eu
umask 022
tree=$1 version=$2 deb=$3
top=$(cd "$(dirname "$0")/.." && pwd)
doc=$tree/usr/share/doc/ssjc
SOURCE_DATE_EPOCH=${SOURCE_DATE_EPOCH:-$(date -u -d "$(sed -n 's/^\.Dd //p' "$top/man/ssjc.7")" +%s)}
export SOURCE_DATE_EPOCH LC_ALL=C
maintainer='The ssjc authors <ssjc@ssjc.invalid>'

programs() { # all but the scripts
	find "$tree/usr/bin" -type f ! -name ssjc-batch | sort
}

programs | xargs -d '\n' strip --strip-unneeded --remove-section=.comment --remove-section=.note
find "$tree/usr/share/man" -type f -name '*.[157]' -exec gzip -9n {} +

# The licence and what is new, where Debian looks for them.
{
	cat <<-END
		Format: https://www.debian.org/doc/packaging-manuals/copyright-format/1.0/
		Upstream-Name: ssjc

		Files: *
		Copyright: $(sed -n 's/^Copyright (c) //p' "$top/LICENSE")
		License: Expat
	END
	sed '1,/^Copyright/d; /./!d' "$top/LICENSE" | sed 's/^/ /'
} > "$doc/copyright"
cat > "$doc/changelog" <<END
ssjc ($version) unstable; urgency=medium

  * What is new is in NEWS.gz.

 -- $maintainer  $(date -u -R -d "@$SOURCE_DATE_EPOCH")
END
cp "$top/NEWS" "$doc/NEWS"
gzip -9n "$doc/changelog" "$doc/NEWS"

# The libraries that it needs, from its programs.
mkdir -p "$tree.depends/debian" "$tree/DEBIAN"
printf 'Source: ssjc\n\nPackage: ssjc\nArchitecture: any\n' > "$tree.depends/debian/control"
depends=$(cd "$tree.depends" && programs | xargs -d '\n' dpkg-shlibdeps -O | sed 's/^shlibs:Depends=//')
rm -r "$tree.depends"
cat > "$tree/DEBIAN/control" <<END
Package: ssjc
Version: $version
Architecture: $(dpkg --print-architecture)
Maintainer: $maintainer
Installed-Size: $(du -k -s --apparent-size "$tree/usr" | cut -f1)
Depends: $depends
Suggests: libreoffice-calc, sqlite3
Section: misc
Priority: optional
Description: joint inspections by lot that anybody can check
 In China much of the supervision of businesses follows the rule "double
 random, one open": the businesses to be inspected are drawn by lot, the
 inspectors who go there are drawn by lot, and what they find is made public.
 .
 ssjc is a set of small programs for all of this, from the registers that the
 bureaus send to the page that the public reads. Everything random follows
 from one short seed text, and every decision is kept in a chain of events,
 so that an auditor can compute all of it again.
END
(cd "$tree" && find usr -type f | sort | xargs -d '\n' md5sum > DEBIAN/md5sums)
find "$tree" -exec touch -h -d "@$SOURCE_DATE_EPOCH" {} +
dpkg-deb --root-owner-group -Zxz --uniform-compression -b "$tree" "$deb" > /dev/null
