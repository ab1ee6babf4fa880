import { z } from 'zod'
import { procedure } from './base.ts'
import { problem } from './problem.ts'

/** Anything that JSON can hold; 64-bit integers stand in it as text. */
export type JournalValue = z.infer<ReturnType<typeof z.json>>

/**
 * - `done`, `failed`: it came to its end.
 * - `stopped`: what takes time was ended by the user before its end; part of it may have happened.
 * - `unknown`: Brokkr ended, or lost the file, between the beginning and the end.
 */
export const journalOutcome = z.enum(['done', 'failed', 'stopped', 'unknown'])
export type JournalOutcome = z.infer<typeof journalOutcome>

/** One change of a cluster or of a saved connection, as it was asked for and as it went. */
export const journalEntry = z.object({
  id: z.string(),
  /** Milliseconds since 1970, of the beginning and of the end. */
  beganAt: z.number(),
  endedAt: z.number().nullable(),
  /** The user of the operating system. */
  user: z.string(),
  /** As whom the cluster knew Brokkr; null: without a login. */
  principal: z.string().nullable(),
  /** Empty: several connections, or one that was not saved. */
  clusterId: z.string(),
  /** As the cluster was called then. */
  clusterName: z.string(),
  /** A path of the contract: `topics.delete`. */
  action: z.string(),
  subject: z.string(),
  details: z.json().nullable(),
  /** What the cluster said of the subject; null where it was not asked. */
  before: z.json().nullable(),
  after: z.json().nullable(),
  outcome: journalOutcome,
  problem: problem.nullable(),
})
export type JournalEntry = z.infer<typeof journalEntry>

/** Changes that are no longer kept, because the journal is bounded. */
export const droppedChanges = z.object({
  count: z.number(),
  /** When the last of them began, in milliseconds since 1970. */
  until: z.number(),
})
export type DroppedChanges = z.infer<typeof droppedChanges>

export const journal = {
  /** The changes that fit, the newest first. */
  list: procedure
    .input(
      z.object({
        /** Null: of all clusters. */
        clusterId: z.string().nullable(),
        outcome: journalOutcome.nullable(),
        /** Words that must all stand in the action, the subject, the user or what was changed. */
        search: z.string().max(1000),
        limit: z.number().int().min(1).max(10_000),
      }),
    )
    .output(
      z.object({
        entries: z.array(journalEntry),
        /** How many fit, shown or not. */
        matchCount: z.number(),
        totalCount: z.number(),
        /** Where it is kept. */
        path: z.string(),
        /** Lines that cannot be read: of a crash in the middle of a write, or changed by hand. */
        unreadableLineCount: z.number(),
        dropped: droppedChanges.nullable(),
      }),
    ),
}
