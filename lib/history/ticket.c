/* SPDX-License-Identifier: MIT */
#include "history/ticket.h"

#include <stdlib.h>
#include <string.h>

#include "base/map.h"
#include "git/fixes.h"
#include "git/forge.h"

/* More than this many words cost git more than all messages cost us. */
#define MOST_WORDS 40
#define BETWEEN " \t\n,;<>()[]\"'"
#define NONE SIZE_MAX

/* One form of one ticket. */
struct form {
	size_t ticket;
	size_t next; /* another ticket with the same form */
};

struct search {
	const struct pm_ticket *ticket;
	struct pm_buf page; /* of this repository */
	struct pm_arena arena;
	struct pm_map by_form;
	struct form *form;
	size_t forms, alloc;
	struct pm_strlist words; /* what git looks for */
};

static void add_form(struct search *s, size_t ticket, const char *text)
{
	struct form form = { ticket, NONE };
	char *key = pm_arena_strdup(&s->arena, text);
	size_t first;

	if (!pm_map_add(&s->by_form, key, s->forms, &first)) {
		form.next = s->form[first].next;
		s->form[first].next = s->forms;
	}
	PM_GROW(s->form, s->forms, s->alloc);
	s->form[s->forms++] = form;
}

/* What all ways to write it have: the key; of an issue its number behind any
 * sign. */
static void add_word(struct search *s, const char *form)
{
	const char *number = strchr(form, '#');

	if (!strncmp(form, "issue:", 6) && number) {
		pm_strlist_addf(&s->words, "#%s", number + 1);
		pm_strlist_addf(&s->words, "/%s", number + 1);
		pm_strlist_addf(&s->words, "GH-%s", number + 1);
	} else {
		pm_strlist_add(&s->words, strchr(form, ':') + 1);
	}
}

static void add_ticket(struct search *s, size_t nr)
{
	const char *at = s->ticket[nr].text;
	struct pm_strlist forms = { 0 };

	while (*(at += strspn(at, BETWEEN))) {
		size_t len = strcspn(at, BETWEEN);
		char *word = pm_arena_strndup(&s->arena, at, len);

		pm_reference_forms(&forms, word, len,
				   pm_buf_str(&s->page));
		at += len;
	}
	pm_strlist_sort_unique(&forms);
	for (size_t i = 0; i < forms.nr; i++) {
		add_form(s, nr, forms.item[i]);
		add_word(s, forms.item[i]);
	}
	pm_strlist_release(&forms);
}

static void choose_words(struct search *s)
{
	static const char *const any[] = { "clos", "fix", "resolv",
					   "implement", "#done", NULL };

	pm_strlist_sort_unique(&s->words);
	if (s->words.nr <= MOST_WORDS)
		return;
	pm_strlist_release(&s->words);
	pm_strlist_add_all(&s->words, any);
}

static bool is_there(const struct pm_mentions *out, const char *commit,
		     const char *id)
{
	for (size_t i = out->nr; i > 0; i--) {
		const struct pm_mention *m = &out->item[i - 1];

		if (strcmp(m->commit_id, commit) != 0)
			return false;
		if (!strcmp(m->id, id))
			return true;
	}
	return false;
}

static void match(struct pm_mentions *out, const struct search *s,
		  const struct pm_claim *claim, const char *form)
{
	size_t len = strcspn(claim->value, "\n"), at = NONE;

	pm_map_get(&s->by_form, form, &at);
	for (; at != NONE; at = s->form[at].next) {
		const char *id = s->ticket[s->form[at].ticket].id;
		const struct pm_mention mention = {
			.commit_id = claim->commit,
			.time = claim->time,
			.kind = PM_MENTION_CLOSES,
			.value = claim->value + len + 1,
			.id = pm_arena_strdup(&out->arena, id),
			.record = PM_ACTION,
		};

		if (is_there(out, claim->commit, id))
			continue;
		PM_GROW(out->item, out->nr, out->alloc);
		out->item[out->nr++] = mention;
	}
}

static void match_all(struct pm_mentions *out, const struct search *s,
		      const struct pm_claims *claims)
{
	for (size_t i = 0; i < claims->nr; i++) {
		const struct pm_claim *claim = &claims->item[i];
		struct pm_strlist forms = { 0 };

		if (claim->kind == PM_CLAIM_FIXES)
			pm_reference_forms(&forms, claim->value,
					   strcspn(claim->value, "\n"),
					   pm_buf_str(&s->page));
		for (size_t f = 0; f < forms.nr; f++)
			match(out, s, claim, forms.item[f]);
		pm_strlist_release(&forms);
	}
}

static int read_log(struct pm_mentions *out, const struct search *s,
		    struct pm_error *err)
{
	const char *const tip[] = { out->tip, NULL };
	const char *const without[] = { out->options.without, NULL };
	const struct pm_claims_options options = {
		.tip = tip,
		.without = without,
		.kinds = PM_CLAIM_FIXES | PM_CLAIM_REVERTS,
		.fixed = (const char *const *)s->words.item,
	};
	struct pm_claims claims = { 0 };
	int code = pm_claims_read(&claims, &out->arena, &options, err);

	if (code >= 0)
		match_all(out, s, &claims);
	if (code >= 0 && out->nr)
		code = pm_mentions_find_undone(out, &claims, err);
	pm_claims_release(&claims);
	return code;
}

int pm_tickets_find(struct pm_mentions *out, struct pm_repo *repo,
		    const struct pm_mention_options *options,
		    const struct pm_ticket *ticket, size_t nr,
		    struct pm_error *err)
{
	struct search s = { .ticket = ticket };
	int code = PM_OK;

	memset(out, 0, sizeof(*out));
	out->repo = repo;
	out->options = *options;
	if (nr)
		code = options->revision ?
			       pm_repo_resolve(repo, options->revision,
					       &out->tip, err) :
			       pm_repo_head(repo, &out->tip, err);
	if (code >= 0 && out->tip) {
		pm_forge_own_page(&s.page, repo);
		for (size_t i = 0; i < nr; i++)
			add_ticket(&s, i);
		choose_words(&s);
		if (s.words.nr)
			code = read_log(out, &s, err);
	}
	pm_buf_release(&s.page);
	pm_map_release(&s.by_form);
	pm_arena_release(&s.arena);
	pm_strlist_release(&s.words);
	free(s.form);
	return code;
}
