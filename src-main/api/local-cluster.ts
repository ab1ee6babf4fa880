import { eventIterator } from '@orpc/contract'
import { z } from 'zod'
import { procedure } from './base.ts'
import { problem } from './problem.ts'

/** The broker that Brokkr runs as its own child process. */
export const localClusterStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('stopped'), dataDirectory: z.string(), hasData: z.boolean() }),
  z.object({
    state: z.literal('starting'),
    dataDirectory: z.string(),
    /** What it is doing, in plain words: "Recovering the log of orders-3". */
    step: z.string(),
  }),
  z.object({
    state: z.literal('running'),
    dataDirectory: z.string(),
    bootstrapServers: z.string(),
    /** In secure mode: clients connect by SASL_SSL. */
    isSecured: z.boolean(),
    port: z.number(),
    /** The port that was asked for, where it was taken by another program and `port` is a different one. */
    takenPort: z.number().nullable(),
    processId: z.number(),
    startedAt: z.bigint(),
    /** Milliseconds from the click to the first answered request. */
    startedInMs: z.number(),
    memoryBytes: z.number().nullable(),
  }),
  z.object({ state: z.literal('stopping'), dataDirectory: z.string() }),
  /** The broker ended without having been asked to. */
  z.object({
    state: z.literal('failed'),
    dataDirectory: z.string(),
    problem,
    /** The last lines that the broker wrote, oldest first. */
    lastLogLines: z.array(z.string()),
  }),
])
export type LocalClusterStatus = z.infer<typeof localClusterStatus>

/** What clients need in secure mode. */
export const secureMode = z.object({
  /** Path of the certificate that clients have to trust, in PEM. */
  caPath: z.string(),
  /** The super user is asked nothing; the others may do what ACLs allow, and everything where there are none. */
  users: z.array(z.object({ name: z.string(), password: z.string(), isSuperUser: z.boolean() })),
})
export type SecureMode = z.infer<typeof secureMode>

/** What Apache Kafka is started with on the directory of the local cluster. */
export const handOver = z.object({
  /** Where the data is. */
  directory: z.string(),
  /** The `server.properties` that was written, and what stands in it. */
  configurationPath: z.string(),
  configuration: z.string(),
  /** Where clients will reach it: where they reached the local cluster. */
  bootstrapServers: z.string(),
  /** To be run in the folder of Apache Kafka, in this order. */
  commands: z.array(z.object({ purpose: z.string(), command: z.string() })),
})
export type HandOver = z.infer<typeof handOver>

/** What was loaded to look around in. */
export const sampleData = z.object({
  /** Those that were made and filled; others were there already, and are as they were. */
  topics: z.array(z.string()),
  groupId: z.string(),
})
export type SampleData = z.infer<typeof sampleData>

export const localCluster = {
  /** The status, at once and on each change. */
  watch: procedure.output(eventIterator(localClusterStatus)),
  /** Starts the broker and returns when it answers. Takes another free port when the preferred one is taken. */
  start: procedure.output(localClusterStatus),
  /** Stops it cleanly; the data stays. */
  stop: procedure.output(localClusterStatus),
  restart: procedure.output(localClusterStatus),
  /**
   * Turns secure mode on or off. One that runs is restarted: it has one listener, which is either open or encrypted and
   * asks who comes.
   */
  setSecureMode: procedure.input(z.object({ isSecured: z.boolean() })).output(localClusterStatus),
  /** The users and the certificate of secure mode; null when it is off. */
  describeSecureMode: procedure.output(secureMode.nullable()),
  /** Stops it and removes all its data: topics, messages, groups, offsets. There is no way back. */
  wipe: procedure.output(localClusterStatus),
  /** What wiping would remove. */
  describeData: procedure.output(
    z.object({ dataDirectory: z.string(), topicCount: z.number(), partitionCount: z.number(), sizeBytes: z.bigint() }),
  ),
  /** Makes three topics and a group to look around in. What is there already stays as it is. `CONFLICT` where it does not run. */
  loadSampleData: procedure.output(sampleData),
  /**
   * Stops it and writes a `server.properties` with which Apache Kafka starts on its directory. Nothing in the directory
   * changes; `start` takes it back. `REJECTED` when there is nothing to hand over.
   */
  handOver: procedure.output(handOver),
  /** The broker's log lines: the last ones at once, then each new one. */
  watchLog: procedure.output(eventIterator(z.object({ lines: z.array(z.string()) }))),
}
