import { useLocation, useNavigate } from '@tanstack/react-router'
import { useEffect } from 'react'
import { useRemember, useRememberedView } from '../api/remembered.ts'

const NAME = 'place'
/** Screens that somebody may want to find again; a link that led astray is none. */
const WORTH_RETURNING = /^\/(clusters\/|directory|settings)/

/** An address that names a place is gone to; read before the router writes its own. */
const opensAtPlace = /^#\/[^?]/.test(window.location.hash)
let isRestored = false

/** Opens the console where it was left, unless its address says where. Notes each place that is gone to. */
export function useLastPlace(): void {
  const { href } = useLocation()
  const navigate = useNavigate()
  const remember = useRemember()
  const view = useRememberedView()
  useEffect(() => {
    if (view === undefined) return
    // A dialog that the address asks for is not opened a second time.
    const here = href.replace(/[?&]token=[^&#]*/, '').replace(/#.*$/, '')
    if (isRestored) {
      remember(NAME, WORTH_RETURNING.test(here) ? here : '')
      return
    }
    isRestored = true
    const place = view[NAME] ?? ''
    if (!opensAtPlace && WORTH_RETURNING.test(place)) void navigate({ to: place, replace: true })
    // oxlint-disable-next-line react/exhaustive-deps -- what is remembered is written here, and read only once
  }, [href, view === undefined, navigate, remember])
}
