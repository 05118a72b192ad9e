/* SPDX-License-Identifier: MIT */
#include "doctor/examine.h"

#include "git/drivers.h"

#define SET_UP "git postmortem init"

/* Whether the attributes of this repository ask for our drivers. */
static int is_asked_for(bool *merge, bool *diff, struct pm_doctor *doctor,
			struct pm_error *err)
{
	struct pm_attributes item[PM_RECORD_PATTERNS] = { 0 };
	int code;

	for (size_t i = 0; i < PM_RECORD_PATTERNS; i++)
		item[i].pattern = pm_record_pattern[i];
	code = pm_attributes_read(item, PM_RECORD_PATTERNS, doctor->repo,
				  doctor->snapshot.policy.root, false, err);
	*merge = *diff = false;
	for (size_t i = 0; code >= 0 && i < PM_RECORD_PATTERNS; i++) {
		*merge |= pm_attribute_is_ours(item[i].merge);
		*diff |= pm_attribute_is_ours(item[i].diff);
	}
	pm_attributes_release(item, PM_RECORD_PATTERNS);
	return code;
}

static void configure(struct pm_doctor *doctor, struct pm_drivers *drivers,
		      size_t note)
{
	struct pm_error err = { 0 };

	if (pm_drivers_configure(drivers, NULL, &err) < 0)
		pm_note_failure(doctor, "drivers", &err);
	else
		doctor->note[note].fixed = "configured in this clone";
}

static struct pm_note *tell_spoilt(struct pm_doctor *doctor,
				   const struct pm_drivers *drivers)
{
	bool merge = drivers->merge_state == PM_DRIVER_SPOILT;

	return pm_note(doctor, "drivers", "driver-spoilt", PM_NOTE_ERROR,
		       SET_UP, "%s is not what git postmortem writes: it was "
		       "changed, or another program rewrote git's "
		       "configuration and lost its quotes; %s",
		       merge ? "merge." PM_DRIVER ".driver" :
			       "diff." PM_DRIVER ".xfuncname",
		       merge ? "a merge may drop what the other side did" :
			       "git may refuse to show a diff");
}

static struct pm_note *tell_missing(struct pm_doctor *doctor,
				    const struct pm_drivers *drivers)
{
	if (drivers->merge_state == PM_DRIVER_ABSENT)
		return pm_note(doctor, "drivers", "driver-missing",
			       PM_NOTE_WARNING, SET_UP,
			       "the repository asks for the driver \"%s\", "
			       "which this clone has not configured: git "
			       "merges records as plain text, and says nothing",
			       PM_DRIVER);
	if (drivers->diff_state == PM_DRIVER_ABSENT)
		return pm_note(doctor, "drivers", "driver-diff", PM_NOTE_HINT,
			       SET_UP, "the diff driver is not configured: "
			       "\"git diff\" does not name fields and sections");
	return pm_note(doctor, "drivers", "driver-older", PM_NOTE_HINT, SET_UP,
		       "the %s driver was configured by an earlier version",
		       drivers->merge_state == PM_DRIVER_OLDER ? "merge" :
								 "diff");
}

/* One note for both, of the worse. */
static void tell_unset(struct pm_doctor *doctor, struct pm_drivers *drivers)
{
	size_t at = doctor->nr;
	bool spoilt = drivers->merge_state == PM_DRIVER_SPOILT ||
		      drivers->diff_state == PM_DRIVER_SPOILT;
	struct pm_note *note = spoilt ? tell_spoilt(doctor, drivers) :
					tell_missing(doctor, drivers);

	note->is_fixable = true;
	if (doctor->options.fix)
		configure(doctor, drivers, at);
}

static int look_at_start(struct pm_doctor *doctor,
			 const struct pm_drivers *drivers, struct pm_error *err)
{
	enum pm_driver_start start;
	int code = pm_driver_start(&start, drivers, err);

	if (code < 0)
		return code;
	if (start == PM_DRIVER_FAILS)
		pm_note(doctor, "drivers", "driver-fails", PM_NOTE_ERROR, NULL,
			"git cannot run the merge driver, \"git postmortem "
			"merge-driver\": records are merged as plain text");
	else
		pm_note(doctor, "drivers", "driver", PM_NOTE_OK, NULL,
			"records are merged %s",
			start == PM_DRIVER_STARTS ? "field by field" :
						    "by a driver of your own");
	return PM_OK;
}

static int look(struct pm_doctor *doctor, struct pm_drivers *drivers,
		struct pm_error *err)
{
	bool merge, diff;
	int code = is_asked_for(&merge, &diff, doctor, err);

	if (code >= 0)
		code = pm_drivers_find(drivers, &pm_record_headings, err);
	if (code < 0)
		return code;
	if ((merge || diff) && !pm_drivers_are_set(drivers))
		tell_unset(doctor, drivers);
	else if (drivers->merge && !merge)
		pm_note(doctor, "drivers", "driver-unused", PM_NOTE_HINT,
			SET_UP, "the merge driver is configured, but no "
			"attribute asks for it");
	else if (!merge)
		pm_note(doctor, "drivers", "driver-none", PM_NOTE_OK, NULL,
			"records are merged as plain text");
	return merge && drivers->merge &&
			       drivers->merge_state != PM_DRIVER_SPOILT ?
		       look_at_start(doctor, drivers, err) :
		       PM_OK;
}

void pm_look_at_drivers(struct pm_doctor *doctor)
{
	struct pm_drivers drivers = { 0 };
	struct pm_error err = { 0 };

	/* Without a work tree nothing is merged. */
	if (!doctor->repo->top)
		return;
	if (look(doctor, &drivers, &err) < 0)
		pm_note_failure(doctor, "drivers", &err);
	pm_drivers_release(&drivers);
}
