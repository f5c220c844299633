import Bowser from 'bowser';

/** Only the beginning of a user agent is looked at. */
const charactersMax = 512;
const browsers = new Set(Object.values(Bowser.BROWSER_MAP));
const systems = new Set(Object.values(Bowser.OS_MAP));

/**
 * The coarse name of the program that signs in, such as `Chrome · Android`, by which people tell their own sessions
 * apart; null when neither browser nor system is one that is known. Nothing of the user agent itself is taken over.
 */
export function clientName(userAgent: string | undefined): string | null {
  const text = userAgent?.slice(0, charactersMax) ?? '';
  if (text === '') return null;
  const { browser, os } = Bowser.parse(text);
  const names = [
    browsers.has(browser.name ?? '') ? browser.name : null,
    systems.has(os.name ?? '') ? os.name : null,
  ];
  const known = names.filter((name) => name !== null);
  return known.length === 0 ? null : known.join(' · ');
}
