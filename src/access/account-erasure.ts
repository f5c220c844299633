/** Who asks that an account is erased: whoever signs in with it, or an admin, of one that has ended. */
export type ErasedBy = 'holder' | 'admin';

/**
 * Why an account is not erased: it is not there (any more), somebody still signs in with it, or nobody else owns one of
 * its organizations, or runs the service.
 */
export type ErasureRefusal = 'gone' | 'in-use' | 'last-owner' | 'last-admin';
