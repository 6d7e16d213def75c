export const filters = 1;
