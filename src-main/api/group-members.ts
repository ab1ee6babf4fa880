import { z } from 'zod'

export const assignment = z.array(z.object({ topic: z.string(), partitions: z.array(z.number()) }))
export type Assignment = z.infer<typeof assignment>

export const groupMember = z.object({
  memberId: z.string(),
  groupInstanceId: z.string().nullable(),
  clientId: z.string(),
  clientHost: z.string(),
  rackId: z.string().nullable(),
  /** Null where the assignment is not one of consumers. */
  assignment: assignment.nullable(),
  /** What the member is on its way to; null where the protocol of the group has none. */
  targetAssignment: assignment.nullable(),
  /** How far the member has followed the group; null where the protocol of the group has none. */
  memberEpoch: z.number().nullable(),
})
export type GroupMember = z.infer<typeof groupMember>
