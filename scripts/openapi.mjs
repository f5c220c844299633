// Writes openapi.json: the OpenAPI 3.1 description of the built service. With --check, compares it instead.
import { describeService } from '../dist/openapi-file.js';
import { writeOrCheck } from './generated.mjs';

await writeOrCheck('openapi.json', await describeService());
