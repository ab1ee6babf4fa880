import { contextBridge } from 'electron'
contextBridge.exposeInMainWorld('x', window.location.href)
