/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/path.h"
#include "git/beneath.h"
#include "snapshot/stray.h"

/*
 * Files that were probably meant as records, but that nothing reads: the
 * document or the folder of items written another way, and what
 * snapshot/stray.h tells.
 */

static bool ends_in(const char *name, const char *ending)
{
	size_t len = strlen(name), tail = strlen(ending);

	return len > tail && !strcasecmp(name + len - tail, ending);
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
	pm_note(doctor, "records", "stray", PM_NOTE_WARNING,
		command.len ? pm_buf_str(&command) : NULL,
		"%s is not read: %s", path, what);
	pm_buf_release(&command);
	free(folder);
}

/* postmortems/<folder>/<name> */
static void look_at_name(struct pm_doctor *doctor,
			 const struct pm_entry *entry, const char *name,
			 struct pm_buf *to)
{
	size_t folder = strlen(entry->path) - strlen(name);
	size_t stem = strlen(name) - (ends_in(name, ".md") ? 3 : 0);

	pm_buf_add(to, entry->path, folder);
	if (!strchr(name, '/') && !strcasecmp(name, "README.md") &&
	    strcmp(name, "README.md")) {
		pm_buf_addstr(to, "README.md");
		tell(doctor, entry->path, pm_buf_str(to),
		     "the document is called README.md, in these letters");
	} else if (!strncasecmp(name, "actions/", 8) && ends_in(name, ".md") &&
		   !strchr(name + 8, '/') &&
		   (strncmp(name, "actions/", 8) ||
		    strcmp(name + stem, ".md"))) {
		pm_buf_addf(to, "actions/%.*s.md", (int)stem - 8, name + 8);
		tell(doctor, entry->path, pm_buf_str(to),
		     "an action item is actions/<name>.md, in these letters");
	}
}

/* As the rule "misplaced" has them. */
static void look_alike(struct pm_doctor *doctor,
		       const struct pm_entries *files)
{
	struct pm_strays strays = { 0 };
	struct pm_error err = { 0 };

	if (pm_strays_find(&strays, &doctor->snapshot, files, &err) < 0)
		pm_note_failure(doctor, "records", &err);
	for (size_t i = 0; i < strays.nr && i < PM_DOCTOR_TOLD; i++)
		tell(doctor, strays.item[i].path, strays.item[i].to,
		     strays.item[i].kind == PM_ACTION ?
			     "an action item is actions/<name>.md in the "
			     "folder of its post-mortem" :
			     "a post-mortem is the README.md of a folder of "
			     "its own, below the root");
	pm_note_more(doctor, "records", "stray", PM_NOTE_WARNING, strays.nr,
		     "files that people take for records");
	pm_strays_release(&strays);
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
		pm_buf_reset(&to);
		if (slash && *rest != '.')
			look_at_name(doctor, entry, slash + 1, &to);
	}
	pm_buf_release(&to);
	look_alike(doctor, files);
}
