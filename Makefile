# Bobbin. `make help` lists the targets. Everything is built below $(B).
#
#   make CC=clang             another compiler
#   make B=build/x OPT=-O0    another place, other flags

.DEFAULT_GOAL := all
B ?= build
CC ?= gcc
ifeq ($(origin CC),default)
CC := gcc
endif
OPT ?= -O2
SAN ?=
prefix ?= /usr/local
DESTDIR ?=

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
        -Wwrite-strings -Wundef -Wvla
# No contraction to fused multiply-add: the same bits on every machine.
BASE := -std=gnu11 -g -I. -ffp-contract=off -MMD -MP $(WARN) $(SAN)
CFLAGS_ALL = $(BASE) $(OPT) $(CFLAGS)

LIB_SRC := $(sort $(shell find core -name '*.c'))
TOOL_SRC := $(sort $(wildcard tools/bobbin/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))

LIB_OBJ := $(LIB_SRC:%.c=$(B)/obj/%.o)
PIC_OBJ := $(LIB_SRC:%.c=$(B)/pic/%.o)
TOOL_OBJ := $(TOOL_SRC:%.c=$(B)/obj/%.o)
UNIT_OBJ := $(UNIT_SRC:%.c=$(B)/obj/%.o)

VERSION := $(shell sed -n 's/^\#define BOB_VERSION "\(.*\)"/\1/p' core/bobbin.h)
SONAME := libbobbin.so.$(firstword $(subst ., ,$(VERSION)))

.PHONY: all lib help setup run test check sanitize coverage lint format install uninstall docs \
        fuzz clean

all: $(B)/bobbin $(B)/libbobbin.a $(B)/libbobbin.so ## build the program and both libraries

lib: $(B)/libbobbin.a $(B)/libbobbin.so

help: ## show this
	@sed -n 's/^\([a-z-]*\):.*## /\1: /p' Makefile | while IFS=: read -r t text; do \
	  printf '  make %-10s%s\n' "$$t" "$$text"; done

setup: ## install what building and testing need (Debian packages, with sudo where not root)
	@tools/setup.sh build test

run: ## install what is missing, build, and show what Bobbin does
	@tools/setup.sh build
	@$(MAKE) --no-print-directory -j2 $(B)/bobbin
	@BOBBIN=$(B)/bobbin examples/show.sh

test: ## install what is missing, build, and test everything
	@tools/setup.sh build test
	@$(MAKE) --no-print-directory -j2 all tests
	@$(MAKE) --no-print-directory -j2 B=$(B)/san $(SANITIZED) tests
	@B=$(B) tests/run.sh

check: all tests ## test without installing and without sanitizers
	@B=$(B) tests/run.sh --plain

# ---- what is built ----

$(B)/bobbin: $(TOOL_OBJ) $(B)/libbobbin.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -o $@ $(TOOL_OBJ) $(B)/libbobbin.a -lm $(LDFLAGS)

$(B)/libbobbin.a: $(LIB_OBJ)
	@rm -f $@
	$(AR) rcs $@ $^

$(B)/libbobbin.so: $(PIC_OBJ)
	$(CC) $(CFLAGS_ALL) -shared -Wl,-soname,$(SONAME) -o $@ $^ -lm $(LDFLAGS)

$(B)/obj/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -c -o $@ $<

$(B)/pic/%.o: %.c
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -fPIC -fvisibility=hidden -DBOB_BUILDING_SHARED -c -o $@ $<

# ---- tests ----

.PHONY: tests
tests: $(B)/tests/unit $(B)/bobbin

$(B)/tests/unit: $(UNIT_OBJ) $(B)/libbobbin.a
	@mkdir -p $(@D)
	$(CC) $(CFLAGS_ALL) -o $@ $^ -lcriterion -ljansson -lm -lpthread $(LDFLAGS)

SANITIZED := OPT=-O1 SAN="-DBOB_DEBUG -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer"

sanitize: ## build with ASan, UBSan and assertions in $(B)/san, and test that
	@$(MAKE) --no-print-directory B=$(B)/san $(SANITIZED) all tests
	@B=$(B)/san tests/run.sh --plain

clean: ## remove what was built
	rm -rf $(B)

-include $(LIB_OBJ:.o=.d) $(PIC_OBJ:.o=.d) $(TOOL_OBJ:.o=.d) $(UNIT_OBJ:.o=.d)
