/** The address is the state that can be shared and gone back to. */

/** What the service is asked for, by the names that it uses. */
const ASKED = ['q', 'like', 'picture', 'region', 'filter', 'minScore'];

/** @returns {{q, like, picture, region, filter, minScore, image}} strings, empty where not given */
export function read() {
  const given = new URLSearchParams(location.search);
  return Object.fromEntries([...ASKED, 'image'].map(name => [name, given.get(name) ?? '']));
}

/** The part of it that makes another answer. */
export const question = ({image, ...asked}) => asked;

export const isSame = (one, other) => ASKED.every(name => one[name] === other[name]);

export const isEmpty = ({q, like, picture}) => !q.trim() && !like && !picture;

/**
 * Changes the address.
 * @param change only what is new; the large view closes unless it is named
 * @param push whether the back button comes back to what was before
 */
export function write(change, push) {
  const state = {...read(), image: '', ...change};
  const parameters = new URLSearchParams();
  for (const name of [...ASKED, 'image']) {
    if (state[name]) parameters.set(name, state[name]);
  }
  const url = parameters.size ? `?${parameters}` : location.pathname;
  if (push) history.pushState({opened: Boolean(state.image)}, '', url);
  else history.replaceState(history.state, '', url);
}
