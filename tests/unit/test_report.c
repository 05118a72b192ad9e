/* SPDX-License-Identifier: MIT */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "base/buf.h"
#include "report/report.h"

#define TODAY pm_date_make(2026, 12, 2)
#define ITEMS 6

/* Two post-mortems with up to three items each. */
struct scene {
	struct pm_snapshot snapshot;
	struct pm_postmortem pm[2];
	struct pm_record action[ITEMS];
	struct pm_report report;
	struct pm_report_options options;
};

static void start(struct scene *s)
{
	static const char *const id[] = { "2026-09-01-a", "2026-10-01-b" };
	static const char *const item[ITEMS] = {
		"2026-09-01-a/x", "2026-09-01-a/y", "2026-09-01-a/z",
		"2026-10-01-b/x", "2026-10-01-b/y", "2026-10-01-b/z",
	};
	struct pm_source source = { 0 };

	memset(s, 0, sizeof(*s));
	pm_snapshot_init(&s->snapshot, &source, NULL, 0);
	for (size_t i = 0; i < 2; i++)
		s->pm[i] = (struct pm_postmortem){
			.id = id[i],
			.record = { .kind = PM_POSTMORTEM, .id = id[i],
				    .path = id[i] },
			.action = &s->action[3 * i],
		};
	for (size_t i = 0; i < ITEMS; i++)
		s->action[i] = (struct pm_record){ .kind = PM_ACTION,
						   .id = item[i],
						   .path = item[i] };
	s->snapshot.item = s->pm;
	s->snapshot.nr = 2;
	s->options = (struct pm_report_options){ .today = TODAY,
						 .since = PM_NO_DATE,
						 .until = PM_NO_DATE };
}

static void read_into(struct scene *s, struct pm_record *record,
		      const char *text)
{
	pm_record_read(record, &s->snapshot.arena, text, strlen(text),
		       &s->snapshot.policy, PM_READ_BODY);
}

/* The next item, of post-mortem 0 or 1, with its history, or NULL. */
static void add(struct scene *s, size_t pm, const char *front,
		const char *history)
{
	struct pm_buf text = { 0 };
	size_t at = 3 * pm + s->pm[pm].actions++;

	pm_buf_addf(&text, "---\n%s\n---\n", front);
	if (history)
		pm_buf_addf(&text, "\n## History\n\n%s", history);
	read_into(s, &s->action[at], pm_buf_str(&text));
	pm_buf_release(&text);
}

static void make(struct scene *s)
{
	pm_report_make(&s->report, &s->snapshot, &s->options);
}

static void let_go(struct scene *s)
{
	pm_report_release(&s->report);
	s->snapshot.item = NULL;
	s->snapshot.nr = 0;
	pm_snapshot_release(&s->snapshot);
}

static void promises_are_open_and_overdue_by_owner_and_age(void **state)
{
	const struct pm_report_open *open;
	struct scene s;

	(void)state;
	start(&s);
	add(&s, 0, "state: accepted\nowner: \"@bob\"\ndue: 2026-11-30",
	    "- 2026-08-01 bob: accepted, owner bob, due 2026-11-30\n");
	add(&s, 0, "state: accepted\nowner: bob\ndue: 2026-12-02",
	    "- 2026-08-01 bob: proposed, owner bob\n"
	    "- 2026-11-02 bob: accepted, due 2026-12-02\n");
	add(&s, 1, "state: in-progress\nowner: alice\ndue: 2026-12-01", NULL);
	add(&s, 1, "state: proposed\ndue: 2020-01-01", NULL);
	add(&s, 1, "state: done\nowner: bob\ndue: 2020-01-01",
	    "- 2026-11-02 bob: proposed, owner bob, due 2020-01-01\n"
	    "- 2026-11-03 bob: done\n");
	make(&s);
	open = &s.report.open;
	assert_int_equal(open->all.promised, 3);
	assert_int_equal(open->all.overdue, 2);
	assert_int_equal(open->all.proposed, 1);
	assert_int_equal(open->owner.nr, 3);
	/* Who has more of them overdue does not come first. */
	assert_string_equal(open->owner.item[0].name, "alice");
	assert_string_equal(open->owner.item[1].name, "bob");
	assert_int_equal(open->owner.item[1].promised, 2);
	assert_int_equal(open->owner.item[1].overdue, 1);
	assert_null(open->owner.item[2].name);
	/* The second of November was 30 days ago. */
	assert_int_equal(open->age[PM_AGE_30], 1);
	assert_int_equal(open->age[PM_AGE_OLDER], 1);
	assert_int_equal(open->age[PM_AGE_UNKNOWN], 1);
	assert_int_equal(open->overdues, 2);
	assert_int_equal(open->overdue[0]->late, 2);
	assert_int_equal(open->overdue[1]->late, 1);
	assert_int_equal(s.report.gaps.no_owner, 1);
	assert_int_equal(s.report.gaps.open_no_owner, 1);
	/* What has no history is open and overdue all the same. */
	assert_int_equal(s.report.gaps.no_history, 2);
	assert_int_equal(s.report.gaps.part_history, 0);
	assert_false(s.report.is_complete);
	let_go(&s);
}

static void a_month_shows_what_was_kept_in_time(void **state)
{
	const struct pm_report_month *month;
	struct scene s;

	(void)state;
	start(&s);
	/* 30 and 31 days. */
	add(&s, 0, "state: declined",
	    "- 2026-09-01 bob: accepted, owner bob\n"
	    "- 2026-10-01 bob: done\n- 2026-09-01 bob: accepted\n"
	    "- 2026-10-02 bob: done\n- 2026-09-30 bob: accepted\n"
	    "- 2026-10-02 bob: declined\n");
	add(&s, 0, "state: accepted",
	    "- 2026-09-30 bob: accepted, owner bob\n");
	/* It was accepted before the history begins. */
	add(&s, 1, "state: done",
	    "- 2026-09-28 bob: in-progress\n- 2026-09-30 bob: done\n");
	add(&s, 1, "state: done",
	    "- 2026-12-01 bob: accepted, owner bob\n"
	    "- 2026-12-01 bob: done\n");
	add(&s, 1, "state: done", "- 2026-12-01 bob: done, owner bob\n");
	make(&s);
	assert_int_equal(s.report.promises.months, 3);
	assert_int_equal(s.report.promises.never, 1);
	month = s.report.promises.month;
	assert_int_equal(month[0].first, PM_NO_DATE);
	assert_int_equal(month[0].made, 1);
	assert_int_equal(month[0].kept[2], 0);
	assert_int_equal(month[1].first, pm_date_make(2026, 9, 1));
	assert_int_equal(month[1].made, 4);
	assert_int_equal(month[1].kept[0], 1);
	assert_int_equal(month[1].kept[1], 2);
	assert_int_equal(month[1].kept[2], 2);
	assert_int_equal(month[1].end[PM_PROMISE_KEPT], 2);
	assert_int_equal(month[1].end[PM_PROMISE_DECLINED], 1);
	assert_int_equal(month[1].end[PM_PROMISE_OPEN], 1);
	/* The open one is 63 days old: 90 may still be met. */
	assert_true(month[1].is_final[1]);
	assert_false(month[1].is_final[2]);
	/* The month goes on. */
	assert_int_equal(month[2].kept[0], 1);
	assert_false(month[2].is_final[0]);
	assert_int_equal(s.report.promises.all.made, 6);
	assert_false(s.report.promises.all.is_final[0]);
	let_go(&s);
}

static void a_period_bounds_what_happened_but_not_what_is_open(void **state)
{
	struct scene s;

	(void)state;
	start(&s);
	add(&s, 0, "state: accepted\nowner: bob\ndue: 2026-12-15",
	    "- 2026-09-30 bob: accepted, owner bob, due 2026-12-01\n"
	    "- 2026-10-30 bob: done\n"
	    "- 2026-10-01 bob: accepted, due 2026-12-10\n"
	    "- 2026-10-31 bob: due 2026-12-20: the vendor is late\n"
	    "- 2026-11-01 bob: due 2026-12-15\n");
	add(&s, 0, "state: accepted", "- 2026-10-05 bob: in-progress\n");
	s.options.since = pm_date_make(2026, 10, 1);
	s.options.until = pm_date_make(2026, 10, 31);
	make(&s);
	assert_int_equal(s.report.promises.all.made, 1);
	assert_int_equal(s.report.open.all.promised, 2);
	assert_int_equal(s.report.slips.moves, 1);
	assert_int_equal(s.report.slips.later, 1);
	assert_int_equal(s.report.slips.item[0].days, 10);
	/* Of two incidents, the one of October. */
	assert_int_equal(s.report.durations.incidents, 1);
	let_go(&s);
}

static void a_proposal_is_answered_or_waits_or_is_forgotten(void **state)
{
	/* 30 and 31 days before today. */
	static const struct {
		const char *state, *history;
	} row[ITEMS] = {
		{ "accepted", "- 2026-11-01 bob: proposed\n"
			      "- 2026-11-04 bob: accepted\n" },
		{ "declined", "- 2026-11-01 bob: proposed\n"
			      "- 2026-11-04 bob: declined\n" },
		{ "done", "- 2026-11-01 bob: proposed\n"
			  "- 2026-11-04 bob: done\n" },
		{ "proposed", "- 2026-11-02 bob: proposed\n" },
		{ "proposed", "- 2026-11-01 bob: proposed\n" },
		/* Nobody knows since when. */
		{ "proposed", NULL },
	};
	struct scene s;

	(void)state;
	start(&s);
	for (size_t i = 0; i < ITEMS; i++) {
		struct pm_buf front = { 0 };

		pm_buf_addf(&front, "title: Words\nstate: %s", row[i].state);
		add(&s, i / 3, pm_buf_str(&front), row[i].history);
		pm_buf_release(&front);
	}
	make(&s);
	assert_int_equal(s.report.proposals.made, 5);
	assert_int_equal(s.report.proposals.accepted, 1);
	assert_int_equal(s.report.proposals.declined, 1);
	assert_int_equal(s.report.proposals.done, 1);
	assert_int_equal(s.report.proposals.waiting, 2);
	assert_int_equal(s.report.proposals.forgottens, 1);
	assert_string_equal(s.report.proposals.forgotten[0]->action->id,
			    "2026-10-01-b/y");
	assert_int_equal(s.report.proposals.days.count, 3);
	assert_int_equal(s.report.proposals.days.median, 3);
	let_go(&s);
}

#define TIMES(started, detected)                                        \
	"---\nstarted: 2026-09-01T" started "Z\ndetected: 2026-09-01T" \
	detected "Z\nservices: [Mail, shop, mail]\n---\n"

static void times_services_and_factors_are_counted(void **state)
{
	const struct pm_report_recurrence *again;
	struct scene s;

	(void)state;
	start(&s);
	read_into(&s, &s.pm[0].record,
		  TIMES("10:00", "10:05")
		  "## Root cause\n\n- No timeout between shop and mail\n"
		  "- N/A: nothing else\n\nA timeout, a story.\n");
	read_into(&s, &s.pm[1].record,
		  TIMES("10:00", "09:00")
		  "## Contributing factors\n\n"
		  "1. No timeout between *mail* and the shop!\n"
		  "   - no timeout between shop and mail\n"
		  "## Response\n\n- No timeout between shop and mail\n");
	make(&s);
	assert_int_equal(s.report.durations.seconds[PM_TO_DETECTION].count, 1);
	assert_int_equal(s.report.durations.seconds[PM_TO_DETECTION].median,
			 300);
	/* Detected before it started: a slip of the pen. */
	assert_int_equal(s.report.durations.unknown[PM_TO_DETECTION], 1);
	assert_int_equal(s.report.durations.unknown[PM_TO_RESOLUTION], 2);
	again = &s.report.recurrence;
	assert_int_equal(again->services, 2);
	assert_string_equal(again->service[0].name, "Mail");
	assert_int_equal(again->service[0].postmortems, 2);
	assert_int_equal(again->factors_read, 2);
	assert_int_equal(again->factors, 1);
	assert_int_equal(again->factor[0].postmortems, 2);
	assert_ptr_equal(again->factor[0].postmortem[0], &s.pm[0]);
	let_go(&s);
}

static void an_item_that_came_up_before_names_the_earlier(void **state)
{
	struct scene s;

	(void)state;
	start(&s);
	add(&s, 0, "title: Page before expiry\nstate: declined",
	    "- 2026-09-02 bob: proposed\n- 2026-09-05 bob: declined\n");
	add(&s, 0, "title: page before expiry",
	    "- 2026-09-03 bob: proposed\n");
	add(&s, 1, "title: Page before its expiry",
	    "- 2026-10-02 bob: proposed\n");
	make(&s);
	/* Not with an item of the same post-mortem. */
	assert_int_equal(s.report.recurrence.repeats, 1);
	assert_string_equal(
		s.report.recurrence.repeat[0].item->action->id,
		"2026-10-01-b/x");
	assert_string_equal(
		s.report.recurrence.repeat[0].before->action->id,
		"2026-09-01-a/y");
	let_go(&s);
}

static void a_team_and_a_severity_pick_what_counts(void **state)
{
	static const struct {
		const char *severity, *team;
		size_t postmortems, items;
	} cases[] = {
		{ NULL, NULL, 2, 4 }, { "MAJOR", NULL, 1, 2 },
		{ "critical", NULL, 0, 0 }, { NULL, "Shop", 1, 3 },
		{ NULL, "mail", 1, 1 }, { "minor", "shop", 0, 1 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct scene s;

		start(&s);
		read_into(&s, &s.pm[0].record,
			  "---\nseverity: major\nteams: [shop]\n---\n");
		read_into(&s, &s.pm[1].record,
			  "---\nseverity: minor\nteams: [mail]\n---\n");
		add(&s, 0, "team: shop", NULL);
		add(&s, 0, "title: Of no team", NULL);
		add(&s, 1, "team: shop", NULL);
		add(&s, 1, "title: Of no team", NULL);
		s.options.severity = cases[i].severity;
		s.options.team = cases[i].team;
		make(&s);
		assert_int_equal(s.report.postmortems, cases[i].postmortems);
		assert_int_equal(s.report.items, cases[i].items);
		let_go(&s);
	}
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
			promises_are_open_and_overdue_by_owner_and_age),
		cmocka_unit_test(a_month_shows_what_was_kept_in_time),
		cmocka_unit_test(
			a_period_bounds_what_happened_but_not_what_is_open),
		cmocka_unit_test(
			a_proposal_is_answered_or_waits_or_is_forgotten),
		cmocka_unit_test(times_services_and_factors_are_counted),
		cmocka_unit_test(
			an_item_that_came_up_before_names_the_earlier),
		cmocka_unit_test(a_team_and_a_severity_pick_what_counts),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
