// What a test is made of. To remember: a test is a sentence and a function that throws if the sentence is wrong.

/** @type {[string, () => void][]} */
const tests = [];

/** @param {string} sentence @param {() => void} holds */
export function test(sentence, holds) {
  tests.push([sentence, holds]);
}

/** @param {unknown} is @param {unknown} should */
export function equal(is, should) {
  const [found, wanted] = [JSON.stringify(is), JSON.stringify(should)];
  if (found !== wanted) throw new Error(`is ${found}, should be ${wanted}`);
}

export function report() {
  for (const [sentence, holds] of tests) {
    let outcome = `passed: ${sentence}`;
    try {
      holds();
    } catch (error) {
      outcome = `FAILED: ${sentence}: ${error instanceof Error ? error.message : error}`;
    }
    const line = document.createElement('p');
    line.textContent = outcome;
    document.body.append(line);
  }
  document.body.dataset.done = 'yes';
}
