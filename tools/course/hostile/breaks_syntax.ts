export function filter( {
