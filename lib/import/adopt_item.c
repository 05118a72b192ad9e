/* SPDX-License-Identifier: MIT */
#include "import/adopt_reading.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

#define MAX_VALUE 200 /* bytes behind a label */
#define MAX_TEXT 1500 /* bytes of an item that may hold values */
#define MAX_TAIL 60   /* bytes of a name behind a dash */

static void cut(struct reading *r, size_t start, size_t end)
{
	pm_buf_splice(&r->text, start, end, "", 0);
}

static void trim_ends(struct reading *r)
{
	size_t skip;

	while (r->text.len && strchr(" -:;,|\t", r->text.ptr[r->text.len - 1]))
		r->text.ptr[--r->text.len] = '\0';
	if (r->text.len > 3 && (!strcmp(r->text.ptr + r->text.len - 3, "—") ||
				!strcmp(r->text.ptr + r->text.len - 3, "–"))) {
		cut(r, r->text.len - 3, r->text.len);
		trim_ends(r);
		return;
	}
	skip = strspn(pm_buf_str(&r->text), " :;,|");
	if (skip)
		cut(r, 0, skip);
}

char *pm_reading_copy(struct reading *r, size_t start, size_t end)
{
	const char *s = r->text.ptr;

	while (start < end && strchr(" \t", s[start]))
		start++;
	while (end > start && strchr(" \t.", s[end - 1]))
		end--;
	return pm_arena_strndup(r->a->arena, s + start, end - start);
}

/* --- "Owner: Alice. Due: 2021-03-01" --- */

/* How many words of a label end right before the colon at `colon`: where it
 * begins; `colon` if there is none. */
static size_t label_start(struct reading *r, size_t colon, enum column *column)
{
	const char *s = r->text.ptr;
	size_t start = colon, found = colon;

	for (int words = 0; words < 3 && start; words++) {
		while (start && s[start - 1] == ' ')
			start--;
		while (start && !strchr(" .;,|()", s[start - 1]))
			start--;
		if (start && s[start - 1] != ' ' &&
		    !strchr(".;,|(", s[start - 1]))
			break;
		*column = pm_column_meaning(
			pm_adopt_normal(r->a, s + start, colon - start));
		if (*column != C_NONE && *column != C_TITLE &&
		    *column != C_NOTES && *column != C_NUMBER)
			found = start;
		if (start && strchr(".;,|(", s[start - 1]))
			break;
	}
	if (found < colon)
		*column = pm_column_meaning(
			pm_adopt_normal(r->a, s + found, colon - found));
	return found;
}

/* Where the value behind a label ends: before the next label, at a divider. */
static size_t value_end(struct reading *r, size_t from)
{
	const char *s = r->text.ptr;

	for (size_t i = from; i < r->text.len; i++) {
		enum column unused;

		if (strchr(";|", s[i]) || (s[i] == '.' && s[i + 1] == ' '))
			return i;
		if (s[i] == ':' && s[i + 1] != '/' && i > from) {
			size_t next = label_start(r, i, &unused);

			if (next < i && next > from)
				return next;
		}
	}
	return r->text.len;
}

static void read_labels(struct reading *r)
{
	for (size_t i = 1; i < r->text.len; i++) {
		enum column column = C_NONE;
		size_t start, end;
		char *value;

		if (r->text.ptr[i] != ':' || r->text.ptr[i + 1] == '/')
			continue;
		start = label_start(r, i, &column);
		if (start == i)
			continue;
		/* In the middle of a sentence a label is written large. */
		if (start > 1 && r->text.ptr[start - 1] == ' ' &&
		    !strchr(".;,|-(", r->text.ptr[start - 2]) &&
		    !isupper((unsigned char)r->text.ptr[start]))
			continue;
		end = value_end(r, i + 1);
		value = pm_reading_copy(r, i + 1, end);
		while (*value && strchr(",-", value[strlen(value) - 1]))
			value[strlen(value) - 1] = '\0';
		if (!*value || strlen(value) > MAX_VALUE ||
		    !pm_sketch_take(r->a, r->sketch, column, value, NULL,
				    false))
			continue;
		end += end < r->text.len && strchr(".;|", r->text.ptr[end]);
		cut(r, start, end);
		trim_ends(r);
		i = 0;
	}
}

/* --- what it begins and ends with --- */

static bool starts_with(const char *s, const char *prefix)
{
	return !strncmp(s, prefix, strlen(prefix));
}

/* Signs and words in front: "✅", "DONE:", "TODO -", "P1:", "JIRA-12:". */
static bool read_front(struct reading *r)
{
	static const struct {
		const char *sign;
		enum pm_state state;
	} signs[] = {
		{ "✅", PM_DONE },
		{ "✔️", PM_DONE },
		{ "✔", PM_DONE },
		{ "☑️", PM_DONE },
		{ "☑", PM_DONE },
		{ "✓", PM_DONE },
		{ ":white_check_mark:", PM_DONE },
		{ ":heavy_check_mark:", PM_DONE },
		{ "☐", PM_PROPOSED },
		{ "⬜", PM_PROPOSED },
		{ "🔲", PM_PROPOSED },
		{ "🚧", PM_IN_PROGRESS },
		{ "⏳", PM_IN_PROGRESS },
		{ "[ ]", PM_PROPOSED },
		{ "[x]", PM_DONE },
		{ "[X]", PM_DONE },
	};
	static const char heads[] = "todo|action|action item|ai|task|to do";
	const char *s = pm_buf_str(&r->text);
	struct sketch trial = *r->sketch;
	size_t len;

	for (size_t i = 0; i < sizeof(signs) / sizeof(*signs); i++) {
		if (!starts_with(s, signs[i].sign))
			continue;
		if (trial.state == PM_STATES)
			r->sketch->state = signs[i].state;
		cut(r, 0, strlen(signs[i].sign));
		return true;
	}
	len = pm_ticket_at(r->a, s);
	if (len && s[len] == ' ') {
		pm_sketch_take(r->a, r->sketch, C_TICKET,
			       pm_reading_copy(r, 0, len), NULL, false);
		cut(r, 0, len + 1);
		return true;
	}
	len = pm_words_begin(heads, s);
	if (len && (s[len] == ':' || starts_with(s + len, " -"))) {
		cut(r, 0, len + 1 + (s[len] == ' '));
		return true;
	}
	len = strcspn(s, ":");
	if (s[len] != ':' || len > MAX_TAIL / 2 || !len || s[len + 1] == '/') {
		const char *dash = strstr(s, " - ");

		if (!dash || dash - s > 12)
			return false;
		len = (size_t)(dash - s) + 1;
	}
	if (!pm_sketch_take_piece(r->a, &trial, pm_reading_copy(r, 0, len),
				  false))
		return false;
	*r->sketch = trial;
	cut(r, 0, len + 1);
	return true;
}

/* "@alice to add it" and "@alice Add it", but not "@media rules". */
static bool begins_task(const char *s)
{
	return pm_words_begin("to|will|should|must|needs", s) ||
	       isupper((unsigned char)*s);
}

/* "@alice to ...", "@alice: ...", "Alice will ..." of a known Alice. */
static void read_actor(struct reading *r)
{
	static const char verbs[] = "to|will|should|must|needs";
	const char *s = pm_buf_str(&r->text);
	size_t len = strcspn(s, " :,");
	char *who;

	if (r->sketch->owner || !len || len > MAX_TAIL)
		return;
	who = pm_arena_strndup(r->a->arena, s, len);
	if (s[0] == '@' && (s[len] == ':' || s[len] == ',' ||
			    (s[len] == ' ' && begins_task(s + len + 1)))) {
		pm_sketch_take_piece(r->a, r->sketch, who, false);
		if (!r->sketch->owner)
			return;
		cut(r, 0, len + strspn(s + len, " :,"));
		len = pm_words_begin(verbs, r->text.ptr);
		cut(r, 0, len ? len + 1 : 0);
		r->text.ptr[0] = (char)toupper((unsigned char)r->text.ptr[0]);
		return;
	}
	/* The subject stays: without it there is no sentence. */
	if (isupper((unsigned char)*s) && s[len] == ' ' &&
	    pm_words_begin(verbs, s + len + 1) && pm_adopt_is_known(r->a, who))
		pm_sketch_take(r->a, r->sketch, C_OWNER, who, NULL, false);
}

/* Where the last dash of " — Alice" or " - @alice" stands; 0 if nowhere. */
static size_t last_dash(const char *s, size_t *width, bool *strong, bool *arrow)
{
	static const char *const dashes[] = {
		" => ", " -> ", " → ", " — ", " -- ", "—", " @", " – ", " - ",
	};
	size_t found = 0;

	for (size_t i = 0; i < sizeof(dashes) / sizeof(*dashes); i++) {
		for (const char *p = s; (p = strstr(p, dashes[i])); p++) {
			if ((size_t)(p - s) <= found)
				continue;
			found = (size_t)(p - s);
			*width = strlen(dashes[i]) - (dashes[i][1] == '@');
			/* Prose has these two as well. */
			*strong = i < sizeof(dashes) / sizeof(*dashes) - 2;
			*arrow = i < 3;
		}
	}
	return found;
}

/* "the usage of @x" goes on, "Add it @x" is over. */
static bool goes_on(const char *s, size_t at)
{
	static const char words[] =
		"of|in|the|a|an|with|for|from|ask|by|to|use|using|at|on|and|"
		"or|via|tell|call|about|as|into|replace|remove|upgrade|drop|"
		"package|annotation|decorator|tag|handle|user|account";
	size_t end = at;

	while (end && isalpha((unsigned char)s[end - 1]))
		end--;
	return pm_words_begin(words, s + end) > 0;
}

static bool read_tail(struct reading *r)
{
	struct sketch trial = *r->sketch;
	size_t width = 0, at, end;
	bool strong = false, arrow = false;
	struct moment moment;
	const char *s;
	char *tail;

	trim_ends(r);
	s = pm_buf_str(&r->text);
	end = r->text.len;
	at = last_dash(s, &width, &strong, &arrow);
	if (at && end - at - width <= MAX_TAIL &&
	    !(s[at + 1] == '@' && goes_on(s, at))) {
		tail = pm_reading_copy(r, at + width, end);
		/* "pending -> done" is what is to be done. */
		if ((pm_sketch_take_piece(r->a, &trial, tail, strong) ||
		     pm_reading_take_with_day(r, &trial, tail) ||
		     pm_reading_take_with_ticket(r, &trial, tail)) &&
		    !(arrow && trial.state != r->sketch->state)) {
			*r->sketch = trial;
			cut(r, at, end);
			return true;
		}
		trial = *r->sketch;
	}
	/* "... by 2021-03-01" */
	for (at = 0; pm_moment_find(&moment, s, at, r->a->order);
	     at = moment.end) {
		size_t rest = moment.end + strspn(s + moment.end, " .");

		if (!moment.day || rest < end)
			continue;
		for (size_t back = moment.start; back > 1; back--) {
			if (s[back - 1] != ' ' ||
			    !pm_words_begin(pm_due_words, s + back))
				continue;
			if (moment.start - back > 16)
				break;
			tail = pm_reading_copy(r, moment.start, moment.end);
			if (!pm_sketch_take(r->a, r->sketch, C_DUE, tail, NULL,
					    false))
				break;
			cut(r, back - 1, end);
			return true;
		}
	}
	return false;
}

/* ~~struck out~~; what is struck out in front of other words is not. */
static void read_struck(struct reading *r)
{
	const char *s = pm_buf_str(&r->text);
	const char *end = starts_with(s, "~~") ? strstr(s + 2, "~~") : NULL;
	size_t at, rest;

	if (!end)
		return;
	at = (size_t)(end - s);
	rest = at + 2 + strspn(end + 2, " .:;,-");
	/* What is said behind it, as "won't do", counts for more. */
	if (s[rest] == '(' && s[r->text.len - 1] == ')') {
		if (!pm_reading_take_group(r, rest + 1, r->text.len - 1))
			return;
	} else if (s[rest]) {
		char *said = pm_reading_copy(r, rest, r->text.len);

		if (!pm_sketch_take(r->a, r->sketch, C_STATE, said, NULL,
				    false))
			return;
	}
	cut(r, at, r->text.len);
	cut(r, 0, 2);
	if (r->sketch->state == PM_STATES) {
		r->sketch->state = PM_DONE;
		pm_adopt_remark(r->a, r->sketch->line,
				"struck out: taken as done");
	}
}

/* Code in what was taken, as it was written. */
static void unmask(struct reading *r)
{
	const char **const taken[] = {
		&r->sketch->owner,    &r->sketch->team,	  &r->sketch->ticket,
		&r->sketch->evidence, &r->sketch->reason,
	};

	for (size_t i = 0; i < sizeof(taken) / sizeof(*taken); i++)
		*taken[i] = pm_unmask(r->a, *taken[i]);
	r->sketch->text = pm_unmask(r->a, pm_buf_str(&r->text));
	r->sketch->text = pm_arena_strdup(r->a->arena, r->sketch->text);
}

void pm_sketch_read_text(struct adoption *a, struct sketch *sketch)
{
	struct reading r = { .a = a, .sketch = sketch };

	/* A long text is a story; its brackets mean something else. */
	if (strlen(sketch->text) > MAX_TEXT)
		return;
	pm_buf_addstr(&r.text, pm_mask(a, sketch->text, sketch->source));
	for (int i = 0; i < 4 && read_front(&r); i++)
		trim_ends(&r);
	read_struck(&r);
	pm_reading_brackets(&r);
	trim_ends(&r);
	for (int i = 0; i < 4 && read_front(&r); i++)
		trim_ends(&r);
	read_labels(&r);
	read_actor(&r);
	for (int i = 0; i < 3 && read_tail(&r); i++)
		;
	pm_sketch_take_links(a, sketch, &r.text);
	trim_ends(&r);
	unmask(&r);
	pm_buf_release(&r.text);
}
