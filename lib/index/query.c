/* SPDX-License-Identifier: MIT */
#include "index/db.h"

#include <string.h>

sqlite3_stmt *pm_db_query(struct pm_index_db *db, int number,
			  const char *text, struct pm_error *err)
{
	sqlite3_stmt **stmt = &db->stmt[number];
	int status;

	if (*stmt) {
		sqlite3_reset(*stmt);
		sqlite3_clear_bindings(*stmt);
		return *stmt;
	}
	status = sqlite3_prepare_v3(db->sql, text, -1,
				    SQLITE_PREPARE_PERSISTENT, stmt, NULL);
	if (status != SQLITE_OK)
		pm_db_fail(db, status, err);
	return *stmt;
}

void pm_db_bind_int(sqlite3_stmt *stmt, int nr, int64_t value)
{
	sqlite3_bind_int64(stmt, nr, value);
}

void pm_db_bind_text(sqlite3_stmt *stmt, int nr, const char *text)
{
	sqlite3_bind_text(stmt, nr, text, -1, SQLITE_TRANSIENT);
}

static int nibble(char c)
{
	return c <= '9' ? c - '0' : c - 'a' + 10;
}

void pm_db_bind_oid(sqlite3_stmt *stmt, int nr, const char *hex)
{
	unsigned char bytes[PM_OID_HEX / 2];
	size_t len = hex ? strlen(hex) / 2 : 0;

	if (!hex || len > sizeof(bytes)) {
		sqlite3_bind_null(stmt, nr);
		return;
	}
	for (size_t i = 0; i < len; i++)
		bytes[i] = (unsigned char)(nibble(hex[2 * i]) << 4 |
					   nibble(hex[2 * i + 1]));
	sqlite3_bind_blob(stmt, nr, bytes, (int)len, SQLITE_TRANSIENT);
}

bool pm_db_oid(char out[PM_OID_HEX], sqlite3_stmt *stmt, int column)
{
	static const char digit[] = "0123456789abcdef";
	const unsigned char *bytes = sqlite3_column_blob(stmt, column);
	size_t len = (size_t)sqlite3_column_bytes(stmt, column);

	if (!bytes || (len != 20 && len != 32))
		return false;
	for (size_t i = 0; i < len; i++) {
		out[2 * i] = digit[bytes[i] >> 4];
		out[2 * i + 1] = digit[bytes[i] & 15];
	}
	out[2 * len] = '\0';
	return true;
}

int pm_db_step(struct pm_index_db *db, sqlite3_stmt *stmt,
	       struct pm_error *err)
{
	int status = sqlite3_step(stmt);

	if (status == SQLITE_ROW)
		return 1;
	if (status == SQLITE_DONE) {
		sqlite3_reset(stmt);
		return 0;
	}
	status = pm_db_fail(db, status, err);
	sqlite3_reset(stmt);
	return status;
}
