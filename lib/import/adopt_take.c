/* SPDX-License-Identifier: MIT */
#include "import/adopt_item.h"

#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "base/text.h"

#define MAX_PIECE 60 /* bytes; what is longer is no value but a sentence */

struct sketch pm_sketch(const char *text, const char *source, size_t line)
{
	return (struct sketch){
		.line = line,
		.text = text,
		.source = source,
		.below = "",
		.state = PM_STATES,
		.due = PM_NO_DATE,
	};
}

/* --- values of a column --- */

static bool take_owner(struct adoption *a, struct sketch *sketch,
		       const char *value, bool tell)
{
	bool several, known = pm_adopt_is_known(a, value);
	const char *who;

	if (!known && pm_words_are_group(value)) {
		if (!pm_words_are_empty(value) &&
		    pm_text_letters(value, strlen(value)) && !sketch->team)
			sketch->team = pm_arena_strdup(a->arena, value);
		return true;
	}
	who = pm_adopt_person(a, value, &several);
	if (several && tell)
		pm_adopt_remark(a, sketch->line,
				"\"%s\" are several people: no owner taken",
				value);
	if (who && !sketch->owner)
		sketch->owner = who;
	return who || (several && tell);
}

/* The day on or after the incident that "1 March" means, if the document says
 * when that was. */
static pm_date complete_due(const struct adoption *a, struct moment *moment)
{
	int year, month, day;

	if (moment->year || !moment->day || a->day == PM_NO_DATE ||
	    a->out->day_from_commit)
		return pm_moment_day(moment);
	pm_date_split(a->day, &year, &month, &day);
	moment->year = year;
	if (pm_moment_day(moment) < a->day)
		moment->year++;
	return pm_moment_day(moment);
}

static bool take_due(struct adoption *a, struct sketch *sketch,
		     const char *value, bool tell)
{
	struct moment moment;
	pm_date due;

	if (pm_moment_find(&moment, value, 0, a->order)) {
		bool assumed = !moment.year;

		due = complete_due(a, &moment);
		if (due != PM_NO_DATE && sketch->due == PM_NO_DATE) {
			sketch->due = due;
			sketch->due_assumed = assumed;
		}
		if (due != PM_NO_DATE)
			return true;
	}
	if (tell)
		pm_adopt_remark(a, sketch->line,
				"due \"%s\" is not a day that can be read",
				value);
	return false;
}

static bool take_ticket(struct adoption *a, struct sketch *sketch,
			const char *value, const char *link)
{
	size_t skip = strcspn(value, "#ABCDEFGHIJKLMNOPQRSTUVWXYZ");
	size_t len;

	if (sketch->ticket)
		return true;
	if (link && strstr(link, "://")) {
		sketch->ticket = link;
		return true;
	}
	if (!strncmp(value, "http", 4)) {
		sketch->ticket = pm_arena_strndup(a->arena, value,
						  strcspn(value, " >)"));
		return true;
	}
	len = pm_ticket_at(a, value + skip);
	if (!len && pm_words_begin("bug|issue|ticket|pr|task|story|mr", value))
		;
	else if (!len && (strlen(value) > MAX_PIECE || strchr(value, ' ') ||
			  !strpbrk(value, "0123456789")))
		return false;
	sketch->ticket = len && !skip ? pm_arena_strndup(a->arena, value, len)
				      : pm_arena_strdup(a->arena, value);
	return true;
}

/* "won't do: too expensive" */
static void take_reason(struct adoption *a, struct sketch *sketch,
			const char *value)
{
	const char *colon;

	if (sketch->reason)
		return;
	value += strspn(value, "([ ");
	colon = strpbrk(value, ":,;(");
	colon = colon ? colon : strstr(value, " - ");
	if (!colon)
		return;
	colon += strspn(colon, ":,;( -");
	if (*colon)
		sketch->reason =
			pm_arena_strndup(a->arena, colon, strcspn(colon, ")"));
}

static bool take_state(struct adoption *a, struct sketch *sketch,
		       const char *value, bool tell)
{
	enum pm_state state = pm_state_of_value(a, value);

	if (state == PM_STATES) {
		if (tell && pm_text_letters(value, strlen(value)))
			pm_adopt_remark(a, sketch->line,
					"\"%s\" is not taken for a state",
					value);
		return false;
	}
	if (sketch->state == PM_STATES || sketch->state == PM_PROPOSED)
		sketch->state = state;
	if (state == PM_DECLINED)
		take_reason(a, sketch, value);
	return true;
}

static bool take_done(struct adoption *a, struct sketch *sketch,
		      const char *value)
{
	struct moment moment;

	if (pm_moment_find(&moment, value, 0, a->order) && moment.day) {
		sketch->state = PM_DONE;
		return true;
	}
	return take_state(a, sketch, value, false);
}

static bool take_word(const char **field, const char *found)
{
	if (found && !*field)
		*field = found;
	return found != NULL;
}

/* "Bug 1234 **DONE**": a state in capitals behind another value. */
static const char *split_state(struct adoption *a, struct sketch *sketch,
			       const char *value)
{
	const char *last = strrchr(value, ' ');
	const char *p;

	for (p = last ? last + 1 : ""; isupper((unsigned char)*p); p++)
		;
	if (!last || *p || p - last < 4 ||
	    pm_state_of_piece(a, last + 1) == PM_STATES ||
	    !take_state(a, sketch, last + 1, false))
		return value;
	return pm_arena_strndup(a->arena, value, (size_t)(last - value));
}

bool pm_sketch_take(struct adoption *a, struct sketch *sketch,
		    enum column column, const char *value, const char *link,
		    bool tell)
{
	const char *normal;

	value = pm_unmask(a, value);
	if (column != C_STATE && column != C_DONE)
		value = split_state(a, sketch, value);
	if (!link && column != C_DONE && column != C_STATE &&
	    pm_words_are_empty(value))
		return true;
	normal = pm_adopt_normal(a, value, strlen(value));
	switch (column) {
	case C_OWNER:
		return take_owner(a, sketch, value, tell);
	case C_TEAM:
		sketch->team = sketch->team ? sketch->team : value;
		return true;
	case C_DUE:
		return take_due(a, sketch, value, tell);
	case C_TICKET:
		return take_ticket(a, sketch, value, link);
	case C_STATE:
		return take_state(a, sketch, value, tell);
	case C_DONE:
		return take_done(a, sketch, value);
	case C_TYPE:
		return take_word(&sketch->type, pm_words_type(normal));
	case C_PRIORITY:
		return take_word(&sketch->priority, pm_words_priority(normal));
	case C_EVIDENCE:
		if (!sketch->evidence)
			sketch->evidence = link ? link : value;
		return true;
	case C_REASON:
		sketch->reason = sketch->reason ? sketch->reason : value;
		return true;
	default:
		return false;
	}
}

/* --- pieces of running text --- */

/* "Alice", "Alice Adams": begins with capitals, letters only. */
static bool looks_like_name(const char *s)
{
	size_t words = 0;

	while (*s) {
		if (!isupper((unsigned char)*s) && (unsigned char)*s < 0x80)
			return false;
		while (isalpha((unsigned char)*s) ||
		       (unsigned char)*s >= 0x80 || strchr("'.-", *s)) {
			if (!*s)
				break;
			s++;
		}
		if (*s && *s != ' ')
			return false;
		s += strspn(s, " ");
		words++;
	}
	return words > 0 && words < 4;
}

static bool take_day_piece(struct adoption *a, struct sketch *sketch,
			   const char *piece)
{
	static const char before[] = "due|due by|due on|due date|by|before|"
				     "until|eta|deadline|target|on|"
				     "no later than";
	const char *day = piece + pm_words_begin(before, piece);
	struct moment moment;
	bool bare;

	bare = day == piece;
	day += strspn(day, " :");
	if (!pm_moment_find(&moment, day, 0, a->order) || moment.start ||
	    day[moment.end] || !moment.day)
		return false;
	/* "(done, 2026-03-05)" tells when it was done. */
	if (bare && sketch->state == PM_DONE)
		return true;
	return take_due(a, sketch, day, false);
}

static bool take_labelled(struct adoption *a, struct sketch *sketch,
			  const char *piece)
{
	size_t colon = strcspn(piece, ":");
	enum column column;

	if (!piece[colon] || colon > MAX_PIECE / 2 || piece[colon + 1] == '/')
		return false;
	column = pm_column_meaning(pm_adopt_normal(a, piece, colon));
	if (column == C_NONE || column == C_TITLE || column == C_NOTES ||
	    column == C_NUMBER)
		return false;
	piece += colon + 1;
	piece += strspn(piece, " ");
	return pm_sketch_take(a, sketch, column, piece, NULL, false);
}

static bool take_mention(struct adoption *a, struct sketch *sketch,
			 const char *piece)
{
	/* What code, packages and chats have. */
	static const char others[] =
		"media|import|override|deprecated|nullable|nonnull|param|"
		"return|returns|latest|next|types|test|autowired|inject|bean|"
		"property|staticmethod|classmethod|decorator|transactional|"
		"here|channel|everyone|all|team|todo|keyframes|font-face|"
		"supports|angular|babel|beta|alpha|v1|v2|v3|main|master";
	size_t len;

	if (*piece != '@' || pm_words_begin(others, piece + 1))
		return false;
	for (len = 1; isalnum((unsigned char)piece[len]) ||
		      (piece[len] && strchr("-_.", piece[len]));)
		len++;
	return len > 1 && !piece[len] && take_owner(a, sketch, piece, false);
}

/* Of a column anything can be a type; in a text "fix", "process" and
 * "monitoring" are words. */
static const char clear_types[] =
	"prevent|prevention|preventive|preventative|detect|detection|detective|"
	"mitigate|mitigation|mitigative|corrective|investigate|investigation|"
	"vorbeugung|prävention|再発防止|erkennung|検知|緩和|untersuchung|調査";

bool pm_sketch_take_piece(struct adoption *a, struct sketch *sketch,
			  const char *piece, bool person)
{
	const char *normal;
	size_t ticket;

	if (!*piece || strlen(piece) > MAX_PIECE)
		return false;
	normal = pm_adopt_normal(a, piece, strlen(piece));
	if (take_labelled(a, sketch, piece) ||
	    take_day_piece(a, sketch, piece) || take_mention(a, sketch, piece))
		return true;
	if (pm_state_of_piece(a, piece) != PM_STATES &&
	    take_state(a, sketch, piece, false))
		return true;
	if ((pm_words_have(clear_types, normal) &&
	     take_word(&sketch->type, pm_words_type(normal))) ||
	    pm_words_have("tbd|tba|todo|unassigned|no owner|owner tbd", normal))
		return true;
	if (pm_words_have("high|medium|low|critical|urgent|p0|p1|p2|p3|p4|p5|"
			  "high priority|medium priority|low priority",
			  normal))
		return take_word(&sketch->priority, pm_words_priority(normal));
	ticket = pm_ticket_at(a, piece);
	if ((ticket && !piece[ticket]) || pm_is_ticket_url(piece))
		return take_ticket(a, sketch, piece, NULL);
	if (pm_adopt_is_known(a, piece) ||
	    (person && looks_like_name(piece) && !pm_words_are_group(piece)))
		return take_owner(a, sketch, piece, false);
	return false;
}
