/* SPDX-License-Identifier: MIT */
#include <dirent.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/*
 * What libFuzzer's main would do with a corpus: run the fuzz target on every
 * file, here with any compiler, one line of TAP for each. Without arguments
 * build/.../fuzz_yaml reads tests/fuzz/corpus/yaml. A target that crashes
 * takes the program with it, which the missing plan shows.
 */

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static uint8_t *slurp(const char *path, size_t *size)
{
	FILE *f = fopen(path, "rb");
	uint8_t *data = NULL;
	size_t room = 0;

	*size = 0;
	if (!f)
		return NULL;
	do {
		room = room ? 2 * room : BUFSIZ;
		uint8_t *more = realloc(data, room);
		if (!more)
			abort();
		data = more;
		*size += fread(data + *size, 1, room - *size, f);
	} while (*size == room);
	if (ferror(f)) {
		free(data);
		data = NULL;
	}
	fclose(f);
	return data;
}

/* An exact copy on the heap: a read past its end is seen by a sanitizer. */
static int run_one(const char *path, unsigned int number)
{
	size_t size;
	uint8_t *data = slurp(path, &size);
	uint8_t *exact;

	if (!data) {
		printf("not ok %u - %s cannot be read\n", number, path);
		return 1;
	}
	exact = malloc(size ? size : 1);
	if (!exact)
		abort();
	memcpy(exact, data, size);
	free(data);

	LLVMFuzzerTestOneInput(exact, size);
	free(exact);
	printf("ok %u - %s\n", number, path);
	fflush(stdout);
	return 0;
}

static int visible(const struct dirent *entry)
{
	return entry->d_name[0] != '.';
}

static int run_folder(const char *folder)
{
	struct dirent **entries = NULL;
	int nr = scandir(folder, &entries, visible, alphasort);
	int failed = 0;

	if (nr <= 0) {
		printf("1..1\nnot ok 1 - %s holds no input\n", folder);
		free(entries);
		return 1;
	}
	for (int i = 0; i < nr; i++) {
		char *path = NULL;

		if (asprintf(&path, "%s/%s", folder, entries[i]->d_name) < 0)
			abort();
		failed |= run_one(path, (unsigned int)i + 1);
		free(path);
		free(entries[i]);
	}
	free(entries);
	printf("1..%d\n", nr);
	return failed;
}

int main(int argc, char **argv)
{
	const char *name = strrchr(argv[0], '/');
	char folder[4096];
	int failed = 0;

	if (argc == 1) {
		name = name ? name + 1 : argv[0];
		if (!strncmp(name, "fuzz_", strlen("fuzz_")))
			name += strlen("fuzz_");
		snprintf(folder, sizeof(folder), "tests/fuzz/corpus/%s", name);
		return run_folder(folder);
	}
	for (int i = 1; i < argc; i++)
		failed |= run_one(argv[i], (unsigned int)i);
	printf("1..%d\n", argc - 1);
	return failed;
}
