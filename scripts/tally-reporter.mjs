// A vitest reporter for test.mjs: how many tests passed and failed, and what went wrong, also outside of a test.
import { writeFileSync } from 'node:fs';

const words = (errors) => errors.map(({ stack, message }) => stack || message || 'no words').join('\n');

/** What went wrong in one file: in itself, in the hooks of its suites, in its tests. */
function* failuresOf(module) {
  const file = module.relativeModuleId;
  if (module.errors().length > 0) yield `${file}\n${words(module.errors())}`;
  for (const suite of module.children.allSuites()) {
    if (suite.errors().length > 0) yield `${file} > ${suite.fullName}\n${words(suite.errors())}`;
  }
  for (const test of module.children.allTests('failed')) {
    yield `${file} > ${test.fullName}\n${words(test.result().errors)}`;
  }
}

export default class TallyReporter {
  onTestRunEnd(modules, unhandledErrors) {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state) => tests.filter((test) => test.result().state === state).length;
    const failures = modules.flatMap((module) => [...failuresOf(module)]);
    for (const error of unhandledErrors) {
      failures.push(`${error.VITEST_TEST_PATH ?? 'no file'} > outside of its tests\n${words([error])}`);
    }
    const tally = { passed: count('passed'), failed: Math.max(count('failed'), failures.length), failures };
    writeFileSync(process.env.ENTENTE_TALLY, JSON.stringify(tally));
  }
}
