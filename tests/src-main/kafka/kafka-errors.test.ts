import { afterEach, expect, test } from 'vitest'
import { errorCode } from '../../../broker/protocol/error-codes.ts'
import { setLanguage } from '../../../src-main/api/languages/language.ts'
import { RefusedByBrokerError } from '../../../src-main/kafka/kafka-errors.ts'
import { texts } from '../../../src-main/languages/texts.ts'

afterEach(() => setLanguage('en'))

const refusal = (code: number, message: string | null = null) => {
  const { topicNotDeleted, rights } = texts.refusals
  const needs = rights.onTopic('DELETE', 'orders')
  return new RefusedByBrokerError({ what: topicNotDeleted('orders'), errorCode: code, message, needs }).problem
}

test('a right that is missing is named, in both languages', () => {
  expect(refusal(errorCode.TOPIC_AUTHORIZATION_FAILED)).toMatchObject({
    what: 'Topic orders was not deleted.',
    why: 'This needs DELETE on topic orders.',
    remedy: 'Ask for access to the topic, or connect as another user.',
  })
  setLanguage('ru')
  expect(refusal(errorCode.TOPIC_AUTHORIZATION_FAILED)).toMatchObject({
    what: 'Топик orders не удалён.',
    why: 'Для этого нужно право DELETE на топик orders.',
    remedy: 'Попросите доступ к топику или подключитесь другим пользователем.',
  })
})

test('what the broker says itself is quoted, and its bare codes are put into words of the language', () => {
  setLanguage('ru')
  expect(refusal(errorCode.POLICY_VIOLATION, 'Names start with a team').why).toBe('Names start with a team.')
  expect(refusal(errorCode.POLICY_VIOLATION).why).toBe('Это запрещает политика кластера.')
  expect(refusal(errorCode.UNKNOWN_TOPIC_OR_PARTITION).why).toBe('Брокер не знает такого топика или партиции.')
  // Newer than Brokkr.
  expect(refusal(31_999).why).toMatch(/31999/)
})
