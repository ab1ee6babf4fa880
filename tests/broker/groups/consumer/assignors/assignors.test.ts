import * as fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type {
  AssignableMember,
  AssignmentInput,
  Assignor,
  GroupAssignment,
} from '../../../../../broker/groups/consumer/assignors/assignor.ts'
import { rangeAssignor } from '../../../../../broker/groups/consumer/assignors/range-assignor.ts'
import { uniformAssignor } from '../../../../../broker/groups/consumer/assignors/uniform-assignor.ts'

/** `a:2 b:3` for topics, `m1: a b` or `m1@instance: a b` for members. */
function group(topics: string, ...members: string[]): AssignmentInput {
  const partitionCounts = new Map(
    topics.split(' ').map((topic) => {
      const [name = '', count = '0'] = topic.split(':')
      return [name, Number(count)]
    }),
  )
  return { partitionCounts, members: members.map(memberOf) }
}

function memberOf(text: string): AssignableMember {
  const [name = '', topics = ''] = text.split(': ')
  const [memberId = '', instanceId = null] = name.split('@')
  return { memberId, instanceId, topicIds: new Set(topics.split(' ')), assignment: new Map() }
}

/** `a0 a1 b0` by member. */
function told(assignment: GroupAssignment): Record<string, string> {
  return Object.fromEntries(
    [...assignment].map(([memberId]) => [memberId, partitionsOf(assignment, memberId).join(' ')]),
  )
}

function partitionsOf(assignment: GroupAssignment, memberId: string): string[] {
  return [...(assignment.get(memberId) ?? [])]
    .flatMap(([topicId, partitions]) => [...partitions].map((partition) => `${topicId}${partition}`))
    .sort()
}

/** The input of the next assignment: everybody has what the last one gave it. */
function after(assignment: GroupAssignment, { members, partitionCounts }: AssignmentInput): AssignmentInput {
  return {
    partitionCounts,
    members: members.map((member) => ({ ...member, assignment: assignment.get(member.memberId) ?? new Map() })),
  }
}

const topicNames = ['a', 'b', 'c', 'd']
const counts = fc.tuple(...topicNames.map(() => fc.integer({ min: 0, max: 12 })))
const topicSets = fc.subarray(topicNames)

const mixed = fc.record({ counts, reads: fc.array(topicSets, { minLength: 1, maxLength: 8 }) })
const same = fc
  .record({ counts, topics: topicSets, size: fc.integer({ min: 1, max: 8 }) })
  .map(({ counts: countOf, topics, size }) => ({ counts: countOf, reads: Array.from({ length: size }, () => topics) }))

function inputOf(shape: { readonly counts: readonly number[]; readonly reads: readonly string[][] }): AssignmentInput {
  return {
    partitionCounts: new Map(topicNames.map((name, index) => [name, shape.counts[index] ?? 0])),
    members: shape.reads.map((topics, index) => ({
      memberId: `m${index}`,
      instanceId: index % 3 === 0 ? `i${9 - index}` : null,
      topicIds: new Set(topics),
      assignment: new Map(),
    })),
  }
}

/** Every partition of a topic that somebody reads is with exactly one member, and that one reads the topic. */
function expectComplete({ members, partitionCounts }: AssignmentInput, assignment: GroupAssignment): void {
  expect([...assignment.keys()].sort()).toEqual(members.map(({ memberId }) => memberId).sort())
  for (const { memberId, topicIds } of members) {
    for (const topicId of assignment.get(memberId)?.keys() ?? []) expect(topicIds).toContain(topicId)
  }
  const read = new Set(members.flatMap(({ topicIds }) => [...topicIds]))
  const wanted = [...partitionCounts].flatMap(([topicId, count]) =>
    read.has(topicId) ? Array.from({ length: count }, (_, partition) => `${topicId}${partition}`) : [],
  )
  expect(members.flatMap(({ memberId }) => partitionsOf(assignment, memberId)).sort()).toEqual(wanted.sort())
}

function sizes(assignment: GroupAssignment): number[] {
  return [...assignment.keys()].map((memberId) => partitionsOf(assignment, memberId).length)
}

function movesBetween(before: GroupAssignment, now: GroupAssignment): number {
  return [...now.keys()].reduce((sum, memberId) => {
    const had = new Set(partitionsOf(before, memberId))
    return sum + partitionsOf(now, memberId).filter((partition) => !had.has(partition)).length
  }, 0)
}

const assignors: [string, Assignor][] = [
  ['uniform', uniformAssignor],
  ['range', rangeAssignor],
]

describe.each(assignors)('%s', (_name, assignor) => {
  test('every partition that is read has one reader, before and after members, topics and subscriptions change', () => {
    fc.assert(
      fc.property(mixed, mixed, (first, second) => {
        const input = inputOf(first)
        const assigned = assignor(input)
        expectComplete(input, assigned)
        // Partitions never go without their topic id going too.
        const grown = second.counts.map((count, index) => count + (first.counts[index] ?? 0))
        const next = after(assigned, inputOf({ ...second, counts: grown }))
        expectComplete(next, assignor(next))
      }),
      { numRuns: 500 },
    )
  })

  test('nothing moves when nothing has changed', () => {
    fc.assert(
      fc.property(same, (shape) => {
        const input = inputOf(shape)
        const assigned = assignor(input)
        expect(movesBetween(assigned, assignor(after(assigned, input)))).toBe(0)
      }),
    )
  })

  test('without members, nothing', () => {
    expect(assignor({ members: [], partitionCounts: new Map() }).size).toBe(0)
  })
})

describe('uniform', () => {
  test('is balanced to one partition when all read the same', () => {
    fc.assert(
      fc.property(same, mixed, (shape, before) => {
        const input = after(uniformAssignor(inputOf({ ...before, counts: shape.counts })), inputOf(shape))
        const all = sizes(uniformAssignor(input))
        expect(Math.max(...all) - Math.min(...all)).toBeLessThanOrEqual(1)
      }),
      { numRuns: 500 },
    )
  })

  test('members with different topics differ by one at most, wherever one could give to the other', () => {
    fc.assert(
      fc.property(mixed, mixed, (shape, before) => {
        const input = after(uniformAssignor(inputOf({ ...before, counts: shape.counts })), inputOf(shape))
        const assigned = uniformAssignor(input)
        for (const giver of input.members) {
          for (const topicId of assigned.get(giver.memberId)?.keys() ?? []) {
            for (const taker of input.members.filter(({ topicIds }) => topicIds.has(topicId))) {
              const given = partitionsOf(assigned, giver.memberId).length
              const taken = partitionsOf(assigned, taker.memberId).length
              expect(given - taken).toBeLessThanOrEqual(1)
            }
          }
        }
      }),
      { numRuns: 500 },
    )
  })

  test('a member that comes takes no more than its share, one that goes leaves the others what they had', () => {
    fc.assert(
      fc.property(same, (shape) => {
        const reads = [...shape.reads, shape.reads[0] ?? []]
        const [small, large] = [inputOf(shape), inputOf({ ...shape, reads })]
        const total = sizes(uniformAssignor(small)).reduce((sum, size) => sum + size, 0)
        const share = Math.ceil(total / reads.length)
        expect(
          movesBetween(uniformAssignor(small), uniformAssignor(after(uniformAssignor(small), large))),
        ).toBeLessThanOrEqual(share)
        expect(
          movesBetween(uniformAssignor(large), uniformAssignor(after(uniformAssignor(large), small))),
        ).toBeLessThanOrEqual(share)
      }),
    )
  })

  test('an example with different topics: who reads only one is served from it', () => {
    expect(told(uniformAssignor(group('a:4 b:4', 'm1: a', 'm2: a b')))).toEqual({
      m1: 'a0 a1 a2 a3',
      m2: 'b0 b1 b2 b3',
    })
  })
})

describe('range', () => {
  test('unbroken ranges, alike for topics of one size, longer ones first', () => {
    expect(told(rangeAssignor(group('a:5 b:5', 'm2: a b', 'm1: a b')))).toEqual({
      m1: 'a0 a1 a2 b0 b1 b2',
      m2: 'a3 a4 b3 b4',
    })
  })

  test('static members first, by instance id, so that a new member id changes nothing', () => {
    const before = told(rangeAssignor(group('a:3', 'm1@x: a', 'm2@y: a', 'm0: a')))
    expect(before).toEqual({ m1: 'a0', m2: 'a1', m0: 'a2' })
    expect(told(rangeAssignor(group('a:3', 'm9@x: a', 'm2@y: a', 'm0: a')))).toEqual({ m9: 'a0', m2: 'a1', m0: 'a2' })
  })

  test('more members than partitions: the last ones get none', () => {
    expect(told(rangeAssignor(group('a:1', 'm1: a', 'm2: a')))).toEqual({ m1: 'a0', m2: '' })
  })
})
