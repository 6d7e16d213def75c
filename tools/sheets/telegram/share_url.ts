/**
 * Makes the link that opens telegram with a text ready to be sent on; it needs neither channel nor bot.
 *
 * @param url undefined when the course has no address: then the text alone is shared
 */
export function makeShareUrl(text: string, url?: string): string {
  const [first, rest] = url === undefined ? [text, undefined] : [url, text];
  const query = `url=${encode(first)}${rest === undefined ? "" : `&text=${encode(rest)}`}`;
  return `https://t.me/share/url?${query}`; // without /url telegram does not take it for a share link
}

/** A parenthesis would end a link of Markdown. */
function encode(text: string): string {
  return encodeURIComponent(text).replaceAll("(", "%28").replaceAll(")", "%29");
}
