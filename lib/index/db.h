/* SPDX-License-Identifier: MIT */
#ifndef PM_INDEX_DB_H
#define PM_INDEX_DB_H

#include <sqlite3.h>
#include <stdbool.h>
#include <stdint.h>

#include "base/buf.h"
#include "base/error.h"
#include "git/repo.h"

/*
 * The file that the index is kept in, an SQLite database of ours below the
 * common git directory, and what is done when it cannot be used:
 *
 * - made by an older version of this program, or damaged: begun anew;
 * - made by a newer one: left alone, and a copy in memory serves this run;
 * - cannot be written (rights, a read-only or full disk, somebody else who
 *   writes for longer than PM_INDEX_PATIENCE): what it holds is copied into
 *   memory, and that serves this run.
 *
 * The last two are worth a notice. A writer who is killed leaves what was
 * there before: all that belongs together is one transaction.
 */
#define PM_INDEX_FORMAT 5
#define PM_INDEX_PATIENCE 5000 /* milliseconds */

enum pm_index_fault {
	PM_FAULT_NONE,
	PM_FAULT_WRITE,	  /* it cannot be written here and now */
	PM_FAULT_DAMAGED, /* its contents make no sense */
	PM_FAULT_OTHER,
};

struct pm_index_vfs;

#define PM_DB_STATEMENTS 64

struct pm_index_db {
	sqlite3 *sql;
	struct pm_index_vfs *vfs; /* of the file */
	sqlite3_stmt *stmt[PM_DB_STATEMENTS]; /* by enum pm_db_query */
	char *path;	 /* of the file, also while memory serves */
	bool in_memory;
	bool read_only;
	int begun; /* transactions within one another */
	enum pm_index_fault fault; /* of the last failure */
	struct pm_buf notice;	   /* for a person; empty: nothing to say */
};

int pm_db_open(struct pm_index_db *db, struct pm_repo *repo,
	       struct pm_error *err);
/* Open it as it is, and never change it: 1, or 0 when there is none. *format
 * is its version, 0 where that is not known. PM_EINVALID for another one. */
int pm_db_look(struct pm_index_db *db, int *format, struct pm_repo *repo,
	       struct pm_error *err);
void pm_db_close(struct pm_index_db *db);

/* Go on in memory, with what the file holds if it can be read. `why`
 * completes "cannot keep an index of the history: ..."; NULL: nothing is worth
 * saying. */
int pm_db_to_memory(struct pm_index_db *db, const char *why,
		    struct pm_error *err);
/* Throw the file away and begin a new one. Who has the old one open keeps it.
 * Where another process was faster, its new one is taken. */
int pm_db_renew(struct pm_index_db *db, struct pm_repo *repo,
		struct pm_error *err);
/*
 * To make all of it anew: begin an empty one in memory, which nobody else
 * sees, and put it in the place of the file when it is complete. Up to then
 * others use the old one, and who has that open keeps it. A failure when it
 * cannot be kept in its file.
 */
int pm_db_begin_private(struct pm_index_db *db, struct pm_repo *repo,
			struct pm_error *err);
int pm_db_end_private(struct pm_index_db *db, struct pm_repo *repo,
		      struct pm_error *err);
/* The file that is open is no longer the one that others find. */
bool pm_db_has_moved(struct pm_index_db *db);

/* One within another is a part of it. */
int pm_db_begin(struct pm_index_db *db, struct pm_error *err);
int pm_db_commit(struct pm_index_db *db, struct pm_error *err);
/* All of it, also from within. */
void pm_db_rollback(struct pm_index_db *db);

/*
 * What is read between the two is read as if by one statement: of one state of
 * the file, which is locked and looked at once and not for each row. Nothing
 * can be written in between, by others neither, so not for long. It fails as
 * the first reading would; ending what did not begin is fine.
 */
int pm_db_begin_reading(struct pm_index_db *db, struct pm_error *err);
void pm_db_end_reading(struct pm_index_db *db);

/* A prepared statement, reset; its parameters are set by the functions
 * below, counted from 1. NULL with a failure. */
sqlite3_stmt *pm_db_query(struct pm_index_db *db, int number,
			  const char *text, struct pm_error *err);
void pm_db_bind_int(sqlite3_stmt *stmt, int nr, int64_t value);
/* Copied. NULL is stored as such. */
void pm_db_bind_text(sqlite3_stmt *stmt, int nr, const char *text);
/* A full hex id, stored as bytes; NULL is stored as such. */
void pm_db_bind_oid(sqlite3_stmt *stmt, int nr, const char *hex);
/* 1 with a row, 0 at the end, or a negative code. */
int pm_db_step(struct pm_index_db *db, sqlite3_stmt *stmt,
	       struct pm_error *err);
#define PM_OID_HEX 65 /* the longest id and NUL */
/* False for a column that holds none. */
bool pm_db_oid(char out[PM_OID_HEX], sqlite3_stmt *stmt, int column);
/* A failure, from what SQLite answered; sets db->fault. */
int pm_db_fail(struct pm_index_db *db, int status, struct pm_error *err);
/* A failure of what the database holds. */
int pm_db_fail_damaged(struct pm_index_db *db, struct pm_error *err);

#endif
