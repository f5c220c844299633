/** What programs need of the system; everything else of the environment may be a secret of the service. */
const passedOn = ['PATH', 'HOME', 'LANG', 'TZ', 'TMPDIR', 'TEMP', 'SystemRoot', 'NODE_EXTRA_CA_CERTS'];

/** The environment for a process that this one starts: none of our own variables, so no key and no database address. */
export function childEnvironment(env: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const given = passedOn.map((name) => [name, env[name]] as const);
  return Object.fromEntries(given.filter((pair): pair is [string, string] => pair[1] !== undefined));
}
