/* SPDX-License-Identifier: MIT */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "base/path.h"
#include "import/adopt.h"
#include "model/record.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* What adopting writes must be read as a record without a mistake of form. */
static void check_record(struct pm_arena *arena, enum pm_kind kind,
			 const char *text, size_t len,
			 const struct pm_policy *policy)
{
	struct pm_record record = { .kind = kind,
				    .id = "x/y",
				    .path = "x/y.md" };

	pm_record_read(&record, arena, text, len, policy, PM_READ_BODY);
	for (size_t i = 0; i < record.problems.nr; i++) {
		switch (record.problems.item[i].kind) {
		case PM_PROBLEM_UNKNOWN_KEY:
		case PM_PROBLEM_HIDDEN_PROSE:
		case PM_PROBLEM_CUT_COMMENT:
		case PM_PROBLEM_MARKDOWN:
		case PM_PROBLEM_MARKDOWN_HIDES:
			break;
		default:
			abort();
		}
	}
}

static void check(struct pm_adopted *adopted, const char *text, size_t size,
		  const struct pm_policy *policy)
{
	static const struct pm_move move[] = {
		{ "docs/b.md", "postmortems/b/README.md" },
	};
	struct pm_arena arena = { 0 };
	size_t body = adopted->readme.len - adopted->body_start;

	if (body > size || memcmp(adopted->readme.ptr + adopted->body_start,
				  text + size - body, body))
		abort();
	if (pm_name_problem(adopted->folder, strlen(adopted->folder)))
		abort();
	check_record(&arena, PM_POSTMORTEM, adopted->readme.ptr,
		     adopted->readme.len, policy);
	for (size_t i = 0; i < adopted->items; i++) {
		const struct pm_adopt_item *item = &adopted->item[i];

		if (pm_name_problem(item->name, strlen(item->name)))
			abort();
		check_record(&arena, PM_ACTION, item->text, item->len, policy);
	}
	pm_adopt_relink(adopted, "docs/a.md", "postmortems/a/README.md", move,
			1);
	pm_arena_release(&arena);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static const char people[] = "people:\n  alice: {name: Alice Adams}\n";
	struct pm_policy policy = { 0 };
	char *text = malloc(size + 1);
	struct pm_adopt_source source = {
		.path = "docs/a.md",
		.text = text,
		.len = size,
		.first_day = 18000,
		.first_author = "alice@example.com",
		.force = true,
	};
	struct pm_adopted adopted;
	struct pm_error err = { 0 };

	if (!text)
		abort();
	memcpy(text, data, size);
	text[size] = '\0';
	pm_policy_read(&policy, people, strlen(people));
	if (pm_adopt(&adopted, &source, &policy, &err) == 0)
		check(&adopted, text, size, &policy);
	else if (!err.message[0])
		abort();
	pm_adopted_release(&adopted);
	pm_policy_release(&policy);
	free(text);
	return 0;
}
