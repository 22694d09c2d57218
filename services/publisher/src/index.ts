export { failureMessages, groupMessages, riskMessages, type MesMessage, type MesTopics } from "./mes.ts";
export { runPublisher, type Publish, type PublisherObserver } from "./publisher.ts";
export { type Announcer, startPublisher } from "./start.ts";
