import { useEffect, useState } from 'react'
import type { FilePlace, SurveyStatus } from '../../api/segments.ts'
import { followSurvey } from '../../api/segments.ts'

export interface SurveyInHand {
  /** Null until it is open. */
  readonly surveyId: string | null
  readonly status: SurveyStatus | null
  readonly error: unknown
}

const NOTHING: SurveyInHand = { surveyId: null, status: null, error: null }

/** Goes over a file for as long as it is looked at. */
export function useSurvey({ clusterId, folder, fileName }: FilePlace): SurveyInHand {
  const [survey, setSurvey] = useState(NOTHING)
  useEffect(() => {
    const controller = new AbortController()
    const { signal } = controller
    const change = (part: Partial<SurveyInHand>): void => {
      if (!signal.aborted) setSurvey((before) => ({ ...before, ...part }))
    }
    const listener = {
      onOpened: (surveyId: string) => setSurvey({ ...NOTHING, surveyId }),
      onStatus: (status: SurveyStatus) => change({ status }),
    }
    followSurvey({ clusterId, folder, fileName }, { listener, signal }).catch((error: unknown) => change({ error }))
    return () => controller.abort()
  }, [clusterId, folder, fileName])
  return survey
}
