import { expect, type Page } from '@playwright/test'

// What a user does with the screen, by the names that stand there.

/** Starts the local cluster from the welcome screen and gives its bootstrap address. */
export async function startLocalCluster(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Start local cluster', exact: true }).click()
  await expect(page.getByRole('heading', { name: 'Local cluster' })).toBeVisible()
  const address = page.getByText(/^127\.0\.0\.1:\d+$/).first()
  await expect(address).toBeVisible()
  return address.innerText()
}

export type Area = 'Topics' | 'Consumer groups' | 'Brokers' | 'Segments'
export type TopicTab = 'Messages' | 'Partitions' | 'Configuration' | 'Segments' | 'Consumer groups'

export async function openArea(page: Page, area: Area): Promise<void> {
  await page.getByRole('link', { name: area, exact: true }).click()
  await expect(page.getByRole('heading', { name: area, exact: true })).toBeVisible()
}

export async function openTab(page: Page, tab: TopicTab): Promise<void> {
  await page.getByRole('tab', { name: tab, exact: true }).click()
  await expect(page.getByRole('tab', { name: tab, exact: true })).toHaveAttribute('aria-selected', 'true')
}

export async function openTopic(page: Page, topic: string): Promise<void> {
  await openArea(page, 'Topics')
  await page.getByRole('link', { name: topic, exact: true }).click()
  await expect(page.getByRole('heading', { name: topic, exact: true })).toBeVisible()
}

export async function createTopic(page: Page, topic: string, partitions: number): Promise<void> {
  await openArea(page, 'Topics')
  await page.getByRole('button', { name: 'Create topic', exact: true }).click()
  await page.getByLabel('Topic name', { exact: true }).fill(topic)
  await page.getByLabel('Partitions', { exact: true }).fill(String(partitions))
  await page.getByRole('button', { name: 'Create', exact: true }).click()
  await expect(page.getByRole('heading', { name: topic, exact: true })).toBeVisible()
}

export interface Draft {
  readonly key?: string
  readonly value: string
  readonly headers?: readonly (readonly [name: string, value: string])[]
}

/** Produces one message with the dialog, which stays open. */
export async function fillAndProduce(page: Page, { key, value, headers = [] }: Draft): Promise<void> {
  if (key !== undefined) await page.getByLabel('Key', { exact: true }).fill(key)
  await page.getByLabel('Value', { exact: true }).fill(value)
  for (const [index, [name, text]] of headers.entries()) {
    await page.getByRole('button', { name: 'Add header', exact: true }).click()
    await page.getByLabel('Header name', { exact: true }).nth(index).fill(name)
    await page.getByLabel('Header value', { exact: true }).nth(index).fill(text)
  }
  await page.getByRole('button', { name: 'Produce', exact: true }).click()
}
