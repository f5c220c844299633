import { ConfigError } from '../config/settings.js';

/** What comes of listening at a port; where another program has it, its variable is named. */
export async function namingPort<T>(port: number, listening: Promise<T>): Promise<T> {
  try {
    return await listening;
  } catch (error) {
    const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
    if (!isTaken) throw error;
    throw new ConfigError([`PORT: ${port} is used by another program; stop it or choose another PORT`]);
  }
}
