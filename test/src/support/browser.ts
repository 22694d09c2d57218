import { chromiumPath } from "@presage/testbed";
import { type Browser, chromium } from "playwright-core";

/** It is to open our pages and nothing else: no updates, no sync, no look at what it could do better. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
];

/** Starts the Chromium of this machine, without a window. */
export async function launchBrowser(): Promise<Browser> {
  const executablePath = chromiumPath();
  if (executablePath === undefined) throw new Error("there is no chromium on the PATH");
  return chromium.launch({ executablePath, args: ARGUMENTS });
}
