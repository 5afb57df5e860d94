# ssjc. On a fresh Debian machine, `make demo` carries an inspection from the
# registers to the published page, and `make check` runs the tests; `make help`
# lists the rest. The tree may be in any folder; BUILD is a path without blanks.

VERSION = 0.1.0
PREFIX  = /usr/local
DESTDIR =
BUILD   = build
CC      = cc
CFLAGS  = -O2 -g

WARN        = -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes
SSJC_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L $(WARN) $(WERROR) -Iinclude
PKGS        = sqlite3 xlsxwriter libcrypto nettle minizip expat libutf8proc libgsf-1 libxml-2.0 libqrencode zlib
# Of ssjc-upload alone, which sends batches.
SEND_PKGS   = libcurl json-c
# Of ssjc-import alone, which reads tables of databases.
TABLE_PKGS  = libpq
INCS       := $(shell pkg-config --cflags $(PKGS) $(SEND_PKGS) $(TABLE_PKGS) 2>/dev/null)
LIBS       := $(shell pkg-config --libs $(PKGS) 2>/dev/null) -lcsv -lm -pthread
SEND_LIBS  := $(shell pkg-config --libs $(SEND_PKGS) 2>/dev/null)
TABLE_LIBS := $(shell pkg-config --libs $(TABLE_PKGS) 2>/dev/null)

PROGRAMS = $(patsubst cmd/%.c,%,$(wildcard cmd/ssjc-*.c))
BATCH    = $(patsubst cmd/%.sh,%,$(wildcard cmd/ssjc-*.sh))
LIB      = $(BUILD)/libssjc.a
LIB_O    = $(patsubst lib/%.c,$(BUILD)/lib/%.o,$(wildcard lib/*/*.c)) $(BUILD)/release_files.o
CLI_O    = $(patsubst cmd/%.c,$(BUILD)/cmd/%.o,$(wildcard cmd/cli*.c))
UNITS    = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*/*.c))
FUZZERS  = $(patsubst tests/fuzz/%.c,$(BUILD)/fuzz/%,$(wildcard tests/fuzz/*.c))
TOOLS    = $(patsubst tests/tools/%.c,$(BUILD)/tools/%,$(wildcard tests/tools/*.c))
CASES    = $(wildcard tests/cli/*.t)
LONG     = $(wildcard tests/long/*.t)
MANS     = $(wildcard man/*.[157])
ZH_MANS  = $(wildcard man/zh_CN/*.[157])
PAGE_FILES = $(wildcard share/page/*)
ZH_BUILT = $(ZH_MANS:%=$(BUILD)/%)
HEADERS  = $(wildcard include/ssjc/*/*.h lib/*/*.h cmd/*.h)
C_FILES  = $(HEADERS) $(wildcard lib/*/*.c cmd/*.c tests/*.h tests/*/*.[ch] tests/unit/*/*.[ch]) \
           $(DEMO)/generate.c
DEMO     = examples/caofeidian-2023
SCRIPTS  = .ci/run packaging/deb.sh $(BATCH:%=cmd/%.sh) $(CASES) $(LONG) $(wildcard tests/cli/*.sh tests/*.sh tests/bench/*.sh) $(DEMO)/run.sh examples/upload/front-end.sh

# What the programs say, po/LANGUAGE.po, as catalogs: where the programs find them.
LANGUAGES = $(patsubst po/%.po,%,$(wildcard po/*.po))
CATALOGS  = $(LANGUAGES:%=$(BUILD)/locale/%/LC_MESSAGES/ssjc.mo)
# What is needed, and the Debian package that has it: pc/NAME is a library that
# pkg-config knows, h/NAME a header, bin/NAME a command, f/PATH a file.
NEED_BUILD = bin/cc:gcc bin/msgfmt:gettext bin/pkg-config:pkg-config h/stdio.h:libc6-dev h/csv.h:libcsv-dev \
             pc/sqlite3:libsqlite3-dev pc/xlsxwriter:libxlsxwriter-dev \
             pc/libcrypto:libssl-dev pc/nettle:nettle-dev pc/minizip:libminizip-dev h/zlib.h:zlib1g-dev pc/expat:libexpat1-dev \
             pc/libutf8proc:libutf8proc-dev pc/libgsf-1:libgsf-1-dev pc/libxml-2.0:libxml2-dev \
             pc/libqrencode:libqrencode-dev pc/libcurl:libcurl4-openssl-dev pc/json-c:libjson-c-dev pc/libpq:libpq-dev
NEED_CHECK = pc/cmocka:libcmocka-dev bin/time:time bin/openssl:openssl bin/curl:curl bin/prove:perl bin/sqlite3:sqlite3 bin/unzip:unzip \
             bin/zip:zip bin/zbarimg:zbar-tools bin/python3:python3 \
             f//usr/lib/python3/dist-packages/openpyxl:python3-openpyxl bin/localedef:libc-bin f//usr/share/i18n/locales/zh_CN:locales \
             bin//usr/lib/postgresql/15/bin/initdb:postgresql-15 bin/xmllint:libxml2-utils \
             bin/chromium:chromium
NEED_DEB   = bin/dpkg-shlibdeps:dpkg-dev bin/strip:binutils bin/xz:xz-utils
NEED_LONG  = bin/mariadbd:mariadb-server f//usr/bin/time:time f//usr/sbin/sshd:openssh-server bin/lintian:lintian bin/mmdebstrap:mmdebstrap bin/python3:python3 f//usr/lib/python3/dist-packages/xlrd:python3-xlrd \
             f//usr/lib/python3/dist-packages/xlwt:python3-xlwt \
             f//usr/lib/python3/dist-packages/openpyxl:python3-openpyxl \
             bin/soffice:libreoffice-calc-nogui bin/pdftoppm:poppler-utils
NEED_LINT  = bin/mandoc:mandoc bin/groff:groff-base \
             bin/shellcheck:shellcheck bin/cppcheck:cppcheck bin/clang-format:clang-format \
             bin/node:nodejs
NEED_FUZZ  = bin/clang:clang
NEED_BENCH = bin/g++:g++ f//usr/include/lemon/smart_graph.h:liblemon-dev bin/time:time bin/mlr:miller bin/xlsx2csv:xlsx2csv bin/sqlite3:sqlite3 \
             f//usr/lib/python3/dist-packages/xlsxwriter:python3-xlsxwriter bin/ssconvert:gnumeric bin/zip:zip bin/node:nodejs bin/npm:npm \
             $(NEED_LONG)

all: programs

help:
	@echo 'make             build the programs into $(BUILD)/'
	@echo 'make demo        install what is missing, build, and run the inspection of 2023'
	@echo 'make check       install what is missing, build, and run the tests'
	@echo 'make check-long  the same, then the tests that take long (tests/long)'
	@echo 'make deps        install what building and testing need (Debian)'
	@echo 'make deps-all    the same, and what lint and fuzz need'
	@echo 'make asan        the tests under the address and undefined-behaviour sanitizers'
	@echo 'make tsan        the tests of what has threads under the thread sanitizer'
	@echo 'make valgrind    the tests under valgrind'
	@echo 'make lint        check manuals, shell scripts, JavaScript, C and its format, and the rooms of lib/'
	@echo 'make fuzz        run each fuzzer for FUZZ_TIME seconds ($(FUZZ_TIME))'
	@echo 'make bench       measure the speed beside public tools: a table, and $(BUILD)/bench.json'
	@echo 'make deps-bench  install these tools'
	@echo 'make example     write the registers of the example again'
	@echo 'make po          put new messages into po/, to be translated there'
	@echo 'make install     into DESTDIR and PREFIX ($(PREFIX))'
	@echo 'make deb         a Debian package: $(BUILD)/ssjc_$(VERSION)_ARCH.deb'
	@echo 'make uninstall   remove what was installed there'
	@echo 'make clean       remove what was built'
	@echo 'JOBS=N           runs N tests at a time'

# ---- Building ----

programs: $(PROGRAMS:%=$(BUILD)/%) $(BATCH:%=$(BUILD)/%) $(BUILD)/share $(CATALOGS) $(ZH_BUILT)

# Chinese pages know where their lines may break: man -l $(BUILD)/man/zh_CN/ssjc.7
$(BUILD)/man/zh_CN/%: man/zh_CN/% man/zh_CN/breaks.awk
	@mkdir -p $(@D)
	LC_ALL=C awk -f man/zh_CN/breaks.awk $< > $@

# Beside the programs, where they look for the data files; by a relative path, if
# BUILD is one, so that the tree may be moved.
empty :=
up = $(subst $(empty) ,/,$(patsubst %,..,$(subst /, ,$(BUILD))))
SHARE_FROM_BUILD = $(if $(filter /%,$(BUILD))$(findstring ..,$(BUILD)),$(CURDIR),$(up))/share
$(BUILD)/share: FORCE
	@mkdir -p $(@D)
	@[ "$$(readlink $@)" = '$(SHARE_FROM_BUILD)' ] || ln -sfn '$(SHARE_FROM_BUILD)' $@

# -MMD writes beside each object which headers it needs.
$(BUILD)/lib/%.o: lib/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(SSJC_CFLAGS) $(INCS) $(CFLAGS) -MMD -MP -c -o $@ $<

$(BUILD)/cmd/%.o: cmd/%.c Makefile
	@mkdir -p $(@D)
	$(CC) $(SSJC_CFLAGS) $(INCS) -DSSJC_SHARE='"$(PREFIX)/share/ssjc"' \
	    -DSSJC_LOCALE='"$(PREFIX)/share/locale"' -DSSJC_VERSION='"$(VERSION)"' $(CFLAGS) -MMD -MP -c -o $@ $<

# The data files, templates, formats and the page's files of the release as bytes: include/ssjc/plan/release.h.
RELEASED = $(sort $(wildcard share/*.csv share/templates/*.txt share/formats/*.csv $(PAGE_FILES)))
$(BUILD)/release_files.c: $(RELEASED) Makefile
	@mkdir -p $(@D)
	@{ echo '#include "ssjc/plan/release.h"'; \
	for f in $(RELEASED); do \
		name=$${f##*/}; echo "static const unsigned char $$(echo "$$name" | tr -c 'a-z\n' _)[] = {"; \
		od -An -v -tu1 "$$f" | sed 's/  *\([0-9]\)/\1/;s/  *\([0-9]\)/,\1/g;s/$$/,/'; echo '};'; \
	done; \
	echo 'const struct release_file release_files[] = {'; \
	for f in $(RELEASED); do \
		name=$${f##*/}; c=$$(echo "$$name" | tr -c 'a-z\n' _); echo "{\"$$name\", $$c, sizeof $$c},"; \
	done; \
	echo '{0}};'; } > $@.new && mv $@.new $@

$(BUILD)/release_files.o: $(BUILD)/release_files.c
	$(CC) $(SSJC_CFLAGS) $(INCS) $(CFLAGS) -c -o $@ $<

-include $(LIB_O:.o=.d) $(wildcard $(BUILD)/cmd/*.d)

# The folder where data will be installed is compiled in: again when PREFIX changes.
$(BUILD)/cmd/cli_where.o: $(BUILD)/prefix
$(BUILD)/prefix: FORCE
	@mkdir -p $(@D)
	@echo '$(PREFIX)' | cmp -s - $@ || echo '$(PREFIX)' > $@
FORCE:

# ---- Languages ----

# Checked, too: a message with other conversions than its original is an error.
$(BUILD)/locale/%/LC_MESSAGES/ssjc.mo: po/%.po
	@mkdir -p $(@D)
	msgfmt --check --endianness=little -o $@ $<

# Functions that say something: which of their arguments is the format, or the text.
SAYS_FORMAT = step:3 ssjc_fail:3 ssjc_fail_at:6 ssjc_err_before:2 table_fail:5 template_fail:4 \
              fail:2 differs:2 refuse:3 bad_cell:3 checklist_work_tell:7 import_notice:2 \
              xml_in_stop:2 verify_remark:3 verify_remark_because:4 verify_differs:2 \
              verify_differs_because:3 later:2 cli_note:2 cli_info:2 cli_hint:2 language_both:2 conclude:2
SAYS_TEXT   = N_ W_ fail_line:3 settings_fail:2 settings_fail_value:3 fail_at_key:3 stop:2 stop_outside:2 \
              refuse_book:2 no:3 check_none:3 fail_head:3 verify_cannot:2 CLI_REASON:1 CLI_ENCODING:1 \
              INSPECTORS:1 REDRAW:1 SEED:1 OUTPUT:1 OPT_FLAG:3 OPT_TEXT:4 OPT_OUT:4 OPT_COUNT:4 OPT_LIST:4
$(BUILD)/ssjc.pot: FORCE
	@mkdir -p $(@D)
	@find include lib cmd -name '*.[ch]' | LC_ALL=C sort | \
	    xgettext --from-code=UTF-8 --language=C --add-location=file --no-wrap --files-from=- \
	    --package-name=ssjc --keyword $(SAYS_TEXT:%=--keyword=%) $(SAYS_FORMAT:%=--keyword=%) \
	    $(SAYS_FORMAT:%=--flag=%:c-format) --output=- | sed '/^"POT-Creation-Date:/d' > $@

# New messages into po/LANGUAGE.po, to be translated there, and old ones out of it.
po: $(BUILD)/ssjc.pot
	@for l in $(LANGUAGES); do \
		msgmerge --quiet --no-fuzzy-matching --no-wrap --add-location=file \
		    po/$$l.po $< | msgattrib --no-obsolete --no-wrap -o $(BUILD)/$$l.po && \
		mv $(BUILD)/$$l.po po/$$l.po && msgfmt --check --statistics -o /dev/null po/$$l.po; \
	done

# ---- Linking ----

$(LIB): $(LIB_O)
	rm -f $@
	$(AR) rcs $@ $(LIB_O)

$(BUILD)/ssjc-%: $(BUILD)/cmd/ssjc-%.o $(CLI_O) $(LIB)
	$(CC) $(CFLAGS) $(LDFLAGS) -o $@ $(filter %.o,$^) $(LIB) $(LIBS)

# A shell script that runs the others.
$(BATCH:%=$(BUILD)/%): $(BUILD)/%: cmd/%.sh
	@mkdir -p $(@D)
	@cp $< $@.new && chmod 755 $@.new && mv $@.new $@

$(BUILD)/ssjc-upload: LIBS += $(SEND_LIBS)
$(BUILD)/ssjc-import: LIBS += $(TABLE_LIBS)
$(BUILD)/unit/send/%: LIBS += $(SEND_LIBS)
$(BUILD)/fuzz/answer: LIBS += $(SEND_LIBS)

# The files of ssjc-NAME alone are cmd/NAME_*.c.
$(foreach p,$(PROGRAMS),$(eval $(BUILD)/$p: \
    $(patsubst cmd/%.c,$(BUILD)/cmd/%.o,$(wildcard cmd/$(p:ssjc-%=%)_*.c))))

$(BUILD)/unit/%: tests/unit/%.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(SSJC_CFLAGS) $(INCS) -Ilib $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LIBS) -lcmocka

$(BUILD)/fuzz/%: tests/fuzz/%.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(SSJC_CFLAGS) $(INCS) -Ilib $(CFLAGS) -fsanitize=fuzzer -o $@ $< $(LIB) $(LIBS)

$(BUILD)/tools/%: tests/tools/%.c $(LIB)
	@mkdir -p $(@D)
	$(CC) $(SSJC_CFLAGS) $(INCS) -Ilib $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LIBS)

$(BUILD)/generate: $(DEMO)/generate.c $(LIB)
	$(CC) $(SSJC_CFLAGS) $(INCS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LIBS)

# ---- What the machine lacks ----

# $(call install,LIST): install with apt-get what is missing of LIST.
define install
@missing=; \
for need in $(1); do \
	name=$${need#*/}; name=$${name%:*}; \
	case $$need in \
	pc/*) pkg-config --exists "$$name" 2>/dev/null;; \
	h/*) echo "#include <$$name>" | $(CC) -E - >/dev/null 2>&1;; \
	f/*) [ -e "$$name" ];; \
	*) command -v "$$name" >/dev/null;; \
	esac || missing="$$missing $${need#*:}"; \
done; \
[ -n "$$missing" ] || exit 0; \
if ! command -v apt-get >/dev/null; then \
	echo "make: this machine lacks, under the names of Debian:$$missing" >&2; \
	echo "make: install them with your system's package manager" >&2; \
	exit 1; \
fi; \
echo "installing$$missing"; \
sudo=; [ "$$(id -u)" -eq 0 ] || sudo=sudo; \
export DEBIAN_FRONTEND=noninteractive; \
$$sudo apt-get update -q && \
$$sudo apt-get install -qy --no-install-recommends $$missing
endef

deps-build:
	$(call install,$(NEED_BUILD))

deps:
	$(call install,$(NEED_BUILD) $(NEED_CHECK))

deps-all:
	$(call install,$(NEED_BUILD) $(NEED_CHECK) $(NEED_LINT) $(NEED_FUZZ))

# ---- Using and testing ----

# pkg-config is asked when make starts: a second make knows what was just installed.
demo: deps-build
	@$(MAKE) -s programs
	@PATH="$(abspath $(BUILD)):$$PATH" $(DEMO)/run.sh

check: deps
	@$(MAKE) -s tests

check-long: deps
	$(call install,$(NEED_LONG))
	@$(MAKE) -s tests CASES='$(CASES) $(LONG)'

# Everything that the tests run.
testable: programs $(UNITS) $(TOOLS) $(BUILD)/generate

# JOBS tests run at a time; none of them minds the others.
JOBS = 1
tests: testable
	@SSJC_BIN="$(abspath $(BUILD))" CMOCKA_MESSAGE_OUTPUT=TAP prove -j $(JOBS) -e '' $(UNITS) $(CASES)

# Left out are cases of scripts and documents, and those that are large: their programs run in
# the others, too.
UNSANITIZED = $(patsubst %,tests/cli/%.t,batch completion demo first large manual month page_browser second spectrum sql upload_examples upload_sql)
# SKIP='a b' leaves out more.
SKIP =
asan: deps
	@LSAN_OPTIONS='print_suppressions=0:suppressions="$(CURDIR)/tests/lsan.supp"' \
	    $(MAKE) -s tests BUILD=$(BUILD)/asan CASES='$(filter-out $(UNSANITIZED) $(SKIP:%=tests/cli/%.t),$(CASES))' \
	    CFLAGS='-O1 -g -fsanitize=address,undefined -fno-sanitize-recover=all'

# Threads are in what reads a roster, sorts tickets and makes workbooks: those units and cases.
tsan: deps
	@$(MAKE) -s tests BUILD=$(BUILD)/tsan UNITS='$(patsubst %,$(BUILD)/tsan/unit/%,assign/assign draw/ticket_sort draw/draw base/csv)' \
	    CASES='tests/cli/large.t tests/cli/draw.t tests/cli/papers.t' CFLAGS='-O1 -g -fsanitize=thread'

MEMCHECK = valgrind -q --error-exitcode=99 --leak-check=full --errors-for-leak-kinds=definite
valgrind: deps
	$(call install,bin/valgrind:valgrind)
	@$(MAKE) -s testable
	@mkdir -p $(BUILD)/valgrind/tools
	@for p in $(PROGRAMS) generate $(TOOLS:$(BUILD)/%=%); do \
		printf '#!/bin/sh\nexec $(MEMCHECK) --suppressions="%s" "%s" "$$@"\n' \
		    "$(CURDIR)/tests/valgrind.supp" "$(abspath $(BUILD))/$$p" \
		    > $(BUILD)/valgrind/$$p && chmod +x $(BUILD)/valgrind/$$p || exit 1; \
	done
	@cp $(BATCH:%=$(BUILD)/%) $(BUILD)/valgrind
	@CMOCKA_MESSAGE_OUTPUT=TAP prove -e '$(MEMCHECK) --suppressions=tests/valgrind.supp' $(UNITS)
	@SSJC_BIN="$(abspath $(BUILD))/valgrind" prove -e '' $(CASES)

lint: deps $(ZH_BUILT)
	$(call install,$(NEED_LINT))
	! mandoc -Tlint -W warning $(MANS) $(ZH_MANS) | grep .
	! for m in $(MANS) $(ZH_BUILT); do groff -Kutf8 -Tutf8 -mdoc -ww -z $$m; done 2>&1 | grep .
	shellcheck $(SCRIPTS)
	cppcheck -q --std=c11 --enable=warning,portability --inline-suppr --error-exitcode=1 \
	    -Iinclude -Ilib --suppress=missingIncludeSystem lib cmd
	clang-format --dry-run -Werror $(C_FILES)
	cd share/page && for s in 'sha256.js draw.js check.js audit.js' 'words.js page.js' \
	    'words.js receipt-words.js page.js receipt.js receipt-page.js'; do \
		cat $$s > $(abspath $(BUILD))/page.js && node --check $(abspath $(BUILD))/page.js || exit 1; done
	tests/floors.sh

FUZZ_TIME = 60
fuzz: deps
	$(call install,$(NEED_FUZZ))
	@$(MAKE) -s fuzzers BUILD=$(BUILD)/fuzzing CC=clang \
	    CFLAGS='-O1 -g -fsanitize=address,undefined,fuzzer-no-link'
	@export LSAN_OPTIONS=print_suppressions=0:suppressions=$(CURDIR)/tests/lsan.supp; \
	for f in $(FUZZERS:$(BUILD)/%=$(BUILD)/fuzzing/%); do \
		corpus=$(BUILD)/corpus/$${f##*/}; mkdir -p $$corpus; echo "$$f"; \
		$$f -max_total_time=$(FUZZ_TIME) -rss_limit_mb=1024 -timeout=10 -print_final_stats=1 \
		    -artifact_prefix=$(BUILD)/ $$corpus tests/data > $$corpus.log 2>&1 || \
		    { tail -n 40 $$corpus.log; exit 1; }; \
		tail -n 6 $$corpus.log; \
	done

fuzzers: $(FUZZERS)

# The peers that programs are measured beside; what cannot be had is left out.
NPM_BENCH = @duckdb/node-api chdb
deps-bench: deps
	$(call install,$(NEED_BENCH))
	@[ -d $(BUILD)/npm/node_modules/chdb ] || \
	    npm install --silent --no-audit --no-fund --prefix $(BUILD)/npm $(NPM_BENCH)

# Some of it: make bench BENCH='draw own' ROWS=5000000.
bench: deps-build
	@$(MAKE) -s deps-bench || echo 'make: the table leaves out what is not there' >&2
	@$(MAKE) -s programs $(BUILD)/tools/match
	@CC='$(CC)' CFLAGS='$(CFLAGS)' SSJC_BIN="$(abspath $(BUILD))" tests/bench.sh $(BENCH)

example: deps-build
	@$(MAKE) -s $(BUILD)/generate
	$(BUILD)/generate $(DEMO)

# ---- Installing ----

TO = $(DESTDIR)$(PREFIX)
# Debian's own zsh looks elsewhere than one that was installed by hand.
ZSH        = share/zsh/site-functions
BASH       = share/bash-completion/completions
EXAMPLES   = $(TO)/share/doc/ssjc/examples
DEMO_FILES = $(filter-out %/out %/generate.c %/run.sh,$(wildcard $(DEMO)/*))
install: programs
	install -d '$(TO)/bin' '$(TO)/share/ssjc/templates' '$(TO)/share/ssjc/formats' '$(TO)/share/ssjc/page' '$(TO)/share/man/man1' '$(TO)/share/man/man5' \
	    '$(TO)/share/man/man7'
	install -m 755 $(PROGRAMS:%=$(BUILD)/%) $(BATCH:%=$(BUILD)/%) '$(TO)/bin'
	install -m 644 share/*.csv '$(TO)/share/ssjc'
	install -m 644 share/templates/*.txt '$(TO)/share/ssjc/templates'
	install -m 644 share/formats/*.csv '$(TO)/share/ssjc/formats'
	install -m 644 $(PAGE_FILES) '$(TO)/share/ssjc/page'
	for l in $(LANGUAGES); do \
		install -d '$(TO)/share/locale'/$$l/LC_MESSAGES && \
		install -m 644 $(BUILD)/locale/$$l/LC_MESSAGES/ssjc.mo \
		    '$(TO)/share/locale'/$$l/LC_MESSAGES || exit 1; \
	done
	install -d '$(TO)/$(BASH)' '$(TO)/$(ZSH)'
	for p in $(PROGRAMS); do \
		LC_ALL=C $(BUILD)/$$p --completion=bash > '$(TO)/$(BASH)'/$$p && \
		LC_ALL=C $(BUILD)/$$p --completion=zsh > '$(TO)/$(ZSH)'/_$$p && \
		chmod 644 '$(TO)/$(BASH)'/$$p '$(TO)/$(ZSH)'/_$$p || exit 1; \
	done
	for p in $(BATCH); do \
		install -m 644 packaging/$$p.bash '$(TO)/$(BASH)'/$$p && \
		install -m 644 packaging/$$p.zsh '$(TO)/$(ZSH)'/_$$p || exit 1; \
	done
	for m in $(MANS); do \
		install -m 644 $$m '$(TO)/share/man'/man$${m##*.} || exit 1; \
	done
	for m in $(ZH_BUILT); do \
		install -D -m 644 $$m '$(TO)/share/man/zh_CN'/man$${m##*.}/$${m##*/} || exit 1; \
	done
	install -d '$(EXAMPLES)/$(notdir $(DEMO))' '$(EXAMPLES)/forms' '$(EXAMPLES)/cron' '$(EXAMPLES)/upload'
	install -m 644 $(DEMO_FILES) '$(EXAMPLES)/$(notdir $(DEMO))'
	install -m 755 $(DEMO)/run.sh '$(EXAMPLES)/$(notdir $(DEMO))'
	install -m 644 examples/forms/* '$(EXAMPLES)/forms'
	install -m 644 examples/cron/* '$(EXAMPLES)/cron'
	install -m 644 $(filter-out %.sh,$(wildcard examples/upload/*)) '$(EXAMPLES)/upload'
	install -m 755 examples/upload/front-end.sh '$(EXAMPLES)/upload'

# What install put there, and no other file of those folders.
uninstall:
	rm -f $(PROGRAMS:%='$(TO)/bin/%') $(BATCH:%='$(TO)/bin/%')
	for p in $(PROGRAMS) $(BATCH); do rm -f '$(TO)/$(BASH)'/$$p '$(TO)/$(ZSH)'/_$$p; done
	for m in $(notdir $(MANS) $(ZH_MANS)); do \
		rm -f '$(TO)/share/man'/man$${m##*.}/$$m '$(TO)/share/man/zh_CN'/man$${m##*.}/$$m; \
	done
	rm -f $(LANGUAGES:%='$(TO)/share/locale/%/LC_MESSAGES/ssjc.mo')
	rm -rf '$(TO)/share/ssjc' '$(TO)/share/doc/ssjc'

# The same bytes wherever and whenever it is built: packaging/deb.sh.
DEB      = $(BUILD)/ssjc_$(VERSION)_$$(dpkg --print-architecture).deb
DEB_TREE = $(abspath $(BUILD))/deb/tree
deb: deps-build
	$(call install,$(NEED_DEB))
	@$(MAKE) -s programs BUILD=$(BUILD)/deb PREFIX=/usr LDFLAGS='-Wl,-z,relro,-z,now' \
	    CFLAGS='-O2 -g -ffile-prefix-map=$(CURDIR)=. -fstack-protector-strong -D_FORTIFY_SOURCE=2'
	@rm -rf '$(DEB_TREE)'
	@umask 022 && $(MAKE) -s install BUILD=$(BUILD)/deb PREFIX=/usr DESTDIR='$(DEB_TREE)' \
	    ZSH=share/zsh/vendor-completions
	@packaging/deb.sh '$(DEB_TREE)' $(VERSION) "$(DEB)"
	@echo "$(DEB)"

clean:
	rm -rf $(BUILD) $(DEMO)/out

.PHONY: all help programs deps-build deps deps-all deps-bench demo check check-long testable tests asan tsan \
    valgrind lint fuzz fuzzers bench example install uninstall deb clean po FORCE
.SECONDARY:
