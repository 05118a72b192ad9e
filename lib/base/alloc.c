/* SPDX-License-Identifier: MIT */
#include "base/alloc.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define EXIT_NO_MEMORY 128

/* Enough to put back a few thousand files. */
#define RESERVE (1u << 20)

static struct {
	void (*last)(void *payload);
	void *payload;
	void *memory;
} reserve;

void pm_before_no_memory(void (*last)(void *payload), void *payload)
{
	if (last && !reserve.memory)
		reserve.memory = pm_xmalloc(RESERVE);
	if (!last) {
		free(reserve.memory);
		reserve.memory = NULL;
	}
	reserve.last = last;
	reserve.payload = payload;
}

void pm_no_memory(void)
{
	static const char text[] = "fatal: out of memory\n";
	void (*last)(void *) = reserve.last;

	/* Once: what it does may find no memory either. */
	reserve.last = NULL;
	free(reserve.memory);
	reserve.memory = NULL;
	if (last)
		last(reserve.payload);
	/* Nothing is left that could be done about a failing write. */
	if (write(STDERR_FILENO, text, sizeof(text) - 1) < 0)
		_exit(EXIT_NO_MEMORY);
	_exit(EXIT_NO_MEMORY);
}

void *pm_xmalloc(size_t size)
{
	void *ptr = malloc(size ? size : 1);

	if (!ptr)
		pm_no_memory();
	return ptr;
}

void *pm_xcalloc(size_t nr, size_t size)
{
	void *ptr = calloc(nr ? nr : 1, size ? size : 1);

	if (!ptr)
		pm_no_memory();
	return ptr;
}

void *pm_xrealloc(void *ptr, size_t size)
{
	void *moved = realloc(ptr, size ? size : 1);

	if (!moved)
		pm_no_memory();
	return moved;
}

char *pm_xstrdup(const char *s)
{
	return pm_xstrndup(s, strlen(s));
}

char *pm_xstrndup(const char *s, size_t len)
{
	char *copy = pm_xmalloc(len + 1);

	if (len)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

/*
 * Blocks start small, because one is paid for every file that is read, and
 * double, because a snapshot of a large repository fills many.
 */
#define FIRST_BLOCK (8u << 10)
#define LARGEST_BLOCK (1u << 20)

struct pm_arena_block {
	struct pm_arena_block *next;
	size_t size;
	size_t used;
	max_align_t data[];
};

static struct pm_arena_block *new_block(size_t size)
{
	struct pm_arena_block *block;

	if (size > SIZE_MAX - sizeof(*block))
		pm_no_memory();
	block = pm_xmalloc(sizeof(*block) + size);
	block->next = NULL;
	block->size = size;
	block->used = 0;
	return block;
}

/* `align` is a power of two. */
static void *take(struct pm_arena *arena, size_t size, size_t align)
{
	struct pm_arena_block *block = arena->block;
	size_t start = 0;
	size_t next;

	if (block) {
		start = (block->used + align - 1) & ~(align - 1);
		if (start <= block->size && size <= block->size - start) {
			block->used = start + size;
			return (char *)block->data + start;
		}
	}

	next = block ? block->size * 2 : FIRST_BLOCK;
	if (next > LARGEST_BLOCK)
		next = LARGEST_BLOCK;
	if (next < FIRST_BLOCK)
		next = FIRST_BLOCK;
	if (block && size > next / 4) {
		/* A large thing gets its own block behind the current one,
		 * so that the room left there is not lost. */
		struct pm_arena_block *own = new_block(size);

		own->used = size;
		own->next = block->next;
		block->next = own;
		return own->data;
	}
	block = new_block(size > next ? size : next);
	block->next = arena->block;
	block->used = size;
	arena->block = block;
	return block->data;
}

void *pm_arena_alloc(struct pm_arena *arena, size_t size)
{
	void *ptr = take(arena, size, _Alignof(max_align_t));

	memset(ptr, 0, size);
	return ptr;
}

void *pm_arena_realloc(struct pm_arena *arena, void *ptr, size_t old,
		       size_t size)
{
	struct pm_arena_block *block = arena->block;
	char *end = ptr ? (char *)ptr + old : NULL;
	void *moved;

	/* The last that was handed out grows where it is. */
	if (end && end == (char *)block->data + block->used &&
	    size - old <= block->size - block->used) {
		block->used += size - old;
		return ptr;
	}
	moved = take(arena, size, _Alignof(max_align_t));
	if (old)
		memcpy(moved, ptr, old);
	return moved;
}

char *pm_arena_strdup(struct pm_arena *arena, const char *s)
{
	return pm_arena_strndup(arena, s, strlen(s));
}

char *pm_arena_strndup(struct pm_arena *arena, const char *s, size_t len)
{
	char *copy = take(arena, len + 1, 1);

	if (len)
		memcpy(copy, s, len);
	copy[len] = '\0';
	return copy;
}

char *pm_arena_vprintf(struct pm_arena *arena, const char *fmt, va_list ap)
{
	va_list again;
	char *text;
	int len;

	va_copy(again, ap);
	len = vsnprintf(NULL, 0, fmt, again);
	va_end(again);
	if (len < 0)
		return pm_arena_strdup(arena, "");
	text = take(arena, (size_t)len + 1, 1);
	vsnprintf(text, (size_t)len + 1, fmt, ap);
	return text;
}

char *pm_arena_printf(struct pm_arena *arena, const char *fmt, ...)
{
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = pm_arena_vprintf(arena, fmt, ap);
	va_end(ap);
	return text;
}

void pm_arena_absorb(struct pm_arena *arena, struct pm_arena *from)
{
	struct pm_arena_block *last = from->block;

	if (!last || arena == from)
		return;
	while (last->next)
		last = last->next;
	if (arena->block) {
		last->next = arena->block->next;
		arena->block->next = from->block;
	} else {
		arena->block = from->block;
	}
	from->block = NULL;
}

void pm_arena_release(struct pm_arena *arena)
{
	struct pm_arena_block *block = arena->block;

	while (block) {
		struct pm_arena_block *next = block->next;

		free(block);
		block = next;
	}
	arena->block = NULL;
}
