for (;;);
export function filter() {}
