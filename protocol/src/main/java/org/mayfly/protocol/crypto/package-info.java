/** The standard primitives behind one provider that is passed as an instance, never registered. Rule: nothing here uses a private key of a person or device; what does is in protocol-client. */
@NullMarked
package org.mayfly.protocol.crypto;

import org.jspecify.annotations.NullMarked;
