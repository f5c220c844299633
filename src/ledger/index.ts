export {
  base64urlDecode,
  base64urlEncode,
  concatBytes,
  equalBytes,
  hexDecode,
  hexEncode,
  utf8Decode,
  utf8Encode,
} from './bytes.js';
export { canonicalBytes, canonicalize } from './canonical.js';
export { type ChainFault, checkChain, type ExpectedChain } from './chain.js';
export {
  codeBytes,
  codeLength,
  crockfordDigits,
  formatCode,
  isIssuable,
  parseCode,
  readTypedCode,
} from './code.js';
export {
  type Concealed,
  conceal,
  type Disclosure,
  disclosureDigest,
  disclosuresMax,
  findDigests,
  formatCombined,
  open,
  parseCombined,
  parseDisclosure,
  saltBytesMin,
} from './disclosure.js';
export { encodeEntry, type Entry, entryBytesMax, entryVersion, genesisPrev, parseEntry } from './entry.js';
export { type ErrorPlace, type Fault, LedgerError, type LedgerErrorCode } from './errors.js';
export { hashLength, leafHash, nodeHash, sha256 } from './hash.js';
export {
  formatPointer,
  isJsonObject,
  jsonBytesMax,
  jsonDepthMax,
  type JsonLimits,
  type JsonObject,
  type JsonValue,
  parseStrictJson,
} from './json.js';
export {
  type Ed25519Jwk,
  jwkThumbprint,
  type P256Jwk,
  parsePublicKey,
  type PublicKey,
  type SignatureAlgorithm,
} from './key.js';
export {
  checkLabelSignature,
  formatSignatureDigits,
  formatSignatureToken,
  keyShortId,
  labelHeader,
  labelJws,
  labelPathLengthMax,
  labelSigningInput,
  labelType,
  parseSignatureToken,
  signatureDigits,
  type SignatureToken,
} from './label.js';
export { isChainName, isEventId, isLogOrigin, isOrganizationName, isUuid } from './names.js';
export { type Decimal, decimalBound, formatDecimal, isDecimalText, parseDecimal } from './quantity.js';
export {
  type LabelSpan,
  type SerialFacts,
  serialsHeader,
  serialsPayload,
  serialsSigningInput,
  serialsType,
} from './serials.js';
export { signatureLength, verifySignature } from './signature.js';
export {
  checkStatement,
  encodeStatementParts,
  formatStatement,
  parseStatement,
  type Statement,
  type StatementHeader,
  statementLengthMax,
  type StatementPayload,
  statementType,
} from './statement.js';
export { parseRecordedAt, parseTimestamp } from './time.js';
export { treeRoot } from './tree.js';
