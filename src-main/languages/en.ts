import { brokerProcess } from './en/broker-process.ts'
import { connections } from './en/connections.ts'
import { dataWorker } from './en/data-worker.ts'
import { decoding } from './en/decoding.ts'
import { filters } from './en/filters.ts'
import { groups } from './en/groups.ts'
import { kafka } from './en/kafka.ts'
import { lag } from './en/lag.ts'
import { procedures } from './en/procedures.ts'
import { refusals } from './en/refusals.ts'
import { scans } from './en/scans.ts'
import { segments } from './en/segments.ts'
import { settings } from './en/settings.ts'
import { transfers } from './en/transfers.ts'
import { windows } from './en/windows.ts'

export const en = {
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
