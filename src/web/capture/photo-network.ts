import { recall, remember } from '../app/memory.js';

/** By what network the phone is connected (Network Information API), where the browser tells. */
interface Connected extends EventTarget {
  readonly type?: string;
}

const setting = 'photos-wifi-only';
const connected = (navigator as { readonly connection?: Connected }).connection;

/** Whether photos wait for Wi-Fi. */
export function isWifiOnly(): boolean {
  return recall(setting) === true;
}

export function setWifiOnly(is: boolean): void {
  remember(setting, is);
}

export function isNetworkTold(): boolean {
  return connected?.type !== undefined;
}

/** Whether photos may be sent now without being asked for. */
export function mayPhotosGo(): boolean {
  return !isWifiOnly() || connected?.type === 'wifi' || connected?.type === 'ethernet';
}

/** Tells each time the phone is on another network. */
export function onOtherNetwork(listener: () => void): void {
  connected?.addEventListener('change', listener);
}
