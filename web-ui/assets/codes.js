// What numeric replies mean: the protocol's numbers in the field's words.

const MEANINGS = `200 syntax error
201 invalid parameter
203 invalid federated user
204 invalid or unroutable network
205 invalid user
206 domain part missing
207 already logged in
208 invalid user name
209 nickname not allowed, or account not verified
210 list full
213 invalid rename request
215 already on the list, or already in the switchboard
216 not on the list
217 user not online
218 already in that mode
219 already on the opposite list
220 not accepting pages
223 too many groups
224 invalid group
225 contact not in group
226 group not empty
227 group not empty
228 group name exists
229 group name too long
230 group 0 cannot be removed
231 group does not exist
240 empty domain element
241 invalid XML or list bits
280 switchboard failed
281 transfer to switchboard failed
282 P2P error, or unknown P2P application
283 unknown UUN application
285 message too long
300 required field missing
301 too many results
302 not logged in
402 contact list unavailable
403 contact list error
418 try again later
420 invalid account permissions
500 internal server error
501 database error
502 command disabled
503 bad client or library parameter
504 paging service down
508 federated partner error
509 mobile message failed
510 file operation failed
511 detailed error in the payload
520 out of memory
540 challenge answer wrong
600 server busy
601 server unavailable
602 peer notification server down
603 database connection failed
604 server going down
605 server unavailable
606 paging unavailable
700 connection could not be created
707 connection could not be created
710 bad CVR parameters or locale
711 blocking write, or session restricted
712 session overloaded
713 calling too fast
714 too many sessions
715 not expected
717 bad friend file
718 user restricted
719 session federated
726 user federated
731 CVR not expected
733 roaming logoff
734 too many endpoints
800 changing too rapidly
801 not deliverable
910 server too busy
911 authentication failed
912 server too busy
913 not allowed while hidden or offline
914 server unavailable
915 server unavailable
916 server unavailable
917 authentication failed
918 server too busy
919 server too busy
920 not accepting new users
921 timed out, or too busy
922 server too busy
923 kids account without consent
924 account not verified
926 managed user, wrong client
927 managed user denied
928 bad ticket
931 account not on this server
933 invalid contact list
935 invalid signature`;

const BY_NUMBER = new Map(MEANINGS.split('\n').map((line) => [line.slice(0, 3), line.slice(4)]));

/**
 * What a numeric reply means; `null` for other commands.
 * @param {string | undefined} verb
 */
export function meaning(verb) {
  if (!verb || !/^\d{3}$/.test(verb)) return null;
  return BY_NUMBER.get(verb) ?? 'an error without a known meaning';
}
