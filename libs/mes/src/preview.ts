import { assetKey, hasCode, lineKey, type Message, PresageError, toCloudEvent } from "@presage/contracts";
import { CHANNELS, type ChannelName } from "./channel.ts";
import type { MesMessage, Profile } from "./profile.ts";

/** What a profile makes of one announcement; nothing if it leaves it out. */
export interface Previewed {
  readonly channel: ChannelName;
  readonly message: MesMessage | undefined;
}

/**
 * What the MES is told in a profile's form, of a sample of every channel that it has.
 * Rejects with `MAPPING_FAILED`, which names the channel.
 * @param sample what is shown of a channel, in the place of its contract's example: the value of a message, as `Failure`
 * @param asset the id of the asset that it is said of
 */
export function preview(
  profile: Profile,
  asset: string,
  sample: (channel: ChannelName) => Message<unknown> | undefined = () => undefined,
): Promise<readonly Previewed[]> {
  return Promise.all(
    profile.channels.map(async (channel) => {
      const { event: definition, of } = CHANNELS[channel];
      const key = of === "asset" ? asset : lineKey(asset);
      const event = toCloudEvent(definition, { ...(sample(channel) ?? definition.example), key });
      try {
        return { channel, message: await profile.message({ channel, key, event, over: false }) };
      } catch (error) {
        if (!hasCode(error, "MAPPING_FAILED")) throw error;
        throw new PresageError(error.code, `${channel}: ${error.message}`, error.cause);
      }
    }),
  );
}

/** The asset of the contracts' examples. */
export const EXAMPLE_ASSET = assetKey({ site: "site1", area: "press", line: "line2", asset: "motor7" });
