import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { ResponseFrames } from '../../../src-main/kafka/response-frames.ts'
import { ResponseMemory } from '../../../src-main/kafka/response-memory.ts'

const response = fc.uint8Array({ minLength: 4, maxLength: 300 }).map((bytes) => Buffer.from(bytes))

function framed(responses: readonly Buffer[]): Buffer {
  return Buffer.concat(
    responses.flatMap((each) => {
      const size = Buffer.alloc(4)
      size.writeInt32BE(each.length)
      return [size, each]
    }),
  )
}

test('responses are put together whatever the pieces are in which they arrive, though the memory of pieces is used again', () => {
  fc.assert(
    fc.property(fc.array(response, { maxLength: 8 }), fc.array(fc.integer({ min: 1, max: 90 })), (responses, sizes) => {
      const bytes = framed(responses)
      const memory = new ResponseMemory()
      const frames = new ResponseFrames(1000, (_correlationId, byteCount) => memory.take(byteCount))
      const arriving = Buffer.alloc(90)
      const whole: Buffer[] = []
      for (let at = 0, turn = 0; at < bytes.length; turn++) {
        const size = Math.min(sizes[turn % sizes.length] ?? 90, bytes.length - at)
        bytes.copy(arriving, 0, at, at + size)
        whole.push(...frames.push(arriving.subarray(0, size)))
        arriving.fill(0xee)
        at += size
      }
      expect(whole).toEqual(responses)
    }),
    { seed: 5 },
  )
})

test('memory is for whoever waits for the response, and is used again only when it is given back', () => {
  const memory = new ResponseMemory()
  const asked: number[] = []
  const frames = new ResponseFrames(1000, (correlationId, byteCount) => {
    asked.push(correlationId)
    return memory.take(byteCount)
  })
  const numbered = (correlationId: number): Buffer => {
    const bytes = Buffer.alloc(20)
    bytes.writeInt32BE(correlationId)
    return framed([bytes])
  }
  const take = (correlationId: number): Buffer => [...frames.push(numbered(correlationId))][0] ?? Buffer.alloc(0)
  take(1)
  memory.reuse()
  const [second, third] = [take(2), take(3)]
  expect(asked).toEqual([1, 2, 3])
  expect([second.readInt32BE(0), third.readInt32BE(0)]).toEqual([2, 3])
  memory.reuse()
  const fourth = take(4)
  expect(fourth.buffer).toBe(second.buffer)
  expect(second.readInt32BE(0)).toBe(4)
})
