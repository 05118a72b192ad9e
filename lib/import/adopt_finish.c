/* SPDX-License-Identifier: MIT */
#include "import/adopt_item.h"

#include <ctype.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/path.h"
#include "base/portable.h"
#include "base/text.h"
#include "syntax/link.h"
#include "syntax/yaml.h"

#define TITLE_COLUMNS 80
#define MAX_LABEL_WORDS 2 /* of bold text that is no title of its own */
#define MIN_SENTENCE 15	  /* bytes; "E.g. this" is none */
#define MAX_LEVEL 5	  /* bytes of "SEV 2" */
#define MAX_NAME_TRIES 20 /* before larger numbers are tried */

/* --- the title --- */

/* Bold text at the begin is a title when it is set off from what follows, as
 * in "**Title**: ...". */
static bool is_set_off(const struct sketch *sketch)
{
	const char *strong = sketch->strong;
	size_t len = strong ? strlen(strong) : 0;
	const char *rest;

	if (!len || strncmp(sketch->text, strong, len))
		return false;
	rest = sketch->text + len;
	if (!*rest)
		return true;
	/* "_Optional_: clean up" is a title as a whole. */
	if (!strchr(strong, ' ') &&
	    pm_text_width(sketch->text) <= TITLE_COLUMNS)
		return false;
	return *rest == ':' || *rest == '.' || strchr(":.", strong[len - 1]) ||
	       !strncmp(rest, " - ", 3) || !strncmp(rest, " – ", 5) ||
	       !strncmp(rest, " — ", 5);
}

/* The first sentence of a longer text: where its full stop stands. */
static size_t sentence_end(const char *s)
{
	if (strlen(s) <= MIN_SENTENCE)
		return strlen(s);
	for (size_t i = MIN_SENTENCE; s[i]; i++) {
		if (!strchr(".;:?!", s[i]) || s[i + 1] != ' ')
			continue;
		/* "e.g. ", "v1. " */
		if (s[i] == '.' && (!isalnum((unsigned char)s[i - 1]) ||
				    s[i - 2] == '.' || s[i - 2] == ' '))
			continue;
		if (s[i] == ':' && !strchr(s + i, '.') && strlen(s) < 60)
			continue;
		return i;
	}
	return strlen(s);
}

static const char *without_stop(struct adoption *a, const char *s)
{
	size_t len = strlen(s);

	while (len && strchr(" .:;,", s[len - 1]) &&
	       !(len > 2 && s[len - 1] == '.' && s[len - 2] == '.'))
		len--;
	/* "etc." and "e.g." keep theirs. */
	if (len > 2 && s[len] == '.' && (!strncasecmp(s + len - 3, "etc", 3)))
		len++;
	return pm_arena_strndup(a->arena, s, len);
}

/* At most `columns` wide, cut at a word. */
static const char *cut_title(struct adoption *a, const char *s)
{
	struct pm_buf fit = { 0 };
	const char *result;
	char *blank, *bracket;

	if (pm_text_width(s) <= TITLE_COLUMNS)
		return s;
	pm_text_fit(&fit, s, TITLE_COLUMNS, false);
	blank = strrchr(fit.ptr, ' ');
	bracket = strrchr(fit.ptr, '(');
	if (bracket && bracket > fit.ptr + TITLE_COLUMNS / 2 &&
	    !strchr(bracket, ')')) {
		/* What stands in brackets can be left out as a whole. */
		result = without_stop(
			a, pm_arena_strndup(a->arena, fit.ptr,
					    (size_t)(bracket - fit.ptr)));
	} else if (blank && blank > fit.ptr + TITLE_COLUMNS / 2) {
		while (blank > fit.ptr && strchr(" ,;:-(", blank[-1]))
			blank--;
		*blank = '\0';
		result = pm_arena_printf(a->arena, "%s…", fit.ptr);
	} else {
		result = pm_arena_strdup(a->arena, fit.ptr);
	}
	pm_buf_release(&fit);
	return result;
}

static size_t words_in(const char *s)
{
	size_t nr = 1;

	for (; *s; s++)
		nr += *s == ' ';
	return nr;
}

/* Whether other items begin with the same words in bold. */
static bool is_shared(const struct adoption *a, const char *strong)
{
	size_t nr = 0;

	for (size_t i = 0; i < a->md.nr && nr < 2; i++)
		nr += a->md.block[i].strong &&
		      !strcmp(a->md.block[i].strong, strong);
	return nr > 1;
}

/* "Lock file: written by ..." only says what it is about: how long that is,
 * 0 if the bold text is a title of its own. */
static size_t label_length(const struct adoption *a,
			   const struct sketch *sketch)
{
	size_t len = is_set_off(sketch) ? strlen(sketch->strong) : 0;
	const char *rest = sketch->text + len;

	if (!len || (sketch->strong[len - 1] != ':' && *rest != ':' &&
		     strncmp(rest, " - ", 3) && strncmp(rest, " – ", 5) &&
		     strncmp(rest, " — ", 5)))
		return 0;
	if (is_shared(a, sketch->strong) ||
	    (words_in(sketch->strong) <= MAX_LABEL_WORDS && !sketch->link &&
	     pm_text_width(sketch->text) <= TITLE_COLUMNS))
		return len + strspn(rest, ": -");
	return 0;
}

/* *whole tells whether it says all that the text does. */
static const char *make_title(struct adoption *a, const struct sketch *sketch,
			      bool *whole)
{
	const char *text = sketch->text, *title;
	size_t label = label_length(a, sketch), end;

	if (!label && is_set_off(sketch) && strlen(sketch->strong) > 2) {
		title = without_stop(a, sketch->strong);
		*whole = strlen(text) <= strlen(sketch->strong) + 2;
		return cut_title(a, title);
	}
	*whole = pm_text_width(text) <= TITLE_COLUMNS;
	if (*whole)
		return without_stop(a, text);
	end = label + sentence_end(text + label);
	title = without_stop(a, pm_arena_strndup(a->arena, text, end));
	return cut_title(a, title);
}

/* --- the description --- */

static void add_paragraph(struct pm_buf *out, const char *s, size_t len)
{
	while (len && strchr(" \t\r\n", s[len - 1]))
		len--;
	while (len && strchr("\r\n", *s)) {
		s++;
		len--;
	}
	if (!len)
		return;
	if (out->len)
		pm_buf_addch(out, '\n');
	for (size_t i = 0; i < len; i++) {
		if (s[i] != '\r')
			pm_buf_addch(out, s[i]);
	}
	pm_buf_addch(out, '\n');
}

/* What stands behind "**Title**:" in the source. */
static const char *behind_strong(const char *source)
{
	const char *mark = source[0] == '*' && source[1] == '*'	  ? "**"
			   : source[0] == '_' && source[1] == '_' ? "__"
			   : source[0] == '*'			  ? "*"
			   : source[0] == '_'			  ? "_"
								  : NULL;
	const char *end = mark ? strstr(source + strlen(mark), mark) : NULL;

	if (!end)
		return source;
	end += strlen(mark);
	return end + strspn(end, " :.-");
}

static void describe(const struct adoption *a, const struct sketch *sketch,
		     bool whole, struct pm_buf *out)
{
	const char *source = sketch->source;

	if (!whole) {
		if (is_set_off(sketch) && !label_length(a, sketch))
			source = behind_strong(source);
		add_paragraph(out, source, strlen(source));
	}
	add_paragraph(out, sketch->below, strlen(sketch->below));
}

/* --- the file --- */

static void add_field(struct adoption *a, struct pm_buf *out,
		      enum pm_field field, const char *value)
{
	value = value ? pm_adopt_value(a, field, value) : NULL;
	if (!value)
		return;
	pm_buf_addf(out, "%s: ", pm_field_def(field)->key);
	pm_yaml_quote(out, value, false);
	pm_buf_addch(out, '\n');
}

static bool is_taken(const struct adoption *a, const char *name)
{
	char *folded = pm_path_folded(name);
	bool taken = false;

	for (size_t i = 0; i < a->out->items && !taken; i++)
		taken = !strcmp(a->folded[i], folded);
	free(folded);
	return taken;
}

/* Keep the name, folded, for those that come. */
static void take_name(struct adoption *a, const char *name)
{
	char *folded = pm_path_folded(name);

	if (!a->folded)
		a->folded = pm_arena_alloc(a->arena,
					   PM_MAX_ACTIONS * sizeof(*a->folded));
	a->folded[a->out->items] = pm_arena_strdup(a->arena, folded);
	free(folded);
}

static const char *make_name(struct adoption *a, const char *title)
{
	struct pm_buf slug = { 0 };
	const char *name;

	pm_name_of_title(&slug, "", title);
	if (!slug.len || pm_name_problem(slug.ptr, slug.len)) {
		pm_buf_reset(&slug);
		pm_buf_addstr(&slug, "item");
	}
	name = pm_arena_strdup(a->arena, slug.ptr);
	for (size_t i = 2; is_taken(a, name); i++) {
		if (i > MAX_NAME_TRIES)
			i += a->out->items;
		name = pm_arena_printf(a->arena, "%s-%zu", slug.ptr, i);
	}
	pm_buf_release(&slug);
	return name;
}

static enum pm_state settle_state(struct adoption *a, struct sketch *sketch)
{
	if (sketch->state == PM_STATES)
		return PM_PROPOSED;
	/* A promise is somebody's. */
	if (pm_state_is_promise(sketch->state) && !sketch->owner) {
		pm_adopt_remark(a, sketch->line,
				"%s, but nobody owns it: taken as proposed",
				pm_state_name[sketch->state]);
		return PM_PROPOSED;
	}
	if (sketch->state == PM_DECLINED && !sketch->reason)
		pm_adopt_remark(a, sketch->line,
				"declined, and no reason is said");
	return sketch->state;
}

static void write_file(struct adoption *a, struct pm_adopt_item *item,
		       const struct sketch *sketch, struct pm_buf *out)
{
	const char *value[PM_FIELDS] = {
		[PM_F_TITLE] = item->title,
		[PM_F_STATE] = pm_state_name[item->state],
		[PM_F_EVIDENCE] = sketch->evidence,
		[PM_F_REASON] = item->state == PM_DECLINED ? sketch->reason :
							     NULL,
		[PM_F_OWNER] = sketch->owner,
		[PM_F_TEAM] = sketch->team,
		[PM_F_TYPE] = sketch->type,
		[PM_F_PRIORITY] = sketch->priority,
		[PM_F_TICKET] = sketch->ticket,
	};
	enum pm_field written[PM_FIELDS];
	size_t nr = pm_fields_written(written, PM_ACTION);
	char due[PM_DATE_LEN];

	if (sketch->due != PM_NO_DATE) {
		pm_date_format(due, sketch->due);
		value[PM_F_DUE] = due;
	}
	if (sketch->due_assumed)
		pm_adopt_remark(a, sketch->line,
				"is due on a day without a year: taken as %s",
				due);
	pm_buf_addstr(out, "---\n");
	for (size_t i = 0; i < nr; i++)
		add_field(a, out, written[i], value[written[i]]);
	pm_buf_addstr(out, "---\n");
}

/* "Action item 1 (owner, due)", "Example action": all words are a
 * template's, and one says what is to stand here. */
static bool is_slot(const char *normal)
{
	static const char what[] = "action|item|items|task|todo|example|sample|"
				   "dummy|description|title|lorem|placeholder";
	static const char beside[] = "1|2|3|4|5|6|7|8|9|10|n|x|xxx|the|your|an|"
				     "a|here|ipsum|describe|owner|due|date|"
				     "name|assignee|priority|type|ticket";
	size_t whats = 0;

	for (const char *s = normal; *s; s += *s == ' ') {
		size_t len = strcspn(s, " ");

		if (pm_words_begin(what, s) == len)
			whats++;
		else if (pm_words_begin(beside, s) != len)
			return false;
		s += len;
	}
	return whats > 0;
}

/* "...", "<what>": a template's row; the sum below a table. */
static bool is_placeholder(struct adoption *a, const char *text)
{
	const char *normal;

	if (pm_words_are_empty(text) || pm_text_letters(text, strlen(text)) < 2)
		return true;
	normal = pm_adopt_normal(a, text, strlen(text));
	return is_slot(normal) ||
	       pm_words_have("total|totals|sum|summe|gesamt|合計", normal) ||
	       pm_words_are_none(normal) || !*normal;
}

/* "Legend: ...", "Example: ...", "Key: P = prevent": of a row or a bullet. */
static bool is_explanation(struct adoption *a, const struct sketch *sketch)
{
	const char *colon = strchr(sketch->text, ':');
	const char *normal;

	if (!colon)
		return false;
	normal = pm_adopt_normal(a, sketch->text,
				 (size_t)(colon - sketch->text));
	if (!pm_words_have("legend|legende|légende|example|e g|eg|beispiel|"
			   "exemple|ejemplo|凡例",
			   normal) &&
	    !(pm_words_have("key|keys", normal) && strchr(colon, '=')))
		return false;
	pm_adopt_remark(a, sketch->line,
			"explains something: no item is taken from it");
	return true;
}

/* A question, or a value to choose: "[x] SEV-2", "[ ] Done". */
static bool is_no_action(struct adoption *a, const struct sketch *sketch)
{
	static const char asking[] =
		"does|do|did|is|are|was|were|has|have|had|can|could|should|"
		"shall|will|would|what|why|how|who|whom|whose|when|where|"
		"which|if|may|might|must|and|or|any|anything|anyone";
	const char *text = sketch->text;
	const char *normal = pm_adopt_normal(a, text, strlen(text));
	size_t len = strlen(text);

	if (pm_words_is_state(normal) ||
	    (!strchr(normal, ' ') && strlen(normal) <= MAX_LEVEL &&
	     pm_words_severity(text, a->policy, true)))
		return true;
	/* "Find out whether ...?" is something to do. */
	if (!len || text[len - 1] != '?' || !pm_words_begin(asking, normal) ||
	    sketch->owner || sketch->ticket || sketch->due != PM_NO_DATE)
		return false;
	pm_adopt_remark(a, sketch->line,
			"is a question: no item is made of it");
	return true;
}

/* An item that is nothing but the link to its ticket. */
static void name_by_ticket(struct adoption *a, struct sketch *sketch)
{
	const char *text = sketch->text;
	const char *url = strstr(text, "://");

	if (!pm_text_letters(text, strlen(text)))
		text = sketch->ticket;
	if (url && !strchr(text, ' '))
		sketch->text = pm_arena_printf(a->arena, "See %s", url + 3);
	else if (sketch->ticket && !strcmp(text, sketch->ticket))
		sketch->text = pm_arena_printf(a->arena, "See ticket %s", text);
	else
		sketch->text = text;
}

void pm_sketch_finish(struct adoption *a, struct sketch *sketch)
{
	struct pm_adopted *out = a->out;
	struct pm_adopt_item item = { .line = sketch->line };
	struct pm_buf file = { 0 }, text = { 0 };
	bool whole;

	if ((is_placeholder(a, sketch->text) && !sketch->ticket) ||
	    is_explanation(a, sketch) || is_no_action(a, sketch))
		return;
	name_by_ticket(a, sketch);
	if (out->items == PM_MAX_ACTIONS) {
		if (!a->too_many)
			pm_adopt_remark(a, sketch->line,
					"more than %d action items: the rest "
					"is left in the document",
					PM_MAX_ACTIONS);
		a->too_many = true;
		return;
	}
	item.title = make_title(a, sketch, &whole);
	item.name = make_name(a, item.title);
	item.state = settle_state(a, sketch);
	item.owner = sketch->owner;
	write_file(a, &item, sketch, &file);
	describe(a, sketch, whole, &text);
	if (text.len) {
		pm_buf_addch(&file, '\n');
		pm_buf_add(&file, text.ptr, text.len);
	}
	item.len = file.len;
	item.text = pm_arena_strndup(a->arena, file.ptr, file.len);
	take_name(a, item.name);
	PM_GROW(out->item, out->items, a->item_alloc);
	out->item[out->items++] = item;
	pm_buf_release(&file);
	pm_buf_release(&text);
}
