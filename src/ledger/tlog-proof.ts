export function formatTlogProof(p: {
  index: number;
  proof: readonly Uint8Array[];
  checkpoint: string;
}): string {
  return JSON.stringify(p);
}
