/** XMPP: RFC 6120 with acknowledgements (XEP-0198), sign-up (XEP-0077) and rooms (XEP-0045). */
@NullMarked
package org.mayfly.bench.peers.xmpp;

import org.jspecify.annotations.NullMarked;
