/* SPDX-License-Identifier: MIT */
#include "import/adopt.h"

#include <ctype.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/limits.h"
#include "base/path.h"
#include "base/text.h"
#include "import/adopt_document.h"
#include "model/value.h"
#include "syntax/link.h"
#include "syntax/scan.h"

/* --- shared by all aspects --- */

void pm_adopted_remark(struct pm_adopted *out, size_t line, const char *fmt,
		       va_list ap)
{
	struct pm_adopt_remark *remark;

	if (out->remarks == PM_ADOPT_REMARKS) {
		out->more_remarks++;
		return;
	}
	if (!out->remark)
		out->remark =
			pm_xcalloc(PM_ADOPT_REMARKS, sizeof(*out->remark));
	remark = &out->remark[out->remarks++];
	remark->text = pm_arena_vprintf(&out->arena, fmt, ap);
	remark->line = line;
}

void pm_adopt_remark(struct adoption *a, size_t line, const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	pm_adopted_remark(a->out, line, fmt, ap);
	va_end(ap);
}

const char *pm_adopt_normal(struct adoption *a, const char *s, size_t len)
{
	char *normal = pm_text_normal(s, len);
	const char *copy = pm_arena_strdup(a->arena, normal);

	free(normal);
	return copy;
}

const char *pm_adopt_plain(struct adoption *a, const char *s, size_t len)
{
	struct pm_buf plain = { 0 };
	const char *copy;

	pm_inline_plain(&plain, s, len);
	copy = pm_arena_strdup(a->arena, pm_buf_str(&plain));
	pm_buf_release(&plain);
	return copy;
}

bool pm_adopt_line(struct adoption *a, const struct pm_block *block, size_t nr,
		   const char **line, size_t *len)
{
	const char *text = a->source->text;
	size_t end;

	/* Lines are mostly asked for one after the other. */
	if (a->cursor.block != block || a->cursor.nr > nr) {
		a->cursor.block = block;
		a->cursor.nr = 0;
		a->cursor.at = block->start;
	}
	while (a->cursor.at < block->end) {
		size_t next =
			pm_scan_next_line(text, a->cursor.at, block->end, &end);

		if (a->cursor.nr == nr) {
			*line = text + a->cursor.at;
			*len = end - a->cursor.at;
			return true;
		}
		a->cursor.at = next;
		a->cursor.nr++;
	}
	return false;
}

bool pm_adopt_is_actions(const struct adoption *a, size_t section)
{
	const struct pm_section_def *def = a->def[section];

	return def ? def->lists_actions
		   : pm_words_are_actions(a->sections.item[section].normal);
}

bool pm_adopt_is_timeline(const struct adoption *a, size_t section)
{
	const struct pm_section_def *def = a->def[section];

	return def ? def->is_timeline
		   : pm_words_are_timeline(a->sections.item[section].normal);
}

const struct fact *pm_adopt_fact(const struct adoption *a, enum meaning meaning)
{
	for (size_t i = 0; i < a->facts; i++) {
		if (a->fact[i].label.meaning == meaning)
			return &a->fact[i];
	}
	return NULL;
}

/* Hidden characters are errors in a field, line breaks too. */
static const char *clean(struct adoption *a, const char *text)
{
	struct pm_buf out = { 0 };
	size_t len = strlen(text);
	const char *result;

	for (size_t i = 0; i < len;) {
		uint32_t c;
		size_t n = pm_utf8_decode(text + i, len - i, &c);

		if (n && strchr(" \t\r\n", text[i])) {
			if (out.len && out.ptr[out.len - 1] != ' ')
				pm_buf_addch(&out, ' ');
		} else if (n && !pm_hidden_character(c)) {
			pm_buf_add(&out, text + i, n);
		}
		i += n ? n : 1;
	}
	pm_buf_rtrim(&out);
	result = pm_arena_strdup(a->arena, pm_buf_str(&out));
	pm_buf_release(&out);
	return result;
}

const char *pm_adopt_value(struct adoption *a, enum pm_field field,
			   const char *text)
{
	struct pm_value value = { .field = field };
	struct pm_buf why = { 0 }, fix = { 0 };

	text = clean(a, text);
	pm_value_check(&value, text, a->policy, &why, &fix);
	pm_buf_release(&why);
	pm_buf_release(&fix);
	return value.is_valid && *text ? text : NULL;
}

void pm_adopt_give(struct adoption *a, enum pm_field field, const char *text)
{
	struct given *given = &a->given[field];
	const char **grown;

	text = text ? pm_adopt_value(a, field, text) : NULL;
	if (given->kept || !text)
		return;
	grown = pm_arena_alloc(a->arena, (given->nr + 1) * sizeof(*grown));
	if (given->nr)
		memcpy(grown, given->text, given->nr * sizeof(*grown));
	grown[given->nr++] = text;
	given->text = grown;
}

/* --- reading it --- */

static int refuse(const struct adoption *a, const struct pm_problem *p,
		  struct pm_error *err)
{
	return pm_fail(err, PM_EINVALID, "%s:%zu: %s%s%s", a->source->path,
		       p->line, p->message, p->fix ? "; " : "",
		       p->fix ? p->fix : "");
}

/* A rule across the page at the top of a document is no front matter. */
static bool is_front_matter(const struct adoption *a)
{
	const char *s = a->source->text + a->front.yaml_start;
	size_t len = a->front.yaml_end - a->front.yaml_start;
	size_t i = 0;

	while (i < len &&
	       (isalnum((unsigned char)s[i]) || strchr("_-. \"'#", s[i])))
		i++;
	return i && i < len && (s[i] == ':' || s[0] == '#' || a->front.map);
}

/* What no reader could make sense of, or no check would let through. */
static int look_at_bytes(struct adoption *a, struct pm_error *err)
{
	const struct pm_adopt_source *source = a->source;
	size_t bom;

	if (!source->len)
		return pm_fail(err, PM_EINVALID, "%s: is empty", source->path);
	if (memchr(source->text, '\0', source->len))
		return pm_fail(err, PM_EINVALID,
			       "%s: holds NUL bytes; it is not a text in "
			       "UTF-8",
			       source->path);
	pm_front_read(&a->front, a->arena, source->text, source->len,
		      PM_MAX_DOCUMENT, &a->problems);
	bom = !strncmp(source->text, "\xef\xbb\xbf", 3) ? 3 : 0;
	if (a->front.present && !a->front.map && !is_front_matter(a)) {
		a->front = (struct pm_front){ .yaml_start = bom,
					      .yaml_end = bom,
					      .body_start = bom,
					      .body_line = 1 };
		a->problems.nr = 0;
	}
	for (size_t i = 0; i < a->problems.nr; i++) {
		const struct pm_problem *p = &a->problems.item[i];

		switch (p->kind) {
		case PM_PROBLEM_FRONT_MATTER:
			if (a->front.present || !a->front.body_line)
				return refuse(a, p, err);
			break;
		case PM_PROBLEM_HIDDEN_PROSE:
		case PM_PROBLEM_CUT_COMMENT:
			pm_adopt_remark(a, p->line, "%s", p->message);
			break;
		default:
			return refuse(a, p, err);
		}
	}
	if (a->front.present && !a->front.map)
		return pm_fail(err, PM_EINVALID,
			       "%s:1: the front matter cannot be read; "
			       "correct or remove it",
			       source->path);
	return PM_OK;
}

static void outline(struct adoption *a)
{
	struct pm_problems problems = { .arena = a->arena };

	pm_markdown_parse(&a->md, a->arena, a->source->text,
			  a->front.body_start, a->source->len,
			  a->front.body_line, &problems);
	for (size_t i = 0; i < problems.nr; i++)
		pm_adopt_remark(a, problems.item[i].line, "%s",
				problems.item[i].message);
	pm_markdown_sections(&a->sections, a->arena, &a->md);
	a->def = pm_arena_alloc(a->arena,
				(a->sections.nr + 1) * sizeof(*a->def));
	for (size_t i = 0; i < a->sections.nr; i++)
		a->def[i] = pm_policy_section(a->policy,
					      a->sections.item[i].normal);
	a->order = pm_moment_order(a->source->text, a->source->len);
}

/* --- whether it is one --- */

static bool names_genre(const char *name)
{
	static const char *const words[] = {
		"post-mortem", "postmortem", "post_mortem",   "incident",
		"outage",      "rca",	     "retrospective",
	};
	struct pm_buf lower = { 0 };
	bool found = false;

	for (const char *p = name; *p; p++)
		pm_buf_addch(&lower, (char)tolower((unsigned char)*p));
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		found |= strstr(pm_buf_str(&lower), words[i]) != NULL;
	pm_buf_release(&lower);
	return found;
}

/* Files that every repository has, whatever it is about. */
static bool is_house_file(const char *name)
{
	return pm_words_begin("readme|license|licence|copying|contributing|"
			      "changelog|changes|code_of_conduct|security|"
			      "authors|index|notice|codeowners",
			      name) > 0;
}

static int look_at_shape(struct adoption *a, struct pm_error *err)
{
	const char *name = pm_path_base(a->source->path);
	size_t known = 0;
	bool shape;

	for (size_t i = 0; i < a->sections.nr; i++)
		known += a->def[i] || pm_adopt_is_actions(a, i) ||
			 pm_adopt_is_timeline(a, i);
	shape = known > 0 || a->facts > 1;
	if (!shape && !is_house_file(name))
		shape = names_genre(name) ||
			(a->out->title && names_genre(a->out->title)) ||
			(a->facts && a->source->len);
	if (is_house_file(name) && known < 2 && a->facts < 2)
		shape = false;
	if (shape || a->source->force)
		return PM_OK;
	return pm_fail(err, PM_EINVALID,
		       "%s: does not look like a post-mortem (no section or "
		       "field of one); leave it out, or insist with --force",
		       a->source->path);
}

static int by_line(const void *a, const void *b)
{
	const struct pm_adopt_remark *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return strcmp(x->text, y->text);
}

void pm_adopted_sort(struct pm_adopted *adopted)
{
	if (adopted->remarks > 1)
		qsort(adopted->remark, adopted->remarks,
		      sizeof(*adopted->remark), by_line);
}

int pm_adopt(struct pm_adopted *out, const struct pm_adopt_source *source,
	     const struct pm_policy *policy, struct pm_error *err)
{
	struct adoption a = { 0 };
	int code;

	memset(out, 0, sizeof(*out));
	a.out = out;
	a.arena = &out->arena;
	a.source = source;
	a.policy = policy;
	a.problems.arena = a.arena;
	a.day = PM_NO_DATE;
	a.section = NO_SECTION;
	code = look_at_bytes(&a, err);
	if (code >= 0)
		code = pm_adopt_format(&a, err);
	if (code < 0)
		goto out;
	outline(&a);
	pm_adopt_front(&a);
	pm_adopt_facts(&a);
	pm_adopt_conflicts(&a);
	pm_adopt_title(&a);
	code = look_at_shape(&a, err);
	if (code < 0)
		goto out;
	pm_adopt_people(&a);
	pm_adopt_identity(&a);
	pm_adopt_timeline(&a);
	pm_adopt_folder(&a);
	pm_adopt_actions(&a);
	code = pm_adopt_write(&a, err);
	pm_adopted_sort(out);
out:
	free(a.fact);
	free(a.entry);
	pm_strlist_release(&a.people);
	return code;
}

void pm_adopted_release(struct pm_adopted *adopted)
{
	pm_buf_release(&adopted->readme);
	free(adopted->item);
	free(adopted->remark);
	pm_arena_release(&adopted->arena);
	memset(adopted, 0, sizeof(*adopted));
}
