/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "git/process.h"

#define MEGABYTE (1u << 20)

static int run_sh(const char *script, const char *in, size_t in_len,
		  struct pm_buf *out, struct pm_buf *said)
{
	const char *argv[] = { "sh", "-c", script, NULL };
	struct pm_run run = { .argv = argv, .in = in, .in_len = in_len };
	struct pm_error err = { 0 };

	return pm_run(&run, out, said, &err);
}

static void a_status_is_that_of_the_child_and_a_signal_is_128_more(void **state)
{
	static const struct {
		const char *script;
		int status;
	} row[] = {
		{ "exit 0", 0 },
		{ "exit 1", 1 },
		{ "exit 129", 129 },
		{ "kill -TERM $$", 128 + SIGTERM },
		{ "kill -PIPE $$", 128 + SIGPIPE },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++)
		assert_int_equal(run_sh(row[i].script, NULL, 0, NULL, NULL),
				 row[i].status);
}

static void a_program_that_is_not_there_is_a_failure_with_its_name(void **state)
{
	const char *argv[] = { "no-such-program", NULL };
	struct pm_run run = { .argv = argv };
	struct pm_error err = { 0 };
	int code = pm_run(&run, NULL, NULL, &err);

	(void)state;
	/* valgrind has no vfork(), and posix_spawn() cannot tell there. */
	if (code != 127)
		assert_failed(code, PM_ERROR, &err, "no-such-program");
}

static void a_child_that_answers_while_it_is_fed_does_not_block(void **state)
{
	char *in = malloc(4 * MEGABYTE);
	struct pm_buf out = { 0 }, said = { 0 };

	(void)state;
	memset(in, 'x', 4 * MEGABYTE);
	assert_int_equal(run_sh("cat; head -c 300000 /dev/zero >&2", in,
				4 * MEGABYTE, &out, &said), 0);
	assert_int_equal(out.len, 4 * MEGABYTE);
	assert_memory_equal(out.ptr, in, 4 * MEGABYTE);
	/* Of standard error only so much is kept. */
	assert_true(said.len > 0 && said.len <= 300000);
	pm_buf_release(&out);
	pm_buf_release(&said);
	free(in);
}

static void a_child_that_does_not_read_its_input_does_not_kill_us(void **state)
{
	char *in = calloc(1, MEGABYTE);

	(void)state;
	signal(SIGPIPE, SIG_DFL);
	assert_int_equal(run_sh("exit 3", in, MEGABYTE, NULL, NULL), 3);
	free(in);
}

static void no_input_is_an_empty_input(void **state)
{
	struct pm_buf out = { 0 };

	(void)state;
	assert_int_equal(run_sh("cat; echo end", NULL, 0, &out, NULL), 0);
	assert_string_equal(pm_buf_str(&out), "end\n");
	pm_buf_release(&out);
}

static void a_child_sees_the_environment_that_was_asked_for(void **state)
{
	static const char *const env[] = { "PM_SET=new", "PM_GONE", NULL };
	const char *argv[] = {
		"sh", "-c", "echo $LC_ALL $GIT_TERMINAL_PROMPT $PM_SET "
		"${PM_GONE-gone} $PM_KEPT", NULL
	};
	struct pm_run run = { .argv = argv, .env = env };
	struct pm_buf out = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	setenv("LC_ALL", "de_DE.UTF-8", 1);
	setenv("PM_SET", "old", 1);
	setenv("PM_GONE", "here", 1);
	setenv("PM_KEPT", "kept", 1);
	assert_int_equal(pm_run(&run, &out, NULL, &err), 0);
	assert_string_equal(pm_buf_str(&out), "C 0 new gone kept\n");
	pm_buf_release(&out);
}

static void a_child_may_run_in_another_folder(void **state)
{
	const char *argv[] = { "pwd", NULL };
	struct pm_run run = { .argv = argv, .dir = "/" };
	struct pm_buf out = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	assert_int_equal(pm_run(&run, &out, NULL, &err), 0);
	assert_string_equal(pm_buf_str(&out), "/\n");
	pm_buf_release(&out);
}

static void more_output_than_the_limit_is_a_failure(void **state)
{
	const char *argv[] = { "sh", "-c", "yes", NULL };
	struct pm_run run = { .argv = argv, .out_limit = 1000 };
	struct pm_buf out = { 0 };
	struct pm_error err = { 0 };

	(void)state;
	assert_failed(pm_run(&run, &out, NULL, &err), PM_ERROR, &err,
		      "more than 1000 bytes");
	pm_buf_release(&out);
}

static void a_failing_child_speaks_for_itself_without_its_labels(void **state)
{
	static const struct {
		const char *script, *message;
	} row[] = {
		{ "echo 'fatal: no such thing' >&2; exit 128",
		  "no such thing" },
		{ "printf 'error: one\\nfatal: two\\n\\n' >&2; exit 1",
		  "one\ntwo" },
		{ "exit 7", "'sh' failed with status 7" },
		{ "kill -KILL $$", "'sh' was ended by signal 9" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++) {
		const char *argv[] = { "sh", "-c", row[i].script, NULL };
		struct pm_run run = { .argv = argv };
		struct pm_error err = { 0 };

		assert_int_equal(pm_run_ok(&run, NULL, &err), PM_ERROR);
		assert_string_equal(err.message, row[i].message);
	}
}

static struct pm_stream *open_stream(const char *script)
{
	const char *argv[] = { "sh", "-c", script, NULL };
	struct pm_run run = { .argv = argv };
	struct pm_stream *stream = NULL;
	struct pm_error err = { 0 };

	assert_int_equal(pm_stream_open(&stream, &run, &err), 0);
	return stream;
}

static void a_stream_is_read_by_record_and_by_length(void **state)
{
	struct pm_stream *stream = open_stream("printf 'a\\0bc\\0\\0rest\\0'");
	struct pm_error err = { 0 };
	size_t len;

	(void)state;
	assert_string_equal(pm_stream_next(stream, '\0', &len), "a");
	assert_int_equal(len, 1);
	assert_memory_equal(pm_stream_read(stream, 3), "bc", 3);
	assert_string_equal(pm_stream_next(stream, '\0', &len), "");
	assert_string_equal(pm_stream_next(stream, '\0', NULL), "rest");
	assert_null(pm_stream_next(stream, '\0', NULL));
	assert_int_equal(pm_stream_close(stream, &err), 0);
}

static void a_record_longer_than_any_pipe_comes_in_one_piece(void **state)
{
	struct pm_stream *stream = open_stream(
		"head -c 300000 /dev/zero | tr '\\0' x; echo; echo y");
	struct pm_error err = { 0 };
	size_t len;

	(void)state;
	assert_non_null(pm_stream_next(stream, '\n', &len));
	assert_int_equal(len, 300000);
	assert_string_equal(pm_stream_next(stream, '\n', &len), "y");
	assert_null(pm_stream_next(stream, '\n', &len));
	assert_int_equal(pm_stream_close(stream, &err), 0);
}

static void output_that_is_cut_is_a_failure(void **state)
{
	struct pm_stream *stream = open_stream("printf 'a\\0ha'");
	struct pm_error err = { 0 };

	(void)state;
	assert_string_equal(pm_stream_next(stream, '\0', NULL), "a");
	assert_null(pm_stream_next(stream, '\0', NULL));
	assert_failed(pm_stream_close(stream, &err), PM_ERROR, &err, "cut");

	stream = open_stream("printf ab");
	assert_null(pm_stream_read(stream, 3));
	assert_failed(pm_stream_close(stream, &err), PM_ERROR, &err, "cut");
}

static void a_stream_that_fails_has_the_childs_words(void **state)
{
	struct pm_stream *stream = open_stream(
		"echo a; echo 'fatal: no more' >&2; exit 128");
	struct pm_error err = { 0 };

	(void)state;
	assert_string_equal(pm_stream_next(stream, '\n', NULL), "a");
	assert_null(pm_stream_next(stream, '\n', NULL));
	assert_int_equal(pm_stream_close(stream, &err), PM_ERROR);
	assert_string_equal(err.message, "no more");
}

static void leaving_a_stream_early_is_no_failure(void **state)
{
	struct pm_stream *stream = open_stream("yes");
	struct pm_error err = { 0 };

	(void)state;
	assert_string_equal(pm_stream_next(stream, '\n', NULL), "y");
	assert_int_equal(pm_stream_close(stream, &err), 0);
	assert_int_equal(pm_stream_close(NULL, &err), 0);
}

static void a_stream_answers_question_by_question(void **state)
{
	struct pm_stream *stream = open_stream("cat");
	struct pm_error err = { 0 };

	(void)state;
	for (int i = 0; i < 100; i++) {
		assert_int_equal(pm_stream_write(stream, "hello\n", 6, &err),
				 0);
		assert_string_equal(pm_stream_next(stream, '\n', NULL),
				    "hello");
	}
	assert_int_equal(pm_stream_close(stream, &err), 0);
}

static void a_child_that_gives_way_runs_at_a_lower_priority(void **state)
{
	/* It waits for the line, and so for its priority. */
	const char *const argv[] = { "sh", "-c", "read -r go && nice", NULL };
	struct pm_run run = { .argv = argv };
	struct pm_stream *stream = NULL;
	struct pm_error err = { 0 };
	long nice[2];

	(void)state;
	for (int i = 0; i < 2; i++) {
		run.gives_way = i;
		assert_ok(pm_stream_open(&stream, &run, &err), &err);
		assert_ok(pm_stream_write(stream, "go\n", 3, &err), &err);
		nice[i] = strtol(pm_stream_next(stream, '\n', NULL), NULL, 10);
		assert_ok(pm_stream_close(stream, &err), &err);
	}
	assert_true(nice[1] > nice[0] || nice[0] == 19);
}

static void writing_to_a_child_that_is_gone_fails_and_does_not_kill(void **state)
{
	struct pm_stream *stream = open_stream("exec 0<&-; echo closed");
	struct pm_error err = { 0 };

	(void)state;
	signal(SIGPIPE, SIG_DFL);
	assert_string_equal(pm_stream_next(stream, '\n', NULL), "closed");
	assert_null(pm_stream_next(stream, '\n', NULL));
	assert_int_equal(pm_stream_write(stream, "x", 1, &err), PM_ERROR);
	assert_int_equal(pm_stream_close(stream, &err), 0);
}

static void a_chatty_child_does_not_block_on_its_standard_error(void **state)
{
	struct pm_stream *stream = open_stream(
		"head -c 1000000 /dev/zero >&2; echo done");
	struct pm_error err = { 0 };

	(void)state;
	assert_string_equal(pm_stream_next(stream, '\n', NULL), "done");
	assert_null(pm_stream_next(stream, '\n', NULL));
	assert_int_equal(pm_stream_close(stream, &err), 0);
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_status_is_that_of_the_child_and_a_signal_is_128_more),
		cmocka_unit_test(a_program_that_is_not_there_is_a_failure_with_its_name),
		cmocka_unit_test(a_child_that_answers_while_it_is_fed_does_not_block),
		cmocka_unit_test(a_child_that_does_not_read_its_input_does_not_kill_us),
		cmocka_unit_test(no_input_is_an_empty_input),
		cmocka_unit_test(a_child_sees_the_environment_that_was_asked_for),
		cmocka_unit_test(a_child_may_run_in_another_folder),
		cmocka_unit_test(more_output_than_the_limit_is_a_failure),
		cmocka_unit_test(a_failing_child_speaks_for_itself_without_its_labels),
		cmocka_unit_test(a_stream_is_read_by_record_and_by_length),
		cmocka_unit_test(a_record_longer_than_any_pipe_comes_in_one_piece),
		cmocka_unit_test(output_that_is_cut_is_a_failure),
		cmocka_unit_test(a_stream_that_fails_has_the_childs_words),
		cmocka_unit_test(leaving_a_stream_early_is_no_failure),
		cmocka_unit_test(a_stream_answers_question_by_question),
		cmocka_unit_test(a_child_that_gives_way_runs_at_a_lower_priority),
		cmocka_unit_test(writing_to_a_child_that_is_gone_fails_and_does_not_kill),
		cmocka_unit_test(a_chatty_child_does_not_block_on_its_standard_error),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
