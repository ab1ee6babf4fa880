import { z } from 'zod'

/**
 * What went wrong, in the three parts that every error a user meets must have. The front end shows them as they
 * are; the back end writes them once, where the cause is known.
 */
export const problem = z.object({
  /** What happened, as one sentence: "Topic orders was not created." */
  what: z.string(),
  /** Why, as far as it is known: "The cluster has no broker with id 2." */
  why: z.string(),
  /** What the user can do now. */
  remedy: z.string(),
  /** Kafka's own name of the error, where it has one: `INVALID_REPLICATION_FACTOR`. */
  kafkaError: z.string().optional(),
})

export type Problem = z.infer<typeof problem>

/**
 * The errors of every procedure. Their codes say who has to act; the problem says what happened.
 *
 * - `UNREACHABLE`: no answer from the cluster, or the connection was lost under way.
 * - `REJECTED`: the cluster, or a rule of ours, refuses what was asked for.
 * - `NOT_FOUND`: what was asked for does not exist (any more).
 * - `CONFLICT`: the state has changed, or forbids it for now: an active group, a running local cluster.
 * - `FAILED`: everything else; `why` carries the cause.
 */
export const problems = {
  UNREACHABLE: { status: 503, data: problem },
  REJECTED: { status: 422, data: problem },
  NOT_FOUND: { status: 404, data: problem },
  CONFLICT: { status: 409, data: problem },
  FAILED: { status: 500, data: problem },
} as const

export type ProblemCode = keyof typeof problems
