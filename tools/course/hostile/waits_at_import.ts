await new Promise(() => {});
export function filter() {}
