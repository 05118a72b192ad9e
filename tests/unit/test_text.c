/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/text.h"

#define NR(array) (sizeof(array) / sizeof(*(array)))

#define FLAG_DE "\xf0\x9f\x87\xa9\xf0\x9f\x87\xaa"
#define FIRE "\xf0\x9f\x94\xa5"
#define CODER "\xf0\x9f\x91\xa9\xe2\x80\x8d\xf0\x9f\x92\xbb"
#define WARNING "\xe2\x9a\xa0\xef\xb8\x8f"
#define RLO "\xe2\x80\xae"
#define ZWSP "\xe2\x80\x8b"
#define ELLIPSIS "\xe2\x80\xa6"
#define NIHONGO "\xe6\x97\xa5\xe6\x9c\xac\xe8\xaa\x9e"

static void only_shortest_forms_of_real_characters_are_utf8(void **state)
{
	static const struct {
		const char *bytes;
		size_t used;
		uint32_t c;
	} table[] = {
		{ "a", 1, 'a' },
		{ "\xc3\xa9", 2, 0xe9 },
		{ "\xe2\x82\xac", 3, 0x20ac },
		{ FIRE, 4, 0x1f525 },
		{ "\xf4\x8f\xbf\xbf", 4, 0x10ffff },
		{ "\xc0\x80", 0, 0 },	      /* overlong */
		{ "\xe0\x80\xaf", 0, 0 },     /* overlong */
		{ "\xf0\x80\x80\xaf", 0, 0 }, /* overlong */
		{ "\xed\xa0\x80", 0, 0 },     /* surrogate */
		{ "\xf4\x90\x80\x80", 0, 0 }, /* beyond the last */
		{ "\xf5\x80\x80\x80", 0, 0 },
		{ "\x80", 0, 0 },
		{ "\xc3", 0, 0 },
		{ "\xe2\x82", 0, 0 },
		{ "\xc3" "a", 0, 0 },
	};
	uint32_t c;

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		size_t len = strlen(table[i].bytes);

		c = 0;
		assert_int_equal(pm_utf8_decode(table[i].bytes, len, &c),
				 table[i].used);
		assert_int_equal(c, table[i].c);
		assert_int_equal(pm_utf8_is_valid(table[i].bytes, len),
				 table[i].used == len);
	}
	assert_int_equal(pm_utf8_decode("", 0, &c), 0);
	assert_true(pm_utf8_is_valid("", 0));
}

static void characters_that_hide_or_reorder_text_have_a_name(void **state)
{
	static const uint32_t bad[] = {
		0,	0x1b,	0x07,	0x7f,	0x85,	0x9b,	0xad,
		0x61c,	0x180e, 0x200b, 0x200d, 0x200e, 0x200f, 0x2028,
		0x2029, 0x202a, 0x202e, 0x2060, 0x2066, 0x2069, 0x3164,
		0xfe0f, 0xfeff, 0xfff9, 0xe0001, 0xe0061, 0xe0100, 0xe0fff,
	};
	static const uint32_t good[] = { '\t',	 '\n',	 '\r',	 ' ',	'~',
					 0xa0,	 0xe9,	 0x300,	 0x5d0, 0x2010,
					 0x202f, 0x4e00, 0xfffd, 0x1f525 };

	(void)state;
	for (size_t i = 0; i < NR(bad); i++)
		assert_non_null(pm_hidden_character(bad[i]));
	for (size_t i = 0; i < NR(good); i++)
		assert_null(pm_hidden_character(good[i]));
	assert_string_equal(pm_hidden_character(0x202e),
			    "right-to-left override");
}

static void joiners_are_at_home_in_emoji_and_some_scripts(void **state)
{
	(void)state;
	assert_true(pm_hidden_is_expected(0x1f469, 0x200d, 0x1f4bb));
	assert_true(pm_hidden_is_expected(0xfe0f, 0x200d, 0x1f525));
	assert_true(pm_hidden_is_expected(0x26a0, 0xfe0f, ' '));
	assert_true(pm_hidden_is_expected('1', 0xfe0f, 0x20e3));
	assert_true(pm_hidden_is_expected(0x645, 0x200c, 0x6cc));
	assert_true(pm_hidden_is_expected(0x1f3f4, 0xe0067, 0xe0062));
	assert_false(pm_hidden_is_expected('a', 0x200d, 'b'));
	assert_false(pm_hidden_is_expected('a', 0xfe0f, 0));
	assert_false(pm_hidden_is_expected('1', 0x200d, '2'));
	assert_false(pm_hidden_is_expected('a', 0x200c, 'b'));
	assert_false(pm_hidden_is_expected('a', 0xe0067, 0));
	assert_false(pm_hidden_is_expected(0x1f469, 0x202e, 0x1f4bb));
}

static void nothing_dangerous_reaches_a_terminal(void **state)
{
	static const struct {
		const char *text, *line, *block;
	} table[] = {
		{ "plain", "plain", "plain" },
		{ "a\tb\nc", "a b c", "a\tb\nc" },
		{ "a\r\nb", "a b", "a\nb" },
		{ "a\rb", "a\\x0db", "a\\x0db" },
		{ "\033[31mred", "\\x1b[31mred", "\\x1b[31mred" },
		{ "\033]0;title\007", "\\x1b]0;title\\x07",
		  "\\x1b]0;title\\x07" },
		{ "\xc2\x9b" "31m", "\\x9b31m", "\\x9b31m" },
		{ "a" RLO "b", "a<U+202E>b", "a<U+202E>b" },
		{ "a" ZWSP "b", "a<U+200B>b", "a<U+200B>b" },
		{ "a\xff", "a\\xff", "a\\xff" },
		{ "\xc3", "\\xc3", "\\xc3" },
		{ "\x7f", "\\x7f", "\\x7f" },
		{ CODER " " WARNING " " FLAG_DE,
		  CODER " " WARNING " " FLAG_DE,
		  CODER " " WARNING " " FLAG_DE },
		{ "\xe2\x80\xa8", "<U+2028>", "<U+2028>" },
		{ "\xf3\xa0\x80\x81", "<U+E0001>", "<U+E0001>" },
		{ NIHONGO, NIHONGO, NIHONGO },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf out = { 0 };
		size_t len = strlen(table[i].text);

		pm_text_safe(&out, table[i].text, len, PM_SAFE_LINE);
		assert_string_equal(pm_buf_str(&out), table[i].line);
		pm_buf_reset(&out);
		pm_text_safe(&out, table[i].text, len, PM_SAFE_TEXT);
		assert_string_equal(pm_buf_str(&out), table[i].block);
		pm_buf_release(&out);
	}
}

static void every_single_byte_becomes_safe(void **state)
{
	(void)state;
	for (int c = 0; c < 256; c++) {
		struct pm_buf out = { 0 };
		char byte = (char)c;

		pm_text_safe(&out, &byte, 1, PM_SAFE_LINE);
		for (size_t i = 0; i < out.len; i++)
			assert_true(out.ptr[i] >= 0x20 &&
				    out.ptr[i] <= 0x7e);
		pm_buf_release(&out);
	}
}

static void width_counts_columns_by_cluster(void **state)
{
	static const struct {
		const char *text;
		size_t width;
	} table[] = {
		{ "", 0 },	   { "abc", 3 },     { "caf\xc3\xa9", 4 },
		{ "cafe\xcc\x81", 4 }, { NIHONGO, 6 },   { FIRE, 2 },
		{ CODER, 2 },	   { FLAG_DE, 2 },   { FLAG_DE FLAG_DE, 4 },
		{ WARNING, 2 },	   { "a" FIRE "b", 4 }, { "\xff", 1 },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++)
		assert_int_equal(pm_text_width(table[i].text),
				 table[i].width);
}

static void text_is_fitted_into_columns(void **state)
{
	static const struct {
		const char *text;
		size_t width;
		bool pad;
		const char *want;
	} table[] = {
		{ "abc", 5, true, "abc  " },
		{ "abc", 5, false, "abc" },
		{ "abcdef", 6, true, "abcdef" },
		{ "abcdefg", 6, true, "abcde" ELLIPSIS },
		{ NIHONGO, 6, true, NIHONGO },
		{ NIHONGO, 5, true, "\xe6\x97\xa5\xe6\x9c\xac" ELLIPSIS },
		{ NIHONGO, 4, true, "\xe6\x97\xa5" ELLIPSIS " " },
		{ "abc", 1, true, ELLIPSIS },
		{ "abc", 0, true, "" },
		{ "", 2, true, "  " },
		{ "cafe\xcc\x81s", 5, false, "cafe\xcc\x81s" },
		{ "cafe\xcc\x81s", 4, false, "caf" ELLIPSIS },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf out = { 0 };

		pm_text_fit(&out, table[i].text, table[i].width,
			    table[i].pad);
		assert_string_equal(pm_buf_str(&out), table[i].want);
		assert_true(pm_text_width(pm_buf_str(&out)) <=
			    table[i].width);
		pm_buf_release(&out);
	}
}

static void text_is_wrapped_at_blanks(void **state)
{
	static const struct {
		const char *text;
		size_t width, indent;
		const char *want;
	} table[] = {
		{ "one two three", 7, 0, "one two\nthree" },
		{ "one two three", 9, 2, "one two\n  three" },
		{ "a verylongword b", 6, 2, "a\n  verylongword\n  b" },
		{ "a\nb", 10, 2, "a\n  b" },
		{ "a\n\nb", 10, 2, "a\n\n  b" },
		{ "  a   b  ", 10, 0, "a b" },
		{ "", 10, 2, "" },
		{ NIHONGO " " NIHONGO, 12, 0, NIHONGO "\n" NIHONGO },
		{ NIHONGO " " NIHONGO, 13, 0, NIHONGO " " NIHONGO },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		struct pm_buf out = { 0 };

		pm_text_wrap(&out, table[i].text, table[i].width,
			     table[i].indent);
		assert_string_equal(pm_buf_str(&out), table[i].want);
		pm_buf_release(&out);
	}
}

static void a_line_breaks_where_a_word_ends(void **state)
{
	static const struct {
		const char *text;
		size_t width;
		const char *first, *rest;
	} table[] = {
		{ "one two", 7, "one two", "" },
		{ "one two", 6, "one", "two" },
		{ "one   two", 6, "one", "two" },
		{ "  one two", 6, "  one", "two" },
		{ "one two-three", 9, "one", "two-three" },
		{ "one two-three", 8, "one two-", "three" },
		{ "postmortems/a-b", 12, "postmortems/", "a-b" },
		{ "postmortems/a-b", 14, "postmortems/a-", "b" },
		{ "abcdef", 4, "abcd", "ef" },
		{ "abcdef", 0, "a", "bcdef" },
		{ "ab https://example.com/a", 12, "ab https://", "example.com/a" },
		{ "a\tb", 8, "a", "b" },
		{ "a\tb", 9, "a\tb", "" },
		{ "\033[1mone\033[m two", 7, "\033[1mone\033[m two", "" },
		{ "\033[1mone\033[m two", 6, "\033[1mone\033[m", "two" },
		{ NIHONGO, 5, "\xe6\x97\xa5\xe6\x9c\xac", "\xe8\xaa\x9e" },
		{ NIHONGO "\xe3\x80\x82", 6, "\xe6\x97\xa5\xe6\x9c\xac",
		  "\xe8\xaa\x9e\xe3\x80\x82" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		const char *text = table[i].text;
		size_t next;
		size_t used = pm_text_break(text, strlen(text),
					    table[i].width, &next);

		assert_int_equal(used, strlen(table[i].first));
		assert_memory_equal(text, table[i].first, used);
		assert_string_equal(text + next, table[i].rest);
	}
}

static void writings_of_one_name_compare_equal(void **state)
{
	static const struct {
		const char *text, *want;
	} table[] = {
		{ "Summary", "summary" },
		{ "  Contributing \t factors ", "contributing factors" },
		{ "Summary:", "summary" },
		{ "1. Summary", "summary" },
		{ "2) Summary", "summary" },
		{ "1.2.3 Impact", "impact" },
		{ "5 whys", "5 whys" },
		{ "1.", "1" },
		{ FIRE " Impact", "impact" },
		{ WARNING "Impact", "impact" },
		{ "Impact {#impact}", "impact" },
		{ "Impact:{#i} ", "impact" },
		{ "**Impact**", "impact" },
		{ "What went well?", "what went well" },
		{ "What's next", "whats next" },
		{ "What\xe2\x80\x99s next", "whats next" },
		{ "Follow-up", "follow up" },
		{ "Stra\xc3\x9f" "e", "strasse" },
		{ "STRASSE", "strasse" },
		{ "cafe\xcc\x81", "caf\xc3\xa9" },
		{ "CafE\xcc\x81s 1. E\xcc\x81 x", "caf\xc3\xa9s 1 \xc3\xa9 x" },
		{ "CAF\xc3\x89", "caf\xc3\xa9" },
		{ "\xef\xbc\xb3ummary", "summary" },	/* full width */
		{ "Sum" ZWSP "mary", "summary" },
		{ "Root\xc2\xa0" "cause", "root cause" },
		{ "\xef\xac\x81nding", "finding" },	/* ligature */
		{ "Sum" RLO "mary", "summary" },
		/* A Cyrillic letter that looks alike is another word. */
		{ "\xd0\x85ummary", "\xd1\x95ummary" },
		{ NIHONGO "\xef\xbc\x9a", NIHONGO },
		{ "bad \xff", "" },
		{ "!!!", "" },
		{ "", "" },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		char *normal = pm_text_normal(table[i].text,
					      strlen(table[i].text));

		assert_string_equal(normal, table[i].want);
		free(normal);
	}
}

static void letters_of_every_script_count(void **state)
{
	static const struct {
		const char *text;
		size_t letters;
	} table[] = {
		{ "abc 12!", 5 },  { "", 0 },	   { "---", 0 },
		{ NIHONGO, 3 },	   { FIRE, 0 },	   { "\xc2\xa0", 0 },
		{ "caf\xc3\xa9", 4 }, { "\xff" "a", 1 }, { "_", 0 },
		/* Around the size of what is counted at once. */
		{ "0123456789 (abc)", 13 },
		{ "0123456789 (abc)Z[@`{/:", 14 },
		{ "0123456789 caf\xc3\xa9 (abc) 0123456789", 27 },
	};

	(void)state;
	for (size_t i = 0; i < NR(table); i++)
		assert_int_equal(pm_text_letters(table[i].text,
						 strlen(table[i].text)),
				 table[i].letters);
}

static void the_word_that_was_meant_is_found(void **state)
{
	static const char *const names[] = { "title", "status", "severity",
					     "owner", "due",	"incident" };
	static const struct {
		const char *word, *want;
	} table[] = {
		{ "tilte", "title" },	 { "ower", "owner" },
		{ "Owner", "owner" },	 { "sevrity", "severity" },
		{ "deu", "due" },	 { "stat", NULL },
		{ "xyz", NULL },	 { "", NULL },
		{ "incidents", "incident" }, { "duo", "due" },
	};
	char word[100];

	(void)state;
	for (size_t i = 0; i < NR(table); i++) {
		const char *found = pm_nearest(table[i].word, names,
					       NR(names));

		if (table[i].want)
			assert_string_equal(found, table[i].want);
		else
			assert_null(found);
	}
	memset(word, 'a', sizeof(word) - 1);
	word[sizeof(word) - 1] = '\0';
	assert_null(pm_nearest(word, names, NR(names)));
}

static void text_goes_from_one_encoding_to_another_or_not_at_all(void **state)
{
	static const struct {
		const char *text, *from, *to, *want; /* NULL: it cannot */
	} table[] = {
		{ "\303\234ber", "UTF-8", "ISO-8859-1", "\334ber" },
		{ "\334ber", "ISO-8859-1", "UTF-8", "\303\234ber" },
		{ "\351\232\234", "UTF-8", "EUC-JP", "\276\343" },
		{ "\351\232\234", "UTF-8", "ISO-8859-1", NULL },
		{ "\334ber", "UTF-8", "ISO-8859-1", NULL },
		{ "abc", "UTF-8", "no-such-encoding", NULL },
		{ "", "UTF-8", "ISO-8859-1", "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++) {
		struct pm_buf out = { 0 };
		bool done = pm_text_recode(&out, table[i].text,
					   strlen(table[i].text),
					   table[i].from, table[i].to);

		assert_int_equal(done, table[i].want != NULL);
		assert_string_equal(pm_buf_str(&out),
				    done ? table[i].want : "");
		pm_buf_release(&out);
	}
	assert_true(pm_text_is_utf8_name(NULL));
	assert_true(pm_text_is_utf8_name("utf8"));
	assert_true(pm_text_is_utf8_name("Utf-8"));
	assert_false(pm_text_is_utf8_name("ISO-8859-1"));
}

static void words_are_counted_as_people_count_them(void **state)
{
	static const struct {
		const char *text;
		size_t words;
	} table[] = {
		{ "", 0 },
		{ " \t\n", 0 },
		{ "one", 1 },
		{ "one - two, don't\nthree-four", 4 },
		{ "... ?", 0 },
		{ "42 caf\303\251s", 2 },
		{ "\346\244\234\347\264\242 ok", 3 },
		{ "a\377b", 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(table) / sizeof(*table); i++)
		assert_int_equal(pm_text_words(table[i].text,
					       strlen(table[i].text)),
				 table[i].words);
}

static void text_is_cut_between_characters(void **state)
{
	static const struct {
		const char *text;
		size_t most;
		const char *expected;
	} cases[] = {
		{ "abc", 3, "abc" },
		{ "abc", 2, "ab\xe2\x80\xa6" },
		{ "a\xc3\xbc", 2, "a\xe2\x80\xa6" },
		{ "a\xc3\xbc", 3, "a\xc3\xbc" },
		{ "", 0, "" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf out = { 0 };

		pm_text_cut(&out, cases[i].text, cases[i].most);
		assert_string_equal(pm_buf_str(&out), cases[i].expected);
		pm_buf_release(&out);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_are_counted_as_people_count_them),
		cmocka_unit_test(
			text_goes_from_one_encoding_to_another_or_not_at_all),
		cmocka_unit_test(
			only_shortest_forms_of_real_characters_are_utf8),
		cmocka_unit_test(
			characters_that_hide_or_reorder_text_have_a_name),
		cmocka_unit_test(
			joiners_are_at_home_in_emoji_and_some_scripts),
		cmocka_unit_test(nothing_dangerous_reaches_a_terminal),
		cmocka_unit_test(every_single_byte_becomes_safe),
		cmocka_unit_test(width_counts_columns_by_cluster),
		cmocka_unit_test(text_is_fitted_into_columns),
		cmocka_unit_test(text_is_wrapped_at_blanks),
		cmocka_unit_test(a_line_breaks_where_a_word_ends),
		cmocka_unit_test(writings_of_one_name_compare_equal),
		cmocka_unit_test(letters_of_every_script_count),
		cmocka_unit_test(the_word_that_was_meant_is_found),
		cmocka_unit_test(text_is_cut_between_characters),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
