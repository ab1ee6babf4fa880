import { setLanguage, type Language } from '../api/languages/language.ts'
import { ScanDesk } from '../scans/scan-desk.ts'
import { exportRows, type ExportOrder } from '../transfers/export-rows.ts'
import { exportScanRows, type ExportScanRowsOrder } from '../transfers/export-scan-rows.ts'
import { Jobs } from '../transfers/jobs.ts'
import { previewSource, produceMany, type ProduceManyOrder } from '../transfers/produce-many.ts'
import { redrive, type RedriveTask } from '../transfers/redrive.ts'

/** Everything that the thread for messages can be asked. */
export function dataMethods() {
  const desk = new ScanDesk()
  const jobs = new Jobs()
  return {
    openScan: desk.open.bind(desk),
    rows: desk.rows.bind(desk),
    decode: desk.decode.bind(desk),
    read: desk.read.bind(desk),
    bytes: desk.bytes.bind(desk),
    more: desk.more.bind(desk),
    stop: desk.stop.bind(desk),
    pause: desk.pause.bind(desk),
    resume: desk.resume.bind(desk),
    histogram: desk.histogram.bind(desk),
    paths: desk.paths.bind(desk),
    tryFilter: desk.tryFilter.bind(desk),
    timeline: desk.timeline.bind(desk),
    exportRows: (order: ExportOrder, signal: AbortSignal) =>
      jobs.run(signal, (tools) => exportRows(order, tools.signal)),
    exportScanRows: (order: ExportScanRowsOrder, signal: AbortSignal) =>
      jobs.run(signal, (tools) => exportScanRows(desk.wholeRows(order.scanId), order, tools.signal)),
    produceMany: (order: ProduceManyOrder, signal: AbortSignal) =>
      jobs.run(signal, (tools) => produceMany(order, tools)),
    redrive: (task: RedriveTask, signal: AbortSignal) => jobs.run(signal, (tools) => redrive(task, tools.signal)),
    stopJob: jobs.stop.bind(jobs),
    feedJob: jobs.feed.bind(jobs),
    speak: async (language: Language): Promise<void> => setLanguage(language),
    previewSource,
  }
}

export type DataMethods = ReturnType<typeof dataMethods>
