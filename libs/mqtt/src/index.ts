export { openSource, type Source, type SourceLoad, type SourceOptions } from "./source.ts";
export type { Delivery, Handler, Subscription } from "./delivery.ts";
export type { MqttState, TlsOptions } from "./state.ts";
export type { RetryPolicy } from "./backoff.ts";
export { topicFits } from "./topic-filter.ts";
export { compileTemplate, type TopicTemplate } from "./topic-template.ts";
export { openSink, type Publication, type Sink, type SinkOptions } from "./sink.ts";
export { startEmbeddedBroker, type EmbeddedBroker, type EmbeddedBrokerOptions } from "./embedded-broker.ts";
export type { EmbeddedBrokerObserver } from "./embedded/observer.ts";
