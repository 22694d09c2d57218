import { REJECTION_CODES, type RejectionCode } from "@presage/contracts";

/** How to mend what makes messages be rejected, by code. */
const REMEDIES: Readonly<Record<RejectionCode, string>> = {
  "topic-unknown":
    "Compare the topic with the template of the source in presage.yaml (sources[].template). Narrow the filter, or add a source for these topics.",
  "name-invalid":
    "Rename the level on the device. It must begin with a letter or a digit, go on with those, spaces and . _ : -, and have 64 characters at most.",
  "payload-empty":
    "Devices send an empty message to clear a retained one: that is harmless. Otherwise look at the device's program.",
  "payload-too-large": "Send shorter blocks, or raise the source's limit (sources[].maxBytes).",
  "json-malformed":
    "Look at the bytes: is it another format, or cut off? The payload must be JSON as docs/topics.md says.",
  "protobuf-malformed":
    "Look at the bytes: only edge nodes of Sparkplug B may publish under spBv1.0/. Otherwise it was cut off.",
  "node-unborn":
    "Nothing, if it ends within seconds: the edge node has been asked for its births. Otherwise see that it subscribes to NCMD and obeys Node Control/Rebirth.",
  "alias-unknown":
    "Nothing, if it ends within seconds: the edge node has been asked for its births. Otherwise see that its births hold all of its metrics.",
  "shape-invalid": "The reason names the field. Send it as docs/topics.md says, or map it.",
  "mapping-failed":
    "Try the mapping (sources[].map, or feedback.map of the MES profile) on this payload, at try.jsonata.org or with `presage mes preview`.",
  "value-not-finite":
    "The sensor or its gateway reports NaN or infinity, mostly when it is not connected. Look at its wiring.",
  "samples-too-many": "Send shorter blocks, or raise the source's limit (sources[].maxSamples).",
  "rate-invalid": "Send the sampling rate in Hz, as a number over zero.",
  "unit-unknown": "Send a UCUM unit of the sensor's quantity, as g, m/s2, Cel or K.",
  "assets-too-many":
    "If the machine is one of yours, add it to the section assets of the configuration with its full path; else look for the device that makes up names, and take its right to publish.",
  "sensors-too-many":
    "Look for the device that makes up names of sensors; if the machine really has so many, raise admission.sensors.",
  "time-implausible":
    "Set the device's clock by NTP. Send milliseconds since 1970, not seconds or microseconds.",
};

/** What a code means and how to mend it; of one that this version does not know, that it does not. */
export const explain = (code: string): { readonly meaning: string; readonly remedy: string } =>
  isKnown(code)
    ? { meaning: REJECTION_CODES[code], remedy: REMEDIES[code] }
    : { meaning: "A reason that this version does not know.", remedy: "Update the console." };

const isKnown = (code: string): code is RejectionCode => Object.hasOwn(REJECTION_CODES, code);
