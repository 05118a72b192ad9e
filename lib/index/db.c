/* SPDX-License-Identifier: MIT */
#include "index/db.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "index/db_file.h"
#include "index/vfs.h"

#define APPLICATION 0x67706d69 /* "gpmi", for file(1) and ourselves */
#define REMEDY "; make a new one with 'git postmortem index rebuild'"
#define CACHE 16384 /* KiB: most of what a report goes through */
#define NUMBER_TEXT_(n) #n
#define NUMBER_TEXT(n) NUMBER_TEXT_(n)

/*
 * space: a root path, read under one set of replaced and cut-off commits.
 * node: a commit that changed something below the root. Along first parents
 * nodes form chains, numbered upwards from the oldest (pos), and the oldest
 * of a chain stands on the node `base` of another one; so from any node the
 * next older one that touched a path is one look-up away.
 * delta: a file that differs from parent number `side` (0-based).
 * tip: a commit whose history is in here, and the nearest node at or below
 * it; NULL when there is none.
 * scan: a commit of which is known what the messages of its history claim:
 * the claims of its line up to its step (git/claims.h). A claim is whole when
 * its value is the whole id of an item whose path is in here: then it cannot
 * mean another one.
 */
static const char schema[] =
	"CREATE TABLE space(id INTEGER PRIMARY KEY, key TEXT NOT NULL UNIQUE,"
	" root TEXT NOT NULL);"
	"CREATE TABLE chain(id INTEGER PRIMARY KEY, base INTEGER);"
	"CREATE TABLE node(id INTEGER PRIMARY KEY, space INTEGER NOT NULL,"
	" oid BLOB NOT NULL, commit_time INTEGER NOT NULL,"
	" author_time INTEGER NOT NULL, chain INTEGER NOT NULL,"
	" pos INTEGER NOT NULL, sides INTEGER NOT NULL,"
	" UNIQUE(space, oid), UNIQUE(chain, pos));"
	"CREATE INDEX node_merges ON node(chain, pos) WHERE sides > 1;"
	"CREATE TABLE side(node INTEGER NOT NULL, side INTEGER NOT NULL,"
	" parent INTEGER NOT NULL, PRIMARY KEY(node, side)) WITHOUT ROWID;"
	"CREATE TABLE path(id INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);"
	"CREATE TABLE delta(path INTEGER NOT NULL, node INTEGER NOT NULL,"
	" side INTEGER NOT NULL, status INTEGER NOT NULL,"
	" old_mode INTEGER NOT NULL, new_mode INTEGER NOT NULL,"
	" old_oid BLOB, new_oid BLOB, PRIMARY KEY(path, node, side))"
	" WITHOUT ROWID;"
	"CREATE INDEX delta_by_node ON delta(node);"
	"CREATE INDEX delta_gone ON delta(node) WHERE status = 68;" /* D */
	"CREATE TABLE tip(space INTEGER NOT NULL, oid BLOB NOT NULL,"
	" node INTEGER, used INTEGER NOT NULL, PRIMARY KEY(space, oid))"
	" WITHOUT ROWID;"
	"CREATE TABLE line(id INTEGER PRIMARY KEY, space INTEGER NOT NULL);"
	"CREATE TABLE scan(space INTEGER NOT NULL, oid BLOB NOT NULL,"
	" line INTEGER NOT NULL, step INTEGER NOT NULL,"
	" PRIMARY KEY(space, oid)) WITHOUT ROWID;"
	"CREATE UNIQUE INDEX scan_by_step ON scan(line, step);"
	"CREATE TABLE claim(line INTEGER NOT NULL, step INTEGER NOT NULL,"
	" nr INTEGER NOT NULL, oid BLOB NOT NULL, time INTEGER NOT NULL,"
	" kind INTEGER NOT NULL, value TEXT NOT NULL,"
	" whole INTEGER NOT NULL,"
	" PRIMARY KEY(line, step, nr)) WITHOUT ROWID;"
	"CREATE INDEX claim_whole ON claim(value) WHERE whole = 1;"
	"CREATE INDEX claim_odd ON claim(line) WHERE whole = 0 AND kind < 4;"
	"PRAGMA application_id = " NUMBER_TEXT(APPLICATION) ";"
	"PRAGMA user_version = " NUMBER_TEXT(PM_INDEX_FORMAT) ";";

static enum pm_index_fault fault_of(int status)
{
	switch (status & 0xff) {
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
	case SQLITE_READONLY:
	case SQLITE_IOERR:
	case SQLITE_FULL:
	case SQLITE_CANTOPEN:
	case SQLITE_PERM:
	case SQLITE_AUTH:
		return PM_FAULT_WRITE;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
	case SQLITE_FORMAT:
	case SQLITE_CONSTRAINT:
	case SQLITE_SCHEMA:
	case SQLITE_ERROR: /* a table is missing */
		return PM_FAULT_DAMAGED;
	default:
		return PM_FAULT_OTHER;
	}
}

int pm_db_fail(struct pm_index_db *db, int status, struct pm_error *err)
{
	if ((status & 0xff) == SQLITE_NOMEM)
		pm_no_memory();
	db->fault = fault_of(status);
	return pm_fail(err, PM_ERROR, "%s: %s%s",
		       db->in_memory ? "index in memory" : db->path,
		       db->sql ? sqlite3_errmsg(db->sql)
			       : sqlite3_errstr(status),
		       db->fault == PM_FAULT_DAMAGED && !db->in_memory ?
			       REMEDY : "");
}

int pm_db_fail_damaged(struct pm_index_db *db, struct pm_error *err)
{
	db->fault = PM_FAULT_DAMAGED;
	return pm_fail(err, PM_ERROR,
		       "%s: the index is damaged" REMEDY, db->path);
}

int pm_db_run(struct pm_index_db *db, const char *text, struct pm_error *err)
{
	int status = sqlite3_exec(db->sql, text, NULL, NULL, NULL);

	return status == SQLITE_OK ? PM_OK : pm_db_fail(db, status, err);
}

void pm_db_close_sql(struct pm_index_db *db)
{
	for (size_t i = 0; i < PM_DB_STATEMENTS; i++) {
		sqlite3_finalize(db->stmt[i]);
		db->stmt[i] = NULL;
	}
	sqlite3_close(db->sql);
	pm_index_vfs_free(db->vfs);
	db->begun = 0;
	db->sql = NULL;
	db->vfs = NULL;
}

int pm_db_open_sql(struct pm_index_db *db, const char *path, int flags,
		    struct pm_error *err)
{
	int status;

	pm_db_close_sql(db);
	if (!db->in_memory)
		db->vfs = pm_index_vfs_new();
	status = sqlite3_open_v2(path, &db->sql, flags | SQLITE_OPEN_NOMUTEX,
				 pm_index_vfs_name(db->vfs));
	if (status == SQLITE_OK)
		status = sqlite3_extended_result_codes(db->sql, 1);
	if (status != SQLITE_OK) {
		int code = pm_db_fail(db, status, err);

		pm_db_close_sql(db);
		return code;
	}
	sqlite3_busy_timeout(db->sql, PM_INDEX_PATIENCE);
	return pm_db_run(db, "PRAGMA temp_store = MEMORY;"
		       "PRAGMA synchronous = NORMAL;", err);
}

static int read_number(struct pm_index_db *db, const char *pragma, int *out,
		       struct pm_error *err)
{
	sqlite3_stmt *stmt;
	int status = sqlite3_prepare_v2(db->sql, pragma, -1, &stmt, NULL);

	if (status == SQLITE_OK)
		status = sqlite3_step(stmt);
	if (status == SQLITE_ROW)
		*out = sqlite3_column_int(stmt, 0);
	sqlite3_finalize(stmt);
	return status == SQLITE_ROW ? PM_OK : pm_db_fail(db, status, err);
}

int pm_db_make_tables(struct pm_index_db *db, struct pm_error *err)
{
	int code = pm_db_run(db, "BEGIN IMMEDIATE", err);
	int version = 0;

	/* Another process may have been faster. */
	if (code >= 0)
		code = read_number(db, "PRAGMA user_version", &version, err);
	if (code >= 0 && version != PM_INDEX_FORMAT)
		code = pm_db_run(db, schema, err);
	if (code >= 0)
		code = pm_db_run(db, "COMMIT", err);
	if (code < 0)
		pm_db_rollback(db);
	return code;
}

int pm_db_open_memory(struct pm_index_db *db, struct pm_error *err)
{
	int code;

	db->in_memory = true;
	db->read_only = false;
	code = pm_db_open_sql(db, ":memory:",
			SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
	return code < 0 ? code : pm_db_make_tables(db, err);
}

static void set_notice(struct pm_index_db *db, const char *why)
{
	pm_buf_reset(&db->notice);
	pm_buf_addf(&db->notice, "cannot keep an index of the history: %s",
		    why);
}

int pm_db_to_memory(struct pm_index_db *db, const char *why,
		    struct pm_error *err)
{
	sqlite3 *file = db->sql;
	struct pm_index_vfs *vfs = db->vfs;
	int status, code;

	if (why)
		set_notice(db, why);
	for (size_t i = 0; i < PM_DB_STATEMENTS; i++) {
		sqlite3_finalize(db->stmt[i]);
		db->stmt[i] = NULL;
	}
	db->begun = 0;
	db->sql = NULL;
	db->vfs = NULL;
	db->in_memory = true;
	db->read_only = false;
	code = pm_db_open_sql(db, ":memory:",
			SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
	status = SQLITE_ERROR;
	if (code >= 0 && file) {
		sqlite3_backup *copy =
			sqlite3_backup_init(db->sql, "main", file, "main");

		status = copy ? sqlite3_backup_step(copy, -1) : SQLITE_ERROR;
		sqlite3_backup_finish(copy);
	}
	sqlite3_close(file);
	pm_index_vfs_free(vfs);
	if (code >= 0 && status != SQLITE_DONE)
		code = pm_db_open_memory(db, err);
	return code;
}

/* As git does in a repository that a group shares. */
static void share(const char *path, const char *like, mode_t mask)
{
	struct stat st;

	if (!stat(like, &st) && st.st_mode & (S_IWGRP | S_IWOTH) &&
	    chmod(path, st.st_mode & mask) < 0)
		return;
}

static void set_path(struct pm_index_db *db, const struct pm_repo *repo)
{
	struct pm_buf path = { 0 };

	pm_buf_addf(&path, "%s/" PM_INDEX_FOLDER "/index.sqlite", repo->common_dir);
	free(db->path);
	db->path = pm_buf_detach(&path);
}

static int make_folder(const struct pm_repo *repo, struct pm_error *err)
{
	struct pm_buf path = { 0 };
	int code = PM_OK;

	pm_buf_addf(&path, "%s/" PM_INDEX_FOLDER, repo->common_dir);
	if (!mkdir(pm_buf_str(&path), 0777))
		share(pm_buf_str(&path), repo->common_dir, 07777);
	else if (errno != EEXIST)
		code = pm_fail_errno(err, "%s", pm_buf_str(&path));
	pm_buf_release(&path);
	return code;
}

/* The file as it is, or a new one. */
int pm_db_open_file(struct pm_index_db *db, struct pm_repo *repo,
		     struct pm_error *err)
{
	bool is_new = access(db->path, F_OK) < 0;
	int code;

	db->in_memory = false;
	code = pm_db_open_sql(db, db->path,
			SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE, err);
	if (code < 0 && !is_new && db->fault == PM_FAULT_WRITE)
		code = pm_db_open_sql(db, db->path, SQLITE_OPEN_READONLY, err);
	if (code < 0)
		return code;
	db->read_only = sqlite3_db_readonly(db->sql, "main") == 1;
	if (is_new)
		share(db->path, repo->common_dir, 0666);
	return PM_OK;
}

/* In one transaction: another process may be about to make its tables. */
static int read_format(struct pm_index_db *db, int *version, int *application,
		       struct pm_error *err)
{
	int code = pm_db_run(db, "BEGIN", err);

	if (code >= 0)
		code = read_number(db, "PRAGMA user_version", version, err);
	if (code >= 0)
		code = read_number(db, "PRAGMA application_id", application,
				   err);
	if (code >= 0)
		code = pm_db_run(db, "COMMIT", err);
	return code;
}

/* Whether the file is one of ours, of this format. */
static int check_format(struct pm_index_db *db, struct pm_error *err)
{
	int version, application;
	int code = read_format(db, &version, &application, err);

	if (code < 0)
		return code;
	if (version == PM_INDEX_FORMAT && application == APPLICATION)
		return PM_OK;
	if (version > PM_INDEX_FORMAT && application == APPLICATION) {
		set_notice(db, "a newer version of git-postmortem made the "
			       "one that is there");
		return pm_db_open_memory(db, err);
	}
	if (version || application)
		return pm_db_fail_damaged(db, err);
	return pm_db_make_tables(db, err);
}

bool pm_db_has_moved(struct pm_index_db *db)
{
	int moved = 0;

	return db->sql && !db->in_memory &&
	       sqlite3_file_control(db->sql, "main", SQLITE_FCNTL_HAS_MOVED,
				    &moved) == SQLITE_OK &&
	       moved;
}

int pm_db_open(struct pm_index_db *db, struct pm_repo *repo,
	       struct pm_error *err)
{
	struct pm_error own = { 0 };
	int code;

	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	db->fault = PM_FAULT_WRITE;
	set_path(db, repo);
	code = make_folder(repo, &own);
	if (code >= 0 || !access(db->path, R_OK))
		code = pm_db_open_file(db, repo, &own);
	if (code >= 0)
		code = check_format(db, &own);
	if (code < 0 && db->fault == PM_FAULT_DAMAGED)
		code = pm_db_renew(db, repo, &own);
	if (code >= 0)
		return code;
	pm_db_close_sql(db);
	return pm_db_to_memory(db, own.message, err);
}

int pm_db_look(struct pm_index_db *db, int *format, struct pm_repo *repo,
	       struct pm_error *err)
{
	int application = 0, code;

	sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	*format = 0;
	db->read_only = true;
	set_path(db, repo);
	if (access(db->path, F_OK) < 0 && (errno == ENOENT || errno == ENOTDIR))
		return 0;
	code = pm_db_open_sql(db, db->path, SQLITE_OPEN_READWRITE, err);
	if (code >= 0)
		code = read_format(db, format, &application, err);
	if (code < 0)
		return code;
	/* Just made by another process that has not come further. */
	if (!*format && !application)
		return 0;
	if (application != APPLICATION)
		return pm_db_fail_damaged(db, err);
	if (*format != PM_INDEX_FORMAT)
		return pm_fail(err, PM_EINVALID, "%s: made by %s version of "
			       "git-postmortem", db->path,
			       *format > PM_INDEX_FORMAT ? "a newer" :
							   "an older");
	return 1;
}

void pm_db_close(struct pm_index_db *db)
{
	pm_db_close_sql(db);
	free(db->path);
	pm_buf_release(&db->notice);
	memset(db, 0, sizeof(*db));
}

int pm_db_begin(struct pm_index_db *db, struct pm_error *err)
{
	int code = db->begun ? PM_OK : pm_db_run(db, "BEGIN IMMEDIATE", err);

	db->begun += code >= 0;
	return code;
}

int pm_db_commit(struct pm_index_db *db, struct pm_error *err)
{
	int code = db->begun > 1 ? PM_OK : pm_db_run(db, "COMMIT", err);

	db->begun -= code >= 0;
	return code;
}

void pm_db_rollback(struct pm_index_db *db)
{
	for (size_t i = 0; i < PM_DB_STATEMENTS; i++) {
		if (db->stmt[i])
			sqlite3_reset(db->stmt[i]);
	}
	db->begun = 0;
	if (db->sql && !sqlite3_get_autocommit(db->sql))
		sqlite3_exec(db->sql, "ROLLBACK", NULL, NULL, NULL);
}

int pm_db_begin_reading(struct pm_index_db *db, struct pm_error *err)
{
	return db->begun ? PM_OK :
			   pm_db_run(db, "PRAGMA cache_size = -"
					 NUMBER_TEXT(CACHE) "; BEGIN", err);
}

void pm_db_end_reading(struct pm_index_db *db)
{
	if (!db->begun && db->sql && !sqlite3_get_autocommit(db->sql))
		sqlite3_exec(db->sql, "COMMIT", NULL, NULL, NULL);
}
