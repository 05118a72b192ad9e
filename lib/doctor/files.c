/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/map.h"
#include "base/path.h"
#include "base/portable.h"
#include "git/listing.h"
#include "git/worktree.h"

static const char *move_command(struct pm_doctor *doctor, const char *path,
				const struct pm_buf *to)
{
	struct pm_buf command = { 0 };
	const char *kept;

	if (!doctor->repo->top)
		return NULL;
	pm_buf_addstr(&command, "git mv ");
	pm_note_path(&command, doctor, path);
	pm_buf_addch(&command, ' ');
	pm_note_path(&command, doctor, pm_buf_str(to));
	kept = pm_arena_strdup(&doctor->arena, pm_buf_str(&command));
	pm_buf_release(&command);
	return kept;
}

/* "-2" before its ending. */
static void add_second(struct pm_buf *out, const char *path)
{
	const char *dot = strrchr(pm_path_base(path), '.');

	if (dot && !dot[1])
		dot = NULL;
	pm_buf_add(out, path, dot ? (size_t)(dot - path) : strlen(path));
	pm_buf_addf(out, "-2%s", dot ? dot : "");
}

/* As it is, but for what Windows does not take. */
static void add_plain(struct pm_buf *out, const char *path)
{
	const char *base = pm_path_base(path);
	struct pm_buf name = { 0 };

	for (; *base; base++) {
		const char c[] = { *base, '\0' };

		pm_buf_addch(&name, pm_name_on_windows(c, 1) && *c != '.' &&
				    *c != ' ' ? '-' : *c);
	}
	while (name.len > 1 && strchr(". ", name.ptr[name.len - 1]))
		pm_buf_splice(&name, name.len - 1, name.len, NULL, 0);
	pm_buf_add(out, path, strlen(path) - strlen(pm_path_base(path)));
	if (pm_name_on_windows(pm_buf_str(&name), name.len))
		add_second(out, pm_buf_str(&name));
	else
		pm_buf_addstr(out, pm_buf_str(&name));
	pm_buf_release(&name);
}

/* --- names on other machines --- */

struct names {
	struct pm_doctor *doctor;
	struct pm_arena arena;
	struct pm_strlist seen; /* each file and folder once */
	struct pm_map folded;	/* to an index into `seen` */
	struct pm_map exact;
	size_t collisions, odd;
};

static void look_at_windows(struct names *n, const char *path)
{
	const char *base = pm_path_base(path);
	const char *why = pm_name_on_windows(base, strlen(base));
	struct pm_buf to = { 0 };

	if (!why || n->odd++ >= PM_DOCTOR_TOLD)
		return;
	add_plain(&to, path);
	pm_note(n->doctor, "names", "name-windows", PM_NOTE_WARNING,
		move_command(n->doctor, path, &to),
		"%s cannot be checked out on Windows: its name %s", path, why);
	pm_buf_release(&to);
}

/* False where its folder collides already, and nothing below is news. */
static bool look_at_name(struct names *n, const char *path)
{
	char *folded = pm_path_folded(path);
	const char *key = pm_arena_strdup(&n->arena, folded);
	const char *kept, *other;
	struct pm_buf to = { 0 };
	size_t first;
	bool is_new;

	free(folded);
	kept = pm_arena_strdup(&n->arena, path);
	if (!pm_map_add(&n->exact, kept, 0, NULL))
		return true;
	look_at_windows(n, path);
	is_new = pm_map_add(&n->folded, key, n->seen.nr, &first);
	pm_strlist_add(&n->seen, path);
	if (is_new)
		return true;
	other = n->seen.item[first];
	add_second(&to, path);
	if (n->collisions++ < PM_DOCTOR_TOLD)
		pm_note(n->doctor, "names", "name-collision", PM_NOTE_WARNING,
			move_command(n->doctor, path, &to),
			"%s and %s are one file on %s", other, path,
			!strcasecmp(other, path) ? "macOS and Windows" :
						   "macOS");
	pm_buf_release(&to);
	return false;
}

static void look_at_names(struct pm_doctor *doctor,
			  const struct pm_entries *files)
{
	struct names n = { .doctor = doctor };
	struct pm_buf part = { 0 };

	for (size_t i = 0; i < files->nr; i++) {
		const char *path = files->item[i].path;
		bool go_on = true;

		for (size_t at = 0; go_on && path[at];) {
			at += strcspn(path + at, "/");
			pm_buf_reset(&part);
			pm_buf_add(&part, path, at);
			go_on = look_at_name(&n, pm_buf_str(&part));
			at += path[at] == '/';
		}
	}
	pm_note_more(doctor, "names", "name-collision", PM_NOTE_WARNING,
		     n.collisions, "such names");
	pm_note_more(doctor, "names", "name-windows", PM_NOTE_WARNING, n.odd,
		     "names that Windows does not know");
	if (!n.collisions && !n.odd)
		pm_note(doctor, "names", "names", PM_NOTE_OK, NULL,
			"every name can be checked out on macOS and Windows");
	pm_strlist_release(&n.seen);
	pm_map_release(&n.folded);
	pm_map_release(&n.exact);
	pm_arena_release(&n.arena);
	pm_buf_release(&part);
}

/* --- what a conflict, or a killed process, left --- */

static const char *check_command(struct pm_doctor *doctor, const char *path)
{
	struct pm_buf command = { 0 };
	const char *kept;

	pm_buf_addstr(&command, "git postmortem check ");
	pm_note_path(&command, doctor, path);
	kept = pm_arena_strdup(&doctor->arena, pm_buf_str(&command));
	pm_buf_release(&command);
	return kept;
}

static void look_at_conflicts(struct pm_doctor *doctor,
			      const struct pm_strlist *unmerged)
{
	struct pm_buf command = { 0 };

	for (size_t i = 0; i < unmerged->nr && i < PM_DOCTOR_TOLD; i++) {
		pm_buf_reset(&command);
		pm_buf_addstr(&command, "git mergetool ");
		pm_note_path(&command, doctor, unmerged->item[i]);
		pm_note(doctor, "records", "unmerged", PM_NOTE_ERROR,
			pm_buf_str(&command),
			"%s is in conflict: nothing can be committed before "
			"it is resolved", unmerged->item[i]);
	}
	pm_note_more(doctor, "records", "unmerged", PM_NOTE_ERROR,
		     unmerged->nr, "files in conflict");
	pm_buf_release(&command);
}

static size_t look_at_record(struct pm_doctor *doctor,
			     const struct pm_strlist *unmerged,
			     const struct pm_record *record, size_t told)
{
	if (!record->path || !record->is_unreadable ||
	    pm_strlist_has(unmerged, record->path))
		return 0;
	if (told < PM_DOCTOR_TOLD)
		pm_note(doctor, "records", "record-unreadable", PM_NOTE_ERROR,
			check_command(doctor, record->path),
			"%s cannot be read, so no list and no report has it",
			record->path);
	return 1;
}

/* One in conflict is told as that. */
static void look_at_records(struct pm_doctor *doctor,
			    const struct pm_strlist *unmerged)
{
	const struct pm_snapshot *s = &doctor->snapshot;
	size_t bad = 0, all = 0;

	for (size_t i = 0; i < s->nr; i++) {
		bad += look_at_record(doctor, unmerged, &s->item[i].record,
				      bad);
		for (size_t a = 0; a < s->item[i].actions; a++)
			bad += look_at_record(doctor, unmerged,
					      &s->item[i].action[a], bad);
		all += 1 + s->item[i].actions;
	}
	pm_note_more(doctor, "records", "record-unreadable", PM_NOTE_ERROR,
		     bad, "that cannot be read");
	if (!bad && !unmerged->nr && all)
		pm_note(doctor, "records", "records", PM_NOTE_OK, NULL,
			"%zu record%s can be read", all, all == 1 ? "" : "s");
}

static void tell_left(struct pm_doctor *doctor, const char *path, bool removed)
{
	struct pm_buf command = { 0 };
	struct pm_note *note;

	pm_buf_addstr(&command, "rm ");
	pm_note_path(&command, doctor, path);
	note = pm_note(doctor, "records", "left-over", PM_NOTE_WARNING,
		       pm_buf_str(&command),
		       "%s was left by a git-postmortem that was killed", path);
	note->is_fixable = true;
	if (removed)
		note->fixed = "removed";
	pm_buf_release(&command);
}

static void look_at_left(struct pm_doctor *doctor,
			 const struct pm_entries *files)
{
	struct pm_edit edit;
	struct pm_error err = { 0 };
	bool removed;

	pm_edit_init(&edit, doctor->repo);
	for (size_t i = 0; i < files->nr; i++) {
		const struct pm_entry *e = &files->item[i];

		/* One that is tracked somebody has committed. */
		if (!e->oid && pm_mode_is_file(e->mode) &&
		    pm_edit_left(pm_path_base(e->path)))
			pm_edit_remove(&edit, e->path);
	}
	removed = doctor->options.fix && edit.nr &&
		  pm_edit_apply(&edit, &err) >= 0;
	if (err.code < 0)
		pm_note_failure(doctor, "records", &err);
	for (size_t i = 0; i < files->nr; i++) {
		const struct pm_entry *e = &files->item[i];

		if (!e->oid && pm_mode_is_file(e->mode) &&
		    pm_edit_left(pm_path_base(e->path)))
			tell_left(doctor, e->path, removed);
	}
	pm_edit_release(&edit);
}

/* --- all of them --- */

/* Of the work tree and of the index, each path once: a machine that cannot
 * hold two names side by side has both in its index. */
static int list(struct pm_entries *out, struct pm_strlist *unmerged,
		struct pm_arena *arena, struct pm_doctor *doctor,
		struct pm_error *err)
{
	const struct pm_snapshot *s = &doctor->snapshot;
	const char *const path[] = { s->policy.root, ".postmortem" };
	/* The root "." has the other folder in it. */
	size_t nr = *s->policy.root ? 2 : 1;
	struct pm_entries staged = { 0 }, present;
	int code = pm_source_list(out, arena, &s->source, path, nr, err);

	if (code >= 0 && s->source.place == PM_WORKTREE)
		code = pm_list_index(&staged, arena, doctor->repo, path, nr,
				     unmerged, err);
	present = *out;
	for (size_t i = 0; code >= 0 && i < staged.nr; i++) {
		const struct pm_entry *e = &staged.item[i];

		present.item = out->item;
		if (!pm_entries_find(&present, e->path))
			pm_entries_add(out, e->path, e->mode, e->oid);
	}
	pm_entries_sort(out);
	pm_entries_release(&staged);
	return code;
}

void pm_look_at_files(struct pm_doctor *doctor)
{
	struct pm_arena arena = { 0 };
	struct pm_entries files = { 0 };
	struct pm_strlist unmerged = { 0 };
	struct pm_error err = { 0 };

	if (list(&files, &unmerged, &arena, doctor, &err) < 0) {
		pm_note_failure(doctor, "records", &err);
	} else {
		look_at_conflicts(doctor, &unmerged);
		look_at_records(doctor, &unmerged);
		look_at_left(doctor, &files);
		look_at_names(doctor, &files);
		pm_look_at_strays(doctor, &files);
	}
	pm_entries_release(&files);
	pm_strlist_release(&unmerged);
	pm_arena_release(&arena);
}
