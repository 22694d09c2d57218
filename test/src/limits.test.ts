import { expect, it, onTestFinished } from "vitest";
import { startTestConsole } from "./support/console.ts";

/** As services/console/src/api/events.ts has it. */
const MOST_STREAMS = 32;

it("one person has so many streams of events at once, and another when one is closed", async () => {
  const web = await startTestConsole();
  onTestFinished(() => web.close());
  const leave = Array.from({ length: MOST_STREAMS }, () => new AbortController());
  const statuses = await Promise.all(
    leave.map(async ({ signal }) => (await fetch(`${web.url}/api/events`, { signal })).status),
  );
  expect(new Set(statuses)).toEqual(new Set([200]));
  const more = async (): Promise<number> => {
    const stop = new AbortController();
    const { status } = await fetch(`${web.url}/api/events`, { signal: stop.signal });
    stop.abort();
    return status;
  };
  expect(await more()).toBe(429);
  leave[0]?.abort();
  await expect.poll(more).toBe(200);
  for (const each of leave) each.abort();
});

it("a body of more than 1 MiB is not read", async () => {
  const web = await startTestConsole();
  onTestFinished(() => web.close());
  const body = JSON.stringify({
    action: "comment",
    comment: "x".repeat(1_048_576),
    targets: [{ asset: "s/a/l/m" }],
  });
  const headers = { "content-type": "application/json" };
  const answer = await fetch(`${web.url}/api/feedback`, { method: "POST", headers, body });
  expect(answer.status).toBe(400);
  expect(await answer.json()).toMatchObject({
    code: "request-invalid",
    message: "Request body is too large",
  });
});

it("the page runs and shows nothing but the console's own files, and no other page frames it", async () => {
  const web = await startTestConsole();
  onTestFinished(() => web.close());
  const { headers, status } = await fetch(`${web.url}/`);
  expect(status).toBe(200);
  const policy = headers.get("content-security-policy") ?? "";
  for (const rule of ["default-src 'self'", "object-src 'none'", "frame-ancestors 'none'"])
    expect(policy.split("; ")).toContain(rule);
  expect(policy).not.toContain("unsafe");
  expect(headers.get("x-content-type-options")).toBe("nosniff");
});
