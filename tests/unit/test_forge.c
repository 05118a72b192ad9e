/* SPDX-License-Identifier: MIT */
#include "tests/unit/support.h"

#include "git/forge.h"

static void a_page_is_where_git_fetches_from(void **state)
{
	static const struct {
		const char *address, *page; /* NULL: none */
	} cases[] = {
		{ "https://github.com/acme/shop", "https://github.com/acme/shop" },
		{ "https://github.com/acme/shop.git",
		  "https://github.com/acme/shop" },
		{ "https://github.com/acme/shop.git/",
		  "https://github.com/acme/shop" },
		{ "https://me@git.example.com/acme/shop",
		  "https://git.example.com/acme/shop" },
		{ "https://me:p%40ss@git.example.com/acme/shop",
		  "https://git.example.com/acme/shop" },
		{ "https://me:p@ss@git.example.com/acme/shop",
		  "https://git.example.com/acme/shop" },
		{ "HTTPS://GitHub.com/Acme/Shop",
		  "https://github.com/Acme/Shop" },
		{ "http://git.example.com:8080/a/b",
		  "http://git.example.com:8080/a/b" },
		{ "git@github.com:acme/shop.git",
		  "https://github.com/acme/shop" },
		{ "github.com:acme/shop", "https://github.com/acme/shop" },
		{ "git@gitlab.com:a/b/c/d.git", "https://gitlab.com/a/b/c/d" },
		{ "git@host.example.com:/a/b", "https://host.example.com/a/b" },
		{ "ssh://git@github.com/acme/shop.git",
		  "https://github.com/acme/shop" },
		{ "ssh://git@github.com:22/acme/shop.git",
		  "https://github.com/acme/shop" },
		{ "git+ssh://github.com/acme/shop",
		  "https://github.com/acme/shop" },
		{ "git://github.com/acme/shop", "https://github.com/acme/shop" },
		/* No character may end a link. */
		{ "https://github.com/a(b)/c d<>[x]`\"\\",
		  "https://github.com/a%28b%29/c%20d%3C%3E%5Bx%5D%60%22%5C" },
		{ "https://github.com/a?b#c", "https://github.com/a%3Fb%23c" },
		{ "https://github.com/a%20b", "https://github.com/a%20b" },
		{ "https://github.com", NULL },
		{ "https://github.com/", NULL },
		{ "https:///acme/shop", NULL },
		{ "https://git hub.com/a/b", NULL },
		{ "https://[::1]/a/b", NULL },
		{ "https://evil.example)/a", NULL },
		{ "javascript://github.com/a", NULL },
		{ "file:///srv/git/a.git", NULL },
		{ "/srv/git/a.git", NULL },
		{ "../a:b", NULL },
		{ "C:/git/a", NULL },
		{ "acme/shop", NULL },
		{ "", NULL },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct pm_buf page = { 0 };
		bool is = pm_forge_page(&page, cases[i].address);

		if (is != (cases[i].page != NULL))
			fail_msg("%s: %s", cases[i].address, pm_buf_str(&page));
		assert_string_equal(pm_buf_str(&page),
				    cases[i].page ? cases[i].page : "");
		pm_buf_release(&page);
	}
}

static void a_host_is_known_whole_or_not_at_all(void **state)
{
	(void)state;
	assert_int_equal(pm_forge_known("https://github.com/a/b"),
			 PM_FORGE_GITHUB);
	assert_int_equal(pm_forge_known("https://gitlab.com/a/b"),
			 PM_FORGE_GITLAB);
	assert_int_equal(pm_forge_known("https://codeberg.org/a/b"),
			 PM_FORGE_GITEA);
	assert_int_equal(pm_forge_known("https://github.com.example.org/a"),
			 PM_FORGE_NONE);
	assert_int_equal(pm_forge_known("https://notgithub.com/a"),
			 PM_FORGE_NONE);
	assert_int_equal(pm_forge_known("https://github.co/a"),
			 PM_FORGE_NONE);
	assert_int_equal(pm_forge_known(""), PM_FORGE_NONE);
}

static void a_link_is_as_its_forge_has_it(void **state)
{
	static char base[] = "https://h.example/a";
	static const struct {
		enum pm_forge_kind kind;
		const char *path;
		size_t line;
		const char *file, *commit;
	} cases[] = {
		{ PM_FORGE_NONE, "a.md", 3, "", "" },
		{ PM_FORGE_GITHUB, "a.md", 0,
		  "https://h.example/a/blob/c0ffee/a.md",
		  "https://h.example/a/commit/c0ffee" },
		{ PM_FORGE_GITHUB, "p/a b.md", 3,
		  "https://h.example/a/blob/c0ffee/p/a%20b.md?plain=1#L3",
		  "https://h.example/a/commit/c0ffee" },
		{ PM_FORGE_GITLAB, "p/50%/\xc3\xa4.md", 3,
		  "https://h.example/a/-/blob/c0ffee/p/50%25/%C3%A4.md"
		  "?plain=1#L3",
		  "https://h.example/a/-/commit/c0ffee" },
		{ PM_FORGE_GITEA, "a#?.md", 3,
		  "https://h.example/a/src/commit/c0ffee/a%23%3F.md"
		  "?display=source#L3",
		  "https://h.example/a/commit/c0ffee" },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		const struct pm_forge forge = { cases[i].kind, base };
		struct pm_buf file = { 0 }, commit = { 0 };

		pm_forge_file(&file, &forge, "c0ffee", cases[i].path,
			      cases[i].line);
		pm_forge_commit(&commit, &forge, "c0ffee");
		assert_string_equal(pm_buf_str(&file), cases[i].file);
		assert_string_equal(pm_buf_str(&commit), cases[i].commit);
		pm_buf_release(&file);
		pm_buf_release(&commit);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_page_is_where_git_fetches_from),
		cmocka_unit_test(a_host_is_known_whole_or_not_at_all),
		cmocka_unit_test(a_link_is_as_its_forge_has_it),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
