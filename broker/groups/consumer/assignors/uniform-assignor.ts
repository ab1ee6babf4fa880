import { readAllTheSame, type Assignor } from './assignor.ts'
import { assignMixed } from './uniform-mixed.ts'
import { assignSame } from './uniform-same.ts'

/**
 * Kafka's `uniform`, the default: members have as many partitions as each other, give or take one, and keep what they had
 * as far as that allows. Balance goes before stickiness.
 */
export const uniformAssignor: Assignor = (input) =>
  readAllTheSame(input.members) ? assignSame(input) : assignMixed(input)
