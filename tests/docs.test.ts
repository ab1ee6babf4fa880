import { join } from 'node:path'
import { expect, test } from 'vitest'
import { findingsPage } from './suites/findings-page.ts'
import { apisPage } from './support/apis-page.ts'
import { topicConfigsPage } from './support/topic-configs-page.ts'

test('the page of topic configs says what the definitions say; `npx vitest run tests/docs.test.ts -u` writes it anew', async () => {
  await expect(topicConfigsPage()).toMatchFileSnapshot(join(import.meta.dirname, '../docs/topic-configs.md'))
})

test('the page of APIs says what the handlers serve; `npx vitest run tests/docs.test.ts -u` writes it anew', async () => {
  await expect(apisPage()).toMatchFileSnapshot(join(import.meta.dirname, '../docs/apis.md'))
})

test('the page of conformance says what is known of the suites; `npx vitest run tests/docs.test.ts -u` writes it anew', async () => {
  await expect(findingsPage()).toMatchFileSnapshot(join(import.meta.dirname, '../docs/conformance.md'))
})
