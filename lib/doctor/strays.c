/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/limits.h"
#include "base/path.h"
#include "git/beneath.h"

/*
 * Files that were probably meant as records, but that nothing reads: the
 * document or the folder of items written another way, an item beside its
 * folder, a post-mortem without one.
 */

static bool ends_in(const char *name, const char *ending)
{
	size_t len = strlen(name), tail = strlen(ending);

	return len > tail && !strcasecmp(name + len - tail, ending);
}

/* Its front matter has a field that only such a record has. */
static bool reads_as(struct pm_doctor *doctor, const struct pm_entry *entry,
		     enum pm_kind kind, enum pm_field field)
{
	const struct pm_snapshot *s = &doctor->snapshot;
	struct pm_arena arena = { 0 };
	struct pm_record record = { .kind = kind, .id = "",
				    .path = entry->path };
	struct pm_error err = { 0 };
	struct pm_buf text = { 0 };
	size_t size = 0;
	bool answer = false;

	if (pm_mode_is_file(entry->mode) &&
	    pm_source_read(&text, &size, &s->source, entry, PM_MAX_DOCUMENT,
			   &err) >= 0 &&
	    size <= PM_MAX_DOCUMENT &&
	    !strncmp(pm_buf_str(&text), "---", 3)) {
		pm_record_read(&record, &arena, pm_buf_str(&text), text.len,
			       &s->policy, PM_READ_FIELDS);
		answer = pm_record_get(&record, field);
	}
	pm_arena_release(&arena);
	pm_buf_release(&text);
	return answer;
}

static void tell(struct pm_doctor *doctor, const char *path, const char *to,
		 const char *what)
{
	struct pm_buf command = { 0 };
	char *folder = pm_path_parent(to);

	if (doctor->repo->top) {
		pm_buf_addstr(&command, "mkdir -p ");
		pm_note_path(&command, doctor, folder);
		pm_buf_addstr(&command, " && git mv ");
		pm_note_path(&command, doctor, path);
		pm_buf_addch(&command, ' ');
		pm_note_path(&command, doctor, to);
	}
	pm_note(doctor, "records", "stray", PM_NOTE_HINT,
		command.len ? pm_buf_str(&command) : NULL,
		"%s is not read: %s", path, what);
	pm_buf_release(&command);
	free(folder);
}

/* postmortems/<name>.md */
static void look_at_document(struct pm_doctor *doctor,
			      const struct pm_entry *entry, const char *rest,
			      struct pm_buf *to)
{
	if (strchr(rest, '/') || !ends_in(rest, ".md") ||
	    !strcasecmp(rest, "README.md") ||
	    !reads_as(doctor, entry, PM_POSTMORTEM, PM_F_SEVERITY))
		return;
	pm_buf_add(to, entry->path, strlen(entry->path) - strlen(".md"));
	pm_buf_addstr(to, "/README.md");
	tell(doctor, entry->path, pm_buf_str(to),
	     "a post-mortem is the README.md of a folder of its own");
}

/* postmortems/<folder>/<name> */
static bool is_misnamed(struct pm_doctor *doctor, const struct pm_entry *entry,
			const char *name, struct pm_buf *to)
{
	size_t folder = strlen(entry->path) - strlen(name);

	pm_buf_add(to, entry->path, folder);
	if (!strchr(name, '/') && !strcasecmp(name, "README.md") &&
	    strcmp(name, "README.md")) {
		pm_buf_addstr(to, "README.md");
		tell(doctor, entry->path, pm_buf_str(to),
		     "the document is called README.md, in these letters");
		return true;
	}
	if (!strncasecmp(name, "actions/", 8) && strncmp(name, "actions/", 8) &&
	    ends_in(name, ".md")) {
		pm_buf_addf(to, "actions/%s", name + 8);
		tell(doctor, entry->path, pm_buf_str(to),
		     "the folder of items is called actions, in these letters");
		return true;
	}
	return false;
}

/* Beside or below actions/, or with another ending. */
static void look_at_item(struct pm_doctor *doctor,
			  const struct pm_entry *entry, const char *name,
			  struct pm_buf *to)
{
	const char *base = pm_path_base(name);
	const char *dot = strrchr(base, '.');
	bool inside = !strncmp(name, "actions/", 8);

	if (*base == '.' || !dot ||
	    (strcasecmp(dot, ".md") && strcasecmp(dot, ".markdown") &&
	     strcasecmp(dot, ".txt")) ||
	    (!strchr(name, '/') && !strcmp(name, "README.md")) ||
	    (inside && !strchr(name + 8, '/') && !strcmp(dot, ".md")) ||
	    !reads_as(doctor, entry, PM_ACTION, PM_F_STATE))
		return;
	pm_buf_add(to, entry->path, strlen(entry->path) - strlen(name));
	pm_buf_addf(to, "actions/%.*s.md", (int)(dot - base), base);
	tell(doctor, entry->path, pm_buf_str(to),
	     "an action item is actions/<name>.md in the folder of its "
	     "post-mortem");
}

void pm_look_at_strays(struct pm_doctor *doctor,
		       const struct pm_entries *files)
{
	const char *root = doctor->snapshot.policy.root;
	struct pm_buf to = { 0 };

	for (size_t i = 0; i < files->nr; i++) {
		const struct pm_entry *entry = &files->item[i];
		const char *rest = entry->path, *slash;

		if (!pm_path_is_within(rest, root) || !strcmp(rest, root))
			continue;
		rest += *root ? strlen(root) + 1 : 0;
		slash = strchr(rest, '/');
		if (*rest == '.')
			continue;
		pm_buf_reset(&to);
		if (!slash)
			look_at_document(doctor, entry, rest, &to);
		else if (!is_misnamed(doctor, entry, slash + 1, &to)) {
			pm_buf_reset(&to);
			look_at_item(doctor, entry, slash + 1, &to);
		}
	}
	pm_buf_release(&to);
}
