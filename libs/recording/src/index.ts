export { readRecording, readRecordings, type Recording } from "./recording.ts";
