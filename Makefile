# SPDX-License-Identifier: MIT
#
# GNU make, one file, no configure step. "make help" lists the targets.
#
#   CC=clang                another compiler
#   CFLAGS, LDFLAGS         appended to ours, never instead of them
#   SAN=address,undefined   sanitizers; COVERAGE=1 gcov; DEVELOPER=1 -Werror
#   WITH_LIBGIT2=0          read objects through "git cat-file" only
#   BUILD=DIR               where everything built goes; V=1 shows commands
#   HOME_URL=, RELEASE_SHA256=   where jobs of "init --ci" get the program
#   prefix, DESTDIR, bindir, mandir, bashcompdir, zshcompdir, fishcompdir

VERSION = 0.2.0-dev

# What "init --ci" writes of where this program comes from. HOME_URL: the page
# of the project, which git can fetch, too. RELEASE_SHA256: of the release's
# tar file, which who builds from that knows. A commit says what it is itself.
HOME_URL ?=
RELEASE_URL ?= $(HOME_URL:%=%/releases/download/v$(VERSION)/$(TAR))
RELEASE_SHA256 ?=
TAR = git-postmortem-$(VERSION).tar.gz
COMMIT ?= $(or $(shell git rev-parse --verify -q HEAD 2>/dev/null),\
	$(shell sed -n 's/^[0-9a-f]*$$/&/p' ci/commit))

MAKEFLAGS += --no-builtin-rules
.SUFFIXES:
.DELETE_ON_ERROR:
.SECONDARY:
.DEFAULT_GOAL := all

ifeq ($(origin CC),default)
CC = cc
endif
AR ?= ar
PKG_CONFIG ?= pkg-config
PROVE ?= prove
JOBS ?= 2
WITH_LIBGIT2 ?= 1

prefix ?= /usr/local
bindir ?= $(prefix)/bin
datadir ?= $(prefix)/share
mandir ?= $(datadir)/man
bashcompdir ?= $(datadir)/bash-completion/completions
zshcompdir ?= $(datadir)/zsh/site-functions
fishcompdir ?= $(datadir)/fish
# Without XDG_DATA_DIRS a fish looks below its own prefix alone, and that of a
# distribution is not the one that an administrator installs below.
fishdirs = $(fishcompdir) $(if $(filter /usr/local/share/fish,$(fishcompdir)),\
	/usr/share/fish)
INSTALL ?= install

Q = $(if $(V),,@)
say = $(if $(V),@:,@printf '  %-6s %s\n' $1 '$2')

# Builds with different flags never share objects.
comma := ,
variant := $(or $(subst $(comma),-,$(SAN)),$(if $(COVERAGE),coverage),release)
variant := $(variant)$(if $(findstring clang,$(CC)),-clang)
variant := $(variant)$(if $(filter 0,$(WITH_LIBGIT2)),-nolibgit2)
BUILD ?= build/$(variant)
B := $(BUILD)
# "make check" builds several variants; they stay beside a BUILD of one's own.
beside = BUILD=$(if $(filter build/$(variant),$B),build/$1,$B-$1)

# --------------------------------------------------------------- libraries --

# pkg-config name and Debian package, in the order they are checked.
LIBRARIES = $(if $(filter 0,$(WITH_LIBGIT2)),,libgit2:libgit2-dev) \
	yaml-0.1:libyaml-dev libcmark:libcmark-dev \
	jansson:libjansson-dev libutf8proc:libutf8proc-dev \
	sqlite3:libsqlite3-dev
MODULES := $(foreach l,$(LIBRARIES),$(firstword $(subst :, ,$l)))

cleaning := help clean dist uninstall deps test-deps demo check
ifneq ($(filter-out $(cleaning),$(or $(MAKECMDGOALS),all)),)
MISSING := $(shell CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' \
	sh tests/deps.sh missing $(LIBRARIES) 2>&1)
MISSING_TESTS := $(if $(MISSING),,$(shell CC='$(CC)' \
	PKG_CONFIG='$(PKG_CONFIG)' sh tests/deps.sh missing \
	cmocka:libcmocka-dev 2>&1))
ifeq ($(MISSING),)
# -isystem: other people's headers are not held to our warnings.
LIB_CPPFLAGS := $(patsubst -I%,-isystem %,\
	$(shell $(PKG_CONFIG) --cflags $(MODULES)))
# libgit2 is loaded when it is needed: linked, it would treble our start.
LIB_LIBS := $(shell $(PKG_CONFIG) --libs $(filter-out libgit2,$(MODULES))) \
	$(if $(filter libgit2,$(MODULES)),-ldl)
endif
endif

# ------------------------------------------------------------------- flags --

WARNINGS = -Wall -Wextra -Wpedantic -Wshadow -Wstrict-prototypes \
	-Wmissing-prototypes -Wold-style-definition -Wwrite-strings -Wvla \
	-Wundef -Wformat=2 -Wno-format-nonliteral \
	$(if $(DEVELOPER),-Werror)
FLAVOUR = $(if $(SAN),-fsanitize=$(SAN) -fno-sanitize-recover=all \
	-fno-omit-frame-pointer) $(if $(COVERAGE),--coverage -O0)
ALL_CPPFLAGS = -D_GNU_SOURCE -DPM_VERSION='"$(VERSION)"' -Ilib \
	$(if $(filter 0,$(WITH_LIBGIT2)),-DPM_WITHOUT_LIBGIT2) \
	$(LIB_CPPFLAGS) $(CPPFLAGS)
ALL_CFLAGS = -std=c11 -O2 -g -pthread $(WARNINGS) $(FLAVOUR) $(CFLAGS)
ALL_LDFLAGS = -pthread $(FLAVOUR) $(CFLAGS) $(LDFLAGS)
ALL_LIBS = $(LIB_LIBS) $(LDLIBS)

# ----------------------------------------------------------------- sources --

CMD_SRC := $(wildcard cmd/*.c)
LIB_SRC := $(wildcard lib/*/*.c)
TEST_SRC := $(wildcard tests/unit/test_*.c)
FUZZ_SRC := $(wildcard tests/fuzz/fuzz_*.c)
EMBED := $(sort $(wildcard hooks/*.sh lib/model/templates/*.md \
	lib/model/templates/*.yaml ci/*.yml ci/*.sh))

CMD_OBJ := $(CMD_SRC:%.c=$B/%.o) $B/origin.o
LIB_OBJ := $(LIB_SRC:%.c=$B/%.o) $B/embedded.o
SUPPORT_OBJ := $(patsubst %.c,$B/%.o,$(wildcard tests/unit/support.c))
TESTS := $(TEST_SRC:%.c=$B/%)
FUZZERS := $(FUZZ_SRC:%.c=$B/%)
PROGRAM := $B/git-postmortem
LIBRARY := $B/libpostmortem.a

# ------------------------------------------------------------------- build --

all: $(PROGRAM) ## build the program (default)

# One clear line instead of a screenful of compiler errors.
.PHONY: toolchain test-toolchain
ifneq ($(MISSING),)
toolchain:
	@CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' \
		sh tests/deps.sh missing $(LIBRARIES) >&2; exit 1
endif
test-toolchain: toolchain
ifneq ($(MISSING_TESTS),)
test-toolchain:
	@sh tests/deps.sh missing cmocka:libcmocka-dev >&2; exit 1
endif

# A file that changes only when the text in it does.
define remember
	@mkdir -p $(@D)
	@printf '%s\n' "$$PM_TEXT" | cmp -s - $@ || \
		printf '%s\n' "$$PM_TEXT" >$@
endef
$B/flags: export PM_TEXT = $(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) $(ALL_LIBS)
$B/flags: FORCE | toolchain
	$(remember)
$B/contents: export PM_TEXT = $(LIB_OBJ) $(EMBED) $(CMD_OBJ)
$B/contents: FORCE
	$(remember)
FORCE:

compile = $(CC) $(ALL_CPPFLAGS) $1 $(ALL_CFLAGS) -MMD -MP -c -o $@ $<

$B/lib/%.o: lib/%.c $B/flags | toolchain
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$Q$(call compile)

$B/cmd/%.o: cmd/%.c $B/flags | toolchain
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$Q$(call compile,-I.)

$B/tests/unit/%.o: tests/unit/%.c $B/flags | test-toolchain
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$Q$(call compile,-I.)

$B/tests/fuzz/%.o: tests/fuzz/%.c $B/flags | toolchain
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$Q$(call compile)

$B/embedded.c: $(EMBED) lib/base/embed.sh $B/contents
	$(call say,EMBED,$@)
	$Qsh lib/base/embed.sh $(EMBED) >$@

# Of the program alone, since a commit changes it.
define ORIGIN
#include "cmd/origin.h"
const struct origin origin = {
	"$(HOME_URL)", "$(or $(COMMIT),v$(VERSION))",
	"$(if $(RELEASE_SHA256),$(RELEASE_URL))", "$(RELEASE_SHA256)",
};
endef
$B/origin.c: export PM_TEXT = $(ORIGIN)
$B/origin.c: FORCE
	$(remember)

$B/origin.o: $B/origin.c $B/flags | toolchain
	$(call say,CC,$<)
	$Q$(call compile,-I.)

$B/embedded.o: $B/embedded.c $B/flags | toolchain
	$(call say,CC,$<)
	$Q$(call compile)

# ar only adds: without rm a deleted module would stay in the archive.
$(LIBRARY): $(LIB_OBJ) $B/contents
	$(call say,AR,$@)
	$Qrm -f $@
	$Q$(AR) rcs $@ $(LIB_OBJ)

$(PROGRAM): $(CMD_OBJ) $(LIBRARY) $B/contents
	$(call say,LD,$@)
	$Q$(CC) $(ALL_LDFLAGS) -o $@ $(CMD_OBJ) $(LIBRARY) $(ALL_LIBS)

$(TESTS): $B/tests/unit/%: $B/tests/unit/%.o $(SUPPORT_OBJ) $(LIBRARY)
	$(call say,LD,$@)
	$Q$(CC) $(ALL_LDFLAGS) -o $@ $^ -lcmocka $(ALL_LIBS)

$(FUZZERS): $B/tests/fuzz/%: $B/tests/fuzz/%.o $B/tests/fuzz/driver.o \
		$(LIBRARY)
	$(call say,LD,$@)
	$Q$(CC) $(ALL_LDFLAGS) -o $@ $^ $(ALL_LIBS)

-include $(wildcard $B/*.d $B/cmd/*.d $B/lib/*/*.d $B/tests/*/*.d)

# ------------------------------------------------------------ dependencies --

deps: ## install what the build needs, when it is missing (apt-get)
	@CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' \
		sh tests/deps.sh install $(LIBRARIES)

TEST_PACKAGES = cmocka:libcmocka-dev !prove:perl !valgrind:valgrind \
	!shellcheck:shellcheck !mandoc:mandoc !zsh:zsh !fish:fish \
	!strace:strace !pre-commit:pre-commit \
	!xmllint:libxml2-utils !jq:jq \
	@jsonschema:python3-jsonschema @junitparser:python3-junitparser \
	@yaml:python3-yaml
test-deps: ## install what the tests need as well
	@CC='$(CC)' PKG_CONFIG='$(PKG_CONFIG)' \
		sh tests/deps.sh install $(LIBRARIES) $(TEST_PACKAGES)

# The libraries are looked up when a makefile is read: install, then read anew.
# What the compiler says is shown when it fails, and kept beside the demo's log.
demo: deps ## install, build, and play the whole workflow
	@mkdir -p $B; echo 'building in $B (kept in $B/demo-build.log)'
	@$(MAKE) --no-print-directory all >$B/demo-build.log 2>&1 || \
		{ cat $B/demo-build.log >&2; exit 1; }
	@PATH="$(abspath $B):$$PATH" sh tests/demo.sh $(abspath $B)/demo.log

# ------------------------------------------------------------------- tests --

# Where the TAP of this run is kept and counted.
TALLY ?= $B/tally
export PM_TALLY := $(abspath $(TALLY))
export PM_BUILD := $(abspath $B)
export PM_PROVE := $(PROVE) -j$(JOBS)
SUITE = $(if $(SAN),$(SAN),$(CC))

check: test-deps ## install what is missing and run every test
	@rm -rf '$(PM_TALLY)'
	@$(MAKE) --no-print-directory -k check-all TALLY='$(PM_TALLY)' \
		&& sh tests/tally.sh 0 || sh tests/tally.sh 1

SANITIZED = $(MAKE) --no-print-directory -k SAN=address,undefined \
	DEVELOPER=1 $(call beside,sanitized)
CHECKED = $(MAKE) --no-print-directory -k DEVELOPER=1 $(call beside,checked)

# Every part runs, whatever became of the part before it.
.PHONY: check-all
check-all:
	+@status=0; \
	$(CHECKED) -j$(JOBS) all tests || status=1; \
	$(CHECKED) check-unit check-cli check-lint check-fuzz check-history \
		check-stories || status=1; \
	$(CHECKED) check-valgrind || status=1; \
	$(SANITIZED) -j$(JOBS) all tests || status=1; \
	$(SANITIZED) check-unit check-cli check-fuzz check-history \
		SEEDS=301-340 || status=1; \
	exit $$status

.PHONY: tests
tests: $(TESTS) $(FUZZERS)

check-unit: $(TESTS) ## unit tests (cmocka)
	@sh tests/suite.sh 'unit $(SUITE)' $(TESTS)

# What is mostly other programs is not asked again of sanitizers and of the
# second backend.
ONCE := $(shell grep -l '^\# once' tests/cli/t[0-9]*.sh 2>/dev/null)
CLI ?= $(sort $(filter-out $(if $(SAN),$(ONCE)),\
	$(wildcard tests/cli/t[0-9]*.sh)))
BACKENDS ?= $(if $(filter 0,$(WITH_LIBGIT2)),,libgit2) cat-file
check-cli: $(PROGRAM) ## drive "git postmortem", once per object backend
	@status=0; first=yes; for backend in $(BACKENDS); do \
		PM_BACKENDS='$(BACKENDS)' \
		GIT_POSTMORTEM_OBJECTS=$$backend sh tests/suite.sh \
			"cli $$backend $(SUITE)" \
			$(filter-out $(ONCE),$(CLI)) \
			$${first:+$(filter $(ONCE),$(CLI))} || status=1; \
		first=; \
	done; exit $$status

LINT = $(filter-out tests/lint/lib.sh,$(sort $(wildcard tests/lint/*.sh)))
check-lint: $(PROGRAM) | toolchain ## layers, style, shell scripts, man page
	@PM_CC='$(CC)' PM_CFLAGS='$(ALL_CPPFLAGS) -std=c11 $(WARNINGS)' \
		sh tests/suite.sh 'lint' $(LINT)

check-fuzz: $(FUZZERS) ## replay the fuzzing corpus
	@sh tests/suite.sh 'fuzz $(SUITE)' $(FUZZERS)

SEEDS ?= 1-300
check-history: $(PROGRAM) ## random histories against a reference, SEEDS=1-5000
	@PM_SEEDS='$(SEEDS)' PM_JOBS=$(JOBS) sh tests/suite.sh \
		'history $(SUITE)' tests/history/compare.pl

STORIES ?= 1-20
check-stories: $(PROGRAM) ## pull requests by merge, squash, rebase, STORIES=1-300
	@PM_STORIES='$(STORIES)' PM_JOBS=$(JOBS) sh tests/suite.sh \
		'stories $(SUITE)' tests/stories/replay.pl

# The scripts that ask for it: valgrind makes a command 50 times slower.
VALGRIND_CLI ?= $(shell grep -l '^\# valgrind' tests/cli/t[0-9]*.sh 2>/dev/null)
check-valgrind: $(TESTS) $(PROGRAM) ## valgrind on unit tests, some of cli
	@status=0; \
	PM_VALGRIND=unit sh tests/suite.sh 'unit valgrind' $(TESTS) || \
		status=1; \
	PM_VALGRIND=cli sh tests/suite.sh 'cli valgrind' \
		$(sort $(VALGRIND_CLI)) || status=1; \
	exit $$status

coverage: ## run the tests with gcov and say what they reach
	@$(MAKE) --no-print-directory COVERAGE=1 coverage-report \
		$(call beside,coverage)

.PHONY: coverage-report
coverage-report: all tests
	@find $B -name '*.gcda' -delete
	@status=0; $(MAKE) --no-print-directory -k COVERAGE=1 BUILD=$B \
		check-unit check-cli check-fuzz || status=1; \
	sh tests/coverage.sh $B; exit $$status

FUZZ_SECONDS ?= 60
fuzz: ## fuzz with clang's libFuzzer, FUZZ_SECONDS=60 for each
	@$(MAKE) --no-print-directory CC=clang SAN=address,undefined \
		$(call beside,fuzz) fuzz-run CFLAGS='-fsanitize=fuzzer-no-link'

.PHONY: fuzz-run
fuzz-run: $(FUZZ_SRC:%.c=$B/%.o) $(LIBRARY)
	@for f in $(notdir $(basename $(FUZZ_SRC))); do \
		$(CC) $(ALL_LDFLAGS) -fsanitize=fuzzer -o $B/$$f \
			$B/tests/fuzz/$$f.o $(LIBRARY) $(ALL_LIBS) && \
		mkdir -p $B/found/$$f && \
		(cd $B/found/$$f && $(abspath $B)/$$f \
			-max_total_time=$(FUZZ_SECONDS) -timeout=10 . \
			$(CURDIR)/tests/fuzz/corpus/$${f#fuzz_}) || exit 1; \
	done

$B/tests/bench/%: tests/bench/%.c $B/flags | toolchain
	$(call say,CC,$<)
	@mkdir -p $(@D)
	$Q$(CC) $(ALL_CPPFLAGS) $(ALL_CFLAGS) -o $@ $<

bench: $(PROGRAM) $B/tests/bench/pair ## measure, as ratios to git's own commands
	@PATH="$(abspath $B):$$PATH" sh tests/bench/run.sh $(BENCH)

# ----------------------------------------------------------------- install --

# what:where:mode
INSTALLED = $(PROGRAM)|$(bindir)/git-postmortem|755 \
	git-postmortem.1|$(mandir)/man1/git-postmortem.1|644 \
	completions/git-postmortem.bash|$(bashcompdir)/git-postmortem|644 \
	completions/_git-postmortem|$(zshcompdir)/_git-postmortem|644 \
	$(foreach d,vendor_completions.d vendor_conf.d,$(foreach f,$(fishdirs),\
	completions/git-postmortem.fish|$f/$d/git-postmortem.fish|644))

install: $(PROGRAM) ## install below $(prefix), staged in $(DESTDIR)
	@set -e; for row in $(foreach r,$(INSTALLED),'$r'); do \
		from=$${row%%|*}; rest=$${row#*|}; \
		to=$(DESTDIR)$${rest%|*}; mode=$${rest##*|}; \
		$(INSTALL) -d "$${to%/*}"; \
		$(INSTALL) -m "$$mode" "$$from" "$$to"; \
		printf '  %s\n' "$$to"; \
	done

uninstall: ## remove what install wrote
	@set -e; for row in $(foreach r,$(INSTALLED),'$r'); do \
		rest=$${row#*|}; to=$(DESTDIR)$${rest%|*}; \
		rm -f "$$to"; printf '  removed %s\n' "$$to"; \
	done

dist: ## the committed sources as a tar file, and its checksum
	@mkdir -p $B
	git archive --format=tar.gz --prefix=git-postmortem-$(VERSION)/ \
		-o $B/$(TAR) HEAD
	cd $B && sha256sum $(TAR) >$(TAR).sha256

clean: ## remove the build directory
	rm -rf $(if $(filter build/$(variant),$B),build,$B $B-*)

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  \1\t/p' Makefile | expand -t 18

.PHONY: all deps test-deps demo check check-unit check-cli check-lint \
	check-fuzz check-history check-stories check-valgrind coverage fuzz bench install \
	uninstall dist clean help FORCE
