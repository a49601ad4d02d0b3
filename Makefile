# Bobbin. `make help` lists the targets. Everything that is built goes below $(B).
#
#   make CC=clang B=build/clang    another compiler, another place
#   make V=1                       show the commands

.DEFAULT_GOAL := all
B ?= build
ifeq ($(origin CC),default)
CC := gcc
endif
OPT ?= -O2
SAN ?=
Q := $(if $(V),,@)

# Where `make install` puts things, by the names of the GNU coding standards.
prefix ?= /usr/local
exec_prefix ?= $(prefix)
bindir ?= $(exec_prefix)/bin
libdir ?= $(exec_prefix)/lib
includedir ?= $(prefix)/include
datarootdir ?= $(prefix)/share
mandir ?= $(datarootdir)/man
pkgconfigdir ?= $(libdir)/pkgconfig
bashcompletiondir ?= $(datarootdir)/bash-completion/completions
zshcompletiondir ?= $(datarootdir)/zsh/site-functions
fishcompletiondir ?= $(datarootdir)/fish/vendor_completions.d
DESTDIR ?=
INSTALL ?= install

# ---- flags ----
#
# CPPFLAGS, CFLAGS, CXXFLAGS, LDFLAGS and LDLIBS are the user's, and come after the project's own,
# so that they win. After them stand only EXACT, without which the answers would differ, and
# FILE_FLAGS, which single files need: the loops above all.

# Whether the compiler takes a flag: the flag, or nothing.
taken = $(shell $(CC) -Werror $(1) -x c -c -o /dev/null /dev/null 2>/dev/null && echo '$(1)')

WARN := -Wall -Wextra -Wshadow -Wstrict-prototypes -Wmissing-prototypes -Wpointer-arith \
        -Wwrite-strings -Wundef -Wvla -Werror=switch
# valgrind on Debian 12 reads no newer debug information than this of clang. No path of the machine
# that builds gets into what is built.
DEBUG := $(if $(findstring clang,$(notdir $(CC))),-gdwarf-4,-g) -ffile-prefix-map=$(CURDIR)=.
# The same bits on every machine: no contraction to fused multiply-add, no reordering of sums.
EXACT := -fno-fast-math -ffp-contract=off
# Against what a fault might be used for. (Without -ftrivial-auto-var-init: gcc 12 then compiles some
# structures that functions return wrongly.) Not with sanitizers, which find the fault itself; the
# checks of libc's calls need optimisation.
ifeq ($(SAN),)
HARDEN := -fstack-protector-strong $(call taken,-fcf-protection) \
          $(if $(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS))$(filter -O0,$(OPT) $(CFLAGS)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
HARDEN_LINK := -Wl,-z,relro,-z,now
endif
FILE_FLAGS :=
CFLAGS_ALL = -std=gnu11 $(DEBUG) -I. -MMD -MP $(WARN) $(HARDEN) $(SAN) $(OPT) $(CPPFLAGS) $(CFLAGS) \
             $(EXACT) $(FILE_FLAGS)
LINK = $(CC) $(SAN) $(OPT) $(CFLAGS) $(EXACT) $(HARDEN_LINK) $(LDFLAGS)

# What `bobbin ladder` says of its own build.
BUILD_INFO = -DBOB_BUILD_FLAGS='"$(strip $(OPT) $(SAN) $(CFLAGS)); loops: $(strip $(LOOP_FLAGS))"'

LIB_SRC := $(sort $(shell find core -name '*.c'))
TOOL_SRC := $(sort $(wildcard tools/bobbin/*.c))
UNIT_SRC := $(sort $(wildcard tests/unit/*.c))
CONFORM_SRC := $(sort $(wildcard tests/conform/*.c))
RANDOM_SRC := $(sort $(wildcard tests/random/*.c))
TEST_SRC := tests/costs.c tests/oom.c tests/threads.c tests/pyconform.c tests/pyparse.c tests/pyrun.c

LIB_OBJ := $(LIB_SRC:%.c=$(B)/obj/%.o)
TOOL_OBJ := $(TOOL_SRC:%.c=$(B)/obj/%.o)
UNIT_OBJ := $(UNIT_SRC:%.c=$(B)/obj/%.o)
CONFORM_OBJ := $(CONFORM_SRC:%.c=$(B)/obj/%.o)
RANDOM_OBJ := $(RANDOM_SRC:%.c=$(B)/obj/%.o)
TEST_OBJ := $(TEST_SRC:%.c=$(B)/obj/%.o)

VERSION := $(shell sed -n 's/^.define BOB_VERSION "\(.*\)"/\1/p' core/bobbin.h)
SONAME := libbobbin.so.$(firstword $(subst ., ,$(VERSION)))

SANITIZED := OPT=-O1 SAN="-DBOB_DEBUG -fsanitize=address,undefined -fno-sanitize-recover=all \
             -fno-omit-frame-pointer"
# Races between machines of several threads; few registers, since each handler grows by much.
TSAN := OPT=-O1 SAN=-fsanitize=thread TYPED_REGS="1 1 plain"
SUB = @$(MAKE) --no-print-directory -j2

.PHONY: all help setup run test quick check tests sanitize coverage lint format docs install uninstall \
        fuzz fuzz-merge campaign python-expect python-campaign python-speed clean

all: $(B)/bobbin $(B)/bobbin-audit $(B)/libbobbin.a $(B)/libbobbin.so $(B)/share/made ## build the program, both libraries and the manual pages

help: ## show this list
	@sed -n 's/^\([a-z-]*\):.*## /\1:/p' Makefile bench/bench.mk | while IFS=: read -r t text; do \
	  printf '  make %-18s %s\n' "$$t" "$$text"; done

setup: ## install what building and testing need (Debian packages; with sudo where not root)
	@tools/setup.sh build test

# (By a name of its own: with $(MAKE) in the recipe, make -n would do all of it.)
RUN_MAKE := $(MAKE)
run: ## install what is missing, build, and show what Bobbin does
	@MAKE="$(RUN_MAKE)" B="$(B)" TAKES="$(TYPED_TAKES)" V="$(V)" tools/build/run.sh

test: ## install what is missing, build, and test everything: plain, sanitized, with clang
	@tools/setup.sh build test
	$(SUB) all tests bench-tools
	$(SUB) B=$(B)/san $(SANITIZED) $(B)/san/bobbin tests $(FUZZERS:%=$(B)/san/tests/%)
	$(SUB) B=$(B)/clang CC=clang $(B)/clang/tests/conform $(B)/clang/tests/random
	$(SUB) B=$(B)/tsan $(TSAN) $(B)/tsan/tests/threads
	@B=$(B) tests/run.sh

quick: $(B)/libbobbin.a $(B)/bobbin $(B)/tests/unit $(B)/tests/conform $(B)/tests/random $(B)/tests/pyconform ## what an edit most likely breaks, in half a minute or less
	@B=$(B) tests/quick.sh

check: all tests ## test this build alone, installing nothing
	@B=$(B) tests/run.sh --plain

sanitize: ## build with ASan, UBSan and assertions in $(B)/san, and test that
	@tools/setup.sh build test
	$(SUB) B=$(B)/san $(SANITIZED) $(B)/san/bobbin tests
	@B=$(B)/san tests/run.sh --plain

# ---- what is built ----

# The file that takes longest stands first, so that it is begun first.
LONGEST := $(B)/obj/core/typed/loop.o
# The program uses the library as others do. What the two share besides is core/base, of which the
# library has its own.
BASE_OBJ := $(filter $(B)/obj/core/base/%,$(LIB_OBJ))
$(B)/bobbin: $(LONGEST) $(TOOL_OBJ) $(BASE_OBJ) $(B)/libbobbin.a
	@echo "  link  $@"
	$(Q)$(LINK) -o $@ $(TOOL_OBJ) $(BASE_OBJ) $(B)/libbobbin.a $(LDLIBS) -lm

# Manual pages and completions are the program's own tables, as it prints them.
COMMANDS := $(sort $(shell sed -n 's/^    \.name = "\(.*\)",/\1/p' $(TOOL_SRC)))
MAN_PAGES := bobbin.1 $(COMMANDS:%=bobbin-%.1)
COMPLETIONS := $(bashcompletiondir)/bobbin $(zshcompletiondir)/_bobbin $(fishcompletiondir)/bobbin.fish
$(B)/share/made: $(B)/bobbin
	@echo "  gen   $(@D): manual pages, completions"
	@mkdir -p $(@D)
	$(Q)$< help --man >$(@D)/bobbin.1
	$(Q)for c in $(COMMANDS); do $< help --man $$c >$(@D)/bobbin-$$c.1 || exit 1; done
	$(Q)for s in bash zsh fish; do $< help --completion $$s >$(@D)/bobbin.$$s || exit 1; done
	@touch $@

# One object, outside of which only the functions of the headers are seen: what is hidden in a
# shared library is made local here. Flags of link-time optimisation end at this step (gcc's native
# code instead of its own language), since names can be made local in machine code alone.
# (Without sanitizers: clang would put their runtime in.)
OBJCOPY ?= objcopy
PARTIAL = $(CC) $(OPT) $(filter -O% -m% -f%,$(filter-out -fsanitize%,$(CFLAGS))) $(EXACT) $(call taken,-flinker-output=nolto-rel) -r -nostdlib
$(B)/libbobbin.a: $(LONGEST) $(LIB_OBJ)
	@echo "  ar    $@"
	@rm -f $@
	$(Q)$(PARTIAL) -o $(B)/obj/all.o $(LIB_OBJ)
	$(Q)$(OBJCOPY) --localize-hidden $(B)/obj/all.o $(B)/obj/libbobbin.o
	$(Q)$(AR) rcs $@ $(B)/obj/libbobbin.o
	@rm -f $(B)/obj/all.o $(B)/obj/libbobbin.o

# Its objects with all their names, for tests and benchmarks: what is defined before it is not taken
# from it. (Thin: it refers to them.)
$(B)/obj/core.a: $(LONGEST) $(LIB_OBJ)
	@rm -f $@
	$(Q)$(AR) rcsT $@ $(LIB_OBJ)

$(B)/libbobbin.so: $(LIB_OBJ)
	@echo "  link  $@"
	$(Q)$(LINK) -shared -Wl,-soname,$(SONAME) -o $@ $^ $(LDLIBS) -lm

$(B)/obj/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc    $<"
	$(Q)$(CC) $(CFLAGS_ALL) -c -o $@ $<

# Both libraries are made of the same objects: on x86-64 position-independent code costs nothing
# (of the typed engine's loop it is the same code to the byte), and the loop is compiled once.
PIC_FLAGS := -fPIC -fvisibility=hidden -DBOB_BUILDING
$(LIB_OBJ): private FILE_FLAGS += $(PIC_FLAGS)

# The loops: each handler keeps its own dispatch, nothing is spilled, and values are copied by
# halves (docs/design.md, "What the compilers do").
# These are the cells of the matrix, by engines.def, and what ends their slices; `typed` has its own
# below.
cells_of = $(shell sed -nE 's/^ENGINE.([a-z_]+), "[a-z-]+", (RUNG|CELL), ($(1)),.*/\1/p' core/engines/engines.def)
loop_objects = $(foreach n,$(1),$(patsubst %.c,$(B)/obj/%.o,$(wildcard core/engines/$(n).c core/engines/matrix/$(n).c)))
ifneq ($(findstring gcc,$(notdir $(CC))),)
LOOP_FLAGS := -fno-gcse -fno-crossjumping -fno-tree-vectorize -fno-tree-slp-vectorize \
              --param max-goto-duplication-insns=1000
else ifneq ($(findstring clang,$(notdir $(CC))),)
# Newer clangs merge all dispatch unless they are told the limits of tail duplication.
LOOP_FLAGS := -fno-slp-vectorize -mllvm -sink-common-insts=0 \
              $(call taken,-mllvm -combiner-store-merging=false) \
              $(call taken,-mllvm -tail-dup-pred-size=5000 -mllvm -tail-dup-succ-size=5000)
endif
# What users' flags, which come before these, may have asked for and a loop can't have: another
# level of optimisation; link-time optimisation, which compiles it again without all this; a frame
# pointer, which takes a register; guards of the stack, which it does not use; and marks for
# indirect branches at each label. (Of the processor's two protections of control flow the loops
# keep that of returns.)
LOOP_KEEPS := $(OPT) $(LOOP_SAN) -fno-lto $(if $(SAN),,-fomit-frame-pointer -fno-stack-protector \
              $(call taken,-fcf-protection=return))
$(call loop_objects,counted $(call cells_of,[A-Z]+)): private FILE_FLAGS += $(LOOP_KEEPS) $(LOOP_FLAGS)
# Those that are to have one dispatch keep one: both compilers make copies of it for handlers.
ifneq ($(findstring gcc,$(notdir $(CC))),)
ONE_DISPATCH := --param max-goto-duplication-insns=0
else ifneq ($(findstring clang,$(notdir $(CC))),)
ONE_DISPATCH := $(foreach f,-disable-early-taildup -disable-tail-duplicate -tail-dup-placement=0,$(call taken,-mllvm $(f)))
endif
$(call loop_objects,$(call cells_of,SWITCH|SHARED)): private FILE_FLAGS += $(ONE_DISPATCH)

# The typed engine: its handlers are made from rows, the more the more registers it has; `plain`
# leaves out those that do the work of several. clang's time grows with their number so steeply
# that it gets few, and none of the flags that make it copy dispatch: it does that by itself here.
# gcc's passes over the whole function find nothing in handlers of a few lines each, and take most
# of its time; -mstv alone would double it, and to follow variables for debuggers took a fifth.
TYPED_CC := $(if $(findstring clang,$(notdir $(CC))),clang,$(if $(SAN),checked,$(if $(findstring gcc,$(notdir $(CC))),gcc)))
# A folder keeps the number that it was first built with, until TYPED_REGS says another.
# gcc needs 1.7 GB for 3 3, 0.6 for 2 2, 4.1 for 4 4.
TYPED_KEPT := $(B)/gen/registers
ifeq ($(origin TYPED_REGS),undefined)
TYPED_REGS := $(strip $(file <$(TYPED_KEPT)))
endif
ifeq ($(strip $(TYPED_REGS)),)
TYPED_REGS := $(if $(filter clang,$(TYPED_CC)),1 1 plain,$(if $(filter checked,$(TYPED_CC)),2 2 fused,$(shell \
                tools/build/registers.sh "3 3 fused" 2048 "2 2 fused")))
endif
TYPED_TAKES := $(if $(filter gcc,$(TYPED_CC)),$(if $(filter 4,$(TYPED_REGS)),: about a minute and 4 GB,$(if \
                 $(filter 3,$(TYPED_REGS)),: some 20 seconds and 1.7 GB,$(if $(filter 2,$(TYPED_REGS)),: some 10 seconds and 0.6 GB))))
TYPED_LOOP_FLAGS := $(if $(findstring clang,$(notdir $(CC))),,$(LOOP_FLAGS) \
                      -fno-tree-fre -fno-tree-pre -fno-schedule-insns2 -fno-tree-dominator-opts \
                      -fno-cprop-registers -fno-if-conversion2 -fno-peephole2 -fno-shrink-wrap \
                      -fno-ree -fno-optimize-strlen -fno-code-hoisting \
                      -fno-compare-elim -fno-lra-remat -fno-move-loop-invariants -fno-dse -fno-dce \
                      -fno-combine-stack-adjustments -fno-tree-pta --param ggc-min-heapsize=4000000 \
                      -fno-var-tracking -fno-var-tracking-assignments \
                      $(call taken,-mno-stv))
TYPED_CFLAGS := -DBOB_TYPED_INTS=$(word 1,$(TYPED_REGS)) -DBOB_TYPED_FLOATS=$(word 2,$(TYPED_REGS)) \
                -DBOB_TYPED_PLAIN=$(if $(filter plain,$(TYPED_REGS)),1,0)
# What is compiled for a number of registers: the engine, and what the laboratory knows of its insides.
TYPED_SRC := $(wildcard core/typed/*.c core/lab/typed_*.c)
TYPED_OBJ := $(TYPED_SRC:%.c=$(B)/obj/%.o)
TYPED_LOOP := $(B)/obj/core/typed/loop.o
$(TYPED_OBJ): private FILE_FLAGS += $(TYPED_CFLAGS)
$(TYPED_OBJ): $(TYPED_KEPT)
$(TYPED_LOOP): private FILE_FLAGS += $(LOOP_KEEPS) $(TYPED_LOOP_FLAGS) -fno-math-errno \
  -Wno-tautological-compare -Wno-self-assign -I$(B)/gen
# made of the rows: what the loop executes, and what the decoder knows of each
$(B)/obj/core/typed/rows.o: private FILE_FLAGS += -I$(B)/gen
$(TYPED_LOOP) $(B)/obj/core/typed/rows.o: $(B)/gen/typed_handlers.inc

# With gcc its handlers begin at cache lines: less to fetch, and no luck of the link order.
$(TYPED_LOOP): core/typed/loop.c tools/gen/align.awk
	@mkdir -p $(@D)
	@echo "  cc    $< ($(word 1,$(TYPED_REGS)) int and $(word 2,$(TYPED_REGS)) float registers$(TYPED_TAKES))"
ifeq ($(TYPED_CC),gcc)
	$(Q)$(CC) $(CFLAGS_ALL) -S -MT $@ -MF $(@:.o=.d) -o $(@:.o=.s) $<
	$(Q)awk -f tools/gen/align.awk pass=1 $(@:.o=.s) pass=2 $(@:.o=.s) >$(@:.o=.aligned.s)
	$(Q)$(CC) -c -o $@ $(@:.o=.aligned.s)
else
	$(Q)$(CC) $(CFLAGS_ALL) -c -o $@ $<
endif

# The same with small limits (core/typed/limits.h), but for the loop and its rows, which know none.
SMALL_OBJ := $(patsubst %.c,$(B)/small/%.o,$(filter-out core/typed/loop.c core/typed/rows.c,$(TYPED_SRC)))
$(SMALL_OBJ): private FILE_FLAGS += $(TYPED_CFLAGS)
$(SMALL_OBJ): $(TYPED_KEPT)
$(B)/small/%.o: %.c
	@mkdir -p $(@D)
	@echo "  cc    $< (small limits)"
	$(Q)$(CC) $(CFLAGS_ALL) -DBOB_SMALL_LIMITS -c -o $@ $<

# Written where it would say something else: no target depends on what is made each time, and
# make -n tells what is really to be done.
ifneq ($(strip $(file <$(TYPED_KEPT))),$(strip $(TYPED_REGS)))
$(TYPED_KEPT): FORCE
endif
$(TYPED_KEPT):
	@mkdir -p $(@D)
	@echo '$(strip $(TYPED_REGS))' >$@
FORCE:

$(B)/gen/typed_handlers.inc: tools/gen/typed.c core/typed/handlers.def core/typed/operands.def core/typed/kinds.h $(TYPED_KEPT)
	@mkdir -p $(@D)
	@echo "  gen   $@ ($(TYPED_REGS))"
	$(Q)$(CC) -std=gnu11 $(WARN) -I. -o $(B)/gen/typed $<
	$(Q)$(B)/gen/typed $(TYPED_REGS) $@ $(B)/gen/typed_labels.inc $(B)/gen/typed_rows.inc

$(B)/obj/tools/bobbin/ladder_html.o: private FILE_FLAGS += $(BUILD_INFO)

# The page of `bobbin trace`: its parts as arrays.
STEP_PARTS := $(addprefix tools/bobbin/step/step.,html css js)
$(B)/gen/step_page.inc: tools/gen/embed.sh $(STEP_PARTS)
	@mkdir -p $(@D)
	@echo "  gen   $@"
	$(Q)tools/gen/embed.sh $(STEP_PARTS) >$@.new
	$(Q)mv $@.new $@
$(B)/obj/tools/bobbin/step_parts.o: private FILE_FLAGS += -I$(B)/gen
$(B)/obj/tools/bobbin/step_parts.o: $(B)/gen/step_page.inc

# ---- tests ----

tests: $(B)/tests/perfstub.so $(B)/tests/unit $(B)/tests/conform $(B)/tests/faulty $(B)/tests/iofault $(B)/tests/random $(B)/tests/random-small $(TEST_SRC:tests/%.c=$(B)/tests/%)

$(B)/tests/unit: $(UNIT_OBJ) $(B)/obj/core.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(LINK) -o $@ $^ $(LDLIBS) -lcriterion -ljansson -lm -lpthread

$(B)/tests/conform: $(CONFORM_OBJ) $(B)/obj/core.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(LINK) -o $@ $^ $(LDLIBS) -lm

# With what reads the programs of the conformance suite.
OOM_OBJ := $(B)/obj/tests/oom.o $(patsubst %,$(B)/obj/tests/conform/%.o,case json programs rows value)
$(B)/tests/oom: $(OOM_OBJ) $(B)/obj/core.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(CC) $(CFLAGS_ALL) -o $@ $^ -lm $(LDFLAGS)

# Preloaded, so no sanitizer.
$(B)/tests/perfstub.so: tests/perfstub.c
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(CC) -std=gnu11 $(WARN) -O1 -fPIC -shared -o $@ $<

# Before the archive, so that its table of engines is the one that is linked.
$(B)/tests/faulty: $(B)/obj/tests/faulty.o $(TOOL_OBJ) $(B)/obj/core.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(LINK) -o $@ $^ $(LDLIBS) -lm

$(B)/tests/random: $(RANDOM_OBJ) $(B)/obj/core.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(LINK) -o $@ $^ $(LDLIBS) -lm

# Before the archive too: what is defined here is not taken from there.
$(B)/tests/random-small: $(RANDOM_OBJ) $(SMALL_OBJ) $(B)/obj/core.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(LINK) -o $@ $^ $(LDLIBS) -lm

# With the system's calls between it and the system.
WRAPPED := write fsync rename close mkostemp open ftruncate flock fchmod lseek
$(B)/tests/iofault: $(B)/obj/tests/iofault.o $(TOOL_OBJ) $(B)/obj/core.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(LINK) $(WRAPPED:%=-Wl,--wrap=%) -o $@ $^ $(LDLIBS) -lm

$(B)/tests/%: $(B)/obj/tests/%.o $(B)/obj/core.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(LINK) -o $@ $^ $(LDLIBS) -lm

coverage: ## line and branch coverage of core by the tests, and the lines not covered
	@tools/setup.sh build test coverage
	$(SUB) B=$(B)/cov OPT=-O0 SAN="--coverage" $(B)/cov/bobbin tests
	@find $(B)/cov -name '*.gcda' -delete
	@B=$(B)/cov tests/run.sh --plain
	@tests/coverage.sh $(B)/cov

campaign: tests $(B)/bobbin ## a million random programs on every engine, memory out at every allocation, kills (hours)
	IOFAULT=$(B)/tests/iofault tests/io.sh
	BOBBIN=$(B)/bobbin KILLS=$${KILLS:-400} tests/kills.sh
	$(SUB) B=$(B)/san $(SANITIZED) $(B)/san/tests/oom
	$(B)/san/tests/oom
	$(B)/tests/random --seed $${SEED:-1} --count $${COUNT:-1000000}
	$(B)/tests/random-small --seed $${SEED:-1} --count $${COUNT:-1000000}
	for t in random random-small; do for k in long phases; do \
	  $(B)/tests/$$t --kind $$k --seed $${SEED:-1} --count $$(($${COUNT:-1000000} / 50)) || exit 1; done; done

python-expect: ## ask CPython 3.11 anew what the programs of tests/python print
	/usr/bin/python3 tests/python/expect.py

python-campaign: tests ## a hundred thousand random Python programs against CPython (COUNT=, SEED=)
	/usr/bin/python3 tests/pyrandom.py --pyrun $(B)/tests/pyrun --seed $${SEED:-1} --count $${COUNT:-100000}
	/usr/bin/python3 tests/pyforms.py --pyrun $(B)/tests/pyrun --seed $${SEED:-1} --count $$(($${COUNT:-100000} / 5))

python-speed: $(B)/tests/pyrun ## lines per second that the Python compiler takes, on 200,000 generated ones
	@awk 'BEGIN {for (i = 0; i < 20000; i++) {printf "def f%d(a, b):\n    s = 0\n    for k in range(a):\n        if k %% 3 == b:\n            s += k * %d\n        else:\n            s -= 1\n    t = [s, a, b]\n    return s + len(t)\n\n", i, i}}' > $(B)/speed.py
	@$(B)/tests/pyrun --speed $(B)/speed.py

# Each fuzz target with each file of its corpus: fuzz targets without a fuzzer.
FUZZERS := $(notdir $(basename $(wildcard tests/fuzz/fuzz_*.c)))
$(FUZZERS:%=$(B)/tests/%): $(B)/tests/%: $(B)/obj/tests/fuzz/%.o $(B)/obj/tests/fuzz/replay.o $(B)/obj/core.a
	@mkdir -p $(@D)
	@echo "  link  $@"
	$(Q)$(LINK) -o $@ $^ $(LDLIBS) -lm

# The loops as they are: clang takes minutes for one with instruments. The sanitized build has them
# checked, and runs the corpora.
FUZZ_BUILD := B=$(B)/fuzz CC=clang OPT=-O1 LOOP_SAN=-fno-sanitize=all \
              SAN="-DBOB_DEBUG -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all \
              -fno-omit-frame-pointer"
fuzz: ## libFuzzer on all targets, or on TARGETS="python run ...", SECONDS_EACH (60); what is new stays in $(B)/fuzz
	@tools/setup.sh build fuzz
	@echo "  building for fuzzing: some minutes the first time, the engines' loops above all"
	$(SUB) $(FUZZ_BUILD) $(FUZZERS:%=$(B)/fuzz/%)
	@B=$(B)/fuzz tests/fuzz/run.sh $(TARGETS)

fuzz-merge: ## keep in tests/fuzz/corpus what adds coverage, of what make fuzz found
	@B=$(B)/fuzz tests/fuzz/run.sh --merge $(TARGETS)

$(B)/fuzz_%: $(B)/obj/tests/fuzz/fuzz_%.o $(B)/obj/core.a
	@echo "  link  $@"
	$(Q)$(LINK) -fsanitize=fuzzer -o $@ $^ $(LDLIBS) -lm

# ---- care ----

C_FILES = $(shell git ls-files '*.c' '*.h')

format: ## clang-format on all C files
	@tools/setup.sh lint
	clang-format -i $(C_FILES)

lint: ## gcc and clang with all warnings as errors, clang-tidy, cppcheck, clang-format's opinion
	@tools/setup.sh build test lint
	@tools/lint.sh

docs: $(B)/bobbin ## write what the pages have from programs: docs/ops.md, tables of options and figures, listings
	$(B)/bobbin ops --markdown > docs/ops.md.new
	@mv docs/ops.md.new docs/ops.md
	$(B)/bobbin help --markdown > $(B)/options.md
	sed -i -e '/^<!-- options:/,/^<!-- end of/{/^<!--/!d}' -e '/^<!-- options:/r $(B)/options.md' docs/cli.md
	awk -f tools/report/figures.awk docs/native.md docs/benchmarks.md > $(B)/figures.md
	sed -i -e '/^<!-- figures:/,/^<!-- end of/{/^<!--/!d}' -e '/^<!-- figures:/r $(B)/figures.md' README.md
	@B=$(B) tests/docs/listings.sh --write README.md docs/*.md

# ---- the laboratory ----

include bench/bench.mk

AUDIT_SRC := $(sort $(wildcard tools/audit/*.c))
AUDIT_OBJ := $(AUDIT_SRC:%.c=$(B)/obj/%.o)
CAPSTONE := $(shell echo '\#include <capstone/capstone.h>' | $(CC) -E -x c - >/dev/null 2>&1 && echo yes)
ifeq ($(CAPSTONE),yes)
$(B)/bobbin-audit: $(AUDIT_OBJ)
	@echo "  link  $@"
	$(Q)$(LINK) -o $@ $(AUDIT_OBJ) $(LDLIBS) -lcapstone
else
.PHONY: $(B)/bobbin-audit
$(B)/bobbin-audit:
	@echo "  skip  $@: libcapstone-dev is not installed"
endif

# The first line tells the compiler, the one after it is the file's.
AUDITED := audit of $(if $(findstring clang,$(notdir $(CC))),clang,gcc)
.PHONY: audit-docs
audit-docs: $(B)/bobbin $(B)/bobbin-audit ## write this compiler's table in docs/audit.md
	{ echo "$$($(CC) --version | head -1), revision $$(git describe --always --dirty), \`typed\` with registers $(TYPED_REGS):"; echo; \
	  $(B)/bobbin audit | sed -n '/^engine/,$$s/^/    /p'; } > $(B)/audit.md
	sed -i -e '/^<!-- $(AUDITED):/,/^<!-- end of/{/^<!--/!d}' -e '/^<!-- $(AUDITED):/r $(B)/audit.md' docs/audit.md

.PHONY: loop-flags one-dispatch
loop-flags:
	@echo '$(LOOP_FLAGS)'
one-dispatch:
	@echo '$(ONE_DISPATCH)'

# ---- installation ----

install: all ## install program, libraries, headers, manual pages, completions (prefix= bindir= libdir= mandir= ... DESTDIR=)
	$(INSTALL) -d $(addprefix $(DESTDIR),$(bindir) $(libdir) $(pkgconfigdir) $(includedir))
	$(INSTALL) -m 755 $(B)/bobbin $(DESTDIR)$(bindir)/bobbin
	! test -f $(B)/bobbin-audit || $(INSTALL) -m 755 $(B)/bobbin-audit $(DESTDIR)$(bindir)/bobbin-audit
	$(INSTALL) -m 644 core/bobbin.h core/bobbin_lab.h $(DESTDIR)$(includedir)
	$(INSTALL) -m 644 $(B)/libbobbin.a $(DESTDIR)$(libdir)/libbobbin.a
	$(INSTALL) -m 755 $(B)/libbobbin.so $(DESTDIR)$(libdir)/libbobbin.so.$(VERSION)
	ln -sf libbobbin.so.$(VERSION) $(DESTDIR)$(libdir)/$(SONAME)
	ln -sf $(SONAME) $(DESTDIR)$(libdir)/libbobbin.so
	sed -e 's|@prefix@|$(prefix)|; s|@version@|$(VERSION)|' \
	  -e 's|@libdir@|$(patsubst $(prefix)/%,$${prefix}/%,$(libdir))|' \
	  -e 's|@includedir@|$(patsubst $(prefix)/%,$${prefix}/%,$(includedir))|' tools/bobbin.pc.in \
	  > $(DESTDIR)$(pkgconfigdir)/bobbin.pc
	$(INSTALL) -d $(addprefix $(DESTDIR),$(mandir)/man1 $(dir $(COMPLETIONS)))
	$(INSTALL) -m 644 $(MAN_PAGES:%=$(B)/share/%) $(DESTDIR)$(mandir)/man1
	$(INSTALL) -m 644 $(B)/share/bobbin.bash $(DESTDIR)$(word 1,$(COMPLETIONS))
	$(INSTALL) -m 644 $(B)/share/bobbin.zsh $(DESTDIR)$(word 2,$(COMPLETIONS))
	$(INSTALL) -m 644 $(B)/share/bobbin.fish $(DESTDIR)$(word 3,$(COMPLETIONS))

uninstall: ## remove what install put there (with the same variables)
	rm -f $(addprefix $(DESTDIR),$(bindir)/bobbin $(bindir)/bobbin-audit $(includedir)/bobbin.h $(includedir)/bobbin_lab.h \
	  $(libdir)/libbobbin.a $(libdir)/libbobbin.so $(libdir)/$(SONAME) $(libdir)/libbobbin.so.$(VERSION) \
	  $(pkgconfigdir)/bobbin.pc $(MAN_PAGES:%=$(mandir)/man1/%) $(COMPLETIONS))

clean: ## remove what was built
	rm -rf $(B)

-include $(LIB_OBJ:.o=.d) $(TOOL_OBJ:.o=.d) $(UNIT_OBJ:.o=.d) $(CONFORM_OBJ:.o=.d) $(RANDOM_OBJ:.o=.d) $(TEST_OBJ:.o=.d) $(AUDIT_OBJ:.o=.d) $(SMALL_OBJ:.o=.d) $(B)/obj/tests/faulty.d $(B)/obj/tests/iofault.d
