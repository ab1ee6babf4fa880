import { useEffect, useState } from 'react'
import { followForecast, type CompactionForecast, type OutlookConfigName } from '../../api/segments.ts'

export interface ForecastInHand {
  /** Null until it is open; and where nothing is compacted. */
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
    const listener = {
      onOpened: (forecastId: string) => setInHand({ ...NOTHING, forecastId }),
      onForecast: (forecast: CompactionForecast) => {
        if (!signal.aborted) setInHand((before) => ({ ...before, forecast }))
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
