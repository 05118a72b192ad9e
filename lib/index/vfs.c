/* SPDX-License-Identifier: MIT */
#include "index/vfs.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/buf.h"

struct pm_index_vfs {
	sqlite3_vfs vfs; /* first: SQLite hands us a pointer to this */
	sqlite3_vfs *base;
	sqlite3_file *main; /* the database; SQLite's */
	char *name;
};

static int open_base(sqlite3_vfs *vfs, const char *name, sqlite3_file *file,
		     int flags, int *out_flags)
{
	struct pm_index_vfs *self = (struct pm_index_vfs *)vfs;
	int status = self->base->xOpen(self->base, name, file, flags,
				       out_flags);

	if (status == SQLITE_OK && flags & SQLITE_OPEN_MAIN_DB)
		self->main = file;
	return status;
}

static bool has_moved(struct pm_index_vfs *self)
{
	sqlite3_file *file = self->main;
	int moved = 0;

	return file && file->pMethods &&
	       file->pMethods->xFileControl(file, SQLITE_FCNTL_HAS_MOVED,
					    &moved) == SQLITE_OK &&
	       moved;
}

/* In this order: a journal that is not ours is younger than the removal. */
static int access_own(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	static const char journal[] = "-journal";
	struct pm_index_vfs *self = (struct pm_index_vfs *)vfs;
	size_t len = strlen(name), end = sizeof(journal) - 1;
	int status = self->base->xAccess(self->base, name, flags, out);

	if (status == SQLITE_OK && *out && len > end &&
	    !strcmp(name + len - end, journal) && has_moved(self))
		*out = 0;
	return status;
}

struct pm_index_vfs *pm_index_vfs_new(void)
{
	sqlite3_vfs *base = sqlite3_vfs_find(NULL);
	struct pm_index_vfs *self;
	struct pm_buf name = { 0 };

	if (!base)
		return NULL;
	self = pm_xcalloc(1, sizeof(*self));
	pm_buf_addf(&name, "postmortem-%p", (void *)self);
	self->name = pm_buf_detach(&name);
	self->base = base;
	self->vfs = *base;
	self->vfs.pNext = NULL;
	self->vfs.zName = self->name;
	self->vfs.xOpen = open_base;
	self->vfs.xAccess = access_own;
	if (sqlite3_vfs_register(&self->vfs, 0) != SQLITE_OK) {
		free(self->name);
		free(self);
		return NULL;
	}
	return self;
}

const char *pm_index_vfs_name(const struct pm_index_vfs *vfs)
{
	return vfs ? vfs->name : NULL;
}

void pm_index_vfs_free(struct pm_index_vfs *vfs)
{
	if (!vfs)
		return;
	sqlite3_vfs_unregister(&vfs->vfs);
	free(vfs->name);
	free(vfs);
}
