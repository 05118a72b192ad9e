/* SPDX-License-Identifier: MIT */
#ifndef PM_LIMITS_H
#define PM_LIMITS_H

/*
 * Every input has a named limit. The sizes leave ten times the room of the
 * largest of 39 real post-mortems; the first two also bound the time that
 * cmark 0.30.2 and libyaml 0.2.5 can be made to spend on crafted input.
 */
#define PM_MAX_DOCUMENT (128u << 10)  /* bytes of a post-mortem */
#define PM_MAX_ACTION (64u << 10)     /* bytes of an action item */
#define PM_MAX_FRONT_MATTER (64u << 10) /* bytes between the --- lines */
#define PM_MAX_POLICY (256u << 10)    /* bytes of policy.yaml */
#define PM_MAX_TEMPLATE (128u << 10)
#define PM_MAX_CODEOWNERS (3u << 20)  /* GitHub reads nothing of a larger one */
#define PM_MAX_COMMENT (1u << 20)     /* bytes of one below a pull request */
#define PM_MAX_MERGE (64u << 20)      /* bytes of each of three texts */
#define PM_MAX_COMMENT (1u << 20)     /* bytes of one below a pull request */
#define PM_MAX_MERGE_EVENTS 1000u     /* of a ledger that merges by event */
#define PM_MAX_YAML_DEPTH 16
#define PM_MAX_YAML_KEYS 2000	      /* keys and list entries of one document */
#define PM_MAX_CONTAINERS 32	      /* markers that nest on one Markdown line */
#define PM_MAX_COLUMNS 64	      /* of a table; rows are filled up to them */
#define PM_MAX_ACTIONS 1000	      /* action items of one post-mortem */
#define PM_MAX_NAME 200u	      /* bytes of a name inside an id */
#define PM_MAX_PATTERN 60	      /* characters that a form of keys stands for */
#define PM_MAX_AUTHORS_LOG 5000u      /* commits whose authors are known */
#define PM_MAX_ROSTER 200u	      /* people of a log that are listed at once */
#define PM_MAX_WORD 64u		      /* bytes of a word that is guessed at */
#define PM_MAX_SLIP 2u		      /* letters that somebody leaves out or adds */
#define PM_MAX_HIDDEN 20	      /* hidden characters told of one text */
#define PM_MAX_COMMIT_MESSAGE (1u << 20)
#define PM_MAX_SQUASHED 1000u	      /* messages of one squash that may undo others */
#define PM_MAX_HERE_WORK 20u	      /* commits that name an item, of which one
				       * may have done its work */
#define PM_MAX_GIT_ERROR (64u << 10)  /* what is kept of a child's stderr */
#define PM_MAX_HOOK (64u << 10)	      /* what is looked at of a hook */
#define PM_MAX_PUSH_INPUT (16u << 20) /* bytes that a hook is told of a push */
#define PM_MAX_PUSH_REFS 1000u	      /* refs of one push that are judged */
#define PM_MAX_PUSH_COMMITS 1000u     /* of one ref, where each is judged */
#define PM_MAX_PUSH_RECORDS 10000u    /* post-mortems that a ref changes */
#define PM_MAX_PUSH_TOLD 50u	      /* findings that are written out */
#define PM_MAX_ANSWER (16u << 20)     /* bytes of what a forge answered */
#define PM_MAX_ANSWER_DEPTH 64	      /* of objects and lists in it */
#define PM_MAX_REVIEWS 5000u	      /* reviews, versions or notes of a pull
				       * request */
#define PM_MAX_COMMAND_LINE (4u << 20) /* Linux allows 2 MiB by default */
#define PM_MAX_PROCESSES 100	      /* from a hook up to its git commit */

/*
 * What is sent to somebody else keeps to their limits. Mail: RFC 5321, 4.5.3.1;
 * RFC 2047, section 2.
 */
#define PM_MAX_MAIL_ADDRESS 254u
#define PM_MAX_MAIL_HEADER 76u	      /* characters of a line */
#define PM_MAX_ENCODED_WORD 75u
#define PM_MAX_MAIL_TEXT 300u	      /* bytes of what a header says */
/*
 * Slack: 50 blocks of a message, 3,000 characters of a section's text
 * (docs.slack.dev/reference/block-kit/blocks). Of all blocks together it takes
 * some 12,000 and does not say how it counts (slackapi/bolt-js, issues 2509 and
 * 2867: 11,341 were too many); we count the bytes of the JSON.
 */
#define PM_MAX_SLACK_BLOCKS 50u
#define PM_MAX_SLACK_TEXT 3000u
#define PM_MAX_SLACK_ALL 10000u
/*
 * Teams: "about 28 KB" with all markup (learn.microsoft.com, connectors/teams,
 * "Message size limitations"), of which 21,000 bytes of JSON were seen to pass
 * (rubydoc.info, gems/msteams_hermes).
 */
#define PM_MAX_TEAMS_ALL 21000u
#define PM_MAX_CHAT_TEXT 700u	      /* bytes of one text of a file: four of
				       * them are less than a section */

#endif
