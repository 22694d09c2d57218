/** Whether a topic fits a subscription's filter: `+` is any one level, `#` at the end is all below. */
export function topicFits(filter: string, topic: string): boolean {
  const levels = topic.split("/");
  const parts = filter.split("/");
  const all = parts.at(-1) === "#";
  const fixed = all ? parts.slice(0, -1) : parts;
  if (all ? levels.length < fixed.length : levels.length !== fixed.length) return false;
  return fixed.every((part, i) => part === "+" || part === levels[i]);
}

/**
 * Whether all topics that fit the narrow filter fit the wide one too. A wildcard at the start does not stand for topics
 * that begin with `$`. Source: MQTT 3.1.1, 4.7.
 */
export function filterCovers(wide: string, narrow: string): boolean {
  const wides = wide.split("/");
  const narrows = narrow.split("/");
  if (narrow.startsWith("$") && (wides[0] === "+" || wides[0] === "#")) return false;
  for (const [i, part] of wides.entries()) {
    if (part === "#") return true;
    const other = narrows[i];
    if (other === undefined || other === "#" || (part !== "+" && part !== other)) return false;
  }
  return wides.length === narrows.length;
}
