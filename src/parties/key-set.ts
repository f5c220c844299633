import { Injectable } from '@nestjs/common';
import { KeysStore, type StoredKey } from './keys.store.js';
import { entityTag } from '../http/entity-tag.js';

/** Label keys come first, so that a key set cut at its limit still verifies every label. */
const keysPublishedMax = 20_000;
/** How long one rendering serves everyone, in milliseconds. */
const renderedMsMax = 1_000;

/** The published key set as it is sent. */
export interface KeySetText {
  readonly body: string;
  readonly tag: string;
}

/**
 * The JWK Set (RFC 7517 §5) of every label and statement key ever valid, each with its interval (api.md, Auditing).
 * Public: rendered once a second at most, however many ask.
 */
@Injectable()
export class KeySet {
  private rendered: { readonly text: Promise<KeySetText>; readonly atMs: number } | null = null;

  constructor(private readonly store: KeysStore) {}

  async text(): Promise<KeySetText> {
    const nowMs = performance.now();
    if (this.rendered === null || this.rendered.atMs + renderedMsMax < nowMs) {
      this.rendered = { text: this.render(), atMs: nowMs };
    }
    try {
      return await this.rendered.text;
    } catch (error) {
      this.rendered = null;
      throw error;
    }
  }

  private async render(): Promise<KeySetText> {
    const keys = await this.store.listAll(keysPublishedMax);
    const body = JSON.stringify({ keys: keys.map(publishedKey) });
    return { body, tag: entityTag(body) };
  }
}

/** A member of the set: the JWK, what it is for, whose it is, and when it was valid. */
function publishedKey(key: StoredKey): Record<string, string | null> {
  return {
    ...key.publicJwk,
    kid: key.kid,
    alg: key.alg,
    use: 'sig',
    'furrow:purpose': key.purpose,
    'furrow:org': `org/${key.organizationId}`,
    'furrow:validFrom': key.validFrom.toISOString(),
    ...(key.revokedFrom === null ? {} : { 'furrow:revokedFrom': key.revokedFrom.toISOString() }),
  };
}
