import { setLanguage, type Language } from '../api/languages/language.ts'
import { SegmentDesk } from '../segments/segment-desk.ts'

/** Everything that the thread of the segment viewer can be asked. */
export function segmentMethods() {
  const desk = new SegmentDesk()
  return {
    speak: async (language: Language): Promise<void> => setLanguage(language),
    openSegments: desk.openSegments.bind(desk),
    segmentFolder: desk.segmentFolder.bind(desk),
    segmentFile: desk.segmentFile.bind(desk),
    surveySegment: desk.surveySegment.bind(desk),
    segmentBatches: desk.segmentBatches.bind(desk),
    segmentBatchNumber: desk.segmentBatchNumber.bind(desk),
    segmentMap: desk.segmentMap.bind(desk),
    segmentRecords: desk.segmentRecords.bind(desk),
    locateInSegments: desk.locateInSegments.bind(desk),
    checkSegments: desk.checkSegments.bind(desk),
    segmentOutlook: desk.segmentOutlook.bind(desk),
    forecastCompaction: desk.forecastCompaction.bind(desk),
    foretoldBatches: desk.foretoldBatches.bind(desk),
    foretoldMap: desk.foretoldMap.bind(desk),
    foretoldRecords: desk.foretoldRecords.bind(desk),
  }
}

export type SegmentMethods = ReturnType<typeof segmentMethods>
