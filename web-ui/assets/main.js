// The page: what is shown, and how it begins.

import {asked, startAddress, writeAddress} from './address.js';
import {drawComposer, startComposer} from './composer.js';
import {drawDetails, startDetails} from './details.js';
import {drawEmpty} from './empty.js';
import {drawFilter, startFilter} from './filterbox.js';
import {startHelp} from './help.js';
import {startKeys} from './keys.js';
import {drawHeading, drawList} from './list.js';
import {show, when} from './state.js';
import {drawControls, drawLocked, drawNotices, drawStatus, startAnnouncing, startStatus} from './status.js';
import {startPending} from './pending.js';
import {begin} from './transcript.js';
import {drawTree, startTree} from './tree.js';
import {drawViews, startViews} from './views.js';

show(drawLocked);
show(drawNotices);
show(drawStatus);
show(drawControls);
show(drawFilter);
show(when((now) => [now.sessions, now.filter, now.folded, now.everyClosed], drawTree));
show(drawViews);
show(drawDetails);
show(drawEmpty);
show(when((now) => [now.settings.time], drawHeading));
show(drawList);
show(drawComposer);
show(writeAddress);

const wanted = asked();
startHelp();
startStatus();
startAnnouncing();
startFilter();
startTree();
startViews();
startPending();
startDetails();
startComposer();
startKeys();
startAddress();
begin(wanted);
