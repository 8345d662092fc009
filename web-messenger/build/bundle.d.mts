export const bundle: object;
