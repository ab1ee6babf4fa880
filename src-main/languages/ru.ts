import type { en } from './en.ts'
import { brokerProcess } from './ru/broker-process.ts'
import { connections } from './ru/connections.ts'
import { dataWorker } from './ru/data-worker.ts'
import { decoding } from './ru/decoding.ts'
import { filters } from './ru/filters.ts'
import { groups } from './ru/groups.ts'
import { kafka } from './ru/kafka.ts'
import { lag } from './ru/lag.ts'
import { procedures } from './ru/procedures.ts'
import { refusals } from './ru/refusals.ts'
import { scans } from './ru/scans.ts'
import { segments } from './ru/segments.ts'
import { settings } from './ru/settings.ts'
import { transfers } from './ru/transfers.ts'
import { windows } from './ru/windows.ts'

export const ru: typeof en = {
  brokerProcess,
  connections,
  dataWorker,
  decoding,
  filters,
  groups,
  kafka,
  lag,
  procedures,
  refusals,
  scans,
  segments,
  settings,
  transfers,
  windows,
}
