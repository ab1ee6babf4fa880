import { describe, expect, test } from 'vitest'
import { readOffsetsCsv, writeOffsetsCsv } from '../../../src-main/procedures/offsets-csv.ts'

const read = (text: string) => readOffsetsCsv(text, 'billing')

describe('offsets as kafka-consumer-groups writes and reads them', () => {
  test('with a group and without, quoted, with any line ends, and back', async () => {
    const { offsets, badLines } = await read('\uFEFForders,0,5\r\n"orders",1,0\n\n users , 2 , 9223372036854775807 \n')
    expect(badLines).toEqual([])
    expect(offsets.map(({ topic, partition, offset }) => [topic, partition, offset])).toEqual([
      ['orders', 0, 5n],
      ['orders', 1, 0n],
      ['users', 2, 9_223_372_036_854_775_807n],
    ])
    expect(writeOffsetsCsv([...offsets, { topic: 'users', partition: 3, offset: null }])).toBe(
      'orders,0,5\norders,1,0\nusers,2,9223372036854775807\n',
    )
    const ofGroups = await read('billing,orders,0,5\nother,orders,0,7\nbilling,orders,1,6\n')
    expect(ofGroups.offsets.map(({ line, offset }) => [line, offset])).toEqual([
      [1, 5n],
      [3, 6n],
    ])
  })

  test('what cannot be used is told line by line', async () => {
    const text = [
      'orders,0,5',
      'orders,1,-5',
      'orders,-1,5',
      'orders,x,5',
      'orders,1,9223372036854775808',
      'orders,2147483648,1',
      ',1,5',
      'orders,1',
      'a,b,c,d,e',
      'orders,0,7',
      'topic,partition,offset',
    ].join('\n')
    const { offsets, badLines } = await read(text)
    expect(offsets).toHaveLength(1)
    expect(badLines.map(({ line, why }) => `${line}: ${why}`)).toEqual([
      '2: “-5” is no offset: a whole number, 0 or more.',
      '3: “-1” is no partition.',
      '4: “x” is no partition.',
      '5: “9223372036854775808” is no offset: a whole number, 0 or more.',
      '6: “2147483648” is no partition.',
      '7: It names no topic.',
      '8: It has 2 columns; topic,partition,offset or group,topic,partition,offset are meant.',
      '9: It has 5 columns; topic,partition,offset or group,topic,partition,offset are meant.',
      '10: orders-0 stands in line 1 already.',
      '11: “partition” is no partition.',
    ])
  })
})
