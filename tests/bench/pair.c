/* SPDX-License-Identifier: MIT */
/*
 * Time two commands in turn and print one row of the table: ours, the
 * reference, and how often the one holds the other.
 *
 *	pair [-b BAR] [-m MB] [-M MB] [-n PAIRS] [-p SCRIPT] [-s SECONDS] \
 *		WHAT COMMAND :: COMMAND
 *	pair -H			the head of the table
 *
 * COMMAND is DIR STATUS[+] PROGRAM [ARGUMENT]...: where it runs, the exit
 * status it must have and, with "+", that it must print something. Both are
 * run once to see that they do what they are timed for, which also warms the
 * caches; then A B A B ..., output to /dev/null. With -p, "sh -c SCRIPT" runs
 * in ours' directory before each of our runs, and is not timed. -m is for the
 * largest process, -M for the largest that is not git: the first of our runs
 * is traced for that.
 *
 * The ratio is the median of the pairs' ratios, so that a machine that slows
 * down for a while slows down both sides. Exit: 0, 1 over the bar, 2 a
 * command did not do what it should.
 */
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#define PAIRS_MIN 5
#define PAIRS_MAX 999
#define WIDTH "%-43s | %-22s | %-22s | %6s | %6s | %s\n"

enum { OURS, REFERENCE, SIDES };
enum { WITHIN, OVER, INVALID };

struct command {
	const char *dir;
	int status;
	bool prints;
	char **argv; /* NULL-terminated */
};

struct run {
	double ms;
	long kilobytes; /* the largest of the processes it was */
	int status;
};

struct bench {
	const char *what;
	double bar;	  /* 0: none */
	double megabytes; /* 0: none */
	bool without_git; /* it is for the processes beside git */
	const char *script; /* that prepares a run of ours, or NULL */
	int pairs;	  /* at most */
	double seconds;	  /* that it may take, after the first few */
	struct command command[SIDES];
	double ms[SIDES][PAIRS_MAX];
	double ratio[PAIRS_MAX];
	long kilobytes[SIDES];
	int nr;
};

static void die(const char *text, const char *what)
{
	fprintf(stderr, "pair: %s%s%s\n", text, what ? ": " : "",
		what ? what : "");
	exit(INVALID);
}

static double now(void)
{
	struct timespec t;

	clock_gettime(CLOCK_MONOTONIC, &t);
	return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void become(const struct command *command, int out, int errors)
{
	int null = open("/dev/null", O_RDWR);

	if (null < 0 || dup2(null, STDIN_FILENO) < 0 ||
	    dup2(out < 0 ? null : out, STDOUT_FILENO) < 0 ||
	    dup2(errors < 0 ? null : errors, STDERR_FILENO) < 0 ||
	    chdir(command->dir) < 0)
		_exit(127);
	execvp(command->argv[0], command->argv);
	_exit(127);
}

static struct run run(const struct command *command, int out, int errors)
{
	struct run result;
	struct rusage usage;
	double start = now();
	int status;
	pid_t pid = fork();

	if (pid < 0)
		die("cannot fork", strerror(errno));
	if (!pid)
		become(command, out, errors);
	if (wait4(pid, &status, 0, &usage) < 0)
		die("cannot wait", strerror(errno));
	result.ms = now() - start;
	result.kilobytes = usage.ru_maxrss;
	result.status = WIFEXITED(status) ? WEXITSTATUS(status) : -1;
	return result;
}

/* What a traced process has used, at its end: 0 if it is git or unknown. */
static long kilobytes_beside_git(pid_t pid)
{
	char path[64], program[256], line[256];
	const char *name;
	long kilobytes = 0;
	ssize_t len;
	FILE *file;

	snprintf(path, sizeof(path), "/proc/%ld/exe", (long)pid);
	len = readlink(path, program, sizeof(program) - 1);
	if (len < 0)
		return 0;
	program[len] = '\0';
	name = strrchr(program, '/');
	if (!strcmp(name ? name + 1 : program, "git"))
		return 0;
	snprintf(path, sizeof(path), "/proc/%ld/status", (long)pid);
	file = fopen(path, "r");
	while (file && fgets(line, sizeof(line), file)) {
		if (sscanf(line, "VmHWM: %ld", &kilobytes) == 1)
			break;
	}
	if (file)
		fclose(file);
	return kilobytes;
}

/* One stop of a traced process; returns the signal it goes on with. */
static int stopped(pid_t pid, int status, long *kilobytes)
{
	int signal = WSTOPSIG(status);
	long its;

	if (status >> 16 == PTRACE_EVENT_EXIT) {
		its = kilobytes_beside_git(pid);
		if (its > *kilobytes)
			*kilobytes = its;
	}
	/* The stops of tracing itself; a new child begins with SIGSTOP. */
	return status >> 16 || signal == SIGSTOP ? 0 : signal;
}

/* The same as run(), slower: the memory is that of what is not git. */
static struct run run_traced(const struct command *command, int out,
			     int errors)
{
	const long options = PTRACE_O_EXITKILL | PTRACE_O_TRACEFORK |
			     PTRACE_O_TRACEVFORK | PTRACE_O_TRACECLONE |
			     PTRACE_O_TRACEEXEC | PTRACE_O_TRACEEXIT;
	struct run result = { .status = -1 };
	pid_t pid = fork(), child;
	int status;

	if (pid < 0)
		die("cannot fork", strerror(errno));
	if (!pid) {
		if (ptrace(PTRACE_TRACEME, 0, NULL, NULL) < 0)
			_exit(127);
		raise(SIGSTOP);
		become(command, out, errors);
	}
	if (waitpid(pid, &status, 0) < 0 || !WIFSTOPPED(status) ||
	    ptrace(PTRACE_SETOPTIONS, pid, NULL, (void *)options) < 0)
		die("cannot trace a process to see its memory",
		    strerror(errno));
	ptrace(PTRACE_CONT, pid, NULL, NULL);
	while ((child = waitpid(-1, &status, __WALL)) > 0) {
		long signal = 0;

		if (WIFSTOPPED(status)) {
			signal = stopped(child, status, &result.kilobytes);
			ptrace(PTRACE_CONT, child, NULL, (void *)signal);
		} else if (child == pid) {
			result.status = WIFEXITED(status) ?
						WEXITSTATUS(status) : -1;
		}
	}
	return result;
}

static void prepare(const struct bench *bench)
{
	char shell[] = "sh", option[] = "-c", script[4096];
	char *argv[] = { shell, option, script, NULL };
	struct command command = {
		.dir = bench->command[OURS].dir, .argv = argv,
	};

	if (!bench->script)
		return;
	snprintf(script, sizeof(script), "%s", bench->script);
	if (run(&command, -1, STDERR_FILENO).status)
		die("the preparation of a run fails", bench->what);
}

static void show(FILE *file)
{
	int c;

	rewind(file);
	while ((c = getc(file)) != EOF)
		putc(c, stderr);
}

static void verify(struct bench *bench, int side)
{
	const struct command *command = &bench->command[side];
	FILE *out = tmpfile();
	FILE *errors = tmpfile();
	struct run once;

	if (!out || !errors)
		die("cannot make a temporary file", strerror(errno));
	if (side == OURS)
		prepare(bench);
	once = (bench->without_git && side == OURS ? run_traced : run)(
		command, fileno(out), fileno(errors));
	bench->kilobytes[side] = once.kilobytes;
	if (once.status != command->status) {
		fprintf(stderr, "pair: %s: '%s' in '%s' exits with %d, "
			"not %d\n", bench->what, command->argv[0],
			command->dir, once.status, command->status);
		show(errors);
		exit(INVALID);
	}
	if (bench->without_git && side == OURS && !once.kilobytes)
		die("nothing but git was seen to run", bench->what);
	if (command->prints && lseek(fileno(out), 0, SEEK_END) <= 0)
		die("a command prints nothing", bench->what);
	fclose(out);
	fclose(errors);
}

static void measure(struct bench *bench)
{
	double start = now();

	while (bench->nr < bench->pairs &&
	       (bench->nr < PAIRS_MIN ||
		now() - start < bench->seconds * 1e3)) {
		for (int side = 0; side < SIDES; side++) {
			struct run r;

			if (side == OURS)
				prepare(bench);
			r = run(&bench->command[side], -1, -1);
			if (r.status != bench->command[side].status)
				die("a command fails now and then",
				    bench->what);
			bench->ms[side][bench->nr] = r.ms;
			if (!bench->without_git &&
			    r.kilobytes > bench->kilobytes[side])
				bench->kilobytes[side] = r.kilobytes;
		}
		bench->ratio[bench->nr] = bench->ms[OURS][bench->nr] /
					  bench->ms[REFERENCE][bench->nr];
		bench->nr++;
	}
}

static int by_value(const void *a, const void *b)
{
	double x = *(const double *)a, y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Sorts: the least is the first then, the greatest the last. */
static double median(double *value, int nr)
{
	qsort(value, (size_t)nr, sizeof(*value), by_value);
	return (value[nr / 2] + value[(nr - 1) / 2]) / 2;
}

static bool row(const char *what, const char *const text[SIDES], double value,
		double limit, const char *unit)
{
	char shown[32], bar[32] = "";
	bool over = limit > 0 && value > limit;

	snprintf(shown, sizeof(shown), value < 0.1 ? "%.3f" : "%.2f", value);
	if (limit > 0)
		snprintf(bar, sizeof(bar), "%g%s", limit, unit);
	printf(WIDTH, what, text[OURS], text[REFERENCE],
	       *unit ? "" : shown, bar, limit <= 0 ? "" : over ? "over" : "ok");
	return over;
}

static int report(struct bench *bench)
{
	char text[SIDES][64];
	const char *const shown[SIDES] = { text[OURS], text[REFERENCE] };
	bool over;

	for (int side = 0; side < SIDES; side++) {
		double middle = median(bench->ms[side], bench->nr);

		snprintf(text[side], sizeof(text[side]),
			 "%.1f ms (%.1f-%.1f)", middle, bench->ms[side][0],
			 bench->ms[side][bench->nr - 1]);
	}
	over = row(bench->what, shown, median(bench->ratio, bench->nr),
		   bench->bar, "");
	if (bench->megabytes > 0) {
		for (int side = 0; side < SIDES; side++)
			snprintf(text[side], sizeof(text[side]), "%.1f MB",
				 (double)bench->kilobytes[side] / 1024);
		over |= row(bench->without_git ?
				    "  its peak memory, without git's" :
				    "  its peak memory", shown,
			    (double)bench->kilobytes[OURS] / 1024,
			    bench->megabytes, " MB");
	}
	fflush(stdout);
	return over ? OVER : WITHIN;
}

/* Cuts the command off at "::" and returns what stands behind it. */
static char **parse_command(struct command *out, char **argv)
{
	char **end = argv;
	char *plus;

	while (*end && strcmp(*end, "::"))
		end++;
	if (end - argv < 3)
		die("a command is DIR STATUS PROGRAM", NULL);
	out->dir = argv[0];
	out->status = (int)strtol(argv[1], &plus, 10);
	out->prints = *plus == '+';
	out->argv = argv + 2;
	if (!*end)
		return end;
	*end = NULL;
	return end + 1;
}

int main(int argc, char **argv)
{
	static struct bench bench = { .pairs = 25, .seconds = 4 };
	char **rest;
	int letter;

	/* "+": options end where the commands begin, also with glibc. */
	while ((letter = getopt(argc, argv, "+Hb:m:M:n:p:s:")) != -1) {
		if (letter == 'H') {
			printf(WIDTH, "what", "ours", "reference", "ratio",
			       "bar", "");
			return WITHIN;
		} else if (letter == 'b') {
			bench.bar = strtod(optarg, NULL);
		} else if (letter == 'm' || letter == 'M') {
			bench.megabytes = strtod(optarg, NULL);
			bench.without_git = letter == 'M';
		} else if (letter == 'n') {
			bench.pairs = (int)strtol(optarg, NULL, 10);
		} else if (letter == 'p') {
			bench.script = optarg;
		} else if (letter == 's') {
			bench.seconds = strtod(optarg, NULL);
		} else {
			die("see the head of pair.c for its options", NULL);
		}
	}
	if (argc - optind < 2)
		die("see the head of pair.c for its arguments", NULL);
	if (bench.pairs > PAIRS_MAX)
		bench.pairs = PAIRS_MAX;
	bench.what = argv[optind];
	rest = parse_command(&bench.command[OURS], argv + optind + 1);
	parse_command(&bench.command[REFERENCE], rest);
	for (int side = 0; side < SIDES; side++)
		verify(&bench, side);
	measure(&bench);
	return report(&bench);
}
