import { useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { client } from '../api/client.ts'
import { useKnownSettings } from '../api/settings.ts'
import { useTransportState } from '../api/streams.ts'
import {
  closestLanguage,
  currentLanguage,
  language,
  setLanguage,
  type Language,
} from '../../src-main/api/languages/language.ts'

/** The page opens in the language of its last time, so that it does not change under the reader's eyes. */
const REMEMBERED = 'brokkr.language'

/**
 * The language of the settings, in which everything below is drawn; whoever calls this draws it anew when it changes.
 * The back end, which says problems, is told.
 */
export function useSpokenLanguage(): Language {
  const chosen = useKnownSettings()?.language
  const spoken = chosen === undefined ? remembered() : chosen === 'system' ? ofSystem() : chosen
  if (currentLanguage() !== spoken) setLanguage(spoken)
  const cache = useQueryClient()
  const isOpen = useTransportState() === 'open'
  useEffect(() => {
    document.documentElement.lang = spoken
    localStorage.setItem(REMEMBERED, spoken)
  }, [spoken])
  useEffect(() => {
    if (!isOpen || chosen === undefined) return
    const askAgain = (): void => void cache.invalidateQueries({ predicate: ({ state }) => state.status === 'error' })
    client.application.speak({ language: spoken }).then(askAgain, () => undefined)
  }, [spoken, isOpen, chosen, cache])
  return spoken
}

function remembered(): Language {
  return language.safeParse(localStorage.getItem(REMEMBERED)).data ?? ofSystem()
}

function ofSystem(): Language {
  return closestLanguage(navigator.languages)
}
