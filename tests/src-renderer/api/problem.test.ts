import { ORPCError } from '@orpc/client'
import { describe, expect, it } from 'vitest'
import { problemCodeOf, problemOf } from '../../../src-renderer/api/problem.ts'

const told = {
  what: 'Topic orders was not created.',
  why: 'A topic with this name exists already.',
  remedy: 'Choose another name.',
  kafkaError: 'TOPIC_ALREADY_EXISTS',
}

describe('an error of the back end', () => {
  it('is shown as it was told', () => {
    const error = new ORPCError('REJECTED', { defined: true, data: told })
    expect(problemOf(error)).toEqual(told)
    expect(problemCodeOf(error)).toBe('REJECTED')
  })

  it('that refuses the input says what is wrong with it', () => {
    const data = { issues: [{ message: 'A topic needs a name' }, { message: 'Too many partitions' }] }
    const problem = problemOf(new ORPCError('BAD_REQUEST', { data }), 'The topic was not created.')
    expect(problem.what).toBe('The topic was not created.')
    expect(problem.why).toBe('A topic needs a name. Too many partitions')
  })
})

describe('anything else that is thrown', () => {
  it('still has three parts', () => {
    const problem = problemOf(new TypeError('x is not a function'), 'The list could not be shown.')
    expect(problem).toMatchObject({ what: 'The list could not be shown.', why: 'x is not a function' })
    expect(problem.remedy).not.toBe('')
    expect(problemCodeOf(new TypeError('x'))).toBeUndefined()
  })

  it('is told as a lost connection where it is one', () => {
    expect(problemOf(new Error('Cannot send message, WebSocket is not open.')).why).toMatch(/connection/)
    expect(problemOf('text').why).toBe('text')
  })
})
