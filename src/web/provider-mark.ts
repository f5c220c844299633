/** Name of the element with which the console's page says what identity provider there is. */
export const providerMark = 'identity-provider';
