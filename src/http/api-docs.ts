import { Injectable } from '@nestjs/common';

/** The OpenAPI document as it is served. */
@Injectable()
export class ApiDocs {
  private describe: (() => object) | null = null;
  private text: string | null = null;

  /** Where the document comes from; it is made at the first request, not at every start. */
  describeBy(describe: () => object): void {
    this.describe = describe;
  }

  documentText(): string {
    if (this.describe === null) throw new Error('the application was not described');
    this.text ??= JSON.stringify(this.describe());
    return this.text;
  }
}
