/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_VFS_H
#define PM_INDEX_VFS_H

#include <sqlite3.h>

/*
 * SQLite finds the journal of a database by its name. When our file has been
 * removed and another process makes a new one of that name, the journal of
 * that one is none of ours: played back, it would destroy what we read. So
 * SQLite is given a file system in which a file that was removed has no
 * journal. The index may thus be deleted or made anew at any time, and who
 * has it open keeps what he has.
 *
 * For one connection. NULL when SQLite cannot take it.
 */
struct pm_index_vfs;
struct pm_index_vfs *pm_index_vfs_new(void);
/* For sqlite3_open_v2(). */
const char *pm_index_vfs_name(const struct pm_index_vfs *vfs);
/* After the connection is closed. */
void pm_index_vfs_free(struct pm_index_vfs *vfs);

#endif
