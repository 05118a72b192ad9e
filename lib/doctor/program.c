/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/path.h"
#include "git/listing.h"
#include "git/process.h"

/* `git rev-parse --verify --end-of-options`, without which a revision could
 * be taken for an option: git's release notes, 2.30. */
#define GIT_NEEDED 30
/* `git add --sparse`: the same, 2.34. */
#define GIT_SPARSE 34

static const char program[] = "git-postmortem";

static bool is_program(const char *path, struct stat *st)
{
	return stat(path, st) == 0 && S_ISREG(st->st_mode) &&
	       access(path, X_OK) == 0;
}

/* What `command -v` in a hook finds; an empty part is where it is asked. */
static bool find_on_path(struct pm_buf *out, struct stat *st)
{
	const char *path = getenv("PATH");
	bool found = false;

	for (; path && !found; path = *path ? path + 1 : NULL) {
		size_t len = strcspn(path, ":");

		pm_buf_reset(out);
		if (len)
			pm_buf_add(out, path, len);
		else
			pm_buf_addch(out, '.');
		pm_buf_addf(out, "/%s", program);
		found = is_program(pm_buf_str(out), st);
		path += len;
	}
	return found;
}

static void look_at_path(struct pm_doctor *doctor)
{
	struct pm_buf found = { 0 }, remedy = { 0 };
	struct stat theirs, ours;
	char self[4096];
	ssize_t len = readlink("/proc/self/exe", self, sizeof(self) - 1);

	if (len > 0)
		self[len] = '\0';
	if (!find_on_path(&found, &theirs)) {
		if (len > 0 && strrchr(self, '/') != self) {
			*strrchr(self, '/') = '\0';
			pm_buf_addstr(&remedy, "export PATH=");
			pm_shell_quote(&remedy, self);
			pm_buf_addstr(&remedy, ":\"$PATH\"");
		}
		pm_note(doctor, "program", "program-not-on-path",
			PM_NOTE_ERROR, remedy.len ? pm_buf_str(&remedy) : NULL,
			"%s is not on PATH: no hook can run it, and so every "
			"commit is refused", program);
	} else if (len > 0 && stat("/proc/self/exe", &ours) == 0 &&
		   (ours.st_ino != theirs.st_ino ||
		    ours.st_dev != theirs.st_dev)) {
		pm_note(doctor, "program", "program-other", PM_NOTE_HINT, NULL,
			"hooks run %s, but this is %s", pm_buf_str(&found),
			self);
	} else {
		pm_note(doctor, "program", "program", PM_NOTE_OK, NULL,
			"%s is on PATH", program);
	}
	pm_buf_release(&found);
	pm_buf_release(&remedy);
}

static void look_at_git(struct pm_doctor *doctor)
{
	static const char *const argv[] = { "git", "version", NULL };
	struct pm_run run = { .argv = argv, .out_limit = 4096 };
	struct pm_buf out = { 0 };
	struct pm_error err = { 0 };
	int major = 0, minor = 0;

	if (pm_run_ok(&run, &out, &err) < 0) {
		pm_note_failure(doctor, "program", &err);
		goto out;
	}
	pm_buf_rtrim(&out);
	/* Others build their own: "git version 2.39.5 (Apple Git-154)". */
	if (sscanf(pm_buf_str(&out), "git version %d.%d", &major, &minor) != 2)
		pm_note(doctor, "program", "git", PM_NOTE_HINT, NULL,
			"git calls itself \"%s\", which says no version",
			pm_buf_str(&out));
	else if (major < 2 || (major == 2 && minor < GIT_NEEDED))
		pm_note(doctor, "program", "git-old", PM_NOTE_ERROR, NULL,
			"%s is too old: 2.%d is needed", pm_buf_str(&out),
			GIT_NEEDED);
	else if (major == 2 && minor < GIT_SPARSE &&
		 pm_repo_is_sparse(doctor->repo))
		pm_note(doctor, "program", "git-old", PM_NOTE_WARNING, NULL,
			"%s cannot stage what a sparse checkout leaves out: "
			"2.%d can", pm_buf_str(&out), GIT_SPARSE);
	else
		pm_note(doctor, "program", "git", PM_NOTE_OK, NULL, "%s",
			pm_buf_str(&out));
out:
	pm_buf_release(&out);
}

void pm_look_at_program(struct pm_doctor *doctor)
{
	look_at_path(doctor);
	look_at_git(doctor);
}
