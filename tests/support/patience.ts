/**
 * For `vi.waitFor`, which has no default of its own to be set, and beside `expect.poll` where the project's default is too
 * short: what is waited for comes in milliseconds, but not on a machine that is busy with other things.
 */
export const patience = { timeout: 30_000, interval: 50 } as const
