/** What needs a private key or a secret key: signing, key agreement, authenticated encryption. */
@NullMarked
package org.mayfly.protocol.client.crypto;

import org.jspecify.annotations.NullMarked;
