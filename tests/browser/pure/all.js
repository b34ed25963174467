// Runs all of them, and reports a line for each.

import {report} from './check.js';
import './bytes.js';
import './chatwords.js';
import './colour.js';
import './compose.js';
import './lens.js';
import './names.js';
import './offers.js';
import './pairs.js';
import './problem.js';
import './rosterwords.js';
import './rows.js';
import './rowtext.js';
import './scope.js';
import './sessionwords.js';
import './spans.js';
import './steps.js';
import './talk.js';
import './threads.js';
import './time.js';
import './typed.js';
import './viewwords.js';
import './visible.js';
import './wheelwords.js';

report();
