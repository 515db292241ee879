// Prints failures as they come, skips with their reason, how far it is, and one line of counts at the end.
const counts = { passed: 0, failed: 0, skipped: 0 };

export default async function* report(events) {
  for await (const { type, data } of events) {
    if (type === "test:diagnostic" && data.message.startsWith("measured:")) yield `${data.message}\n`;
    if (data.details?.type === "suite") continue;
    if (type === "test:pass" && data.skip !== undefined) {
      counts.skipped += 1;
      yield `skipped: ${data.name}: ${data.skip}\n`;
    } else if (type === "test:pass") {
      counts.passed += 1;
      if (counts.passed % 50 === 0) yield `… ${counts.passed} passed\n`;
    } else if (type === "test:fail") {
      counts.failed += 1;
      const cause = data.details.error.cause ?? data.details.error;
      yield `failed: ${data.name}\n${cause.message ?? cause}\n${cause.stack?.split("\n").filter((line) => line.includes("/tests/browser/")).slice(0, 2).join("\n") ?? ""}\n\n`;
    }
  }
  yield `${counts.passed} passed, ${counts.failed} failed, ${counts.skipped} skipped\n`;
}
