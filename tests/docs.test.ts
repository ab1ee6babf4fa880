import { join } from 'node:path'
import { expect, test } from 'vitest'
import { topicConfigsPage } from './support/topic-configs-page.ts'

test('the page of topic configs says what the definitions say; `npx vitest run tests/docs.test.ts -u` writes it anew', async () => {
  await expect(topicConfigsPage()).toMatchFileSnapshot(join(import.meta.dirname, '../docs/topic-configs.md'))
})
