/** The way out to a hub, with every request told of before it is sent. */
export function loggedFetch(onRequest: (url: string) => void): typeof fetch {
  return (input, init) => {
    onRequest(input instanceof Request ? input.url : String(input));
    return fetch(input, init);
  };
}
