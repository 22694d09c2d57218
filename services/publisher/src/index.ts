export { failureMessages, riskMessages, type MesMessage, type MesTopics } from "./mes.ts";
export { runPublisher, type Publish, type PublisherObserver } from "./publisher.ts";
export { startPublisher } from "./start.ts";
