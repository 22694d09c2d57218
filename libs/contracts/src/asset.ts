/** Where an asset stands, from the plant down (ISA-95 levels). */
export interface AssetPath {
  readonly site: string;
  readonly area: string;
  readonly line: string;
  readonly asset: string;
}

const NAME = /^[\p{L}\p{N}][\p{L}\p{N} ._:-]{0,63}$/u;

/** Whether a string may be a level of an asset's path or a sensor's id: what is safe in topics, files and logs. */
export const isName = (name: string): boolean => NAME.test(name);

/** The asset's id, the key of all its messages: its path, so that no two assets share one. */
export const assetKey = ({ site, area, line, asset }: AssetPath): string =>
  `${site}/${area}/${line}/${asset}`;

/** The id of the production line that an asset stands in: `site/area/line`. */
export const lineKey = (asset: string): string => asset.split("/", 3).join("/");

/** The path of an asset's id; of a line's id, with no asset in it. */
export function assetPath(key: string): AssetPath {
  const [site = "", area = "", line = "", asset = ""] = key.split("/");
  return { site, area, line, asset };
}
