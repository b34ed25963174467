// Runs all of them, and reports a line for each.

import {report} from './check.js';
import './bytes.js';
import './colour.js';
import './compose.js';
import './lens.js';
import './names.js';
import './rows.js';
import './rowtext.js';
import './spans.js';
import './threads.js';
import './time.js';
import './visible.js';

report();
