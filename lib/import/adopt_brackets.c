/* SPDX-License-Identifier: MIT */
#include "import/adopt_reading.h"

#include <ctype.h>
#include <string.h>

#define MAX_GROUP 200 /* bytes in brackets that may be values */

static void cut(struct reading *r, size_t start, size_t end)
{
	pm_buf_splice(&r->text, start, end, "", 0);
}

const char pm_due_words[] = "due|due by|due on|due date|by|before|until|"
			    "eta|deadline|no later than";

bool pm_reading_take_with_day(struct reading *r, struct sketch *sketch,
			      const char *piece)
{
	struct moment moment;
	size_t end;
	const char *name, *day;

	if (!pm_moment_find(&moment, piece, 0, r->a->order) || !moment.start ||
	    piece[moment.end] || !moment.day)
		return false;
	end = moment.start;
	day = piece + end;
	for (size_t back = end; back > 0; back--) {
		if (back > 1 && piece[back - 1] != ' ')
			continue;
		if (pm_words_begin(pm_due_words, piece + back)) {
			end = back;
			break;
		}
		if (end - back > 14)
			break;
	}
	while (end && strchr(" :-,", piece[end - 1]))
		end--;
	name = pm_arena_strndup(r->a->arena, piece, end);
	return end && pm_sketch_take_piece(r->a, sketch, name, true) &&
	       pm_sketch_take(r->a, sketch, C_DUE, day, NULL, false);
}

bool pm_reading_take_with_ticket(struct reading *r, struct sketch *sketch,
				 const char *piece)
{
	size_t len = strcspn(piece, " ,");
	const char *ticket = piece + len + strspn(piece + len, " ,");
	size_t end = *piece == '@' ? pm_ticket_at(r->a, ticket) : 0;
	const char *who = pm_arena_strndup(r->a->arena, piece, len);

	return end && !ticket[end] &&
	       pm_sketch_take_piece(r->a, sketch, who, true) &&
	       pm_sketch_take_piece(r->a, sketch, ticket, false);
}

/* Beside another value "accepted" is a state; a letter never is. */
static bool take_plain_state(struct reading *r, struct sketch *sketch,
			     const char *piece)
{
	const char *normal = pm_adopt_normal(r->a, piece, strlen(piece));

	return strlen(normal) > 1 && pm_words_is_state(normal) &&
	       pm_sketch_take(r->a, sketch, C_STATE, piece, NULL, false);
}

bool pm_reading_take_group(struct reading *r, size_t start, size_t end)
{
	struct sketch trial = *r->sketch;
	struct pm_strlist pieces = { 0 };
	char *group = pm_reading_copy(r, start, end);
	bool all = *group && end - start <= MAX_GROUP;
	bool person = false, lone_day;

	pm_strlist_split(&pieces, group, ",;|");
	/* Beside another value, a name is an owner's. */
	for (size_t i = 0; i < pieces.nr && pieces.nr > 1; i++) {
		struct sketch unused = trial;

		person |= pm_sketch_take_piece(r->a, &unused, pieces.item[i],
					       false);
	}
	for (size_t i = 0; i < pieces.nr && all; i++) {
		const char *piece =
			pm_arena_strdup(r->a->arena, pieces.item[i]);

		all = pm_sketch_take_piece(r->a, &trial, piece, person) ||
		      pm_reading_take_with_day(r, &trial, piece) ||
		      (person && take_plain_state(r, &trial, piece));
	}
	all = all && pieces.nr;
	/* A day that is no due date may be any other. */
	lone_day = all && pieces.nr == 1 && isdigit((unsigned char)*group) &&
		   trial.due == r->sketch->due &&
		   trial.ticket == r->sketch->ticket &&
		   trial.state == r->sketch->state;
	pm_strlist_release(&pieces);
	if (lone_day)
		return false;
	/* A reason may hold commas. */
	if (!all && *group && end - start <= MAX_GROUP) {
		trial = *r->sketch;
		all = pm_sketch_take_piece(r->a, &trial, group, false);
	}
	if (all)
		*r->sketch = trial;
	return all;
}

/* "(Bob call for meeting)" names somebody, but as prose does. */
static void note_prose_name(struct reading *r, size_t start, size_t end)
{
	static const char verbs[] =
		"call|calls|to|will|is|has|takes|take|follows|follow|owns|"
		"sets|schedules|arranges|organizes|organises|creates|checks|"
		"looks|investigates|drives|leads|starts|does";
	char *group = pm_reading_copy(r, start, end);
	size_t name = 0;
	char *who;

	while (isalpha((unsigned char)group[name]))
		name++;
	if (!name || !isupper((unsigned char)*group) || group[name] != ' ' ||
	    !pm_words_begin(verbs, group + name + 1))
		return;
	who = pm_arena_strndup(r->a->arena, group, name);
	if (pm_adopt_is_known(r->a, who))
		pm_sketch_take(r->a, r->sketch, C_OWNER, who, NULL, false);
	else
		pm_adopt_remark(r->a, r->sketch->line,
				"\"(%s)\" may name an owner: none taken",
				group);
}

/* A bracket belongs to the word that it touches: call(x), list[done]. Where
 * no blanks are written, it may be a note all the same. */
static bool is_glued(const struct reading *r, size_t at)
{
	unsigned char before = at ? (unsigned char)r->text.ptr[at - 1] : ' ';

	return isalnum(before) || strchr("_'\"`$.=<&", before);
}

/* In front of the text or behind a sentence; elsewhere it is part of one. */
static bool is_at_edge(const struct reading *r, size_t start, size_t end)
{
	const char *rest = r->text.ptr + end;

	if (strspn(r->text.ptr, " ") >= start)
		return true;
	rest += strspn(rest, " ");
	return !*rest || strchr(".;:|([-@", *rest) || !strncmp(rest, "—", 3) ||
	       !strncmp(rest, "–", 3);
}

static void note_state(struct reading *r, size_t start, size_t end)
{
	char *group = pm_reading_copy(r, start, end);
	const char *normal = pm_adopt_normal(r->a, group, strlen(group));
	enum pm_state state = pm_words_state(normal);

	if (state != PM_STATES && state != PM_PROPOSED)
		pm_adopt_remark(r->a, r->sketch->line,
				"\"(%s)\" may be a state: none taken",
				pm_unmask(r->a, group));
}

static bool take_brackets(struct reading *r, size_t start, size_t end)
{
	struct sketch before = *r->sketch;

	if (is_glued(r, start) || !pm_reading_take_group(r, start + 1, end - 1))
		return false;
	if (is_at_edge(r, start, end) ||
	    (before.state == r->sketch->state &&
	     before.type == r->sketch->type &&
	     before.priority == r->sketch->priority))
		return true;
	*r->sketch = before;
	return false;
}

void pm_reading_brackets(struct reading *r)
{
	static const char open[] = "([", close[] = ")]";

	for (size_t at = 0; at < r->text.len;) {
		const char *kind = strchr(open, r->text.ptr[at]);
		const char *end;
		size_t stop;

		if (!r->text.ptr[at] || !kind) {
			at++;
			continue;
		}
		end = strchr(r->text.ptr + at, close[kind - open]);
		if (!end)
			break;
		stop = (size_t)(end - r->text.ptr);
		if (take_brackets(r, at, stop + 1)) {
			/* The blank in front goes, too: "it (@x)?" */
			bool blank = at && r->text.ptr[at - 1] == ' ' &&
				     strchr(".,;:?!", r->text.ptr[stop + 1]);

			at -= blank;
			cut(r, at, stop + 1);
			continue;
		}
		note_prose_name(r, at + 1, stop);
		note_state(r, at + 1, stop);
		at++;
	}
}
