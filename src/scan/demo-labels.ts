import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { Config } from '../config/config.js';
import { parseScanUri, type ScanUri } from '../gs1/digital-link.js';
import { PartyFacts } from '../parties/facts.js';
import type { DemoLink } from '../web/start-page.js';
import { LabelChecker } from './label-checker.js';

const linksMax = 10;

/** Labels of the demo data, for the start page. */
@Injectable()
export class DemoLabels {
  constructor(
    private readonly config: Config,
    private readonly labels: LabelChecker,
    private readonly parties: PartyFacts,
  ) {}

  /**
   * One link a label of `DATA_DIR/demo.json`. None where no demo was loaded, and none for a label that this database
   * does not hold: the file stays when the service is given another database.
   */
  async list(): Promise<DemoLink[]> {
    const text = await readFile(join(this.config.dataDir, 'demo.json'), 'utf8').catch(() => null);
    if (text === null) return [];
    const demo = JSON.parse(text) as { url: string; labels: { uri: string }[] };
    const links = await Promise.all(
      demo.labels.slice(0, linksMax).map(({ uri }) => this.linkOf(parseScanUri(uri, demo.url))),
    );
    return links.filter((link) => link !== null);
  }

  private async linkOf(scanned: ScanUri): Promise<DemoLink | null> {
    const found = await this.labels.find(scanned);
    if (found === null) return null;
    const product = await this.parties.product(found.batch.productId);
    const organization = await this.parties.organization(found.batch.organizationId);
    if (product === null || organization === null) return null;
    const path = scanned.token === null ? scanned.path : `${scanned.path}?s=${scanned.token}`;
    return { path, product: product.name, organization: organization.name };
  }
}
