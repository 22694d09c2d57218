import { sql } from "kysely";

/** The alarm state of a failure at a time, in SQL over `failure` and `asset`. Shelving is over by itself. */
export const stateAt = (now: number) =>
  sql<string>`case
    when failure.open = 0 then 'closed'
    when asset.out_of_service = 1 then 'out-of-service'
    when failure.shelved_until > ${sql.lit(now)} then 'shelved'
    when failure.acknowledged_severity >= failure.severity then 'acknowledged'
    else 'unacknowledged' end`;

/** A pattern for `like … escape '\'` that finds a text in lower case, whatever is in it. */
export const containing = (text: string): string =>
  `%${text.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`;

/** The words of a list that is separated by commas; one that is nothing if there are none, for SQL's `in`. */
export function listed(text: string): string[] {
  const words = text.split(",").filter((word) => word !== "");
  return words.length > 0 ? words : [""];
}
