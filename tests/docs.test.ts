import { join } from 'node:path'
import { expect, test } from 'vitest'
import { apisPage } from './support/apis-page.ts'
import { topicConfigsPage } from './support/topic-configs-page.ts'

test('the page of topic configs says what the definitions say; `npx vitest run tests/docs.test.ts -u` writes it anew', async () => {
  await expect(topicConfigsPage()).toMatchFileSnapshot(join(import.meta.dirname, '../docs/topic-configs.md'))
})

test('the page of APIs says what the handlers serve; `npx vitest run tests/docs.test.ts -u` writes it anew', async () => {
  await expect(apisPage()).toMatchFileSnapshot(join(import.meta.dirname, '../docs/apis.md'))
})
