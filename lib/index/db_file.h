/* SPDX-License-Identifier: MIT */
#ifndef PM_DB_FILE_H
#define PM_DB_FILE_H

#include "index/db.h"

/*
 * What db.c and renew.c share, and nobody else: opening and closing. Each
 * failure sets db->fault.
 */
#define PM_INDEX_FOLDER "postmortem" /* below the common git directory */

int pm_db_open_sql(struct pm_index_db *db, const char *path, int flags,
		   struct pm_error *err);
/* The file as it is, or a new one, empty. */
int pm_db_open_file(struct pm_index_db *db, struct pm_repo *repo,
		    struct pm_error *err);
int pm_db_open_memory(struct pm_index_db *db, struct pm_error *err);
void pm_db_close_sql(struct pm_index_db *db);
/* Unless they are there. */
int pm_db_make_tables(struct pm_index_db *db, struct pm_error *err);
/* Statements without an answer. */
int pm_db_run(struct pm_index_db *db, const char *text, struct pm_error *err);

#endif
