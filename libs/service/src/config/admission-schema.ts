import { section, whole } from "./setting.ts";

/** How many there may be of what devices name: each takes memory and room in the log. */
export const AdmissionSettings = section({
  assets: whole({
    minimum: 0,
    default: 20_000,
    description:
      "Assets that are not in the section assets by their full path; messages of more are rejected; 0: of none",
  }),
  sensors: whole({ default: 500, description: "Sensors of one asset; messages of more are rejected" }),
});
