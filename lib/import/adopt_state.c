/* SPDX-License-Identifier: MIT */
#include <ctype.h>
#include <string.h>
#include <strings.h>

#include "import/adopt_item.h"

/* Words for states that mean something else beside a text: "the endpoint
 * (new)", "the flag (x)", "limit (fixed)". In a column they are clear. */
static const char vague[] =
	"x|no|yes|new|open|active|started|start|waiting|assigned|confirmed|"
	"committed|released|landed|delivered|fixed|closed|merged|resolved|"
	"dropped|obsolete|ongoing|doing|pending|scheduled|agreed|approved|"
	"planned|complete|no action|proposal|proposed|on hold|accepted|"
	"rejected|discarded|abandoned|fait|fini|no action|en cours";

/* What may follow a state that stands alone: its reason, its proof, a day. */
static bool is_note(struct adoption *a, const char *tail)
{
	static const char by[] = "in|on|by|via|with|see|per|since|under|at";
	struct moment moment;
	size_t word;

	tail += strspn(tail, " ");
	if (!*tail || strchr(":,;(#", *tail) || !strncmp(tail, "- ", 2) ||
	    !strncmp(tail, "–", 3) || !strncmp(tail, "—", 3))
		return true;
	if (pm_moment_find(&moment, tail, 0, a->order) && !moment.start)
		return true;
	word = pm_words_begin(by, tail);
	tail += word + strspn(tail + word, " ");
	return word &&
	       (*tail == '@' || *tail == '#' || strpbrk(tail, "0123456789") ||
		strstr(tail, "://") || pm_adopt_is_known(a, tail));
}

enum pm_state pm_state_of_piece(struct adoption *a, const char *piece)
{
	static const struct {
		const char *words;
		enum pm_state state;
	} clear[] = {
		{ "done|completed|finished|implemented|deployed|shipped|fixed|"
		  "closed|merged|resolved|released|landed",
		  PM_DONE },
		{ "won't do|won’t do|wont do|will not do|won't fix|won’t fix|"
		  "wontfix|wont fix|declined|rejected|cancelled|canceled|"
		  "not doing|not planned",
		  PM_DECLINED },
		{ "in progress|wip|in review|underway", PM_IN_PROGRESS },
	};
	const char *normal = pm_adopt_normal(a, piece, strlen(piece));

	if (strchr(piece, '?'))
		return PM_STATES;
	for (size_t i = 0; i < sizeof(clear) / sizeof(*clear); i++) {
		size_t len = pm_words_begin(clear[i].words, piece);

		if (len && piece[len] && is_note(a, piece + len))
			return clear[i].state;
	}
	if (pm_words_have(vague, normal) || !pm_words_is_state(normal))
		return PM_STATES;
	return pm_words_state(normal);
}

enum pm_state pm_state_of_value(struct adoption *a, const char *value)
{
	static const char *const doubts[] = {
		"?",	  " not ",   "not yet", " except ", " but ",
		"partly", "partial", "almost",	"mostly",   " if ",
		" when ", " once ",  "until",	"unless",   "%",
	};
	const char *normal = pm_adopt_normal(a, value, strlen(value));
	enum pm_state state = pm_words_state(normal);

	if (pm_words_is_state(normal))
		return state;
	if (strstr(value, "✅") || strstr(value, "✔") || strstr(value, "☑"))
		state = PM_DONE;
	for (size_t i = 0; i < sizeof(doubts) / sizeof(*doubts); i++) {
		if ((state == PM_DONE || state == PM_DECLINED) &&
		    strcasestr(value, doubts[i]))
			state = PM_STATES;
	}
	return state;
}
