# ssjc: see README.md. `make help` lists the targets.
VERSION = 0.1.0
PREFIX  = /usr/local
DESTDIR =
BUILD   = build

CC       ?= cc
WARN      = -Wall -Wextra -Wpedantic -Wshadow -Wmissing-prototypes
CFLAGS   ?= -O2 -g
SSJC_CFLAGS = -std=c11 -D_POSIX_C_SOURCE=200809L $(WARN) $(WERROR) -Iinclude
PKG_CONFIG ?= pkg-config
# What each pkg-config name, header or command comes in, on Debian: make deps.
PKGS  = sqlite3 xlsxwriter libcrypto minizip expat libutf8proc freexl
LIBS  = $$($(PKG_CONFIG) --libs $(PKGS)) -lcsv
INCS := $(shell $(PKG_CONFIG) --cflags $(PKGS) 2>/dev/null)

PROGRAMS = ssjc-import ssjc-draw ssjc-assign ssjc-print ssjc-record ssjc-publish ssjc-audit
LIB      = $(BUILD)/libssjc.a
LIB_O    = $(patsubst lib/%.c,$(BUILD)/lib/%.o,$(wildcard lib/*.c))
UNITS    = $(patsubst tests/unit/%.c,$(BUILD)/unit/%,$(wildcard tests/unit/*.c))
CASES    = $(wildcard tests/cli/*.t)
MANS     = $(wildcard man/*.[157])
HEADERS  = $(wildcard include/ssjc/*.h) cmd/cli.h
EXAMPLE  = examples/caofeidian-2023

all: deps-build programs

programs: $(PROGRAMS:%=$(BUILD)/%) $(BUILD)/generate-caofeidian

$(BUILD)/lib/%.o: lib/%.c $(HEADERS) Makefile
	@mkdir -p $(@D)
	@echo "  CC $@"; $(CC) $(SSJC_CFLAGS) $(INCS) -DSSJC_FREEXL $(CFLAGS) -c -o $@ $<

$(BUILD)/cmd/%.o: cmd/%.c $(HEADERS) Makefile
	@mkdir -p $(@D)
	@echo "  CC $@"; $(CC) $(SSJC_CFLAGS) $(INCS) -DSSJC_SHARE='"$(PREFIX)/share/ssjc"' $(CFLAGS) -c -o $@ $<

$(LIB): $(LIB_O)
	rm -f $@
	$(AR) rcs $@ $(LIB_O)

$(BUILD)/ssjc-%: $(BUILD)/cmd/ssjc-%.o $(BUILD)/cmd/cli.o $(LIB)
	@echo "  CC $@"; $(CC) $(CFLAGS) $(LDFLAGS) -o $@ $< $(BUILD)/cmd/cli.o $(LIB) $(LIBS)

$(BUILD)/unit/%: tests/unit/%.c $(LIB) $(HEADERS)
	@mkdir -p $(@D)
	@echo "  CC $@"; $(CC) $(SSJC_CFLAGS) $(INCS) -Ilib $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LIBS) -lcmocka

$(BUILD)/generate-caofeidian: $(EXAMPLE)/generate.c $(LIB)
	@mkdir -p $(@D)
	@echo "  CC $@"; $(CC) $(SSJC_CFLAGS) $(INCS) $(CFLAGS) $(LDFLAGS) -o $@ $< $(LIB) $(LIBS)

.PHONY: all programs
.SECONDARY:
