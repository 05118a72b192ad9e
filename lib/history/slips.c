/* SPDX-License-Identifier: MIT */
#include "history/slips.h"

#include <stdlib.h>

/* One link of the chain from the tip down. */
struct link {
	const struct pm_commit_info *commit;
	const char *from, *to;
	bool was_promise;
};

struct chain {
	struct link *item; /* newest first */
	size_t nr;
	size_t alloc;
};

static int follow(struct chain *chain, struct pm_steps *due, const char *value,
		  bool at_end, struct pm_error *err)
{
	struct pm_setter setter;
	size_t start = 0;
	int code;

	while ((code = pm_steps_find(&setter, due, start, value, at_end,
				     err)) > 0) {
		const struct pm_step *step = &due->item[setter.step];

		PM_GROW(chain->item, chain->nr, chain->alloc);
		chain->item[chain->nr++] = (struct link){
			.commit = step->commit,
			.from = setter.from,
			.to = value,
			.was_promise = setter.was_promise,
		};
		if (step->is_birth)
			return 1;
		value = setter.from;
		start = setter.next;
	}
	return code < 0 ? code : at_end;
}

static void add_move(struct pm_slips *out, const struct link *link,
		     const char *from, pm_date old, pm_date new)
{
	out->move[out->nr++] = (struct pm_slip){
		.commit = link->commit,
		.from = from,
		.to = link->to,
		.days = new - old,
	};
	out->days += new - old;
	if (!out->first)
		out->first = from;
}

/* Oldest first. A day that was taken out of a promise still stands until
 * another one is put in. */
static void collect(struct pm_slips *out, const struct chain *chain)
{
	const char *promised = NULL;

	for (size_t i = chain->nr; i--;) {
		const struct link *link = &chain->item[i];
		pm_date old, new;

		if (!link->was_promise)
			promised = NULL;
		else if (link->from)
			promised = link->from;
		if (promised && link->to && pm_date_parse(&old, promised) &&
		    pm_date_parse(&new, link->to) && old != new)
			add_move(out, link, promised, old, new);
		if (link->to)
			promised = link->to;
	}
}

int pm_slips_find(struct pm_slips *out, struct pm_arena *arena,
		  struct pm_steps *due, const char *value, bool at_end,
		  struct pm_error *err)
{
	struct chain chain = { 0 };
	int code = follow(&chain, due, value, at_end, err);

	*out = (struct pm_slips){ 0 };
	if (code > 0) {
		out->move = pm_arena_alloc(arena, (chain.nr + 1) *
							  sizeof(*out->move));
		collect(out, &chain);
	}
	free(chain.item);
	return code;
}
