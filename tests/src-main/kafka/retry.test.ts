import { describe, expect, it } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { RefusedByBrokerError } from '../../../src-main/kafka/kafka-errors.ts'
import { askController } from '../../../src-main/kafka/retry.ts'

/** Refuses with each of these in turn, then says yes. */
function refusing(...codes: readonly number[]) {
  const left = [...codes]
  let asked = 0
  return {
    ask: () => {
      asked += 1
      const code = left.shift()
      if (code === undefined) return Promise.resolve('done')
      return Promise.reject(new RefusedByBrokerError({ what: 'Nothing was done.', errorCode: code }))
    },
    asked: () => asked,
  }
}

describe('a change that only the controller can make', () => {
  it('is asked for again while whoever was asked is no longer the controller', async () => {
    const controller = refusing(errorCode.NOT_CONTROLLER, errorCode.NOT_CONTROLLER)
    expect(await askController(controller.ask)).toBe('done')
    expect(controller.asked()).toBe(3)
  })

  it('is asked for once when the refusal may have come after the change was made', async () => {
    const controller = refusing(errorCode.REQUEST_TIMED_OUT)
    await expect(askController(controller.ask)).rejects.toThrow('Nothing was done.')
    expect(controller.asked()).toBe(1)
  })
})
