import { useEffect, useState } from 'react'
import { followForecast, type CompactionForecast, type OutlookConfigName } from '../../api/segments.ts'

export interface ForecastInHand {
  /** Null until it has come to its end: then it can be asked about batches and records. */
  readonly forecastId: string | null
  readonly forecast: CompactionForecast | null
}

export interface ForecastOptions {
  readonly clusterId: string
  readonly folder: string
  readonly assumptions: Partial<Record<OutlookConfigName, string>>
  readonly isWanted: boolean
}

const NOTHING: ForecastInHand = { forecastId: null, forecast: null }

/** Plays the next round of compaction through, for as long as somebody looks at what it takes. */
export function useForecast({ clusterId, folder, assumptions, isWanted }: ForecastOptions): ForecastInHand {
  const [inHand, setInHand] = useState(NOTHING)
  const assumed = JSON.stringify(assumptions)
  useEffect(() => {
    if (!isWanted) return undefined
    const controller = new AbortController()
    const { signal } = controller
    let opened: string | null = null
    const listener = {
      onOpened: (forecastId: string) => (opened = forecastId),
      onForecast: (forecast: CompactionForecast) => {
        if (!signal.aborted) setInHand({ forecast, forecastId: forecast.isDone ? opened : null })
      },
    }
    const input = { clusterId, folder, assumptions: JSON.parse(assumed) as ForecastOptions['assumptions'] }
    // What cannot be read is told by the panel's own question; a forecast is only left out.
    followForecast(input, { listener, signal }).catch(() => setInHand(NOTHING))
    return () => {
      controller.abort()
      setInHand(NOTHING)
    }
  }, [clusterId, folder, assumed, isWanted])
  return inHand
}
