import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { createTopic, openArea, startLocalCluster } from './console/acts.ts'
import { test } from './console/console.ts'

test('a restart finds the place, the search and the language as they were left', async ({
  brokkr,
  page,
  openConsole,
}) => {
  await startLocalCluster(page)
  await createTopic(page, 'orders', 1)
  await createTopic(page, 'payments', 1)
  await page.getByRole('link', { name: 'Settings', exact: true }).click()
  await page.getByRole('radiogroup', { name: 'Language' }).getByText('Русский').click()
  await expect(page.getByRole('heading', { name: 'Настройки' })).toBeVisible()
  await page.getByRole('radiogroup', { name: 'Язык' }).getByText('English').click()
  await page.getByRole('link', { name: 'Local cluster' }).click()
  await openArea(page, 'Topics')
  await page.getByRole('searchbox', { name: 'Search topics' }).fill('pay')
  await expect(page.getByRole('link', { name: 'orders', exact: true })).toHaveCount(0)
  // The page tells the back end, which writes it down.
  await expect.poll(() => readFile(join(brokkr.dataDirectory, 'view.json'), 'utf8')).toContain('"pay"')
  await brokkr[Symbol.asyncDispose]()

  await using again = await openConsole()
  await again.page.getByRole('button', { name: 'Start local cluster', exact: true }).click()
  await expect(again.page.getByRole('heading', { name: 'Topics', exact: true })).toBeVisible()
  await expect(again.page.getByRole('link', { name: 'payments', exact: true })).toBeVisible()
  await expect(again.page.getByRole('link', { name: 'orders', exact: true })).toHaveCount(0)
})
