/* SPDX-License-Identifier: MIT */
#include "syntax/front.h"

#include <stdint.h>
#include <string.h>

#include "base/text.h"
#include "syntax/scan.h"
#include "syntax/yaml_splice.h"

/* "debrief.date" in its two parts; `name` is the key alone otherwise. */
struct target {
	char *parent; /* NULL at the top */
	const char *name;
};

struct edit {
	struct pm_arena arena;
	struct pm_problems problems;
	struct pm_front front;
	struct pm_buf file; /* a copy */
	struct target target;
	const char *eol;
};

/* Which of the problems keeps the front matter from being read. */
static const struct pm_problem *blocking(const struct pm_problems *problems)
{
	for (size_t i = 0; i < problems->nr; i++)
		if (problems->item[i].kind == PM_PROBLEM_FRONT_MATTER ||
		    problems->item[i].kind == PM_PROBLEM_HIDDEN ||
		    problems->item[i].kind == PM_PROBLEM_CONFLICT ||
		    problems->item[i].kind == PM_PROBLEM_TOO_LARGE)
			return &problems->item[i];
	return NULL;
}

static int fail_unreadable(struct edit *edit, struct pm_error *err)
{
	const struct pm_problem *problem = blocking(&edit->problems);

	if (!problem)
		return pm_fail(err, PM_EINVALID,
			       "the front matter cannot be read");
	return pm_fail(err, PM_EINVALID, "line %zu: %s%s%s%s", problem->line,
		       problem->message, problem->fix ? " (" : "",
		       problem->fix ? problem->fix : "",
		       problem->fix ? ")" : "");
}

static const char *line_break(const char *text, size_t len)
{
	size_t end = 0;

	while (end < len && text[end] != '\n' && text[end] != '\r')
		end++;
	if (end + 1 < len && text[end] == '\r')
		return text[end + 1] == '\n' ? "\r\n" : "\r";
	return "\n";
}

static void release(struct edit *edit)
{
	pm_buf_release(&edit->file);
	pm_arena_release(&edit->arena);
}

/* Readers differ in which of two lines counts; neither is to be changed. */
static int check_single(const struct edit *edit, const char *key,
			struct pm_error *err)
{
	const struct pm_yaml *map = edit->front.map;
	size_t first = 0;

	if (edit->target.parent)
		map = pm_yaml_get(map, edit->target.parent);
	if (!map || map->kind != PM_YAML_MAP)
		return 0;
	for (size_t i = 0; i < map->nr; i++) {
		if (strcmp(map->child[i].key, edit->target.name))
			continue;
		if (first)
			return pm_fail(err, PM_EINVALID,
				       "'%s' is set twice, in line %zu and in "
				       "line %zu: keep one of them", key,
				       first, map->child[i].key_line);
		first = map->child[i].key_line;
	}
	return 0;
}

static int begin(struct edit *edit, const struct pm_buf *file, const char *key,
		 struct pm_error *err)
{
	const char *text = pm_buf_str(file);
	const char *dot = strchr(key, '.');

	edit->problems.arena = &edit->arena;
	edit->eol = line_break(text, file->len);
	edit->target.name = dot ? dot + 1 : key;
	if (dot)
		edit->target.parent = pm_arena_strndup(&edit->arena, key,
						       (size_t)(dot - key));
	pm_front_read(&edit->front, &edit->arena, text, file->len, SIZE_MAX,
		      &edit->problems);
	if (!edit->front.map)
		return fail_unreadable(edit, err);
	pm_buf_add(&edit->file, text, file->len);
	return check_single(edit, key, err);
}

/* The position of the key that is the first `len` bytes of `key`. */
static bool find(const struct pm_yaml *map, const char *key, size_t len,
		 size_t *at)
{
	for (size_t i = 0; i < map->nr; i++) {
		const char *name = map->child[i].key;

		if (!strncmp(name, key, len) && !name[len]) {
			*at = i;
			return true;
		}
	}
	return false;
}

static bool same_node(const struct pm_yaml *a, const struct pm_yaml *b)
{
	if (a->kind != b->kind || a->nr != b->nr)
		return false;
	if (a->kind == PM_YAML_SCALAR)
		return a->len == b->len && !memcmp(a->text, b->text, a->len) &&
		       a->plain == b->plain;
	for (size_t i = 0; i < a->nr; i++) {
		if (a->kind == PM_YAML_MAP &&
		    strcmp(a->child[i].key, b->child[i].key))
			return false;
		if (!same_node(&a->child[i], &b->child[i]))
			return false;
	}
	return true;
}

static bool is_empty(const struct pm_yaml *node)
{
	return !node || pm_yaml_is_null(node) ||
	       (node->kind == PM_YAML_MAP && !node->nr);
}

static bool skip(const struct pm_yaml *map, size_t i, const char *key)
{
	return i < map->nr && !strcmp(map->child[i].key, key);
}

/* Whether two maps are the same but for `key`. A NULL map is empty. */
static bool same_but(const struct pm_yaml *a, const struct pm_yaml *b,
		     const char *key)
{
	size_t i = 0;
	size_t k = 0;

	if (is_empty(a) || is_empty(b)) {
		const struct pm_yaml *map = is_empty(a) ? b : a;

		return is_empty(map) ||
		       (map->kind == PM_YAML_MAP && map->nr == 1 &&
			!strcmp(map->child[0].key, key));
	}
	if (a->kind != PM_YAML_MAP || b->kind != PM_YAML_MAP)
		return false;
	for (;;) {
		if (skip(a, i, key))
			i++;
		if (skip(b, k, key))
			k++;
		if (i >= a->nr || k >= b->nr)
			return i >= a->nr && k >= b->nr;
		if (strcmp(a->child[i].key, b->child[k].key) ||
		    !same_node(&a->child[i], &b->child[k]))
			return false;
		i++;
		k++;
	}
}

/*
 * The edit is done on bytes; what it did is judged on the parsed form. Only
 * the one key may differ, and it must read back as meant.
 */
static bool is_right(const struct edit *edit, const struct pm_front *now,
		     const struct pm_problems *problems,
		     const struct pm_yaml_value *value)
{
	const struct pm_yaml *before = edit->front.map;
	const struct pm_yaml *after = now->map;
	const struct target *target = &edit->target;
	const struct pm_yaml *node;

	if (!after || problems->nr > edit->problems.nr)
		return false;
	if (!same_but(before, after,
		      target->parent ? target->parent : target->name))
		return false;
	if (target->parent) {
		before = pm_yaml_get(before, target->parent);
		after = pm_yaml_get(after, target->parent);
		if (!same_but(before, after, target->name))
			return false;
	}
	node = pm_yaml_get(after, target->name);
	return value ? pm_yaml_value_is(node, value) : !node;
}

static int finish(struct edit *edit, struct pm_buf *file, const char *key,
		  const struct pm_yaml_value *value, struct pm_error *err)
{
	struct pm_problems problems = { .arena = &edit->arena };
	struct pm_front now;

	pm_front_read(&now, &edit->arena, pm_buf_str(&edit->file),
		      edit->file.len, SIZE_MAX, &problems);
	if (!is_right(edit, &now, &problems, value))
		return pm_fail(err, PM_EINVALID,
			       "cannot change '%s' without changing something "
			       "else in the front matter; edit it by hand",
			       key);
	pm_buf_reset(file);
	pm_buf_add(file, pm_buf_str(&edit->file), edit->file.len);
	return 0;
}

/* The child of `map` behind which the key belongs; map->nr for the first.
 * `parent` says which of the names in `before` speak of this map. */
static size_t place(const struct pm_yaml *map, const char *parent,
		    const char *const *before, bool has_own)
{
	size_t len = parent ? strlen(parent) : 0;
	size_t behind = map->nr;
	size_t at = 0;

	for (; before && *before; before++) {
		const char *name = *before;
		size_t name_len = strcspn(name, ".");
		bool inside = parent && name_len == len && name[len] &&
			      !strncmp(name, parent, len);

		if (has_own != inside)
			continue;
		if (inside) {
			name += len + 1;
			name_len = strlen(name);
		}
		if (find(map, name, name_len, &at))
			behind = at;
	}
	return behind;
}

static void set_in(struct edit *edit, const struct pm_yaml *map,
		   const struct pm_yaml_value *value,
		   const char *const *before)
{
	const struct target *target = &edit->target;
	size_t at = 0;

	if (find(map, target->name, strlen(target->name), &at))
		pm_yaml_replace(&edit->file, map, &map->child[at], value,
				edit->eol);
	else
		pm_yaml_insert(&edit->file, map,
			       place(map, target->parent, before,
				     target->parent != NULL),
			       target->name, value, edit->front.yaml_start,
			       edit->eol);
}

static int set_below(struct edit *edit, const struct pm_yaml_value *value,
		     const char *const *before, struct pm_error *err)
{
	const struct pm_yaml *top = edit->front.map;
	const struct target *target = &edit->target;
	const struct pm_yaml *map = pm_yaml_get(top, target->parent);

	if (!map) {
		pm_yaml_insert_map(&edit->file, top,
				   place(top, target->parent, before, false),
				   target->parent, target->name, value,
				   edit->front.yaml_start, edit->eol);
	} else if (pm_yaml_is_null(map)) {
		pm_yaml_fill(&edit->file, map, target->name, value, edit->eol);
	} else if (map->kind == PM_YAML_MAP) {
		set_in(edit, map, value, before);
	} else {
		return pm_fail(err, PM_EINVALID,
			       "line %zu: '%s' holds no fields of its own, so "
			       "'%s' cannot be set in it",
			       map->line, target->parent, target->name);
	}
	return 0;
}

static const struct pm_yaml *present(const struct edit *edit)
{
	const struct pm_yaml *map = edit->front.map;

	if (edit->target.parent)
		map = pm_yaml_get(map, edit->target.parent);
	return pm_yaml_get(map, edit->target.name);
}

/* What could be written, but only as an escape that hides in quotes. */
static int check_value(struct edit *edit, const char *key,
		       const struct pm_yaml_value *value, struct pm_error *err)
{
	struct pm_problems problems = { .arena = &edit->arena };

	for (size_t i = 0; i < value->nr; i++) {
		size_t len = strlen(value->text[i]);

		if (!pm_utf8_is_valid(value->text[i], len))
			return pm_fail(err, PM_EINVALID, "the value for '%s' "
				       "is not valid UTF-8", key);
		pm_scan_value(value->text[i], len, 0, 0, &problems);
		if (problems.nr)
			return pm_fail(err, PM_EINVALID, "the value for '%s' "
				       "holds an invisible character", key);
	}
	return 0;
}

int pm_front_set(struct pm_buf *file, const char *key,
		 const char *const *value, size_t nr, bool list,
		 const char *const *before, struct pm_error *err)
{
	struct pm_yaml_value wanted = { value, nr, list || nr > 1 };
	struct edit edit = { 0 };
	int ret;

	ret = begin(&edit, file, key, err);
	if (ret < 0 || pm_yaml_value_is(present(&edit), &wanted))
		goto out;
	ret = check_value(&edit, key, &wanted, err);
	if (ret < 0)
		goto out;
	if (edit.target.parent)
		ret = set_below(&edit, &wanted, before, err);
	else
		set_in(&edit, edit.front.map, &wanted, before);
	if (!ret)
		ret = finish(&edit, file, key, &wanted, err);
out:
	release(&edit);
	return ret;
}

int pm_front_unset(struct pm_buf *file, const char *key, struct pm_error *err)
{
	const struct pm_yaml *map;
	struct edit edit = { 0 };
	size_t at = 0;
	int ret;

	ret = begin(&edit, file, key, err);
	if (ret < 0 || !present(&edit))
		goto out;
	map = edit.front.map;
	if (edit.target.parent) {
		const struct pm_yaml *inner =
			pm_yaml_get(map, edit.target.parent);

		/* A block map has no way to be written empty: it goes too. */
		if (inner->nr == 1 && !inner->flow)
			find(map, edit.target.parent,
			     strlen(edit.target.parent), &at);
		else
			map = inner;
	}
	if (map != edit.front.map || !edit.target.parent)
		find(map, edit.target.name, strlen(edit.target.name), &at);
	pm_yaml_remove(&edit.file, map, at);
	ret = finish(&edit, file, key, NULL, err);
out:
	release(&edit);
	return ret;
}
