import { english } from '../../api/languages/grammar.ts'

/** What the back end says of groups, their offsets and resets. */
export const groups = {
  notes: {
    endTaken: 'no message is that late; the end is taken',
    withoutOffset: 'the group has no offset; the end is taken',
    noOffset: 'no offset: a consumer starts where its auto.offset.reset says',
    doesNotExist: (offset: bigint) =>
      `offset ${offset} does not exist: a consumer starts where its auto.offset.reset says`,
    offsetIs: (offset: bigint) => `offset ${offset} is`,
    lineIs: (offset: bigint, line: number) => `offset ${offset} (line ${line}) is`,
    groupIs: (group: string, offset: bigint) => `${group}’s offset ${offset} is`,
    backIs: (steps: bigint, wanted: bigint) => `${steps} back is ${wanted},`,
    forwardIs: (steps: bigint, wanted: bigint) => `${steps} forward is ${wanted},`,
    beforeStart: (subject: string, taken: bigint) => `${subject} before the start; ${taken} is taken`,
    afterEnd: (subject: string, taken: bigint) => `${subject} after the end; ${taken} is taken`,
  },
  leftAlone: {
    nothingToShift: 'The group has no offset here to shift from.',
    otherHasNone: (group: string) => `${group} has no offset here.`,
    partitionGone: 'The partition does not exist any more.',
  },
  csv: {
    columns: (count: number) =>
      `It has ${count} columns; topic,partition,offset or group,topic,partition,offset are meant.`,
    noTopic: 'It names no topic.',
    noPartition: (text: string) => `“${text}” is no partition.`,
    noOffset: (text: string) => `“${text}” is no offset: a whole number, 0 or more.`,
    twice: (place: string, line: number) => `${place} stands in line ${line} already.`,
    unknownTopic: (topic: string) => `There is no topic ${topic}.`,
    unknownPartition: (topic: string, partition: number) => `Topic ${topic} has no partition ${partition}.`,
    nothing: (group: string) => `There is no line for group ${group}.`,
  },
  notPreviewed: 'The reset cannot be previewed.',
  choosePartitions: 'Choose partitions that exist.',
  nothingChosen: { why: 'No partition was chosen.', remedy: 'Choose at least one topic.' },
  wholeTopicOnly: 'Kafka makes a share group forget a topic as a whole only.',
  noSnapshot: {
    what: 'The snapshot is not there.',
    why: 'It was removed, or its file cannot be read.',
    remedy: 'Choose another snapshot.',
  },
  nothingChanged: 'No offset was changed.',
  outside: {
    why: (offset: bigint, place: string, offsets: string) =>
      `Offset ${offset} of ${place} does not exist (any more): it has ${offsets}.`,
    fromTo: (start: bigint, end: bigint) => `${start} to ${end}`,
    remedy: 'Make a new preview and apply that.',
  },
  active: {
    what: (group: string) => `The offsets of group ${group} were not changed.`,
    why: (who: string) => `The group is active: it would overwrite them. ${who}`,
    unknown: 'Its members are changing at this moment.',
    members: (names: string) => `Its members are ${names}.`,
    remedy: 'Stop these consumers, wait until the group is empty, and apply again.',
  },
  nothingToDelete: {
    what: (group: string) => `No offset of ${group} was deleted.`,
    why: 'The group has committed nothing there (any more).',
    remedy: 'Refresh the group.',
  },
  notConfirmed: {
    why: (skipped: bigint) =>
      `The cluster is a production one, and ${english.counted(skipped, { one: 'message', other: 'messages' })} would be skipped.`,
    remedy: (group: string) => `Type ${group} to confirm.`,
  },
}
