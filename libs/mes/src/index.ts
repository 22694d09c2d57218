export {
  announceBreach,
  announceFailure,
  announceFeedback,
  announceGroup,
  announceRisk,
  announceWorkRequest,
  inTrace,
  type Announcement,
} from "./announcement.ts";
export { CHANNELS, type Channel, CHANNEL_NAMES, type ChannelName } from "./channel.ts";
export { decide, type Requested } from "./requested.ts";
export { compileMapping, type Mapping } from "./mapping.ts";
export {
  loadProfile,
  type MesMessage,
  OWN_FEEDBACK,
  type Profile,
  readProfile,
  SHIPPED_PROFILES,
} from "./profile.ts";
export { EXAMPLE_ASSET, preview, type Previewed } from "./preview.ts";
