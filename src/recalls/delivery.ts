export const deliveries = ['none', 'waiting', 'delivered', 'failed'] as const;

/** How far a notice is on its way to the holder's webhook; `none`: there was no webhook. */
export type Delivery = (typeof deliveries)[number];
