/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include <string.h>

#include "base/path.h"
#include "git/graph_file.h"
#include "index/look.h"

static const char graph_command[] =
	"git commit-graph write --reachable --changed-paths";

static void look_at_depth(struct pm_doctor *doctor)
{
	if (doctor->repo->is_shallow)
		pm_note(doctor, "clone", "shallow", PM_NOTE_WARNING,
			"git fetch --unshallow",
			"this clone is shallow: log, annotate and report know "
			"only the end of the history");
	else
		pm_note(doctor, "clone", "complete", PM_NOTE_OK, NULL,
			"the whole history is here");
}

/* The remote that objects are fetched from when they are needed, or NULL. */
static const char *find_promisor(struct pm_doctor *doctor, struct pm_buf *name)
{
	const char *remote = pm_repo_config(doctor->repo,
					    "extensions.partialclone");

	if (remote) {
		pm_buf_addstr(name, remote);
		return pm_buf_str(name);
	}
	for (size_t i = 0; i < doctor->repo->config.nr; i++) {
		const char *entry = doctor->repo->config.item[i];
		size_t len = strcspn(entry, "\n");
		static const char tail[] = ".promisor";

		if (strncmp(entry, "remote.", 7) || len < 7 + sizeof(tail) ||
		    strncmp(entry + len - strlen(tail), tail, strlen(tail)) ||
		    (entry[len] && strcmp(entry + len, "\ntrue")))
			continue;
		pm_buf_add(name, entry + 7, len - 7 - strlen(tail));
		return pm_buf_str(name);
	}
	return NULL;
}

static void look_at_filter(struct pm_doctor *doctor)
{
	struct pm_buf name = { 0 };
	const char *remote = find_promisor(doctor, &name);

	if (remote)
		pm_note(doctor, "clone", "partial", PM_NOTE_HINT,
			"git postmortem report >/dev/null",
			"this clone is partial: the first question about "
			"history fetches old versions from %s, so ask while "
			"it can be reached", remote);
	pm_buf_release(&name);
}

static void look_at_graph(struct pm_doctor *doctor)
{
	struct pm_graph_file graph;
	struct pm_error err = { 0 };

	if (pm_graph_file_look(&graph, doctor->repo, &err) < 0)
		pm_note_failure(doctor, "clone", &err);
	else if (graph.has_filters)
		pm_note(doctor, "clone", "graph", PM_NOTE_OK, NULL,
			"there is a commit-graph with changed-path filters");
	else if (graph.objects >= PM_GRAPH_WORTH)
		pm_note(doctor, "clone", "graph-missing", PM_NOTE_HINT,
			graph_command,
			"%zu objects and no %s: history is slow here",
			graph.objects,
			graph.is_there ? "changed-path filters in the "
					 "commit-graph" : "commit-graph");
	else
		pm_note(doctor, "clone", "graph", PM_NOTE_OK, NULL,
			"the history is short enough without a commit-graph "
			"that has changed-path filters");
}

static void look_at_format(struct pm_doctor *doctor)
{
	const char *hash = doctor->repo->hash;

	pm_note(doctor, "clone", "format", PM_NOTE_OK, NULL,
		"objects are named by %s%s", hash,
		strcmp(hash, "sha1") ? "; git reads them, which takes longer" :
				       "");
}

static const char *rebuild(struct pm_doctor *doctor, const char *root)
{
	struct pm_index_rebuilt rebuilt = { 0 };
	struct pm_error err = { 0 };

	if (pm_index_rebuild(&rebuilt, doctor->repo, root, false, &err) < 0) {
		pm_note_failure(doctor, "index", &err);
		return NULL;
	}
	pm_index_rebuilt_release(&rebuilt);
	return "built anew";
}

static void tell_unusable(struct pm_doctor *doctor,
			  const struct pm_index_facts *facts, const char *root)
{
	size_t at = doctor->nr;
	const char *done = NULL;

	pm_note(doctor, "index", "index-unusable", PM_NOTE_WARNING,
		"git postmortem index rebuild", "%s",
		pm_buf_str(&facts->trouble))->is_fixable = true;
	if (doctor->options.fix)
		done = rebuild(doctor, root);
	else
		pm_note(doctor, "history", "not-looked-at", PM_NOTE_HINT, NULL,
			"history is not looked at, which would replace the "
			"index");
	doctor->note[at].fixed = done;
}

void pm_look_at_index(struct pm_doctor *doctor)
{
	const char *root = doctor->snapshot.policy.root;
	struct pm_index_facts facts = { 0 };
	struct pm_error err = { 0 };

	if (pm_index_facts_read(&facts, doctor->repo, root, &err) < 0) {
		pm_note_failure(doctor, "index", &err);
		return;
	}
	switch (facts.state) {
	case PM_INDEX_ABSENT:
		pm_note(doctor, "index", "index-absent", PM_NOTE_OK, NULL,
			"there is no index of the history yet; the first "
			"question makes it");
		break;
	case PM_INDEX_USABLE:
		pm_note(doctor, "index", "index", PM_NOTE_OK, NULL,
			"the index of the history can be used");
		break;
	case PM_INDEX_OTHER:
		/* Whoever made it uses it still. */
		pm_note(doctor, "index", "index-other", PM_NOTE_HINT,
			facts.format > PM_INDEX_FORMAT ?
				NULL : "git postmortem index rebuild",
			"%s", pm_buf_str(&facts.trouble));
		break;
	case PM_INDEX_UNUSABLE:
		tell_unusable(doctor, &facts, root);
		break;
	}
	/* Any question about history would begin it anew. */
	doctor->has_index = facts.state != PM_INDEX_UNUSABLE ||
			    doctor->options.fix;
	pm_index_facts_release(&facts);
}

void pm_look_at_clone(struct pm_doctor *doctor)
{
	look_at_depth(doctor);
	look_at_filter(doctor);
	look_at_graph(doctor);
	look_at_format(doctor);
}
