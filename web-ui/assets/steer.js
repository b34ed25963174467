// What a person does to what passes: nothing, where nothing can be done, and then it is said why.

import * as api from './api.js';
import {notice, state} from './state.js';
import {visible} from './visible.js';
import {unable} from './wheelwords.js';

/** Does something, and says what was in the way. @param {() => Promise<unknown>} deed */
export async function steer(deed) {
  const why = unable(state.status);
  if (why) return notice(why);
  try {
    await deed();
  } catch (error) {
    notice(visible(api.words(error)));
  }
}
