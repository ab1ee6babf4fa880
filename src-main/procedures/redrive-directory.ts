import { join } from 'node:path'
import type { Services } from './services.ts'

/** Where redrives keep how far they are. */
export function redriveDirectory({ application }: Services): string {
  return join(application.dataDirectory, 'redrives')
}
