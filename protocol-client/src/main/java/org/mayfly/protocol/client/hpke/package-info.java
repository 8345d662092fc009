/** HPKE (RFC 9180) with DHKEM(P-521, HKDF-SHA512), HKDF-SHA512 and AES-256-GCM, in the modes base and psk only. */
@NullMarked
package org.mayfly.protocol.client.hpke;

import org.jspecify.annotations.NullMarked;
