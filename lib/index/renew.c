/* SPDX-License-Identifier: MIT */
#include "index/db_file.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "base/alloc.h"

/*
 * The journal of who is writing must not be taken for one of the new file:
 * with the exclusive lock nobody is, and there is no journal left behind. Who
 * waits for that lock finds the file gone when he begins to write, which
 * SQLite looks for, and goes on in memory. Who reads keeps the old one, whole
 * (index/vfs.h), so that the numbers of nodes that he knows stay
 * true; that is why it is not emptied in its place.
 *
 * What is no database at all cannot be locked, but not written to either.
 */
static int remove_file(struct pm_index_db *db, struct pm_error *err)
{
	struct pm_buf journal = { 0 };
	int code = PM_OK;

	if (db->in_memory || !db->sql) {
		db->in_memory = false;
		pm_db_open_sql(db, db->path, SQLITE_OPEN_READWRITE,
			 &(struct pm_error){ 0 });
	}
	if (db->sql)
		pm_db_rollback(db);
	if (db->sql && pm_db_run(db, "BEGIN EXCLUSIVE", err) < 0 &&
	    db->fault == PM_FAULT_WRITE &&
	    sqlite3_errcode(db->sql) == SQLITE_BUSY)
		return PM_ERROR;
	pm_buf_addf(&journal, "%s-journal", db->path);
	if ((unlink(pm_buf_str(&journal)) < 0 && errno != ENOENT) ||
	    (unlink(db->path) < 0 && errno != ENOENT)) {
		db->fault = PM_FAULT_WRITE;
		code = pm_fail_errno(err, "cannot remove %s", db->path);
	}
	pm_buf_release(&journal);
	return code;
}

/* One at a time: a second one who found the same damage must not remove what
 * the first has made since. */
static int lock_folder(struct pm_repo *repo)
{
	struct pm_buf path = { 0 };
	int fd;

	pm_buf_addf(&path, "%s/" PM_INDEX_FOLDER, repo->common_dir);
	fd = open(pm_buf_str(&path), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	while (fd >= 0 && flock(fd, LOCK_EX) < 0 && errno == EINTR)
		continue;
	pm_buf_release(&path);
	return fd;
}

int pm_db_renew(struct pm_index_db *db, struct pm_repo *repo,
		struct pm_error *err)
{
	int lock = lock_folder(repo);
	int code = PM_OK;

	if (!pm_db_has_moved(db))
		code = remove_file(db, err);
	pm_db_close_sql(db);
	if (lock >= 0)
		close(lock);
	if (code >= 0)
		code = pm_db_open_file(db, repo, err);
	if (code >= 0)
		code = pm_db_make_tables(db, err);
	if (code >= 0)
		db->fault = PM_FAULT_NONE;
	return code;
}

int pm_db_begin_private(struct pm_index_db *db, struct pm_repo *repo,
			struct pm_error *err)
{
	struct pm_buf folder = { 0 };
	int code = PM_OK;

	/* Better now than when all is done. */
	pm_buf_addf(&folder, "%s/" PM_INDEX_FOLDER, repo->common_dir);
	if (access(pm_buf_str(&folder), W_OK) < 0)
		code = pm_fail_errno(err, "cannot write to %s",
				     pm_buf_str(&folder));
	pm_buf_release(&folder);
	return code < 0 ? code : pm_db_open_memory(db, err);
}

/* Into a file that has nothing but tables yet, and that nobody else writes
 * to. */
static int copy_to(struct pm_index_db *file, struct pm_index_db *from,
		   struct pm_error *err)
{
	sqlite3_stmt *any = NULL;
	sqlite3_backup *copy;
	int status, code;

	/* The lock is kept when the transaction ends. */
	code = pm_db_run(file, "PRAGMA locking_mode = EXCLUSIVE;"
			       "BEGIN EXCLUSIVE; COMMIT;", err);
	if (code < 0)
		return code;
	status = sqlite3_prepare_v2(file->sql, "SELECT 1 FROM space", -1, &any,
				    NULL);
	if (status == SQLITE_OK)
		status = sqlite3_step(any);
	sqlite3_finalize(any);
	if (status == SQLITE_ROW)
		return pm_fail(err, PM_ERROR, "another process made the index "
			       "anew meanwhile; try again");
	if (status != SQLITE_DONE)
		return pm_db_fail(file, status, err);
	copy = sqlite3_backup_init(file->sql, "main", from->sql, "main");
	status = copy ? sqlite3_backup_step(copy, -1) : SQLITE_ERROR;
	sqlite3_backup_finish(copy);
	return status == SQLITE_DONE ? PM_OK : pm_db_fail(file, status, err);
}

int pm_db_end_private(struct pm_index_db *db, struct pm_repo *repo,
		      struct pm_error *err)
{
	struct pm_index_db file = { .path = pm_xstrdup(db->path) };
	int code = pm_db_renew(&file, repo, err);

	if (code >= 0)
		code = copy_to(&file, db, err);
	pm_db_close_sql(&file);
	if (code >= 0)
		code = pm_db_open_file(&file, repo, err);
	if (code >= 0) {
		pm_db_close(db);
		*db = file;
	} else {
		pm_db_close(&file);
	}
	return code;
}
