/* SPDX-License-Identifier: MIT */
#include "view/mail.h"

#include <stdbool.h>
#include <string.h>

#include "base/limits.h"
#include "base/text.h"

static const char *const day_name[] = { "Mon", "Tue", "Wed", "Thu",
					"Fri", "Sat", "Sun" };
static const char *const month_name[] = { "Jan", "Feb", "Mar", "Apr",
					  "May", "Jun", "Jul", "Aug",
					  "Sep", "Oct", "Nov", "Dec" };

/* --- dates --- */

#define DAY_SECONDS 86400

struct moment {
	int year, month, day, hour, minute, second;
	const char *weekday;
};

/* `time` on the clocks of its zone. */
static struct moment moment_of(struct pm_time time)
{
	int64_t local = time.epoch + (int64_t)time.zone * 60;
	pm_date date = pm_time_date(time);
	int of_day = (int)(local - (int64_t)date * DAY_SECONDS);
	struct moment m = { .hour = of_day / 3600,
			    .minute = of_day / 60 % 60,
			    .second = of_day % 60,
			    .weekday = day_name[pm_date_weekday(date)] };

	pm_date_split(date, &m.year, &m.month, &m.day);
	return m;
}

void pm_mail_begin(struct pm_buf *out, const char *sender,
		   struct pm_time time)
{
	const struct moment m =
		moment_of((struct pm_time){ .epoch = time.epoch });

	pm_buf_addf(out, "From %s %s %s %2d %02d:%02d:%02d %04d\n", sender,
		    m.weekday, month_name[m.month - 1], m.day, m.hour,
		    m.minute, m.second, m.year);
}

void pm_mail_date(struct pm_buf *out, struct pm_time time)
{
	const struct moment m = moment_of(time);
	int zone = time.zone < 0 ? -time.zone : time.zone;

	pm_buf_addf(out, "Date: %s, %d %s %04d %02d:%02d:%02d %c%02d%02d\n",
		    m.weekday, m.day, month_name[m.month - 1], m.year, m.hour,
		    m.minute, m.second, time.zone < 0 ? '-' : '+', zone / 60,
		    zone % 60);
}

/* --- encoded words --- */

#define WORD_BEGIN "=?UTF-8?B?"
#define WORD_END "?="

static void add_base64(struct pm_buf *out, const char *data, size_t len)
{
	static const char digit[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "abcdefghijklmnopqrstuvwxyz0123456789+/";

	for (size_t i = 0; i < len; i += 3) {
		unsigned long bits = 0;
		size_t have = len - i < 3 ? len - i : 3;

		for (size_t k = 0; k < 3; k++)
			bits = bits << 8 |
			       (k < have ? (unsigned char)data[i + k] : 0);
		for (size_t k = 0; k < 4; k++)
			pm_buf_addch(out, k > have ? '=' :
					  digit[bits >> (18 - 6 * k) & 0x3f]);
	}
}

/* How many bytes of `s` one word of `room` characters can hold: no character
 * goes on in the next. */
static size_t fit_word(const char *s, size_t room)
{
	size_t most = (room - strlen(WORD_BEGIN WORD_END)) / 4 * 3, len = 0;
	size_t all = strlen(s);
	uint32_t c;

	while (len < all) {
		size_t used = pm_utf8_decode(s + len, all - len, &c);

		if (len + used > most)
			break;
		len += used;
	}
	return len;
}

/* Words, in lines of which the first has `used` characters already. */
static void add_words(struct pm_buf *out, const char *text, size_t used)
{
	for (size_t len; *text; text += len) {
		size_t room = PM_MAX_MAIL_HEADER - used;

		if (room > PM_MAX_ENCODED_WORD)
			room = PM_MAX_ENCODED_WORD;
		len = fit_word(text, room);
		pm_buf_addstr(out, WORD_BEGIN);
		add_base64(out, text, len);
		pm_buf_addstr(out, WORD_END);
		pm_buf_addstr(out, text[len] ? "\n " : "");
		used = 1;
	}
}

/* Nothing that a reader could take for more than its characters. */
static bool is_plain(const char *text, size_t most)
{
	size_t len = strlen(text);

	for (size_t i = 0; i < len; i++) {
		if (text[i] < ' ' || text[i] > '~')
			return false;
	}
	return len && len <= most && !strstr(text, "=?") && *text != ' ' &&
	       text[len - 1] != ' ';
}

/* One line; what is beyond any use is cut. */
static void add_clipped(struct pm_buf *out, const char *text)
{
	struct pm_buf safe = { 0 };

	pm_text_safe(&safe, text, strlen(text), PM_SAFE_LINE);
	pm_text_cut(out, pm_buf_str(&safe), PM_MAX_MAIL_TEXT);
	pm_buf_release(&safe);
}

void pm_mail_header(struct pm_buf *out, const char *key, const char *text)
{
	size_t used = strlen(key) + 2;
	struct pm_buf clipped = { 0 };

	add_clipped(&clipped, text);
	pm_buf_addf(out, "%s: ", key);
	if (is_plain(pm_buf_str(&clipped), PM_MAX_MAIL_HEADER - used))
		pm_buf_addstr(out, clipped.ptr);
	else
		add_words(out, pm_buf_str(&clipped), used);
	pm_buf_addch(out, '\n');
	pm_buf_release(&clipped);
}

static void add_quoted(struct pm_buf *out, const char *text)
{
	pm_buf_addch(out, '"');
	for (; *text; text++) {
		if (*text == '"' || *text == '\\')
			pm_buf_addch(out, '\\');
		pm_buf_addch(out, *text);
	}
	pm_buf_addch(out, '"');
}

void pm_mail_person(struct pm_buf *out, const char *key, const char *name,
		    const char *address)
{
	size_t used = strlen(key) + 2;
	struct pm_buf clipped = { 0 };

	add_clipped(&clipped, name);
	name = pm_buf_str(&clipped);
	pm_buf_addf(out, "%s: ", key);
	/* A quoted name may double, and has its quotes. */
	if (is_plain(name, (PM_MAX_MAIL_HEADER - used) / 2 - 1))
		add_quoted(out, name);
	else
		add_words(out, name, used);
	/* An address may be longer than a line should be; it stays whole. */
	pm_buf_addf(out, "%s<%s>\n", *name ? "\n " : "", address);
	pm_buf_release(&clipped);
}

/* --- the body --- */

#define HEX "0123456789ABCDEF"

/* Whether a byte stands for itself; `rest` are the bytes behind it on its
 * line. */
static bool is_literal(const char *s, size_t rest, bool first)
{
	if (*s == ' ' || *s == '\t')
		return rest > 0;
	if (*s < '!' || *s > '~' || *s == '=')
		return false;
	/* What an mbox takes for its next message, and SMTP for the end. */
	return !first || (*s != '.' && strncmp(s, "From ", 5));
}

static void add_line(struct pm_buf *out, const char *s, size_t len)
{
	size_t column = 0;

	for (size_t i = 0; i < len; i++) {
		unsigned char byte = (unsigned char)s[i];
		bool literal = is_literal(s + i, len - i - 1, !column);
		size_t width = literal ? 1 : 3;

		/* The last column is for the mark that the line goes on. */
		if (column + width > PM_MAX_MAIL_HEADER - 1) {
			pm_buf_addstr(out, "=\n");
			column = 0;
			literal = is_literal(s + i, len - i - 1, true);
			width = literal ? 1 : 3;
		}
		if (literal)
			pm_buf_addch(out, s[i]);
		else
			pm_buf_addf(out, "=%c%c", HEX[byte >> 4],
				    HEX[byte & 0xf]);
		column += width;
	}
	pm_buf_addch(out, '\n');
}

void pm_mail_body(struct pm_buf *out, const char *text)
{
	pm_buf_addstr(out, "MIME-Version: 1.0\n"
		      "Content-Type: text/plain; charset=utf-8\n"
		      "Content-Transfer-Encoding: quoted-printable\n\n");
	while (*text) {
		size_t len = strcspn(text, "\n");

		add_line(out, text, len);
		text += len + (text[len] == '\n');
	}
	pm_buf_addch(out, '\n');
}
