export { type EdgeBirth, previewBirth } from "./edge-preview.ts";
export { runPublisher, type Publish, type PublisherObserver } from "./publisher.ts";
export { type Announcer, startPublisher } from "./start.ts";
