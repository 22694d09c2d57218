/** Whether a topic fits a subscription's filter: `+` is any one level, `#` at the end is all below. */
export function topicFits(filter: string, topic: string): boolean {
  const levels = topic.split("/");
  const parts = filter.split("/");
  const all = parts.at(-1) === "#";
  const fixed = all ? parts.slice(0, -1) : parts;
  if (all ? levels.length < fixed.length : levels.length !== fixed.length) return false;
  return fixed.every((part, i) => part === "+" || part === levels[i]);
}
