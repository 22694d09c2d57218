import type { Broker, Membership } from "@presage/stream";
import { Appender } from "./appender.ts";
import { closeNow } from "./close.ts";
import { LogConsumer } from "./log-consumer.ts";
import { asked } from "./errors.ts";
import { Fetcher } from "./fetcher.ts";
import { joinGroup } from "./membership.ts";
import { type KafkaOptions, settle } from "./options.ts";
import { Topics } from "./topics.ts";

/** A broker on Apache Kafka (KRaft). Connects when it is first used. */
export function openKafka(options: KafkaOptions): Broker {
  const settings = settle(options);
  const topics = new Topics(settings);
  const appender = new Appender(settings, topics);
  const reader = new Fetcher(settings, topics);
  const memberships = new Set<Membership>();
  const closed = new AbortController();

  return {
    partitions: settings.partitions,
    append: (topic, entries) => appender.append(topic, entries),
    async join(group, work) {
      const membership = await joinGroup(settings, topics, group, work, closed.signal);
      memberships.add(membership);
      return {
        done: membership.done,
        async close() {
          memberships.delete(membership);
          await membership.close();
        },
      };
    },
    async read(topic, partition, offset, limit = 1_000) {
      const { start, end } = await reader.bounds(topic, partition);
      for (let from = Math.max(offset, start); from < end;) {
        const { entries, next } = await reader.fetch(topic, partition, from, 100);
        if (entries.length > 0) return entries.slice(0, limit);
        from = next;
      }
      return [];
    },
    async lag(group) {
      const observer = new LogConsumer({ ...settings.base, groupId: settings.prefix + group.name });
      const every = Array.from({ length: settings.partitions }, (_, p) => p);
      try {
        const lags = new Map<string, number>();
        for (const topic of group.topics) {
          const name = await topics.ensure(topic);
          const committed = await asked("cannot ask for the group's offsets", () =>
            observer.listCommittedOffsets({ topics: [{ topic: name, partitions: every }] }),
          );
          let behind = 0;
          for (const [p, { start, end }] of await reader.boundsOf(topic, every)) {
            behind += Math.max(0, end - Math.max(start, Number(committed.get(name)?.[p] ?? 0n)));
          }
          lags.set(topic, behind);
        }
        return lags;
      } finally {
        await closeNow(observer);
      }
    },
    async close() {
      closed.abort();
      await Promise.all([...memberships].map((membership) => membership.close()));
      await Promise.allSettled([appender.close(), reader.close(), topics.close()]);
    },
  };
}
