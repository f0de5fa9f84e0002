/** Jest reporter: ends a run with one plain line that counts in any language. */
export class ClosingLine {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests > 0 ? `, ${results.numPendingTests} skipped` : '';
    process.stdout.write(`\ntests: ${results.numPassedTests} passed, ${failed} failed${skipped}\n`);
  }
}

// Jest loads a reporter by its default export.
export { ClosingLine as default };
