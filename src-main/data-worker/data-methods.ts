import { ScanDesk } from '../scans/scan-desk.ts'
import { exportRows } from '../transfers/export-rows.ts'
import { previewSource, produceMany } from '../transfers/produce-many.ts'

/** Everything that the data worker can be asked. */
export function dataMethods() {
  const desk = new ScanDesk()
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
    exportRows,
    produceMany,
    previewSource,
  }
}

export type DataMethods = ReturnType<typeof dataMethods>
